"""From every figure of the room to the sessions and notes that it was made from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.builders import DIMS, after, scored
from tests.practice import mocks
from tests.tui.panels import sessions
from tests.tui.test_calibration import found, listing, pair
from tests.tui.test_home import HOSTILE, ME, OTHER, sealed

from interviewloop.calibration.figures import Figure
from interviewloop.exchange.persona_key import Content
from interviewloop.interview.events import (
    AddNote,
    LinkEvidence,
    SetConfidence,
    SetRationale,
    SetScore,
    Submit,
)
from interviewloop.tui.given_views import given
from interviewloop.tui.room.behind import dimensions_of
from interviewloop.tui.room.behind_sheet import about_words, behind_sheet
from interviewloop.tui.room.measuring import measured
from interviewloop.tui.room.query import Query
from interviewloop.tui.room.sheet import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.model.session import Session
    from interviewloop.tui.room.behind import Source
    from interviewloop.tui.room.measuring import Measured
    from interviewloop.tui.room.sheet import Line, Sheet
    from interviewloop.tui.room.tabs import Tab


@cache
def whole() -> Measured:
    return found(listing(*sessions("whole")))


class Shown(NamedTuple):
    """A line of a sheet and the sessions behind it."""

    line: Line
    sources: tuple[Source, ...]


def shown(tab: Tab, view: int = 0) -> dict[str, Shown]:
    sheet = whole().sheets[tab][view]
    return {
        str(line.values[0]): Shown(line, whole().behind.of(line.subject)) for line in sheet.lines
    }


def candidates(sources: Iterable[Source]) -> set[str]:
    return {one.candidate for one in sources}


def test_every_figure_of_every_table_leads_to_sessions() -> None:
    led = 0
    for sheets in whole().sheets.values():
        for sheet in sheets:
            for line in sheet.lines:
                assert whole().behind.of(line.subject), (sheet.name, line.subject)
                for part, scored_there in zip(line.parts, _cells(sheet, line), strict=False):
                    led += 1
                    assert bool(whole().behind.of(part)) == scored_there, (sheet.name, part)
    assert led > 100


def _cells(sheet: Sheet, line: Line) -> list[bool]:
    """Whether anything is behind each part of a line."""
    if sheet.name == "Drift":
        return [True] * len(line.parts)
    return [bool(value) for value in line.values[1:]]


def test_behind_a_score_are_as_many_sessions_as_gave_it() -> None:
    for name, one in shown("dimensions").items():
        counts = list(one.line.values[1:])
        assert [len(whole().behind.of(part)) for part in one.line.parts] == counts
        assert len(one.sources) == sum(int(count) for count in counts if isinstance(count, int))
        assert {source.scores[name] for source in whole().behind.of(one.line.parts[2])} == {3}


def test_behind_agreement_are_candidates_whom_two_have_scored_on_it() -> None:
    lone = sealed(interviewer=ME, candidate="B", loop="B")
    half = sealed(SetScore(DIMS[0], "no-signal"), interviewer=ME, candidate="A", loop="A")
    one = found(listing(*pair("A"), pair("C")[0], half, lone))
    [everything, *by_dimension] = one.sheets["agreement"][0].lines
    assert candidates(one.behind.of(everything.subject)) == {"A"}
    assert len(one.behind.of(everything.subject)) == 3
    assert {len(one.behind.of(line.subject)) for line in by_dimension} == {2, 3}
    for name, line in shown("agreement").items():
        assert len(candidates(line.sources)) == line.line.values[-1], name


def test_behind_a_pair_are_the_candidates_and_scores_they_share() -> None:
    for name, one in shown("pairs").items():
        a, b = one.line.subject.labels
        assert {source.interviewer for source in one.sources} == {a, b}, name
        assert len(candidates(one.sources)) == one.line.values[3]
        shared = sum(
            len(x.scores.keys() & y.scores.keys())
            for x in one.sources
            for y in one.sources
            if x.candidate == y.candidate and (x.interviewer, y.interviewer) == (a, b)
        )
        assert shared == one.line.values[2]


def test_behind_interviewers_candidates_and_cases_are_theirs() -> None:
    for name, one in shown("interviewers").items():
        assert {source.interviewer for source in one.sources} == {name}
        assert sum(len(source.scores) for source in one.sources) == one.line.values[-1]
    for name, one in shown("candidates").items():
        assert candidates(one.sources) == {name}
        assert len(one.sources) == one.line.values[-1]
    for name, one in shown("dimensions", 2).items():
        assert {source.case for source in one.sources} == {name}


def test_the_points_of_a_drift_line_are_the_sessions_in_order() -> None:
    for name, one in shown("drift").items():
        assert len(one.line.parts) == one.line.values[2] == len(one.sources)
        order = [whole().behind.of(part) for part in one.line.parts]
        assert [source for [source] in order] == list(one.sources), name


def test_a_cell_of_the_heat_map_leads_to_scores_on_that_dimension_alone() -> None:
    name, one = next(iter(shown("dimensions", 1).items()))
    for part in one.line.parts:
        sources = whole().behind.of(part)
        assert {source.interviewer for source in sources} == {name}
        assert all(part.labels[1] in source.scores for source in sources)
        assert dimensions_of(part) == (part.labels[1],)


def test_marks_of_the_map_are_what_they_name_and_withheld_ones_have_a_line() -> None:
    lines = whole().sheets["candidates"][1].lines
    kinds = [line.subject.about for line in lines]
    calibration = whole().calibration
    assert calibration is not None
    assert kinds.count("candidate") == len(calibration.candidates)
    assert kinds.count("interviewer") == len(calibration.interviewers)
    assert kinds.count("dimension") == len(calibration.dimensions)
    few = found(listing(*pair("A")))
    withheld = [
        line.subject.labels[0]
        for line in few.sheets["candidates"][1].lines
        if isinstance(line.values[2], Figure)
    ]
    assert withheld == ["A", "Ada", OTHER]


def test_a_sentence_about_several_leads_to_all_of_them() -> None:
    few = found(listing(*pair("A"), *pair("B")))
    lines = few.sheets["overview"][0].lines
    assert Subject("interviewer", ("Ada", OTHER)) in [line.subject for line in lines]
    anchors = [line.subject for line in lines if line.values[0] == "anchor"]
    assert anchors[0] == Subject("dimension", (min(DIMS),))


def test_what_counts_is_what_is_listed() -> None:
    """Not a score without signal, nor one on a dimension that was not asked for, nor the second
    score of one person for the same thing."""
    first, other = pair("A")
    again = first.model_copy(update={"case": "other", "sealed_at": other.sealed_at})
    scores = {DIMS[0]: 5, DIMS[1]: "no-signal", DIMS[2]: 2}
    again = again.model_copy(
        update={"scorecard": again.scorecard.model_copy(update={"scores": scores})}
    )
    few = found(listing(first, again, other), dimensions=frozenset(DIMS[:2]))
    mine = few.behind.of(Subject("interviewer", ("Ada",)))
    assert [sorted(one.scores) for one in mine] == [sorted(DIMS[:2])]
    assert [one.case for one in mine] == ["feat-test"]


def test_beside_each_session_stand_its_score_and_what_others_gave() -> None:
    three = sealed(SetScore(DIMS[0], 1), interviewer=ME, candidate="A", loop="A")
    one = found(listing(*pair("A"), *pair("B"), three))
    sheet, sources = behind_sheet(one.behind, Subject("dimension", (DIMS[0],)))
    rows = {(a.candidate, a.interviewer): line.values for a, line in zip(sources, sheet.lines,
                                                                         strict=True)}  # fmt: skip
    assert rows["A", "Ada"][-2:] == (3.0, 2.5)
    assert rows["A", ME][-2:] == (1.0, 3.5)
    assert rows["B", OTHER][-2:] == (4.0, 3.0)
    alone = behind_sheet(found(listing(three)).behind, Subject("panel"))[0]
    assert alone.lines[0].values[-2:] == (2.75, None)
    assert alone.words(alone.lines[0])[-1] == "–"


def test_in_practice_the_key_stands_beside_too() -> None:
    levels = mocks.persona("median").persona.levels
    made = mocks.session("median", dict.fromkeys(levels, 3))

    def content(case: str, persona: str) -> Content:
        return Content(mocks.persona(persona), mocks.case())

    of = listing(made, *pair("A"))
    behind = measured(of, Query("mock"), made.interviewer, content=content).behind
    sheet, _ = behind_sheet(behind, Subject("panel"))
    assert [column.name for column in sheet.columns[-3:]] == ["score", "others", "key"]
    [line] = sheet.lines
    assert line.values[-3:] == (3.0, None, sum(levels.values()) / len(levels))
    dim = next(iter(levels))
    [one] = behind_sheet(behind, Subject("dimension", (dim,)))[0].lines
    assert one.values[-1] == levels[dim]
    assert found(of).behind.keyed is False


def test_what_a_figure_is_about_is_said_in_words() -> None:
    said = {
        about_words(whole().behind, subject)
        for subject in (
            Subject("panel"),
            Subject("shared"),
            Subject("pair", ("a", "b")),
            Subject("lean", ("a", "depth")),
            Subject("score", ("depth", "3")),
            Subject("session", ("a", "C-1")),
            Subject("interviewer", tuple("abcdefgh")),
            Subject("linked", ("a",)),
        )
    }
    assert said == {
        "the whole panel", "all that is shared", "a and b", "a, depth", "depth, score 3", "a, C-1",
        "a, b, c, d, e, f and 2 more", "a",
    }  # fmt: skip


# --- what was given ---------------------------------------------------------------------------


def card() -> Session:
    return after(
        scored(interviewer=OTHER),
        AddNote("asks for [bold]the goal[/] \x1b[2J", "strong", DIMS[0]),
        AddNote("no baseline", "weak", DIMS[1]),
        AddNote("late"),
        LinkEvidence(DIMS[0], "n1"),
        SetRationale(DIMS[0], "Clear."),
        SetConfidence(DIMS[0], "high"),
        *(SetRationale(dim, "Said so.") for dim in DIMS[1:]),
        SetScore(DIMS[1], "no-signal"),
        Submit(),
    )


def test_scores_come_with_reasons_and_notes_and_none_is_markup() -> None:
    text = given(card(), DIMS, (), 70).plain
    lines = text.splitlines()
    assert lines[0] == f"3  {DIMS[0]}  confidence high"
    assert lines[1] == "  Clear."
    assert lines[2].endswith("+ asks for [bold]the goal[/] ␛[2J")
    assert f"no-signal  {DIMS[1]}" in lines
    assert lines[-3] == "Noted, and no score here rests on it"
    assert "no baseline" in lines[-2]
    assert "late" in lines[-1]
    assert all(len(line) <= 70 for line in lines)


def test_a_figure_about_a_dimension_shows_that_dimension() -> None:
    text = given(card(), DIMS, (DIMS[1],), 70).plain
    assert text.splitlines()[0] == f"no-signal  {DIMS[1]}"
    assert DIMS[0] not in text
    assert "no baseline" in text
    assert "late" not in text
    assert given(card(), (), ("nothing",), 70).plain == "Nothing was given."


def test_typed_text_is_shown_as_text_in_the_table_too() -> None:
    one = found(listing(*pair(HOSTILE)))
    sheet, _ = behind_sheet(one.behind, Subject("candidate", (HOSTILE,)))
    assert "\x1b" not in repr(sheet.shown())
