"""Scores, recommendations and their changes in words, for screens and reports alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.scorecard import NO_SIGNAL, OVERALL, RECOMMENDATION_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.model.scorecard import Amendment, Recommendation, Score


def value_words(value: Score | Recommendation | None) -> str:
    """A score or recommendation in words; a dash while there is none."""
    if value is None:
        return "–"
    if value == NO_SIGNAL:
        return "no signal"
    return RECOMMENDATION_NAMES.get(str(value), str(value))


def change_words(
    before: Score | Recommendation | None, after: Score | Recommendation | None
) -> str:
    """``4``, or ``4 → 3`` when it was amended."""
    if before == after:
        return value_words(before)
    return f"{value_words(before)} → {value_words(after)}"


def amendment_words(whose: str, amendment: Amendment, names: Mapping[str, str]) -> str:
    """An amendment of ``whose`` scorecard as a sentence. ``names`` are those of dimensions."""
    field = amendment.field
    what = "Recommendation" if field == OVERALL else names.get(field, field)
    by = "" if amendment.by == whose else f" (recorded by {amendment.by})"
    return (
        f"{amendment.at:%Y-%m-%d %H:%M} UTC, {whose} amended {what}:"
        f" {change_words(amendment.before, amendment.after)}{by}. {amendment.why}"
    )
