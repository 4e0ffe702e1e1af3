"""Erasing a candidate from a workspace: what would go, doing it, and the receipt.

The order makes a crash harmless. What the loops are called afterwards is written down first, so
that a second run continues the first; the nameless scorecards are on disk before the old folder
goes, and the note goes last of all.
"""

from __future__ import annotations

import secrets
import shutil
import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli_w

from interviewloop.interview.erasure import Remains, remains
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import storable
from interviewloop.workspace.backups import alone, loops_of
from interviewloop.workspace.candidate_names import change_names, load_names, name_of
from interviewloop.workspace.codec import encode
from interviewloop.workspace.erasure_note import STARTED, Begun, begun_erasure, note_of
from interviewloop.workspace.files import (
    TEMPORARY,
    SaveFailed,
    stamp_of,
    sync_folder,
    write_file,
)
from interviewloop.workspace.locations import LOOP_FILE
from interviewloop.workspace.lock import SessionLock, changing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from interviewloop.workspace.listing import Listing, StoredLoop
    from interviewloop.workspace.workspace import Workspace

RECEIPTS = "receipts"
EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing ``code`` would do. ``loops`` are the stored loops, with what is kept of each.

    ``exports`` are files made from the workspace that name the candidate, ``backups`` folders of
    their loops as they were before a migration; both go as well.
    """

    code: str
    name: str
    loops: tuple[tuple[StoredLoop, Remains], ...]
    exports: tuple[Path, ...]
    backups: tuple[Path, ...]
    words: tuple[str, ...]
    """Code, name and folder names: what must be found nowhere afterwards."""
    labels: tuple[str, ...]
    """What the loops are called afterwards, also those that an interrupted run has done."""
    imported: int
    """Scorecards of the candidate that came from other tools."""
    key: str
    """A secret that goes with the note of the erasure."""
    counts: dict[str, int]
    """What the receipt will tell, with what an interrupted run has done."""

    @property
    def sessions(self) -> int:
        return sum(len(kept.sessions) + kept.dropped for _, kept in self.loops)


def find(workspace: Workspace, listing: Listing, code: str, imported: int = 0) -> Erasure:
    """What there is of the candidate called ``code``, and what would be left; ``imported`` is how
    many scorecards came from other tools.

    Raises Problem when there is nothing, when a legal hold stands, when a file of one of the loops
    or a backup cannot be read (nobody could say whose it is), when a loop's folder is a link that
    leads elsewhere, or when another erasure is not finished.
    """
    loops = [one for one in listing.loops if same_name(one.loop.candidate, code)]
    begun = begun_erasure(workspace.root, code)
    folders = [stored.path.parent.name for stored in loops]
    backups = loops_of(workspace.root, code, {*folders, *(begun.labels if begun else ())})
    if not loops and begun is None and not imported and not backups:
        raise Problem(
            "No such candidate",
            f"no loop here is of a candidate called {code}",
            "`interviewloop loop list` shows the codes.",
        )
    for stored in loops:
        if stored.path.parent.is_symlink():
            what = f"the folder of the loop {stored.loop.name} is a link that leads elsewhere"
            mend = "Put the folder itself in its place: nothing is deleted behind a link."
            raise Problem("Not in this workspace", what, mend, str(stored.path.parent))
        own = [it.session for it in listing.sessions if it.path.parent == stored.path.parent]
        if any(one.persona for one in own):
            what = f"{code} is played by the program in the loop {stored.loop.name}"
            raise Problem("A simulated candidate", what, "There is nobody to erase.")
        if hold := stored.loop.hold:
            raise Problem(
                "A legal hold stands",
                f"{hold.by} put it on the loop {stored.loop.name}: {hold.why}",
                "`interviewloop candidate release` ends it.",
            )
        broken = [one for one in listing.unreadable if one.path.parent == stored.path.parent]
        if broken:
            raise Problem(
                "A file cannot be read",
                broken[0].problem.what,
                "Mend or remove it first: nobody can say whose it is.",
                str(broken[0].path),
            )
    if not loops and begun is None and (held := [it for it in backups if backups[it]]):
        raise Problem(
            "A legal hold stands",
            "it is on the copy of a loop that is no longer in sessions/",
            "Copy the loop back; then `interviewloop candidate release` ends it.",
            str(held[0]),
        )
    name = name_of(load_names(workspace.root), code)
    begun = begun or Begun(key=secrets.token_hex(16))
    found = tuple(
        (
            stored,
            remains(
                stored.loop,
                [it.session for it in listing.sessions if it.path.parent == stored.path.parent],
                begun.labels.get(stored.path.parent.name) or _new_label(),
            ),
        )
        for stored in loops
    )
    spelled = [stored.loop.candidate for stored in loops]
    copied = [folder.name for folder in backups]
    words = tuple(dict.fromkeys(word for word in (code, *spelled, name, *folders, *copied) if word))
    folder = workspace.root / EXPORTS
    exports = () if folder.is_symlink() else tuple(naming(folder, words))
    labels = [*begun.labels.values(), *(kept.loop.name for _, kept in found)]
    counts = {
        "scorecards_kept_without_name": sum(len(kept.sessions) for _, kept in found),
        "imported_scorecards_kept_without_name": imported,
        "sessions_removed": sum(kept.dropped for _, kept in found),
        "notes_removed": sum(kept.notes for _, kept in found),
        "exports_removed": len(exports),
        "loops_removed_from_backups": len(backups),
    }
    return Erasure(
        code,
        name,
        found,
        exports,
        tuple(backups),
        words,
        tuple(dict.fromkeys([begun.others or (labels or [_new_label()])[0], *labels])),
        imported,
        begun.key,
        # What a run that was cut short has done is no longer there to be counted.
        {what: max(count, begun.counts.get(what, 0)) for what, count in counts.items()},
    )


def erase(
    workspace: Workspace,
    listing: Listing,
    found: Erasure,
    by: str,
    now: datetime,
    forget_imports: Callable[[], None] = lambda: None,
) -> Path:
    """Do it; the receipt. ``forget_imports`` takes the candidate out of what was imported.

    Raises HeldBy when a session is open somewhere, Problem while a migration is running,
    SaveFailed, and what ``forget_imports`` raises.
    Until all is done the note of it stays, and a second run continues.
    """
    root = workspace.root
    _replace_loops(workspace, listing, found, by)
    # Only now: a list that is open elsewhere would read the old files into it again.
    workspace.forget_index()
    for path in found.exports:
        path.unlink(missing_ok=True)
    change_names(
        root,
        lambda names: {code: it for code, it in names.items() if not same_name(code, found.code)},
    )
    forget_imports()
    # What a writer that was killed left, a first run of this one among them.
    for path in naming(root, found.words):
        if TEMPORARY.fullmatch(path.name):
            path.unlink(missing_ok=True)
    receipt = _write_receipt(root, found, by, now)
    (root / STARTED).unlink(missing_ok=True)
    return receipt


def _replace_loops(workspace: Workspace, listing: Listing, found: Erasure, by: str) -> None:
    """Note what is done, write the nameless scorecards, then delete the folders of the loops."""
    root = workspace.root
    with ExitStack() as stack:
        stack.enter_context(alone(root, by))
        for stored, _ in found.loops:
            stack.enter_context(changing(stored.path))
            for one in listing.sessions:
                if one.path.parent == stored.path.parent:
                    stack.enter_context(SessionLock(one.path, by))
        before = begun_erasure(root, found.code) or Begun()
        labels = before.labels | {one.path.parent.name: kept.loop.name for one, kept in found.loops}
        note = Begun(labels, found.labels[0], found.counts, found.key)
        write_file(root / STARTED, note_of(found.code, note))
        for _, kept in found.loops:
            path = workspace.loop_path(kept.loop.name)
            # A run that was cut short has made it of more sessions than are left now.
            if stamp_of(path) is None:
                write_file(path, encode(kept.loop))
            for session in kept.sessions:
                write_file(workspace.path_for(session), encode(session))
        for stored, _ in found.loops:
            _remove_folder(stored.path.parent)
        for name in before.labels:
            # All but empty: the loop's own file goes last of those in its folder.
            if not any((folder := workspace.sessions / name).glob("*.toml")):
                _remove_folder(folder)
        sync_folder(workspace.sessions)
        # Asked again: a migration may have run since the candidate was looked for.
        for folder in loops_of(root, found.code, labels):
            _remove_folder(folder)
            sync_folder(folder.parent)


def _remove_folder(folder: Path) -> None:
    """The loop's own file goes last: without it nobody could say whose the others are."""
    try:
        for path in sorted(folder.iterdir(), key=lambda path: path.name == LOOP_FILE):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        raise SaveFailed(folder, error) from error


def naming(folder: Path, words: Sequence[str]) -> Iterator[Path]:
    """The files below ``folder`` that hold one of ``words`` in their name or their text, in either
    case and in either of the two Unicode spellings."""
    sought = [_plain(word) for word in words]
    real = folder.resolve()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        # What a link leads to is not the workspace's.
        if path.is_file() and path.resolve() == real / path.relative_to(folder):
            text = _plain(f"{path.name}\n{path.read_bytes().decode('utf-8', 'replace')}")
            if any(word in text for word in sought):
                yield path


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _new_label() -> str:
    return f"erased-{secrets.token_hex(5)}"


def _write_receipt(root: Path, found: Erasure, by: str, now: datetime) -> Path:
    """What was done, without a word on whom: the labels lead nowhere."""
    receipt = {
        "schema_version": 1,
        "what": "a candidate was erased",
        "at": now,
        "by": storable(by),
        "labels": list(found.labels),
        **found.counts,
    }
    path = root / RECEIPTS / f"{found.labels[0]}.toml"
    write_file(path, tomli_w.dumps(receipt).encode())
    return path
