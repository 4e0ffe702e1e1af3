"""The sessions behind a figure as a table, each with what was given in it and what by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.figures import first_few
from interviewloop.tui.room.behind import dimensions_of
from interviewloop.tui.room.details import title_of
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from interviewloop.tui.room.behind import Behind, Source

_MEAN = "{:.2f}"


def about_words(behind: Behind, subject: Subject) -> str:
    """What ``subject`` is, in words."""
    words = title_of(subject)
    if subject.about == "linked" and behind.linked:
        return f"{words}, practice included"
    return words or ("all that is shared" if subject.about == "shared" else "the whole panel")


def behind_sheet(behind: Behind, subject: Subject) -> tuple[Sheet, tuple[Source, ...]]:
    """The table, and the session of each of its lines."""
    sources = behind.of(subject)
    dims = dimensions_of(subject)
    lines = tuple(
        Line(
            Subject("session", (one.interviewer, one.candidate)),
            (
                one.candidate,
                one.interviewer,
                one.case,
                one.kind,
                f"{one.sealed_at:%Y-%m-%d}" if one.sealed_at else "",
                one.mean(dims),
                behind.colleagues(one, dims),
                *((behind.key(one, dims),) if behind.keyed else ()),
            ),
        )
        for one in sources
    )
    columns = (
        Column("candidate"),
        Column("interviewer"),
        Column("case"),
        Column("kind"),
        Column("submitted"),
        Column("score", _MEAN),
        Column("others", _MEAN),
        *((Column("key", _MEAN),) if behind.keyed else ()),
    )
    what = f"on {first_few(dims)}" if dims else "a mean over dimensions"
    legend = (
        f"Behind {about_words(behind, subject)}. Score: {what}, as submitted. Others: the mean of"
        " what colleagues gave the same candidate on the same dimensions."
    )
    return Sheet("Sessions", columns, lines, legend), sources
