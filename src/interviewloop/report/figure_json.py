"""A figure as JSON: three finite numbers, or three nulls and the code of the rule behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Figure


def figure_json(figure: Figure) -> dict[str, float | int | str | None]:
    """The figure F of the JSON contract (docs/statistics.md)."""
    return {
        "value": figure.value,
        "ci_low": figure.ci_low,
        "ci_high": figure.ci_high,
        "n": figure.n,
        "withheld": figure.withheld,
    }
