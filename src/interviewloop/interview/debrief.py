"""Comparing the scorecards of a loop: who is in, what was seen, where they part, what adds up.

Shadows count for calibration and not for the candidate, so they stay outside here. Scores are those
that stand now: sealed ones with their amendments.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from statistics import fmean
from typing import TYPE_CHECKING

from interviewloop.interview.scoring import evidence
from interviewloop.model.scorecard import NO_SIGNAL, RECOMMENDATIONS, amended

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.interview.loops import Interview, InterviewOf
    from interviewloop.model.loop import Loop, LoopEntry
    from interviewloop.model.scorecard import Recommendation, Score
    from interviewloop.model.session import Session, Signal

GAP = 2
"""Score points between two interviewers from which a dimension is talked about first."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the debrief may begin: every scorecard is in, or waived, or opened by force."""

    waiting: tuple[Interview, ...]
    waived: tuple[Interview, ...]
    opened: LoopEntry | None
    sealed: int

    @property
    def open(self) -> bool:
        return self.sealed > 0 and (not self.waiting or self.opened is not None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One interviewer's score of one dimension: as it stands, and as it was sealed."""

    interviewer: str
    case: str
    score: Score | None
    sealed: Score | None

    @property
    def number(self) -> int | None:
        """The score as a number; None for no signal and for no score."""
        return self.score if isinstance(self.score, int) else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One dimension over the loop. ``spread`` is the largest less the smallest score."""

    dim: str
    cells: tuple[Cell, ...]
    mean: float | None
    spread: int | None

    @property
    def wide(self) -> bool:
        """Whether it parts by :data:`GAP` points or more."""
        return self.spread is not None and self.spread >= GAP


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of evidence without a name: ``source`` is a letter that means nothing elsewhere."""

    source: str
    signal: Signal
    text: str


@dataclass(frozen=True, slots=True)
class Combination:
    """What the scorecards add up to by rule, before anybody argues.

    ``mean`` is the mean over dimensions of the mean over interviewers, each dimension alike;
    ``dims`` have a score, ``unscored`` none. ``recommendations`` counts them, strongest no first.
    """

    mean: float | None
    dims: int
    unscored: tuple[str, ...]
    recommendations: tuple[tuple[Recommendation, int], ...]


def gate(loop: Loop, found: Iterable[Interview]) -> Gate:
    """Whether the debrief of ``loop`` may begin."""
    counted = [one for one in found if not one.shadow]
    opened = [entry for entry in loop.record.values() if entry.what == "opened"]
    return Gate(
        waiting=tuple(one for one in counted if one.state in ("planned", "open")),
        waived=tuple(one for one in counted if one.state == "waived"),
        opened=opened[-1] if opened else None,
        sealed=sum(one.state == "sealed" for one in counted),
    )


def scorecards(found: Iterable[InterviewOf[Session]]) -> tuple[Session, ...]:
    """The sealed sessions that count for the candidate."""
    return tuple(
        one.session
        for one in found
        if one.session is not None and one.state == "sealed" and not one.shadow
    )


def compared(cards: Sequence[Session], dims: Iterable[str]) -> tuple[Compared, ...]:
    """Every dimension over ``cards``: those furthest apart first, then in the order of ``dims``."""
    rows = [_compared(cards, dim) for dim in dims]
    return tuple(sorted(rows, key=lambda row: -(row.spread or 0) if row.wide else 0))


def said_about(cards: Sequence[Session], dim: str, loop: Loop) -> tuple[Said, ...]:
    """The evidence on a dimension, names hidden: linked notes, then the reason given.

    The order of the sources, and so their letters, differs from dimension to dimension.
    """
    shuffled = sorted(cards, key=lambda card: _shuffle(loop.name, dim, card))
    found: list[Said] = []
    for letter, card in zip(_letters(len(shuffled)), shuffled, strict=True):
        notes = card.live_notes()
        found += [
            Said(letter, notes[name].signal, notes[name].text) for name in evidence(card, dim)
        ]
        if reason := card.scorecard.rationale.get(dim, "").strip():
            found.append(Said(letter, "note", reason))
    return tuple(found)


def combination(cards: Sequence[Session], dims: Sequence[str]) -> Combination:
    """What ``cards`` add up to."""
    rows = [_compared(cards, dim) for dim in dims]
    means = [row.mean for row in rows if row.mean is not None]
    given = [amended(card.scorecard, card.amendments).recommendation for card in cards]
    return Combination(
        mean=fmean(means) if means else None,
        dims=len(means),
        unscored=tuple(row.dim for row in rows if row.mean is None),
        recommendations=tuple((name, given.count(name)) for name in RECOMMENDATIONS),
    )


def _compared(cards: Sequence[Session], dim: str) -> Compared:
    cells = tuple(_cell(card, dim) for card in cards)
    numbers = [cell.number for cell in cells if cell.number is not None]
    return Compared(
        dim,
        cells,
        fmean(numbers) if numbers else None,
        max(numbers) - min(numbers) if len(numbers) > 1 else None,
    )


def _cell(card: Session, dim: str) -> Cell:
    sealed = card.scorecard.scores.get(dim)
    stands = amended(card.scorecard, card.amendments).scores.get(dim)
    return Cell(card.interviewer, card.case, stands, sealed)


def no_signal(cell: Cell) -> bool:
    """Whether the interviewer said that there was nothing to score."""
    return cell.score == NO_SIGNAL


def _shuffle(loop: str, dim: str, card: Session) -> str:
    return sha256(f"{loop}/{dim}/{card.interviewer}/{card.case}".encode()).hexdigest()


def _letters(count: int) -> list[str]:
    """A, B ... Z, AA, AB ..."""
    letters = [chr(ord("A") + n) for n in range(26)]
    return [(letters[n // 26 - 1] if n >= 26 else "") + letters[n % 26] for n in range(count)]
