"""Every minimum-data rule of the calibration in one table.

Each statistic keeps its rules beside the others of its kind; whoever shows a withheld figure looks
its code up here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration import figures
from interviewloop.calibration.case_rules import CASE_RULES
from interviewloop.calibration.link_rules import LINK_RULES
from interviewloop.calibration.model_rules import MODEL_RULES
from interviewloop.calibration.rasch_rules import RASCH_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.calibration.figures import Notice, Rule

RULES: tuple[Rule, ...] = (
    *figures.RULES,
    *MODEL_RULES,
    *CASE_RULES,
    *LINK_RULES,
    *RASCH_RULES,
)
"""Every rule. docs/statistics.md gives the source of each threshold."""

_ORDER = {"withheld": 0, "warning": 1, "info": 2}


def gathered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """One notice a rule, with all whom it concerns, those that withhold something first."""
    found: dict[str, Notice] = {}
    for notice in notices:
        known = found.get(notice.code)
        found[notice.code] = notice if known is None else _merged(known, notice)
    return tuple(sorted(found.values(), key=lambda notice: _ORDER[notice.level]))


def _merged(first: Notice, second: Notice) -> Notice:
    """Two notices of one rule, which differ in their subjects only."""
    reason = ": " + _REASONS[first.code]
    subjects = [notice.message.removesuffix(reason) for notice in (first, second)]
    if set(subjects[1].split(", ")) <= set(subjects[0].split(", ")):
        return first
    return first._replace(message="; ".join(subjects) + reason)


BY_CODE = {rule.code: rule for rule in RULES}
_REASONS = {rule.code: rule.reason.format(threshold=rule.threshold) for rule in RULES}
