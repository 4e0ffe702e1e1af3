"""Which session is meant by what somebody typed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import after, scored, session

from interviewloop.interview.events import SetRationale, Submit
from interviewloop.model.errors import Problem
from interviewloop.workspace.finding import open_session, place_of, present_command
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.session import Session


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def find(workspace: Workspace, named: str) -> Path:
    return open_session(workspace, named, workspace.root / named)


def sealed() -> Session:
    reasons = [SetRationale(dim, "Said so.") for dim in scored().scorecard.scores]
    return after(scored(), *reasons, Submit())


def test_a_file_its_place_and_its_candidate_mean_the_same(workspace: Workspace) -> None:
    path = workspace.create(session())
    place = place_of(path)
    assert place == f"{path.parent.name}/{path.stem}"
    assert find(workspace, str(path)) == path
    assert find(workspace, str(path.relative_to(workspace.root))) == path
    assert find(workspace, place) == path
    assert find(workspace, f"{place}.toml") == path
    assert find(workspace, "C-014") == path
    assert find(workspace, " c-014 ") == path


def test_a_sealed_session_of_the_candidate_is_not_meant(workspace: Workspace) -> None:
    done = workspace.create(sealed())
    with pytest.raises(Problem, match="submitted"):
        find(workspace, "C-014")
    assert find(workspace, place_of(done)) == done
    going_on = workspace.create(session(interviewer="Ada"))
    assert find(workspace, "C-014") == going_on


def test_several_are_listed(workspace: Workspace) -> None:
    paths = [workspace.create(session(interviewer=name)) for name in ("Ada", "Bo")]
    with pytest.raises(Problem, match="2 interviews") as caught:
        find(workspace, "C-014")
    assert all(place_of(path) in caught.value.mend for path in paths)


@pytest.mark.parametrize("typed", ["C-14", "C-0l4", "c014"])
def test_a_near_miss_is_a_question(workspace: Workspace, typed: str) -> None:
    workspace.create(session())
    with pytest.raises(Problem) as caught:
        find(workspace, typed)
    assert caught.value.mend == "Did you mean C-014?"


@pytest.mark.parametrize("typed", ["C-015", "", "nonsense", "a\0b", "../../x", "x" * 5000])
def test_nothing_like_it_lists_what_is_open(workspace: Workspace, typed: str) -> None:
    with pytest.raises(Problem, match="No such session") as caught:
        find(workspace, typed)
    assert "Begin an interview" in caught.value.mend
    path = workspace.create(session())
    with pytest.raises(Problem, match="No such session") as caught:
        find(workspace, typed)
    assert place_of(path) in caught.value.mend


def test_a_long_list_is_cut(workspace: Workspace) -> None:
    for number in range(14):
        workspace.create(session(interviewer=f"P{number}"))
    with pytest.raises(Problem) as caught:
        find(workspace, "C-014")
    assert caught.value.mend.endswith("and 2 more.")


@given(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1))
def test_the_command_line_means_its_session_whatever_the_folder_is_called(name: str) -> None:
    from pathlib import Path

    root = Path("/") / name
    path = root / "sessions" / "c-014" / "mara--feat.toml"
    words = shlex.split(present_command(path, root))
    assert words == ["interviewloop", "present", "c-014/mara--feat", "--workspace", str(root)]
