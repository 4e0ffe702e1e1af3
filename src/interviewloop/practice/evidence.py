"""Evidence: what of the script a trainee captured, claimed and helped to bring out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.practice.tokens import figures, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Note, Session
    from interviewloop.practice.heard import Heard, Shown

SHARED_WORDS = 3
"""Words a note shares with a line from which it has captured that line; a figure of the line
counts double."""
FACT_WORDS = 2
Gentler = Literal["stage", "probe", "move"]
HINTS = 2
"""Probes from this rung on point at something."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``value`` is None where there was nothing to count."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Look-fors shown and captured, look-fors claimed, red flags, and notes with a fact.

    ``recall``: captured of those shown; ``precision``: shown of those ticked; ``factual``: notes
    that hold a figure or words of what was said, of all notes. The rest are names with places.
    """

    recall: Share
    precision: Share
    factual: Share
    captured: tuple[Shown, ...]
    missed: tuple[Shown, ...]
    unfounded: tuple[str, ...]
    flags_raised: tuple[Shown, ...]
    flags_missed: tuple[Shown, ...]
    flags_unfounded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverHelp:
    """A probe on rung 2 or 3 that was not needed: ``instead`` is the stage, the probe on rung 1 or
    the move of its policy that brings the look-for ``gained`` with less help."""

    probe: str
    rung: int
    instead: str
    by: Gentler
    gained: str


@dataclass(frozen=True, slots=True)
class Unasked:
    """A probe that was not asked and would have shown look-fors that nothing else showed."""

    probe: str
    look_fors: tuple[str, ...]


def evidence_of(session: Session, said: Heard) -> Evidence:
    """What of ``said`` the session has captured, as ticked look-fors or in its notes."""
    notes = list(session.live_notes().values())
    captured = [
        shown
        for name, shown in said.look_fors.items()
        if name in session.look_fors or any(holds(note, shown) for note in notes)
    ]
    ticked = [*session.look_fors]
    founded = [name for name in ticked if name in said.look_fors]
    flags = [*session.red_flags]
    return Evidence(
        recall=Share(len(captured), len(said.look_fors)),
        precision=Share(len(founded), len(ticked)),
        factual=Share(sum(_is_factual(note, said.texts) for note in notes), len(notes)),
        captured=tuple(captured),
        missed=tuple(shown for shown in said.look_fors.values() if shown not in captured),
        unfounded=tuple(name for name in ticked if name not in said.look_fors),
        flags_raised=tuple(shown for name, shown in said.red_flags.items() if name in flags),
        flags_missed=tuple(shown for name, shown in said.red_flags.items() if name not in flags),
        flags_unfounded=tuple(name for name in flags if name not in said.red_flags),
    )


def holds(note: Note, shown: Shown) -> bool:
    """Whether a note of the same stage has captured the line that shows something."""
    if note.stage != shown.stage:
        return False
    shared = {*words(note.text)} & {*words(shown.line)}
    return len(shared) + len(figures(note.text) & figures(shown.line)) >= SHARED_WORDS


def over_helped(session: Session, persona: Persona, case: Case) -> tuple[OverHelp, ...]:
    """Hints that were not needed, in the order of the case.

    A probe on rung 2 or 3 fishes for look-fors. It was too much help where the persona shows one of
    them unasked, or to a probe on rung 1 that had not been asked by then.
    """
    found: list[OverHelp] = []
    for name, help_ in session.probes.items():
        probe = case.probes.get(name)
        if probe is None or probe.rung < HINTS:
            continue
        for by, place, shows in _gentler(persona, case):
            asked = session.probes.get(place) if by == "probe" else None
            if asked is not None and asked.clock_s <= help_.clock_s:
                continue  # the gentler way was tried first
            gained = next((one for one in shows if one in probe.unless), None)
            if gained is not None:
                found.append(OverHelp(name, probe.rung, place, by, gained))
                break
    order = [*case.probes]
    return tuple(sorted(found, key=lambda help_: order.index(help_.probe)))


def hints_used(session: Session, case: Case) -> int:
    """How many probes on rung 2 or 3 were asked."""
    return sum(case.probes[name].rung >= HINTS for name in session.probes if name in case.probes)


def unasked(session: Session, persona: Persona, case: Case, said: Heard) -> tuple[Unasked, ...]:
    """Probes that would have found what was not heard."""
    found = []
    for name in case.probes:
        answer = persona.answer_to(name)
        if name in session.probes or answer is None:
            continue
        shows = (one for one in answer.shows if one in case.look_fors)
        more = tuple(one for one in shows if one not in said.look_fors)
        if more:
            found.append(Unasked(name, more))
    return tuple(found)


def _gentler(persona: Persona, case: Case) -> Iterator[tuple[Gentler, str, tuple[str, ...]]]:
    """What the persona shows unasked, and then to neutral probes: how, where, which look-fors."""
    for stage in case.stages:
        if answer := persona.answer_at(stage):
            yield "stage", stage, answer.shows
    for id_, move in persona.policy.items():
        yield "move", id_, move.shows
    for name, probe in case.probes.items():
        if probe.rung < HINTS and (answer := persona.answer_to(name)):
            yield "probe", name, answer.shows


def _is_factual(note: Note, texts: tuple[str, ...]) -> bool:
    """Whether a note holds a figure that was said, or words of one answer.

    Stands for "a verb and a fact": a program can tell quoted facts, not verbs.
    """
    mine, numbers = {*words(note.text)}, figures(note.text)
    return any(
        numbers & figures(text) or len(mine & {*words(text)}) >= FACT_WORDS for text in texts
    )
