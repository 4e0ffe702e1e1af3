"""P: the personas of a case against each other."""

from __future__ import annotations

from itertools import combinations
from statistics import correlation, fmean
from typing import TYPE_CHECKING

from interviewloop.library.lint.answers import LENGTH_TELLS
from interviewloop.library.lint.registry import Flaw, persona_rule
from interviewloop.library.lint.subject import flaw_of, statements
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from interviewloop.library.lint.subject import PersonaPool
    from interviewloop.library.load import Loaded
    from interviewloop.model.persona import Persona

APART = 2
BEHAVIOURS = 2
TWINS = 2
_FEWEST = 4
"""Personas below which a correlation says nothing."""


@persona_rule(
    "P05", "E", "personas two levels apart on a primary dimension differ in two look-fors"
)
def levels_are_behaviours(pool: PersonaPool) -> Iterator[Flaw]:
    for dim in pool.case.case.case.primary:
        for one, other in combinations(pool.members, 2):
            levels = [member.value.persona.levels.get(dim) for member in (one, other)]
            if None in levels or _are_twins(one.value, other.value):
                continue
            first, second = (level or 0 for level in levels)
            differ = pool.shown(one, dim) ^ pool.shown(other, dim)
            if abs(first - second) >= APART and len(differ) < BEHAVIOURS:
                message = (
                    f"{one.value.id} has {first} and {other.value.id} {second} on {dim}, but they"
                    f" differ in {len(differ)} look-for{'' if len(differ) == 1 else 's'}"
                )
                mend = "let the stronger one do two things that the other does not"
                yield flaw_of(other, ("persona", "levels", dim), message, mend)


@persona_rule(
    "P06",
    "E",
    "twins show the same behaviours with opposite polish under names of their own; one dimension"
    " at most differs, by 1",
)
def twins_match(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        card = member.value.persona
        if card.twin_of is None:
            continue
        path = ("persona", "twin_of")
        other = pool.by_id.get(card.twin_of)
        if other is None or other is member:
            message = f"there is no other persona {card.twin_of!r} to be the twin of"
            yield flaw_of(member, path, message, "name one of the same case")
            continue
        if card.polish == 0 or card.polish != -other.value.persona.polish:
            message = f"{card.id} and {card.twin_of} are not of opposite polish"
            yield flaw_of(member, ("persona", "polish"), message, "give one 1 and the other -1")
        if member.value.name.casefold() == other.value.name.casefold():
            message = f"{card.id} and {card.twin_of} go by the same name"
            mend = "give the twin a name of its own, or whoever met one knows the other"
            yield flaw_of(member, path, message, mend)
        if _behaviour(member.value) != _behaviour(other.value):
            differ = _behaviour(member.value) ^ _behaviour(other.value)
            place, name = min(differ)
            message = f"{card.id} and {card.twin_of} differ at {place} in {name}"
            yield flaw_of(member, path, message, "let both do exactly the same")
        yield from _levels_match(member, other)


def _levels_match(member: Loaded[Persona], other: Loaded[Persona]) -> Iterator[Flaw]:
    mine, theirs = member.value.persona.levels, other.value.persona.levels
    gaps = {dim: abs(mine[dim] - theirs[dim]) for dim in mine if dim in theirs}
    differ = [dim for dim, gap in gaps.items() if gap]
    if len(differ) > 1 or any(gap > 1 for gap in gaps.values()):
        message = f"the twins' levels differ on {', '.join(differ)}"
        mend = "only the dimension that scores delivery itself may differ, by 1"
        yield flaw_of(member, ("persona", "levels"), message, mend)


@persona_rule("P07", "E", "two personas of a case or more are delivery twins of others")
def enough_twins(pool: PersonaPool) -> Iterator[Flaw]:
    twins = sum(member.value.persona.twin_of is not None for member in pool.members)
    if twins < TWINS:
        message = f"the case has {twins} delivery twin{'' if twins == 1 else 's'}"
        mend = "write a weak and a strong persona a second time, with opposite delivery"
        yield flaw_of(pool.members[0], ("persona",), message, mend)


@persona_rule("P08", "E", "neither length nor delivery tells the level: correlations below 0.35")
def level_stands_alone(pool: PersonaPool) -> Iterator[Flaw]:
    yield from _length_tells(pool, "answers", _words)
    yield from _length_tells(pool, "policy", _move_words)
    members = [one for one in pool.members if one.value.persona.levels]
    levels = [fmean(member.value.persona.levels.values()) for member in members]
    together = _correlation(levels, [float(one.value.persona.polish) for one in members])
    if abs(together) >= LENGTH_TELLS and len(members) >= _FEWEST:
        smoother = "stronger" if together > 0 else "weaker"
        message = f"{smoother} personas speak more smoothly (correlation {together:.2f})"
        mend = "add delivery twins, or swap the polish of some"
        yield flaw_of(members[0], ("persona", "polish"), message, mend)


def _length_tells(
    pool: PersonaPool, key: str, words_of: Callable[[Persona], list[int]]
) -> Iterator[Flaw]:
    members = [one for one in pool.members if one.value.persona.levels and words_of(one.value)]
    lengths = [fmean(words_of(member.value)) for member in members]
    # Nearly equal lengths can correlate perfectly and still tell nobody anything.
    if len(members) < _FEWEST or max(lengths) <= 1.1 * min(lengths):
        return
    told = [
        (fmean(member.value.persona.levels.values()), float(words))
        for member in members
        for words in words_of(member.value)
    ]
    together = _correlation([level for level, _ in told], [words for _, words in told])
    if abs(together) >= LENGTH_TELLS:
        longer = "stronger" if together > 0 else "weaker"
        message = f"{longer} personas speak longer (correlation {together:.2f})"
        mend = "even the lengths out: a weak answer is specific and wrong, not short"
        yield flaw_of(members[0], (key,), message, mend)


def _words(persona: Persona) -> list[int]:
    return [count(answer.text) for answer in persona.answers if answer.stage]


def _move_words(persona: Persona) -> list[int]:
    return [count(move.say) for move in persona.policy.values()]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's; 0 where it is not defined."""
    if len({*one}) < 2 or len({*other}) < 2:
        return 0.0
    return correlation(one, other)


def _are_twins(one: Persona, other: Persona) -> bool:
    return one.persona.twin_of == other.id or other.persona.twin_of == one.id


def _behaviour(persona: Persona) -> frozenset[tuple[str, str]]:
    """What is shown where, and in an incident what is done when."""
    shown = {
        (said.name, name)
        for said in statements(persona)
        for name in (*said.entry.shows, *said.entry.red_flags)
    }
    done = {
        (f"move {id_}", what)
        for id_, move in persona.policy.items()
        for what in (*move.do, *([move.when] if move.when else []))
    }
    return frozenset(shown | done)
