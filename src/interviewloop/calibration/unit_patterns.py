"""Units (candidate x dimension) by how often each score was given in them.

What a panel agrees on depends on a unit through these five counts alone. Four interviewers can show
no more than 70 different counts (126 with gaps), a million ratings or ten: features of a unit are
worked out once for each pattern and then added up, by candidate or by group of candidates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from interviewloop.calibration.ratings import CATEGORIES, LOWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.resampling import Resampling

    Floats = NDArray[np.float64]

_MOST_LISTED = 2**22
_LARGEST_EXACT = 2**53
_ALL = slice(None)


class Blocks(NamedTuple):
    """Sums of features by candidate, or by group of candidates where there are many (see
    :meth:`.resampling.Resampling.groups`): (blocks, features). ``candidates`` went into them."""

    candidates: int
    sums: Floats


class UnitPatterns(NamedTuple):
    """``counts`` (P, 5) holds each pattern that occurs, ``shown`` (candidates, dimensions) which of
    them each unit shows; a unit without scores shows the pattern of zeros."""

    counts: Floats
    shown: NDArray[np.int64]

    def blocks(
        self,
        features: Floats,
        matters: NDArray[np.bool_],
        resampling: Resampling,
        dimension: int | None = None,
    ) -> Blocks:
        """``features`` (P, F) added up over one dimension or all, of the candidates who show a
        pattern that ``matters`` (P,) in one of these units."""
        shown = self._of(dimension)
        shown = shown[matters[shown].any(axis=1)]
        candidates = len(shown)
        if candidates <= resampling.drawn(candidates):
            return Blocks(candidates, features[shown].sum(axis=1))
        group = np.repeat(resampling.groups(candidates), shown.shape[1])
        places = (group, shown.ravel())
        shape = (resampling.drawn(candidates), len(features))
        seen = csr_array((np.ones(shown.size), places), shape=shape)
        return Blocks(candidates, np.asarray(seen @ features))

    def candidates(self, matters: NDArray[np.bool_], dimension: int | None = None) -> int:
        """How many candidates show a pattern that ``matters`` (P,) on one dimension or any."""
        return int(matters[self._of(dimension)].any(axis=1).sum())

    def _of(self, dimension: int | None) -> NDArray[np.int64]:
        return self.shown[:, _ALL if dimension is None else [dimension]]


def unit_patterns(ratings: Ratings) -> UnitPatterns:
    """The patterns of a table, in time linear in its rows."""
    shape = (len(ratings.candidates), len(ratings.dimensions))
    units = shape[0] * shape[1]
    unit = ratings.unit()
    base = int(np.bincount(unit, minlength=1).max()) + 1
    if base**CATEGORIES > _LARGEST_EXACT:
        cell = unit * CATEGORIES + (ratings.score - LOWEST)
        every = np.bincount(cell, minlength=units * CATEGORIES).reshape(units, CATEGORIES)
        counts, shown = np.unique(every, axis=0, return_inverse=True)
        return UnitPatterns(counts.astype(np.float64), shown.reshape(shape))
    # The five counts as the digits of one number.
    worth = float(base) ** np.arange(CATEGORIES)
    weight = np.concatenate([np.zeros(LOWEST), worth])[ratings.score]
    number = np.bincount(unit, weight, minlength=units).astype(np.int64)
    codes, shown = _distinct(number, base**CATEGORIES)
    counts = codes[:, np.newaxis] // worth.astype(np.int64) % base
    return UnitPatterns(counts.astype(np.float64), shown.reshape(shape))


def _distinct(number: NDArray[np.int64], end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct numbers below ``end`` in order, and which of them each is; no sorting when a list of
    all that are possible is short."""
    if end > _MOST_LISTED:
        codes, which = np.unique(number, return_inverse=True)
        return codes, which
    occurs = np.zeros(end, dtype=np.bool_)
    occurs[number] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[number]
