"""Which minimum-data rules speak about a panel, and about whom.

The rules themselves are data, in :mod:`.figures`. This module asks each of them once and gathers
its subjects, so that a reader meets one sentence a rule and not one a figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.figures import (
    DISCONNECTED,
    FLAT_INTERVAL,
    IMPRECISE,
    MANY_COMPARISONS,
    NO_BANDS,
    PROVISIONAL,
    RARE_CATEGORY,
    RULES,
    WEAK_LINK,
)
from interviewloop.calibration.ratings import LOWEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.calibration.agreement import Agreement
    from interviewloop.calibration.connectivity import Connectivity
    from interviewloop.calibration.figures import Figure, Notice, Rule


def notices(
    graph: Connectivity,
    agreements: Mapping[str, Agreement],
    severities: Mapping[str, Figure],
    category_counts: Sequence[int],
) -> tuple[Notice, ...]:
    """The notices of a panel, those that withhold something first.

    ``agreements`` is keyed by what the reader calls it, ``severities`` by interviewer;
    ``category_counts`` is how often each score was given, lowest score first.
    """
    subjects = _Subjects()
    for label, agreement in agreements.items():
        _ask_agreement(subjects, label, agreement)
    for label, figure in severities.items():
        _ask_severity(subjects, label, figure)
    if sum(figure.value is not None for figure in severities.values()) > MANY_COMPARISONS.threshold:
        subjects.add(MANY_COMPARISONS, "Leans")
    if not graph.connected:
        for subset in graph.subsets:
            subjects.add(DISCONNECTED, f"({', '.join(subset)})")
    for candidate in graph.weak_links:
        subjects.add(WEAK_LINK, candidate)
    for position, count in enumerate(category_counts):
        if count < RARE_CATEGORY.threshold:
            subjects.add(RARE_CATEGORY, f"score {position + LOWEST} ({_times(count)})")
    return subjects.notices()


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")


class _Subjects:
    """Whom each rule concerns, in the order they were met."""

    def __init__(self) -> None:
        self._of: dict[str, list[str]] = {}

    def add(self, rule: Rule, subject: str) -> None:
        self.add_code(rule.code, subject)

    def add_code(self, code: str, subject: str) -> None:
        known = self._of.setdefault(code, [])
        if subject not in known:
            known.append(subject)

    def notices(self) -> tuple[Notice, ...]:
        order = {"withheld": 0, "warning": 1, "info": 2}
        spoken = [rule.notice(*self._of[rule.code]) for rule in RULES if rule.code in self._of]
        return tuple(sorted(spoken, key=lambda notice: order[notice.level]))


def _ask_agreement(subjects: _Subjects, label: str, agreement: Agreement) -> None:
    measures = {
        "equal scores": agreement.exact,
        "within one point": agreement.within_one,
        "alpha": agreement.alpha_ordinal,
    }
    for measure, figure in measures.items():
        if figure.withheld is not None:
            # Alpha alone can fall to missing variance; everything else falls together.
            alone = figure is agreement.alpha_ordinal and agreement.exact.withheld is None
            subjects.add_code(figure.withheld, f"alpha of {label}" if alone else label)
        elif figure.ci_low == figure.ci_high:
            subjects.add(FLAT_INTERVAL, f"{label} ({measure})")
    if agreement.exact.value is not None:
        if agreement.candidates < NO_BANDS.threshold:
            subjects.add(NO_BANDS, label)
        elif agreement.candidates < PROVISIONAL.threshold:
            subjects.add(PROVISIONAL, label)


def _ask_severity(subjects: _Subjects, label: str, figure: Figure) -> None:
    if figure.withheld is not None:
        subjects.add_code(figure.withheld, label)
        return
    if figure.n < IMPRECISE.threshold:
        subjects.add(IMPRECISE, label)
    if figure.ci_low == figure.ci_high:
        subjects.add(FLAT_INTERVAL, f"lean of {label}")
