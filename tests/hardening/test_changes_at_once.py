"""Two who change one small file at the same moment: neither change is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import apply
from interviewloop.model.errors import Problem
from interviewloop.model.library_marks import Retirement
from interviewloop.model.loop import Loop
from interviewloop.workspace import lock
from interviewloop.workspace.candidate_names import change_names, load_names
from interviewloop.workspace.lock import changing
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[Path, str, Callable[[], None]], None]

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
LONG_ENOUGH_S = 0.2
"""For a second writer that does not wait to have written."""

# Each adds an entry, and calls its last argument after reading and before writing.


def new_loop(root: Path) -> Path:
    loop = Loop(name="C-1", candidate="C-1", rubric="ml", created_at=NOW)
    return Workspace(root).create_loop(loop)


def plan(root: Path, name: str, meanwhile: Callable[[], None]) -> None:
    def change(loop: Loop) -> Loop:
        meanwhile()
        return apply(loop, PlanInterview(name, "feed-ranking"), NOW, ())

    workspace = Workspace(root)
    workspace.change_loop(workspace.loop_path("C-1"), change)


def mark(root: Path, name: str, meanwhile: Callable[[], None]) -> None:
    def change(marks):  # type: ignore[no-untyped-def]
        meanwhile()
        return marks.with_retired("cases", name, Retirement(at=NOW, by="Ann", why="leaked"))

    Workspace(root).change_library_marks(change)


def name(root: Path, code: str, meanwhile: Callable[[], None]) -> None:
    def change(names: dict[str, str]) -> dict[str, str]:
        meanwhile()
        return {**names, code: "Ada"}

    change_names(root, change)


READ: dict[Write, Callable[[Path], set[str]]] = {
    plan: lambda root: {
        one.interviewer
        for one in Workspace(root).load_loop(Workspace(root).loop_path("C-1")).planned.values()
    },
    mark: lambda root: {*Workspace(root).library_marks().retired_cases},
    name: lambda root: {*load_names(root)},
}


@pytest.mark.parametrize("write", READ)
def test_who_comes_second_waits_and_nothing_is_lost(tmp_path: Path, write: Write) -> None:
    new_loop(tmp_path)
    second = threading.Thread(target=write, args=(tmp_path, "theirs", lambda: None))

    def meanwhile() -> None:
        second.start()
        second.join(LONG_ENOUGH_S)

    write(tmp_path, "ours", meanwhile)
    second.join()
    assert READ[write](tmp_path) == {"ours", "theirs"}


@pytest.mark.parametrize("write", READ)
def test_a_change_that_fails_lets_go_and_changes_nothing(tmp_path: Path, write: Write) -> None:
    new_loop(tmp_path)
    write(tmp_path, "first", lambda: None)

    def fails() -> None:
        raise Problem("No", "it fails")

    with pytest.raises(Problem, match="it fails"):
        write(tmp_path, "second", fails)
    assert READ[write](tmp_path) == {"first"}
    write(tmp_path, "third", lambda: None)
    assert READ[write](tmp_path) == {"first", "third"}


@pytest.mark.parametrize("write", READ)
def test_who_has_to_wait_too_long_is_told(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_loop(tmp_path)
    monkeypatch.setattr(lock, "CHANGE_WAIT_S", 0.05)
    held = {plan: path, mark: tmp_path / "library.toml"}.get(
        write, tmp_path / "candidate-names.toml"
    )
    with changing(held), pytest.raises(Problem, match="another program has been changing"):
        write(tmp_path, "ours", lambda: None)
    assert READ[write](tmp_path) == set()


def test_changing_a_loop_that_is_gone_does_not_make_its_folder_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    path = workspace.loop_path("C-1")
    with pytest.raises(Problem, match="no such file"):
        workspace.change_loop(path, lambda loop: loop)
    assert not path.parent.exists()
