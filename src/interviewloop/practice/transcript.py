"""The talk of a mock session as it was: what was asked, what was said, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.practice.answers import holding_line

if TYPE_CHECKING:
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Answer, Persona, PolicyMove
    from interviewloop.model.session import Exchange, Session

Kind = Literal["stage", "probe", "move", "holding", "gone"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One exchange. ``said`` is empty where there is nothing to say.

    ``asked`` are the trainee's words, or those of the script where it was read out; empty for a
    move, which nobody asked for. ``place`` is the stage, the probe or the move; ``rung`` how much
    help came before. ``entry`` is what the persona's file has, None for a holding line and for what
    the file no longer has (``gone``).
    """

    id: str
    kind: Kind
    clock_s: float
    stage: str
    place: str
    rung: int
    asked: str
    said: str
    entry: Answer | PolicyMove | None


def transcript(session: Session, persona: Persona, case: Case) -> tuple[Spoken, ...]:
    """Every exchange of ``session``, in order. Holding lines come in turn, as they were heard."""
    found: list[Spoken] = []
    held = 0
    for id_, exchange in session.talk.items():
        one = _spoken(id_, exchange, persona, case, held)
        held += one.kind == "holding"
        found.append(one)
    return tuple(found)


def _spoken(id_: str, exchange: Exchange, persona: Persona, case: Case, held: int) -> Spoken:
    def spoken(
        kind: Kind,
        asked: str,
        said: str,
        entry: Answer | PolicyMove | None = None,
        rung: int = 0,
    ) -> Spoken:
        place = exchange.move or exchange.answer or ""
        at = (exchange.clock_s, exchange.stage)
        return Spoken(id_, kind, *at, place, rung, exchange.said or asked, said, entry)

    if exchange.move is not None:
        move = persona.policy.get(exchange.move)
        return spoken("move", "", move.say, move) if move else spoken("gone", "", "")
    if exchange.answer is None:
        return spoken("holding", "", holding_line(persona, held) or "")
    if exchange.answer in case.probes:
        probe = case.probes[exchange.answer]
        answer = persona.answer_to(exchange.answer)
        if answer is not None:
            return spoken("probe", probe.ask, answer.text, answer, probe.rung)
        return spoken("gone", probe.ask, "")
    prompt = case.stages[exchange.answer].prompt if exchange.answer in case.stages else ""
    answer = persona.answer_at(exchange.answer)
    return spoken("stage", prompt, answer.text, answer) if answer else spoken("gone", prompt, "")
