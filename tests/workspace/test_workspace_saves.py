from __future__ import annotations

import errno
import os
import unicodedata
from typing import TYPE_CHECKING

import pytest
from tests.workspace.test_file_names import HOSTILE
from tests.workspace.values import NOON, a_session, amendment, noted, sealed

from interviewloop.model.errors import Problem
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Clock
from interviewloop.workspace.codec import decode_session, encode
from interviewloop.workspace.files import ReadFailed, SaveFailed
from interviewloop.workspace.locations import Found
from interviewloop.workspace.toml_text import DecodeProblem
from interviewloop.workspace.workspace import Conflict, SealBroken, Workspace, open_workspace

if TYPE_CHECKING:
    from pathlib import Path


def _copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.conflict-*"))


def test_a_session_is_created_with_its_loop(workspace: Workspace) -> None:
    session = a_session()
    path = workspace.create(session)
    assert path.relative_to(workspace.root).as_posix() == "sessions/ml-lead/ann--feed-ranking.toml"
    assert workspace.load(path) == session
    loop = workspace.load_loop(workspace.loop_path("ml-lead"))
    assert (loop.name, loop.candidate, loop.rubric) == ("ml-lead", "C-014", "ml-engineer")
    assert (loop.created_at, loop.example) == (NOON, False)


def test_an_example_makes_an_example_loop(workspace: Workspace) -> None:
    workspace.create(a_session(kind="example"))
    assert workspace.load_loop(workspace.loop_path("ml-lead")).example


def test_creating_it_again_is_refused(workspace: Workspace) -> None:
    path = workspace.create(noted(a_session(), "kept"))
    with pytest.raises(Problem, match="exists already"):
        workspace.create(a_session())
    assert "kept" in path.read_text()


def test_an_existing_loop_is_joined_and_not_rewritten(workspace: Workspace) -> None:
    workspace.create(a_session())
    file = workspace.loop_path("ml-lead")
    file.write_text(file.read_text() + "# a remark\n")
    workspace.create(a_session(interviewer="bob", candidate="c-014"))
    assert file.read_text().endswith("# a remark\n")
    with pytest.raises(Problem, match="interviews C-014, not C-015"):
        workspace.create(a_session(interviewer="cem", candidate="C-015"))
    assert not workspace.path_for(a_session(interviewer="cem")).exists()


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.strip()])
def test_hostile_names_stay_inside_and_come_back(workspace: Workspace, name: str) -> None:
    short = name[:200]
    session = a_session(loop=short, interviewer=short, candidate=short)
    path = workspace.create(session)
    assert path.parent.parent == workspace.sessions
    assert path.resolve().is_relative_to(workspace.sessions.resolve())
    assert workspace.load(path) == session
    assert [stored.session for stored in workspace.listing().sessions] == [session]


def test_two_spellings_of_a_name_are_one_session(workspace: Workspace) -> None:
    composed, apart = (unicodedata.normalize(form, "José") for form in ("NFC", "NFD"))
    workspace.create(a_session(interviewer=composed))
    with pytest.raises(Problem, match="exists already"):
        workspace.create(a_session(interviewer=apart))


def test_saves_follow_one_another(workspace: Workspace) -> None:
    session = a_session()
    path = workspace.create(session)
    for number in range(5):
        session = noted(session, f"note {number}")
        workspace.save(path, session)
        assert workspace.peek(path) == session
    assert not _copies(path)


def test_a_change_by_somebody_else_is_kept_and_so_is_ours(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    theirs = noted(a_session(), "theirs")
    Workspace(workspace.root).load(path)
    path.write_bytes(encode(theirs))

    with pytest.raises(Conflict) as caught:
        workspace.save(path, noted(a_session(), "ours"))
    assert workspace.peek(path) == theirs
    assert workspace.peek(caught.value.copy) == noted(a_session(), "ours")
    assert caught.value.copy.name in caught.value.what

    with pytest.raises(Conflict):
        workspace.save(path, noted(a_session(), "ours, later"))
    assert _copies(path) == [caught.value.copy]
    assert workspace.peek(caught.value.copy) == noted(a_session(), "ours, later")


@pytest.mark.parametrize("same_size", [True, False])
def test_another_window_that_saves_is_noticed(workspace: Workspace, same_size: bool) -> None:
    path = workspace.create(noted(a_session(), "aaa"))
    other = Workspace(workspace.root)
    other.load(path)
    other.save(path, noted(a_session(), "bbb" if same_size else "longer"))
    with pytest.raises(Conflict):
        workspace.save(path, noted(a_session(), "ccc"))


def test_after_loading_the_new_version_saving_goes_on(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    path.write_bytes(encode(noted(a_session(), "theirs")))
    with pytest.raises(Conflict):
        workspace.save(path, a_session())
    both = noted(workspace.load(path), "and ours")
    workspace.save(path, both)
    assert workspace.peek(path) == both


def test_conflict_copies_do_not_replace_each_other(workspace: Workspace) -> None:
    still = Workspace(workspace.root, now=lambda: NOON)
    path = still.create(a_session())
    for number in range(3):
        path.write_bytes(encode(noted(a_session(), f"theirs {number}")))
        with pytest.raises(Conflict):
            still.save(path, noted(a_session(), f"ours {number}"))
        still.load(path)
    kept = {still.peek(copy).notes["n2"].text for copy in _copies(path)}
    assert kept == {"ours 0", "ours 1", "ours 2"}
    assert _copies(path)[0].name == "ann--feed-ranking.conflict-20260301-120000-2.toml"


def test_touching_or_restoring_a_file_is_no_change(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    os.utime(path, (1000.0, 1000.0))
    workspace.save(path, noted(a_session(), "one"))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    workspace.save(path, noted(a_session(), "two"))
    assert "two" in path.read_text()


def test_looking_is_not_opening(workspace: Workspace) -> None:
    """Else a listing made in between would let the next save destroy what somebody wrote."""
    path = workspace.create(a_session())
    path.write_bytes(encode(noted(a_session(), "theirs")))
    workspace.peek(path)
    workspace.listing()
    with pytest.raises(Conflict):
        workspace.save(path, a_session())


def test_a_file_that_was_never_opened_is_not_replaced(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    with pytest.raises(Conflict):
        Workspace(workspace.root).save(path, noted(a_session(), "ours"))
    assert workspace.peek(path) == a_session()


def test_a_deleted_folder_comes_back_with_the_next_save(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    for file in path.parent.iterdir():
        file.unlink()
    path.parent.rmdir()
    workspace.save(path, noted(a_session(), "not lost"))
    assert "not lost" in path.read_text()


def test_sealing_is_a_save_like_any_other(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    workspace.save(path, sealed(a_session()))
    assert workspace.peek(path).sealed


SEALED = sealed(a_session())
AMENDED = SEALED.model_copy(update={"amendments": {"a1": amendment(4)}})


@pytest.mark.parametrize(
    "change",
    [
        a_session(),
        a_session(phase="scoring"),
        SEALED.model_copy(update={"scorecard": Scorecard(scores={"modeling": 5})}),
        SEALED.model_copy(update={"notes": {}}),
        SEALED.model_copy(update={"seal": "sha256:11"}),
        SEALED.model_copy(update={"candidate": "C-999"}),
        noted(SEALED, "one more"),
    ],
)
@pytest.mark.parametrize("reopened", [False, True])
def test_a_sealed_session_cannot_be_changed(
    workspace: Workspace, change: object, reopened: bool
) -> None:
    path = workspace.create(SEALED)
    if reopened:
        workspace = Workspace(workspace.root)
        workspace.load(path)
    before = path.read_bytes()
    with pytest.raises(SealBroken):
        workspace.save(path, change)  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert not _copies(path)


def test_amendments_can_be_added_but_not_changed_or_taken_away(workspace: Workspace) -> None:
    path = workspace.create(SEALED)
    workspace.save(path, AMENDED)
    two = AMENDED.model_copy(update={"amendments": {"a1": amendment(4), "a2": amendment(5)}})
    workspace.save(path, two)
    for amendments in (
        {},
        {"a1": amendment(4)},
        {"a1": amendment(2), "a2": amendment(5)},
        {"a2": amendment(5), "a1": amendment(4)},
        {"a0": amendment(1), "a1": amendment(4), "a2": amendment(5)},
    ):
        with pytest.raises(SealBroken):
            workspace.save(path, SEALED.model_copy(update={"amendments": amendments}))
    assert workspace.peek(path) == two


def test_the_clock_of_this_process_does_not_break_a_seal(workspace: Workspace) -> None:
    path = workspace.create(SEALED)
    ticking = AMENDED.model_copy(update={"clock": Clock(anchor=5.0)})
    workspace.save(path, ticking)
    assert workspace.peek(path) == AMENDED


def test_what_somebody_else_sealed_is_not_unsealed(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    other = Workspace(workspace.root)
    other.load(path)
    other.save(path, SEALED)
    with pytest.raises(Conflict):
        workspace.save(path, noted(a_session(), "late"))
    assert workspace.peek(path) == SEALED


def test_after_a_failed_save_the_old_file_stands_and_the_next_save_works(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.create(a_session())

    def full(_handle: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(SaveFailed, match="the disk is full"):
        workspace.save(path, noted(a_session(), "later"))
    assert workspace.peek(path) == a_session()
    monkeypatch.undo()
    workspace.save(path, noted(a_session(), "later"))
    assert not _copies(path)


def test_a_folder_sync_that_fails_is_no_conflict_afterwards(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was replaced by then: it must be known as our own."""
    path = workspace.create(a_session())

    def broken(folder: Path) -> None:
        raise SaveFailed(folder, OSError(errno.EIO, "x"))

    monkeypatch.setattr("interviewloop.workspace.workspace.sync_folder", broken)
    with pytest.raises(SaveFailed):
        workspace.save(path, noted(a_session(), "one"))
    monkeypatch.undo()
    workspace.save(path, noted(a_session(), "two"))
    assert "two" in path.read_text()


def test_a_link_in_place_of_a_session_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.create(a_session())
    path.unlink()
    victim = tmp_path / "victim"
    victim.write_bytes(encode(a_session()))
    path.symlink_to(victim)
    for attempt in (lambda: workspace.load(path), lambda: workspace.save(path, a_session())):
        with pytest.raises(ReadFailed):
            attempt()
    assert decode_session(victim.read_bytes(), "x") == a_session()


def test_loops_are_saved_with_the_same_care(workspace: Workspace) -> None:
    workspace.create(a_session())
    path = workspace.loop_path("ml-lead")
    loop = workspace.load_loop(path)
    workspace.save_loop(path, loop.model_copy(update={"example": True}))
    assert workspace.load_loop(path).example
    path.write_bytes(encode(loop))
    with pytest.raises(Conflict):
        workspace.save_loop(path, loop.model_copy(update={"candidate": "C-2"}))


def test_a_broken_session_is_not_opened(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    path.write_text("kind = ")
    with pytest.raises(DecodeProblem):
        workspace.load(path)


def test_looking_writes_nothing(tmp_path: Path) -> None:
    workspace = open_workspace(Found(tmp_path / "new", "given"))
    assert workspace.listing().sessions == ()
    assert not (tmp_path / "new").exists()
    assert workspace.not_writable() is None
    assert list((tmp_path / "new" / "sessions").iterdir()) == []


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "new").touch()
    with pytest.raises(Problem, match="where the workspace folder should be"):
        open_workspace(Found(tmp_path / "new", "given by --workspace"))
    failed = Workspace(tmp_path / "new").not_writable()
    assert failed is not None
    assert "a file, not a folder" in failed.what
