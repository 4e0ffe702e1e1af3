"""Which interviewers can be compared at all: subsets of the candidate-interviewer graph.

Two interviewers can be compared when they scored a common candidate, or through a chain of such
pairs. Only candidates and interviewers are vertices. Dimensions must not be: every interviewer
uses the same rubric, so a graph with dimensions in it is always in one piece and hides the fault.

Source: subset connectedness as in Linacre, Facets manual; Engelhard (1997), J. Outcome
Measurement 1:19. The number of subsets equals the rank deficiency of the additive design
[candidate | interviewer], which the tests use as an independent check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.ratings import Ratings


@dataclass(frozen=True, slots=True)
class Connectivity:
    """``subsets``: interviewer labels, one tuple per subset, largest subset first.

    ``weak_links``: candidates who alone hold a subset together. Without that one candidate's
    scores the panel would fall into more parts.
    """

    subsets: tuple[tuple[str, ...], ...]
    weak_links: tuple[str, ...]

    @property
    def connected(self) -> bool:
        """Whether every interviewer can be compared with every other one."""
        return len(self.subsets) <= 1


def connectivity(ratings: Ratings) -> Connectivity:
    """Subsets (by union-find) and weak links (articulation vertices), in linear time."""
    people = max(1, len(ratings.interviewers))
    edges = np.unique(ratings.candidate.astype(np.int64) * people + ratings.interviewer)
    first_interviewer = len(ratings.candidates)
    ends = (edges // people, first_interviewer + edges % people)
    pairs = list(zip(*(end.tolist() for end in ends), strict=True))
    parent = list(range(first_interviewer + len(ratings.interviewers)))
    for candidate, interviewer in pairs:
        parent[_root(parent, candidate)] = _root(parent, interviewer)
    members: dict[int, list[str]] = {}
    for position, label in enumerate(ratings.interviewers):
        members.setdefault(_root(parent, first_interviewer + position), []).append(label)
    subsets = sorted((tuple(labels) for labels in members.values()), key=lambda s: (-len(s), s))
    cuts = _articulation_vertices(pairs, len(parent))
    weak = tuple(ratings.candidates[v] for v in sorted(cuts) if v < first_interviewer)
    return Connectivity(tuple(subsets), weak)


def _root(parent: list[int], vertex: int) -> int:
    while parent[vertex] != vertex:
        parent[vertex] = parent[parent[vertex]]
        vertex = parent[vertex]
    return vertex


def _articulation_vertices(edges: list[tuple[int, int]], size: int) -> set[int]:
    """Vertices whose removal leaves more parts than before.

    Depth-first search with low points (Hopcroft & Tarjan 1973, CACM 16:372), with an explicit
    stack because a long chain of candidates would exhaust Python's own.
    """
    neighbours: list[list[int]] = [[] for _ in range(size)]
    for a, b in edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    entered = [-1] * size
    low = [0] * size
    cuts: set[int] = set()
    clock = 0
    for start in range(size):
        if entered[start] >= 0:
            continue
        entered[start] = low[start] = clock
        clock += 1
        children_of_start = 0
        stack: list[tuple[int, int, Iterator[int]]] = [(start, -1, iter(neighbours[start]))]
        while stack:
            vertex, above, rest = stack[-1]
            for other in rest:
                if entered[other] < 0:
                    entered[other] = low[other] = clock
                    clock += 1
                    stack.append((other, vertex, iter(neighbours[other])))
                    break
                if other != above:
                    low[vertex] = min(low[vertex], entered[other])
            else:
                stack.pop()
                if above == start:
                    children_of_start += 1
                elif above >= 0 and low[vertex] >= entered[above]:
                    cuts.add(above)
                if above >= 0:
                    low[above] = min(low[above], low[vertex])
        if children_of_start > 1:
            cuts.add(start)
    return cuts
