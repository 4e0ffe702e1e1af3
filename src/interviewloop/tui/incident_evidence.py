"""Suggestions of an incident on their way to the scorecard. The interviewer takes them, or not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.incident.log import not_at_hand
from interviewloop.incident.suggestions import of_session
from interviewloop.interview.entries import next_id
from interviewloop.interview.events import AddNote, LinkEvidence
from interviewloop.interview.noteline import SIGN_OF
from interviewloop.interview.scoring import tagged
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui.score_views import field_name
from interviewloop.tui.script_rows import RUNG_WORDS
from interviewloop.tui.sealed_views import Group
from interviewloop.tui.widgets.note_line import signal_style
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interviewloop.incident.suggestions import Standing, Suggestion
    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session
    from interviewloop.tui.desk import Desk

HEADING = "FROM THE INCIDENT"
KEY = "suggested "
"""Begins the key of a row; no note's id has a space."""
_STANDINGS: dict[Standing, str] = {
    "strong": "strong",
    "ok": "in time",
    "late": "late",
    "harmed": "harm done",
    "missed": "missed",
    "open": "cut short by the end",
    "founded": "beliefs with evidence",
    "guess": "guesses",
}
_HINT = "Enter makes a note of one; nothing is scored by it"


def suggested(desk: Desk) -> tuple[Suggestion, ...]:
    """What the incident of the session suggests; nothing where there is none to be run."""
    if desk.running is None:
        return ()
    try:
        return of_session(desk.running, desk.session)
    except Problem:
        # The case has changed since; the notes and scores of the session are not to suffer by it.
        return ()


def words(suggestion: Suggestion) -> str:
    """A suggestion as a note: what was done, how well, and with how much help.

    Nobody helps anybody to do harm, or to do nothing: the help is left out there.
    """
    if suggestion.standing in ("harmed", "missed", "open"):
        return suggestion.sentence
    return f"{suggestion.sentence}, {RUNG_WORDS[suggestion.rung]}"


def taken(session: Session, suggestion: Suggestion) -> bool:
    """Whether a note of its dimension was made of it."""
    return any(
        note.source == suggestion.key and note.dim == suggestion.dim
        for note in session.live_notes().values()
    )


def rows(session: Session, found: Sequence[Suggestion], dim: str) -> Iterator[Row]:
    """Those for ``dim`` that are no notes yet."""
    own = [one for one in found if one.dim == dim and not taken(session, one)]
    if not own:
        return
    yield Row(Content.styled(f"\n{HEADING}", "bold $muted"))
    yield Row(Content.styled(_HINT, "$muted"))
    for one in own:
        sign = Content.styled(f"{SIGN_OF[one.signal]} ", signal_style(one.signal))
        yield Row(sign + visible(words(one)), f"{KEY}{one.key}", 2)


def take(session: Session, found: Sequence[Suggestion], dim: str, key: str) -> tuple[Event, ...]:
    """The events that make a note of a suggestion and link it, for the key of its row.

    The first link of a dimension takes the notes tagged with it along, as its first score would.
    """
    for one in found:
        if one.dim == dim and key == f"{KEY}{one.key}":
            note = next_id("n", session.notes)
            first = dim not in session.scorecard.evidence
            along = tagged(session, dim) if first else ()
            add = AddNote(words(one), one.signal, dim, one.key)
            return (add, *(LinkEvidence(dim, name) for name in (*along, note)))
    return ()


def left_words(desk: Desk) -> str:
    """What nobody made a note of, in numbers, for the last look before submission."""
    left = Counter(one.standing for one in suggested(desk) if not taken(desk.session, one))
    if not left:
        return ""
    named = ", ".join(f"{count} {_STANDINGS[standing]}" for standing, count in left.items())
    return f"From the incident, not in your notes: {named}.\n\n"


def groups(desk: Desk) -> tuple[Group, ...]:
    """For the sealed page: what the run suggested, ☑ where a note was made of it, and what was
    asked for in vain."""
    if desk.running is None:
        return ()
    session = desk.session
    lines = [
        (
            "☑" if taken(session, one) else "☐",
            Content.assemble(
                (f"{field_name(desk.plan, one.dim)}  ", "$text-primary"), visible(words(one))
            ),
        )
        for one in suggested(desk)
    ]
    vain = [("–", Content(f"“{visible(said)}”")) for said in not_at_hand(session)]
    return Group("From the incident  (☑ taken over as a note)", lines), Group(
        "Asked for in the incident, not at hand", vain
    )
