"""What a statistic hands out: a figure with its interval and n, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Level = Literal["withheld", "warning", "info"]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that says how sure it is.

    ``ci_low`` and ``ci_high`` bound the 95% interval; ``n`` counts what went in (each statistic
    says what it counts). ``withheld`` is ``None`` or the code of the :class:`Rule` that forbids
    the number; then value and interval are ``None``. A value without an interval, or one that is
    not finite, cannot be made: ``ValueError``.
    """

    value: float | None
    ci_low: float | None
    ci_high: float | None
    n: int
    withheld: str | None = None

    def __post_init__(self) -> None:
        numbers = (self.value, self.ci_low, self.ci_high)
        if self.withheld is not None:
            if numbers != (None, None, None):
                raise ValueError("a withheld figure has no value and no interval")
            return
        if self.value is None or self.ci_low is None or self.ci_high is None:
            raise ValueError("a figure has a value and an interval, or says why it is withheld")
        if not all(math.isfinite(x) for x in (self.value, self.ci_low, self.ci_high)):
            raise ValueError(f"a figure is finite, not {numbers}")
        if self.ci_low > self.ci_high:
            raise ValueError(f"an interval runs from low to high, not {numbers[1:]}")

    @classmethod
    def hidden(cls, rule: Rule, n: int) -> Figure:
        """A figure that ``rule`` withholds."""
        return cls(None, None, None, n, rule.code)

    @classmethod
    def of(cls, value: float, interval: Interval, n: int) -> Figure:
        """A figure with its 95% interval."""
        return cls(float(value), float(interval[0]), float(interval[1]), n)


class Notice(NamedTuple):
    """Something the reader must know before trusting a figure, and what would mend it."""

    code: str
    level: Level
    message: str
    mend: str


class Rule(NamedTuple):
    """How much data a figure needs, in numbers and in words.

    ``threshold`` is the least (for ``disconnected`` and ``many-comparisons`` the most) that passes
    without a word. ``reason`` completes "<whom it concerns>: ..." and ``mend`` says which data
    would help; both may name the threshold as ``{threshold}``.
    """

    code: str
    level: Level
    threshold: int
    reason: str
    mend: str

    def notice(self, *subjects: str) -> Notice:
        """The rule's sentence about ``subjects``."""
        reason, mend = (text.format(threshold=self.threshold) for text in (self.reason, self.mend))
        # Whoever's figure is withheld has to find the reason, however many they are.
        named = ", ".join(subjects) if self.level == "withheld" else first_few(subjects)
        return Notice(self.code, self.level, f"{named}: {reason}", mend)


def first_few(labels: Sequence[str], shown: int = 6) -> str:
    """``labels`` in a row, cut short after ``shown`` with the number of the others."""
    more = len(labels) - shown
    return ", ".join(labels[:shown]) + (f" and {more} more" if more > 0 else "")


NO_SHARED_SCORES = Rule(
    "no-shared-scores",
    "withheld",
    1,
    "no candidate was scored by two interviewers on the same dimension, so there is nothing to"
    " compare",
    "Let at least two interviewers score the same candidate on the same dimension.",
)
FEW_CANDIDATES = Rule(
    "few-candidates",
    "withheld",
    5,
    "fewer than {threshold} candidates have shared scores, too few for an honest interval",
    "Have more candidates scored by two or more interviewers, or run a calibration exercise.",
)
FEW_SHARED_CANDIDATES = Rule(
    "few-shared-candidates",
    "withheld",
    3,
    "fewer than {threshold} candidates shared with colleagues; the scores of one candidate hang"
    " together, so many scores of few candidates do not help",
    "Plan interviews with colleagues on at least {threshold} candidates.",
)
FEW_RATINGS = Rule(
    "few-ratings",
    "withheld",
    10,
    "fewer than {threshold} scores shared with colleagues; a lean from so few would be mostly"
    " noise",
    "Collect at least {threshold} scores on candidates that colleagues score too.",
)
NO_VARIANCE = Rule(
    "no-variance",
    "withheld",
    2,
    "all shared scores are the same number, so agreement cannot be told from habit",
    "Score candidates who differ, and use the anchors of the whole scale.",
)
ALMOST_NO_VARIANCE = Rule(
    "almost-no-variance",
    "withheld",
    95,
    "nearly all shared scores are the same number; fewer than {threshold}% of the resamples"
    " vary at all",
    "Score candidates who differ, and use the anchors of the whole scale.",
)
NO_BANDS = Rule(
    "no-bands",
    "warning",
    10,
    "fewer than {threshold} candidates with shared scores; read the interval only, which for alpha"
    " is still rather too narrow, and give no verdict",
    "Collect shared scores on at least {threshold} candidates.",
)
PROVISIONAL = Rule(
    "provisional",
    "info",
    30,
    "fewer than {threshold} candidates with shared scores; treat agreement as provisional",
    "Run calibration again when {threshold} candidates have shared scores.",
)
IMPRECISE = Rule(
    "imprecise-severity",
    "warning",
    30,
    "fewer than {threshold} scores shared with colleagues; the lean is a rough one",
    "Collect at least {threshold} scores on candidates that colleagues score too.",
)
FLAT_INTERVAL = Rule(
    "flat-interval",
    "warning",
    1,
    "every candidate gives the same figure, so the interval has no width; it cannot show what has"
    " not been seen yet",
    "Collect more candidates before relying on it.",
)
DISCONNECTED = Rule(
    "disconnected",
    "warning",
    1,
    "these groups share no candidate, directly or through others; severity compares"
    " interviewers inside a group only",
    "Let an interviewer of one group score a candidate of another, or have all of them score one"
    " simulated candidate.",
)
WEAK_LINK = Rule(
    "weak-link",
    "warning",
    2,
    "this one candidate alone holds parts of the panel together",
    "Let interviewers of both parts share at least one more candidate.",
)
RARE_CATEGORY = Rule(
    "rare-category",
    "info",
    10,
    "used fewer than {threshold} times by the whole panel, so what is said of this step of the"
    " scale rests on little",
    "Check whether the anchor of this score can be met at all, and collect more scores.",
)
MANY_COMPARISONS = Rule(
    "many-comparisons",
    "info",
    5,
    "each interval misses the truth 1 time in 20, so among many interviewers and dimensions some"
    " lean by chance",
    "Take a single lean as a reason to look at the scorecards, not as proof.",
)

RULES: tuple[Rule, ...] = (
    NO_SHARED_SCORES,
    FEW_CANDIDATES,
    FEW_SHARED_CANDIDATES,
    FEW_RATINGS,
    NO_VARIANCE,
    ALMOST_NO_VARIANCE,
    NO_BANDS,
    PROVISIONAL,
    IMPRECISE,
    FLAT_INTERVAL,
    DISCONNECTED,
    WEAK_LINK,
    RARE_CATEGORY,
    MANY_COMPARISONS,
)
"""Every minimum-data rule. docs/statistics.md gives the source of each threshold."""
