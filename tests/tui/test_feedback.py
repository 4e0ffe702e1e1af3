"""The feedback after practice: all that stands on the page, and who may read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.practice.mocks import ORDER, case, loop_of, names, persona
from tests.practice.test_trainees import LABELS, TRAINEES, exact, only_threes
from tests.tui.practice import (
    CASE,
    PracticeStand,
    heard,
    library,
    mock,
    practice_stand,
    scored,
    submitted,
)
from tests.tui.test_live import until
from tests.tui.test_practise import told
from textual.widgets import Static

from interviewloop.interview.events import (
    AddNote,
    LinkEvidence,
    NoSignalForRest,
    RaiseFlag,
    SeeLookFor,
    Talk,
)
from interviewloop.practice.feedback import feedback
from interviewloop.practice.progress import progress
from interviewloop.tui import feedback_views
from interviewloop.tui.feedback_views import Page, as_text, sections
from interviewloop.tui.screens.feedback import FeedbackScreen
from interviewloop.tui.screens.practise import PractiseScreen
from interviewloop.tui.screens.score import ScoreScreen
from interviewloop.tui.screens.sealed import SealedScreen

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.session import Session

WIDE = 5000
"""Cells in which no sentence is broken."""
PATTERN = re.compile(
    r"slope|chance|beyond|drawn|spread over|you are \S+ (?:above|below)|told apart", re.IGNORECASE
)
DELIVERY = re.compile(r"smooth|deliver|twin|polish|same content", re.IGNORECASE)


@pytest.fixture
def practice(tmp_path: Path) -> PracticeStand:
    return practice_stand(tmp_path)


def page_after(rule: str, count: int) -> Page:
    """What a trainee reads after the last of ``count`` interviews."""
    mocks = loop_of(TRAINEES[rule], count)
    last = mocks[-1]
    given = feedback(last.session, last.persona, last.case)
    return Page(given, case(), names(), progress("Tove", mocks), count)


def own_words(page: Page) -> str:
    """The whole page without what it quotes: lines, notes, and texts of the case."""
    text = re.sub(r"“[^”]*”", "“”", as_text(page, WIDE))
    quoted = [one.text for one in (*case().look_fors.values(), *case().red_flags.values())]
    for words in (*quoted, *(f"{stage.title!r}" for stage in case().stages.values())):
        text = text.replace(words, "")
    return text


# --- the trainees of the brief: a 3 to everything, a point too high, led by polish ------------


@pytest.mark.parametrize("rule", TRAINEES)
@pytest.mark.parametrize("count", range(1, 9))
def test_the_page_calls_nobody_anything_and_says_no_more_than_the_data_bear(
    rule: str, count: int
) -> None:
    text = own_words(page_after(rule, count))
    assert not LABELS.search(text), LABELS.search(text)
    if count < 3:
        assert not PATTERN.search(text), PATTERN.search(text)
        assert "no pattern can be read" in text
    if count < 8:
        assert not DELIVERY.search(text), DELIVERY.search(text)
        assert "The bar is applied at the end of a loop" in text
        assert "bar is reached" not in text
        assert "bar is not reached" not in text


def test_each_trainee_reads_what_is_theirs_after_eight() -> None:
    threes, high, led = (own_words(page_after(r, 8)) for r in ("only_threes", "generous", "polish"))
    assert "You gave 3 to 64 of 64" in threes
    assert "above the key, beyond what chance gives" not in threes + led
    assert "above the key, beyond what chance gives" in high
    assert "you scored the smooth one 1.9 higher" in led
    assert "smooth one +0.00" in threes
    assert "Try marking the numbers" not in threes + high
    for text in (threes, high, led):
        assert "The bar is not reached yet" in text
    assert "The bar is reached" in own_words(page_after("exact", 8))


@pytest.mark.parametrize("rule", TRAINEES)
@pytest.mark.parametrize("count", [1, 8])
def test_the_order_is_that_of_reading_and_the_call_is_last(rule: str, count: int) -> None:
    page = page_after(rule, count)
    assert tuple(name for name, _ in sections(page, 80)) == feedback_views.NAMES
    assert as_text(page, WIDE).rstrip().split("\n")[-1].startswith("Overall, and last on purpose")
    assert "the key says" not in as_text(page, WIDE).partition("OVERALL")[0]


@pytest.mark.parametrize("width", [40, 76, 110])
@pytest.mark.parametrize("who", ORDER)
def test_nothing_is_wider_than_the_page(who: str, width: int) -> None:
    given = feedback(submitted(who, exact), persona(who), case())
    page = Page(given, case(), names(), progress("Tove", loop_of(exact, 8)), None)
    drawn = {line for _, body in sections(page, width) for line in body.plain.split("\n")}
    assert max(len(line) for line in drawn if "|" not in line and "o equal" not in line) <= width


def test_names_of_candidates_tell_no_twins() -> None:
    for who in ("velvet-plain", "quill-polished"):
        page = Page(
            feedback(submitted(who, exact), persona(who), case()),
            case(),
            names(),
            progress("Tove", loop_of(exact, 1)),
            1,
        )
        assert who not in as_text(page, WIDE)
        assert persona(who).persona.title not in as_text(page, WIDE)


# --- what stands where -----------------------------------------------------------------------


def thorough() -> Session:
    """An interview of Dial with notes, ticks and one of its two red flags raised."""
    words = "crash-free sessions went from 99.05 to 98.76 on legacy"
    events = [
        *heard(),
        Talk("what about the guardrails", "p-guardrails"),
        AddNote(words, "strong", "production-ml"),
        SeeLookFor("er5-srm"),
        RaiseFlag("rf-hide"),
        *scored(dict.fromkeys(persona("dial").persona.levels, 3)),
    ]
    place = next(i for i, one in enumerate(events) if one == scored({})[0])
    events.insert(place + 1, LinkEvidence("production-ml", "n1"))
    return mock("dial", *events)


def body(session: Session, name: str) -> str:
    given = feedback(session, persona(session.persona or ""), case())
    page = Page(given, case(), names(), progress("Tove", loop_of(exact, 1)), 1)
    return dict(sections(page, WIDE))[name].plain


def test_evidence_says_who_said_what_where_and_when() -> None:
    text = body(thorough(), "Evidence")
    shown = {
        name: answer.lines[name]
        for answer in reversed(persona("dial").answers)
        if answer.stage or answer.probe == "p-guardrails"
        for name in answer.shows
    }
    assert len(shown) > 4
    for name, line in shown.items():
        assert case().look_fors[name].text in text
        assert f"“{line}”" in text
    assert re.search(r"Dial in 'Recommendation and next test' at \d\d:\d\d: “", text)
    assert "Ticked, but not in what was said" in text
    assert case().look_fors["er5-srm"].text in text
    assert text.count("You captured ") == 1


def test_cells_have_a_word_a_sign_the_lines_and_the_own_notes() -> None:
    text = body(thorough(), "Scores")
    assert "● hit       Production ML   you 3   key 3" in text
    assert "crash-free sessions went from 99.05" in text
    rigour = text[text.index("Experimentation rigor   you 3   key 1") :].partition("\n\n")[0]
    assert "○ miss" in text
    lines = [
        answer.lines[name]
        for answer in persona("dial").answers
        if answer.stage
        for name in answer.shows
        if case().look_fors[name].dim == "experimentation-rigor"
    ]
    assert lines
    for line in lines:
        assert line[:60] in rigour


def test_dimensions_that_the_case_does_not_assess_need_no_score() -> None:
    dims = case().dims
    *events, submit = [*heard(), *scored(dict.fromkeys(dims, 3))]
    seen = mock("dial", *events, NoSignalForRest(), submit)
    beside = [dim for dim in persona("dial").persona.levels if dim not in dims]
    text = body(seen.model_copy(), "Scores")
    assert beside
    assert not any(names()[dim] in text for dim in beside)


def test_red_flags_raised_and_missed_have_their_lines() -> None:
    text = body(thorough(), "Red flags")
    assert f"Raised, and it was there: {case().red_flags['rf-hide'].text}" in text
    assert "Dial did this in 'Recommendation and next test' at" in text
    assert "None was there" in body(submitted("median", exact), "Red flags")


# --- the screen ------------------------------------------------------------------------------


async def test_submitting_practice_opens_the_feedback(practice: PracticeStand) -> None:
    *events, _submit = [*heard(), *scored(dict.fromkeys(persona("rivet").persona.levels, 3))]
    path = practice.store(mock("rivet", *events))
    app = practice.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_session(path)
        await pilot.pause()
        assert isinstance(app.screen, ScoreScreen)
        await pilot.press("f8", "2")
        await until(pilot, lambda: isinstance(app.screen, FeedbackScreen))
        screen = app.screen
        assert isinstance(screen, FeedbackScreen)
        await until(pilot, lambda: screen.page is not None)
        await pilot.pause()
        assert app.desk is None
        assert practice.workspace.peek(path).sealed
        assert "no panel of experts has rated it" in " ".join(told(screen).split())
        await pilot.press("7")
        await pilot.pause()
        assert "Overall, and last on purpose" in told(screen)
        await pilot.press("y")
        assert app.clipboard.startswith("EVIDENCE\n")
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, SealedScreen)
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, FeedbackScreen)
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(app.screen, PractiseScreen)


async def test_a_live_interview_ends_on_the_sealed_screen_as_before(
    practice: PracticeStand,
) -> None:
    *events, _submit = [
        *(one for one in heard() if not isinstance(one, Talk)),
        *scored(dict.fromkeys(persona("rivet").persona.levels, 3)),
    ]
    path = practice.store(mock("rivet", *events, kind="live", persona=None))
    app = practice.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_session(path)
        await pilot.pause()
        await pilot.press("f8", "2")
        await until(pilot, lambda: isinstance(app.screen, SealedScreen))
        assert app.screen.check_action("feedback", ()) is False


async def test_progress_counts_the_other_interviews_of_the_same_trainee(
    practice: PracticeStand,
) -> None:
    for day, who in enumerate(ORDER[:3]):
        path = practice.store(submitted(who, only_threes, day=day))
    practice.store(submitted("quill", exact, interviewer="Omar Said"))
    app = practice.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show_feedback(path)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, FeedbackScreen)
        await until(pilot, lambda: screen.page is not None)
        assert screen.page is not None
        assert len(screen.page.progress.points) == 3
        assert screen.page.here == 3
        await pilot.press("5")
        await pilot.pause()
        text = told(screen)
        assert "[3]" in text
        assert "bar 55% equal" in text
        assert "You gave 3 to 24 of 24" in " ".join(text.split())


async def test_without_its_candidate_there_is_no_feedback_and_no_crash(
    practice: PracticeStand, tmp_path: Path
) -> None:
    from interviewloop.library.library import Library

    path = practice.store(submitted("velvet", exact))
    practice.content = Library.open([tmp_path])
    app = practice.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show_feedback(path)
        await until(pilot, lambda: bool(app._notifications))
        head = app.screen.query_one("#head", Static)
        assert "There is no feedback on this interview." in str(head.render())
        assert library().personas(CASE)
