"""Help for conjugate gradients on large panels: the same equations for groups of interviewers.

Who sat with whom links interviewers as the springs of a mattress do. Where people meet only within
their own part of a large company, the links form long chains, and an error that spreads over such a
chain takes conjugate gradients as many steps as the chain has links. So the interviewers are put
into a few hundred groups of neighbours, the equations are added up by group and solved outright,
and the result is handed to all members: a two-level preconditioner with an aggregated coarse space
(Nicolaides 1987, SIAM J. Numerical Analysis 24:355). It changes the way to the solution, not the
solution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GROUPS = 512
_FEWEST_IN_GROUP = 4
_RIDGE = 1e-8
_SEED = 1


class Coarse(NamedTuple):
    """Groups of interviewers (R,) as a matrix (R, G), and the equations of the groups, factored."""

    member: csr_array
    factor: Floats

    def __call__(self, residual: Floats) -> Floats:
        """What the groups have to say to ``residual`` (R,) or (R, k)."""
        solved = cho_solve((self.factor, True), self.member.T @ residual)
        return np.asarray(self.member @ solved)


def neighbours(links: csr_array) -> csr_array:
    """Groups (R, G) of interviewers who are near each other by ``links``, a symmetric matrix
    (R, R): some people at random, each with everybody to whom they are the nearest of these."""
    people = links.shape[0]
    groups = max(1, min(_GROUPS, people // _FEWEST_IN_GROUP))
    middle = np.random.default_rng(_SEED).choice(people, groups, replace=False)
    _, _, nearest = dijkstra(
        abs(links), indices=middle, unweighted=True, min_only=True, return_predecessors=True
    )
    place = np.zeros(people, dtype=np.int64)
    place[middle] = np.arange(groups)
    # Whoever is linked to nobody in the middle of a group goes to the first.
    group = place[np.where(nearest >= 0, nearest, middle[0])]
    return csr_array((np.ones(people), group, np.arange(people + 1)), shape=(people, groups))


def coarse(member: csr_array, matrix: Floats) -> Coarse:
    """``matrix`` (G, G) are the equations added up by group; singular ones are made regular."""
    groups = len(matrix)
    typical = float(np.diag(matrix).mean())
    # Equal effects of all are left open by some panels; a little of everything closes the rest.
    regular = matrix + typical / groups + _RIDGE * typical * np.eye(groups)
    return Coarse(member, cho_factor(regular, lower=True)[0])
