"""Ways to damage a workspace on disk, each with the check that has to find it."""

from __future__ import annotations

import os
import shutil
import socket
import time
from typing import TYPE_CHECKING, NamedTuple

from tests.workspace.values import NOON, a_session

from interviewloop.exchange.import_store import store
from interviewloop.exchange.imported import ImportedRating, Scale
from interviewloop.interview.sealing import sealed_anew
from interviewloop.workspace.candidate_names import change_names
from interviewloop.workspace.codec import encode
from interviewloop.workspace.lock import lock_file
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RANDOM = "0123456789abcdef"
"""What stands for the random part of a name."""


def furnished(root: Path) -> Path:
    """A workspace with two loops, names and an import, in which all is well; ``root`` itself."""
    root.mkdir(mode=0o700, exist_ok=True, parents=True)
    root.chmod(0o700)
    workspace = Workspace(root)
    for loop in ("ml-lead", "platform"):
        for interviewer in ("ann", "bob"):
            session = a_session(loop=loop, candidate=f"C-{loop}", interviewer=interviewer)
            if interviewer == "ann":
                done = {"phase": "sealed", "sealed_at": NOON, "seal": "x"}
                session = sealed_anew(session.model_copy(update=done))
            workspace.create(session)
    change_names(root, lambda _: {"C-ml-lead": "Ada Byron"})
    scale = Scale("1-4", 1, ("a", "b", "c", "d"))
    rating = ImportedRating("lever", "s1", "C-9", "ann", "", "modeling", 3, scale, "", "", "")
    store(root, [rating])
    return root


def session_at(root: Path) -> Path:
    return root / "sessions" / "ml-lead" / "ann--feed-ranking.toml"


def open_at(root: Path) -> Path:
    """A session that is not sealed."""
    return root / "sessions" / "platform" / "bob--feed-ranking.toml"


def temporary(path: Path, age_s: float = 3600.0) -> Path:
    """What a killed save of ``path`` leaves."""
    temp = path.with_name(f".{path.name}.{RANDOM}.tmp")
    temp.write_bytes(b"half of it")
    temp.chmod(0o600)
    os.utime(temp, (time.time() - age_s,) * 2)
    return temp


def note_owner(path: Path, text: str | None = None) -> Path:
    """The note of somebody on this machine who holds ``path``."""
    note = path.with_name(f".{path.name}.owner")
    host = socket.gethostname()
    note.write_text(text or f'who = "Ann"\nhost = "{host}"\npid = 1\n', encoding="utf-8")
    note.chmod(0o600)
    return note


def begin_erasure(root: Path, folder: str = "gone-1", code: str = "C-gone") -> None:
    text = f'code = "{code}"\n[labels]\n{folder} = "erased-1"\n'
    (root / ".erasing.toml").write_text(text, encoding="utf-8")
    (root / ".erasing.toml").chmod(0o600)


def finish_erasure(root: Path) -> None:
    begin_erasure(root)
    receipt = root / "receipts" / "erased-1.toml"
    receipt.parent.mkdir(mode=0o700)
    receipt.write_text("schema_version = 1\n", encoding="utf-8")
    receipt.chmod(0o600)


def exclude_names(root: Path) -> None:
    """The file of names is left out of a git repository, by this machine alone."""
    _write(root / ".git" / "info" / "exclude", b"candidate-names.toml\n")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
    # Another damage may have put a pipe there, and nobody reads from it.
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    path.chmod(0o600)


def _edit(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def _misname(root: Path) -> None:
    open_at(root).rename(open_at(root).with_name("b.toml"))


def _copy(root: Path, place: str) -> None:
    _write(root / place, session_at(root).read_bytes())


def _copy_loop(root: Path) -> None:
    shutil.copytree(open_at(root).parent, root / "sessions" / "platform copy")


def _far(path: Path) -> None:
    """A file of 64 MiB that takes no room."""
    os.truncate(path, 2**26)


def _later(path: Path) -> None:
    os.utime(path, (time.time() + 10**7,) * 2)


def _newer(root: Path) -> None:
    _edit(session_at(root), b"schema_version = 2", b"schema_version = 99")


def _older(root: Path) -> None:
    _edit(open_at(root), b"schema_version = 2", b"schema_version = 1")


def _old_backup(root: Path) -> None:
    backup = root / "backups" / "2026-03-01-120000"
    _write(backup / "sessions" / "ml-lead" / "loop.toml", b"schema_version = 1\n")
    (root / "backups").chmod(0o700)
    os.utime(backup, (time.time() - 40 * 86400,) * 2)


def _backwards(root: Path) -> None:
    session = a_session(loop="platform", candidate="C-platform", interviewer="bob")
    later = session.model_copy(update={"created_at": NOON.replace(year=NOON.year + 1)})
    _write(open_at(root), encode(later))


def _merge(path: Path) -> None:
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes() + b"=======\n>>>>>>> theirs\n")


class Damage(NamedTuple):
    """``check`` is the check that finds what ``do`` does to a furnished workspace."""

    check: str
    do: Callable[[Path], object]


DAMAGES: dict[str, Damage] = {
    "cut off": Damage("unreadable", lambda r: _edit(session_at(r), b'"', b"")),
    "empty": Damage("unreadable", lambda r: session_at(r).write_bytes(b"")),
    "zeros": Damage("unreadable", lambda r: session_at(r).write_bytes(bytes(4096))),
    "not text": Damage("unreadable", lambda r: session_at(r).write_bytes(b"\xff\xfe\x80" * 99)),
    "nested": Damage("unreadable", lambda r: session_at(r).write_bytes(b"a=" + b"[" * 9999)),
    "huge": Damage("unreadable", lambda r: _far(open_at(r))),
    "misfit": Damage("unreadable", lambda r: _edit(open_at(r), b'kind = "live"', b'kind = "lve"')),
    "loop damaged": Damage("unreadable", lambda r: _write(open_at(r).parent / "loop.toml", b"x")),
    "pipe": Damage("not-regular", lambda r: os.mkfifo(session_at(r).with_name("p--q.toml"))),
    "link": Damage("not-regular", lambda r: open_at(r).with_name("l.toml").symlink_to("/etc")),
    "link to above": Damage("not-regular", lambda r: (r / "sessions" / "up").symlink_to(r)),
    "folder": Damage("not-regular", lambda r: (session_at(r).parent / "f.toml").mkdir(mode=0o700)),
    "names are a pipe": Damage(
        "not-regular",
        lambda r: ((r / "candidate-names.toml").unlink(), os.mkfifo(r / "candidate-names.toml")),
    ),
    "outside": Damage("outside-loop", lambda r: _copy(r, "sessions/x.toml")),
    "too deep": Damage("outside-loop", lambda r: _copy(r, "sessions/ml-lead/old/x.toml")),
    "copy": Damage("doubles", lambda r: _copy(r, "sessions/ml-lead/ann.toml")),
    "copied folder": Damage("doubles", _copy_loop),
    "loop gone": Damage("loopless", lambda r: (open_at(r).parent / "loop.toml").unlink()),
    "misnamed": Damage("misnamed", _misname),
    "conflict": Damage("conflict-copies", lambda r: _copy(r, "sessions/ml-lead/a.conflict-2.toml")),
    "edited": Damage("broken-seals", lambda r: _edit(session_at(r), b"baseline", b"boseline")),
    "temporary": Damage("stale-temporary", lambda r: temporary(session_at(r))),
    "temporary names": Damage("stale-temporary", lambda r: temporary(r / "candidate-names.toml")),
    "erasure begun": Damage("erasure", begin_erasure),
    "erasure done": Damage("erasure", finish_erasure),
    "erasure note damaged": Damage("erasure", lambda r: _write(r / ".erasing.toml", b"\xff[")),
    "import damaged": Damage("imports", lambda r: _write(r / "imports" / "b.toml", b"a = 1\n")),
    "import is a pipe": Damage("not-regular", lambda r: os.mkfifo(r / "imports" / "p.toml")),
    "names damaged": Damage("names", lambda r: _write(r / "candidate-names.toml", b"names = 3\n")),
    "marks damaged": Damage("marks", lambda r: _write(r / "library.toml", b"?")),
    "owner gone": Damage("stale-owner", lambda r: note_owner(session_at(r))),
    "owner note damaged": Damage("stale-owner", lambda r: note_owner(open_at(r), "\x1b[ = [[[[")),
    "owner elsewhere": Damage(
        "open-elsewhere", lambda r: note_owner(open_at(r), 'who = "Cem"\nhost = "there.example"\n')
    ),
    "wide file": Damage("wide-files", lambda r: session_at(r).chmod(0o644)),
    "wide names": Damage("wide-files", lambda r: (r / "candidate-names.toml").chmod(0o666)),
    "wide folder": Damage("wide-folders", lambda r: session_at(r).parent.chmod(0o777)),
    "wide sessions": Damage("wide-folders", lambda r: (r / "sessions").chmod(0o755)),
    "wide workspace": Damage("root-writable", lambda r: r.chmod(0o777)),
    "closed folder": Damage("not-writable", lambda r: (r / "imports").chmod(0o500)),
    "from the future": Damage("clock", lambda r: _later(open_at(r))),
    "backwards": Damage("jumps", _backwards),
    "newer": Damage("newer-files", _newer),
    "older": Damage("older-files", _older),
    "old backup": Damage("old-backups", _old_backup),
    "merge": Damage("merges", lambda r: _merge(session_at(r))),
    "union": Damage(
        "union", lambda r: _write(r / ".gitattributes", b"*.toml merge=union\n")
    ),
    "names in git": Damage("names-in-git", lambda r: (r / ".git").mkdir()),
    "sync copy": Damage("sync-copies", lambda r: _copy(r, "sessions/ml-lead/ann--x (1).toml")),
    "hostile name": Damage(
        "unreadable",
        lambda r: _write(r / "sessions" / os.fsdecode(b"\x1b[2J\n\xff") / "a.toml", b"?"),
    ),
    "sessions lead nowhere": Damage(
        "not-regular",
        lambda r: (
            (r / "sessions").rename(r / "moved"), (r / "sessions").symlink_to(r / "sessions"),
        ),
    ),
    "lock is a pipe": Damage(
        "not-regular",
        lambda r: (note_owner(open_at(r)), os.mkfifo(lock_file(open_at(r)))),
    ),
    "sessions are a file": Damage(
        "not-regular",
        lambda r: ((r / "sessions").rename(r / "moved"), _write(r / "sessions", b"x")),
    ),
}  # fmt: skip
