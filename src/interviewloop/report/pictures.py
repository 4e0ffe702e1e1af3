"""What the pictures of a calibration show, before a terminal or a page draws them.

Interviewers stand in the order of what they are called: these are mirrors, not league tables. A
withheld figure keeps its row, with the code of the rule that withholds it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from interviewloop.calibration.ratings import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from interviewloop.calibration.figures import Figure
    from interviewloop.calibration.results import Calibration, InterviewerResult

    Naming = Callable[[str], str]

_LEAST_SPAN = 0.5
"""An axis never shows less than half a point to either side, so that nothing looks large."""
Place = Literal["candidate", "interviewer", "dimension"]


class Row(NamedTuple):
    """One line of a forest plot. ``label`` is what the figure belongs to, ``name`` how it is
    called. ``clear`` says whether the whole interval lies on one side of ``against``."""

    label: str
    name: str
    figure: Figure
    against: float = 0.0

    @property
    def clear(self) -> bool:
        low, high = self.figure.ci_low, self.figure.ci_high
        return low is not None and high is not None and not low <= self.against <= high


class Forest(NamedTuple):
    """Figures with their intervals on one axis, ``span`` to either side of ``middle``.

    ``marks`` says whether what each row is held ``against`` is drawn too."""

    title: str
    left: str
    right: str
    span: float
    rows: tuple[Row, ...]
    middle: float = 0.0
    marks: bool = False


class Path(NamedTuple):
    """An interviewer's sessions in order: how far they lie above (+) or below what the model
    expects, as a running mean in score points, and the drift they add up to."""

    label: str
    name: str
    points: tuple[float, ...]
    figure: Figure


class Paths(NamedTuple):
    """Lines over sessions, on one axis from ``-span`` to ``span`` score points."""

    span: float
    rows: tuple[Path, ...]


class Heat(NamedTuple):
    """Leans of interviewers on dimensions; a cell is None where nothing was scored."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Figure | None, ...]], ...]
    """Label, name and a cell for each column."""
    span: float


class Mark(NamedTuple):
    """A place on the Wright map, in rating points; ``value`` is 1 to 5."""

    kind: Place
    label: str
    name: str
    value: float


class Use(NamedTuple):
    """How often each score was given on a dimension, lowest first."""

    label: str
    name: str
    counts: tuple[int, ...]


def severity_forest(calibration: Calibration, naming: Naming = str) -> Forest:
    """Severity of every interviewer, adjusted and shrunken; within subsets where there are any."""
    whole = calibration.data.connectivity.connected

    def figure(one: InterviewerResult) -> Figure:
        return one.severity.severity if whole else one.severity.within_subset

    rows = _rows(calibration.interviewers, figure, naming)
    return Forest("Severity", "lenient", "severe", _span(row.figure for row in rows), rows)


def linked_forest(calibration: Calibration, naming: Naming = str) -> Forest:
    """Severity over the whole panel, with practice as the link between its groups."""
    rows = _rows(calibration.interviewers, lambda one: one.severity_linked, naming)
    return Forest("Severity, linked", "lenient", "severe", _span(row.figure for row in rows), rows)


def drift_forest(calibration: Calibration, naming: Naming = str) -> Forest:
    """How far each interviewer's later sessions were harsher than the earlier ones."""
    rows = _rows(calibration.interviewers, lambda one: one.drift.points, naming)
    span = _span(row.figure for row in rows)
    return Forest("Drift", "milder over time", "harsher over time", span, rows)


def drift_paths(calibration: Calibration, naming: Naming = str) -> Paths:
    """Every interviewer's sessions over time; no points where drift is withheld."""
    rows = tuple(
        Path(label, naming(label), _running(one.drift.path), one.drift.points)
        for label, one in calibration.interviewers.items()
    )
    ends = [abs(point) for row in rows for point in row.points]
    return Paths(_wide_enough(ends), rows)


def _running(points: tuple[float, ...]) -> tuple[float, ...]:
    """Means over a window of a fifth of ``points`` around each; single sessions scatter too widely
    for a drift to be seen among them."""
    reach = max(1, len(points) // 10)
    windows = (points[max(0, at - reach) : at + reach + 1] for at in range(len(points)))
    return tuple(sum(window) / len(window) for window in windows)


def accuracy_forest(calibration: Calibration, naming: Naming = str) -> Forest:
    """Severity of every interviewer against the key."""
    rows = _rows(calibration.interviewers, lambda one: one.accuracy.severity, naming)
    span = _span(row.figure for row in rows)
    return Forest("Against the key", "above the key", "below the key", span, rows)


def kappa_forest(calibration: Calibration, naming: Naming = str) -> Forest:
    """Agreement of every two interviewers who share scores."""
    rows = tuple(
        Row(f"{pair.a} {pair.b}", f"{naming(pair.a)} – {naming(pair.b)}", pair.kappa_quadratic)
        for pair in calibration.pairs
    )
    return Forest("Kappa of pairs", "opposite", "alike", 1.0, rows)


def fair_forest(calibration: Calibration) -> Forest:
    """Fair mean of every candidate, held against the plain mean."""
    whole = calibration.data.connectivity.connected
    rows = tuple(
        Row(label, label, one.fair.fair_mean if whole else one.fair.within_subset, one.raw_mean)
        for label, one in calibration.candidates.items()
    )
    span = float(calibration.data.highest - LOWEST) / 2
    middle = _middle(calibration)
    return Forest("Fair means", "weaker", "stronger", span, rows, middle, marks=True)


def _middle(calibration: Calibration) -> float:
    """The middle of the scale."""
    return (LOWEST + calibration.data.highest) / 2


def case_forest(calibration: Calibration) -> Forest:
    """How hard every case is."""
    rows = tuple(
        Row(label, label, one.difficulty) for label, one in calibration.cases.cases.items()
    )
    return Forest("Cases", "easier", "harder", _span(row.figure for row in rows), rows)


def lean_heat(calibration: Calibration, naming: Naming = str) -> Heat:
    """Leans beyond severity, by interviewer and dimension."""
    columns = tuple(calibration.dimensions)
    rows = tuple(
        sorted(
            (
                (label, naming(label), tuple(one.leans.get(dim) for dim in columns))
                for label, one in calibration.interviewers.items()
            ),
            key=lambda row: row[1],
        )
    )
    return Heat(columns, rows, _span(cell for _, _, cells in rows for cell in cells if cell))


def wright_map(calibration: Calibration, naming: Naming = str) -> tuple[Mark, ...]:
    """Candidates, interviewers and dimensions on one scale of rating points, highest first.

    A candidate stands at the fair mean; an interviewer at the middle of the scale plus severity
    (who is severe asks more of the same candidate), a dimension at the middle plus how far below
    the grand mean it is scored. Where a figure is withheld there is no mark.
    """
    middle = _middle(calibration)
    marks = [
        Mark("candidate", label, label, one.fair.within_subset.value)
        for label, one in calibration.candidates.items()
        if one.fair.within_subset.value is not None
    ]
    marks += [
        Mark("interviewer", label, naming(label), middle + one.severity.within_subset.value)
        for label, one in calibration.interviewers.items()
        if one.severity.within_subset.value is not None
    ]
    marks += [
        Mark("dimension", label, label, middle + below)
        for label, below in _below_mean(calibration).items()
    ]
    return tuple(sorted(marks, key=lambda mark: (-mark.value, mark.kind, mark.label)))


def score_use(calibration: Calibration) -> tuple[Use, ...]:
    """How often each score was given, by dimension."""
    return tuple(
        Use(label, label, one.category_counts) for label, one in calibration.dimensions.items()
    )


def _rows(
    interviewers: Mapping[str, InterviewerResult],
    figure: Callable[[InterviewerResult], Figure],
    naming: Naming,
) -> tuple[Row, ...]:
    rows = [Row(label, naming(label), figure(one)) for label, one in interviewers.items()]
    # By what is shown: the order of the names would tell who is behind a code.
    return tuple(sorted(rows, key=lambda row: row.name))


def _span(figures: Iterable[Figure]) -> float:
    """The axis to either side: what the intervals need, in halves, up to the whole scale."""
    ends = [
        abs(end) for figure in figures for end in (figure.ci_low, figure.ci_high) if end is not None
    ]
    return _wide_enough(ends)


def _wide_enough(ends: Iterable[float]) -> float:
    needed = max(ends, default=_LEAST_SPAN)
    return min(float(HIGHEST - LOWEST), max(_LEAST_SPAN, math.ceil(2 * needed) / 2))


def _below_mean(calibration: Calibration) -> dict[str, float]:
    """How far below the mean of all dimensions each one is scored, in points; none if all empty."""
    means = {
        label: sum((score + 1) * count for score, count in enumerate(one.category_counts))
        / sum(one.category_counts)
        for label, one in calibration.dimensions.items()
        if sum(one.category_counts)
    }
    if not means:
        return {}
    grand = sum(means.values()) / len(means)
    return {label: grand - mean for label, mean in means.items()}
