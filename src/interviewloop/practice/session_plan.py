"""In which order a trainee meets the personas of a case, and whom they meet next.

The order of a first loop (brief, section 3): the two deliveries of one content lie far apart, in
different halves, and a persona with a flat profile comes before strong ones for some trainees and
after them for others, so that contrast can be told on the group.
"""

from __future__ import annotations

from statistics import fmean, pstdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.model.persona import Persona

APART = 3
"""So many interviews lie between two deliveries of one content, if anybody else is left."""


def first_loop(personas: Mapping[str, Persona], *, flat_later: bool = False) -> tuple[str, ...]:
    """The ids of ``personas`` in the order of a first loop.

    First half: every other one is the smoother of a pair, the weaker pair first; the rest are
    singles, the flattest one at the very beginning, or with ``flat_later`` after the last smooth
    one. Second half: the other singles, then the plain ones of the pairs.
    """
    pairs = _pairs(personas)
    paired = {id_ for pair in pairs for id_ in pair}
    singles = sorted(
        (id_ for id_ in personas if id_ not in paired), key=lambda id_: -_mean(personas[id_])
    )
    flat = min(singles, key=lambda id_: _spread(personas[id_]), default=None)
    if flat is not None:
        singles.remove(flat)
        singles.insert(0, flat)
    half = (len(singles) + 1) // 2
    first = _alternating(singles[:half], [smooth for smooth, _ in pairs])
    if flat is not None and flat_later:
        first.remove(flat)
        first.append(flat)
    return (*first, *singles[half:], *(plain for _, plain in pairs))


def next_one(
    personas: Mapping[str, Persona], met: Sequence[str], *, flat_later: bool = False
) -> str | None:
    """Whom to meet next after ``met``, oldest first: the first of the loop that is left and is no
    twin of one met just now. None when all were met."""
    left = [id_ for id_ in first_loop(personas, flat_later=flat_later) if id_ not in met]
    lately = {*met[-APART:]}
    clear = [id_ for id_ in left if not _twins_of(personas, id_) & lately]
    return next(iter(clear or left), None)


def _pairs(personas: Mapping[str, Persona]) -> list[tuple[str, str]]:
    """Pairs of delivery twins, the smoother one first, the weaker pair first."""
    found: list[tuple[str, str]] = []
    for id_, persona in personas.items():
        other = persona.persona.twin_of or ""
        if other in personas and other != id_ and not any(other in pair for pair in found):
            smooth, plain = sorted((other, id_), key=lambda one: -personas[one].persona.polish)
            found.append((smooth, plain))
    return sorted(found, key=lambda pair: _mean(personas[pair[0]]))


def _twins_of(personas: Mapping[str, Persona], id_: str) -> set[str]:
    return {one for pair in _pairs(personas) if id_ in pair for one in pair if one != id_}


def _alternating(one: Sequence[str], other: Sequence[str]) -> list[str]:
    most = max(len(one), len(other))
    return [
        id_ for place in range(most) for id_ in (*one[place : place + 1], *other[place : place + 1])
    ]


def _mean(persona: Persona) -> float:
    return fmean(persona.persona.levels.values() or (0,))


def _spread(persona: Persona) -> float:
    return pstdev(persona.persona.levels.values() or (0,))
