"""What a trainee had the chance to hear: answers given in a mock session, and what they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interviewloop.model.case import Case
    from interviewloop.model.persona import Answer, Persona
    from interviewloop.model.session import Session


@dataclass(frozen=True, slots=True)
class Shown:
    """A look-for or red flag that was shown: where, after how much help, and in which words.

    ``place`` is the stage or probe, ``stage`` the stage it was said in, ``rung`` 0 for a stage's
    own answer and the probe's rung otherwise.
    """

    name: str
    place: str
    stage: str
    rung: int
    line: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that was said, and the first showing of each look-for and each red flag."""

    answers: tuple[Answer, ...]
    look_fors: Mapping[str, Shown]
    red_flags: Mapping[str, Shown]


def heard(session: Session, persona: Persona, case: Case) -> Heard:
    """What ``persona`` said in ``session``: the answer of every stage that was visited and of every
    probe that was asked, with the least help first."""
    stages = [stage for stage in case.stages if _visited(session, stage)]
    answers = [answer for stage in stages if (answer := persona.answer_at(stage))]
    asked = sorted(
        (name for name in session.probes if name in case.probes),
        key=lambda name: case.probes[name].rung,
    )
    answers += [answer for name in asked if (answer := persona.answer_to(name))]
    return Heard(tuple(answers), *shown_in(answers, case))


def shown_in(answers: Iterable[Answer], case: Case) -> tuple[dict[str, Shown], dict[str, Shown]]:
    """Look-fors and red flags of ``case`` that ``answers`` show, each at its first place."""
    look_fors: dict[str, Shown] = {}
    red_flags: dict[str, Shown] = {}
    for answer in answers:
        stage = case.probes[answer.probe].stage if answer.probe else answer.place
        rung = case.probes[answer.probe].rung if answer.probe else 0
        for names, known, found in (
            (answer.shows, case.look_fors, look_fors),
            (answer.red_flags, case.red_flags, red_flags),
        ):
            for name in (one for one in names if one in known):
                line = answer.lines.get(name, "")
                found.setdefault(name, Shown(name, answer.place, stage, rung, line))
    return look_fors, red_flags


def _visited(session: Session, stage: str) -> bool:
    use = session.stages.get(stage)
    return use is not None and use.visited and not use.skipped
