"""Reports as one self-contained HTML page: pictures inline, a print style, no script.

Jinja2 escapes everything that is put into a page; control characters are made visible first. The
pictures are drawn by macros from the values of :mod:`.pictures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from interviewloop.interview.noteline import SIGN_OF, SIGNAL_NAMES
from interviewloop.model.loop import OUTCOME_NAMES
from interviewloop.model.text import storable, visible, visible_lines
from interviewloop.report.calibration_sections import counts, sections
from interviewloop.report.loop_words import (
    cell_words,
    changes_words,
    entry_words,
    fair_words,
    sum_words,
    take_home_words,
)
from interviewloop.report.pictures import (
    drift_forest,
    lean_heat,
    score_use,
    severity_forest,
    wright_map,
)

if TYPE_CHECKING:
    from interviewloop.calibration.results import Calibration
    from interviewloop.report.loop_view import LoopView

_EXAMPLES = "examples-only"


def calibration_html(calibration: Calibration) -> str:
    """The report on a panel, its pictures first."""
    parts = [section for section in sections(calibration) if section.sentences or section.tables]
    return _page(
        "calibration.html.j2",
        counts=counts(calibration),
        sections=parts,
        example=any(notice.code == _EXAMPLES for notice in calibration.notices),
        forest=severity_forest(calibration),
        drift=drift_forest(calibration),
        heat=lean_heat(calibration),
        wright=wright_map(calibration),
        use=score_use(calibration),
    )


def loop_html(view: LoopView) -> str:
    """The report on a loop, with everybody's scores and evidence."""
    return _page(
        "loop.html.j2",
        view=view,
        decision=view.loop.decision,
        outcomes=OUTCOME_NAMES,
        cell_words=cell_words,
        entry_words=entry_words,
        changes_words=changes_words(view),
        sum_words=sum_words(view.summed),
        fair_words=fair_words(view.fair),
        take_homes=take_home_words(view.found),
        signs=SIGN_OF,
        signal_names=SIGNAL_NAMES,
    )


def _page(template: str, **values: object) -> str:
    environment = Environment(
        loader=PackageLoader("interviewloop.report"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["lines"] = lambda text: visible_lines(storable(str(text))).split("\n")
    return environment.get_template(template).render(**values).rstrip("\n") + "\n"


def _shown(value: object) -> object:
    """Text as it may be shown: no control character reaches a page."""
    return visible(storable(value)) if type(value) is str else value
