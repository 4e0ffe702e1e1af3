"""Where a command finds itself: workspace, config file and settings. Imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.errors import Problem
    from interviewloop.workspace.locations import Found, Surroundings
    from interviewloop.workspace.settings import Settings


class Here(NamedTuple):
    """What every command that needs the workspace needs."""

    surroundings: Surroundings
    workspace: Found
    config: Found
    settings: Settings
    mistakes: tuple[Problem, ...]
    """What is wrong in the config file. The app tells; other commands do without."""


def here(named: str | Path | None, surroundings: Surroundings | None = None) -> Here:
    """Look around. ``named`` is the ``--workspace`` argument."""
    # deferred: no command pays for this at its --help
    from interviewloop.workspace.locations import (
        WORKSPACE_VARIABLE,
        Surroundings,
        find_config,
        find_workspace,
    )
    from interviewloop.workspace.settings import load_settings

    surroundings = surroundings or Surroundings.of_process()
    config = find_config(surroundings)
    settings, mistakes = load_settings(config.root)
    _refuse_address(str(named or surroundings.environ.get(WORKSPACE_VARIABLE, "")))
    _refuse_address(str(settings.workspace or ""))
    workspace = find_workspace(surroundings, named, settings.workspace)
    return Here(surroundings, workspace, config, settings, tuple(mistakes))


def _refuse_address(named: str) -> None:
    """A folder called like an address would be made otherwise, password and all."""
    if named.startswith(("postgresql:", "postgres:")):
        from interviewloop.model.errors import Problem

        raise Problem(
            "A workspace is a folder",
            "the address of a database was named",
            "Name a folder, and use `interviewloop db pull` and `db push` with --url.",
        )
