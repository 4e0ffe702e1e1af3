"""Rating rows kept in columns: ten million of them in 130 MB, where tuples would take gigabytes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from interviewloop.calibration.ratings import HIGHEST, RatingRow, Ratings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class RatingColumns(Sequence[RatingRow]):
    """Rows in the order they came, no two of one candidate, interviewer and dimension.

    ``candidate``, ``interviewer`` and ``dimension`` (n,) index the labels, which are distinct but
    in any order, and may hold some that no row has; ``score`` (n,) is 1 to 5. ``case`` (n,) indexes
    ``cases`` in the same way; None where no case is known.
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

    def __len__(self) -> int:
        return len(self.score)

    @overload
    def __getitem__(self, index: int) -> RatingRow: ...

    @overload
    def __getitem__(self, index: slice) -> RatingColumns: ...

    def __getitem__(self, index: int | slice) -> RatingRow | RatingColumns:
        if isinstance(index, slice):
            return self._rows(index)
        return RatingRow(
            self.candidates[self.candidate[index]],
            self.interviewers[self.interviewer[index]],
            self.dimensions[self.dimension[index]],
            int(self.score[index]),
            "" if self.case is None else self.cases[self.case[index]],
        )

    def __iter__(self) -> Iterator[RatingRow]:
        case = itertools.repeat("") if self.case is None else _labelled(self.case, self.cases)
        return map(
            RatingRow,
            _labelled(self.candidate, self.candidates),
            _labelled(self.interviewer, self.interviewers),
            _labelled(self.dimension, self.dimensions),
            self.score.tolist(),
            case,
        )

    def ratings(self) -> Ratings:
        """The table of these rows."""
        candidate, candidates = _coded(self.candidate, self.candidates)
        interviewer, interviewers = _coded(self.interviewer, self.interviewers)
        dimension, dimensions = _coded(self.dimension, self.dimensions)
        case, cases = (None, ()) if self.case is None else _coded(self.case, self.cases)
        order = np.lexsort((dimension, interviewer, candidate))
        return Ratings(
            candidate[order],
            interviewer[order],
            dimension[order],
            self.score[order],
            candidates,
            interviewers,
            dimensions,
            None if case is None or not cases else case[order],
            cases,
        )

    def chosen(
        self, interviewer: Callable[[str], bool], dimension: Callable[[str], bool]
    ) -> RatingColumns:
        """The rows whose interviewer and dimension pass."""
        by = np.array([interviewer(label) for label in self.interviewers], dtype=np.bool_)
        on = np.array([dimension(label) for label in self.dimensions], dtype=np.bool_)
        return self._rows(by[self.interviewer] & on[self.dimension])

    def session_order(self) -> dict[tuple[str, str], float]:
        """The place of each (candidate, interviewer), by the first row of theirs."""
        people = len(self.interviewers)
        session = self.candidate.astype(np.int64) * people + self.interviewer
        first = np.sort(np.unique(session, return_index=True)[1])
        candidate, interviewer = self.candidate[first], self.interviewer[first]
        return {
            (self.candidates[c], self.interviewers[i]): float(place)
            for place, (c, i) in enumerate(
                zip(candidate.tolist(), interviewer.tolist(), strict=True)
            )
        }

    def _rows(self, rows: slice | NDArray[np.bool_]) -> RatingColumns:
        return RatingColumns(
            self.candidate[rows],
            self.interviewer[rows],
            self.dimension[rows],
            self.score[rows],
            self.candidates,
            self.interviewers,
            self.dimensions,
            None if self.case is None else self.case[rows],
            self.cases,
        )


def table_of(rows: Iterable[RatingRow], highest: int = HIGHEST) -> Ratings:
    """As :meth:`.Ratings.from_rows`, which see, and quickly where the rows are in columns."""
    if isinstance(rows, RatingColumns):
        return rows.ratings()
    return Ratings.from_rows(rows, highest)


def _labelled(codes: NDArray[np.int32], labels: tuple[str, ...]) -> Iterator[str]:
    return map(labels.__getitem__, codes.tolist())


def _coded(
    codes: NDArray[np.int32], labels: tuple[str, ...]
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """``codes`` renumbered to the labels that occur, sorted."""
    occurs = np.bincount(codes, minlength=len(labels)) > 0
    used = sorted(np.flatnonzero(occurs).tolist(), key=labels.__getitem__)
    place = np.zeros(len(labels), dtype=np.int32)
    place[used] = np.arange(len(used))
    return place[codes], tuple(labels[code] for code in used)
