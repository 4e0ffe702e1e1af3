"""What mending does to a real folder, and what it leaves alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.doctor.damages import (
    begin_erasure,
    finish_erasure,
    note_owner,
    open_at,
    session_at,
    temporary,
)
from tests.doctor.seeing import found, mend, snapshot

from interviewloop.doctor.findings import ClearOwner, Narrow, RemoveErasureNote, RemoveTemporary
from interviewloop.doctor.mending import mend_all
from interviewloop.workspace.lock import SessionLock, owner_file
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def reader(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has a stale temporary file open."""
    temp = temporary(session_at(root))
    code = "import sys; f = open(sys.argv[1]); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-S", "-c", code, temp], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.communicate()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")  # noqa: PTH112
def test_a_temporary_file_that_a_process_has_open_stays(
    root: Path, reader: subprocess.Popen[bytes]
) -> None:
    assert found(root) == {}
    place = "sessions/ml-lead/.ann--feed-ranking.toml.0123456789abcdef.tmp"
    assert mend_all(root, [RemoveTemporary(place)])[RemoveTemporary(place)].done is False
    assert (root / place).exists()


def test_what_changed_since_it_was_looked_at_stays(root: Path) -> None:
    fresh = temporary(session_at(root), age_s=0)
    finish_erasure(root)
    (root / "sessions" / "gone-1").mkdir()
    link = root / "sessions" / "ml-lead" / "x.toml"
    link.symlink_to(root / "candidate-names.toml")
    (root / "candidate-names.toml").chmod(0o644)
    mends = [
        RemoveTemporary(str(fresh.relative_to(root))),
        RemoveTemporary("sessions/ml-lead/ann--feed-ranking.toml"),
        RemoveErasureNote(),
        Narrow("sessions/ml-lead/x.toml", 0o600),
        Narrow("sessions/none.toml", 0o600),
    ]
    before = snapshot(root)
    assert [outcome.done for outcome in mend_all(root, mends).values()] == [False] * len(mends)
    assert snapshot(root) == before


def test_the_note_of_an_owner_who_is_there_after_all_stays(root: Path) -> None:
    with SessionLock(open_at(root), "Ann"):
        mended = mend_all(root, [ClearOwner("sessions/platform/bob--feed-ranking.toml")])
        assert [one.words.startswith("it is open by Ann") for one in mended.values()] == [True]
        assert owner_file(open_at(root)).exists()


def test_narrowing_takes_away_and_never_gives(root: Path) -> None:
    path = session_at(root)
    path.chmod(0o440)
    place = str(path.relative_to(root))
    (outcome,) = mend_all(root, [Narrow(place, 0o600)]).values()
    assert outcome.words == "narrowed from 0440 to 0400"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_a_stale_note_beside_a_session_that_is_gone_is_removed(root: Path) -> None:
    note_owner(open_at(root))
    open_at(root).unlink()
    assert all(mend(root).values())
    assert not owner_file(open_at(root)).exists()
    assert not open_at(root).exists()


@pytest.mark.parametrize("left", ["loop", "names", "imports", "exports", "unreadable", "receipt"])
def test_an_erasure_of_which_something_is_left_is_not_called_done(root: Path, left: str) -> None:
    finish_erasure(root)
    assert found(root)["erasure"][0].mend == RemoveErasureNote()
    if left == "loop":
        begin_erasure(root, "gone-1", "c-PLATFORM")
    elif left == "names":
        begin_erasure(root, "gone-1", "C-ml-lead")
        for path in Workspace(root).sessions.glob("ml-lead/*"):
            path.unlink()
    elif left == "imports":
        begin_erasure(root, "gone-1", "C-9")
    elif left == "exports":
        (root / "exports").mkdir()
        (root / "exports" / "a.csv").write_text("c-GONE,3\n")
    elif left == "unreadable":
        session_at(root).write_bytes(b"?")
    else:
        (root / "receipts" / "erased-1.toml").unlink()
    (one,) = found(root)["erasure"]
    assert one.mend is None
    assert "C-" not in one.what
