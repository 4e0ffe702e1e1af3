"""What is seen of a real folder and of this machine."""

from __future__ import annotations

import fcntl
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from tests.doctor.damages import (
    DAMAGES,
    exclude_names,
    furnished,
    session_at,
)
from tests.doctor.seeing import found, mend, seen, snapshot, whole_files

from interviewloop.doctor import look as looking
from interviewloop.doctor.checks import diagnose
from interviewloop.doctor.look_files import entries_of
from interviewloop.doctor.look_machine import disk_of, file_system, zone_known
from interviewloop.doctor.patience import Silent, patiently
from interviewloop.doctor.try_disk import locks_exclude, tried
from interviewloop.workspace.lock import SessionLock

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.doctor.facts import Content, Entry, Holds


def test_all_is_well_in_a_workspace_that_the_program_made(root: Path) -> None:
    before = snapshot(root)
    assert found(root, disk=True) == {}
    assert snapshot(root) == before


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found_and_mended_where_that_is_harmless(root: Path, name: str) -> None:
    DAMAGES[name].do(root)
    before = snapshot(root)
    first = found(root)
    assert DAMAGES[name].check in first
    assert snapshot(root) == before
    kept = whole_files(root)
    done = mend(root)
    assert all(done.values())
    assert whole_files(root) == kept
    left = {it for findings in found(root).values() for it in findings}
    mendable = {it for findings in first.values() for it in findings if it.mend}
    assert not left & mendable


# --- what is looked at --------------------------------------------------------------------------


def test_names_that_git_leaves_out_are_well(root: Path) -> None:
    exclude_names(root)
    assert found(root) == {}


def test_nothing_is_made_where_there_is_no_workspace(tmp_path: Path) -> None:
    facts = seen(tmp_path / "no" / "such", disk=True)
    assert [one.check.name for one in diagnose(facts) if one.check.group == "files"] == [
        "no-workspace"
    ]
    assert facts.disk.free
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_well(tmp_path: Path) -> None:
    assert {it.level for findings in found(tmp_path, disk=True).values() for it in findings} <= {
        "note"
    }
    assert list(tmp_path.iterdir()) == []


def test_who_holds_a_session_is_told_and_the_lock_stays_free_for_others(root: Path) -> None:
    with SessionLock(session_at(root), "Ann"):
        (one,) = found(root)["held"]
        assert one.where == "sessions/ml-lead/ann--feed-ranking.toml"
        assert one.what.startswith("it is open by Ann on ")
    seen(root)
    SessionLock(session_at(root), "Bob").acquire()


def test_only_so_many_names_are_looked_at(root: Path) -> None:
    entries, cut_off = entries_of(root, lambda: None, most=3)
    assert (len(entries), cut_off) == (3, True)


def test_what_does_not_answer_is_named_and_the_rest_is_looked_at(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> object:
        raise Silent

    monkeypatch.setattr(looking, "entries_of", silent)
    facts = seen(root)
    assert facts.silent == ("the workspace",)
    assert facts.versions.program
    assert facts.entries == ()


def test_a_file_that_does_not_answer_is_named_and_those_before_it_are_known(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "sessions/platform/bob--feed-ranking.toml"
    read = looking.content_at

    def reading(root: Path, one: Entry, holds: Holds) -> Content:
        if one.place == place:
            raise Silent
        return read(root, one, holds)

    monkeypatch.setattr(looking, "content_at", reading)
    facts = seen(root)
    assert facts.silent == (place,)
    assert session_at(root).relative_to(root).as_posix() in {it.place for it in facts.contents}


def test_patience_is_for_each_step_and_errors_come_through() -> None:
    def slow(tick: object) -> str:
        for _ in range(3):
            time.sleep(0.25)
            assert callable(tick)
            tick()
        return "done"

    assert patiently(slow, 0.6) == "done"
    with pytest.raises(ZeroDivisionError):
        patiently(lambda _: 1 / 0)
    waiting = threading.Event()
    with pytest.raises(Silent):
        patiently(lambda _: waiting.wait(30), 0.01)
    waiting.set()


def test_a_folder_in_which_nothing_can_be_saved(ordinary_user: Path) -> None:
    root = furnished(ordinary_user / "team")
    (root / "sessions").chmod(0o500)
    (root / "sessions" / "platform").chmod(0o000)
    refusal = str(tried(root / "sessions")["refusal"])
    told = {one.check.name: one.findings for one in diagnose(seen(root))}
    (root / "sessions").chmod(0o700)
    (root / "sessions" / "platform").chmod(0o700)
    assert "permission" in refusal
    assert {it.where for it in told["not-writable"]} == {"sessions", "sessions/platform"}
    assert [it.where for it in told["unreadable"]] == ["sessions/platform"]


def test_a_workspace_that_one_may_not_look_at(ordinary_user: Path) -> None:
    root = furnished(ordinary_user / "closed" / "team")
    for folder in (root, root.parent):
        folder.chmod(0o000)
        told = {one.check.name: one.findings for one in diagnose(seen(root, disk=True))}
        assert [it.what for it in told["unreadable"]] == ["you may not look into this folder"]
        assert "no-workspace" not in told
    root.parent.chmod(0o700)
    root.chmod(0o700)


@pytest.mark.parametrize("name", ["\0", "x" * 5000, "sessions/ml-lead/loop.toml/below"])
def test_a_place_that_no_folder_can_be_at(root: Path, name: str) -> None:
    assert "no-workspace" in {one.check.name for one in diagnose(seen(root / name, disk=True))}


def test_a_second_process_is_kept_out_here_and_nothing_is_left(tmp_path: Path) -> None:
    assert locks_exclude(tmp_path) == "yes"
    assert disk_of(tmp_path).save_s is not None
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_does_not_answer_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = tmp_path / "waits"
    waits.write_text("#!/bin/sh\nexec sleep 30\n")
    waits.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(waits))
    with pytest.raises(Silent):
        disk_of(tmp_path, 0.01)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert disk_of(tmp_path).save_s is None


def test_a_lock_that_lets_others_in_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", lambda *_: None)
    assert locks_exclude(tmp_path) == "no"
    assert list(tmp_path.iterdir()) == []


def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = (
        "22 1 8:1 / / rw - ext4 /dev/a rw\n"
        f"23 22 0:9 / {tmp_path}/a\\040b rw - nfs4 server:/x rw\n"
        f"24 22 0:9 / {tmp_path}/a rw - tmpfs t rw\nnonsense\n"
    )
    assert file_system(tmp_path, mounts) == "ext4"
    assert file_system(tmp_path / "a b" / "c", mounts) == "nfs4"
    assert file_system(tmp_path / "a", mounts) == "tmpfs"
    assert file_system(tmp_path / "ab", mounts) == "ext4"
    assert file_system(tmp_path, "") == ""


@pytest.mark.parametrize(
    ("zone", "known"),
    [("", True), ("Europe/Berlin", True), (":UTC", True), ("CET-1CEST,M3.5.0,M10.5.0/3", True),
     ("Mars/Base", False), ("../../etc/passwd", False), ("\0", False)],
)  # fmt: skip
def test_time_zones(zone: str, known: bool) -> None:
    assert zone_known(zone) == known


def test_the_terminal_and_its_multiplexer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    tmux = root / "tmux"
    keys = "bind-key -T root WheelUpPane x\nbind-key -r -T root F2 x\nbind-key -T root C-l x"
    tmux.write_text(f'#!/bin/sh\n[ "$3" = escape-time ] && echo 500 || echo "{keys}"\n')
    tmux.chmod(0o755)
    one = seen(root, {"TMUX": "x", "TERM": "screen", "NO_COLOR": "1"}).terminal
    assert (one.multiplexer, one.escape_ms, one.taken) == ("tmux", 500, ("F2", "C-l"))
    assert (one.term, one.no_color) == ("screen", True)
    tmux.unlink()
    assert seen(root, {"TMUX": "x"}).terminal.escape_ms is None
    assert seen(root, {"STY": "x"}).terminal.multiplexer == "screen"
    assert "F2" in seen(root, {"STY": "x", "BYOBU_BACKEND": "screen"}).terminal.taken


def test_this_installation_is_well(root: Path) -> None:
    told = [one for one in diagnose(seen(root)) if one.check.group == "versions"]
    assert told == []
