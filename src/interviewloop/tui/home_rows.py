"""The list of sessions as plain words: what is shown, in which order, and what a search finds.

Free of Textual, and light to import. Nothing that is on a scorecard gets into a row, and notes are
only searched where the person searching may read them: even a match would tell something. Notes are
no part of a row: they are read when somebody searches.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from interviewloop.interview.nearby import Nearby
from interviewloop.model.errors import Problem
from interviewloop.model.names import fold, folded
from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from interviewloop.interview.blindness import Closed
    from interviewloop.model.case import Case
    from interviewloop.model.head import SessionHead
    from interviewloop.tui.new_session_form import Answers
    from interviewloop.workspace.listing import Unreadable
    from interviewloop.workspace.note_texts import NoteTexts
    from interviewloop.workspace.surveying import AnyListing

Section = Literal["open", "planned", "sealed", "unreadable"]
_URGENCY = {"interview": 0, "scoring": 1, "ready": 2}
_SIMILAR = 72.0
"""Similarity (0 to 100) from which a word of the data may be what was meant by a mistyped one."""
_ALTERNATIVES = 6


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One file of the workspace in words that are safe to show.

    ``session`` is None for a file that could not be read; then ``problem`` says why. It is None too
    for an interview that was planned for the viewer: ``path`` is where it will lie, and ``start``
    what its form is filled in with.
    """

    path: Path
    section: Section
    state: str
    brief_state: str
    """The same in fewer words, for a narrow screen."""
    haystack: str
    """What a search looks into, folded."""
    notes_open: bool = False
    """Whether the person at the screen may search the notes too."""
    candidate: str = ""
    interviewer: str = ""
    case: str = ""
    kind: str = ""
    date: str = ""
    brief_date: str = ""
    session: SessionHead | None = None
    problem: Problem | None = None
    start: Answers | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All rows in the order they are shown, and the words they are made of."""

    rows: tuple[HomeRow, ...]
    words: frozenset[str]
    examples_only: bool


def overview(
    listing: AnyListing, cases: Mapping[str, Case], viewer: str, now: datetime, zone: tzinfo | None
) -> Overview:
    """Open sessions first, the most urgent on top, then what is planned for the viewer, then sealed
    ones, newest first, then bad files.

    ``cases`` gives titles; without a case its id has to do. ``viewer`` is the person at the screen,
    empty if unknown, and ``zone`` theirs (None: the system's).
    """
    sessions = [stored.session for stored in listing.sessions]
    nearby = Nearby(sessions, (stored.loop for stored in listing.loops))
    open_: list[tuple[SessionHead, HomeRow]] = []
    sealed: list[tuple[SessionHead, HomeRow]] = []
    closed = _closed_to(listing, viewer)
    dated = _Dates(now, zone)
    for stored in listing.sessions:
        session = stored.session
        readable = closed(session) is None
        row = _session_row(stored.path, session, cases.get(session.case), dated, readable=readable)
        (sealed if session.sealed else open_).append((session, row))
    open_.sort(key=lambda pair: (_URGENCY.get(pair[0].phase, 3), -_last(pair[0]).timestamp()))
    sealed.sort(key=lambda pair: -_last(pair[0]).timestamp())
    rows = [
        *(row for _, row in open_),
        *_planned_rows(listing, cases, viewer, nearby),
        *(row for _, row in sealed),
        *(_bad_row(bad) for bad in listing.unreadable),
    ]
    return Overview(
        rows=tuple(rows),
        words=frozenset(word for row in rows for word in row.haystack.split()),
        examples_only=bool(sessions) and all(one.kind == "example" for one in sessions),
    )


@dataclass(frozen=True, slots=True)
class Notes:
    """What can be searched of notes: folded texts by the path of the session, and their words."""

    texts: Mapping[Path, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def hold(self, row: HomeRow, word: str) -> bool:
        """Whether the notes of ``row`` are open and hold ``word``."""
        return row.notes_open and word in self.texts.get(row.path, "")


NO_NOTES = Notes()


def open_notes(notes: NoteTexts, seen: Overview, abandoned: Callable[[], bool]) -> Notes | None:
    """The notes of ``seen`` that may be searched, None once ``abandoned`` says so."""
    texts: dict[Path, str] = {}
    words: set[str] = set()
    for row in seen.rows:
        if abandoned():
            return None
        if row.notes_open:
            # One that cannot be read by now is told of at the next reading.
            with suppress(Problem):
                texts[row.path] = notes.of(row.path)
                words.update(texts[row.path].split())
    return Notes(texts, frozenset(words))


def matching(seen: Overview, query: str, notes: Notes = NO_NOTES) -> tuple[HomeRow, ...]:
    """The rows that hold every word of ``query``, or whose open ``notes`` do, in their order.

    Only when there are none, words that are spelled nearly like the ones typed are tried.
    """
    wanted = folded(query).split()
    if not wanted:
        return seen.rows
    rows: Sequence[HomeRow] = seen.rows
    for word in wanted:
        rows = [row for row in rows if word in row.haystack or notes.hold(row, word)]
    return tuple(rows) or _nearly_matching(seen, wanted, notes)


def _nearly_matching(seen: Overview, wanted: Sequence[str], notes: Notes) -> tuple[HomeRow, ...]:
    rows: Sequence[HomeRow] = seen.rows
    for word in wanted:
        choices = [word]
        if not any(word in row.haystack or notes.hold(row, word) for row in seen.rows):
            choices = _similar(word, seen.words | notes.words)
        rows = [
            row
            for row in rows
            if any(choice in row.haystack or notes.hold(row, choice) for choice in choices)
        ]
    return tuple(rows)


def _similar(word: str, words: frozenset[str]) -> list[str]:
    from rapidfuzz import fuzz, process  # deferred: most searches match as typed

    found = process.extract(
        word, words, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=_ALTERNATIVES
    )
    return [choice for choice, *_ in found]


def _session_row(
    path: Path, session: SessionHead, case: Case | None, dated: _Dates, *, readable: bool
) -> HomeRow:
    state, brief = _state(session, case)
    title = case.case.title if case else session.case
    shown = (session.candidate, session.interviewer, title, session.kind, state)
    date, brief_date = dated.words(_last(session))
    return HomeRow(
        path=path,
        section="sealed" if session.sealed else "open",
        candidate=visible(session.candidate),
        interviewer=visible(session.interviewer),
        case=visible(title),
        kind="EXAMPLE" if session.kind == "example" else session.kind,
        state=state,
        brief_state=brief,
        haystack=fold(" ".join((*shown, session.case, session.loop))),
        notes_open=readable,
        date=date,
        brief_date=brief_date,
        session=session,
    )


def _planned_rows(
    listing: AnyListing, cases: Mapping[str, Case], viewer: str, nearby: Nearby
) -> Iterator[HomeRow]:
    """What the viewer is planned for and has not begun, loop by loop."""
    loops = [stored for stored in listing.loops if stored.loop.planned and not stored.loop.example]
    if not viewer.strip() or not loops:
        return
    # deferred, as in _closed_to
    from interviewloop.interview.loops import interviews, to_begin
    from interviewloop.tui.new_session_form import answers_planned
    from interviewloop.workspace.names import session_file_name

    for stored in loops:
        for one in to_begin(viewer, interviews(stored.loop, nearby.of_loop(stored.loop))):
            case = cases.get(one.case)
            title = case.case.title if case else one.case
            start = answers_planned(stored.loop, one)
            state = f"planned, loop {visible(start.loop)}"
            shown = (start.candidate, start.interviewer, title, start.kind, state)
            yield HomeRow(
                path=stored.path.with_name(session_file_name(one.interviewer, one.case)),
                section="planned",
                candidate=visible(start.candidate),
                interviewer=visible(start.interviewer),
                case=visible(title),
                kind=start.kind,
                state=state,
                brief_state="planned",
                haystack=fold(" ".join((*shown, one.case, start.loop))),
                start=start,
            )


def _closed_to(listing: AnyListing, viewer: str) -> Callable[[SessionHead], Closed | None]:
    """Whose notes are closed, as their scores are."""
    # deferred, as clock_text below: with it come the models, which must not hold up first paint
    from interviewloop.interview.blindness import closed_to

    sessions = (stored.session for stored in listing.sessions)
    return closed_to(viewer, sessions, (stored.loop for stored in listing.loops))


def _state(session: SessionHead, case: Case | None) -> tuple[str, str]:
    """Where a session stands, in words and in few words."""
    from interviewloop.interview.clock import clock_text

    if session.phase == "ready" and session.handovers:
        return _handed_over(session)
    if session.phase == "ready":
        return "ready to start", "ready"
    if session.phase == "scoring":
        return "to be scored", "to be scored"
    if session.sealed:
        return "sealed", "sealed"
    verb = "resume" if session.clock.running else "paused"
    brief = f"{verb} at {clock_text(session.clock.elapsed_s)}"
    return f"{brief}, {_stage(session, case)}", brief


def _handed_over(session: SessionHead) -> tuple[str, str]:
    """Where a take-home is that was sent and whose interview has not begun."""
    from interviewloop.interview.take_home import travel_text, travelled  # deferred, as above

    travel = travelled(session)
    if travel is None or travel.received_at is None:
        return f"take-home {travel_text(travel)}", "take-home out"
    return f"ready, work in: {travel_text(travel)}", "ready, work in"


def _stage(session: SessionHead, case: Case | None) -> str:
    name = session.stage or ""
    if case is None or name not in case.stages:
        return f"stage {name}"
    number = list(case.stages).index(name) + 1
    return f"stage {number} {visible(case.stages[name].title)}"


def _last(session: SessionHead) -> datetime:
    """When something last happened to a session, as far as its header tells."""
    return session.sealed_at or session.started_at or session.created_at


class _Dates:
    """Moments in words, as seen on one day in one zone."""

    def __init__(self, now: datetime, zone: tzinfo | None) -> None:
        self._zone = zone
        self._today = now.astimezone(zone).date()

    def words(self, at: datetime) -> tuple[str, str]:
        """A date, and the same in fewer characters."""
        there = at.astimezone(self._zone)
        day = there.date()
        if day == self._today:
            return f"today {there:%H:%M}", f"{there:%H:%M}"
        brief = f"{day.day} {day:%b}" if day.year == self._today.year else f"{day:%b %Y}"
        return day.isoformat(), brief


def _bad_row(bad: Unreadable) -> HomeRow:
    # A file name need not be text at all, and what cannot be encoded cannot be shown.
    name = visible(storable(f"{bad.path.parent.name}/{bad.path.name}"))
    reason = visible(storable(bad.problem.what))
    return HomeRow(
        path=bad.path,
        section="unreadable",
        case=name,
        state=reason,
        brief_state=reason,
        haystack=fold(f"{name} {reason}"),
        problem=bad.problem,
    )
