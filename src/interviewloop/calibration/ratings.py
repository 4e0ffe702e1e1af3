"""The table every statistic starts from: who gave which candidate what score on which dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

LOWEST, HIGHEST = 1, 5
CATEGORIES = HIGHEST - LOWEST + 1


class RatingRow(NamedTuple):
    """One score: ``interviewer`` gave ``candidate`` this ``score`` (from 1 up) on ``dimension``.

    ``case`` is the case study that was run, empty where it is not known.
    """

    candidate: str
    interviewer: str
    dimension: str
    score: int
    case: str = ""


class RatingsError(ValueError):
    """A row that cannot stand in the table.

    ``row`` is the offending row and ``position`` its place, counted from 0, among the rows given.
    """

    def __init__(self, message: str, row: RatingRow, position: int) -> None:
        super().__init__(message)
        self.row = row
        self.position = position


class ScoreOutOfRange(RatingsError):  # noqa: N818 - reads as what it says
    """A score that is not a whole number of the scale."""


class DuplicateRating(RatingsError):  # noqa: N818 - reads as what it says
    """The same interviewer scored the same candidate twice on one dimension.

    ``first_position`` is where the earlier of the two stands. Which of them counts is not for a
    statistic to decide, so the caller has to.
    """

    def __init__(self, row: RatingRow, position: int, first_position: int) -> None:
        super().__init__(
            f"{row.interviewer} scored {row.candidate} twice on {row.dimension}"
            f" (rows {first_position} and {position}, counted from 0)",
            row,
            position,
        )
        self.first_position = first_position


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Scores in columns. Build it with :meth:`from_rows`.

    ``candidate``, ``interviewer`` and ``dimension`` are int32 arrays of shape (n,) that index the
    label tuples ``candidates``, ``interviewers`` and ``dimensions``; ``score`` is uint8 (n,), 1 to
    ``highest``. Every label occurs in at least one row, labels are in sorted order, rows are
    ordered by (candidate, interviewer, dimension), and the arrays are read-only: the same scores
    make the same table in whatever order they came.

    ``highest`` is the last step of the scale, which begins at 1: 5, or less for a shorter one.

    ``case`` (n,) indexes ``cases``, -1 where the case of a row is not known; it is ``None`` when no
    case is known at all.
    """

    candidate: NDArray[np.int32]
    interviewer: NDArray[np.int32]
    dimension: NDArray[np.int32]
    score: NDArray[np.uint8]
    candidates: tuple[str, ...]
    interviewers: tuple[str, ...]
    dimensions: tuple[str, ...]
    case: NDArray[np.int32] | None = None
    cases: tuple[str, ...] = ()
    highest: int = HIGHEST

    def __post_init__(self) -> None:
        for column in (self.candidate, self.interviewer, self.dimension, self.score, self.case):
            if column is not None:
                column.flags.writeable = False

    def __len__(self) -> int:
        return len(self.score)

    @classmethod
    def from_rows(cls, rows: Iterable[RatingRow], highest: int = HIGHEST) -> Ratings:
        """The table of ``rows``, scored from 1 to ``highest``; no rows make an empty table.

        Raises :class:`ScoreOutOfRange` or :class:`DuplicateRating`, naming the row, and
        ``ValueError`` for a scale of one step, or of more than 5.
        """
        if not LOWEST < highest <= HIGHEST:
            raise ValueError(f"a scale from {LOWEST} to {highest} cannot be measured")
        rows = list(rows)
        for position, row in enumerate(rows):
            if type(row.score) is not int or not LOWEST <= row.score <= highest:
                raise ScoreOutOfRange(
                    f"score {row.score!r} is not a whole number from {LOWEST} to {highest}",
                    row,
                    position,
                )
        candidate, candidates = _coded([row.candidate for row in rows])
        interviewer, interviewers = _coded([row.interviewer for row in rows])
        dimension, dimensions = _coded([row.dimension for row in rows])
        order = np.lexsort((dimension, interviewer, candidate))
        candidate, interviewer, dimension = candidate[order], interviewer[order], dimension[order]
        repeated = np.flatnonzero(
            (np.diff(candidate) == 0) & (np.diff(interviewer) == 0) & (np.diff(dimension) == 0)
        )
        if repeated.size:
            # lexsort is stable, so of two equal rows the one given first comes first.
            first, second = int(order[repeated[0]]), int(order[repeated[0] + 1])
            raise DuplicateRating(rows[second], second, first)
        score = np.array([row.score for row in rows], dtype=np.uint8)[order]
        case, cases = _coded_cases([row.case for row in rows])
        return cls(
            candidate,
            interviewer,
            dimension,
            score,
            candidates,
            interviewers,
            dimensions,
            None if case is None else case[order],
            cases,
            highest,
        )

    def only(
        self,
        *,
        candidates: Collection[str] | None = None,
        interviewers: Collection[str] | None = None,
        dimensions: Collection[str] | None = None,
    ) -> Ratings:
        """The rows with these labels (``None`` keeps all), in a table without unused labels."""
        keep = np.ones(len(self), dtype=np.bool_)
        for column, labels, wanted in (
            (self.candidate, self.candidates, candidates),
            (self.interviewer, self.interviewers, interviewers),
            (self.dimension, self.dimensions, dimensions),
        ):
            if wanted is not None:
                among = np.array([label in wanted for label in labels], dtype=np.bool_)
                keep &= among[column]
        return self.where(keep)

    def where(self, keep: NDArray[np.bool_]) -> Ratings:
        """The rows marked in ``keep`` (n,), in a table without unused labels."""
        candidate, kept_candidates = _compact(self.candidate[keep], self.candidates)
        interviewer, kept_interviewers = _compact(self.interviewer[keep], self.interviewers)
        dimension, kept_dimensions = _compact(self.dimension[keep], self.dimensions)
        return Ratings(
            candidate,
            interviewer,
            dimension,
            self.score[keep],
            kept_candidates,
            kept_interviewers,
            kept_dimensions,
            *_compact_cases(self.case, self.cases, keep),
            self.highest,
        )

    def unit(self) -> NDArray[np.int64]:
        """The unit of each row, shape (n,): its candidate x dimension cell as one integer.

        Two rows share a unit when two interviewers judged the same thing.
        """
        return self.candidate.astype(np.int64) * len(self.dimensions) + self.dimension


def _coded(labels: list[str]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Integer codes (n,) into the sorted distinct labels."""
    distinct = tuple(sorted(set(labels)))
    code = {label: position for position, label in enumerate(distinct)}
    return np.array([code[label] for label in labels], dtype=np.int32), distinct


def _coded_cases(labels: list[str]) -> tuple[NDArray[np.int32] | None, tuple[str, ...]]:
    """As :func:`_coded`, with -1 for an empty label; no codes where all are empty."""
    distinct = tuple(sorted(set(labels) - {""}))
    if not distinct:
        return None, ()
    code = {"": -1} | {label: position for position, label in enumerate(distinct)}
    return np.array([code[label] for label in labels], dtype=np.int32), distinct


def _compact_cases(
    codes: NDArray[np.int32] | None, labels: tuple[str, ...], keep: NDArray[np.bool_]
) -> tuple[NDArray[np.int32] | None, tuple[str, ...]]:
    """Codes of the kept rows renumbered, -1 staying what it is; none where no case is left."""
    if codes is None or not (codes[keep] >= 0).any():
        return None, ()
    kept = codes[keep]
    used = np.unique(kept[kept >= 0])
    renumbered = np.where(kept >= 0, np.searchsorted(used, kept), -1)
    return renumbered.astype(np.int32), tuple(labels[position] for position in used)


def _compact(
    codes: NDArray[np.int32], labels: tuple[str, ...]
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Codes renumbered to the labels that still occur, which keep their order."""
    used, renumbered = np.unique(codes, return_inverse=True)
    return renumbered.astype(np.int32), tuple(labels[position] for position in used)
