"""What this folder and the database last agreed on, in a file of the workspace.

Without it nobody could tell what was changed here from what was changed there. It holds digests
alone, so nothing of an erased candidate stays in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.errors import Problem
from interviewloop.model.names import folded
from interviewloop.team.documents import digest_of, loop_text, session_text
from interviewloop.workspace.files import read_file, stamp_of, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session

FILE = ".team-database.json"


class Version(NamedTuple):
    """One state of a session or a loop: its document, and the last seal of what is added to it."""

    digest: str = ""
    last_seal: str = ""


class SyncState:
    """The versions that the workspace at ``root`` and the database ``team`` agreed on."""

    def __init__(self, root: Path, team: str) -> None:
        self._path = root / FILE
        self._team = team
        self._all = _read(self._path)
        self._seen = self._all.setdefault(team, {})

    def seen(self, key: str) -> Version:
        """The last version that was agreed on; an empty one for none."""
        return Version(*self._seen.get(key, ()))

    def agree(self, key: str, version: Version) -> None:
        """Note that both hold ``version`` now. Kept by save."""
        self._seen[key] = list(version)

    def save(self) -> None:
        """Write the file."""
        data = json.dumps(self._all, sort_keys=True, indent=1).encode()
        if stamp_of(self._path) is None or read_file(self._path)[0] != data:
            write_file(self._path, data)


def session_key(session: Session) -> str:
    """What a session is called in the state."""
    return digest_of("\0".join(map(folded, ("session", *session.key))))


def loop_key(loop: Loop) -> str:
    """What a loop is called in the state."""
    return digest_of("\0".join(map(folded, ("loop", loop.name))))


def session_version(session: Session) -> Version:
    """The version that ``session`` is."""
    seals = [one.seal for one in session.amendments.values()]
    return Version(digest_of(session_text(session)), seals[-1] if seals else "")


def loop_version(loop: Loop) -> Version:
    """The version that ``loop`` is."""
    seals = [one.seal for one in loop.record.values()]
    return Version(digest_of(loop_text(loop)), seals[-1] if seals else "")


def _read(path: Path) -> dict[str, dict[str, list[str]]]:
    if stamp_of(path) is None:
        return {}
    try:
        table = json.loads(read_file(path)[0])
        return {
            str(team): {str(key): [str(one) for one in it][:2] for key, it in seen.items()}
            for team, seen in table.items()
        }
    except (ValueError, AttributeError, TypeError, RecursionError):
        what = "it is not what this program wrote"
        mend = "Remove the file: what differs here and in the database is then named, not changed."
        raise Problem("What was sent cannot be read", what, mend, str(path)) from None
