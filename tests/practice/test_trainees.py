"""Trainees through a loop of sealed mock sessions: what may be said when, and nothing more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.practice.mocks import ORDER, case, clipped, loop_of, names, persona, session

from interviewloop.practice.limits import EXACT_BAR, WITHIN_ONE_BAR
from interviewloop.practice.progress import Mock, progress
from interviewloop.practice.wording_patterns import bar_saying, pattern_sayings
from interviewloop.report.progress_plot import BOTH, EXACT, LEGEND, WITHIN_ONE, plot

if TYPE_CHECKING:
    from interviewloop.model.persona import Persona


def only_threes(who: Persona, dim: str) -> int:
    return 3


def generous(who: Persona, dim: str) -> int:
    return clipped(who.persona.levels[dim] + 1)


def polish(who: Persona, dim: str) -> int:
    return clipped(who.persona.levels[dim] + who.persona.polish)


def exact(who: Persona, dim: str) -> int:
    return who.persona.levels[dim]


TRAINEES = {rule.__name__: rule for rule in (only_threes, generous, polish, exact)}
LABELS = re.compile(
    r"\b(?:halo|horn|bias\w*|central tendency|fooled|sever\w*|lenien\w*|generous|harsh|strict|soft"
    r"|nice|bold\w*|careless|lazy|naive|gullible|good rater|bad rater|instinct|you are (?:too|a|an)"
    r"|you favou?r|always|never)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)


def said(rule: str, count: int) -> dict[str, str]:
    patterns = progress("Tove", loop_of(TRAINEES[rule], count)).patterns
    return {one.subject: one.text for one in pattern_sayings(patterns, names())}


@pytest.mark.parametrize("rule", TRAINEES)
@pytest.mark.parametrize("count", [1, 2])
def test_before_three_interviews_there_is_no_pattern(rule: str, count: int) -> None:
    patterns = progress("Tove", loop_of(TRAINEES[rule], count)).patterns
    for measure in (
        patterns.severity,
        patterns.within_slope,
        patterns.between_slope,
        patterns.twin_gap,
    ):
        assert (measure.value, measure.limit, measure.flagged) == (None, None, False)
        assert measure.withheld is not None
    assert (patterns.flattening, patterns.parts, patterns.by_dimension) == (None, None, {})
    assert [*said(rule, count)] == [""]
    assert "no pattern can be read" in said(rule, count)[""]


@pytest.mark.parametrize("rule", TRAINEES)
@pytest.mark.parametrize("count", range(3, 8))
def test_before_both_pairs_of_twins_nothing_is_said_of_delivery(rule: str, count: int) -> None:
    patterns = progress("Tove", loop_of(TRAINEES[rule], count)).patterns
    assert patterns.twin_gap.value is None
    assert patterns.between_slope.value is None
    assert patterns.flattening is None
    assert [*said(rule, count)] == ["severity", "within-slope"]
    assert not re.search("smooth|deliver|twin", " ".join(said(rule, count).values()))


def test_threes_to_everything_after_three() -> None:
    found = said("only_threes", 3)
    assert "You gave 3 to 24 of 24; the key does to 10" in found["within-slope"]
    assert "told apart from eight interviews on" in found["within-slope"]
    assert "Nothing to change" in found["severity"]


def test_threes_to_everything_after_eight() -> None:
    patterns = progress("Tove", loop_of(only_threes)).patterns
    assert patterns.flattening == "central"
    assert patterns.between_slope.value == pytest.approx(0)
    found = said("only_threes", 8)
    assert found["within-slope"].startswith(
        "You gave 3 to 64 of 64; the key does to 23. 41 of your 3s stand where"
    )
    assert "+0.00 on seven dimensions" in found["twin-gap"]
    assert not patterns.twin_gap.flagged
    assert not patterns.severity.flagged


@pytest.mark.parametrize("count", [3, 8])
def test_a_point_too_high_is_told_and_nothing_else(count: int) -> None:
    patterns = progress("Tove", loop_of(generous, count)).patterns
    assert patterns.severity.flagged
    assert not patterns.within_slope.flagged
    assert not patterns.twin_gap.flagged
    assert "above the key, beyond what chance gives" in said("generous", count)["severity"]
    assert "spread over the dimensions" in said("generous", count)["severity"]


def test_following_polish_is_told_when_both_pairs_were_met() -> None:
    patterns = progress("Tove", loop_of(polish)).patterns
    assert patterns.twin_gap.flagged
    assert patterns.twin_gap.n == 28
    assert "communication-influence" not in patterns.twin_dims
    assert not patterns.within_slope.flagged
    assert not patterns.severity.flagged
    text = said("polish", 8)["twin-gap"]
    assert text.startswith("Same content, two deliveries: you scored the smooth one 1.9 higher on")
    assert "seven dimensions" in text
    assert "Try marking the numbers" in text


def test_all_other_scores_drawn_to_the_candidate_is_parted_from_the_middle() -> None:
    def drawn(who: Persona, dim: str) -> int:
        levels = who.persona.levels.values()
        return round(sum(levels) / len(levels))

    patterns = progress("Tove", loop_of(drawn)).patterns
    assert patterns.flattening == "halo"
    (text,) = (s.text for s in pattern_sayings(patterns, {}) if s.subject == "within-slope")
    assert text.startswith("When a candidate was good at one thing, your other scores moved")


def test_whoever_meets_the_key_passes() -> None:
    found = progress("Tove", loop_of(exact))
    assert found.bar.passed is True
    assert found.bar.accuracy.rmse == 0
    assert found.patterns.parts is not None
    assert found.patterns.parts.total == 0
    assert found.patterns.within_slope.value == pytest.approx(1)
    assert not found.rated
    assert "The bar is reached" in bar_saying(found.bar).text


@pytest.mark.parametrize("rule", TRAINEES)
@pytest.mark.parametrize("count", [1, 3, 8])
def test_sentences_have_a_number_and_no_label(rule: str, count: int) -> None:
    found = progress("Tove", loop_of(TRAINEES[rule], count))
    for text in (*said(rule, count).values(), bar_saying(found.bar).text):
        assert NUMBER.search(text), text
        assert not LABELS.search(text), text


def test_an_unfinished_loop_has_no_bar() -> None:
    found = progress("Tove", loop_of(exact, 7))
    assert (found.bar.passed, found.bar.interviews) == (None, 7)
    assert found.bar.withheld is not None
    assert found.bar.withheld.code == "unfinished-loop"


def test_a_second_meeting_is_shown_and_does_not_count() -> None:
    mocks = loop_of(only_threes, 3)
    who = persona(ORDER[0])
    again = Mock(session(who.id, dict(who.persona.levels), number=20), who, case())
    found = progress("Tove", [again, *mocks])
    assert [point.again for point in found.points] == [False, False, False, True]
    assert found.points[-1].accuracy.exact.value == 1.0
    assert found.patterns.interviews == 3
    assert found.bar.interviews == 3


def test_no_signal_is_left_out_everywhere() -> None:
    dims = ("problem-framing", "leadership")
    found = progress("Tove", loop_of(generous, 8, dims))
    assert found.patterns.cells == 16
    assert found.patterns.severity.value is not None
    assert found.patterns.within_slope.withheld is not None
    assert found.patterns.twin_gap.withheld is not None


def test_three_interviews_without_scores_bear_nothing() -> None:
    who = persona("median")
    mocks = [
        Mock(session(name, {"leadership": "no-signal"}, number=n), persona(name), case())
        for n, name in enumerate(("median", "velvet", "rivet"))
    ]
    found = progress("Tove", mocks)
    assert found.patterns.severity.withheld is not None
    assert found.patterns.within_slope.withheld is not None
    assert found.points[0].accuracy.exact.value is None
    assert found.points[0].name == who.name
    texts = [one.text for one in pattern_sayings(found.patterns, {})]
    assert all(text.startswith("0 scores:") for text in texts)
    assert plot(found.points, 80)[0] == "100 % |"


@pytest.mark.parametrize("rule", TRAINEES)
def test_marks_stand_above_a_line_exactly_when_its_bar_is_reached(rule: str) -> None:
    points = progress("Tove", loop_of(TRAINEES[rule])).points
    lines = plot(points, 80)
    bars = {EXACT: f"bar {EXACT_BAR:.0%} equal", WITHIN_ONE: f"bar {WITHIN_ONE_BAR:.0%} within one"}
    for sign, words in bars.items():
        line = next(i for i, text in enumerate(lines) if words in text)
        for number, point in enumerate(points):
            column = 7 + 4 * number
            drawn = [i for i, text in enumerate(lines[:-3]) if {sign, BOTH} & {*text[column:][:4]}]
            share = point.accuracy.exact if sign == EXACT else point.accuracy.within_one
            bar = EXACT_BAR if sign == EXACT else WITHIN_ONE_BAR
            assert len(drawn) == 1
            assert (drawn[0] < line) == ((share.value or 0) >= bar)


def test_a_long_way_shows_its_end_within_the_width() -> None:
    points = progress("Tove", loop_of(polish)).points
    for width in (1, 60, 80, 120):
        lines = plot(points * 30, width, here=240)
        assert max(map(len, lines)) <= max(width, len(LEGEND) + 7)
        assert lines[-2].split()[-1] == "[240]"


def test_names_give_no_twin_away() -> None:
    shown = [point.name for point in progress("Tove", loop_of(exact)).points]
    assert len({*shown}) == 8
    assert not any("twin" in name.casefold() or "polish" in name.casefold() for name in shown)
