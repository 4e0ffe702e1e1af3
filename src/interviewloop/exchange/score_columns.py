"""Scorecards put one under the other as columns of ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.rating_columns import RatingColumns
from interviewloop.model.head import NO_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from interviewloop.model.head import Card


class ScoreColumns:
    """Collects cards and makes a row of each score; no signal makes none."""

    def __init__(self) -> None:
        self._candidates: dict[str, int] = {}
        self._interviewers: dict[str, int] = {}
        self._cases: dict[str, int] = {}
        self._shapes: dict[tuple[str, ...], int] = {}
        self._who: list[tuple[int, int, int, int]] = []
        """By card: candidate, interviewer, case, and which dimensions it has."""
        self._marks: list[str] = []

    def add(self, candidate: str, interviewer: str, case: str, card: Card) -> None:
        """Add a card. A label that no score stands for is none."""
        if not card.marks.strip(NO_MARK):
            return
        self._who.append(
            (
                self._candidates.setdefault(candidate, len(self._candidates)),
                self._interviewers.setdefault(interviewer, len(self._interviewers)),
                self._cases.setdefault(case, len(self._cases)),
                self._shapes.setdefault(card.dims, len(self._shapes)),
            )
        )
        self._marks.append(card.marks)

    def rows(self) -> RatingColumns:
        """All scores, card by card."""
        dims: dict[str, int] = {}
        shapes = [
            np.array([dims.setdefault(dim, len(dims)) for dim in shape], dtype=np.int32)
            for shape in self._shapes
        ]
        who = np.array(self._who, dtype=np.int32).reshape(-1, 4)
        marks = np.frombuffer("".join(self._marks).encode(), dtype=np.uint8)
        each = np.array([len(shape) for shape in self._shapes], dtype=np.int64)[who[:, 3]]
        whose = np.repeat(np.arange(len(who)), each)
        dimension = _joined(shapes[shape] for shape in who[:, 3].tolist())
        scored = marks != ord(NO_MARK)
        whose = whose[scored]
        return RatingColumns(
            who[whose, 0],
            who[whose, 1],
            dimension[scored],
            marks[scored] - np.uint8(ord("0")),
            tuple(self._candidates),
            tuple(self._interviewers),
            tuple(dims),
            who[whose, 2],
            tuple(self._cases),
        )


def _joined(parts: Iterable[NDArray[np.int32]]) -> NDArray[np.int32]:
    found = list(parts)
    return np.concatenate(found) if found else np.empty(0, dtype=np.int32)
