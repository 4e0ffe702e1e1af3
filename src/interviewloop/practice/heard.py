"""What a trainee has heard: what was said in a mock session, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.practice.transcript import transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from interviewloop.model.case import Case
    from interviewloop.model.persona import Answer, Persona, PolicyMove
    from interviewloop.model.session import Session


@dataclass(frozen=True, slots=True)
class Shown:
    """A look-for or red flag that was shown: where, after how much help, and in which words.

    ``place`` is the stage, probe or move, ``stage`` the stage it was said in, ``rung`` the probe's
    rung and 0 for what came without a probe. ``clock_s`` is None where no talk was kept.
    """

    name: str
    place: str
    stage: str
    rung: int
    line: str
    clock_s: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that was said, and the first showing of each look-for and each red flag."""

    texts: tuple[str, ...]
    look_fors: Mapping[str, Shown]
    red_flags: Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class _Utterance:
    """Something of the persona's file that was said."""

    place: str
    stage: str
    rung: int
    text: str
    entry: Answer | PolicyMove
    clock_s: float | None = None


def heard(session: Session, persona: Persona, case: Case) -> Heard:
    """What ``persona`` said in ``session``.

    Where the talk was kept, what was really said, in that order. For a session without it (somebody
    played the persona, or the session is older): the answer of every stage that was visited and of
    every probe that was asked, with the least help first.
    """
    kept = bool(session.talk)
    said = [*(_of_talk if kept else _of_script)(session, persona, case)]
    return Heard(
        tuple(one.text for one in said),
        _shown(((one, one.entry.shows) for one in said), case.look_fors),
        _shown(((one, one.entry.red_flags) for one in said), case.red_flags),
    )


def _of_talk(session: Session, persona: Persona, case: Case) -> Iterator[_Utterance]:
    for one in transcript(session, persona, case):
        if one.entry is not None:
            at = (one.place, one.stage, one.rung)
            yield _Utterance(*at, one.said, one.entry, one.clock_s)


def _of_script(session: Session, persona: Persona, case: Case) -> Iterator[_Utterance]:
    for stage in case.stages:
        answer = persona.answer_at(stage)
        if answer is not None and _visited(session, stage):
            yield _Utterance(stage, stage, 0, answer.text, answer)
    asked = [name for name in session.probes if name in case.probes]
    for name in sorted(asked, key=lambda name: case.probes[name].rung):
        probe, answer = case.probes[name], persona.answer_to(name)
        if answer is not None:
            yield _Utterance(name, probe.stage, probe.rung, answer.text, answer)


def _shown(
    said: Iterable[tuple[_Utterance, tuple[str, ...]]], known: Mapping[str, object]
) -> dict[str, Shown]:
    """Each of the names at its first place; those the case does not have are left out."""
    found: dict[str, Shown] = {}
    for one, names in said:
        for name in names:
            if name in known:
                line = one.entry.lines.get(name, "")
                shown = Shown(name, one.place, one.stage, one.rung, line, one.clock_s)
                found.setdefault(name, shown)
    return found


def _visited(session: Session, stage: str) -> bool:
    use = session.stages.get(stage)
    return use is not None and use.visited and not use.skipped
