"""Sections of a report on what only some data hold: a key, cases, a link by practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.report.calibration_tables import Section, Table, capped, cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.accuracy import Accuracy
    from interviewloop.calibration.linking import Linked
    from interviewloop.calibration.results import Calibration


def accuracy(calibration: Calibration) -> Section:
    """Scores against the key; nothing where nobody named one."""
    tables = [_hits(calibration), _parts(calibration)] if calibration.keyed else []
    return Section("Accuracy against the key", tables=tables)


def _hits(calibration: Calibration) -> Table:
    rows = capped(
        [
            label,
            *(_share(share) for share in (one.hit, one.near, one.miss)),
            cell(one.severity, "{:+.2f}"),
            str(one.n),
        ]
        for label, one in _accuracies(calibration)
    )
    return Table(
        ["", "hit", "near", "miss", "severity", "scores"],
        rows,
        "Hit: the key, or either side of a half key. Near: less than two points off. Severity:"
        " score points below (+) or above (-) the key, with a 95% interval over candidates, the key"
        " taken as right; one interval in twenty misses.",
    )


def _parts(calibration: Calibration) -> Table:
    rows = capped(
        [
            label,
            *(
                ["withheld"] + [""] * 5
                if (block := one.block) is None
                else [
                    f"{block.elevation:.2f}",
                    f"{block.differential_elevation:.2f}",
                    f"{block.stereotype_accuracy:.2f}",
                    f"{block.differential_accuracy:.2f}",
                    f"{block.total:.2f}",
                    _number(block.overall_correlation),
                ]
            ),
        ]
        for label, one in _accuracies(calibration)
    )
    return Table(
        ["squared error from", "level", "people", "dimensions", "single", "all", "r"],
        rows,
        "Cronbach's parts of the mean squared distance from the key, over complete scorecards:"
        " scoring everybody high or low, whole candidates, whole dimensions, single scores; they"
        " add up. r: correlation of scores and key. These describe the scores at hand; small panels"
        " change much by chance.",
    )


def _accuracies(calibration: Calibration) -> Iterator[tuple[str, Accuracy]]:
    for label, result in calibration.interviewers.items():
        yield label, result.accuracy


def cases(calibration: Calibration) -> Section:
    """How hard each case is; nothing where scores do not name two of them."""
    if len(calibration.cases.cases) < 2:
        return Section("Cases")
    rows = capped(
        [
            label,
            cell(result.difficulty, "{:+.2f}"),
            _signed(result.rasch.value),
            _number(result.rasch.se),
            str(result.difficulty.n),
        ]
        for label, result in calibration.cases.cases.items()
    )
    legend = (
        "Difficulty: score points below (+) or above (-) what the same people would get from the"
        " same interviewers on the average of these cases, with a 95% interval that allows for the"
        " scores of one session hanging together; logits and SE from the Rasch model, which do not"
        " allow for it."
    )
    return Section(
        "Cases", tables=[Table(["", "difficulty", "logits", "SE", "scores"], rows, legend)]
    )


def linked(calibration: Calibration) -> Section:
    """Severity across groups with the help of practice; nothing where it was not asked for."""
    heading = "Severity across groups, linked by practice"
    found = calibration.linked
    if found.withheld is not None:
        return Section(heading)
    rows = capped(
        [
            label,
            cell(result.severity_linked, "{:+.2f}"),
            _signed(result.rasch_linked.severity),
            _number(result.rasch_linked.se),
        ]
        for label, result in calibration.interviewers.items()
    )
    table = Table(["", "severity", "logits", "SE"], rows, link_words(found))
    return Section(heading, tables=[table])


def link_words(found: Linked) -> str:
    """What a severity linked by practice stands on; empty where it is withheld."""
    if found.withheld is not None:
        return ""
    tested = (
        "whether they are could not be tested"
        if found.chance is None
        else f"a test finds no clear difference (p = {found.chance:.2f}), which is no proof"
    )
    return (
        f"Severity in score points over the whole panel, from live interviews and {found.sessions}"
        f" practice sessions with {found.personas} simulated candidates together. It takes people"
        f" to be as severe in practice as with candidates: {tested}."
    )


def _share(share: float | None) -> str:
    return "withheld" if share is None else f"{share:.0%}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _signed(value: float | None) -> str:
    return "withheld" if value is None else f"{value:+.2f}"
