"""Taking a candidate out of what was imported: the scores stay, of nobody."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from interviewloop.exchange.import_store import changing_imports, files_of, ratings_of, store
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


def forget(root: Path, code: str, label: str, key: str) -> None:
    """Put ``label`` for the candidate called ``code`` in every import, without notes and without
    the ids the scorecards had elsewhere.

    The nameless file is on disk before the old one goes. The new ids are made of the old ones with
    ``key``, which nobody keeps: a second run after one that was cut short makes the same ids and so
    the same file, and nobody can try an id they know. Raises as
    :func:`imported_scorecards`, and SaveFailed.
    """
    with changing_imports(root):
        for path in files_of(root):
            ratings = _readable(path)
            if not any(same_name(one.candidate, code) for one in ratings):
                continue
            store(root, [*_without(ratings, code, label, key)])
            path.unlink()
            sync_folder(path.parent)


def _without(
    ratings: Iterable[ImportedRating], code: str, label: str, key: str
) -> Iterable[ImportedRating]:
    for one in ratings:
        if same_name(one.candidate, code):
            old = f"{one.source}\0{one.scorecard_id}".encode()
            card = f"{label}-{hashlib.blake2b(old, digest_size=6, key=key.encode()).hexdigest()}"
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
