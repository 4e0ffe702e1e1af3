"""Looking at everything, without waiting for ever for what does not answer."""

from __future__ import annotations

import os
import socket
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from interviewloop.doctor.facts import Clock, Configured, Disk, Facts, Terminal, Versions
from interviewloop.doctor.file_checks import last_part
from interviewloop.doctor.look_contents import content_at, holds_of
from interviewloop.doctor.look_files import (
    entries_of,
    erasure_of,
    locks_of,
    open_temporaries,
)
from interviewloop.doctor.look_machine import (
    disk_of,
    system_zone,
    terminal_of,
    versions_now,
    zone_known,
)
from interviewloop.doctor.patience import PATIENCE_S, Silent, patiently
from interviewloop.workspace.files import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from interviewloop.doctor.facts import Content, Entry, Erasure, Lock
    from interviewloop.model.errors import Problem

    Tick = Callable[[], None]

_SMALL = 64 * 1024
_T = TypeVar("_T")


def look(
    root: Path,
    config: Path,
    mistakes: Iterable[Problem],
    named: bool,
    environ: Mapping[str, str],
    *,
    patience_s: float = PATIENCE_S,
) -> Facts:
    """Everything there is to see of the workspace at ``root`` and of this machine.

    ``mistakes`` are those of the file ``config``; ``named`` is whether it names the interviewer.
    """
    wall, steady = time.time(), time.monotonic()
    silent: list[str] = []

    def ask(what: str, work: Callable[[Tick], _T], otherwise: _T) -> _T:
        try:
            return patiently(work, patience_s)
        except Silent:
            silent.append(what)
            return otherwise

    no_entries: tuple[tuple[Entry, ...], bool] = ((), False)
    entries, cut_off = ask("the workspace", lambda tick: entries_of(root, tick), no_entries)
    contents: tuple[Content, ...] = ()
    locks: tuple[Lock, ...] = ()
    erasure: Erasure = ""
    disk = Disk()
    texts = ["", "", ""]
    in_git = False
    opened = frozenset[str]()
    if not silent:
        contents = _contents(root, entries, silent, patience_s)
        locks = ask("a lock", lambda tick: locks_of(root, entries, tick), locks)
        erasure = ask("the workspace", lambda tick: erasure_of(root, tick), "begun")
        disk = ask("the disk", lambda _: disk_of(root, patience_s), disk)
        in_git = ask("the workspace", lambda _: _there(root / ".git"), in_git)
        names = (".gitignore", ".git/info/exclude", ".gitattributes")
        texts = ask("the workspace", lambda _: [_small_text(root / it) for it in names], texts)
        temporary = [one for one in entries if TEMPORARY.fullmatch(last_part(one.place))]
        opened = ask("/proc", lambda _: open_temporaries(temporary, root), opened)
    terminal = ask("the terminal", lambda _: terminal_of(environ), Terminal(there=False))
    versions = ask("the installation", lambda _: versions_now(), Versions())
    # Windows has no such numbers; all files there seem to be those of user 0.
    user = os.geteuid() if sys.platform != "win32" else 0
    owners = {one.owner for one in entries}
    return Facts(
        root=str(root),
        clock=_clock(wall, steady, environ.get("TZ", "")),
        entries=entries,
        cut_off=cut_off,
        contents=contents,
        locks=locks,
        open_files=opened,
        erasure=erasure,
        disk=disk,
        terminal=terminal,
        versions=versions,
        configured=Configured(
            str(config), tuple((one.where, one.what) for one in mistakes), named, _mode(config)
        ),
        host=socket.gethostname(),
        user=user,
        user_names=ask("the list of users", lambda _: _user_names(owners), {}),
        in_git=in_git,
        ignored="\n".join(texts[:2]),
        attributes=texts[2],
        silent=tuple(dict.fromkeys(silent)),
    )


def _contents(
    root: Path, entries: Iterable[Entry], silent: list[str], patience_s: float
) -> tuple[Content, ...]:
    """What the files among ``entries`` hold, up to one that does not answer, which is added to
    ``silent``."""
    asked = [(one, holds) for one in entries if (holds := holds_of(one))]
    found: list[Content] = []

    def read_all(tick: Tick) -> None:
        for one, holds in asked:
            tick()
            found.append(content_at(root, one, holds))

    try:
        patiently(read_all, patience_s)
    except Silent:
        read = tuple(found)
        silent.append(asked[len(read)][0].place if len(read) < len(asked) else "a file")
        return read
    return tuple(found)


def _clock(wall: float, steady: float, zone: str) -> Clock:
    """The clock, and by how much it left the steady one since ``wall`` and ``steady``."""
    now = time.time()
    jump = (now - wall) - (time.monotonic() - steady)
    return Clock(now, jump, zone, zone_known(zone), system_zone())


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _mode(path: Path) -> int:
    with suppress(OSError, ValueError):
        if sys.platform != "win32":
            return path.stat().st_mode & 0o777
    return 0o600


def _small_text(path: Path) -> str:
    """The text of a small regular file, empty where it is none."""
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= _SMALL:
            return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _user_names(numbers: Iterable[int]) -> dict[int, str]:
    if sys.platform == "win32":
        return {}
    import pwd

    found = {}
    for number in numbers:
        with suppress(KeyError):
            found[number] = pwd.getpwuid(number).pw_name
    return found
