"""Choosing among rating rows, and the order of their sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.rating_columns import RatingColumns
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from interviewloop.calibration.ratings import RatingRow


def chosen_rows(
    rows: Sequence[RatingRow], interviewers: Iterable[str], dimensions: Iterable[str]
) -> Sequence[RatingRow]:
    """Rows by any of ``interviewers`` on any of ``dimensions``; none named chooses all. Names that
    differ only in case or spacing are one."""
    people = {folded(name) for name in interviewers}
    wanted = {folded(name) for name in dimensions}
    if isinstance(rows, RatingColumns):
        return rows.chosen(
            lambda label: not people or folded(label) in people,
            lambda label: not wanted or folded(label) in wanted,
        )
    if not (people or wanted):
        return tuple(rows)
    return tuple(
        row
        for row in rows
        if (not people or folded(row.interviewer) in people)
        and (not wanted or folded(row.dimension) in wanted)
    )


def renamed(rows: Sequence[RatingRow], called: Callable[[str], str]) -> Sequence[RatingRow]:
    """The same rows with another name for each interviewer."""
    if isinstance(rows, RatingColumns):
        return replace(rows, interviewers=tuple(map(called, rows.interviewers)))
    return tuple(row._replace(interviewer=called(row.interviewer)) for row in rows)


def interviewers_of(rows: Sequence[RatingRow]) -> tuple[str, ...]:
    """Everybody who gave any of the scores."""
    if isinstance(rows, RatingColumns):
        return tuple(rows.interviewers[code] for code in np.unique(rows.interviewer).tolist())
    return tuple(dict.fromkeys(row.interviewer for row in rows))


def order_of_rows(rows: Iterable[RatingRow]) -> dict[tuple[str, str], float]:
    """The place of each (candidate, interviewer), by the first row of theirs."""
    if isinstance(rows, RatingColumns):
        return rows.session_order()
    order: dict[tuple[str, str], float] = {}
    for row in rows:
        order.setdefault((row.candidate, row.interviewer), float(len(order)))
    return order
