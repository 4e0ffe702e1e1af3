"""Terms beyond candidate, interviewer and dimension in the additive model, and what is known of
them.

    score = candidate - severity + dimension + term + error

Each score has one of K terms or none: its case, or the later sessions of an interviewer. With W the
incidence of interviewers and dimensions, T that of the terms and Q the projection that takes
candidate means out, what the panel knows of the terms is

    S = T' Q T - T' Q W (W' Q W)^+ W' Q T

and their least squares are S^+ T' Q (scores less what W explains). A combination c of terms can be
told exactly if S S^+ c = c (estimable functions; Searle 1971, Linear Models, ch. 5). Its error is
s sqrt(c' S^+ c): errors of one session hang together (halo), so as in :mod:`.additive`

    s^2 = sum over sessions of (sum of residuals)^2 / scores / sessions left over

where candidates and interviewers take as many sessions away as their design has ranks, and each
term one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from interviewloop.calibration.additive import conjugate_gradients

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

_NULL = 1e-7
_MOST_DENSE = 500


class ExtraTerms(NamedTuple):
    """``effect`` (K,) of terms on scores, ``inverse`` S^+ and ``told`` S S^+, both (K, K).

    ``interviewer`` (R,) are effects of interviewers on scores with the terms in the model; ``rank``
    is that of S. ``squares`` between sessions come with ``free`` sessions left over.
    """

    effect: Floats
    inverse: Floats
    told: Floats
    interviewer: Floats
    rank: int
    squares: float
    free: int

    def error(self, contrast: Floats) -> float:
        """Standard error of ``contrast`` (K,), which the panel has to hold; ``free`` above 0."""
        variance = self.squares / self.free * float(contrast @ self.inverse @ contrast)
        return float(np.sqrt(max(0.0, variance)))


class Eliminated(NamedTuple):
    """S, (W' Q W)^+ as a solver and times W' Q T, and the right sides of the normal equations."""

    information: Floats
    solve: Callable[[Floats], Floats]
    through: Floats
    right: Floats
    right_terms: Floats
    scale: float


def extra_terms(ratings: Ratings, term: Codes, size: int) -> ExtraTerms:
    """Fit ``size`` terms to a table with at least one row; ``term`` (n,) is -1 where a score has
    none."""
    score = ratings.score.astype(np.float64)
    people, width = len(ratings.interviewers), len(ratings.dimensions)
    columns = np.stack([ratings.interviewer, ratings.dimension + people], axis=1)
    found = eliminated(ratings.candidate, columns, (people, width), (term, size), score)
    inverse, rank = pseudo_inverse(found.information, found.scale)
    effect = inverse @ (found.right_terms - found.through.T @ found.right)
    rest = found.solve(found.right[:, np.newaxis])[:, 0] - found.through @ effect
    fitted = rest[columns].sum(axis=1) + np.append(effect, 0.0)[term]
    residual = score - fitted
    count = np.bincount(ratings.candidate)
    residual -= (np.bincount(ratings.candidate, weights=residual) / count)[ratings.candidate]
    squares, free = _between_sessions(ratings, term, size, residual)
    told = found.information @ inverse
    return ExtraTerms(effect, inverse, told, rest[:people], rank, squares, free)


def eliminated(
    candidate: NDArray[np.int32],
    columns: NDArray[np.int32],
    widths: tuple[int, int],
    terms: tuple[Codes, int],
    score: Floats,
) -> Eliminated:
    """S and what it is made of. ``columns`` (n, facets) index the columns of W, of which there are
    so many of interviewers and so many of others; ``terms`` are the term of each score and their
    number."""
    term, size = terms
    width = sum(widths)
    # A last column takes the scores without a term, and is not looked at again.
    every = np.column_stack([columns, np.where(term < 0, size, term) + width])
    n, facets = every.shape
    flat, ones = every.ravel(), np.ones(every.size)
    total = width + size + 1
    w = csr_array((ones, (np.repeat(np.arange(n), facets), flat)), shape=(n, total))
    count = np.bincount(candidate)
    by_candidate = csr_array(
        (ones, (np.repeat(candidate, facets), flat)), shape=(len(count), total)
    )
    by_candidate.sum_duplicates()
    m = csr_array(w.T @ w - by_candidate.T @ (diags_array(1 / count) @ by_candidate))
    right = np.asarray(w.T @ (score - (np.bincount(candidate, weights=score) / count)[candidate]))
    known = csr_array(m[:width, :width])
    cross = np.asarray(m[:width, width : width + size].todense())
    own = np.asarray(m[width : width + size, width : width + size].todense())
    solve = _solver(known, widths[0])
    through = solve(cross)
    information = own - cross.T @ through
    return Eliminated(
        (information + information.T) / 2,
        solve,
        through,
        right[:width],
        right[width : width + size],
        float(own.diagonal().max(initial=0.0)),
    )


def pseudo_inverse(information: Floats, scale: float) -> tuple[Floats, int]:
    """S^+ and the rank of S, ``scale`` being the largest T' Q T."""
    values, vectors = np.linalg.eigh(information)
    known = values > _NULL * scale
    return (vectors[:, known] / values[known]) @ vectors[:, known].T, int(known.sum())


def _solver(m: csr_array, people: int) -> Callable[[Floats], Floats]:
    """A generalised inverse of ``m``, whose first ``people`` columns are interviewers, times the
    columns of something in its range."""
    if m.shape[0] <= _MOST_DENSE:
        inverse = np.linalg.pinv(np.asarray(m.todense()), rcond=1e-10, hermitian=True)
        return lambda right: np.asarray(inverse @ right)
    return lambda right: np.stack(
        [conjugate_gradients(m, column, people) for column in right.T], axis=1
    )


def _between_sessions(
    ratings: Ratings, term: Codes, size: int, residual: Floats
) -> tuple[float, int]:
    """Squares of session residuals, and the sessions that candidates, interviewers and terms leave
    over. A session is one interviewer with one candidate under one term.

    Every term is taken to cost a session, which is right where all can be told apart, and cautious
    where not.
    """
    people = len(ratings.interviewers)
    met = ratings.candidate.astype(np.int64) * people + ratings.interviewer
    key, session, scores = np.unique(
        met * (size + 1) + term + 1, return_inverse=True, return_counts=True
    )
    squares = float((np.bincount(session, weights=residual) ** 2 / scores).sum())
    who, own = (key // (size + 1)) % people, key % (size + 1) - 1
    candidate = (key // (size + 1) // people).astype(np.int32)
    ends = (candidate, who + len(ratings.candidates))
    whole = (len(ratings.candidates) + people,) * 2
    parts = connected_components(csr_array((np.ones(len(key)), ends), shape=whole), directed=False)
    free = len(key) - len(ratings.candidates) - people + int(parts[0]) - size
    # Where every session has a term, one of them says no more than the candidates do.
    free += int((own >= 0).all())
    return squares, free
