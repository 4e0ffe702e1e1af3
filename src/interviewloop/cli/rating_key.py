"""What a calibration compares scores with, and links groups by: keys and practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.cli.here import here
from interviewloop.cli.rating_source import IMPORTED, open_sessions, survey_of, talk
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from interviewloop.calibration.figures import Notice
    from interviewloop.cli.rating_source import Source
    from interviewloop.exchange.practice_link import Practice


class RightScores(NamedTuple):
    """``key`` by (candidate, dimension), ``None`` where there is none; ``excused`` scores are not
    compared with it."""

    key: Mapping[tuple[str, str], float] | None
    excused: frozenset[tuple[str, str, str]]
    notices: tuple[Notice, ...]


def right_scores(args: argparse.Namespace, source: Source) -> RightScores:
    """The key of a file or, in practice, of the personas. Raises Problem for an unusable file."""
    if args.key is not None:
        return _from_file(args, source)
    if not source.meetings:
        return RightScores(None, frozenset(), ())
    from interviewloop.exchange.persona_key import Content, persona_key
    from interviewloop.library.library import Library, shipped_folder

    folders = dict.fromkeys((here(args.workspace).workspace.root, shipped_folder()))
    library = Library.open([folder for folder in folders if folder is not None])

    def content(case: str, persona: str) -> Content:
        return Content(library.persona(case, persona), library.case(case).case)

    found = persona_key(source.meetings, content)
    return RightScores(found.key, found.excused, found.notices)


def practice_to_link(args: argparse.Namespace, source: Source) -> Practice:
    """Scores of personas to link the live panel of ``source`` by.

    Raises Problem where the options leave no live panel to link.
    """
    from interviewloop.exchange.left_out import closed_loops
    from interviewloop.exchange.practice_link import practice_of
    from interviewloop.exchange.row_choice import interviewers_of

    if args.ratings is not None or args.kind in ("mock", "example", IMPORTED):
        other = "--ratings" if args.ratings is not None else f"--kind {args.kind}"
        raise Problem(
            "These options do not go together",
            f"--link-mock links live interviews, and {other} leaves them out",
            "Leave out one or the other.",
        )
    survey = survey_of(args)
    every = [stored.session for stored in survey.sessions]
    sessions, closed = open_sessions(args, every, survey.loops)
    practice = practice_of(
        interviewers_of(source.rows),
        sessions,
        args.baseline or "sealed",
        rubric=args.rubric,
        since=args.since,
        until=args.until,
    )
    held = closed_loops(session for session in closed if session.kind == "mock")
    return practice._replace(notices=(*practice.notices, *held))


def _from_file(args: argparse.Namespace, source: Source) -> RightScores:
    from interviewloop.exchange.key_csv import read_key_csv
    from interviewloop.exchange.left_out import key_without_scores

    key, ignored = read_key_csv(args.key)
    if ignored:
        talk(f"Columns of the key not read: {', '.join(ignored)}.")
    beyond = [cell for cell, score in key.items() if score > source.highest]
    if beyond:
        candidate, dimension = beyond[0]
        raise Problem(
            "The key is on another scale",
            f"these scores go from 1 to {source.highest}, and the key of {candidate} on {dimension}"
            " is above",
            "Give a key on the same scale.",
            str(args.key),
        )
    notices: list[Notice] = []
    if not (args.interviewer or args.dimension):
        scored = {(row.candidate, row.dimension) for row in source.rows}
        notices = key_without_scores(sum(cell not in scored for cell in key))
    return RightScores(key, frozenset(), tuple(notices))
