"""What the calibration room shows: one kind of sessions measured, as far as the viewer may see.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.ratings import Ratings
from interviewloop.exchange.left_out import unreadable_files
from interviewloop.exchange.persona_key import persona_key
from interviewloop.exchange.row_choice import chosen_rows
from interviewloop.exchange.session_ratings import REAL_KINDS, rows_from_sessions
from interviewloop.interview.blindness import closed_because
from interviewloop.interview.nearby import Nearby
from interviewloop.model.names import folded
from interviewloop.report.coding import naming
from interviewloop.tui.room.behind import Behind
from interviewloop.tui.room.found import Choices, First, Measured
from interviewloop.tui.room.sheets import all_sheets, first_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from interviewloop.calibration.results import FirstFigures, Progress
    from interviewloop.exchange.persona_key import Content
    from interviewloop.exchange.session_ratings import SessionRatings
    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session
    from interviewloop.tui.room.query import Filters, Pool, Query
    from interviewloop.workspace.listing import Listing

    PersonaContent = Callable[[str, str], Content]


def first_pool(listing: Listing) -> Pool:
    """The panel, or the examples where nothing else has been submitted."""
    kinds = {stored.session.kind for stored in listing.sessions if stored.session.sealed}
    return "example" if kinds == {"example"} else "panel"


def measured(
    listing: Listing,
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
    allowed, left_out = allowed_sessions(listing, pool, viewer)
    choices, called = _choices(allowed, viewer, names=query.names)
    loops = [stored.loop for stored in listing.loops]
    found = rows_of(allowed, pool, query.filters, loops)
    key = persona_key(found.meetings, content) if content and found.meetings else None
    unread = unreadable_files([bad.path.name for bad in listing.unreadable])
    notices = (*unread, *found.notices, *(key.notices if key else ()))
    paths = {stored.session.key: stored.path for stored in listing.sessions}
    behind = Behind({(c, called(i)): of for (c, i), of in found.behind.items()}, paths)
    if not found.rows:
        return Measured(pool, None, notices, left_out, {}, behind, choices)

    def tell(figures: FirstFigures) -> None:
        if first is not None:
            first(First(pool, first_sheets(figures)))

    excused = key.excused if key else frozenset()
    result = calibrate(
        Ratings.from_rows(row._replace(interviewer=called(row.interviewer)) for row in found.rows),
        order={(c, called(i)): place for (c, i), place in found.order.items()},
        key=key.key if key else None,
        excused={(c, called(i), dimension) for c, i, dimension in excused},
        progress=progress,
        first=tell,
    )
    result = replace(result, notices=(*notices, *result.notices))
    return Measured(pool, result, notices, left_out, all_sheets(result), behind, choices)


def rows_of(
    allowed: Sequence[Session], pool: Pool, filters: Filters, loops: Sequence[Loop]
) -> SessionRatings:
    """The rows of ``allowed`` sessions that ``filters`` choose, with interviewers' own names."""
    found = rows_from_sessions(
        allowed,
        kind=None if pool == "panel" else pool,
        case=filters.case,
        rubric=filters.rubric,
        since=filters.since,
        until=filters.until,
        loops=loops,
    )
    if not (filters.interviewers or filters.dimensions):
        return found
    rows = tuple(chosen_rows(found.rows, filters.interviewers, filters.dimensions))
    kept = {(row.candidate, row.interviewer) for row in rows}
    return replace(
        found,
        rows=rows,
        order={place: number for place, number in found.order.items() if place in kept},
        meetings={place: one for place, one in found.meetings.items() if place in kept},
        behind={place: sessions for place, sessions in found.behind.items() if place in kept},
    )


def allowed_sessions(listing: Listing, pool: Pool, viewer: str) -> tuple[list[Session], int]:
    """Sessions of ``pool`` but for loops whose scores are closed to the viewer, and how many those
    are. What nobody has submitted stays in: it holds others' scores of the candidate back."""
    sessions = [stored.session for stored in listing.sessions]
    nearby = Nearby(sessions, (stored.loop for stored in listing.loops))
    kinds = REAL_KINDS if pool == "panel" else (pool,)
    allowed, barred = [], set()
    for session in sessions:
        if session.kind not in kinds:
            continue
        near = nearby.sessions(session), nearby.loops(session)
        if closed_because(viewer, session, *near) in (None, "not-submitted"):
            allowed.append(session)
        else:
            barred.add(session.loop)
    return allowed, len(barred)


def _choices(
    allowed: Sequence[Session], viewer: str, *, names: bool
) -> tuple[Choices, Callable[[str], str]]:
    """What can be chosen, and how an interviewer is called, however the name is spelled."""
    sealed = [session for session in allowed if session.sealed]
    people: Mapping[str, str] = {folded(one.interviewer): one.interviewer.strip() for one in sealed}
    coded = naming(people.values(), viewer, names=names)
    # A name that is not among these has no code, and must not come through as it is.
    words = {key: coded(name) for key, name in people.items()}
    choices = Choices(
        tuple(sorted({one.rubric for one in sealed})),
        tuple(sorted({one.case for one in sealed})),
        tuple(sorted(((people[key], word) for key, word in words.items()), key=lambda it: it[1])),
        tuple(dict.fromkeys(dim for one in sealed for dim in one.scorecard.scores)),
    )
    return choices, lambda label: words[folded(label)]
