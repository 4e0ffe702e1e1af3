"""A plan for coming loops as text and as JSON, schema 1."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.model.text import visible
from interviewloop.report.columns import paragraph, table
from interviewloop.report.figure_json import figure_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.calibration.connectivity import Connectivity
    from interviewloop.calibration.figures import Figure, Rule
    from interviewloop.calibration.planning import PlannedPanel
    from interviewloop.calibration.seating import Seating

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """Panels of 1 to 10 interviewers at a ``cut``, or the rule that ``withheld`` them; and whom to
    seat next."""

    cut: float
    panels: tuple[PlannedPanel, ...]
    withheld: Rule | None
    graph: Connectivity
    seatings: tuple[Seating, ...]


def plan_json(plan: Plan) -> str:
    """The whole plan as one JSON object, ASCII only, ending in a line end."""
    rule = plan.withheld
    document = {
        "schema": SCHEMA,
        "cut": plan.cut,
        "panels": [
            {
                "interviewers": panel.interviewers,
                "reliability": figure_json(panel.reliability),
                "ranking": figure_json(panel.ranking),
                "wrong_hire": figure_json(panel.wrong_hire),
                "wrong_reject": figure_json(panel.wrong_reject),
            }
            for panel in plan.panels
        ],
        "withheld": None if rule is None else rule.code,
        "connected": plan.graph.connected,
        "subsets": [list(subset) for subset in plan.graph.subsets],
        "weak_links": list(plan.graph.weak_links),
        "seatings": [
            {
                "interviewers": list(seating.interviewers),
                "purpose": seating.purpose,
                "link": seating.link,
            }
            for seating in plan.seatings
        ],
        "notices": [] if rule is None else [rule.notice("Panels of other sizes")._asdict()],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def plan_text(plan: Plan, width: int) -> str:
    """The plan for a terminal: what to do first, then the table behind it."""
    sections = [
        _section("Whom to seat next", seating_lines(plan.graph, plan.seatings, width)),
        _section("How many interviewers", _panels(plan, width)),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _section(heading: str, lines: list[str]) -> list[str]:
    return [heading, "-" * len(heading), *lines]


def seating_lines(graph: Connectivity, seatings: Sequence[Seating], width: int) -> list[str]:
    """Whom to seat on the next candidates and why, in lines of ``width``; safe to show."""
    if not seatings:
        return paragraph("There are not two interviewers to seat together.", width)
    lines = []
    if not graph.connected:
        opening = (
            f"The panel falls into {len(graph.subsets)} groups that share no candidate, so"
            " their severity cannot be compared; the figures below take the groups to be alike."
        )
        lines += [*paragraph(opening, width), ""]
    for position, seating in enumerate(seatings, start=1):
        who = ", ".join(seating.interviewers)
        sentence = f"Candidate {position}: {who}. {_why(seating)}"
        lines += paragraph(visible(sentence), width, "- ")
    return lines


def _why(seating: Seating) -> str:
    if seating.purpose == "join":
        return "This joins groups that share no candidate yet."
    if seating.purpose == "strengthen":
        return f"Only {seating.link} links parts of the panel so far; this adds a second link."
    return "They have shared the fewest candidates so far."


def _panels(plan: Plan, width: int) -> list[str]:
    if plan.withheld is not None:
        notice = plan.withheld.notice("Panels of other sizes")
        return paragraph(f"Withheld: {notice.message}. {notice.mend}", width)
    header = ["interviewers", "reliability", "wrong hires", "wrong rejections"]
    rows = [
        [
            str(panel.interviewers),
            _cell(panel.reliability, "{:.2f}"),
            _cell(panel.wrong_hire, "{:.0%}"),
            _cell(panel.wrong_reject, "{:.0%}"),
        ]
        for panel in plan.panels
    ]
    legend = (
        "Reliability of the mean of so many interviewers, each candidate having their own: 1 is"
        " perfect. Wrong decisions are shares of all candidates when a mean of"
        f" {plan.cut:g} is needed: let through though truly below it, or turned away though not."
        " 95% intervals in brackets. Scores are taken to be normal, which is rough near 1 and 5,"
        " and coming candidates and interviewers to be like those measured."
    )
    return [*table(header, rows, width), "", *paragraph(legend, width)]


def _cell(figure: Figure, form: str) -> str:
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return "withheld"
    low, high = form.format(figure.ci_low), form.format(figure.ci_high)
    return f"{form.format(figure.value)} ({low.removesuffix('%')} to {high})"
