"""She who owes a scorecard: every command and every screen is the same whatever others scored.

Two workspaces differ only in what colleagues keep to themselves. Everything that can be typed and
everything that can be opened is done in both, and has to come out alike: text, styles, notices,
exit codes, files written. What there is to compare is taken from the program itself, so a new
command, option, screen or field of a session fails here until somebody has thought about it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.blindness import screen_rows
from tests.blindness.command_rows import ROWS, Answers, commands, not_typed, said, typed_rows
from tests.blindness.comparing import alike, differing
from tests.blindness.kept import (
    LOUD,
    MIDDLING,
    NEVER_TOLD,
    PUBLIC,
    QUIET,
    TOLD_WHILE_OPEN,
    Kept,
    anything,
)
from tests.blindness.looking import looking
from tests.blindness.standing_still import holes_in, standing_still
from tests.blindness.workspaces import CLOSED, Place
from textual.screen import Screen

from interviewloop.interview import blindness
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Session
from interviewloop.tui.screens.base import AppScreen, Dialog
from interviewloop.tui.screens.desk_screen import DeskScreen
from interviewloop.tui.screens.note_screen import NoteScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.blindness.looking import Looking
    from tests.blindness.screen_rows import Row

BASES = {AppScreen, Dialog, DeskScreen, NoteScreen}
"""Screens that are there for others to be made from."""
# Each example takes seconds, so none is made smaller; the two at the far ends come first.
slowly = settings(
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
held = st.lists(anything, min_size=3, max_size=6)
"""What colleagues hold, one after the other and over again."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    found = Place(tmp_path_factory.mktemp("workspace"))
    with standing_still(found):
        yield found


@pytest.fixture(scope="module")
def answers(place: Place) -> Answers:
    """What commands answer when colleagues are middling."""
    return typed(place, [MIDDLING], typed_rows())


@pytest.fixture(scope="module")
def pictures(place: Place) -> Looking:
    """What screens show when colleagues are middling."""
    return opened(place, [MIDDLING], screen_rows.ROWS)


def typed(
    place: Place, kept: Sequence[Kept], rows: Iterable[str], viewer: str | None = None
) -> Answers:
    place.furnish(_over_again(kept), viewer)
    return Answers((row, said(place, row)) for row in rows)


def opened(place: Place, kept: Sequence[Kept], rows: Iterable[Row]) -> Looking:
    place.furnish(_over_again(kept))

    async def seen() -> Looking:
        async with looking(place) as look:
            await screen_rows.all_seen(look, rows)
        return look

    return asyncio.run(seen())


def _over_again(kept: Sequence[Kept]) -> list[Kept]:
    return [kept[number % len(kept)] for number in range(len(CLOSED))]


@settings(slowly, max_examples=2)
@example(kept=[QUIET])
@example(kept=[LOUD])
@given(kept=held)
def test_no_command_tells_what_others_scored(
    place: Place, answers: Answers, kept: list[Kept]
) -> None:
    alike(answers, typed(place, kept, typed_rows()))


@settings(slowly, max_examples=1)
@example(kept=[LOUD])
@given(kept=held)
def test_no_screen_tells_what_others_scored(
    place: Place, pictures: Looking, kept: list[Kept]
) -> None:
    alike(pictures.seen, opened(place, kept, screen_rows.ROWS).seen)


def test_nothing_is_told_to_whom_the_program_does_not_know(place: Place) -> None:
    rows = [f"{command} {row}".strip() for command in ROWS for row in ROWS[command][:1]]
    rows += [
        f"report loop {row}" for row in ROWS["report loop"] if "md" in row and "K-1" not in row
    ]
    alike(*(typed(place, [it], rows, "") for it in (MIDDLING, LOUD)))


# --- nothing is left out ------------------------------------------------------------------------


def test_every_command_and_every_option_is_typed() -> None:
    there = commands()
    assert set(ROWS) == set(there), "add rows for a new command"
    missing = {name: not_typed(name, parser) for name, parser in there.items()}
    assert {name: it for name, it in missing.items() if it} == {}, "add rows for a new option"


def test_every_screen_is_opened(pictures: Looking) -> None:
    there = {kind for kind in _below(Screen) if kind.__module__.startswith("interviewloop.")}
    assert there > BASES
    assert there - BASES - pictures.screens == set(), "add a row that opens a new screen"


def _below(kind: type[Screen[Any]]) -> set[type[Screen[Any]]]:
    return {kind}.union(*map(_below, kind.__subclasses__()))


def test_every_field_of_a_session_is_public_or_differs() -> None:
    told = (NEVER_TOLD, TOLD_WHILE_OPEN, PUBLIC)
    assert set().union(*told) == set(Session.model_fields), "say which kind a new field is of"
    assert sum(map(len, told)) == len(Session.model_fields)
    assert set(Scorecard.model_fields) <= {*Kept.__annotations__, "evidence"}, "fill it in kept.py"


# --- and it would be seen -----------------------------------------------------------------------

_SHUT_BY_BLINDNESS = (
    "calibrate --json", "calibrate --kind mock", "calibrate --link-mock --json", "plan --json",
    "report calibration --names", "report loop 'C-014 again' --format md",
    "report loop C-017 --format json", "report loop practice-exp-day-four-win-velvet --format html",
    "report loop K-1 --format json", "progress 'Ivo Brandt'",
)  # fmt: skip


async def _opening(look: Looking) -> None:
    await screen_rows.opening(look, CLOSED[:1])


async def _sealed(look: Looking) -> None:
    await screen_rows.sealed(look, CLOSED[:1])


async def _debrief(look: Looking) -> None:
    await screen_rows.debrief(look, ["C-014 again"])


_SHUT_SCREENS: tuple[Row, ...] = (
    screen_rows.home,
    _opening,
    _sealed,
    _debrief,
    screen_rows.decide,
    screen_rows.planner,
)


@pytest.fixture
def no_walls() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        holes_in(
            patch,
            closed_because=lambda *_, **__: None,
            closed_to=lambda *_, **__: lambda _session: None,
            owes_in=lambda *_: False,
        )
        assert blindness.may_see_scores("anybody", None, ())  # type: ignore[arg-type] # not read
        yield


def test_every_command_would_tell_without_blindness(place: Place, no_walls: None) -> None:
    worlds = (typed(place, [it], _SHUT_BY_BLINDNESS) for it in (MIDDLING, LOUD))
    assert differing(*worlds) == set(_SHUT_BY_BLINDNESS)


def test_every_screen_would_tell_without_blindness(place: Place, no_walls: None) -> None:
    worlds = (opened(place, [it], _SHUT_SCREENS).seen for it in (MIDDLING, LOUD))
    rows = {name.partition(":")[0] for name in differing(*worlds)}
    assert rows == {row.__name__ for row in _SHUT_SCREENS}
