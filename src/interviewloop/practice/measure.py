"""What a statistic of practice hands out: a figure with its limit, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from interviewloop.practice.limits import KIND_FROM, LOOP, PATTERNS_FROM, TWIN_PAIRS


class Reason(NamedTuple):
    """Why a figure is withheld, and which data would mend it."""

    code: str
    why: str
    mend: str


FEW_INTERVIEWS = Reason(
    "few-interviews",
    "no pattern can be read from so few scores",
    f"Patterns are read from {PATTERNS_FROM} mock interviews on.",
)
FEW_SCORES = Reason(
    "few-scores",
    "too few dimensions were scored to tell a pattern from chance",
    "Score every dimension of the case; no signal where there was none.",
)
FLAT_KEY = Reason(
    "flat-key",
    "the personas met do not differ enough in the key to compare slopes",
    "Meet personas of other levels.",
)
TWINS_MISSING = Reason(
    "twins-missing",
    "without the same content in two deliveries a pull of delivery cannot be told from level",
    f"Meet both personas of {TWIN_PAIRS} pairs of delivery twins.",
)
FEW_FOR_KIND = Reason(
    "few-for-kind",
    "two habits flatten scores inside a candidate and cannot be told apart yet",
    f"They can from {KIND_FROM} mock interviews on.",
)
GAPS = Reason(
    "gaps",
    "no two dimensions were scored in three interviews alike",
    "Score the same dimensions in each interview.",
)
UNFINISHED_LOOP = Reason(
    "unfinished-loop",
    "the bar is applied at the end of a loop",
    f"A loop is {LOOP} mock interviews.",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, how far chance alone would take it, and what went in.

    ``limit`` is where chance ends; None for a figure that is not judged. ``n`` counts scores.
    ``withheld`` is the reason why there is no value; then value and limit are None.
    """

    value: float | None
    limit: float | None
    n: int
    flagged: bool = False
    withheld: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.withheld is not None):
            raise ValueError("a measure has a value, or says why it is withheld")
        if self.withheld is not None and (self.flagged or self.limit is not None):
            raise ValueError("what is withheld has no limit and no flag")

    @classmethod
    def hidden(cls, reason: Reason, n: int) -> Measure:
        """A measure that ``reason`` withholds."""
        return cls(None, None, n, withheld=reason)
