"""Looking at a workspace on disk as the tests do, and holding what was there against what is."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from interviewloop.doctor import look as looking
from interviewloop.doctor.checks import diagnose
from interviewloop.doctor.facts import Disk
from interviewloop.doctor.look import look
from interviewloop.doctor.mending import mend_all

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.doctor.facts import Facts
    from interviewloop.doctor.findings import Finding

ELSEWHERE = {"disk", "terminal", "versions", "settings"}
"""Groups that are of this machine and not of the workspace."""


def seen(root: Path, environ: dict[str, str] | None = None, *, disk: bool = False) -> Facts:
    """What is seen; the disk, which is slow to try, only if ``disk``."""
    config = root.parent / "config.toml"
    with pytest.MonkeyPatch.context() as patch:
        if not disk:
            patch.setattr(looking, "disk_of", lambda *_: Disk())
        return look(root, config, (), True, environ or {})


def found(root: Path, *, disk: bool = False) -> dict[str, tuple[Finding, ...]]:
    """Findings by check, of what is the workspace's."""
    told = diagnose(seen(root, disk=disk))
    return {
        one.check.name: one.findings
        for one in told
        if one.check.group not in ELSEWHERE or one.findings[0].where
    }


def mend(root: Path) -> dict[str, bool]:
    """Mend everything; whether each mend was done."""
    mends = [it.mend for findings in found(root).values() for it in findings if it.mend]
    return {str(one): outcome.done for one, outcome in mend_all(root, mends).items()}


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and bytes of all there is."""
    taken = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        regular = stat.S_ISREG(status.st_mode) and status.st_size < 2**20
        taken[str(path)] = (status.st_mode, path.read_bytes() if regular else b"")
    return taken


def whole_files(root: Path) -> dict[str, bytes]:
    """The bytes of everything that is no temporary file and no note."""
    mortal = (".tmp", ".owner", ".lock", ".erasing.toml")
    return {name: data for name, (_, data) in snapshot(root).items() if not name.endswith(mortal)}
