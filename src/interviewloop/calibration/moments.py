"""Variance components from sums of squares, for tables too large for the likelihood.

Henderson's method 1 (Biometrics 9:226, 1953; Searle, Casella & McCulloch 1992, ch. 5): the eight
uncorrected sums of squares T_F = sum over groups of F of (group total)^2 / (group size), F any
subset of {candidate, interviewer, dimension}, are set equal to what they are on average,

    E T_F = N mu^2 + sum_G theta_G sum_rows n_{F u G} / n_F

n_F being the size of the row's group in F. Unbiased for any pattern of gaps and one pass over the
rows; less efficient than REML, which it gives starting values to. An estimate below 0 is returned
as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

_SUBSETS = (0b001, 0b010, 0b100, 0b011, 0b101, 0b110, 0b111)
"""Candidate 1, interviewer 2, dimension 4, added up, in the order of ``TERMS``."""


def groupings(ratings: Ratings) -> dict[int, NDArray[np.int64]]:
    """The group of each row (n,) in each subset of the three factors, 0 being all rows."""
    candidate = ratings.candidate.astype(np.int64)
    interviewer = ratings.interviewer.astype(np.int64)
    dimension = ratings.dimension.astype(np.int64)
    # Rows are in order, so a new session starts where candidate or interviewer changes.
    new = (np.diff(candidate, prepend=-1) != 0) | (np.diff(interviewer, prepend=-1) != 0)
    width = len(ratings.dimensions)
    return {
        0b000: np.zeros(len(ratings), dtype=np.int64),
        0b001: candidate,
        0b010: interviewer,
        0b100: dimension,
        0b011: np.cumsum(new) - 1,
        0b101: candidate * width + dimension,
        0b110: interviewer * width + dimension,
        0b111: np.arange(len(ratings)),
    }


def moment_components(
    ratings: Ratings, score: NDArray[np.float64], wanted: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Estimates (7,) in the order of ``TERMS``; those not ``wanted`` are 0."""
    centred = score - score.mean()
    sizes, sums = {}, {}
    for subset, group in groupings(ratings).items():
        count = np.bincount(group)
        total = np.bincount(group, weights=centred)
        sums[subset] = float((total**2 / np.maximum(count, 1)).sum())
        sizes[subset] = count[group].astype(np.float64)
    terms = [term for term in range(len(_SUBSETS)) if wanted[term]]
    rows = [0, *(_SUBSETS[term] for term in terms)]
    coefficients = np.empty((len(rows), len(rows)))
    coefficients[:, 0] = len(ratings)  # of mu squared
    for i, left in enumerate(rows):
        for j, term in enumerate(terms, start=1):
            coefficients[i, j] = float((sizes[left | _SUBSETS[term]] / sizes[left]).sum())
    solved = np.linalg.lstsq(coefficients, np.array([sums[row] for row in rows]), rcond=None)[0]
    found = np.zeros(len(_SUBSETS))
    found[terms] = solved[1:]
    return found
