"""What somebody gave in a session and what it rests on: scores, reasons, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.scoring import evidence, tagged
from interviewloop.model.text import visible
from interviewloop.tui.sealed_views import reasons
from interviewloop.tui.views import NOTE_INDENT, note_content
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from interviewloop.model.session import Session

_INDENT = "  "


def given(session: Session, scores: Iterable[str], asked: Sequence[str], width: int) -> Content:
    """The sealed scores of a session in lines of ``width`` cells, each with its reasons.

    ``scores`` are the dimensions that count and ``asked`` those that a figure is about, none for
    all. Notes that no score rests on come last: all of them, or those on the dimensions asked.
    """
    dims = [dim for dim in session.scorecard.scores if dim in (asked or scores)]
    used = {name for dim in dims for name in evidence(session, dim)}
    parts = [_dimension(session, dim, width) for dim in dims]
    parts += _notes(session, used, asked, width)
    return Content("\n").join(parts) if parts else Content.styled("Nothing was given.", "$muted")


def _dimension(session: Session, dim: str, width: int) -> Content:
    score = session.scorecard.scores[dim]
    confidence = session.scorecard.confidence.get(dim)
    head = Content.assemble(
        (visible(str(score)), "bold"),
        "  ",
        (visible(dim), "$text-primary"),
        (f"  confidence {confidence}" if confidence else "", "$muted"),
    )
    why = reasons(session, dim, width - len(_INDENT))
    return Content("\n").join([head, *_indented(why, width)]) if why else head


def _notes(session: Session, used: set[str], asked: Sequence[str], width: int) -> Iterator[Content]:
    notes = session.live_notes()
    names = [name for dim in asked for name in tagged(session, dim)] if asked else list(notes)
    rest = [name for name in names if name not in used]
    if rest:
        yield Content.styled("Noted, and no score here rests on it", "bold $muted")
    for name in rest:
        yield Row(note_content(notes[name]), None, NOTE_INDENT).laid_out(width)


def _indented(text: Content, width: int) -> Iterator[Content]:
    for line in text.wrap(max(1, width - len(_INDENT))):
        yield Content(_INDENT) + line.rstrip()
