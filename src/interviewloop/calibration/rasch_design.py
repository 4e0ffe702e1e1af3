"""What the many-facet Rasch model needs of a table of ratings, and no more.

The rating-scale model is an exponential family: scores enter only through the totals of each
candidate, interviewer and dimension and the number of times each score was given. Everything else
is design: who scored whom on what. Sessions (candidate x interviewer) in which the same dimensions
were scored have the same normalising function of theta - severity, so the design is kept as
*columns*, an interviewer with a set of dimensions, and a sparse matrix that says which candidate
met which column. A panel of eight dimensions is eight times smaller that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

EXTREME_ADJUSTMENT = 0.3
"""An extreme total is moved inside by this much, as TAM, immer and FACETS do, to be finite."""

_MOST_MASKS = 64
_MOST_BITS = 62


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Totals and incidence. C candidates, R interviewers, D dimensions, K scores that occur, J
    columns, M sets of dimensions, S meetings of a candidate and a column.

    ``levels`` (K,) are the scores that occur, less the lowest of them, and ``lowest`` is that one.
    ``meetings`` (C, J) is 1 where the candidate met the column. Totals are sums of levels:
    ``candidate_total`` (C,), ``interviewer_total`` (R,), ``dimension_total`` (D,), and
    ``level_count`` (K,). ``*_extreme`` are -1, 0 or 1: all scores the lowest, neither, the highest.
    ``*_subset`` number the part of the candidate-interviewer graph, 0 to ``subsets`` - 1.
    """

    levels: NDArray[np.float64]
    lowest: int
    meetings: csr_array
    column_interviewer: NDArray[np.int64]
    column_mask: NDArray[np.int64]
    masks: NDArray[np.float64]
    candidate_total: NDArray[np.float64]
    interviewer_total: NDArray[np.float64]
    dimension_total: NDArray[np.float64]
    level_count: NDArray[np.float64]
    candidate_n: NDArray[np.int64]
    interviewer_n: NDArray[np.int64]
    dimension_n: NDArray[np.int64]
    candidate_extreme: NDArray[np.int64]
    interviewer_extreme: NDArray[np.int64]
    dimension_extreme: NDArray[np.int64]
    candidate_subset: NDArray[np.int64]
    interviewer_subset: NDArray[np.int64]
    subsets: int

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """Candidates, interviewers, dimensions, scores that occur."""
        return (
            len(self.candidate_total),
            len(self.interviewer_total),
            len(self.dimension_total),
            len(self.levels),
        )

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Candidate, column and interviewer of each meeting, in order of candidates: each (S,)."""
        candidates = np.arange(self.meetings.shape[0], dtype=np.int64)
        column = self.meetings.indices.astype(np.int64)
        row = np.repeat(candidates, np.diff(self.meetings.indptr))
        return row, column, self.column_interviewer[column]

    def finite_totals(
        self,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Totals of candidates, interviewers and dimensions with extreme ones moved inside."""
        return (
            self.candidate_total - EXTREME_ADJUSTMENT * self.candidate_extreme,
            self.interviewer_total - EXTREME_ADJUSTMENT * self.interviewer_extreme,
            self.dimension_total - EXTREME_ADJUSTMENT * self.dimension_extreme,
        )


def design(ratings: Ratings) -> Design:
    """The design of a table with at least one row, in time linear in its rows."""
    used = np.unique(ratings.score)
    lowest = int(used[0])
    level = (ratings.score - np.uint8(lowest)).astype(np.float64)
    sizes = (len(ratings.candidates), len(ratings.interviewers), len(ratings.dimensions))
    facets = (ratings.candidate, ratings.interviewer, ratings.dimension)
    counts = [np.bincount(f, minlength=n) for f, n in zip(facets, sizes, strict=True)]
    totals = [
        np.bincount(f, level, minlength=n).astype(np.float64)
        for f, n in zip(facets, sizes, strict=True)
    ]
    top = float(used[-1]) - lowest
    extremes = [
        (total == top * count).astype(np.int64) - (total == 0)
        for total, count in zip(totals, counts, strict=True)
    ]
    meetings, column_interviewer, column_mask, masks = _columns(ratings)
    candidate_subset, interviewer_subset, subsets = _subsets(meetings, column_interviewer, sizes[1])
    return Design(
        levels=used.astype(np.float64) - lowest,
        lowest=lowest,
        meetings=meetings,
        column_interviewer=column_interviewer,
        column_mask=column_mask,
        masks=masks,
        candidate_total=totals[0],
        interviewer_total=totals[1],
        dimension_total=totals[2],
        level_count=np.bincount(ratings.score)[used].astype(np.float64),
        candidate_n=counts[0],
        interviewer_n=counts[1],
        dimension_n=counts[2],
        candidate_extreme=extremes[0],
        interviewer_extreme=extremes[1],
        dimension_extreme=extremes[2],
        candidate_subset=candidate_subset,
        interviewer_subset=interviewer_subset,
        subsets=subsets,
    )


def _columns(
    ratings: Ratings,
) -> tuple[csr_array, NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Meetings (C, J), and of each column its interviewer and its row in the masks (M, D)."""
    dimensions = len(ratings.dimensions)
    starts = _session_starts(ratings)
    candidate, interviewer = ratings.candidate[starts], ratings.interviewer[starts]
    masks = np.eye(dimensions)
    mask: NDArray[np.int64] | None = None
    if dimensions <= _MOST_BITS:
        bits = np.left_shift(np.int64(1), ratings.dimension.astype(np.int64))
        code, mask = np.unique(np.add.reduceat(bits, starts), return_inverse=True)
        if len(code) <= _MOST_MASKS:
            masks = ((code[:, np.newaxis] >> np.arange(dimensions)) & 1).astype(np.float64)
        else:
            mask = None
    if mask is None:
        # Too many different sets of dimensions: each score stands alone, which is merely slower.
        candidate, interviewer = ratings.candidate, ratings.interviewer
        mask = ratings.dimension.astype(np.int64)
    column, meeting = np.unique(
        interviewer.astype(np.int64) * len(masks) + mask, return_inverse=True
    )
    shape = (len(ratings.candidates), len(column))
    meetings = coo_array((np.ones(len(meeting)), (candidate, meeting)), shape=shape).tocsr()
    meetings.sort_indices()
    return meetings, column // len(masks), column % len(masks), masks


def _session_starts(ratings: Ratings) -> NDArray[np.int64]:
    """Rows that begin a session; the table is in order of candidate and interviewer."""
    new = np.ones(len(ratings), dtype=np.bool_)
    new[1:] = (np.diff(ratings.candidate) != 0) | (np.diff(ratings.interviewer) != 0)
    return np.flatnonzero(new)


def _subsets(
    meetings: csr_array, column_interviewer: NDArray[np.int64], interviewers: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """The part of the graph each candidate and each interviewer is in, and how many there are."""
    entries = meetings.tocoo()
    candidates = meetings.shape[0]
    size = candidates + interviewers
    other_end = candidates + column_interviewer[entries.col]
    edges = coo_array((np.ones(len(other_end)), (entries.row, other_end)), shape=(size, size))
    count, part = connected_components(edges, directed=False)
    number = np.asarray(part, dtype=np.int64)
    return number[:candidates], number[candidates:], int(count)
