"""Cronbach's four parts of inaccuracy against a key.

With X the scores and K the key of N personas on D dimensions, and dots for means:
elevation E2 = (X.. - K..)^2; differential elevation DE2 = 1/N sum ((Xn. - X..) - (Kn. - K..))^2;
stereotype accuracy SA2 = 1/D sum ((X.d - X..) - (K.d - K..))^2; differential accuracy DA2 the mean
square of the rest. They add up to the mean squared error. Divisors are N and D, not N - 1; the
literature often gives the square roots. Source: Cronbach, Psychological Bulletin 52 (1955).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.practice.interviews import Interview

FEWEST_INTERVIEWS = 3
FEWEST_DIMS = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """The four parts, their sum, and the complete block they come from."""

    elevation: float
    differential_elevation: float
    stereotype: float
    differential: float
    interviews: int
    dims: tuple[str, ...]

    @property
    def total(self) -> float:
        """The mean squared error."""
        return self.elevation + self.differential_elevation + self.stereotype + self.differential


def parts_of(interviews: Sequence[Interview]) -> Parts | None:
    """The four parts over a complete block of personas and dimensions.

    Where scores are missing, dimensions or interviews with gaps are left out, whichever keeps more
    scores. None when fewer than three interviews or two dimensions remain.
    """
    block, dims = _complete_block(interviews)
    if len(block) < FEWEST_INTERVIEWS or len(dims) < FEWEST_DIMS:
        return None
    d = [[one.scores[dim] - one.key[dim] for dim in dims] for one in block]
    grand = fmean(value for row in d for value in row)
    rows = [fmean(row) for row in d]
    columns = [fmean(column) for column in zip(*d, strict=True)]
    rest = (
        value - rows[n] - columns[m] + grand
        for n, row in enumerate(d)
        for m, value in enumerate(row)
    )
    return Parts(
        elevation=grand**2,
        differential_elevation=fmean((row - grand) ** 2 for row in rows),
        stereotype=fmean((column - grand) ** 2 for column in columns),
        differential=fmean(value**2 for value in rest),
        interviews=len(block),
        dims=dims,
    )


def _complete_block(
    interviews: Sequence[Interview],
) -> tuple[list[Interview], tuple[str, ...]]:
    scored = [one for one in interviews if one.scores]
    every = tuple(dict.fromkeys(dim for one in scored for dim in one.scores))
    shared = tuple(dim for dim in every if all(dim in one.scores for one in scored))
    whole = [one for one in scored if all(dim in one.scores for dim in every)]
    if len(whole) * len(every) > len(scored) * len(shared):
        return whole, every
    return scored, shared
