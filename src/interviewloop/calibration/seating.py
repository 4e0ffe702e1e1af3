"""Whom to seat on the next candidates so that everybody can be compared with everybody.

Greedy, one upcoming candidate at a time. While the panel falls into subsets, take one interviewer
of each, largest subsets first: their shared candidate joins them. Then, for each candidate who
alone holds parts together, take one interviewer of each part. Seats left go to those who shared
fewest candidates with the ones already seated, of these to who has interviewed least. Own method;
subsets and weak links as in :mod:`.connectivity`.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from interviewloop.calibration.connectivity import connectivity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.calibration.ratings import Ratings

FEWEST_SEATS = 2
Purpose = Literal["join", "strengthen", "balance"]


class Seating(NamedTuple):
    """``interviewers`` to seat on one upcoming candidate, and why.

    ``join`` brings subsets together, ``strengthen`` adds a second link where the candidate
    ``link`` is the only one, ``balance`` seats people who have hardly met.
    """

    interviewers: tuple[str, ...]
    purpose: Purpose
    link: str | None


def seatings(ratings: Ratings, candidates: int, seats: int) -> tuple[Seating, ...]:
    """Seatings for the next ``candidates``, ``seats`` interviewers each, the most urgent first.

    Fewer than two interviewers cannot be seated together, so then there are none. Raises
    ``ValueError`` for fewer than two seats or a negative number of candidates.
    """
    if seats < FEWEST_SEATS or candidates < 0:
        raise ValueError(f"{candidates} candidates with {seats} seats cannot be planned")
    if len(ratings.interviewers) < FEWEST_SEATS:
        return ()
    graph = connectivity(ratings)
    history = _History(ratings)
    groups = [list(subset) for subset in graph.subsets]
    weak = list(graph.weak_links)
    planned = []
    for _ in range(candidates):
        purpose: Purpose = "balance"
        link = None
        parts: Sequence[Sequence[str]] = ()
        if len(groups) > 1:
            purpose, parts = "join", groups[:seats]
            joined = [label for group in parts for label in group]
            groups = sorted([joined, *groups[seats:]], key=lambda group: (-len(group), group))
        elif weak:
            purpose, link = "strengthen", weak.pop(0)
            parts = _ends_of(ratings, link)[:seats]
        panel = history.panel(parts, seats)
        history.seat(panel)
        planned.append(Seating(tuple(sorted(panel)), purpose, link))
    return tuple(planned)


class Joiner(NamedTuple):
    """Somebody to add to the interviewers of one candidate, and what for, as in a seating."""

    interviewer: str
    purpose: Purpose
    link: str | None


def joiners(
    ratings: Ratings, candidate: str, seated: Sequence[str], among: Sequence[str], seats: int
) -> tuple[Joiner, ...]:
    """Up to ``seats`` people to add to ``candidate``, whom ``seated`` are to interview already.

    Only people of ``among`` are added. Parts of the panel that somebody seated belongs to are
    joined by them, so the others come first, then who shared fewest candidates with the seated.
    """
    graph = connectivity(ratings)
    purpose: Purpose = "balance"
    link = next((label for label in graph.weak_links if label != candidate), None)
    parts: Sequence[Sequence[str]] = ()
    if not graph.connected:
        purpose, link, parts = "join", None, graph.subsets
    elif link is not None:
        purpose, parts = "strengthen", _parts_without(ratings, link)
    known = [label for label in ratings.interviewers if label in among and label not in seated]
    far = [part for part in parts if not any(label in seated for label in part)]
    open_parts = [here for part in far if (here := [it for it in part if it in known])][:seats]
    if len(parts) - len(far) + len(open_parts) < FEWEST_SEATS:
        open_parts = []  # one part alone is joined to nothing
    panel = _History(ratings, known).panel(open_parts, seats, seated)
    return tuple(
        Joiner(label, purpose, link) if place < len(open_parts) else Joiner(label, "balance", None)
        for place, label in enumerate(panel)
    )


def _parts_without(ratings: Ratings, link: str) -> tuple[tuple[str, ...], ...]:
    """The parts that the panel falls into without the candidate ``link``."""
    others = frozenset(label for label in ratings.candidates if label != link)
    parts = connectivity(ratings.only(candidates=others)).subsets
    known = {label for part in parts for label in part}
    # Somebody who met this candidate only is a part of their own.
    return (*parts, *((label,) for label in ratings.interviewers if label not in known))


def _ends_of(ratings: Ratings, link: str) -> tuple[tuple[str, ...], ...]:
    """The interviewers of ``link`` by the parts they fall into without that candidate."""
    of_link = frozenset(ratings.only(candidates={link}).interviewers)
    parts = [
        tuple(label for label in part if label in of_link) for part in _parts_without(ratings, link)
    ]
    return tuple(part for part in parts if part)


class _History:
    """Who met whom over a candidate, and how many each has interviewed; grows with each seating."""

    def __init__(self, ratings: Ratings, among: Sequence[str] | None = None) -> None:
        """``among`` are those who may be seated; without it, everybody."""
        edges = np.unique(np.stack([ratings.candidate, ratings.interviewer], axis=1), axis=0)
        people = ratings.interviewers
        self._people = people if among is None else among
        self._met: dict[str, Counter[str]] = {label: Counter() for label in people}
        self._load = Counter(dict.fromkeys(people, 0))
        bounds = np.flatnonzero(np.diff(edges[:, 0], prepend=-1, append=-1))
        for start, stop in pairwise(bounds.tolist()):
            self.seat([people[i] for i in edges[start:stop, 1]])

    def seat(self, panel: Sequence[str]) -> None:
        for label in panel:
            self._load[label] += 1
            self._met[label].update(other for other in panel if other != label)

    def panel(
        self, parts: Sequence[Sequence[str]], seats: int, seated: Sequence[str] = ()
    ) -> list[str]:
        """One of each part, then those who know the seated least, ``seats`` beside ``seated``."""
        panel = list(seated)
        for part in parts:
            panel.append(min(part, key=lambda label: self._rank(label, panel)))
        rest = set(self._people).difference(panel)
        while rest and len(panel) < len(seated) + seats:
            panel.append(min(rest, key=lambda label: self._rank(label, panel)))
            rest.remove(panel[-1])
        return panel[len(seated) :]

    def _rank(self, label: str, panel: Sequence[str]) -> tuple[int, int, str]:
        return sum(self._met[label][other] for other in panel), self._load[label], label
