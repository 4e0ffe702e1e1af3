"""Many interviewers at work in one workspace, some of them killed; nothing saved may be missing.

    python scripts/soak.py [--writers 200] [--seconds 60] [--think 2.0]

Every writer is a process, all live at once: interviewers (open, note, score, seal, amend), managers
who plan in the same loops, and an editor that changes files without a lock. At random moments one
of them gets SIGKILL and is started again. At the end no change that a save had confirmed may be
missing, every file parses, every seal verifies, no scorecard is another one than was sealed, every
lock is free and no temporary file stays. Prints one table; exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> int:
    """Run it and report."""
    from tests.hardening.soaking import report, soak

    parser = argparse.ArgumentParser(description="Many interviewers in one workspace.")
    parser.add_argument("--writers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=2.0, help="seconds between two changes")
    parser.add_argument("--keep", type=Path, help="a new folder to work in, which stays")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="soak-"))
    told = soak(folder / "team", args.writers, args.seconds, args.think)
    if not args.keep:
        shutil.rmtree(folder)
    return report(told)


if __name__ == "__main__":
    sys.exit(main())
