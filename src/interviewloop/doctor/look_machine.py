"""Observing the machine: disk, clock, terminal, versions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop import __version__
from interviewloop.doctor import try_disk
from interviewloop.doctor.facts import Disk, Terminal, Versions
from interviewloop.doctor.patience import PATIENCE_S, Silent
from interviewloop.doctor.version_checks import requirement
from interviewloop.workspace.locations import APP, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

_TMUX_S = 2.0
_LAST_S = 0.2
_POSIX_ZONE = re.compile(r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?\d{1,2}.*", re.DOTALL)
_TMUX_KEY = re.compile(r"bind(?:-key)? .*?-T root +(?P<key>(?:[CMS]-)*F\d+|C-[a-z]) ")
_BYOBU_KEYS = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F12")


def disk_of(root: Path, patience_s: float = PATIENCE_S) -> Disk:
    """The disk at ``root``. A file is written into the sessions folder, or beside where it would
    be, and removed; nothing is written where there is no workspace yet. Raises Silent when the
    disk does not answer for ``patience_s`` seconds."""
    folder = root / SESSIONS if _is_folder(root / SESSIONS) else root
    free = names = None
    read_only = False
    if sys.platform != "win32":
        with suppress(OSError):
            status = os.statvfs(_nearest(folder))
            free = status.f_bavail * status.f_frsize
            # Some file systems make names as they go and say 0.
            names = status.f_favail if status.f_files else None
            read_only = bool(status.f_flag & os.ST_RDONLY)
    system = file_system(_nearest(folder), _mounts())
    disk = Disk(free, names, read_only, system)
    return _tried(folder, disk, patience_s) if _is_folder(folder) else disk


def _tried(folder: Path, disk: Disk, patience_s: float) -> Disk:
    """``disk`` with what came of saving and locking in ``folder``, in a process of its own: what
    waits for a dead disk cannot be ended, and this process must be able to."""
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", try_disk.__name__, folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError):
        return disk
    try:
        said = process.communicate(timeout=patience_s)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        with suppress(subprocess.TimeoutExpired):
            # One that waits for a dead disk is left behind.
            process.wait(_LAST_S)
        raise Silent from None
    try:
        found = json.loads(said)
    except ValueError:
        return disk
    return replace(disk, **found)


def _nearest(folder: Path) -> Path:
    return next((one for one in (folder, *folder.parents) if _is_folder(one)), folder)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be searched
        return False


def _mounts() -> str:
    with suppress(OSError):
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    return ""


def file_system(folder: Path, mounts: str) -> str:
    """The kind of file system ``folder`` is on, by the text of /proc/self/mountinfo; empty where
    that does not say."""
    best, kind = -1, ""
    real = os.path.realpath(folder)
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, rest = before.split(" "), after.split(" ")
        if len(fields) < 5:
            continue
        at = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4])
        inside = real == at or real.startswith(at.rstrip("/") + "/")
        # Of two mounts on one place the later one is what is seen.
        if inside and len(at) >= best:
            best, kind = len(at), rest[0]
    return kind


def zone_known(zone: str) -> bool:
    """Whether ``zone``, the variable TZ, names a time zone; an empty one is the machine's own."""
    from zoneinfo import ZoneInfo

    name = zone.removeprefix(":")
    if not name or _POSIX_ZONE.fullmatch(name) or name.startswith("/"):
        return True
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def system_zone() -> bool:
    """Whether this machine says in which time zone it is."""
    return sys.platform in ("win32", "darwin") or os.path.lexists("/etc/localtime")


def terminal_of(environ: Mapping[str, str]) -> Terminal:
    """The terminal this process runs in."""
    size = None
    for number in (0, 1, 2):
        with suppress(OSError):
            if os.isatty(number):
                size = os.get_terminal_size(number)
                break
    tmux = bool(environ.get("TMUX"))
    byobu = _BYOBU_KEYS if environ.get("BYOBU_BACKEND") == "screen" else ()
    escape = _tmux("show-options", "-sv", "escape-time") if tmux else ""
    return Terminal(
        there=size is not None,
        term=environ.get("TERM", ""),
        columns=size.columns if size else 0,
        lines=size.lines if size else 0,
        colorterm=environ.get("COLORTERM", ""),
        no_color=bool(environ.get("NO_COLOR")),
        encoding=getattr(sys.stderr, "encoding", None) or "",
        multiplexer="tmux" if tmux else "screen" if environ.get("STY") else "",
        escape_ms=int(escape) if escape.isdecimal() else None,
        taken=keys_taken(_tmux("list-keys", "-T", "root")) if tmux else byobu,
    )


def keys_taken(listed: str) -> tuple[str, ...]:
    """The function and control keys in what tmux lists of its root table, which it keeps."""
    found = (_TMUX_KEY.match(line) for line in listed.splitlines())
    return tuple(one["key"] for one in found if one)


def _tmux(*words: str) -> str:
    """What tmux answers; empty where it does not."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["tmux", *words],  # noqa: S607 - the one that the terminal runs in
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TMUX_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def versions_now() -> Versions:
    """The versions of Python, of this program, and of what it declares to need."""
    import platform

    try:
        program = metadata.metadata(APP)
    except metadata.PackageNotFoundError:
        return Versions(__version__, platform.python_version())
    required = tuple(metadata.requires(APP) or ())
    installed = {}
    for text in required:
        one = requirement(text)
        if one is not None:
            with suppress(metadata.PackageNotFoundError):
                installed[one.name] = metadata.version(one.name)
    return Versions(
        program["Version"],
        platform.python_version(),
        program["Requires-Python"] or "",
        required,
        installed,
    )
