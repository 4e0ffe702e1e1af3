"""Nothing of a case that is not for candidates, or not yet, ever stands on their screen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.report.shown import (
    CASES,
    EXPRESSIONS,
    ROOT,
    Path_,
    after,
    all_strings,
    begin,
    document,
    exhibit_strings,
    leaks,
    library,
    rendered,
    running,
    view_of,
)

from interviewloop.incident.engine import start
from interviewloop.incident.events import event_of
from interviewloop.incident.play import records
from interviewloop.interview.events import (
    AddNote,
    AskProbe,
    BeginScoring,
    GoTo,
    Pause,
    RaiseFlag,
    ReopenInterview,
    Resume,
    SeeLookFor,
    SetDraft,
    SetRationale,
    SetSummary,
    ShowExhibit,
    SkipStage,
    Start,
    TakeBackTurn,
    TakeTurn,
    Talk,
)
from interviewloop.interview.playing import last_turn
from interviewloop.library.library import Library
from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import decode_session, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from interviewloop.incident.state import Told
    from interviewloop.interview.events import Event
    from interviewloop.library.library import LoadedCase

INCIDENTS = [case for case in CASES if (ROOT / "cases" / case / "incident.toml").exists()]


# --- what may be shown now, told apart from the files alone ---------------------------------------


def always(case: str, stage: str) -> set[str]:
    """Brief and prompt, and of an incident the alert and the names of its live metrics."""
    content = document(ROOT / "cases" / case / "case.toml")
    incident = document(ROOT / "cases" / case / "incident.toml")
    tiles = [one for one in incident.get("metrics", {}).values() if one.get("shown")]
    return {
        content["case"]["candidate_brief"],
        "" if content["stages"][stage].get("beforehand") else content["stages"][stage]["prompt"],
        incident.get("incident", {}).get("page_text", ""),
        *(str(tile.get(key, "")) for tile in tiles for key in ("label", "unit")),
    }


def words_told(case: str, told: Iterable[Told]) -> Iterator[str]:
    """What was told, with the title of what was asked for or ordered, and its exhibit."""
    incident = document(ROOT / "cases" / case / "incident.toml")
    for one in told:
        yield one.text
        yield one.sender or ""
        if one.kind == "evidence":
            title = incident["evidence"][one.id]["title"]
            yield title
            yield f"{title} {one.text}"  # they stand one below the other
        if one.exhibit:
            yield from exhibit_strings(case, one.exhibit)


def for_candidates(loaded: LoadedCase) -> list[str]:
    return [name for name, it in loaded.case.exhibits.items() if it.audience == "candidate"]


# --- every shipped case ---------------------------------------------------------------------------


STAGES = [
    (case, stage)
    for case in CASES
    for stage in document(ROOT / "cases" / case / "case.toml")["stages"]
]


@pytest.mark.parametrize(("case", "stage"), STAGES)
def test_every_stage_with_and_without_its_exhibits(case: str, stage: str) -> None:
    loaded = library().case(case)
    incident = running(loaded)
    ticks = [SeeLookFor(name) for name in loaded.case.look_fors]
    probes = [AskProbe(name) for name in loaded.case.probes]
    session = after(loaded, begin(loaded), Start(), *ticks, *probes, GoTo(stage))
    allowed = always(case, stage)
    view = view_of(loaded, session, incident)
    asked = loaded.case.stages[stage].prompt.strip() in rendered(view)
    assert asked is not loaded.case.stages[stage].beforehand
    assert leaks(rendered(view), all_strings(case), allowed) == []
    exhibits = for_candidates(loaded)
    session = after(loaded, session, *map(ShowExhibit, exhibits), start=500.0)
    shown = rendered(view_of(loaded, session, incident))
    assert all(loaded.case.exhibits[name].title in shown for name in exhibits)
    allowed = allowed.union(*(exhibit_strings(case, name) for name in exhibits))
    assert leaks(shown, all_strings(case), allowed) == []


@pytest.mark.parametrize("case", CASES)
def test_an_exhibit_brings_itself_and_no_other(case: str) -> None:
    loaded = library().case(case)
    begun = after(loaded, begin(loaded), Start())
    for name in for_candidates(loaded):
        session = after(loaded, begun, ShowExhibit(name))
        allowed = always(case, session.stage or "") | exhibit_strings(case, name)
        shown = rendered(view_of(loaded, session, running(loaded)))
        assert loaded.case.exhibits[name].title in shown
        assert leaks(shown, all_strings(case), allowed) == []


@pytest.mark.parametrize("case", CASES)
def test_an_exhibit_that_was_taken_away_is_gone(case: str) -> None:
    loaded = library().case(case)
    incident = running(loaded)
    exhibits = for_candidates(loaded)
    shows = [ShowExhibit(one) for one in exhibits]
    hides = [ShowExhibit(one, on_screen=False) for one in exhibits]
    session = after(loaded, begin(loaded), Start(), *shows, *hides)
    allowed = always(case, session.stage or "")
    shown = rendered(view_of(loaded, session, incident))
    assert leaks(shown, all_strings(case), allowed) == []


def runs_of(case: str) -> Iterator[tuple[str, list[str]]]:
    """Every playthrough of an incident case as events, and a run that does everything once."""
    for file in sorted((ROOT / "cases" / case / "playthroughs").glob("*.toml")):
        steps = document(file)["step"]
        done = [step["do"] if isinstance(step["do"], list) else [step["do"]] for step in steps]
        yield file.stem, [event for events in done for event in events]
    incident = document(ROOT / "cases" / case / "incident.toml")
    acts = [f"act:{name}" for name in incident["actions"]]
    asks = [f"ask:{name}" for name in incident["evidence"]]
    undos = [f"undo:{name}" for name in incident["actions"]]
    names = [f"name:{name}" for name in incident["hypotheses"]]
    yield "asks first", [*asks, *names, *acts, "wait:30", *asks]
    yield "acts first", [*acts, "wait:15", *undos, *asks, "wait:60"]


@pytest.mark.parametrize(
    ("case", "run"),
    [(case, run) for case in INCIDENTS for run, _ in runs_of(case)],
)
def test_every_turn_of_every_run(case: str, run: str) -> None:
    """The layouts take turns: they hold the same blocks in other places."""
    loaded, events = library().case(case), dict(runs_of(case))[run]
    incident = running(loaded)
    assert incident is not None
    stage = list(loaded.case.stages)[1]
    session = after(loaded, begin(loaded), Start(), GoTo(stage))
    allowed = always(case, stage) | set(words_told(case, start(incident.world).told))
    played = records(incident.world, [event_of(text) for text in events])
    for number, record in enumerate(played):
        session = after(loaded, session, TakeTurn("typed", str(record.event)), start=10.0 + number)
        allowed |= set(words_told(case, record.told))
        shown = rendered(view_of(loaded, session, incident), [number % 2 == 0])
        assert all(told.text in shown for told in record.told)
        assert leaks(shown, all_strings(case), allowed) == []


def test_the_judge_finds_a_leak() -> None:
    """Of each sort, so that the tests above can fail."""
    case = INCIDENTS[0]
    loaded = library().case(case)
    content = document(ROOT / "cases" / case / "case.toml")
    incident = document(ROOT / "cases" / case / "incident.toml")
    stage = next(iter(loaded.case.stages))
    honest = rendered(view_of(loaded, after(loaded, begin(loaded), Start()), running(loaded)))
    assert leaks(honest, all_strings(case), always(case, stage)) == []
    goal = next(one["goal"] for one in content["stages"].values() if "goal" in one)
    title = next(one["title"] for one in content["stages"].values() if " " in one["title"])
    evidence = next(iter(incident["evidence"].values()))
    for leak in (goal[20:120], title, evidence["text"], next(iter(content["look_fors"]))):
        assert leaks(f"{honest}\n{leak}", all_strings(case), always(case, stage)) != []


# --- a case with a sign in every text that is not for candidates ----------------------------------

SIGN = "Zyxwvut"
FOR_CANDIDATES = {
    ("case", "candidate_brief"),
    ("stages", "*", "prompt"),
    ("branches", "*", "prompt"),
    ("incident", "page_text"),
    ("metrics", "*", "label"),
    ("metrics", "*", "unit"),
    ("evidence", "*", "title"),
    ("evidence", "*", "text"),
    ("evidence", "*", "blocked"),
    ("evidence", "*", "later", "text"),
    ("actions", "*", "title"),
    ("actions", "*", "reply"),
    ("actions", "*", "blocked"),
    ("injects", "*", "from"),
    ("injects", "*", "text"),
}
OF_EXHIBITS = {"title", "text", "alt", "labels", "chart", "columns", "file", "key", "sums"}


def signed(value: Any, path: Path_ = (), *, leave: bool = False) -> Any:
    """A document with the sign in every sentence that is not for candidates.

    What has no space in it is an id or a word of the program's and stays, as expressions do.
    """
    if isinstance(value, dict):
        hidden = path[:1] == ("exhibits",) and value.get("audience") == "candidate"
        return {
            key: signed(
                below,
                (*path, key),
                leave=leave or (hidden and key in OF_EXHIBITS) or key in EXPRESSIONS,
            )
            for key, below in value.items()
        }
    if isinstance(value, list):
        return [signed(below, path, leave=leave) for below in value]
    plain = path if len(path) < 3 else (path[0], "*", *path[2:])
    keep = leave or path[0] == "let" or plain in FOR_CANDIDATES
    if not isinstance(value, str) or " " not in value or keep:
        return value
    return f"{SIGN} {value}"


def signed_case(case: str, folder: Path) -> LoadedCase:
    """The case with signs, in a folder of its own, loaded as any case is."""
    there, here = ROOT / "cases" / case, folder / "cases" / case
    here.mkdir(parents=True)
    (here / "exhibits").symlink_to(there / "exhibits")
    for name in ("case.toml", "incident.toml"):
        content = signed(document(there / name))
        if content:
            assert SIGN in str(content)
            (here / name).write_text(tomli_w.dumps(content), encoding="utf-8")
    return Library.open([folder]).case(case)


@pytest.mark.parametrize("case", CASES)
def test_no_sign_of_an_interviewers_text(case: str, tmp_path: Path) -> None:
    loaded = signed_case(case, tmp_path)
    incident = running(loaded)
    shows = [ShowExhibit(name) for name in for_candidates(loaded)]
    session = after(loaded, begin(loaded), Start(), *shows)
    for name in loaded.case.look_fors:
        session = after(loaded, session, SeeLookFor(name))
    for stage in loaded.case.stages:
        session = after(loaded, session, GoTo(stage), AddNote(SIGN), SetDraft(SIGN))
        assert SIGN not in rendered(view_of(loaded, session, incident))
    for _, events in runs_of(case) if incident else ():
        run = after(loaded, session, *(TakeTurn(SIGN, event) for event in events))
        assert SIGN not in rendered(view_of(loaded, run, incident))


# --- any session at all ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed_incident(tmp_path_factory: pytest.TempPathFactory) -> LoadedCase:
    return signed_case(INCIDENTS[0], tmp_path_factory.mktemp("signed"))


@cache
def moves(loaded_id: str) -> st.SearchStrategy[Event]:
    """Anything an interviewer can do, with the sign wherever they type."""
    loaded = library().case(loaded_id)
    case, incident = loaded.case, document(ROOT / "cases" / loaded_id / "incident.toml")

    def one_of(names: Iterable[str]) -> st.SearchStrategy[str]:
        return st.sampled_from(list(names))

    turns = one_of(event for _, run in runs_of(loaded_id) for event in run)
    texts = st.sampled_from([SIGN, f"[b]{SIGN}\x1b[2J", f"+pf {SIGN}"])
    return st.one_of(
        st.builds(GoTo, one_of(case.stages)),
        st.builds(ShowExhibit, one_of(case.exhibits), st.booleans()),
        st.builds(SeeLookFor, one_of(case.look_fors), st.booleans()),
        st.builds(AskProbe, one_of(case.probes), st.booleans()),
        st.builds(RaiseFlag, one_of(case.red_flags), st.booleans()),
        st.builds(AddNote, texts),
        st.builds(SetDraft, texts),
        st.builds(SetSummary, texts),
        st.builds(SetRationale, one_of(case.dims), texts),
        st.builds(Talk, texts, st.none() | one_of([*case.stages, *case.probes]), st.none()),
        st.builds(TakeTurn, texts, st.none() | turns),
        st.builds(TakeTurn, texts, one_of(f"ask:{name}" for name in incident["evidence"])),
        st.just(TakeBackTurn("")),
        st.sampled_from([Pause(), Resume(), SkipStage(), BeginScoring(), ReopenInterview()]),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_session_shows_what_its_interviewer_typed(
    data: st.DataObject, signed_incident: LoadedCase
) -> None:
    loaded, incident = signed_incident, running(signed_incident)
    events = data.draw(st.lists(moves(loaded.case.id), max_size=25))
    person = f"{SIGN} Lindqvist"
    session = begin(loaded, candidate=person, interviewer=person, loop=person)
    session = after(loaded, session, Start())
    for number, event in enumerate(events):
        if isinstance(event, TakeBackTurn):
            event = TakeBackTurn(last_turn(session) or "")  # noqa: PLW2901
        try:
            session = after(loaded, session, event, start=number)
        except Problem:
            continue
    view = view_of(loaded, session, incident)
    assert SIGN not in rendered(view)
    assert "\x1b" not in rendered(view)
    if view.state != "under way":
        assert view == type(view)(view.state)
    on_screen = {name for name, one in session.exhibits.items() if one.on_screen}
    titles = [shown.title for shown in view.exhibits]
    if view.state == "under way":
        assert {loaded.case.exhibits[name].title for name in on_screen} <= set(titles)
    assert len(titles) == len(set(titles))
    # What another process reads from the file looks the same.
    assert view_of(loaded, decode_session(encode(session), "file"), running(loaded)) == view
