"""Mock sessions with the shipped case and its personas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewloop.library.library import Library
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Help, Note, Session, StageUse
from interviewloop.practice.progress import Mock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona

ROOT = Path(__file__).parents[2]
CASE = "exp-day-four-win"
ORDER = (
    "median",
    "velvet",
    "rivet",
    "quill-polished",
    "lemma",
    "dial",
    "velvet-plain",
    "quill",
)
"""The order of a first loop: twins are never close together."""
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.open([ROOT])


def case() -> Case:
    return library().case(CASE).case


def persona(name: str) -> Persona:
    return library().persona(CASE, name)


def names() -> dict[str, str]:
    rubric = library().rubric("principal-ml-scientist")
    return {dim: entry.name for dim, entry in rubric.dimensions.items()}


def session(
    who: str,
    scores: Mapping[str, int | str],
    *,
    probes: Iterable[str] = (),
    ticked: Iterable[str] = (),
    flags: Iterable[str] = (),
    notes: Iterable[tuple[str, str]] = (),
    number: int = 1,
    **fields: Any,
) -> Session:
    """A sealed mock session that went through all stages; notes are (stage, text)."""
    at = START + timedelta(days=number)

    def mark(stage: str, clock: float = 0.0) -> dict[str, Any]:
        return {"at": at, "clock_s": clock, "stage": stage}

    asked = {
        name: Help(**mark(case().probes[name].stage, index), rung=case().probes[name].rung)
        for index, name in enumerate(probes)
    }
    data: dict[str, Any] = {
        "kind": "mock",
        "phase": "sealed",
        "loop": f"practice {number}",
        "candidate": f"practice {number}",
        "interviewer": "Tove Trainee",
        "case": CASE,
        "case_version": case().case.version,
        "rubric": "principal-ml-scientist",
        "rubric_version": 1,
        "created_at": at,
        "sealed_at": at,
        "seal": "x",
        "stage": "close",
        "persona": who,
        "stages": {stage: StageUse(visited=True) for stage in case().stages},
        "probes": asked,
        "look_fors": {name: Help(**mark("critique")) for name in ticked},
        "red_flags": {name: Help(**mark("redesign")) for name in flags},
        "notes": {
            f"n{index}": Note(**mark(stage), text=text)
            for index, (stage, text) in enumerate(notes, start=1)
        },
        "scorecard": Scorecard(recommendation="no", scores=scores),
    }
    return Session(**(data | fields))


def loop_of(
    rule: Callable[[Persona, str], int], count: int = 8, dims: Iterable[str] | None = None
) -> list[Mock]:
    """The first ``count`` mocks of a loop by a trainee who scores by ``rule``."""
    mocks = []
    for number, name in enumerate(ORDER[:count], start=1):
        who = persona(name)
        scores = {dim: rule(who, dim) for dim in (dims or who.persona.levels)}
        mocks.append(Mock(session(name, scores, number=number), who, case()))
    return mocks


def clipped(value: float) -> int:
    return max(1, min(5, int(value)))
