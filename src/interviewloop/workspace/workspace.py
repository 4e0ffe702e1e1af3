"""The sessions of a team on disk: the only module that writes them."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.model.names import same_name
from interviewloop.model.session import Session
from interviewloop.workspace.codec import as_table, decode_loop, decode_session, encode
from interviewloop.workspace.files import (
    SaveFailed,
    SaveRefused,
    Stamp,
    probe,
    read_file,
    replace_file,
    stamp_of,
    sync_folder,
    write_file,
)
from interviewloop.workspace.index import Index, index_file
from interviewloop.workspace.known_names import KnownNames, known_names
from interviewloop.workspace.listing import CONFLICT, Listing, Shelf
from interviewloop.workspace.locations import LOOP_FILE, sessions_folder
from interviewloop.workspace.lock import changing
from interviewloop.workspace.marks import change_marks, read_marks
from interviewloop.workspace.names import file_name, session_file_name
from interviewloop.workspace.note_texts import NoteTexts
from interviewloop.workspace.surveying import Survey, Surveyor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.model.library_marks import LibraryMarks
    from interviewloop.workspace.locations import Found


class Conflict(SaveRefused):
    """Somebody else changed the file while it was open. Ours is safe in ``copy``, theirs stays."""

    def __init__(self, path: Path, copy: Path) -> None:
        self.copy = copy
        super().__init__(
            "The file was changed by somebody else",
            f"it is no longer what was opened here; this version is kept in {copy.name}",
            f"You can go on. Afterwards compare {copy.name} with {path.name}, keep the right one "
            "under the name of the session and delete the other.",
            str(path),
        )


class SealBroken(SaveRefused):
    """A save would have changed a sealed scorecard. Nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The scorecard is sealed",
            "a sealed interview stays as it was submitted",
            "Record the change as an amendment, with its reason.",
            str(path),
        )


class _Known(NamedTuple):
    """What a file held when it was last opened or saved here."""

    stamp: Stamp
    digest: bytes
    model: Session | Loop


class Workspace:
    """The folder of a team. Its methods may be called from several threads.

    ``now`` gives the time of day, for the names of conflict copies. In the folder ``cache`` an
    index of many sessions is kept; without it they are read by each process anew.
    """

    def __init__(
        self,
        root: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        cache: Path | None = None,
    ) -> None:
        self.root = root
        self.sessions = sessions_folder(root)
        self._now = now
        self._writing = threading.RLock()
        self._known: dict[Path, _Known] = {}
        self._copies: dict[Path, Path] = {}
        self._shelf = Shelf(self.sessions)
        index = Index(index_file(cache, self.sessions)) if cache is not None else None
        self._surveyor = Surveyor(self.sessions, index)
        self.notes = NoteTexts()

    def path_for(self, session: Session) -> Path:
        """Where ``session`` belongs, always inside the sessions folder."""
        name = session_file_name(session.interviewer, session.case)
        return self.sessions / file_name(session.loop) / name

    def loop_path(self, loop: str) -> Path:
        """Where the loop called ``loop`` belongs."""
        return self.sessions / file_name(loop) / LOOP_FILE

    def create(self, session: Session) -> Path:
        """Write a new session, and its loop when that is new; the session's path.

        Raises Problem when the session exists already or its loop is another candidate's, and
        SaveFailed when the system refuses.
        """
        path = self.path_for(session)
        with self._writing:
            if stamp_of(path) is not None:
                raise _exists_already(path, session)
            self._join_loop(session)
            data = encode(session)
            try:
                stamp = write_file(path, data, fresh=True)
            except FileExistsError:
                raise _exists_already(path, session) from None
            self._known[path] = _Known(stamp, _digest(data), session)
        return path

    def load(self, path: Path) -> Session:
        """Open a session for writing: what is read now is what a later save may replace.

        Raises DecodeProblem or ReadFailed. To look only, use peek.
        """
        with self._writing:
            data, stamp = read_file(path)
            session = decode_session(data, str(path))
            self._known[path] = _Known(stamp, _digest(data), session)
            self._copies.pop(path, None)
        return session

    def peek(self, path: Path) -> Session:
        """The session as it is on disk now. Raises DecodeProblem or ReadFailed."""
        return decode_session(read_file(path)[0], str(path))

    def save(self, path: Path, session: Session) -> None:
        """Replace the session at ``path``, which was created or loaded here, durably.

        Raises Conflict when somebody else changed the file since: then ``session`` is kept in a
        copy beside it, which further saves replace. Raises SealBroken when the file is sealed and
        more than amendments would change, SaveFailed when the system refuses.
        """

        def check(path: Path, old: Session | Loop) -> None:
            if isinstance(old, Session) and old.sealed and not _only_amends(old, session):
                raise SealBroken(path)

        self._save(path, session, check)

    def create_loop(self, loop: Loop) -> Path:
        """Write a new loop; its path. Raises Problem when it exists already, and SaveFailed."""
        path = self.loop_path(loop.name)
        data = encode(loop)
        with self._writing:
            try:
                stamp = write_file(path, data, fresh=True)
            except FileExistsError:
                raise Problem(
                    "This loop exists already",
                    f"there is a loop called {loop.name}",
                    "Plan that one, or choose another name.",
                    str(path),
                ) from None
            self._known[path] = _Known(stamp, _digest(data), loop)
        return path

    def load_loop(self, path: Path) -> Loop:
        """Open a loop file for writing. Raises DecodeProblem or ReadFailed."""
        with self._writing:
            data, stamp = read_file(path)
            loop = decode_loop(data, str(path))
            self._known[path] = _Known(stamp, _digest(data), loop)
            self._copies.pop(path, None)
        return loop

    def save_loop(self, path: Path, loop: Loop) -> None:
        """Replace a loop file that was loaded here. Raises Conflict and SaveFailed, as save."""
        self._save(path, loop, lambda _path, _old: None)

    def change_loop(self, path: Path, change: Callable[[Loop], Loop]) -> Loop:
        """Write what ``change`` makes of the loop as it is on disk now; the new loop.

        Two who change a loop at once do so one after the other. Raises as load_loop, save_loop and
        :func:`.changing`, and what ``change`` raises; the file is then as it was.
        """
        # Not where nothing is: the lock would make the folder of a loop that was erased again.
        self.load_loop(path)
        with changing(path):
            changed = change(self.load_loop(path))
            self.save_loop(path, changed)
        return changed

    def listing(self, progress: Callable[[int, int], None] | None = None) -> Listing:
        """All sessions and loops, sorted by path, and every file that could not be read, and why.

        A file that is as it was at the last call is not read again. ``progress`` is told how many
        files of how many are done. Raises ReadFailed when the sessions folder itself is unreadable.
        """
        return self._shelf.listing(progress)

    def survey(self, progress: Callable[[int, int], None] | None = None) -> Survey:
        """The heads of all sessions, all loops, and every file that could not be read, and why.

        As :meth:`listing`, and much quicker: for whatever needs no notes and no evidence.
        ``progress`` is told how many of the changed files are done. A head holds scores, so that
        whoever shows something of it asks ``blindness`` as with a whole session.
        """
        return self._surveyor.survey(progress)

    def forget_index(self) -> None:
        """Take what is kept of the sessions outside this workspace off the disk. Raises Problem."""
        try:
            self._surveyor.forget()
        except OSError as error:
            raise Problem(
                "The index of the sessions cannot be deleted",
                error.strerror or "the system gave no reason",
                "Delete that file yourself; it holds nothing that the sessions do not.",
                str(error.filename or self.root),
            ) from None

    def known_names(self, listing: Listing | Survey | None = None) -> KnownNames:
        """Names to suggest, from ``listing`` if the caller has one at hand."""
        return known_names(self.survey() if listing is None else listing)

    def library_marks(self) -> LibraryMarks:
        """What is marked in the library, as it is on disk now. Raises DecodeProblem, ReadFailed."""
        return read_marks(self.root)

    def change_library_marks(self, change: Callable[[LibraryMarks], LibraryMarks]) -> LibraryMarks:
        """Change the marks on disk; the new ones. Raises Problem, and nothing has changed then."""
        return change_marks(self.root, change)

    def not_writable(self) -> SaveFailed | None:
        """Why nothing can be saved in this workspace, or None. Makes the sessions folder."""
        return probe(self.sessions)

    def _join_loop(self, session: Session) -> None:
        path = self.loop_path(session.loop)
        if stamp_of(path) is None:
            loop = Loop(
                name=session.loop,
                candidate=session.candidate,
                rubric=session.rubric,
                created_at=session.created_at,
                example=session.kind == "example",
            )
            try:
                write_file(path, encode(loop), fresh=True)
            except FileExistsError:
                # A colleague began the same loop in this moment.
                self._join_loop(session)
            return
        loop = decode_loop(read_file(path)[0], str(path))
        if not same_name(loop.candidate, session.candidate):
            raise Problem(
                "This loop is another candidate's",
                f"the loop {session.loop} interviews {loop.candidate}, not {session.candidate}",
                "Choose another loop, or correct the candidate.",
                str(path),
            )

    def _save(
        self, path: Path, model: Session | Loop, check: Callable[[Path, Session | Loop], None]
    ) -> None:
        """``check`` refuses, by raising, to replace what the file at the path holds."""
        data = encode(model)
        with self._writing:
            known = self._known.get(path)
            there = stamp_of(path)
            if there is not None and (known is None or not _unchanged(path, there, known)):
                self._keep_copy(path, data)
            if known is not None:
                check(path, known.model)
            stamp = replace_file(path, data)
            # Before the folder is synced: the file is ours now, even should that fail.
            self._known[path] = _Known(stamp, _digest(data), model)
            sync_folder(path.parent)

    def _keep_copy(self, path: Path, data: bytes) -> NoReturn:
        copy = self._copies.get(path)
        if copy is None:
            copy = _conflict_path(path, self._now())
            write_file(copy, data, fresh=True)
            self._copies[path] = copy
        else:
            write_file(copy, data)
        raise Conflict(path, copy)


def open_workspace(found: Found, cache: Path | None = None) -> Workspace:
    """The workspace at a place that find_workspace found. Nothing is written yet. ``cache`` is the
    folder for its index.

    Raises Problem when a file stands where the folder should be.
    """
    root = found.root
    try:
        blocked = root.exists() and not root.is_dir()
    except OSError:
        blocked = False
    if blocked:
        raise Problem(
            "This is not a workspace",
            f"a file stands where the workspace folder should be ({found.how})",
            "Name a folder, for instance with --workspace.",
            str(root),
        )
    return Workspace(root, cache=cache)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _unchanged(path: Path, there: Stamp, known: _Known) -> bool:
    """Whether the file holds what it held. One that was only touched does, with a new stamp."""
    return there == known.stamp or _digest(read_file(path)[0]) == known.digest


def _only_amends(old: Session, new: Session) -> bool:
    """Whether ``new`` is ``old`` with nothing but amendments added after the old ones."""
    kept = list(new.amendments.items())[: len(old.amendments)] == list(old.amendments.items())
    return kept and as_table(old.model_copy(update={"amendments": {}})) == as_table(
        new.model_copy(update={"amendments": {}})
    )


def _conflict_path(path: Path, now: datetime) -> Path:
    """``<name>.conflict-<time>.toml``, a name that is not taken."""
    name = f"{path.stem}{CONFLICT}{now:%Y%m%d-%H%M%S}"
    copy = path.with_name(f"{name}.toml")
    number = 2
    while stamp_of(copy) is not None:
        copy = path.with_name(f"{name}-{number}.toml")
        number += 1
    return copy


def _exists_already(path: Path, session: Session) -> Problem:
    return Problem(
        "This session exists already",
        f"{session.interviewer} has a session of {session.case} in the loop {session.loop}",
        "Open that session, or choose another case.",
        str(path),
    )
