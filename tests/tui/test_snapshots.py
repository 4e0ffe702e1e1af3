"""Pictures of real screens: what a person sees must not change unnoticed.

Contents are set by method, keys are pressed only where they are the way in. The shipped cases are
used, so a picture also shows whether real texts fit. To accept new pictures:
``pytest tests/tui/test_snapshots.py --snapshot-update``, then look at every one that changed.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import T0, at
from tests.tui.conftest import Stand

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    Amend,
    AskProbe,
    BeginScoring,
    Event,
    GoTo,
    HandOver,
    Pause,
    RaiseFlag,
    SeeLookFor,
    SetConfidence,
    SetRationale,
    SetRecommendation,
    SetScore,
    ShowExhibit,
    Start,
    Submit,
    TakeTurn,
)
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.incidents import open_play
from interviewloop.library.library import Library
from interviewloop.library.places import shipped_folder
from interviewloop.tui.app import InterviewloopApp
from interviewloop.tui.screens.calibration import CalibrationScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.services import Services

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from textual.pilot import Pilot

    from interviewloop.library.library import LoadedCase
    from interviewloop.model.session import Session

    Compare = Callable[..., bool]
    Steps = Callable[[Pilot[int]], Awaitable[None]]

SMALL, LARGE = (80, 24), (120, 40)
DESIGN, CRITIQUE, INCIDENT = "feat-home-in-200-ms", "exp-day-four-win", "inc-green-dashboards"
TAKE_HOME = "take-late-invoices"
RUBRIC = "principal-ml-scientist"


@cache
def library() -> Library:
    shipped = shipped_folder()
    assert shipped is not None
    return Library.open([shipped])


def plan_of(case: str) -> Plan:
    return Plan(library().case(case).case, library().rubric(RUBRIC))


def run(case: str, *events: Event, step: float = 20.0, **fields: Any) -> Session:
    """A session of a shipped case after ``events``, one every ``step`` seconds."""
    plan = plan_of(case)
    given = {"kind": "live", "loop": "C-014", "candidate": "C-014", "interviewer": "Mara Lindqvist"}
    session = new_session(plan, created_at=T0, **{**given, **fields})
    for number, event in enumerate(events):
        session = apply(session, event, at(number * step), plan)
    return session


def midway(case: str) -> list[Event]:
    """Events up to the middle of an interview: notes of every kind, ticks, an exhibit shown."""
    plan = plan_of(case)
    stage = plan.stages[2]
    probe = next(name for name, _ in plan.case.probes_of(stage))
    seen = [name for name, _ in plan.case.look_fors_of(stage)][:2]
    shown = next(
        name for name in plan.case.exhibits_of(stage)
        if plan.case.exhibits[name].audience == "candidate"
    )  # fmt: skip
    primary, second = plan.case.case.primary[:2]
    return [
        Start(),
        GoTo(plan.stages[1]),
        AddNote("asks which decision hangs on this, and by when", "strong", primary),
        AddNote("no baseline named", "weak", second),
        GoTo(stage),
        AddNote("claims [bold red]40 %[/] lift \x1b[2J without a control", "red-flag", primary),
        AddNote("joined two minutes late"),
        AskProbe(probe),
        SeeLookFor(seen[0]),
        SeeLookFor(seen[1]),
        ShowExhibit(shown),
        RaiseFlag(next(iter(plan.case.red_flags))),
        Pause(),
    ]


def incident_run(steps: int) -> list[Event]:
    """Events of an interview in which the excellent playthrough has come ``steps`` far; what was
    asked for last is not at hand, and a wrong cause has been named."""
    found = library().case(INCIDENT).folder / "playthroughs" / "excellent.toml"
    script = open_play(found)
    turns = [TakeTurn(step.say or "", do) for step in script.step[:steps] for do in step.do]
    return [
        Start(),
        GoTo("triage"),
        AddNote("leads at once, gives out roles", "strong", "leadership"),
        *turns[:6],
        GoTo("cause"),
        *turns[6:],
        TakeTurn("It must be the model, surely.", "name:model-v42"),
        TakeTurn("Show me [b]the weather[/b] \x1b[2J in Oslo", None),
    ]


def scorecard(case: str) -> list[Event]:
    """Events of a whole scorecard, ready to submit."""
    plan = plan_of(case)
    scores: list[Event] = []
    for number, dim in enumerate(plan.dims):
        scores += [
            SetScore(dim, (4, 3, 2, 5)[number % 4]),  # type: ignore[arg-type]
            SetRationale(dim, "Said what would stop the launch, with a number."),
            SetConfidence(dim, "medium"),
        ]
    return [BeginScoring(), *scores, SetRecommendation("yes")]


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A workspace whose path looks the same on every machine."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return Stand(home / "interviews")


def app_on(stand: Stand, theme: str = "dark") -> InterviewloopApp:
    """The app with the shipped library."""
    app = stand.app(theme)
    app.services = Services(stand.root, stand.config, app.services.settings, library, stand.now)
    return app


class ThreeCases(Library):
    """Cases that the project gets later change no picture."""

    def cases(self) -> Mapping[str, LoadedCase]:
        three = (DESIGN, CRITIQUE, INCIDENT)
        return {id_: one for id_, one in super().cases().items() if id_ in three}


@cache
def few() -> Library:
    return ThreeCases.open(library().folders)


def few_on(stand: Stand, theme: str = "dark") -> InterviewloopApp:
    """The app with three cases of the shipped library."""
    app = stand.app(theme)
    app.services = Services(stand.root, stand.config, app.services.settings, few, stand.now)
    return app


def opened(stand: Stand, session: Session | None, *more: Steps, look: bool = False) -> Steps:
    """Steps that open ``session`` and then do ``more``; the save state has come to rest."""
    path = stand.store(session) if session is not None else None

    async def steps(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, InterviewloopApp)
        await settled(pilot)
        if path is not None:
            app.view_session(path) if look else app.open_session(path)
            await settled(pilot)
        for step in more:
            await step(pilot)
            await settled(pilot)

    return steps


async def settled(pilot: Pilot[int]) -> None:
    """Workers done, everything saved, everything painted."""
    app = pilot.app
    assert isinstance(app, InterviewloopApp)
    await app.workers.wait_for_complete()
    if app.desk is not None:
        app.desk.saved(10)
    await pilot.pause()
    await pilot.pause()


def pressed(*keys: str) -> Steps:
    async def step(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    return step


def typed(line: str) -> Steps:
    async def step(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app.screen, LiveScreen)
        pilot.app.screen.note_line.line = line

    return step


async def draft_kept(pilot: Pilot[int]) -> None:
    """The half-typed line is on disk now, not when typing has rested."""
    assert isinstance(pilot.app.screen, LiveScreen)
    pilot.app.screen.keep_draft()


def pane(name: str) -> Steps:
    async def step(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app.screen, LiveScreen)
        pilot.app.screen.show_pane(name)

    return step


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_home(stand: Stand, snap_compare: Compare, theme: str, size: tuple[int, int]) -> None:
    stand.store(run(DESIGN, *midway(DESIGN)))
    stand.store(run(CRITIQUE, interviewer="Omar Haddad", loop="C-015", candidate="C-015"))
    done = run(INCIDENT, Start(), *scorecard(INCIDENT), Submit(), loop="C-012", candidate="C-012")
    stand.store(done)
    broken = stand.root / "sessions" / "c-011" / "x--y.toml"
    broken.parent.mkdir()
    broken.write_text("schema_version = 1\nkind = \n")
    app = app_on(stand, theme)
    assert snap_compare(app, run_before=opened(stand, None), terminal_size=size)


def test_home_without_sessions(stand: Stand, snap_compare: Compare) -> None:
    assert snap_compare(app_on(stand), run_before=opened(stand, None), terminal_size=SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_new_session(stand: Stand, snap_compare: Compare, size: tuple[int, int]) -> None:
    steps = opened(stand, None, pressed("f2"))
    assert snap_compare(few_on(stand), run_before=steps, terminal_size=size)


@pytest.mark.parametrize("case", [DESIGN, CRITIQUE])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_live(stand: Stand, snap_compare: Compare, theme: str, case: str) -> None:
    session = run(case, *midway(case))
    steps = opened(stand, session, typed("+rigor asks how labels arise"))
    assert snap_compare(app_on(stand, theme), run_before=steps, terminal_size=LARGE)


@pytest.mark.parametrize("name", ["script", "stages", "notes", "coverage"])
def test_live_in_a_small_terminal(stand: Stand, snap_compare: Compare, name: str) -> None:
    session = run(DESIGN, *midway(DESIGN), step=90.0)
    steps = opened(stand, session, pane(name))
    theme = "light" if name == "notes" else "dark"
    assert snap_compare(app_on(stand, theme), run_before=steps, terminal_size=SMALL)


def test_live_without_colour(
    stand: Stand, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    steps = opened(stand, run(CRITIQUE, *midway(CRITIQUE)), typed("/pro"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_incident(stand: Stand, snap_compare: Compare, theme: str) -> None:
    asks = "> do we have a control group without the new model"
    steps = [typed(asks), pressed("enter"), draft_kept] if theme == "light" else []
    session = run(INCIDENT, *incident_run(9 if steps else 10), Pause())
    run_before = opened(stand, session, *steps)
    assert snap_compare(app_on(stand, theme), run_before=run_before, terminal_size=LARGE)


@pytest.mark.parametrize("name", ["told", "milestones"])
def test_incident_in_a_small_terminal(stand: Stand, snap_compare: Compare, name: str) -> None:
    theme = "light" if name == "milestones" else "dark"
    steps = opened(stand, run(INCIDENT, *incident_run(10), Pause()), pane(name))
    assert snap_compare(app_on(stand, theme), run_before=steps, terminal_size=SMALL)


def test_incident_without_colour(
    stand: Stand, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    steps = opened(stand, run(INCIDENT, *incident_run(12), Pause()))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)


def test_suggestions_of_an_incident(stand: Stand, snap_compare: Compare) -> None:
    session = run(INCIDENT, *incident_run(12), BeginScoring())
    steps = opened(stand, session, pressed("f6", "down", "enter"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)


def test_live_in_a_huge_terminal(stand: Stand, snap_compare: Compare) -> None:
    steps = opened(stand, run(INCIDENT, *incident_run(12), Pause()))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=(200, 60))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_help(stand: Stand, snap_compare: Compare, size: tuple[int, int]) -> None:
    steps = opened(stand, run(DESIGN), pressed("f1"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_take_home(stand: Stand, snap_compare: Compare, size: tuple[int, int]) -> None:
    out, back = T0 - timedelta(hours=4), T0 - timedelta(minutes=40)
    came = HandOver("received", back, "[b]told[/b] the wrong day")
    events = [HandOver("sent", out), HandOver("received"), came, SeeLookFor("er5-columns")]
    steps = opened(stand, run(TAKE_HOME, *events))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=size)


@pytest.mark.parametrize(
    ("case", "exhibit"), [(CRITIQUE, "platforms"), (INCIDENT, "click-rate"), (CRITIQUE, "deck")]
)
def test_exhibit(stand: Stand, snap_compare: Compare, case: str, exhibit: str) -> None:
    async def look(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app.screen, LiveScreen)
        pilot.app.screen.open_exhibit(exhibit)

    steps = opened(stand, run(case, *midway(case)), look)
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)


def test_resume_question(stand: Stand, snap_compare: Compare) -> None:
    steps = opened(stand, run(DESIGN, *midway(DESIGN)[:-1]))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_score(stand: Stand, snap_compare: Compare, theme: str, size: tuple[int, int]) -> None:
    session = run(CRITIQUE, *midway(CRITIQUE), *scorecard(CRITIQUE)[:5])
    steps = opened(stand, session)
    assert snap_compare(app_on(stand, theme), run_before=steps, terminal_size=size)


@pytest.mark.parametrize("complete", [False, True], ids=["with-gaps", "complete"])
def test_submit(stand: Stand, snap_compare: Compare, complete: bool) -> None:
    events = [*midway(CRITIQUE), *(scorecard(CRITIQUE) if complete else [BeginScoring()])]
    steps = opened(stand, run(CRITIQUE, *events), pressed("f8"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_sealed_and_amended(stand: Stand, snap_compare: Compare, size: tuple[int, int]) -> None:
    dim = plan_of(DESIGN).dims[0]
    session = run(
        DESIGN,
        *midway(DESIGN),
        *scorecard(DESIGN),
        Submit(),
        Amend(dim, 2, "Mara Lindqvist", "in the debrief: the constraint came from a hint"),
    )
    steps = opened(stand, session, look=True)
    theme = "light" if size == LARGE else "dark"
    assert snap_compare(app_on(stand, theme), run_before=steps, terminal_size=size)


def with_examples(stand: Stand) -> None:
    shipped = shipped_folder()
    assert shipped is not None
    shutil.copytree(shipped / "sessions", stand.root / "sessions")


def room_tab(tab: str, view: int = 0) -> Steps:
    async def step(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app.screen, CalibrationScreen)
        pilot.app.screen.action_tab(tab)
        pilot.app.screen.room.view = view
        pilot.app.screen.action_tab(tab)

    return step


def test_calibration(stand: Stand, snap_compare: Compare) -> None:
    with_examples(stand)
    steps = opened(stand, None, pressed("f7"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)


@pytest.mark.parametrize(
    ("tab", "view", "theme", "size"),
    [
        ("interviewers", 0, "light", LARGE),
        ("pairs", 0, "dark", SMALL),
        ("candidates", 1, "light", SMALL),
    ],
    ids=["interviewers", "pairs", "map"],
)
def test_calibration_room(
    stand: Stand, snap_compare: Compare, tab: str, view: int, theme: str, size: tuple[int, int]
) -> None:
    with_examples(stand)
    steps = opened(stand, None, pressed("f7"), room_tab(tab, view))
    assert snap_compare(app_on(stand, theme), run_before=steps, terminal_size=size)


def test_why_something_is_withheld(stand: Stand, snap_compare: Compare) -> None:
    with_examples(stand)
    steps = opened(stand, None, pressed("f7"), room_tab("interviewers"), pressed("f2"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=SMALL)


def test_behind_a_figure(stand: Stand, snap_compare: Compare) -> None:
    with_examples(stand)
    figure = (room_tab("dimensions"), pressed("down", "right", "right", "enter"))
    steps = opened(stand, None, pressed("f7"), *figure)
    assert snap_compare(app_on(stand, "light"), run_before=steps, terminal_size=SMALL)


def test_filters_of_the_room(stand: Stand, snap_compare: Compare) -> None:
    with_examples(stand)
    steps = opened(stand, None, pressed("f7"), pressed("f10"))
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=SMALL)


def test_planner(stand: Stand, snap_compare: Compare) -> None:
    with_examples(stand)
    steps = opened(stand, None, pressed("f9"), settled)
    assert snap_compare(app_on(stand), run_before=steps, terminal_size=LARGE)
