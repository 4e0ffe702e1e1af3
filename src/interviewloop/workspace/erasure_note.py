"""The note of an erasure in progress: written first, deleted last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import tomli_w

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.workspace.files import read_file, stamp_of
from interviewloop.workspace.toml_text import parse

if TYPE_CHECKING:
    from pathlib import Path

STARTED = ".erasing.toml"
"""Says whose erasure was begun, until it is done."""
_LABEL = re.compile(r"erased-[0-9a-f]{10}")
_FOLDER = re.compile(r"[^./\\:\0][^/\\:\0]*")
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Begun:
    """An erasure that was begun: what the loops are called afterwards, by folder; what it came to,
    as the receipt will tell it; and the secret the new ids of imported scorecards are made with."""

    labels: dict[str, str] = field(default_factory=dict)
    others: str = ""
    """What the candidate is called in what was imported."""
    counts: dict[str, int] = field(default_factory=dict)
    key: str = ""


def note_of(code: str, begun: Begun) -> bytes:
    """What the note of ``begun`` holds, the erasure of ``code``."""
    note = {
        "code": code,
        "others": begun.others,
        "key": begun.key,
        "labels": begun.labels,
        "counts": begun.counts,
    }
    return tomli_w.dumps(note).encode()


def begun_erasure(root: Path, code: str) -> Begun | None:
    """The erasure of ``code`` that was begun and not finished.

    The note decides what files are called, so one that this program cannot have written is refused:
    it could lead out of the workspace. Raises Problem for that, and when it is of somebody else.
    """
    path = root / STARTED
    if stamp_of(path) is None:
        return None
    _, table = parse(read_file(path)[0], str(path))
    whose, others, key = (table.get(name, "") for name in ("code", "others", "key"))
    labels, counts = table.get("labels", {}), table.get("counts", {})
    if not (
        isinstance(whose, str)
        and _is(_LABEL, others)
        and _is(_KEY, key)
        and isinstance(labels, dict)
        and all(_is(_LABEL, label) for label in labels.values())
        and all(_FOLDER.fullmatch(name) for name in labels)
        and isinstance(counts, dict)
        and all(type(count) is int and count >= 0 for count in counts.values())
    ):
        raise Problem(
            "Not this program's note",
            "it should say what an unfinished erasure calls the loops, and says something else",
            "Look who wrote it; then delete it and erase again.",
            str(path),
        )
    if not same_name(whose, code):
        what = f"the erasure of {whose} was begun and not finished"
        mend = f"Finish it first: interviewloop candidate erase {whose} --yes"
        raise Problem("Another erasure is not finished", what, mend, str(path))
    return Begun(labels, str(others), counts, str(key))


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
