"""Intervals from a standard error and Student's t."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.special import stdtrit

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Interval

_UPPER = 0.975


def around(value: float, error: float, freedom: float, low: float, high: float) -> Interval:
    """``value`` +- t ``error`` with ``freedom`` > 0 degrees of freedom, cut to ``low`` .. ``high``,
    which hold ``value``."""
    reach = float(stdtrit(freedom, _UPPER)) * error
    return max(low, value - reach), min(high, value + reach)
