"""Who a candidate's code stands for: a file of its own, readable by its owner alone.

Sessions hold codes. Whoever shares the sessions folder need not share this file.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.workspace.files import read_file, stamp_of, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    try:
        table = tomllib.loads(read_file(path)[0].decode("utf-8"))
    except ValueError as error:
        what = f"it is not TOML in UTF-8: {error}"
        raise Problem("The names cannot be read", what, "Mend the file.", str(path)) from None
    names = table.get("names")
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        what = "it has no table [names] of texts"
        raise Problem("The names cannot be read", what, "Mend the file.", str(path))
    return dict(names)


def save_names(root: Path, names: Mapping[str, str]) -> None:
    """Replace the file, readable by its owner alone whatever its mode was."""
    import tomli_w  # deferred: seldom written

    path = names_path(root)
    write_file(path, tomli_w.dumps({"names": dict(sorted(names.items()))}).encode())
    path.chmod(_MODE)


def name_of(names: Mapping[str, str], code: str) -> str:
    """The name behind ``code``; empty if there is none."""
    return next((name for known, name in names.items() if same_name(known, code)), "")
