"""The candidate's screen: it follows the file, keeps calm when there is none, and shows no more
than its view has."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.builders import after, session
from tests.report.shown import after as after_in
from tests.report.shown import begin, library, running, view_of
from textual.widgets import Static

from interviewloop.interview.events import (
    AddNote,
    BeginScoring,
    Event,
    GoTo,
    Pause,
    SetDraft,
    ShowExhibit,
    Start,
    TakeTurn,
)
from interviewloop.model.errors import Problem
from interviewloop.report.candidate_view import CandidateView, Seen, ShownExhibit, ShownTold
from interviewloop.tui.candidate_pages import BEFORE, OVER, WAITING, page
from interviewloop.tui.following import Follower
from interviewloop.tui.present_app import PresentApp
from interviewloop.tui.screens.present import PresentScreen
from interviewloop.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot


INCIDENT = "inc-green-dashboards"
VIEW = CandidateView(
    "under way",
    part=2,
    parts=4,
    prompts=("What is the goal?",),
    brief="A shop wants a feed.",
    exhibits=(ShownExhibit("The plan", "Ship it."),),
)


def incident_view(*events: str) -> CandidateView:
    loaded = library().case(INCIDENT)
    turns = [TakeTurn("typed", event) for event in events]
    stage = list(loaded.case.stages)[1]
    begun = after_in(loaded, begin(loaded), Start(), GoTo(stage), *turns)
    return view_of(loaded, begun, running(loaded))


@asynccontextmanager
async def presenting(
    seen: Seen, look: Callable[[], Seen] | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[int], PresentScreen]]:
    app = PresentApp(seen, look or (lambda: seen), "dark", {}, poll_s=0.01)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, PresentScreen)
        yield pilot, app.screen


def text_of(screen: PresentScreen) -> str:
    """Every word on the screen: of what is displayed, and of the headings of boxes."""
    shown = [one for one in screen.query(Static) if one.is_attached and _displayed(one)]
    return "\n".join(f"{one.border_title or ''}\n{one.visual}" for one in shown)


def _displayed(widget: Static) -> bool:
    return all(getattr(one, "display", True) for one in widget.ancestors_with_self)


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come about")


# --- what is shown --------------------------------------------------------------------------------


async def test_the_question_the_task_and_what_is_on_screen() -> None:
    async with presenting(Seen(VIEW)) as (_, screen):
        words = text_of(screen)
        for said in ("Part 2 of 4", "What is the goal?", "A shop wants a feed.", "Ship it."):
            assert said in words
        assert WAITING not in words


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (20, 5)])
async def test_every_size_shows_all_of_an_incident(size: tuple[int, int]) -> None:
    view = incident_view("ask:segments", "act:declare", "ask:changes")
    async with presenting(Seen(view), size=size) as (_, screen):
        words = text_of(screen)
        assert view.incident is not None
        for tile in view.incident.tiles:
            assert tile.label in words
            assert tile.value in words
        assert all(" ".join(one.text.split()) in words for one in view.incident.told)
        assert words.count("▶ NEW") == 1
        assert words.index("▶ NEW") < words.index(view.incident.told[1].text)


async def test_screen_and_pages_say_the_same() -> None:
    """The tests for leaks judge the pages, so nothing else may reach the screen."""
    view = incident_view("ask:segments")
    async with presenting(Seen(view), size=(200, 60)) as (_, screen):
        shown = page(view, 91, wide=True)
        blocks = {str(one.content) for one in (*shown.top, *shown.left, *shown.right)}
        statics = {str(one.visual) for one in screen.query(Static)}
        ours = {
            f"Part {view.part} of {view.parts}  ●◉○○○○○",
            "",
            "↑ ↓  scroll   Tab  other side   Ctrl+Q  close",
        }
        assert statics == blocks | ours


@pytest.mark.parametrize(("state", "words"), [("before", BEFORE), ("over", OVER)])
async def test_before_and_after_there_is_a_card_and_nothing_else(state: str, words: str) -> None:
    bare = CandidateView(state)  # type: ignore[arg-type] # one of the literals
    async with presenting(Seen(bare)) as (_, screen):
        assert words in text_of(screen)
        assert "Part" not in text_of(screen)
        assert "NOW" not in text_of(screen)


async def test_hostile_text_is_text() -> None:
    evil = "[bold]x[/] \x1b[2J\u202e"
    view = replace(VIEW, prompts=(evil,), brief=evil, exhibits=(ShownExhibit(evil, evil),))
    async with presenting(Seen(view)) as (_, screen):
        assert text_of(screen).count("[bold]x[/] ␛[2J␦") == 4


PICTURES = [
    ((80, 24), "dark", ["ask:segments", "act:midnight-copy", "wait:12"], False),
    ((120, 40), "light", ["ask:segments", "act:midnight-copy", "ask:timeline"], True),
    ((200, 60), "dark", ["act:declare", "ask:segments", "act:midnight-copy", "ask:changes"], False),
]


@pytest.mark.parametrize(("size", "theme", "events", "waiting"), PICTURES)
def test_picture_of_an_incident(
    snap_compare: Callable[..., bool],
    size: tuple[int, int],
    theme: str,
    events: list[str],
    waiting: bool,
) -> None:
    seen = Seen(incident_view(*events), waiting)
    assert snap_compare(PresentApp(seen, lambda: seen, theme, {}), terminal_size=size)


def test_picture_of_an_experiment(snap_compare: Callable[..., bool]) -> None:
    loaded = library().case("exp-day-four-win")
    stage = list(loaded.case.stages)[1]
    shows = [ShowExhibit("running"), ShowExhibit("platforms")]
    begun = after_in(loaded, begin(loaded), Start(), GoTo(stage), *shows)
    seen = Seen(view_of(loaded, begun))
    assert snap_compare(PresentApp(seen, lambda: seen, "dark", {}), terminal_size=(80, 24))


# --- following ------------------------------------------------------------------------------------


async def test_what_changes_appears_and_comes_into_view() -> None:
    old = incident_view("ask:segments", "ask:changes", "ask:app-versions")
    now = [Seen(old)]
    async with presenting(now[0], lambda: now[0], size=(80, 24)) as (pilot, screen):
        column = screen.query_one("#left")
        await pilot.press("end")
        assert column.scroll_y > 0
        assert old.incident is not None
        told = ShownTold(60, "Growth", "Is it us?", new=True)
        before = tuple(replace(one, new=False) for one in old.incident.told)
        new = replace(old, incident=replace(old.incident, told=(told, *before)))
        now[0] = Seen(new)
        await until(pilot, lambda: "Is it us?" in text_of(screen))
        await until(pilot, lambda: column.scroll_y == 0)
        assert text_of(screen).count("▶ NEW") == 1


async def test_waiting_keeps_the_view_and_where_one_was() -> None:
    now = [Seen(incident_view("ask:segments", "ask:changes"))]
    async with presenting(now[0], lambda: now[0], size=(80, 24)) as (pilot, screen):
        await pilot.press("end")
        before, place = text_of(screen), screen.query_one("#left").scroll_y
        now[0] = replace(now[0], waiting=True)
        await until(pilot, lambda: WAITING in text_of(screen))
        assert text_of(screen).replace(WAITING, "") == before
        assert screen.query_one("#left").scroll_y == place
        now[0] = replace(now[0], waiting=False)
        await until(pilot, lambda: text_of(screen) == before)


# --- keys -----------------------------------------------------------------------------------------


async def test_arrows_scroll_and_tab_goes_to_the_other_side() -> None:
    view = incident_view(*(f"ask:{name}" for name in ("segments", "changes", "app-versions")))
    async with presenting(Seen(view), size=(160, 30)) as (pilot, screen):
        left, right = screen.query_one("#left"), screen.query_one("#right")
        await pilot.press("tab", "down", "down")
        assert (left.scroll_y, right.scroll_y) == (0, 2)
        await pilot.press("tab", "pagedown")
        assert left.scroll_y > 0
        await pilot.press("home", "tab", "end")
        assert left.scroll_y == 0
        assert right.scroll_y == right.max_scroll_y


async def test_keys_of_the_interviewer_do_nothing_here() -> None:
    async with presenting(Seen(VIEW)) as (pilot, screen):
        before = text_of(screen)
        await pilot.press("f2", "f4", "f8", "ctrl+p", "ctrl+z", "slash", "escape", "1")
        assert pilot.app.screen is screen
        assert text_of(screen) == before
        await pilot.press("ctrl+t")
        assert pilot.app.theme == LIGHT
        await pilot.press("ctrl+q")
        assert not pilot.app.is_running


async def test_theme_and_keymap_are_those_of_the_settings() -> None:
    app = PresentApp(Seen(VIEW), lambda: Seen(VIEW), "light", {"app.quit": "ctrl+x"})
    async with app.run_test() as pilot:
        assert app.theme == LIGHT
        await pilot.press("ctrl+q")
        assert app.is_running
        await pilot.press("ctrl+x")
        assert not app.is_running
    assert PresentApp(Seen(VIEW), lambda: Seen(VIEW), "no-such-theme", {}).theme == DARK


# --- the follower ---------------------------------------------------------------------------------


class Follows:
    """A session on disk, somebody who saves it, and a follower beside them."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.session = session()
        self.path = stand.store(self.session)
        self.follower = Follower(self.path, stand.workspace, stand.app().services.library)

    def do(self, *events: Event) -> None:
        stored = after(self.stand.workspace.load(self.path), *events)
        self.stand.workspace.save(self.path, stored)

    @property
    def seen(self) -> Seen:
        return self.follower.look()


@pytest.fixture
def follows(stand: Stand) -> Follows:
    return Follows(stand)


def test_it_follows_from_the_start_to_the_end(follows: Follows) -> None:
    assert follows.follower.first == Seen(CandidateView("before"))
    follows.do(Start(), GoTo("frame"), AddNote("secret"), SetDraft("half"))
    assert follows.seen.view.prompts == ("What is the goal?",)
    follows.do(ShowExhibit("plan"), Pause())
    assert [one.title for one in follows.seen.view.exhibits] == ["The plan"]
    follows.do(BeginScoring())
    assert follows.seen == Seen(CandidateView("over"))


def test_an_unchanged_file_is_not_read_again(
    follows: Follows, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows.do(Start())
    seen = follows.seen
    monkeypatch.setattr(type(follows.stand.workspace), "peek", None)
    assert follows.seen == seen


@pytest.mark.parametrize("content", [None, b"", b"\0" * 300, "half", b"kind = 3\n", "[[["])
def test_a_file_that_cannot_be_read_keeps_the_last_view(
    follows: Follows, content: bytes | str | None
) -> None:
    follows.do(Start())
    seen, whole = follows.seen, follows.path.read_bytes()
    follows.path.unlink()
    if content == "half":
        follows.path.write_bytes(whole[: len(whole) // 2])
    elif content is not None:
        follows.path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for _ in range(2):
        assert follows.seen == replace(seen, waiting=True)
    follows.path.unlink(missing_ok=True)
    follows.path.write_bytes(whole)
    assert follows.seen == seen


def test_a_folder_that_vanishes_and_comes_back(follows: Follows) -> None:
    follows.do(Start())
    seen, away = follows.seen, follows.path.parent.with_name("away")
    follows.path.parent.rename(away)
    assert follows.seen.waiting
    away.rename(follows.path.parent)
    assert follows.seen == seen


def test_interviewer_material_forged_into_the_file_is_not_shown(follows: Follows) -> None:
    follows.do(Start(), ShowExhibit("plan"))
    seen = follows.seen
    text = follows.path.read_text(encoding="utf-8").replace("exhibits.plan", "exhibits.truth")
    follows.path.write_text(text, encoding="utf-8")
    assert follows.seen == replace(seen, waiting=True)


def test_it_never_writes_or_locks(follows: Follows) -> None:
    files = lambda: {one: one.stat().st_mtime_ns for one in follows.stand.root.rglob("*")}  # noqa: E731
    follows.do(Start())
    before = files()
    assert not follows.seen.waiting
    assert files() == before


def test_what_cannot_be_read_at_the_start_is_told(stand: Stand) -> None:
    library_of_one = stand.app().services.library
    with pytest.raises(Problem):
        Follower(stand.root / "none.toml", stand.workspace, library_of_one)
