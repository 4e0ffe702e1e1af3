"""The key of practice: what the personas that were met ought to be given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.exchange.left_out import authors_key, key_may_have_changed, missing_personas
from interviewloop.model.errors import Problem
from interviewloop.practice.cells import COUNTED, cells_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from interviewloop.calibration.figures import Notice
    from interviewloop.model.case import Case
    from interviewloop.model.head import SessionHead
    from interviewloop.model.persona import Persona


class Content(NamedTuple):
    """A persona and the case it answers."""

    persona: Persona
    case: Case


@dataclass(frozen=True, slots=True)
class PersonaKey:
    """``key`` by (candidate, dimension). ``excused`` are scores that are no judgement to compare,
    by (candidate, interviewer, dimension): whoever raised a red flag rightly has to keep to its
    cap, whatever the key says."""

    key: Mapping[tuple[str, str], float]
    excused: frozenset[tuple[str, str, str]]
    notices: tuple[Notice, ...]


def persona_key(
    meetings: Mapping[tuple[str, str], SessionHead], content: Callable[[str, str], Content]
) -> PersonaKey:
    """The key of the personas in ``meetings``, which are by (candidate, interviewer).

    ``content`` gives a persona by case and id, and raises Problem where it cannot be used; scores
    of such a persona have no key.
    """
    key: dict[tuple[str, str], float] = {}
    excused: set[tuple[str, str, str]] = set()
    missing: dict[str, None] = {}
    intended: dict[str, None] = {}
    changed: dict[str, None] = {}
    for (candidate, interviewer), session in meetings.items():
        try:
            persona, case = content(session.case, session.persona or "")
        except Problem:
            missing[candidate] = None
            continue
        if persona.persona.panel == "simulated":
            intended[candidate] = None
        if case.case.version != session.case_version:
            changed[candidate] = None
        for cell in cells_of(session, persona, case):
            key[candidate, cell.dim] = cell.key
            if cell.score is not None and cell.outcome not in COUNTED:
                excused.add((candidate, interviewer, cell.dim))
    notices = (
        *missing_personas(list(missing)),
        *key_may_have_changed(list(changed)),
        *authors_key(list(intended)),
    )
    return PersonaKey(key, frozenset(excused), notices)
