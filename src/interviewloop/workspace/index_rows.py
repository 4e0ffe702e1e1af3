"""Heads of sessions and whole loops as rows of the index, and back.

A row is one text, its fields apart by a character that no such field holds; a model with that
character in a name has no row and is read from its file each time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

from pydantic import TypeAdapter

from interviewloop.model.head import Card, Head, Stand
from interviewloop.model.loop import Loop
from interviewloop.model.scorecard import Amendment
from interviewloop.model.session import Handover

_APART = "\x1f"
_PLAIN_LOOP = Loop(name="-", candidate="-", rubric="r", created_at=datetime(2000, 1, 1, tzinfo=UTC))
"""A loop without plan and record: making another of it is ten times faster than from nothing."""


def row_of(model: Head | Loop) -> bytes | None:
    """The row of ``model``, None for one that has none."""
    fields = _head_fields(model) if isinstance(model, Head) else _loop_fields(model)
    text = _APART.join(fields)
    return text.encode() if text.count(_APART) == len(fields) - 1 else None


class Reader:
    """Makes models of rows. What many of them share is kept once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._words: dict[str, tuple[str, ...]] = {"": ()}
        self._amendments: dict[str, Amendment] = {}
        self._handovers: dict[str, Handover] = {}

    def head(self, row: bytes) -> Head:
        """The head that the row was made of. Raises ValueError for one that was not made here."""
        (
            kind, phase, loop, candidate, interviewer, case, case_version, rubric, rubric_version,
            created_at, started_at, sealed_at, stretch, persona, stage, recommendation, dims, marks,
            elapsed_s, running, red_flags, amendments, handovers,
        ) = row.decode().split(_APART)  # fmt: skip
        once = self._texts.setdefault
        moment = datetime.fromisoformat
        new = tuple.__new__  # as Head(...), in a quarter of the time
        fields = (
            once(kind, kind),
            once(phase, phase),
            once(loop, loop),
            once(candidate, candidate),
            once(interviewer, interviewer),
            once(case, case),
            int(case_version),
            once(rubric, rubric),
            int(rubric_version),
            moment(created_at),
            moment(started_at) if started_at else None,
            moment(sealed_at) if sealed_at else None,
            float(stretch),
            once(persona, persona) or None,
            once(stage, stage) or None,
            new(Card, (once(recommendation, recommendation) or None, self._tuple(dims), marks)),
            new(Stand, (float(elapsed_s), running == "1")),
            self._tuple(red_flags),
            _amendments().validate_json(amendments) if amendments else self._amendments,
            _handovers().validate_json(handovers) if handovers else self._handovers,
        )
        head: Head = new(Head, fields)
        return head

    def loop(self, row: bytes) -> Loop:
        """As :meth:`head`, for a loop."""
        plain, rest = row.decode().rsplit(_APART, 1)
        if rest:
            return Loop.model_validate_json(rest)
        name, candidate, rubric, created_at, role, example, retain_until = plain.split(_APART)
        # Not validated once more: the row was made of a loop that was.
        return _PLAIN_LOOP.model_copy(
            update={
                "name": name,
                "candidate": candidate,
                "rubric": self._texts.setdefault(rubric, rubric),
                "created_at": datetime.fromisoformat(created_at),
                "role": role or None,
                "example": example == "1",
                "retain_until": date.fromisoformat(retain_until) if retain_until else None,
            }
        )

    def _tuple(self, text: str) -> tuple[str, ...]:
        words = self._words.get(text)
        if words is None:
            words = self._words[text] = tuple(text.split(" "))
        return words


def _head_fields(head: Head) -> list[str]:
    return [
        head.kind,
        head.phase,
        head.loop,
        head.candidate,
        head.interviewer,
        head.case,
        str(head.case_version),
        head.rubric,
        str(head.rubric_version),
        head.created_at.isoformat(),
        head.started_at.isoformat() if head.started_at else "",
        head.sealed_at.isoformat() if head.sealed_at else "",
        repr(head.stretch),
        head.persona or "",
        head.stage or "",
        head.scorecard.recommendation or "",
        " ".join(head.scorecard.dims),
        head.scorecard.marks,
        repr(head.clock.elapsed_s),
        "1" if head.clock.running else "0",
        " ".join(head.red_flags),
        _amendments().dump_json(dict(head.amendments)).decode() if head.amendments else "",
        _handovers().dump_json(dict(head.handovers)).decode() if head.handovers else "",
    ]


def _loop_fields(loop: Loop) -> list[str]:
    return [
        loop.name,
        loop.candidate,
        loop.rubric,
        loop.created_at.isoformat(),
        loop.role or "",
        "1" if loop.example else "0",
        loop.retain_until.isoformat() if loop.retain_until else "",
        loop.model_dump_json() if loop.planned or loop.record else "",
    ]


@cache
def _amendments() -> TypeAdapter[dict[str, Amendment]]:
    return TypeAdapter(dict[str, Amendment])


@cache
def _handovers() -> TypeAdapter[dict[str, Handover]]:
    return TypeAdapter(dict[str, Handover])
