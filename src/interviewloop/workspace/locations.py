"""Every path the program uses, and how each was found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "interviewloop"
WORKSPACE_VARIABLE = "INTERVIEWLOOP_WORKSPACE"
CONFIG_VARIABLE = "INTERVIEWLOOP_CONFIG"
MARKER = "interviewloop.toml"
SESSIONS = "sessions"
CASES = "cases"
RUBRICS = "rubrics"
LOOP_FILE = "loop.toml"
MARKS_FILE = "library.toml"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the paths depend on: the one seam at which a test isolates them.

    The folders are absolute. Without a ``cache_dir`` no index of the sessions is kept.
    """

    cwd: Path
    environ: Mapping[str, str]
    home: Path
    config_dir: Path
    data_dir: Path
    cache_dir: Path | None = None

    @classmethod
    def of_process(cls) -> Surroundings:
        """The surroundings of this process.

        Raises FileNotFoundError when the current folder has been deleted.
        """
        # A tenth of the time of ``--help``, which needs no path.
        import platformdirs

        return cls(
            cwd=Path.cwd(),
            environ=os.environ,
            home=Path.home(),
            config_dir=platformdirs.user_config_path(APP, appauthor=False),
            data_dir=platformdirs.user_data_path(APP, appauthor=False),
            cache_dir=platformdirs.user_cache_path(APP, appauthor=False),
        )

    def absolute(self, typed: str | Path) -> Path:
        """A path somebody typed, with ``~`` and relative parts resolved against these folders."""
        path = Path(typed)
        if path.parts and path.parts[0] == "~":
            path = self.home.joinpath(*path.parts[1:])
        return self.cwd / path


@dataclass(frozen=True, slots=True)
class Found:
    """A folder or file, which need not exist yet, and in words how it was found."""

    root: Path
    how: str


def find_workspace(
    surroundings: Surroundings,
    explicit: str | Path | None = None,
    configured: str | Path | None = None,
) -> Found:
    """The workspace: the folder that holds ``sessions/`` and perhaps ``cases/`` and ``rubrics/``.

    ``explicit`` is the ``--workspace`` argument, ``configured`` the default from the config file.
    Nothing is created; an empty string counts as not given.
    """
    if explicit:
        return Found(surroundings.absolute(explicit), "given by --workspace")
    if named := surroundings.environ.get(WORKSPACE_VARIABLE):
        return Found(
            surroundings.absolute(named), f"from the environment variable {WORKSPACE_VARIABLE}"
        )
    for folder in (surroundings.cwd, *surroundings.cwd.parents):
        if why := _looks_like_workspace(folder):
            place = "the current folder" if folder == surroundings.cwd else "a parent folder"
            return Found(folder, f"{place}: it {why}")
    if configured:
        return Found(surroundings.absolute(configured), "from the config file")
    return Found(surroundings.data_dir, "your data folder: no workspace was named or found")


def find_config(surroundings: Surroundings) -> Found:
    """The config file, which need not exist."""
    if named := surroundings.environ.get(CONFIG_VARIABLE):
        return Found(
            surroundings.absolute(named), f"from the environment variable {CONFIG_VARIABLE}"
        )
    return Found(surroundings.config_dir / "config.toml", "your config folder")


def sessions_folder(root: Path) -> Path:
    """Where the sessions of the workspace at ``root`` are."""
    return root / SESSIONS


def content_folders(root: Path, shipped: Path | None, kind: str = CASES) -> tuple[Path, ...]:
    """Where content of ``kind`` (``cases`` or ``rubrics``) is looked for; the first match wins.

    The workspace at ``root`` goes before what is ``shipped``, so that a team can replace a case.
    """
    roots = (root,) if shipped is None or shipped == root else (root, shipped)
    return tuple(folder / kind for folder in roots)


def _looks_like_workspace(folder: Path) -> str:
    if _exists(folder / MARKER):
        return f"has {MARKER}"
    if _exists(folder / SESSIONS, folder=True):
        for other in (CASES, RUBRICS):
            if _exists(folder / other, folder=True):
                return f"has {SESSIONS}/ and {other}/"
    return ""


def _exists(path: Path, *, folder: bool = False) -> bool:
    try:
        return path.is_dir() if folder else path.is_file()
    except OSError:
        # A parent that may not be read is not a workspace of this user.
        return False
