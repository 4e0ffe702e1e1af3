"""Feedback on one sealed mock session: evidence first, then cells, the hire call last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.practice.cells import Cell, cells_of
from interviewloop.practice.evidence import (
    Evidence,
    OverHelp,
    Unasked,
    evidence_of,
    hints_used,
    holds,
    over_helped,
    unasked,
)
from interviewloop.practice.heard import Shown, heard

if TYPE_CHECKING:
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.scorecard import Recommendation
    from interviewloop.model.session import Session
    from interviewloop.practice.heard import Heard


@dataclass(frozen=True, slots=True)
class CellFeedback:
    """One dimension: score and key, the lines that were the evidence, and the trainee's own notes.

    ``lines`` are those of the look-fors of this dimension and of red flags that cap it; ``notes``
    the linked ones, those that captured one of the lines first.
    """

    cell: Cell
    lines: tuple[Shown, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """The overall recommendation beside the key's. One bit: reported after everything else."""

    given: Recommendation | None
    key: Recommendation | None

    @property
    def same_side(self) -> bool | None:
        """Whether both say hire or both say no; None where one is missing."""
        if self.given is None or self.key is None:
            return None
        return self.given.endswith("yes") == self.key.endswith("yes")


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback on a mock session, in the order it is to be read."""

    persona: str
    name: str
    rated: bool
    """Whether a panel of experts has rated the persona; its key is the authors' otherwise."""
    evidence: Evidence
    cells: tuple[CellFeedback, ...]
    over_helped: tuple[OverHelp, ...]
    hints: int
    unasked: tuple[Unasked, ...]
    call: Call


def feedback(session: Session, persona: Persona, case: Case) -> Feedback:
    """Feedback on ``session``, which was run against ``persona`` with ``case``.

    Raises :class:`~interviewloop.model.errors.Problem` when the session is not sealed, is no mock
    session, or was run against somebody else: the key must not be seen before the scores stand.
    """
    _need_sealed_mock(session, persona, case)
    said = heard(session, persona, case)
    return Feedback(
        persona=persona.id,
        name=persona.name,
        rated=persona.persona.panel == "rated",
        evidence=evidence_of(session, said),
        cells=tuple(
            _cell_feedback(session, cell, said, case) for cell in cells_of(session, persona, case)
        ),
        over_helped=over_helped(session, persona, case),
        hints=hints_used(session, case),
        unasked=unasked(session, persona, case, said),
        call=Call(session.scorecard.recommendation, persona.persona.call),
    )


def _cell_feedback(session: Session, cell: Cell, said: Heard, case: Case) -> CellFeedback:
    look_fors, flags = case.look_fors, case.red_flags
    lines = [
        shown
        for name, shown in said.look_fors.items()
        if name in look_fors and look_fors[name].dim == cell.dim
    ]
    lines += [
        shown
        for name, shown in said.red_flags.items()
        if name in flags and cell.dim in flags[name].dims
    ]
    notes = session.live_notes()
    linked = [notes[one] for one in session.scorecard.evidence.get(cell.dim, ()) if one in notes]
    linked.sort(key=lambda note: not any(holds(note, shown) for shown in lines))
    return CellFeedback(cell, tuple(lines), tuple(note.text for note in linked))


def _need_sealed_mock(session: Session, persona: Persona, case: Case) -> None:
    if session.kind != "mock" or session.persona is None:
        raise Problem(
            "No mock session",
            "feedback compares with a key, and only a simulated candidate has one",
            "Choose a mock session that was run against a persona.",
        )
    if not session.sealed:
        raise Problem(
            "Not submitted yet",
            "the key is shown only when the scorecard is sealed",
            "Score every dimension and submit.",
        )
    if (session.persona, session.case) != (persona.id, case.id):
        raise Problem(
            "Another candidate",
            f"the session was run against {session.persona} of {session.case},"
            f" not {persona.id} of {case.id}",
        )
