"""The marks of the library: kept, changed without losing a colleague's, never written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.test_file_names import HOSTILE
from tests.workspace.values import NOON

from interviewloop.model.errors import Problem
from interviewloop.model.library_marks import LibraryMarks, Retirement
from interviewloop.workspace.codec import decode_marks, encode
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

LEAKED = Retirement(at=NOON, by="Ann", why="its figures are on a forum")


def retire(workspace: Workspace, id_: str, mark: Retirement | None = LEAKED) -> LibraryMarks:
    return workspace.change_library_marks(lambda marks: marks.with_retired("cases", id_, mark))


def test_without_a_file_nothing_is_marked_and_looking_makes_none(workspace: Workspace) -> None:
    assert workspace.library_marks() == LibraryMarks()
    assert not (workspace.root / "library.toml").exists()


def test_a_mark_survives_a_restart_and_can_be_taken_back(workspace: Workspace) -> None:
    retire(workspace, "exp-a")
    retire(workspace, "exp-b")
    again = Workspace(workspace.root)
    assert again.library_marks().retired_cases == {"exp-a": LEAKED, "exp-b": LEAKED}
    retire(again, "exp-a", None)
    assert [*workspace.library_marks().retired_cases] == ["exp-b"]
    assert (workspace.root / "library.toml").stat().st_mode & 0o777 == 0o600


def test_cases_and_rubrics_of_one_id_are_marked_apart(workspace: Workspace) -> None:
    workspace.change_library_marks(lambda marks: marks.with_retired("rubrics", "exp-a", LEAKED))
    marks = workspace.library_marks()
    assert (marks.retired_cases, marks.retired_rubrics) == ({}, {"exp-a": LEAKED})


@pytest.mark.parametrize(
    "damage",
    [
        b"retired_cases = 3\n",
        b"[retired_cases.exp-a]\nat = 2026-01-01T00:00:00Z\nwhy = ' '\n",
        b"[retired_cases.exp-a]\nat = 2026-01-01T00:00:00\nwhy = 'x'\n",
        b"<<<<<<< ours\n",
        b"\xff",
        b"",
        b"schema_version = 9\n",
        b"colour = 'red'\n",
    ],
)
def test_a_damaged_file_is_told_and_left_alone(workspace: Workspace, damage: bytes) -> None:
    path = workspace.root / "library.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(damage)
    with pytest.raises(Problem) as caught:
        workspace.library_marks()
    assert str(path) in caught.value.where
    assert caught.value.mend
    with pytest.raises(Problem):
        retire(workspace, "exp-a")
    assert path.read_bytes() == damage


def test_a_link_is_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    aim = tmp_path / "elsewhere.toml"
    aim.write_text("", encoding="utf-8")
    workspace.root.mkdir(parents=True, exist_ok=True)
    (workspace.root / "library.toml").symlink_to(aim)
    with pytest.raises(Problem):
        retire(workspace, "exp-a")
    assert aim.read_text() == ""


@given(st.sampled_from([*HOSTILE, "[b]x[/b]", '"""', "\x1b[2J", "=cmd()"]).filter(str.strip))
def test_any_reason_comes_back_as_typed(why: str) -> None:
    marks = LibraryMarks().with_retired("cases", "exp-a", Retirement(at=NOON, why=why))
    assert decode_marks(encode(marks), "here") == marks
