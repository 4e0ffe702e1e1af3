"""How far an unbiased rater's figures stray by chance, and from how much data a figure is shown.

All limits come from simulated unbiased raters: true score plus normal noise of SD 0.6, rounded to
whole scores from 1 to 5. A figure beyond its limit is flagged; 5 in 100 unbiased raters are
(severity counts both sides, the others one). tests/practice/test_simulated_raters.py repeats the
simulation.
"""

from __future__ import annotations

from typing import NamedTuple


class SeverityLimit(NamedTuple):
    """Mean difference from the key, either way, beyond which ``scores`` or more are off."""

    scores: int
    limit: float


SEVERITY_LIMITS: tuple[SeverityLimit, ...] = (
    SeverityLimit(8, 0.50),
    # 15 and 18 are three interviews of cases that score five or six dimensions.
    SeverityLimit(15, 0.33),
    SeverityLimit(18, 0.28),
    # 0.21 would flag 7 in 100: with 24 scores the next possible values are 0.208 and 0.25.
    SeverityLimit(24, 0.25),
    SeverityLimit(30, 0.20),
    SeverityLimit(48, 0.17),
    SeverityLimit(64, 0.16),
)


class SlopeLimit(NamedTuple):
    """Within slope below which scores inside a candidate are flatter than chance makes them.

    ``spread`` is the least sum of squares of the key about its candidates' means. Chance in a slope
    depends on it: three candidates who are alike inside say less than one of many levels.
    """

    spread: float
    limit: float


SLOPE_LIMITS: tuple[SlopeLimit, ...] = (
    SlopeLimit(3.8, 0.45),  # one interview, eight dimensions
    SlopeLimit(10.5, 0.65),  # the first three of a loop, five dimensions
    SlopeLimit(15.5, 0.70),  # the first three of a loop, eight dimensions
    SlopeLimit(21.0, 0.73),  # three interviews, eight dimensions
    SlopeLimit(27.0, 0.75),  # six, five
    SlopeLimit(33.0, 0.76),  # eight, five
    SlopeLimit(47.0, 0.80),  # six, eight
    SlopeLimit(54.0, 0.81),  # eight, eight
)


class TwinLimit(NamedTuple):
    """The twin gap beyond which it is more than chance, for ``dims`` content dimensions or more."""

    dims: int
    gap: float


TWIN_LIMITS: tuple[TwinLimit, ...] = (TwinLimit(4, 0.50), TwinLimit(7, 0.36))

CENTRAL_BELOW = 0.75
"""Slope between candidates' means that parts two habits which both flatten scores inside a
candidate: about 0.5 when everybody is drawn to the middle of the scale, about 1 when every score of
a candidate is drawn to that candidate's mean. Right for 95 in 100 of the first, wrong for 6 of the
second, with eight interviews."""

PATTERNS_FROM = 3
"""Mock interviews from which severity and the slopes are shown; before, cells only."""
KIND_FROM = 8
"""Mock interviews from which the two kinds of flat scores are told apart."""
TWIN_PAIRS = 2
"""Complete pairs of delivery twins from which anything is said about delivery."""
LOOP = 8
"""Mock interviews after which the certification bar is applied."""

EXACT_BAR = 0.55
WITHIN_ONE_BAR = 0.95
RMSE_BAR = 0.75
"""Certification at the end of a loop: scores equal to the key, scores within one, root mean square
error. Unbiased raters with noise of SD 0.6 pass in 9 of 10 cases, with 0.8 in 2, with 1.0 hardly
ever."""


def severity_limit_for(scores: int) -> float | None:
    """The limit of the largest design reached: chance can only be smaller. None for too few."""
    reached = [one.limit for one in SEVERITY_LIMITS if one.scores <= scores]
    return reached[-1] if reached else None


def slope_limit_for(spread: float) -> float | None:
    """The limit of the largest design reached; None where the key has too little spread."""
    reached = [one.limit for one in SLOPE_LIMITS if one.spread <= spread]
    return reached[-1] if reached else None


def twin_limit_for(dims: int) -> float | None:
    """The limit of the twin gap over ``dims`` content dimensions; None for too few."""
    reached = [one.gap for one in TWIN_LIMITS if one.dims <= dims]
    return reached[-1] if reached else None
