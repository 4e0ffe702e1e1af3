from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from interviewloop.workspace.locations import (
    Surroundings,
    content_folders,
    find_config,
    find_workspace,
)


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    cwd = tmp_path / "work" / "deep"
    cwd.mkdir(parents=True)
    return Surroundings(
        cwd=cwd,
        environ={},
        home=tmp_path / "home",
        config_dir=tmp_path / "home/.config/interviewloop",
        data_dir=tmp_path / "home/.local/interviewloop",
    )


def test_order_of_the_ways_to_find_a_workspace(here: Surroundings, tmp_path: Path) -> None:
    marker = tmp_path / "work" / "interviewloop.toml"
    marker.touch()
    all_ways = replace(here, environ={"INTERVIEWLOOP_WORKSPACE": str(tmp_path / "named")})

    assert find_workspace(all_ways, tmp_path / "given", "set").root == tmp_path / "given"
    assert find_workspace(all_ways, None, "set").root == tmp_path / "named"
    assert find_workspace(here, None, "set").root == tmp_path / "work"
    marker.unlink()
    assert find_workspace(here, None, "set").root == here.cwd / "set"
    assert find_workspace(here).root == here.data_dir


def test_how_it_was_found_is_said(here: Surroundings, tmp_path: Path) -> None:
    named = replace(here, environ={"INTERVIEWLOOP_WORKSPACE": "x"})
    (here.cwd / "sessions").mkdir()
    (here.cwd / "rubrics").mkdir()
    assert find_workspace(here, "x").how == "given by --workspace"
    assert "INTERVIEWLOOP_WORKSPACE" in find_workspace(named).how
    assert find_workspace(here).how == "the current folder: it has sessions/ and rubrics/"


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        (("sessions", "cases", "rubrics"), True),
        (("sessions", "cases"), True),
        (("sessions",), False),
        (("cases", "rubrics"), False),
    ],
)
def test_folders_that_make_a_workspace(
    here: Surroundings, tmp_path: Path, folders: tuple[str, ...], found: bool
) -> None:
    for folder in folders:
        (tmp_path / "work" / folder).mkdir()
    assert (find_workspace(here).root == tmp_path / "work") is found


def test_files_with_the_names_of_folders_do_not_count(here: Surroundings) -> None:
    (here.cwd / "sessions").touch()
    (here.cwd / "cases").touch()
    (here.cwd / "interviewloop.toml").mkdir()
    assert find_workspace(here).root == here.data_dir


def test_typed_paths(here: Surroundings, tmp_path: Path) -> None:
    assert find_workspace(here, "~/team").root == tmp_path / "home/team"
    assert find_workspace(here, "~").root == tmp_path / "home"
    assert find_workspace(here, "team").root == here.cwd / "team"
    assert find_workspace(here, "/team").root == Path("/team")


def test_empty_means_not_given(here: Surroundings) -> None:
    emptied = replace(here, environ={"INTERVIEWLOOP_WORKSPACE": "", "INTERVIEWLOOP_CONFIG": ""})
    assert find_workspace(emptied, "", "").root == here.data_dir
    assert find_config(emptied).root == here.config_dir / "config.toml"


def test_config_file(here: Surroundings, tmp_path: Path) -> None:
    named = replace(here, environ={"INTERVIEWLOOP_CONFIG": str(tmp_path / "mine.toml")})
    assert find_config(named).root == tmp_path / "mine.toml"
    assert "INTERVIEWLOOP_CONFIG" in find_config(named).how


def test_content_of_the_workspace_goes_first() -> None:
    team, shipped = Path("/team"), Path("/shipped")
    assert content_folders(team, shipped) == (team / "cases", shipped / "cases")
    assert content_folders(team, shipped, "rubrics")[0] == team / "rubrics"
    assert content_folders(team, team) == (team / "cases",)
    assert content_folders(team, None) == (team / "cases",)


def test_this_process_has_absolute_surroundings() -> None:
    real = Surroundings.of_process()
    folders = (real.cwd, real.home, real.config_dir, real.data_dir)
    assert all(folder.is_absolute() for folder in folders)
    assert "interviewloop" in str(real.config_dir)


def test_finding_folders_loads_nothing_heavy() -> None:
    code = (
        "import sys, interviewloop.workspace.locations\n"
        "print([m for m in ('pydantic', 'textual', 'numpy', 'platformdirs') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
