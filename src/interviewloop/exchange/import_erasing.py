"""Taking a candidate out of what was imported: the scores stay, of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.import_store import files_of, ratings_of, store
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.workspace.files import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from interviewloop.exchange.imported import ImportedRating


def imported_scorecards(root: Path, code: str) -> int:
    """How many imported scorecards there are of the candidate called ``code``.

    Raises Problem when a file of an import cannot be read: nobody could say whose it is.
    """
    cards = {
        (one.source, one.scorecard_id)
        for path in files_of(root)
        for one in _readable(path)
        if same_name(one.candidate, code)
    }
    return len(cards)


def forget(root: Path, code: str, label: str) -> None:
    """Put ``label`` for the candidate called ``code`` in every import, without notes and without
    the ids the scorecards had elsewhere.

    The nameless file is on disk before the old one goes, so a second run finishes a first that was
    cut short. Raises as :func:`imported_scorecards`, and SaveFailed.
    """
    place = 0
    for path in files_of(root):
        ratings = _readable(path)
        if not any(same_name(one.candidate, code) for one in ratings):
            continue
        renamed: dict[str, str] = {}
        for one in ratings:
            if same_name(one.candidate, code) and one.scorecard_id not in renamed:
                place += 1
                renamed[one.scorecard_id] = f"{label}-{place}"
        store(root, [*_without(ratings, code, label, renamed)])
        path.unlink()
        sync_folder(path.parent)


def _without(
    ratings: Iterable[ImportedRating], code: str, label: str, renamed: dict[str, str]
) -> Iterable[ImportedRating]:
    for one in ratings:
        if same_name(one.candidate, code):
            card = renamed[one.scorecard_id]
            yield one._replace(candidate=label, scorecard_id=card, submitter="", note="")
        else:
            yield one


def _readable(path: Path) -> list[ImportedRating]:
    try:
        return ratings_of(path)
    except Problem as problem:
        raise Problem(
            "A file cannot be read",
            problem.what,
            "Mend or remove it first: nobody can say whose it is.",
            problem.where,
        ) from None
