"""Write docs/doctor.md: every check of `interviewloop doctor`.

python scripts/make_doctor_doc.py
"""

from __future__ import annotations

from pathlib import Path

from interviewloop.doctor.checks import CHECKS
from interviewloop.doctor.findings import GROUPS

ROOT = Path(__file__).resolve().parent.parent
INTRO = """\
# The doctor

Made by `python scripts/make_doctor_doc.py`; a test keeps it in step with the program.

`interviewloop doctor` looks at everything the program rests on and says what is wrong where, why
it matters and how to mend it. It exits with 0 when all is well (there may be notes), 1 when
something needs attention, 2 for bad usage. `--format json` lists every finding; the text stops at
eight places of a kind.

Without `--mend` it changes nothing. It writes two small files into `sessions/` (or into the
workspace while there is no such folder), to see whether a save reaches the disk, how long that
takes, and whether a lock keeps a second process out; both are removed again. To see whether a
session is open it asks for its lock, shared, and gives it back at once.

`--mend` asks nothing and does only what is harmless; the table says what. It takes rights away
and gives none, removes what killed programs left, and never changes what a session, a loop or an
import holds. It looks again before each step and leaves alone what changed meanwhile. A second
run finds nothing more to do.

It does not wait for what does not answer: a step (one file, one folder) that takes longer than
ten seconds is left, named, and the rest is looked at. Links and pipes are not opened, files far
larger than they can be are not read. Saving is tried in a process of its own, because nothing ends
one that waits for a dead disk: on an ext4 frozen with `fsfreeze -f` the doctor ended after 10.2 s.

Cases, rubrics and personas are `interviewloop validate`'s to check.

Every file is read once, so it takes as long as `interviewloop verify`: 2,520 files of 6 KB took
2.9 s on a machine with two cores (`time interviewloop doctor`), `verify` 2.8 s.

It tells no score, no note, no value out of a file and no candidate's name, so it may be run by
who still owes a scorecard, and its output may be passed on; it does show loops, interviewers and
cases, as names of files do. For what exactly is wrong inside a file see `interviewloop verify`.

As the superuser it reads modes instead of trying, because to the superuser everything is allowed.
"""
HEADER = (
    "| check | finds | why it matters | how to mend it | `--mend` |",
    "|---|---|---|---|---|",
)
LIMITS = """
## Limits

- Locks are tried between two processes of this machine. That they reach other machines is not
  shown by that; a network file system is a note of its own, and so is the note of an owner on
  another machine.
- Which process has a file open is known from `/proc`, so on Linux only, and to an ordinary user
  for their own processes only. Elsewhere the age of a temporary file alone decides, as at every
  start of the app.
- An erasure that was killed after its receipt but before the imports were done leaves no note,
  and so is not found here; running it again does the rest.
- On Windows modes and locks are not checked.
"""


def page() -> str:
    """The whole document."""
    parts = [INTRO]
    for group in GROUPS:
        parts += [f"\n## {group.capitalize()}\n", *HEADER]
        parts += [
            f"| `{one.name}` | {one.title} | {one.why} | {one.how} | {one.mends or '-'} |"
            for one in CHECKS
            if one.group == group
        ]
    return "\n".join([*parts, LIMITS])


def main() -> None:
    """Write the document."""
    (ROOT / "docs" / "doctor.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
