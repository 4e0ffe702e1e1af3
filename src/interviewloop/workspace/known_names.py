"""Names that were typed before, for suggestions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.workspace.listing import Listing
    from interviewloop.workspace.surveying import Survey


class KnownNames(NamedTuple):
    """Names typed before, the most used first."""

    candidates: tuple[str, ...]
    interviewers: tuple[str, ...]
    loops: tuple[str, ...]


def known_names(found: Listing | Survey) -> KnownNames:
    """The names in what was ``found`` in a workspace."""
    sessions = [stored.session for stored in found.sessions]
    loops = [stored.loop for stored in found.loops]
    planned = [plan.interviewer for loop in loops for plan in loop.planned.values()]
    return KnownNames(
        _most_used([s.candidate for s in sessions] + [loop.candidate for loop in loops]),
        _most_used([s.interviewer for s in sessions] + planned),
        _most_used([s.loop for s in sessions] + [loop.name for loop in loops]),
    )


def _most_used(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(map(_nfc, names)).most_common())


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
