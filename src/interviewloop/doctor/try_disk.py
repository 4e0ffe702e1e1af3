"""Tries in a folder whether a file can be saved, how long that takes, and whether a lock keeps a
second process out. A program of its own: it prints what it found as JSON."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.workspace.files import probe

if TYPE_CHECKING:
    from interviewloop.doctor.facts import Answer

_SECOND_PROCESS_S = 5.0
_TRY_LOCK = """
import fcntl, os, sys
try:
    fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    sys.exit(3)
"""
"""What the second process does: 0 it got the lock, 3 it was kept out."""
_GOT_IT, _KEPT_OUT = 0, 3


def tried(folder: Path) -> dict[str, object]:
    """Fields of Disk by name: why nothing can be saved, or how long it took and what locks do."""
    start = time.monotonic()
    failed = probe(folder)
    took = time.monotonic() - start
    if failed is not None:
        return {"refusal": failed.what}
    return {"save_s": took, "excludes": locks_exclude(folder)}


def locks_exclude(folder: Path) -> Answer:
    """Whether a second process is kept out of a lock that this one holds on a file in ``folder``,
    which is made for it and removed."""
    if sys.platform == "win32" or not sys.executable:
        return "unknown"
    import fcntl

    path = folder / f".probe.{secrets.token_hex(8)}.tmp"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError:
        return "unknown"
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        code = subprocess.run(  # noqa: S603 - our own interpreter and words
            [sys.executable, "-I", "-S", "-c", _TRY_LOCK, path],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECOND_PROCESS_S,
            check=False,
        ).returncode
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    finally:
        os.close(handle)
        with suppress(OSError):
            path.unlink()
    return {_GOT_IT: "no", _KEPT_OUT: "yes"}.get(code, "unknown")  # type: ignore[return-value]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tried(Path(sys.argv[1]))))
