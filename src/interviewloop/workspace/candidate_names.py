"""Who a candidate's code stands for: a file of its own, readable by its owner alone.

Sessions hold codes. Whoever shares the sessions folder need not share this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import storable
from interviewloop.workspace.files import read_file, stamp_of, write_file
from interviewloop.workspace.lock import changing
from interviewloop.workspace.toml_text import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FILE = "candidate-names.toml"
_MODE = 0o600


def names_path(root: Path) -> Path:
    """Where the names of the workspace at ``root`` are."""
    return root / FILE


def load_names(root: Path) -> dict[str, str]:
    """Names by code; empty without a file. Raises Problem for one that cannot be read."""
    path = names_path(root)
    if stamp_of(path) is None:
        return {}
    _, table = parse(read_file(path)[0], str(path))
    names = table.get("names")
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        what = "it has no table [names] of texts"
        raise Problem("The names cannot be read", what, "Mend the file.", str(path))
    return dict(names)


def change_names(root: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    """Write what ``change`` makes of the names as they are on disk now, if that is another thing.

    The file is readable by its owner alone, whatever its mode was. Raises as load_names, and as
    :func:`.changing`; the file is then as it was.
    """
    import tomli_w  # deferred: seldom written

    path = names_path(root)
    with changing(path):
        names = load_names(root)
        changed = change(dict(names))
        if changed == names:
            return
        held = {storable(code): storable(name) for code, name in sorted(changed.items())}
        write_file(path, tomli_w.dumps({"names": held}).encode())
        path.chmod(_MODE)


def name_of(names: Mapping[str, str], code: str) -> str:
    """The name behind ``code``; empty if there is none."""
    return next((name for known, name in names.items() if same_name(known, code)), "")
