"""What every reader does alike: one rating after the other, or why not."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.exchange.imported import ImportedRating, Reading, Rejected
from interviewloop.exchange.importing.fields import FieldError
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.exchange.imported import Scale

DRAFT, DELETED = "draft", "deleted scorecard"
NO_SCORE = "unscored rating"
TEXT = "stray note"


class Card(NamedTuple):
    """What the ratings of one scorecard share; ``where`` names it in messages."""

    where: str
    scorecard_id: str
    candidate: str
    interviewer: str
    submitter: str = ""
    submitted_at: str = ""
    case: str = ""


class Collector:
    """Ratings of one ``source`` as they are found."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._ratings: dict[tuple[str, str, str, str], ImportedRating] = {}
        self._cards: dict[str, Card] = {}
        self._rejected: list[Rejected] = []
        self.left_out: Counter[str] = Counter()
        self._remarks: dict[str, None] = {}

    @contextmanager
    def at(self, *where: str) -> Iterator[None]:
        """What cannot be read inside is rejected under this name; the work goes on after it."""
        try:
            yield
        except FieldError as error:
            self.reject(", ".join(where), str(error))

    def reject(self, where: str, reason: str) -> None:
        self._rejected.append(Rejected(visible(where), visible(reason)))

    def remark(self, sentence: str) -> None:
        """A sentence for whoever imports, said once."""
        self._remarks[sentence] = None

    def add(self, card: Card, dimension: str, score: int, scale: Scale, note: str = "") -> None:
        """One rating. Raises FieldError when the scorecard has it already or is another's."""
        first = self._cards.setdefault(card.scorecard_id, card)
        if first._replace(where=card.where) != card:
            raise FieldError(f"scorecard {card.scorecard_id} is told differently at {first.where}")
        rating = ImportedRating(
            self._source,
            card.scorecard_id,
            card.candidate,
            card.interviewer,
            card.submitter,
            dimension,
            score,
            scale,
            note,
            card.submitted_at,
            card.case,
        )
        if rating.key in self._ratings:
            raise FieldError(f"scorecard {card.scorecard_id} rates {dimension} a second time")
        self._ratings[rating.key] = rating

    def leave_out(self, what: str) -> None:
        self.left_out[what] += 1

    def no_score(self, note: str = "") -> None:
        """A rating that was left open, with what was written beside it."""
        self.leave_out(NO_SCORE)
        if note.strip():
            self.leave_out(TEXT)

    def reading(self) -> Reading:
        return Reading(
            tuple(self._ratings.values()),
            tuple(self._rejected),
            self.left_out,
            tuple(self._remarks),
        )
