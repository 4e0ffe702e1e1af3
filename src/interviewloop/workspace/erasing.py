"""Erasing a candidate from a workspace: what would go, doing it, and the receipt.

The order makes a crash harmless. The label of each loop is written down first, so that a second
run continues the first; the nameless scorecards are on disk before the old folder goes.
"""

from __future__ import annotations

import secrets
import shutil
import tomllib
import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli_w

from interviewloop.interview.erasure import Remains, remains
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.workspace.candidate_names import load_names, name_of, save_names
from interviewloop.workspace.codec import encode
from interviewloop.workspace.files import read_file, stamp_of, sync_folder, write_file
from interviewloop.workspace.lock import SessionLock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from interviewloop.workspace.listing import Listing, StoredLoop
    from interviewloop.workspace.workspace import Workspace

RECEIPTS = "receipts"
EXPORTS = "exports"
STARTED = ".erasing.toml"
"""Says whose erasure was begun, until it is done."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing ``code`` would do. ``loops`` are the stored loops, with what is kept of each.

    ``exports`` are files made from the workspace that name the candidate; they go as well.
    """

    code: str
    name: str
    loops: tuple[tuple[StoredLoop, Remains], ...]
    exports: tuple[Path, ...]
    words: tuple[str, ...]
    """Code, name and folder names: what must be found nowhere afterwards."""
    labels: tuple[str, ...]
    """What the loops are called afterwards, also those that an interrupted run has done."""
    imported: int
    """Scorecards of the candidate that came from other tools."""

    @property
    def sessions(self) -> int:
        return sum(len(kept.sessions) + kept.dropped for _, kept in self.loops)


def find(workspace: Workspace, listing: Listing, code: str, imported: int = 0) -> Erasure:
    """What there is of the candidate called ``code``, and what would be left; ``imported`` is how
    many scorecards came from other tools.

    Raises Problem when there is nothing, when a legal hold stands, or when a file of one of the
    loops cannot be read: nobody could say whose it is.
    """
    loops = [one for one in listing.loops if same_name(one.loop.candidate, code)]
    labels = _labels(workspace.root, code)
    if not loops and not labels and not imported:
        raise Problem(
            "No such candidate",
            f"no loop here is of a candidate called {code}",
            "`interviewloop loop list` shows the codes.",
        )
    for stored in loops:
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
    name = name_of(load_names(workspace.root), code)
    found = tuple(
        (
            stored,
            remains(
                stored.loop,
                [it.session for it in listing.sessions if it.path.parent == stored.path.parent],
                labels.get(stored.path.parent.name) or _new_label(),
            ),
        )
        for stored in loops
    )
    spelled = [stored.loop.candidate for stored in loops]
    folders = [stored.path.parent.name for stored in loops]
    words = tuple(dict.fromkeys(word for word in (code, *spelled, name, *folders) if word))
    exports = workspace.root / EXPORTS
    called = dict.fromkeys([*labels.values(), *(kept.loop.name for _, kept in found)])
    if not called:
        called = {_new_label(): None}
    return Erasure(code, name, found, tuple(naming(exports, words)), words, tuple(called), imported)


def erase(workspace: Workspace, listing: Listing, found: Erasure, by: str, now: datetime) -> Path:
    """Do it; the receipt. Raises HeldBy when a session is open somewhere, and SaveFailed."""
    root = workspace.root
    with ExitStack() as stack:
        for stored, _ in found.loops:
            for one in listing.sessions:
                if one.path.parent == stored.path.parent:
                    stack.enter_context(SessionLock(one.path, by))
        labels = _labels(root, found.code)
        labels |= {stored.path.parent.name: kept.loop.name for stored, kept in found.loops}
        started = {"code": found.code, "labels": labels}
        write_file(root / STARTED, tomli_w.dumps(started).encode())
        for _, kept in found.loops:
            write_file(workspace.loop_path(kept.loop.name), encode(kept.loop))
            for session in kept.sessions:
                write_file(workspace.path_for(session), encode(session))
        for stored, _ in found.loops:
            shutil.rmtree(stored.path.parent)
        sync_folder(workspace.sessions)
    # Only now: a list that is open elsewhere would read the old files into it again.
    workspace.forget_index()
    for path in found.exports:
        path.unlink(missing_ok=True)
    names = load_names(root)
    left = {code: name for code, name in names.items() if not same_name(code, found.code)}
    if left != names:
        save_names(root, left)
    receipt = _write_receipt(root, found, by, now)
    (root / STARTED).unlink(missing_ok=True)
    return receipt


def naming(folder: Path, words: Sequence[str]) -> Iterator[Path]:
    """The files below ``folder`` that hold one of ``words`` in their name or their text, in either
    case and in either of the two Unicode spellings."""
    sought = [_plain(word) for word in words]
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            text = _plain(f"{path.name}\n{path.read_bytes().decode('utf-8', 'replace')}")
            if any(word in text for word in sought):
                yield path


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _new_label() -> str:
    return f"erased-{secrets.token_hex(5)}"


def _labels(root: Path, code: str) -> dict[str, str]:
    """Labels by folder of an erasure of ``code`` that was begun and not finished."""
    path = root / STARTED
    if stamp_of(path) is None:
        return {}
    try:
        table = tomllib.loads(read_file(path)[0].decode("utf-8"))
    except ValueError:
        return {}
    labels = table.get("labels")
    if table.get("code") != code or not isinstance(labels, dict):
        return {}
    return {str(folder): str(label) for folder, label in labels.items()}


def _write_receipt(root: Path, found: Erasure, by: str, now: datetime) -> Path:
    """What was done, without a word on whom: the labels lead nowhere."""
    kept = [one for _, one in found.loops]
    receipt = {
        "schema_version": 1,
        "what": "a candidate was erased",
        "at": now,
        "by": by,
        "labels": list(found.labels),
        "scorecards_kept_without_name": sum(len(one.sessions) for one in kept),
        "imported_scorecards_kept_without_name": found.imported,
        "sessions_removed": sum(one.dropped for one in kept),
        "notes_removed": sum(one.notes for one in kept),
        "exports_removed": len(found.exports),
    }
    path = root / RECEIPTS / f"{found.labels[0]}.toml"
    write_file(path, tomli_w.dumps(receipt).encode())
    return path
