"""The heads of all sessions, and all loops: what lists and figures are made from.

A file is read only if it changed since this process, or the index, last saw it.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.errors import Problem
from interviewloop.model.head import Head, head_of
from interviewloop.workspace.codec import decode_loop, decode_session
from interviewloop.workspace.files import Stamp, read_file
from interviewloop.workspace.index import Row
from interviewloop.workspace.index_rows import Reader, row_of
from interviewloop.workspace.listing import (
    Listing,
    Stored,
    StoredLoop,
    Unreadable,
    by_path,
    look,
    settled,
    without_doubles,
)
from interviewloop.workspace.locations import LOOP_FILE
from interviewloop.workspace.quick_head import quick_head

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.model.loop import Loop
    from interviewloop.workspace.index import Index

_MANY = 24
"""Files to read from which the quick reader pays: its pattern takes 15 ms to make."""
LEAST = 300
"""Files from which an index pays: fewer are read in a tenth of a second."""
_LOOP_PLACE = f"/{LOOP_FILE}"


class StoredHead(NamedTuple):
    """The head of a session, and its file: ``place`` in ``folder``."""

    folder: str
    place: str
    session: Head

    @property
    def path(self) -> Path:
        return Path(self.folder, self.place)


class Survey(NamedTuple):
    """As a Listing, with the heads of the sessions only."""

    sessions: tuple[StoredHead, ...]
    unreadable: tuple[Unreadable, ...]
    loops: tuple[StoredLoop, ...] = ()


AnyListing = Listing | Survey
"""What is enough for whatever needs heads and loops."""
AnyStored = Stored | StoredHead


class _Seen(NamedTuple):
    stamp: Stamp
    model: Head | Loop


class Surveyor:
    """Looks through one sessions folder, with an index or without."""

    def __init__(self, sessions: Path, index: Index | None = None) -> None:
        self._sessions = sessions
        self._index = index
        self._seen: dict[str, _Seen] = {}
        self._indexed: dict[str, Stamp] = {}
        """The stamps of the rows that the index has, as far as this process knows."""
        self._began = False
        self._looking = threading.Lock()

    def survey(self, progress: Callable[[int, int], None] | None = None) -> Survey:
        """See Workspace.survey."""
        with self._looking:
            return self._survey(progress)

    def forget(self) -> None:
        """Delete the index, and begin anew. Raises OSError where the system refuses."""
        with self._looking:
            self._seen, self._indexed, self._began = {}, {}, False
            if self._index is not None:
                self._index.delete()

    def _survey(self, progress: Callable[[int, int], None] | None) -> Survey:
        files, known_bad = look(self._sessions)
        index = self._index if len(files) >= LEAST else None
        if index is not None and not self._began:
            self._seen |= self._from_index(index, files)
            self._began = True
        unreadable = list(known_bad)
        fresh: dict[str, _Seen] = {}
        unsettled: dict[str, Head | Loop] = {}
        seen = self._seen
        changed = [
            place
            for place, stamp in files.items()
            if (was := seen.get(place)) is None or was.stamp != stamp
        ]
        for number, place in enumerate(changed, start=1):
            path = self._sessions / place
            try:
                model, stamp = _read(path, quickly=len(changed) >= _MANY)
            except Problem as problem:
                unreadable.append(Unreadable(path, problem))
            else:
                if settled(stamp):
                    fresh[place] = _Seen(stamp, model)
                else:
                    unsettled[place] = model
            if progress:
                progress(number, len(changed))
        if changed or len(files) < len(seen):
            dirty = set(changed)
            kept = {place: seen[place] for place in files if place not in dirty}
            self._seen = kept | fresh
        if index is not None:
            self._to_index(index, fresh)
        elif self._index is not None and self._index.file.exists():
            # Nobody would keep it up to date.
            self._index.delete()
        return self._made(files, unsettled, unreadable)

    def _made(
        self,
        files: dict[str, Stamp],
        unsettled: dict[str, Head | Loop],
        unreadable: list[Unreadable],
    ) -> Survey:
        folder = str(self._sessions)
        new = tuple.__new__  # as StoredHead(...)
        sessions: list[StoredHead] = []
        loops: list[StoredLoop] = []
        for place in files:
            seen = self._seen.get(place)
            model = unsettled.get(place) if seen is None else seen.model
            if isinstance(model, Head):
                sessions.append(new(StoredHead, (folder, place, model)))
            elif model is not None:
                loops.append(StoredLoop(self._sessions / place, model))
        unique, doubles = without_doubles(sessions)
        return Survey(tuple(unique), by_path([*unreadable, *doubles]), tuple(loops))

    def _from_index(self, index: Index, files: dict[str, Stamp]) -> dict[str, _Seen]:
        reader = Reader()
        new = tuple.__new__  # as _Seen(...), in a quarter of the time
        rows = index.read()
        found: dict[str, _Seen] = {}
        try:
            for place, (stamp, data) in rows.items():
                if files.get(place) == stamp:
                    read = reader.loop if place.endswith(_LOOP_PLACE) else reader.head
                    found[place] = new(_Seen, (stamp, read(data)))
        except ValueError:
            # Sound, but not of this program.
            index.delete()
            return {}
        self._indexed = {place: row.stamp for place, row in rows.items()}
        return found

    def _to_index(self, index: Index, fresh: dict[str, _Seen]) -> None:
        rows = {}
        for place, (stamp, model) in fresh.items():
            data = row_of(model)
            # A file name need not be text.
            if data is not None and place.isprintable():
                rows[place] = Row(stamp, data)
        gone = [
            place
            for place, stamp in self._indexed.items()
            if (seen := self._seen.get(place)) is None or seen.stamp != stamp
        ]
        if rows or gone:
            index.write(rows, [place for place in gone if place not in rows])
            for place in gone:
                del self._indexed[place]
            self._indexed |= {place: row.stamp for place, row in rows.items()}


def _read(path: Path, *, quickly: bool) -> tuple[Head | Loop, Stamp]:
    data, stamp = read_file(path)
    if path.name == LOOP_FILE:
        return decode_loop(data, str(path)), stamp
    head = quick_head(data) if quickly else None
    return (head_of(decode_session(data, str(path))) if head is None else head), stamp
