"""What a reader must know of the models' figures: which rules speak, and about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.figures import RULES
from interviewloop.calibration.model_rules import (
    APPROXIMATE,
    COMPONENT_AT_ZERO,
    FEW_INTERVIEWERS,
    MODEL_RULES,
    SEVERITY_NOT_CLEAR,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.calibration.components import Components
    from interviewloop.calibration.figures import Figure, Notice
    from interviewloop.calibration.severity_model import SeverityModel

_ORDER = {"withheld": 0, "warning": 1, "info": 2}


def model_notices(
    components: Components, model: SeverityModel, figures: Mapping[str, Figure]
) -> tuple[Notice, ...]:
    """Notices of the models, those that withhold something first.

    ``figures`` are any others of the models, keyed by what the reader calls them.
    """
    subjects: dict[str, list[str]] = {}

    def add(code: str, subject: str) -> None:
        subjects.setdefault(code, []).append(subject)

    if components.withheld is not None:
        add(components.withheld, "Variance components")
    for term in components.at_zero:
        add(COMPONENT_AT_ZERO.code, term)
    if components.method == "moments":
        add(APPROXIMATE.code, "Variance components")
    for label, found in model.interviewers.items():
        if found.severity.withheld is not None:
            add(found.severity.withheld, label)
    fitted = any(subset.fit is not None for subset in model.subsets)
    if fitted and model.few_interviewers:
        add(FEW_INTERVIEWERS.code, "Severity and reliability")
    if fitted and len(model.subsets) == 1 and not model.clear:
        add(SEVERITY_NOT_CLEAR.code, "Severity")
    for name, figure in figures.items():
        if figure.withheld is not None:
            add(figure.withheld, name)
    spoken = [
        rule.notice(*subjects[rule.code])
        for rule in (*RULES, *MODEL_RULES)
        if rule.code in subjects
    ]
    return tuple(sorted(spoken, key=lambda notice: _ORDER[notice.level]))
