"""Practice with simulated candidates: who was met, who comes next, and the session for it.

Free of Textual. A trainee knows a persona by its name alone: titles, levels and twins would tell
what is to be found out, so nothing of them leaves this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.interview.blindness import is_practice
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.model.errors import Problem
from interviewloop.model.names import folded, near_misses, same_name
from interviewloop.practice.session_plan import next_one
from interviewloop.tui.new_session_form import fitting_rubrics, usual_rubric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from interviewloop.library.library import Library, LoadedCase
    from interviewloop.model.head import SessionHead
    from interviewloop.model.persona import Persona
    from interviewloop.tui.services import Services
    from interviewloop.workspace.surveying import AnyListing, AnyStored

State = Literal["new", "begun", "met"]
_NOT_IN_LOOP = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Meeting:
    """How far a trainee is with a persona. ``path`` is the session that was begun; ``at`` when it
    was begun, or the last one submitted."""

    state: State
    path: Path | None = None
    at: datetime | None = None


def cases_to_practise(library: Library) -> dict[str, LoadedCase]:
    """The cases that somebody can be met with."""
    return {id_: loaded for id_, loaded in library.cases().items() if library.personas(id_)}


def case_meant(library: Library, id_: str) -> str:
    """``id_``, if it is a case that somebody can be met with. Raises Problem if not."""
    if library.personas(id_):
        return id_
    known = ", ".join(cases_to_practise(library)) or "none yet"
    what = f"{id_} has no simulated candidates"
    raise Problem("Nobody to practise with", what, f"Cases with some: {known}.")


def persona_meant(library: Library, case: str, words: str) -> Persona:
    """The persona of ``case`` that goes by the name, or has the id, ``words``.

    Raises Problem with the names there are, or as the library does for an unknown case.
    """
    personas = library.personas(case)
    found = [one for one in personas.values() if same_name(one.name, words)]
    if not found and words in personas:
        found = [personas[words]]
    if len(found) == 1:
        return found[0]
    names = sorted(one.name for one in personas.values())
    near = near_misses(words, names)
    mend = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(names) or 'none'}."
    what = f"{len(found) or 'no'} personas of {case} go by the name {words!r}"
    raise Problem("No such candidate" if not found else "Which candidate?", what, mend)


def meetings(
    personas: Mapping[str, Persona], stored: Iterable[AnyStored], case: str, trainee: str
) -> dict[str, Meeting]:
    """How far ``trainee`` is with each of ``personas``, by id."""
    found = dict.fromkeys(personas, Meeting("new"))
    for one in sorted(_own(stored, case, trainee), key=lambda one: _last(one.session)):
        persona = one.session.persona or ""
        if persona not in found:
            continue
        at = _last(one.session)
        if not one.session.sealed:
            found[persona] = Meeting("begun", one.path, at)
        elif found[persona].state != "begun":
            found[persona] = Meeting("met", None, at)
    return found


def suggested(
    personas: Mapping[str, Persona], stored: Sequence[AnyStored], case: str, trainee: str
) -> str | None:
    """The id of the persona to go on with, or to meet next; None when all were met."""
    now = meetings(personas, stored, case, trainee)
    begun = next((id_ for id_, one in now.items() if one.state == "begun"), None)
    if begun is not None:
        return begun
    own = sorted((one.session for one in _own(stored, case, trainee)), key=_last)
    met = list(dict.fromkeys(session.persona for session in own if session.persona in personas))
    return next_one(personas, [id_ for id_ in met if id_], flat_later=_late(stored, case, trainee))


def session_with(
    services: Services, case: str, persona: Persona, trainee: str, listing: AnyListing
) -> Path:
    """The unfinished session of ``trainee`` with ``persona``, or a new one.

    Candidate and loop are made from the persona's name, so that all who meet it share them. Who
    meets it again does so in a loop of its own. Raises Problem when it cannot be created.
    """
    begun = meetings({persona.id: persona}, listing.sessions, case, trainee)[persona.id].path
    if begun is not None:
        return begun
    name = next(
        (one.session.interviewer for one in _own(listing.sessions, None, trainee)), trainee.strip()
    )
    plan_case = services.library.case(case).case
    taken = {
        one.session.loop
        for one in listing.sessions
        if one.session.case == case and same_name(one.session.interviewer, name)
    }
    loop = _free(_loop_name(case, persona), taken)
    fitting = [id_ for id_, _ in fitting_rubrics(plan_case, services.library.rubrics())]
    own = persona.persona.rubric
    rubric = own if own in fitting else usual_rubric(case, loop, listing, fitting)
    if rubric is None:
        what = f"no rubric here has all the dimensions that {case} assesses"
        raise Problem("No rubric fits", what, "Put one into rubrics/.")
    session = new_session(
        Plan(plan_case, services.library.rubric(rubric)),
        kind="mock",
        loop=loop,
        candidate=persona.name,
        interviewer=name,
        created_at=services.now().wall,
        persona=persona.id,
    )
    return services.workspace.create(session)


def _own(stored: Iterable[AnyStored], case: str | None, trainee: str) -> list[AnyStored]:
    return [
        one
        for one in stored
        if is_practice(one.session)
        and case in (None, one.session.case)
        and same_name(one.session.interviewer, trainee)
    ]


def _late(stored: Iterable[AnyStored], case: str, trainee: str) -> bool:
    """Every other trainee of a case, in the order they began, takes the flat persona later."""
    began: dict[str, datetime] = {}
    for one in stored:
        session = one.session
        if is_practice(session) and session.case == case:
            who = folded(session.interviewer)
            began[who] = min(session.created_at, began.get(who, session.created_at))
    order = sorted(began, key=lambda who: (began[who], who))
    me = folded(trainee)
    return (order.index(me) if me in order else len(order)) % 2 == 1


def _loop_name(case: str, persona: Persona) -> str:
    name = _NOT_IN_LOOP.sub("-", folded(persona.name))[:_LONGEST_NAME].strip("-")
    return f"practice-{case}-{name or 'candidate'}"


def _free(loop: str, taken: set[str]) -> str:
    """``loop``, with a number where this trainee has been in it before."""
    number, name = 1, loop
    while name in taken:
        number += 1
        name = f"{loop}-{number}"
    return name


def _last(session: SessionHead) -> datetime:
    return session.sealed_at or session.started_at or session.created_at
