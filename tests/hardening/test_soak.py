"""A small soak: some interviewers in one workspace, killed at random; nothing saved is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.hardening.readers import ROOT
from tests.hardening.soaking import Told, check

from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
# In a process of its own: forking one that has threads is not safe.
RUN = (
    "import sys; from pathlib import Path; from tests.hardening.soaking import report, soak;"
    "sys.exit(report(soak(Path(sys.argv[1]), 8, 3.0, 0.02)))"
)


def test_nothing_that_was_saved_is_missing_and_a_loss_would_be_seen(tmp_path: Path) -> None:
    root = tmp_path / "team"
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = dict(line.rsplit(maxsplit=1) for line in done.stdout.splitlines())
    assert int(counts["kills"]) > 3
    assert int(counts["note"]) > 8
    assert int(counts["plan"]) > 0
    workspace = Workspace(root)
    stored = next(one for one in workspace.listing().sessions if one.session.notes)
    for path in (stored.path, *stored.path.parent.glob(f"{stored.path.stem}.conflict*")):
        text = path.read_text()
        path.write_text(text.replace('text = "note', 'text = "other'))
    loop = stored.path.with_name("loop.toml")
    loop.write_text(loop.read_text().split("[planned", maxsplit=1)[0])
    told = Told()
    check(root, root.with_name("team-acks"), told)
    lost = {fault.split(": ", 1)[1].split()[0] for fault in told.faults if " is not in " in fault}
    assert {"note", "plan"} & lost
