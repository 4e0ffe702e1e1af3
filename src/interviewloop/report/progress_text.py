"""A trainee's progress for reading in a terminal: the plot, the interviews, the bar, patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.text import counted, visible
from interviewloop.practice.wording_patterns import bar_saying, pattern_sayings
from interviewloop.report.columns import paragraph, table
from interviewloop.report.progress_plot import plot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.practice.evidence import Share
    from interviewloop.practice.progress import Point, Progress

NARROWEST = 80
_SIMULATED = (
    "The key is what the authors of the personas intended; no panel of experts has rated all of"
    " them yet."
)


def progress_text(progress: Progress, names: Mapping[str, str], width: int = NARROWEST) -> str:
    """The report, at least 80 columns wide, without colour, ending in a line end.

    ``names`` are what dimensions are called; the id stands in for a missing one.
    """
    width = max(width, NARROWEST)
    title = visible(f"Practice of {progress.trainee}")
    sections = [
        [title, "=" * len(title), *([] if progress.rated else paragraph(_SIMULATED, width))],
        _section("How near the key, by interview", plot(progress.points, width)),
        _section("Interviews", _interviews(progress.points, width)),
        _section("Certification bar", paragraph(bar_saying(progress.bar).text, width)),
        _section("Patterns", _patterns(progress, names, width)),
        _section("Where the error comes from (for trainers)", _parts(progress, width)),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _section(heading: str, lines: list[str]) -> list[str]:
    return [heading, "-" * len(heading), *lines] if lines else []


def _interviews(points: Sequence[Point], width: int) -> list[str]:
    header = ["", "exact", "within one", "typical distance", "scores"]
    rows = [
        [
            visible(f"{number} {point.name}{' (again)' if point.again else ''}"),
            _percent(point.accuracy.exact),
            _percent(point.accuracy.within_one),
            "-" if point.accuracy.rmse is None else f"{point.accuracy.rmse:.2f}",
            str(point.accuracy.exact.whole),
        ]
        for number, point in enumerate(points, start=1)
    ]
    return table(header, rows, width)


def _patterns(progress: Progress, names: Mapping[str, str], width: int) -> list[str]:
    sayings = pattern_sayings(progress.patterns, names)
    return [line for one in sayings for line in paragraph(visible(one.text), width, "- ")]


def _parts(progress: Progress, width: int) -> list[str]:
    parts = progress.patterns.parts
    if parts is None:
        return []
    text = (
        f"Mean squared error {parts.total:.3f} over {counted(parts.interviews, 'interview')}"
        f" and {counted(len(parts.dims), 'dimension')}: {parts.elevation:.3f} from scoring"
        f" everybody higher or lower, {parts.differential_elevation:.3f} from whole candidates,"
        f" {parts.stereotype:.3f} from whole dimensions,"
        f" {parts.differential:.3f} from single scores."
    )
    return paragraph(text, width)


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.0%}"
