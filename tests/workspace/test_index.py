"""The index saves reading, is never believed against a file, and may be lost at any time."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from tests.workspace.values import (
    NOON,
    a_session,
    amendment,
    loops,
    noted,
    sealed,
    sessions,
    unhurried,
)

from interviewloop.interview import loops as loop_changes
from interviewloop.interview.loop_events import ForceOpen, PlanInterview
from interviewloop.model.head import head_of
from interviewloop.workspace import index as index_module
from interviewloop.workspace import surveying
from interviewloop.workspace.codec import encode
from interviewloop.workspace.files import Stamp, read_file
from interviewloop.workspace.index import Index, Row, index_file
from interviewloop.workspace.index_rows import Reader, row_of
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session

LONG_AGO = 1_000_000_000.0
PEOPLE = ("ann", "bob", "cem")


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveying, "LEAST", 1)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace of a few loops, written long ago."""
    workspace = Workspace(tmp_path / "team")
    for loop in ("a", "b", "c"):
        for person in PEOPLE:
            path = workspace.create(a_session(loop=loop, candidate=f"C-{loop}", interviewer=person))
            os.utime(path, (LONG_AGO, LONG_AGO))
        os.utime(workspace.loop_path(loop), (LONG_AGO, LONG_AGO))
    return workspace.root


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read from now on."""
    names: list[str] = []

    def noting(path: Path) -> tuple[bytes, Stamp]:
        names.append(f"{path.parent.name}/{path.name}")
        return read_file(path)

    monkeypatch.setattr(surveying, "read_file", noting)
    return names


def _file(root: Path, cache: Path) -> Path:
    return index_file(cache, root / "sessions")


def _right(root: Path, cache: Path) -> bool:
    """Whether a new process, with this cache, sees what the whole files say."""
    whole = Workspace(root).listing()
    seen = Workspace(root, cache=cache).survey()
    return (
        [(one.path, head_of(one.session)) for one in whole.sessions]
        == [(one.path, one.session) for one in seen.sessions]
        and whole.loops == seen.loops
        and [one.path for one in whole.unreadable] == [one.path for one in seen.unreadable]
    )


def _change(root: Path, text: str = "more") -> Path:
    workspace = Workspace(root)
    path = workspace.sessions / "a" / "bob--feed-ranking.toml"
    workspace.save(path, noted(workspace.load(path), text))
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@settings(unhurried, max_examples=30)
@given(sessions)
def test_a_head_comes_back_from_its_row(session: Session) -> None:
    head = head_of(session)
    row = row_of(head)
    if row is not None:
        assert Reader().head(row) == head
    else:
        names = (session.loop, session.candidate, session.interviewer)
        assert any("\x1f" in name for name in names)


@unhurried
@given(loops)
def test_a_loop_comes_back_from_its_row(loop: Loop) -> None:
    row = row_of(loop)
    assert row is None or (Reader().loop(row), encode(Reader().loop(row))) == (loop, encode(loop))


def test_a_second_process_reads_no_file(root: Path, cache: Path, read: list[str]) -> None:
    Workspace(root, cache=cache).survey()
    assert len(read) == 12
    read.clear()
    assert _right(root, cache)
    assert read == []


def test_only_what_changed_is_read(root: Path, cache: Path, read: list[str]) -> None:
    Workspace(root, cache=cache).survey()
    _change(root)
    shutil.rmtree(root / "sessions" / "c")
    read.clear()
    assert _right(root, cache)
    assert read == ["a/bob--feed-ranking.toml"]
    read.clear()
    assert _right(root, cache)
    assert read == []


def test_one_window_sees_changes_and_reads_nothing_twice(
    root: Path, cache: Path, read: list[str]
) -> None:
    workspace = Workspace(root, cache=cache)
    workspace.survey()
    read.clear()
    workspace.survey()
    assert read == []
    _change(root)
    workspace.survey()
    workspace.survey()
    assert read == ["a/bob--feed-ranking.toml"]


def test_a_file_of_this_moment_gets_no_row(root: Path, cache: Path, read: list[str]) -> None:
    """It may change once more and keep its stamp."""
    Workspace(root, cache=cache).survey()
    path = root / "sessions" / "a" / "ann--feed-ranking.toml"
    os.utime(path)
    Workspace(root, cache=cache).survey()
    status = path.stat()
    data = path.read_bytes().replace(b"modeling = 3", b"modeling = 5")
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    seen = Workspace(root, cache=cache).survey().sessions[0].session
    assert seen.scorecard.scores == {"modeling": 5}


def test_what_cannot_be_read_is_listed_every_time(root: Path, cache: Path) -> None:
    path = root / "sessions" / "b" / "cem--feed-ranking.toml"
    path.write_bytes(path.read_bytes()[:-30])
    os.utime(path, (LONG_AGO, LONG_AGO))
    for _ in range(2):
        assert _right(root, cache)
        assert [one.path for one in Workspace(root, cache=cache).survey().unreadable] == [path]


def test_amendments_plans_and_records_are_kept(root: Path, cache: Path) -> None:
    workspace = Workspace(root)
    path = workspace.sessions / "a" / "ann--feed-ranking.toml"
    whole = sealed(workspace.load(path))
    workspace.save(path, whole)
    workspace.save(path, whole.model_copy(update={"amendments": {"a1": amendment(5)}}))
    place = workspace.loop_path("a")
    loop = workspace.load_loop(place)
    for event in (PlanInterview("dan", "feed-ranking", ("modeling",)), ForceOpen("eve", "haste")):
        loop = loop_changes.apply(loop, event, NOON, [])
    workspace.save_loop(place, loop)
    for file in (path, place):
        os.utime(file, (LONG_AGO, LONG_AGO))
    assert _right(root, cache)
    assert _right(root, cache)


def test_whatever_happens_to_its_bytes(root: Path, cache: Path) -> None:
    """Cut, zeroed, written over, another file: the sessions are as they are, always."""
    chance = random.Random(7)  # noqa: S311 - damage, not secrets
    file = _file(root, cache)
    Workspace(root, cache=cache).survey()
    sound = file.read_bytes()
    for number in range(60):
        damaged = bytearray(sound)
        at = chance.randrange(len(damaged))
        match number % 5:
            case 0:
                damaged = damaged[:at]
            case 1:
                damaged[at : at + 512] = bytes(len(damaged[at : at + 512]))
            case 2:
                damaged[at] ^= 1 << chance.randrange(8)
            case 3:
                place = damaged.find(b"modeling\x1f3")
                damaged[place + 9 : place + 10] = b"5"
            case _:
                damaged[at : at + 64] = chance.randbytes(64)
        file.write_bytes(damaged)
        assert _right(root, cache), number
        assert _right(root, cache), number


def test_an_index_of_another_version_is_made_anew(
    root: Path, cache: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace(root, cache=cache).survey()
    monkeypatch.setattr(index_module, "_MADE_BY", "2 9.9")
    read.clear()
    assert _right(root, cache)
    assert len(read) == 12
    read.clear()
    assert _right(root, cache)
    assert read == []


def test_rows_that_are_sound_and_not_ours(root: Path, cache: Path) -> None:
    Workspace(root, cache=cache).survey()
    index = Index(_file(root, cache))
    place, row = next(iter(index.read().items()))
    index.write({place: Row(row.stamp, b"what is this")}, ())
    assert _right(root, cache)


def test_it_is_its_owners_alone(root: Path, cache: Path) -> None:
    before = os.umask(0)
    try:
        Workspace(root, cache=cache).survey()
    finally:
        os.umask(before)
    file = _file(root, cache)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_two_ways_to_a_folder_are_one_index(root: Path, cache: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(root)
    assert index_file(cache, link / "sessions") == _file(root, cache)
    assert index_file(cache, tmp_path / "other") != _file(root, cache)


@pytest.mark.parametrize("kind", ["a folder", "a link", "a file for the folder"])
def test_where_it_cannot_be_kept_all_goes_on(root: Path, cache: Path, kind: str) -> None:
    file = _file(root, cache)
    if kind == "a file for the folder":
        cache.touch()
    else:
        file.parent.mkdir(parents=True)
    victim = cache.parent / "victim"
    victim.write_text("not ours")
    if kind == "a folder":
        file.mkdir()
    elif kind == "a link":
        file.symlink_to(victim)
    assert _right(root, cache)
    assert victim.read_text() == "not ours"


def test_another_window_that_writes_is_not_disturbed(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_PATIENCE_S", 0.01)
    Workspace(root, cache=cache).survey()
    _change(root)
    other = sqlite3.connect(_file(root, cache), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert _right(root, cache)
    assert _file(root, cache).exists()
    other.rollback()
    other.close()
    assert _right(root, cache)


def test_many_windows_at_once(root: Path, cache: Path) -> None:
    wrong: list[int] = []

    def use(number: int) -> None:
        counts = {len(Workspace(root, cache=cache).survey().sessions) for _ in range(5)}
        wrong.extend([number] * (counts != {9}))

    threads = [threading.Thread(target=use, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert _right(root, cache)


def test_few_files_need_none(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Workspace(root, cache=cache).survey()
    assert _file(root, cache).exists()
    monkeypatch.setattr(surveying, "LEAST", 13)
    assert _right(root, cache)
    assert not _file(root, cache).exists()


def test_a_row_that_goes_leaves_no_trace(root: Path, cache: Path) -> None:
    """Of a colleague's erasure, this machine learns by the files that are gone."""
    Workspace(root, cache=cache).survey()
    assert b"C-b" in _file(root, cache).read_bytes()
    shutil.rmtree(root / "sessions" / "b")
    Workspace(root, cache=cache).survey()
    left = _file(root, cache).read_bytes()
    assert b"C-b" not in left
    assert b"C-a" in left


def test_it_is_forgotten(root: Path, cache: Path) -> None:
    workspace = Workspace(root, cache=cache)
    workspace.survey()
    workspace.forget_index()
    assert not any(one.is_file() for one in cache.rglob("*"))
    assert len(workspace.survey().sessions) == 9
