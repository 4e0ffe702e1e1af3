"""Imported ratings as rating rows: one scale at a time, and never beside sessions of one's own."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.calibration.ratings import HIGHEST, LOWEST, RatingRow
from interviewloop.exchange.left_out import repeated_scores
from interviewloop.exchange.long_table import LongRow
from interviewloop.model.errors import Problem
from interviewloop.model.names import folded
from interviewloop.model.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from interviewloop.calibration.figures import Notice
    from interviewloop.exchange.imported import ImportedRating, Scale


class ImportRows(NamedTuple):
    """Rows that can be measured, in which order they were scored, what was left out, and the last
    step of their scale, which begins at 1."""

    rows: tuple[RatingRow, ...]
    order: Mapping[tuple[str, str], float]
    notices: tuple[Notice, ...]
    highest: int


def chosen_ratings(
    ratings: Iterable[ImportedRating],
    *,
    scale: str | None = None,
    case: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[ImportedRating, ...]:
    """The ratings on the scale named ``scale``, of ``case``, submitted from ``since`` to ``until``,
    both days included, in the order of submission. Ratings without a time are outside any period.

    Raises Problem when no scale is called that.
    """
    every = tuple(ratings)
    names = list(dict.fromkeys(rating.scale.name for rating in every))
    if scale is not None and every and scale not in names:
        raise Problem(
            "There is no such scale",
            f"nothing was imported on {scale}",
            _scales_there(Counter(rating.scale for rating in every)),
        )
    chosen = [
        rating
        for rating in every
        if (scale is None or rating.scale.name == scale)
        and (case is None or rating.case == case)
        and _within(rating, since, until)
    ]
    return tuple(sorted(chosen, key=_submission))


def rows_from_imports(ratings: Sequence[ImportedRating]) -> ImportRows:
    """Rows of ``ratings``, which have to be on one scale that begins at 1 and ends at 5 or before.

    Of two scores of one interviewer for a candidate on a dimension the first submitted counts.
    Names that differ only in case or spacing are one person. Raises Problem for several scales,
    which are never pooled, and for one that cannot be measured without stretching it.
    """
    scale = the_scale(ratings)
    if scale is not None:
        _need_measurable(scale)
    spelling: dict[str, str] = {}
    rows: dict[tuple[str, str, str], RatingRow] = {}
    for rating in ratings:
        judged = spelling.setdefault(folded(rating.interviewer), rating.interviewer)
        key = (rating.candidate, judged, rating.dimension)
        rows.setdefault(key, RatingRow(*key, rating.score, rating.case))
    order: dict[tuple[str, str], float] = {}
    for candidate, judged, _ in rows:
        order.setdefault((candidate, judged), float(len(order)))
    return ImportRows(
        tuple(rows.values()),
        order,
        tuple(repeated_scores(len(ratings) - len(rows))),
        HIGHEST if scale is None else scale.highest,
    )


def the_scale(ratings: Iterable[ImportedRating]) -> Scale | None:
    """The scale that all ``ratings`` are on; none for none. Raises Problem for several."""
    count = Counter(rating.scale for rating in ratings)
    if len(count) > 1:
        raise Problem(
            "These scores are on several scales, which are never pooled",
            _scales_there(count),
            "Choose one of them with --scale NAME.",
        )
    return next(iter(count), None)


def long_rows_of_imports(
    ratings: Iterable[ImportedRating], called: Callable[[str], str]
) -> list[LongRow]:
    """The rows for other programs, each with its own scale; ``called`` gives what interviewers are
    called."""
    return [
        LongRow(
            rating.scorecard_id,
            rating.candidate,
            called(rating.interviewer),
            called(rating.submitter) if rating.submitter else "",
            rating.case,
            rating.dimension,
            rating.score,
            rating.scale.lowest,
            rating.scale.highest,
            rating.note,
            rating.submitted_at,
        )
        for rating in ratings
    ]


def _need_measurable(scale: Scale) -> None:
    if scale.lowest == LOWEST < scale.highest <= HIGHEST:
        return
    raise Problem(
        "This scale cannot be measured yet",
        f"a scale has to begin at {LOWEST} and end at {HIGHEST} or before, and {scale} does not;"
        " moving it there would make scores up",
        "The scores are kept as they are: `interviewloop export csv --kind imported --scale"
        f" {scale.name}` gives them to other programs.",
    )


def _scales_there(count: Counter[Scale]) -> str:
    named = [f"{scale}: {counted(n, 'score')}" for scale, n in sorted(count.items())]
    return "there are " + ", ".join(named)


def _within(rating: ImportedRating, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if not rating.submitted_at:
        return False
    day = datetime.fromisoformat(rating.submitted_at).astimezone().date()
    return (since is None or since <= day) and (until is None or day <= until)


def _submission(rating: ImportedRating) -> tuple[str, str]:
    """Times first brought to one zone; those without one come last."""
    if not rating.submitted_at:
        return "~", rating.scorecard_id
    return datetime.fromisoformat(rating.submitted_at).astimezone().isoformat(), rating.scorecard_id
