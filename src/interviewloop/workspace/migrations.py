"""What changed in the format of files, step by step, and how an older file is brought up.

A step is a pure function on the table that a file holds. Steps are applied whenever a file is
read, so an older file is never in anybody's way; the file itself stays as it is until the next
save or until ``interviewloop migrate``.

A step may not change what is under a seal: the digest is taken of the session as the models of
today read it, so one that renamed a sealed field would break every seal there is.
``tests/data/formats`` holds files of each format as the programs of their day wrote and sealed
them, and ``migrate`` writes no file whose seals do not hold afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Kind = Literal["session", "loop", "marks", "import"]
Table = dict[str, object]
VERSION_KEY = "schema_version"
PROGRAM_KEY = "written_by"
"""Which program wrote a file: beside what it holds, not part of it, and under no seal."""
FIRST = 1
"""The format of a file that does not say."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one format to the next. ``why`` says what is different, for whoever migrates.

    ``change`` gives a new table and leaves alone every key that it does not know.
    """

    why: str
    change: Callable[[Mapping[str, object]], Table]


def _as_it_is(table: Mapping[str, object]) -> Table:
    return dict(table)


def _no_empty_role(table: Mapping[str, object]) -> Table:
    """A loop without a role once had an empty one, which is no longer read."""
    return {key: value for key, value in table.items() if (key, value) != ("role", "")}


STEPS: dict[Kind, tuple[Step, ...]] = {
    "session": (Step("a session says which program wrote it", _as_it_is),),
    "loop": (Step("a loop says which program wrote it, and has no empty role", _no_empty_role),),
    "marks": (),
    "import": (),
}
"""By kind, the steps from format 1 on, in order."""


def newest(kind: Kind) -> int:
    """The format that this program writes."""
    return FIRST + len(STEPS[kind])


def version_in(table: Mapping[str, object]) -> int | None:
    """The format that a table says it is of; None when that is no number from 1 on."""
    version = table.get(VERSION_KEY, FIRST)
    if not isinstance(version, int) or isinstance(version, bool):
        return None
    return version if version >= FIRST else None


def migrated(kind: Kind, table: Mapping[str, object]) -> Table:
    """``table`` in the newest format. One that is of it already, of a newer one, or of none that
    could be, comes back as it is: to read it or to refuse it is the model's."""
    version = version_in(table)
    if version is None or version >= newest(kind):
        return dict(table)
    for step in STEPS[kind][version - FIRST :]:
        table = step.change(table)
    return {**table, VERSION_KEY: newest(kind)}


def reasons(kind: Kind, version: int) -> tuple[str, ...]:
    """What is different since format ``version``."""
    return tuple(step.why for step in STEPS[kind][version - FIRST :])
