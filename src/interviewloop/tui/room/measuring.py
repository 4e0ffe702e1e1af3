"""What the calibration room shows: one kind of sessions measured, as far as the viewer may see.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.rating_columns import table_of
from interviewloop.calibration.ratings import Ratings
from interviewloop.exchange.left_out import practice_not_met, unreadable_files
from interviewloop.exchange.persona_key import persona_key
from interviewloop.exchange.practice_link import practice_of
from interviewloop.exchange.row_choice import chosen_rows, interviewers_of, renamed
from interviewloop.exchange.session_ratings import REAL_KINDS, rows_from_sessions
from interviewloop.interview.blindness import apart
from interviewloop.model.names import folded
from interviewloop.report.coding import naming
from interviewloop.tui.room.behind import Behind, sources_of
from interviewloop.tui.room.found import Choices, First, Measured
from interviewloop.tui.room.sheets import all_sheets, first_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.results import Calibration, FirstFigures, Progress
    from interviewloop.exchange.persona_key import Content, PersonaKey
    from interviewloop.exchange.practice_link import Practice
    from interviewloop.exchange.session_ratings import SessionRatings
    from interviewloop.model.head import SessionHead
    from interviewloop.model.loop import Loop
    from interviewloop.tui.room.query import Filters, Pool, Query
    from interviewloop.workspace.surveying import AnyListing

    PersonaContent = Callable[[str, str], Content]


def first_pool(listing: AnyListing) -> Pool:
    """The panel, or the examples where nothing else has been submitted."""
    kinds = {stored.session.kind for stored in listing.sessions if stored.session.sealed}
    return "example" if kinds == {"example"} else "panel"


def measured(
    listing: AnyListing,
    query: Query,
    viewer: str,
    *,
    content: PersonaContent | None = None,
    progress: Progress | None = None,
    first: Callable[[First], None] | None = None,
) -> Measured:
    """Measure the sealed sessions that ``query`` asks for and that ``viewer`` may see, who is empty
    if not known.

    ``content`` gives personas for the key of mock sessions; ``first`` is told early figures.
    """
    pool = query.pool or first_pool(listing)
    allowed, barred = allowed_sessions(listing, pool, viewer)
    choices, called = _choices(allowed, listing, viewer, names=query.names)
    taken = _taken(listing, query.filters, pool, viewer, allowed, content)
    left_out = len({session.loop for session in barred})
    filtered = bool(query.filters.words())
    result = None
    if taken.found.rows:

        def tell(figures: FirstFigures) -> None:
            if first is not None:
                first(First(pool, first_sheets(figures)))

        result = _calibrated(taken, called, progress, tell)
    return Measured(
        pool,
        result,
        taken.notices,
        left_out,
        all_sheets(result) if result is not None else {},
        _behind(taken, listing, query.filters, viewer, called, result),
        choices,
        filtered,
    )


class _Taken(NamedTuple):
    """What is measured, with interviewers' own names: scores, their key and practice that links
    them, if there are any, and what is to be known of all that."""

    found: SessionRatings
    key: PersonaKey | None
    practice: Practice | None
    notices: tuple[Notice, ...]


def _taken(
    listing: AnyListing,
    filters: Filters,
    pool: Pool,
    viewer: str,
    allowed: Sequence[SessionHead],
    content: PersonaContent | None,
) -> _Taken:
    found = rows_of(allowed, pool, filters, [stored.loop for stored in listing.loops])
    notices = [
        *unreadable_files([bad.path.name for bad in listing.unreadable]),
        *found.notices,
    ]
    key = persona_key(found.meetings, content) if content and found.meetings else None
    practice = None
    if filters.linked and pool == "panel":
        met, unmet = allowed_sessions(listing, "mock", viewer)
        practice = practice_of(
            interviewers_of(found.rows),
            met,
            rubric=filters.rubric,
            since=filters.since,
            until=filters.until,
        )
        personas = {(one.case, one.persona) for one in unmet if one.persona is not None}
        notices += (*practice.notices, *practice_not_met(len(personas)))
    if key is not None:
        notices += key.notices
    return _Taken(found, key, practice, tuple(notices))


def _calibrated(
    taken: _Taken,
    called: Callable[[str], str],
    progress: Progress | None,
    first: Callable[[FirstFigures], None],
) -> Calibration:
    found, key, practice = taken.found, taken.key, taken.practice
    excused = key.excused if key else frozenset()
    result = calibrate(
        table_of(renamed(found.rows, called)),
        order={(c, called(i)): place for (c, i), place in found.order.items()},
        key=key.key if key else None,
        excused={(c, called(i), dimension) for c, i, dimension in excused},
        practice=Ratings.from_rows(renamed(practice.rows, called)) if practice else None,
        progress=progress,
        first=first,
    )
    return replace(result, notices=(*taken.notices, *result.notices))


def _behind(
    taken: _Taken,
    listing: AnyListing,
    filters: Filters,
    viewer: str,
    called: Callable[[str], str],
    result: Calibration | None,
) -> Behind:
    """Practice stands behind a figure only where it does link."""
    paths = {stored.session.key: stored.path for stored in listing.sessions}
    links = taken.practice if result is not None and result.linked.withheld is None else None
    sources, practice = (
        sources_of(
            {(c, called(i)): of for (c, i), of in places.items()}, paths, filters.dimensions, viewer
        )
        for places in (taken.found.behind, links.behind if links is not None else {})
    )
    return Behind(sources, practice, taken.key.key if taken.key is not None else {})


def rows_of(
    allowed: Sequence[SessionHead], pool: Pool, filters: Filters, loops: Sequence[Loop]
) -> SessionRatings:
    """The rows of ``allowed`` sessions that ``filters`` choose, with interviewers' own names."""
    found = rows_from_sessions(
        allowed,
        kind=None if pool == "panel" else pool,
        case=filters.case,
        rubric=filters.rubric,
        role=filters.role,
        since=filters.since,
        until=filters.until,
        loops=loops,
    )
    if not (filters.interviewers or filters.dimensions):
        return found
    rows = chosen_rows(found.rows, filters.interviewers, filters.dimensions)
    kept = {(row.candidate, row.interviewer) for row in rows}
    return replace(
        found,
        rows=rows,
        order={place: number for place, number in found.order.items() if place in kept},
        meetings={place: one for place, one in found.meetings.items() if place in kept},
        behind={place: sessions for place, sessions in found.behind.items() if place in kept},
    )


def allowed_sessions(
    listing: AnyListing, pool: Pool, viewer: str
) -> tuple[list[SessionHead], list[SessionHead]]:
    """Sessions of ``pool``, and those of them whose scores are closed to the viewer, apart. What
    nobody has submitted stays in: it holds others' scores of the candidate back."""
    kinds = REAL_KINDS if pool == "panel" else (pool,)
    allowed, barred = apart(
        viewer,
        (stored.session for stored in listing.sessions),
        (stored.loop for stored in listing.loops),
    )
    return (
        [session for session in allowed if session.kind in kinds],
        [session for session in barred if session.kind in kinds],
    )


def _choices(
    allowed: Sequence[SessionHead], listing: AnyListing, viewer: str, *, names: bool
) -> tuple[Choices, Callable[[str], str]]:
    """What can be chosen, and how an interviewer is called, however the name is spelled."""
    sealed = [session for session in allowed if session.sealed]
    people: Mapping[str, str] = {folded(one.interviewer): one.interviewer.strip() for one in sealed}
    coded = naming(people.values(), viewer, names=names)
    # A name that is not among these has no code, and must not come through as it is.
    words = {key: coded(name) for key, name in people.items()}
    loops = {folded(one.loop) for one in sealed}
    roles = {
        folded(loop.role): loop.role
        for _, loop in listing.loops
        if loop.role and folded(loop.name) in loops
    }
    choices = Choices(
        tuple(sorted(roles.values())),
        tuple(sorted({one.rubric for one in sealed})),
        tuple(sorted({one.case for one in sealed})),
        tuple(sorted(((people[key], word) for key, word in words.items()), key=lambda it: it[1])),
        tuple(dict.fromkeys(dim for one in sealed for dim in one.scorecard.scores)),
    )
    return choices, lambda label: words[folded(label)]
