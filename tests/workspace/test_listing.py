from __future__ import annotations

import os
import random
import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from tests.workspace.values import a_session, noted

from interviewloop.workspace.codec import encode
from interviewloop.workspace.files import ReadFailed, Stamp, read_file
from interviewloop.workspace.listing import Listing
from interviewloop.workspace.workspace import Conflict, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _listed(workspace: Workspace) -> Listing:
    """The listing, made in a thread so that a hang is a failure."""
    made: list[Listing] = []
    thread = threading.Thread(target=lambda: made.append(workspace.listing()), daemon=True)
    thread.start()
    thread.join(60)
    assert made, "the listing hangs"
    return made[0]


def _unreadable(workspace: Workspace) -> dict[str, str]:
    return {bad.path.name: bad.problem.what for bad in _listed(workspace).unreadable}


def test_everything_is_listed_sorted(workspace: Workspace) -> None:
    for loop in ("b", "a"):
        for interviewer in ("cem", "ann", "bob"):
            workspace.create(a_session(loop=loop, interviewer=interviewer))
    found = _listed(workspace)
    assert [(s.session.loop, s.session.interviewer) for s in found.sessions] == [
        (loop, interviewer) for loop in "ab" for interviewer in ("ann", "bob", "cem")
    ]
    assert [stored.path for stored in found.sessions] == sorted(s.path for s in found.sessions)
    assert [loop.loop.name for loop in found.loops] == ["a", "b"]
    assert found.unreadable == ()


def test_an_empty_workspace(workspace: Workspace) -> None:
    assert _listed(workspace) == Listing((), (), ())


def test_hidden_files_and_other_files_do_not_count(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    shutil.copy(path, path.with_name(".ann--x.toml.0123456789abcdef.tmp"))
    shutil.copy(path, path.with_name(".hidden.toml"))
    path.with_name("notes.md").touch()
    (workspace.sessions / ".git").mkdir()
    (workspace.sessions / ".git" / "x.toml").touch()
    (workspace.sessions / "README").touch()
    found = _listed(workspace)
    assert (len(found.sessions), found.unreadable) == (1, ())


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("ann--x.toml")])
def test_what_is_no_regular_file_is_named_and_does_not_hang(
    workspace: Workspace, make: Callable[[Path], None]
) -> None:
    path = workspace.create(a_session())
    make(path.with_name("pipe.toml"))
    assert "where a file should be" in _unreadable(workspace)["pipe.toml"]
    assert len(_listed(workspace).sessions) == 1


def test_conflict_copies_come_with_advice(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    path.write_bytes(encode(noted(a_session(), "theirs")))
    with pytest.raises(Conflict) as caught:
        workspace.save(path, a_session())
    (bad,) = _listed(workspace).unreadable
    assert bad.path == caught.value.copy
    assert "ann--feed-ranking.toml" in bad.problem.mend
    assert len(_listed(workspace).sessions) == 1


def test_a_copy_made_by_hand_does_not_count_twice(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    shutil.copy(path, path.with_name("ann copy.toml"))
    other = workspace.sessions / "zz"
    other.mkdir()
    shutil.copy(path, other / "moved.toml")
    found = _listed(workspace)
    assert [stored.path for stored in found.sessions] == [path]
    assert {bad.path.name for bad in found.unreadable} == {"ann copy.toml", "moved.toml"}
    assert all("ml-lead/ann--feed-ranking.toml" in bad.problem.what for bad in found.unreadable)


def test_a_file_beside_the_loops_is_named(workspace: Workspace) -> None:
    path = workspace.create(a_session())
    path.rename(workspace.sessions / "ann.toml")
    assert "a folder for each loop" in _unreadable(workspace)["ann.toml"]


def test_a_broken_loop_file_leaves_its_sessions(workspace: Workspace) -> None:
    workspace.create(a_session())
    workspace.loop_path("ml-lead").write_text("name = 1")
    found = _listed(workspace)
    assert (len(found.sessions), found.loops) == (1, ())
    assert found.unreadable[0].path.name == "loop.toml"


def _cut_key(whole: bytes, chance: random.Random) -> bytes:
    lines = whole.split(b"\n")
    required = [
        n for n, line in enumerate(lines) if line.startswith((b"case", b"loop", b"created"))
    ]
    del lines[chance.choice(required)]
    return b"\n".join(lines)


DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda whole, chance: whole[: chance.randrange(120)],
    lambda whole, _chance: b"\0" * len(whole),
    lambda _whole, _chance: b"",
    lambda _whole, chance: chance.randbytes(400),
    lambda whole, chance: whole.replace(b" = ", b" ", chance.randrange(1, 9)),
    lambda whole, _chance: whole + b"\n[notes.n1]\n",
    lambda whole, chance: whole.replace(b'"', b"'", chance.randrange(1, 10) * 2 - 1),
    lambda whole, _chance: b"<<<<<<< HEAD\n" + whole + b"=======\n" + whole + b">>>>>>> x\n",
    lambda whole, _chance: whole.replace(b"\n", b"\nextra = 1\n", 1),
    lambda whole, _chance: whole.replace(b"schema_version = 2", b"schema_version = 7"),
    lambda whole, _chance: whole.replace(b"2026-03-01 ", b"2026-13-01T"),
    _cut_key,
    lambda whole, _chance: b"x = " + b"[" * 5000 + whole,
    lambda whole, _chance: whole.replace(b"clock_s = 4.5", b"clock_s = -4.5"),
    lambda whole, _chance: whole[:-20] + b"\xff" + whole[-20:],
)


def test_two_hundred_damaged_files(workspace: Workspace) -> None:
    chance = random.Random(20260301)  # noqa: S311 - damage, not secrets
    good = [workspace.create(a_session(interviewer=f"good-{number}")) for number in range(20)]
    bad = {}
    for number in range(200):
        path = good[0].with_name(f"bad-{number:03}--feed-ranking.toml")
        whole = encode(a_session(interviewer=f"bad-{number:03}"))
        path.write_bytes(DAMAGE[number % len(DAMAGE)](whole, chance))
        bad[path] = path
    found = _listed(workspace)
    assert {stored.path for stored in found.sessions} == set(good)
    assert {unreadable.path for unreadable in found.unreadable} == set(bad)
    for path, problem in found.unreadable:
        said = " ".join(problem.lines())
        assert problem.where.startswith(str(path))
        assert problem.what
        assert problem.mend
        assert "pydantic" not in said
        assert "Input should" not in said


def test_progress_is_told_for_each_file(workspace: Workspace) -> None:
    workspace.create(a_session())
    told: list[tuple[int, int]] = []
    workspace.listing(lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_only_changed_files_are_read_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [workspace.create(a_session(interviewer=name)) for name in ("ann", "bob")]
    for path in (*paths, workspace.loop_path("ml-lead")):
        os.utime(path, (1000.0, 1000.0))
    first = workspace.listing()
    read: list[str] = []

    def counted(path: Path) -> tuple[bytes, Stamp]:
        read.append(path.name)
        return read_file(path)

    monkeypatch.setattr("interviewloop.workspace.listing.read_file", counted)
    assert workspace.listing() == first
    assert read == []

    changed = noted(a_session(), "new")
    workspace.load(paths[0])
    workspace.save(paths[0], changed)
    assert workspace.listing().sessions[0].session == changed
    assert read == [paths[0].name]
    paths[1].unlink()
    assert len(workspace.listing().sessions) == 1


def test_a_file_of_this_moment_is_read_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could change once more within one tick of the clock, and keep its stamp."""
    path = workspace.create(noted(a_session(), "aaa"))
    workspace.listing()
    status = path.stat()
    with path.open("r+b") as file:
        file.write(encode(noted(a_session(), "bbb")))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert workspace.listing().sessions[0].session.notes["n2"].text == "bbb"


def test_names_typed_before_most_used_first(workspace: Workspace) -> None:
    for loop, candidate, interviewers in (
        ("a", "C-1", ("bob", "ann")),
        ("b", "C-2", ("bob",)),
        ("c", "C-2", ("bob",)),
    ):
        for interviewer in interviewers:
            workspace.create(a_session(loop=loop, candidate=candidate, interviewer=interviewer))
    names = workspace.known_names()
    assert names.interviewers == ("bob", "ann")
    assert set(names.candidates) == {"C-1", "C-2"}
    assert names.loops[0] == "a"
    assert workspace.known_names(Listing((), ())).candidates == ()


def test_a_sessions_folder_that_is_a_file(workspace: Workspace) -> None:
    workspace.root.mkdir()
    workspace.sessions.touch()
    assert workspace.listing() == Listing((), (), ())
    failed = workspace.not_writable()
    assert failed is not None
    assert "a file, not a folder" in failed.what


@pytest.mark.parametrize("mode", [0o000, 0o200, 0o400])
def test_a_loop_that_may_not_be_read_is_named(ordinary_user: Path, mode: int) -> None:
    workspace = Workspace(ordinary_user)
    workspace.create(a_session(loop="open"))
    shut = workspace.create(a_session(loop="shut")).parent
    shut.chmod(mode)
    found = workspace.listing()
    shut.chmod(0o700)
    assert [stored.session.loop for stored in found.sessions] == ["open"]
    assert {bad.path for bad in found.unreadable} <= {shut, *shut.iterdir()}
    assert found.unreadable


@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_sessions_folder_that_may_not_be_read(ordinary_user: Path, mode: int) -> None:
    workspace = Workspace(ordinary_user)
    workspace.create(a_session())
    workspace.sessions.chmod(mode)
    try:
        found = workspace.listing()
    except ReadFailed as problem:
        assert problem.where == str(workspace.sessions)  # noqa: PT017 - as good as a listing
    else:
        assert [bad.path.name for bad in found.unreadable] == ["ml-lead"]
    finally:
        workspace.sessions.chmod(0o700)
