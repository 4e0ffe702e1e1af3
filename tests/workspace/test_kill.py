"""Writers killed at random moments lose nothing that they were told is saved."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

KILLS = 200
_TOP = Path(__file__).parents[2]


def test_two_hundred_kills(tmp_path: Path) -> None:
    script = ["-m", "tests.workspace.kill_writers", str(tmp_path / "team"), str(KILLS)]
    done = subprocess.run(
        [sys.executable, *script], cwd=_TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert {what: seen[what] for what in ("unreadable", "lost", "invented", "left")} == {
        "unreadable": 0,
        "lost": 0,
        "invented": 0,
        "left": 0,
    }
    # The kills came after saves and in the middle of them; else nothing was shown.
    assert seen["saved"] > KILLS
    assert seen["cut"] > 0
    assert seen["temps"] > 0
