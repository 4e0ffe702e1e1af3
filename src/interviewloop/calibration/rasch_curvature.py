"""The information matrix of the many-facet Rasch model, and the equations it appears in.

The parameters are R severities and a handful of others: difficulties, step sums and, in marginal
estimation, the place and spread of the candidates. With the candidates' measures eliminated the
information is

    H = I - sum_l B_l' B_l

I is what it would be if measures were known (severities do not touch each other in it) and row c
of B_l what not knowing candidate c costs. Each B_l is as sparse as the design, so H is never
written out for a large panel: its equations are solved by conjugate gradients.

The model cannot tell a constant added to all severities of a subset, or to all difficulties, from
the same constant added to the measures. Sums of zero are therefore imposed, by a stiff spring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array, diags_array

from interviewloop.calibration.coarse import coarse, neighbours

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from interviewloop.calibration.coarse import Coarse

    Floats = NDArray[np.float64]
    Solver = Callable[[Floats], Floats]

_SPRING = 1e4
_MOST_WRITTEN_OUT = 1000
_MOST_INVERTED = 2000
_PROBES = 32
_RELATIVE = 1e-5
_SEED = 1
_MANY = 50
"""Interviewers of one candidate above which the candidate's row is not multiplied out."""

_MOST_STEPS = 500


class Factor(NamedTuple):
    """One B: the columns of severities (C, R) and of the other parameters (C, m)."""

    severity: csr_array
    other: Floats


class NotIdentified(ArithmeticError):  # noqa: N818 - reads as what it says
    """The data leave a direction of the parameters open."""


@dataclass(frozen=True, slots=True, eq=False)
class Curvature:
    """H in parts: ``severity`` (R,) the diagonal of I for severities, ``cross`` (R, m), ``other``
    (m, m); the first ``dimensions`` of the m other parameters are difficulties. ``subset`` (R,)
    numbers the subset of each interviewer."""

    severity: Floats
    cross: Floats
    other: Floats
    factors: tuple[Factor, ...]
    subset: NDArray[np.int64]
    dimensions: int

    def solver(self) -> Solver:
        """Solves H x = g for g (R + m,) under the constraints. Raises :class:`NotIdentified`."""
        if len(self.severity) + len(self.other) <= _MOST_WRITTEN_OUT:
            factored = _factored(self._net().written_out())
            return lambda gradient: np.asarray(cho_solve(factored, gradient))
        return self._net().solver()

    def variances(self) -> tuple[Floats, Floats]:
        """Variances of the severities (R,) and the covariance matrix of the others (m, m).

        Exact for up to two thousand parameters. Beyond, a variance is the reciprocal of its own
        diagonal element times one factor for all, what that lacks on average; the factor comes
        from random sign vectors (Bekas, Kokiopoulou and Saad 2007, Applied Numerical Mathematics
        57:1214). On a panel of 1,200 interviewers such standard errors were within 4% of
        exact ones, most of them within 2%.
        """
        people, others = len(self.severity), len(self.other)
        net = self._net()
        if people + others <= _MOST_INVERTED:
            inverse = cho_solve(_factored(net.written_out()), np.eye(people + others))
            return np.diag(inverse)[:people].copy(), inverse[people:, people:]
        solve = net.solver()
        units = np.zeros((people + others, others))
        units[people:] = np.eye(others)
        covariance = solve(units)[people:]
        generator = np.random.default_rng(_SEED)
        sign = generator.choice([-1.0, 1.0], size=(people + others, _PROBES))
        diagonal = net.diagonal()
        lacking = float(((sign * solve(sign))[:people] * diagonal[:, np.newaxis]).mean())
        return max(1.0, lacking) / diagonal, covariance

    def without_factors(self) -> Curvature:
        """I alone: more cautious steps, and positive definite wherever they start."""
        return Curvature(self.severity, self.cross, self.other, (), self.subset, self.dimensions)

    def _net(self) -> _Net:
        """H with the factors multiplied out as far as that keeps it sparse."""
        cross, other = self.cross.copy(), self.other.copy()
        gram = csr_array((len(self.severity),) * 2)
        heavy = []
        for factor in self.factors:
            cross -= factor.severity.T @ factor.other
            other -= factor.other.T @ factor.other
            many = np.diff(factor.severity.indptr) > _MANY
            light = factor.severity[~many] if many.any() else factor.severity
            gram = csr_array(gram + light.T @ light)
            if many.any():
                heavy.append(factor.severity[many])
        spring = _SPRING * float(self.severity.mean())
        other[: self.dimensions, : self.dimensions] += spring
        people = len(self.subset)
        part = csr_array((np.full(people, spring**0.5), self.subset, np.arange(people + 1)))
        return _Net(self.severity, cross, other, gram, tuple(heavy), part)


class _Net(NamedTuple):
    """H with springs: diag(``severity``) - ``gram`` - sum of squares of ``heavy`` + square of
    ``part`` for severities (R, R), ``cross`` (R, m), ``other`` (m, m)."""

    severity: Floats
    cross: Floats
    other: Floats
    gram: csr_array
    heavy: tuple[csr_array, ...]
    part: csr_array

    def written_out(self) -> Floats:
        people = len(self.severity)
        whole = np.empty((people + len(self.other),) * 2)
        whole[:people, :people] = np.diag(self.severity) - self.gram.toarray()
        for rows in self.heavy:
            whole[:people, :people] -= (rows.T @ rows).toarray()
        whole[:people, :people] += (self.part @ self.part.T).toarray()
        whole[:people, people:] = self.cross
        whole[people:, :people] = self.cross.T
        whole[people:, people:] = self.other
        return whole

    def diagonal(self) -> Floats:
        """For severities, springs aside, and clearly positive."""
        diagonal = self.severity - self.gram.diagonal()
        for rows in self.heavy:
            diagonal -= np.asarray(rows.power(2).sum(axis=0)).reshape(-1)
        return np.asarray(np.maximum(diagonal, 1e-3 * self.severity))

    def times(self, x: Floats) -> Floats:
        """H x for columns x (R + m, k)."""
        people = len(self.severity)
        own, rest = x[:people], x[people:]
        first = self.severity[:, np.newaxis] * own + self.cross @ rest
        first -= self.gram @ own
        for rows in self.heavy:
            first -= rows.T @ (rows @ own)
        first += self.part @ (self.part.T @ own)
        return np.concatenate([first, self.cross.T @ own + self.other @ rest])

    def _groups(self) -> Coarse:
        member = neighbours(self.gram)
        matrix = (member.T @ (diags_array(self.severity) - self.gram) @ member).toarray()
        for rows in self.heavy:
            shared = rows @ member
            matrix -= (shared.T @ shared).toarray()
        spring = (self.part.T @ member).toarray()
        matrix += spring.T @ spring
        try:
            return coarse(member, matrix)
        except np.linalg.LinAlgError:
            raise NotIdentified("the information matrix is not positive definite") from None

    def solver(self) -> Solver:
        """Conjugate gradients, preconditioned by the diagonal, groups of interviewers and the block
        of the others."""
        people = len(self.severity)
        diagonal = self.diagonal()[:, np.newaxis]
        factored = _factored(self.other)
        groups = self._groups()

        def condition(x: Floats) -> Floats:
            own = x[:people] / diagonal + groups(x[:people])
            return np.concatenate([own, cho_solve(factored, x[people:])])

        def solve(gradient: Floats) -> Floats:
            columns = gradient.reshape(len(gradient), -1)
            return _conjugate_gradients(self.times, condition, columns).reshape(gradient.shape)

        return solve


def _factored(matrix: Floats) -> tuple[Floats, bool]:
    try:
        factored, lower = cho_factor(matrix)
    except np.linalg.LinAlgError:
        raise NotIdentified("the information matrix is not positive definite") from None
    return factored, bool(lower)


def _conjugate_gradients(times: Solver, condition: Solver, gradient: Floats) -> Floats:
    """x with H x = g, each column of g on its own, to a relative error of 1e-5."""
    x = np.zeros_like(gradient)
    residual = gradient.copy()
    direction = conditioned = condition(residual)
    size = start = np.einsum("ik,ik->k", residual, conditioned)
    for _ in range(_MOST_STEPS):
        if np.all(size <= _RELATIVE**2 * start):
            return x
        image = times(direction)
        bend = np.einsum("ik,ik->k", direction, image)
        if np.any(bend < 0):
            raise NotIdentified("the information matrix is not positive definite")
        length = size / np.where(bend > 0, bend, np.inf)
        x += length * direction
        residual -= length * image
        conditioned = condition(residual)
        before, size = size, np.einsum("ik,ik->k", residual, conditioned)
        direction = conditioned + size / np.where(before > 0, before, np.inf) * direction
    raise NotIdentified("the equations could not be solved")
