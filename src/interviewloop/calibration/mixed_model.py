"""The likelihood behind the variance components: candidates are eliminated, block by block.

A score is y = mu + c + r + d + cr + cd + rd + e, with normal effects of candidate c, interviewer r,
dimension d, their pairs and a residual. Given everything that belongs to interviewers and
dimensions, candidates are independent, so V splits:

    V = V0 + Z B Z'     V0: one small block a candidate (c, cr, cd, e)
                        B: interviewer x dimension cells (r, d, rd), Z: score to cell

and by Woodbury only a system of the size of the cells has to be factored, however many candidates
there are. With T = Z' V0^-1 Z, S = I + B^1/2 T B^1/2 and K = B^1/2 S^-1 B^1/2:

    V^-1 = V0^-1 - V0^-1 Z K Z' V0^-1        log|V| = log|V0| + log|S|

B^1/2 is known in closed form, so components may be exactly 0. Score function and average
information (Gilmour, Thompson & Cullis 1995, Biometrics 51:1440), Z_f the incidence of a factor:

    score_f = (|Z_f' P y|^2 - tr(Z_f' P Z_f)) / 2      AI_fg = (Z_f Z_f' P y)' P (Z_g Z_g' P y) / 2
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    _Patterns = tuple[Floats, Floats, Floats, Floats]

TERMS = (
    "candidate",
    "interviewer",
    "dimension",
    "candidate:interviewer",
    "candidate:dimension",
    "interviewer:dimension",
    "residual",
)
"""The variance components, in the order in which arrays of them are kept."""
_C, _R, _D, _CR, _CD, _RD, _E = range(len(TERMS))


class Likelihood(NamedTuple):
    """``log`` is the restricted log likelihood up to a constant; ``score`` (7,) its gradient and
    ``information`` (7, 7) the average information, both by component; ``py`` (cells, m) is P y."""

    log: float
    score: Floats
    information: Floats
    py: Floats


class _Block(NamedTuple):
    """Candidates with equally many sessions; n = sessions x dimensions is the cells of one.

    ``start`` to ``stop`` are their cells; ``pairs`` (g, n, n) indexes the flat cell x cell matrix;
    ``present`` (g, n) is ``None`` when no score is missing.
    """

    start: int
    stop: int
    size: int
    patterns: _Patterns
    pairs: Codes
    present: Floats | None


@dataclass(frozen=True, slots=True)
class Panel:
    """Sessions laid out for the likelihood: build it with :func:`panel`.

    ``order`` (sessions,) says where each block-ordered session came from; ``to_cells`` (cells of
    interviewers x dimensions, cells of sessions) adds up over sessions.
    """

    interviewers: int
    dimensions: int
    blocks: tuple[_Block, ...]
    order: Codes
    present: Floats
    to_cells: csr_array
    cost: float


def panel(candidate: Codes, interviewer: Codes, present: NDArray[np.bool_], people: int) -> Panel:
    """Lay out sessions that are in candidate order.

    ``candidate`` and ``interviewer`` (s,) say whose session it is, ``present`` (s, dimensions)
    which scores were given, ``people`` how many interviewers there are.
    """
    dimensions = present.shape[1]
    first = np.flatnonzero(np.diff(candidate, prepend=-1))
    sessions = np.diff(first, append=len(candidate))
    cells = people * dimensions
    orders, blocks, start, cost = [], [], 0, float(cells) ** 3
    for k in np.unique(sessions).tolist():
        rows = (first[sessions == k][:, np.newaxis] + np.arange(k)).astype(np.int64)
        size = k * dimensions
        here = interviewer[rows][..., np.newaxis] * dimensions + np.arange(dimensions)
        here = here.reshape(len(rows), size)
        given = present[rows].reshape(len(rows), size)
        blocks.append(
            _Block(
                start,
                start + rows.size * dimensions,
                size,
                _patterns(k, dimensions),
                here[:, :, np.newaxis] * cells + here[:, np.newaxis, :],
                None if given.all() else given.astype(np.float64),
            )
        )
        orders.append(rows.ravel())
        start = blocks[-1].stop
        cost += float(size) ** 3 * (1 if blocks[-1].present is None else len(rows))
    order = np.concatenate(orders)
    cell = (interviewer[order][:, np.newaxis] * dimensions + np.arange(dimensions)).ravel()
    given = present[order].ravel().astype(np.float64)
    incidence = csr_array((given, (cell, np.arange(start))), shape=(cells, start))
    return Panel(people, dimensions, tuple(blocks), order, given, incidence, cost)


def layout_cost(candidate: Codes, present: NDArray[np.bool_], people: int) -> tuple[float, float]:
    """Operations of one likelihood, and cells of its largest table, before laying anything out."""
    sessions = np.bincount(candidate)
    sizes = (sessions * present.shape[1]).astype(np.float64)
    cells = float(people * present.shape[1])
    # A block without gaps is inverted once for all its candidates.
    inverted = np.unique(sizes) if present.all() else sizes
    return cells**3 + float((inverted**3).sum()), cells**2 + float((sizes**2).sum())


def _patterns(k: int, dimensions: int) -> _Patterns:
    """Where two cells of a candidate share candidate, session, dimension, and are the same."""
    size = k * dimensions
    one, same = np.ones((dimensions, dimensions)), np.eye(dimensions)
    sessions: Floats = np.kron(np.eye(k), one).astype(np.float64)
    pairs: Floats = np.kron(np.ones((k, k)), same).astype(np.float64)
    return np.ones((size, size)), sessions, pairs, np.eye(size)


class _Factored(NamedTuple):
    """V at one set of components, ready to be divided by."""

    inverses: tuple[Floats, ...]
    t: Floats
    k: Floats
    log_determinant: float


def likelihood(design: Panel, y: Floats, theta: Floats, *, mean: bool) -> Likelihood:
    """The restricted likelihood of responses ``y`` (cells, m) at components ``theta`` (7,).

    The responses share the design and are independent of each other; ``mean`` says whether each
    has a mean of its own to be estimated. Cells without a score hold 0 in ``y``.
    """
    factored = _factor(design, theta)
    ones = design.present[:, np.newaxis]
    h = _divided(design, factored, ones) if mean else np.zeros_like(ones)
    weight = float(h.sum()) if mean else 1.0

    def project(columns: Floats) -> Floats:
        divided = _divided(design, factored, columns)
        return divided - h * (divided.sum(axis=0) / weight) if mean else divided

    py = project(y)
    responses = y.shape[1]
    log = -0.5 * (
        responses * (factored.log_determinant + (math.log(weight) if mean else 0.0))
        + float((y * py).sum())
    )
    summed = _factor_sums(design, py)
    squares = np.array([float((sums**2).sum()) for sums in summed])
    traces = _traces(design, factored, h / math.sqrt(weight))
    spread = _spread(design, summed)
    projected = project(spread.transpose(1, 0, 2).reshape(len(y), -1))
    projected = projected.reshape(len(y), len(TERMS), responses)
    information = 0.5 * np.einsum("fcm,cgm->fg", spread, projected, optimize=True)
    return Likelihood(log, 0.5 * (squares - responses * traces), information, py)


def cell_sums(design: Panel, values: Floats) -> Floats:
    """Sums of ``values`` (cells, m) by interviewer and dimension: (interviewers, dimensions, m)."""
    sums = np.asarray(design.to_cells @ values)
    return sums.reshape(design.interviewers, design.dimensions, values.shape[1])


def _factor(design: Panel, theta: Floats) -> _Factored:
    cells = design.interviewers * design.dimensions
    flat = np.zeros(cells * cells)
    inverses = []
    log_determinant = 0.0
    for block in design.blocks:
        everybody, session, dimension, same = block.patterns
        v = theta[_C] * everybody + theta[_CR] * session + theta[_CD] * dimension
        v = (v + theta[_E] * same)[np.newaxis]
        count = len(block.pairs)
        if block.present is not None:
            both = block.present[:, :, np.newaxis] * block.present[:, np.newaxis, :]
            # A missing cell becomes a score of its own that nothing else depends on.
            v = v * both + (1 - block.present)[:, :, np.newaxis] * same
            count = 1
        inverse = np.linalg.inv(v)
        log_determinant += count * float(np.linalg.slogdet(v)[1].sum())
        if block.present is not None:
            inverse *= both
        inverses.append(inverse)
        weights = np.broadcast_to(inverse, block.pairs.shape)
        flat += np.bincount(block.pairs.ravel(), weights=weights.ravel(), minlength=cells * cells)
    t = flat.reshape(cells, cells)
    root = _RootOfB(design, theta)
    s = np.asfortranarray(root.times(root.times(t).T))
    s[np.diag_indices(cells)] += 1
    factor, _ = dpotrf(s, lower=1)
    log_determinant += 2 * float(np.log(np.diag(factor)).sum())
    inverse_s, _ = dpotri(factor, lower=1)
    inverse_s = np.tril(inverse_s) + np.tril(inverse_s, -1).T
    return _Factored(tuple(inverses), t, root.times(root.times(inverse_s).T), log_determinant)


class _RootOfB:
    """B^1/2 for B = rd I + r (I x J) + d (J x I): its eigenspaces are means and deviations."""

    def __init__(self, design: Panel, theta: Floats) -> None:
        self._shape = (design.interviewers, design.dimensions)
        of_people = design.dimensions * theta[_R]
        of_dimensions = design.interviewers * theta[_D]
        self._roots = np.sqrt(
            theta[_RD] + np.array([0.0, of_people, of_dimensions, of_people + of_dimensions])
        )

    def times(self, matrix: Floats) -> Floats:
        """B^1/2 ``matrix``, of shape (interviewers x dimensions, columns)."""
        values = matrix.reshape(*self._shape, -1)
        people = values.mean(axis=1, keepdims=True)
        dimensions = values.mean(axis=0, keepdims=True)
        grand = people.mean(axis=0, keepdims=True)
        neither, person, dimension, both = self._roots
        product = (
            neither * (values - people - dimensions + grand)
            + person * (people - grand)
            + dimension * (dimensions - grand)
            + both * grand
        )
        return np.asarray(product.reshape(matrix.shape))


def _divided(design: Panel, factored: _Factored, columns: Floats) -> Floats:
    """V^-1 ``columns`` (cells, m)."""
    inner = _inner(design, factored, columns)
    carried = factored.k @ (design.to_cells @ inner)
    return inner - _inner(design, factored, np.asarray(design.to_cells.T @ carried))


def _inner(design: Panel, factored: _Factored, columns: Floats) -> Floats:
    """V0^-1 ``columns`` (cells, m)."""
    width = columns.shape[1]
    parts = []
    for block, inverse in zip(design.blocks, factored.inverses, strict=True):
        own = columns[block.start : block.stop].reshape(-1, block.size, width)
        parts.append((inverse @ own).reshape(-1, width))
    return np.concatenate(parts)


def _factor_sums(design: Panel, values: Floats) -> list[Floats]:
    """Z_f' ``values`` (cells, m) for each component: one array (.., m) each."""
    responses = values.shape[1]
    by_candidate = [
        values[block.start : block.stop].reshape(
            -1, block.size // design.dimensions, design.dimensions, responses
        )
        for block in design.blocks
    ]
    cells = cell_sums(design, values)
    return [
        np.concatenate([part.sum(axis=(1, 2)) for part in by_candidate]),
        cells.sum(axis=1),
        cells.sum(axis=0),
        values.reshape(-1, design.dimensions, responses).sum(axis=1),
        np.concatenate([part.sum(axis=1).reshape(-1, responses) for part in by_candidate]),
        cells.reshape(-1, responses),
        values,
    ]


def _spread(design: Panel, summed: list[Floats]) -> Floats:
    """Z_f Z_f' P y for each component: (7, cells, m)."""
    responses = summed[_E].shape[1]
    spread = np.empty((len(TERMS), *summed[_E].shape))
    candidates = pairs = 0
    for block in design.blocks:
        count = len(block.pairs)
        shape = (count, block.size // design.dimensions, design.dimensions, responses)
        rows = slice(block.start, block.stop)
        of_candidate = summed[_C][candidates : candidates + count, np.newaxis, np.newaxis]
        spread[_C, rows] = np.broadcast_to(of_candidate, shape).reshape(-1, responses)
        width = count * design.dimensions
        of_pair = summed[_CD][pairs : pairs + width].reshape(count, 1, design.dimensions, responses)
        spread[_CD, rows] = np.broadcast_to(of_pair, shape).reshape(-1, responses)
        candidates += count
        pairs += width
    spread[_CR] = np.repeat(summed[_CR], design.dimensions, axis=0)
    spread[_E] = summed[_E]
    whole = (design.interviewers, design.dimensions, responses)
    for term, sums in ((_R, summed[_R][:, np.newaxis]), (_D, summed[_D][np.newaxis])):
        cells = np.broadcast_to(sums, whole).reshape(-1, responses)
        spread[term] = design.to_cells.T @ cells
    spread[_RD] = design.to_cells.T @ summed[_RD]
    return spread * design.present[:, np.newaxis]


def _traces(design: Panel, factored: _Factored, h: Floats) -> Floats:
    """tr(Z_f' P Z_f) for each component, ``h`` (cells, 1) being V^-1 1 over the root of its sum."""
    traces = np.zeros(len(TERMS))
    flat = factored.k.ravel()
    for block, inverse in zip(design.blocks, factored.inverses, strict=True):
        shared = flat[block.pairs]
        count = len(shared)
        if block.present is None:
            # One inverse serves all, so their shares are added before multiplying.
            p = count * inverse[0] - inverse[0] @ shared.sum(axis=0) @ inverse[0]
        else:
            p = (inverse - inverse @ shared @ inverse).sum(axis=0)
        everybody, session, dimension, same = block.patterns
        for term, pattern in ((_C, everybody), (_CR, session), (_CD, dimension), (_E, same)):
            traces[term] += float((p * pattern).sum())
    shape = (design.interviewers, design.dimensions)
    tk = factored.t @ factored.k
    t = factored.t.reshape(*shape, -1)
    cells = len(tk)
    by_person = np.broadcast_to(t.sum(axis=1, keepdims=True), t.shape).reshape(cells, cells)
    by_dimension = np.broadcast_to(t.sum(axis=0, keepdims=True), t.shape).reshape(cells, cells)
    for term, mt in ((_R, by_person), (_D, by_dimension), (_RD, factored.t)):
        traces[term] = float(np.trace(mt)) - float((tk * mt).sum())
    taken: Floats = np.array([float((sums**2).sum()) for sums in _factor_sums(design, h)])
    return traces - taken
