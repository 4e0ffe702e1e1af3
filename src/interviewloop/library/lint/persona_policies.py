"""P: a persona's policy against the incident it works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.engine import known_id
from interviewloop.incident.events import Wait, event_of
from interviewloop.incident.expressions import Unreadable, parse
from interviewloop.incident.policy import alone
from interviewloop.incident.references import unresolved
from interviewloop.library.lint.registry import Flaw, persona_rule
from interviewloop.library.lint.subject import flaw_of
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.incident.world import World
    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import PersonaPool
    from interviewloop.library.load import Loaded
    from interviewloop.model.persona import Persona


@persona_rule(
    "P11", "E", "a policy has an incident to work on; its events and guards name what is in it"
)
def policies_refer(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        if member.value.policy:
            yield from _faults(pool, member)


@persona_rule("P12", "W", "each move of a policy is made when the persona works by itself")
def every_move_is_made(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        policy = member.value.policy
        if pool.world is None or any(_faults(pool, member)):
            continue
        try:
            made = {move for move, _ in alone(pool.world, policy)}
        except Problem as problem:
            mend = problem.mend or "correct the guard, or the incident"
            yield flaw_of(member, ("policy",), f"played from the start, {problem.what}", mend)
            continue
        for id_ in policy:
            if id_ not in made:
                mend = "loosen its guard, or take the move out: what it shows is never seen"
                yield flaw_of(member, ("policy", id_), f"move {id_} is never made", mend)


def _faults(pool: PersonaPool, member: Loaded[Persona]) -> Iterator[Flaw]:
    """What keeps a policy from being played. An incident with faults of its own has to be mended
    first: nothing can be looked up in it."""
    if pool.file is None:
        mend = "take the policy out, or put incident.toml beside the case"
        yield flaw_of(member, ("policy",), "the case has no incident to work on", mend)
        return
    if pool.world is None:
        return
    for id_, move in member.value.policy.items():
        for index, text in enumerate(move.do):
            yield from _event(member, ("policy", id_, "do", index), text, pool.world)
        if move.when is not None:
            yield from _guard(member, ("policy", id_, "when"), move.when, pool.world)


def _event(member: Loaded[Persona], path: KeyPath, text: str, world: World) -> Iterator[Flaw]:
    try:
        event = event_of(text)
        if not isinstance(event, Wait):
            known_id(world, event)
    except Problem as problem:
        yield flaw_of(member, path, problem.what, problem.mend)


def _guard(member: Loaded[Persona], path: KeyPath, text: str, world: World) -> Iterator[Flaw]:
    try:
        guard = parse(text)
    except Unreadable as error:
        message = f"{error.what}, at column {error.column} of {text!r}"
        mend = "use names, numbers, + - * /, comparisons, and, or, not"
        yield flaw_of(member, path, message, mend)
        return
    for fault in unresolved(world.incident, {path: guard}):
        yield flaw_of(member, path, fault.what, fault.mend)
