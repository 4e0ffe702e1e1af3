"""Patterns in sentences. What the data cannot bear is said to be so, once, with what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.practice.limits import (
    EXACT_BAR,
    KIND_FROM,
    PATTERNS_FROM,
    RMSE_BAR,
    WITHIN_ONE_BAR,
)
from interviewloop.practice.wording import Saying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.practice.measure import Measure
    from interviewloop.practice.patterns import Patterns
    from interviewloop.practice.progress import Bar

_STANDS_OUT = 0.25
"""How far a dimension's mean difference lies beyond the overall one to be named for it."""
_SOME = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def pattern_sayings(patterns: Patterns, names: Mapping[str, str]) -> tuple[Saying, ...]:
    """What ``patterns`` allow to be said. ``names`` are what dimensions are called on screen."""
    if patterns.interviews < PATTERNS_FROM:
        return (_too_little(patterns),)
    sayings = [_severity(patterns, names), _slopes(patterns), _delivery(patterns)]
    return tuple(saying for saying in sayings if saying is not None)


def bar_saying(bar: Bar) -> Saying:
    """The certification bar in words."""
    if bar.withheld is not None:
        text = f"{_count(bar.interviews)} so far. {_sentence(bar.withheld.why)} {bar.withheld.mend}"
        return Saying("pattern", "bar", text)
    at = bar.accuracy
    exact, near, rmse = at.exact.value or 0.0, at.within_one.value or 0.0, at.rmse or 0.0
    reached = "is reached" if bar.passed else "is not reached yet"
    text = (
        f"The bar {reached}: exact {exact:.0%} (bar {EXACT_BAR:.0%}), within one {near:.0%} (bar"
        f" {WITHIN_ONE_BAR:.0%}), typical distance {rmse:.2f} (bar {RMSE_BAR:g} or less), over"
        f" {at.exact.whole} scores."
    )
    if not bar.passed and near < 1:
        text += " Take the cells that missed by 2 first; they weigh most."
    elif not bar.passed:
        text += " Scores one step away are what is left: read both anchors before you choose."
    return Saying("pattern", "bar", text)


def _too_little(patterns: Patterns) -> Saying:
    text = (
        f"{_count(patterns.interviews)}: no pattern can be read from"
        f" {_number(patterns.cells)} scores. Cells only. Patterns are read from"
        f" {_number(PATTERNS_FROM)} interviews on."
    )
    return Saying("pattern", "", text)


def _severity(patterns: Patterns, names: Mapping[str, str]) -> Saying:
    measure = patterns.severity
    if measure.value is None or measure.limit is None:
        return _withheld("severity", measure)
    side = "above" if measure.value > 0 else "below"
    text = f"Over {measure.n} scores you are {abs(measure.value):.2f} {side} the key"
    if not measure.flagged:
        text += f"; chance alone gives up to {measure.limit:.2f} either way. Nothing to change."
        return Saying("pattern", "severity", text)
    worst = max(
        patterns.by_dimension.items(),
        key=lambda item: item[1] if measure.value and measure.value > 0 else -item[1],
    )
    text += f", beyond what chance gives ({measure.limit:.2f}). "
    if abs(worst[1]) - abs(measure.value) < _STANDS_OUT:
        text += (
            "It is spread over the dimensions. Read the anchor one step"
            f" {'below' if measure.value > 0 else 'above'} before you settle on a score, and name"
            " the line that rules it out."
        )
    else:
        text += (
            f"It is mostly {names.get(worst[0], worst[0])} ({worst[1]:+.1f}). Read its anchors"
            " aloud before you score it next time, and name the line that meets one."
        )
    return Saying("pattern", "severity", text)


def _slopes(patterns: Patterns) -> Saying:
    measure = patterns.within_slope
    if measure.value is None or measure.limit is None:
        return _withheld("within-slope", measure)
    slope = f"slope {measure.value:.2f}; 1 follows the key, chance goes down to {measure.limit:.2f}"
    if not measure.flagged:
        text = f"Inside a candidate, your scores rise and fall with the key ({slope})."
        return Saying("pattern", "within-slope", f"{text} Nothing to change.")
    if patterns.flattening == "halo":
        text = (
            "When a candidate was good at one thing, your other scores moved towards it"
            f" ({slope}). Try scoring one dimension across your notes before the next."
        )
        return Saying("pattern", "within-slope", text)
    middle = patterns.middle
    counts = f"You gave 3 to {middle.given} of {middle.cells}; the key does to {middle.key}."
    if patterns.flattening == "central":
        text = (
            f"{counts} {middle.elsewhere} of your 3s stand where the key is 2 or lower, or 4 or"
            f" higher ({slope}). For each 3, name the line that keeps it from being a 2 and the"
            " one that keeps it from being a 4."
        )
        return Saying("pattern", "within-slope", text)
    text = (
        f"Inside a candidate, your scores lie closer together than the key's ({slope})."
        f" {counts} Two habits can look like this, and they are told apart from"
        f" {_number(KIND_FROM)} interviews on. Until then, score one dimension at a time with"
        " its own notes beside it."
    )
    return Saying("pattern", "within-slope", text)


def _delivery(patterns: Patterns) -> Saying | None:
    """Nothing at all, not even a reason, until both pairs were met: hearing which two candidates
    are twins would spoil the comparison."""
    measure = patterns.twin_gap
    if measure.value is None or measure.limit is None:
        return None
    dims = f"{_number(len(patterns.twin_dims))} dimensions where it should not matter"
    if not measure.flagged:
        text = (
            f"Same content, two deliveries: you scored the smooth one {measure.value:+.2f} on"
            f" {dims}; chance alone gives up to {measure.limit:.2f}. Nothing to change."
        )
        return Saying("pattern", "twin-gap", text)
    text = (
        f"Same content, two deliveries: you scored the smooth one {measure.value:.1f} higher on"
        f" {dims} (chance gives up to {measure.limit:.2f}). Try marking the numbers and decisions"
        " in your notes before you score."
    )
    return Saying("pattern", "twin-gap", text)


def _withheld(subject: str, measure: Measure) -> Saying:
    why = measure.withheld
    text = f"{_sentence(why.why)} {why.mend}" if why else ""
    return Saying("pattern", subject, f"{measure.n} scores: {text}")


def _count(interviews: int) -> str:
    word = _number(interviews)
    return f"{word[:1].upper()}{word[1:]} interview{'' if interviews == 1 else 's'}"


def _number(count: int) -> str:
    return _SOME[count] if count < len(_SOME) else str(count)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
