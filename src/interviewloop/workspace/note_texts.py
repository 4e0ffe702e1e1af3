"""The texts of notes, for a search: read when somebody searches, and kept nowhere but in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.names import fold
from interviewloop.workspace.codec import decode_session
from interviewloop.workspace.files import Stamp, read_file, stamp_of
from interviewloop.workspace.quick_head import quick_notes

if TYPE_CHECKING:
    from pathlib import Path


class _Kept(NamedTuple):
    stamp: Stamp
    text: str


class NoteTexts:
    """The notes of sessions, folded as a search wants them. A file is read again if it changed."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}

    def of(self, path: Path) -> str:
        """Notes that are not deleted, in one text. Raises DecodeProblem or ReadFailed."""
        kept = self._kept.get(path)
        if kept is not None and kept.stamp == stamp_of(path):
            return kept.text
        data, stamp = read_file(path)
        texts = quick_notes(data)
        if texts is None:
            session = decode_session(data, str(path))
            texts = tuple(note.text for note in session.live_notes().values())
        text = fold(" ".join(texts))
        self._kept[path] = _Kept(stamp, text)
        return text
