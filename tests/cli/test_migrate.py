"""``interviewloop migrate``: rewritten with a copy of each, put back, and nothing half done."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import tomli_w
from tests.cli.test_candidate import everything
from tests.workspace.kill_migrations import files
from tests.workspace.values import of_first_format

from interviewloop.cli.main import main
from interviewloop.interview.sealing import seal_of, sealed_anew
from interviewloop.model.errors import Problem
from interviewloop.workspace import migrating, walking
from interviewloop.workspace.backups import alone
from interviewloop.workspace.codec import decode_session
from interviewloop.workspace.files import ReadFailed, SaveFailed, Stamp, write_file
from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.workspace import Workspace

LOOP = "sessions/example-ex-04"
ASHA = f"{LOOP}/example-asha-a73c8ab0f4--feat-home-in-200-ms.toml"
FARID = f"{LOOP}/example-farid-ad4254dd7e--exp-day-four-win.toml"
_TOP = Path(__file__).parents[2]
FORMATS = _TOP / "tests" / "data" / "formats" / "1"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text('interviewer = "Tove"\n')
    shutil.copytree(FORMATS, tmp_path / "ws")
    return tmp_path / "ws"


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--workspace", str(root)])


def copies(root: Path) -> Path:
    (backup,) = (it for it in (root / "backups").iterdir() if it.is_dir())
    return backup


def test_a_dry_run_lists_and_changes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)
    assert run(root, "migrate", "--dry-run") == 0
    out = capsys.readouterr().out
    assert f"   1   2  {ASHA}\n" in out
    assert "loop 1 to 2: a loop says which program wrote it, and has no empty role" in out
    assert "4 files of 4 would be rewritten" in out
    assert everything(root) == before


def test_all_is_rewritten_with_whole_seals_and_copies_that_only_the_owner_reads(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Workspace(root).listing()
    old = files(root)
    assert run(root, "verify") == 0
    assert run(root, "migrate") == 0
    assert run(root, "verify") == 0
    assert "4 files of 4 rewritten" in capsys.readouterr().out
    after = Workspace(root).listing()
    assert [it.session for it in after.sessions] == [it.session for it in before.sessions]
    assert after.loops == before.loops
    live = {place: data for place, data in files(root).items() if place in old}
    assert all(data.startswith(b"schema_version = 2\nwritten_by = ") for data in live.values())
    assert b"role" not in live[f"{LOOP}/loop.toml"]
    assert files(copies(root)) == old
    for path in (root / "backups").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert run(root, "migrate") == 0
    assert "none to rewrite" in capsys.readouterr().out
    assert copies(root)


def test_an_edit_is_found_before_and_after_and_an_edited_file_stays_as_it_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / ASHA
    path.write_bytes(path.read_bytes().replace(b"problem-framing = 4", b"problem-framing = 5", 1))
    edited = path.read_bytes()
    assert run(root, "migrate") == 1
    assert f"Left: {ASHA}: it was edited after it was sealed" in capsys.readouterr().out
    assert path.read_bytes() == edited
    assert run(root, "verify") == 1
    later = root / FARID
    assert b"schema_version = 2" in later.read_bytes()
    later.write_bytes(later.read_bytes().replace(b"leadership = 4", b"leadership = 5", 1))
    capsys.readouterr()
    assert run(root, "verify") == 1
    out = capsys.readouterr().out
    assert out.count("were edited after submission") == 2


def test_a_step_that_would_break_a_seal_is_not_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewloop.interview.sealing.seal_of", lambda one: seal_of(one) + "x")
    before = {place: data for place, data in files(root).items() if "--" in place}
    assert run(root, "migrate") == 1
    assert {place: files(root)[place] for place in before} == before


def test_newer_damaged_and_open_files_are_left_and_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = root / LOOP / "ann--a.toml"
    newer.write_bytes(b'schema_version = 9\nwritten_by = "interviewloop 3.0"\n')
    (root / LOOP / "ann--b.toml").write_bytes(b"scores = 5\n")
    stays = {it: it.read_bytes() for it in (newer, root / LOOP / "ann--b.toml", root / FARID)}
    with SessionLock(root / FARID, "Farid", host="there"):
        assert run(root, "migrate") == 1
    out = capsys.readouterr().out
    assert f"Left: {FARID}: it is open by Farid on there" in out
    assert "ann--a.toml: it was written by interviewloop 3.0 (format 9)" in out
    assert "ann--b.toml: it cannot be read; `interviewloop verify` says why" in out
    assert "3 files of 6 rewritten, 3 left as they are" in out
    assert {it: it.read_bytes() for it in stays} == stays
    assert FARID not in files(copies(root))


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give a file away")
def test_a_file_of_somebody_else_is_left_to_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.chown(root / FARID, 12345, 12345)
    assert run(root, "migrate") == 1
    assert f"Left: {FARID}: it belongs to somebody else" in capsys.readouterr().out
    assert (root / FARID).stat().st_uid == 12345


def test_a_full_disk_leaves_the_file_and_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, data: bytes, *, fresh: bool = False) -> None:
        if path.name.startswith("example-asha"):
            raise SaveFailed(path, OSError(28, "full"))
        write_file(path, data, fresh=fresh)

    before = (root / ASHA).read_bytes()
    monkeypatch.setattr(migrating, "write_file", full)
    assert run(root, "migrate") == 1
    assert f"Left: {ASHA}: not saved: the disk is full" in capsys.readouterr().out
    assert (root / ASHA).read_bytes() == before


def test_what_a_colleague_changes_meanwhile_is_left(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = root / LOOP / "loop.toml"

    def and_a_colleague(path: Path, data: bytes, *, fresh: bool = False) -> None:
        write_file(path, data, fresh=fresh)
        if fresh and path.name == "loop.toml":
            write_file(loop, loop.read_bytes() + b"# changed\n")

    monkeypatch.setattr(migrating, "write_file", and_a_colleague)
    assert run(root, "migrate") == 1
    assert "loop.toml: it was changed meanwhile" in capsys.readouterr().out
    assert loop.read_bytes().endswith(b"# changed\n")


def test_undo_puts_back_what_was_not_changed_since(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = files(root)
    assert run(root, "migrate") == 0
    backup = copies(root)
    loop = Workspace(root)
    path = root / LOOP / "loop.toml"
    kept = loop.load_loop(path).model_copy(update={"role": "Scientist"})
    loop.save_loop(path, kept)
    changed = path.read_bytes()
    (root / FARID).unlink()
    capsys.readouterr()
    assert run(root, "migrate", "--undo", backup.name) == 1
    out = capsys.readouterr().out
    assert "loop.toml: it was changed since" in out
    assert f"{FARID}: it is gone, and is not put back" in out
    assert "2 files of 4 put back, 2 left" in out
    assert path.read_bytes() == changed
    assert not (root / FARID).exists()
    assert (root / ASHA).read_bytes() == old[ASHA]
    assert run(root, "migrate", "--undo", str(backup)) == 1
    assert run(root, "verify") == 0


def test_undo_of_everything_leaves_what_there_was(root: Path) -> None:
    old = files(root)
    assert run(root, "migrate") == 0
    backup = copies(root)
    assert run(root, "migrate", "--undo", backup.name) == 0
    assert {it: data for it, data in files(root).items() if it in old} == old
    assert run(root, "migrate", "--undo", backup.name) == 0


@pytest.mark.parametrize("named", ["2026-01-01-000000", "..", "", "../sessions"])
def test_what_is_no_backup_is_refused(
    root: Path, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)
    assert run(root, "migrate", "--undo", named) == 2
    assert "There is none." in capsys.readouterr().err
    assert everything(root) == before


def test_a_second_migration_or_erasure_waits(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = files(root)
    with alone(root, "Ivo"):
        assert run(root, "migrate") == 2
        assert "running here" in capsys.readouterr().err
        assert run(root, "candidate", "erase", "EX-04", "--yes") == 2
    assert files(root) == old
    with alone(root, "Ivo"), pytest.raises(Problem), alone(root, "Ivo"):
        pass


def test_nothing_else_takes_a_copy_for_a_session(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "export", "csv", "--kind", "example") == 0
    before = capsys.readouterr().out
    found = Workspace(root).listing()
    assert run(root, "migrate") == 0
    capsys.readouterr()
    again = Workspace(root).listing()
    assert [it.path for it in again.sessions] == [it.path for it in found.sessions]
    assert again.unreadable == ()
    assert run(root, "export", "csv", "--kind", "example") == 0
    assert capsys.readouterr().out == before


def test_the_app_saves_an_older_session_in_the_newest_format(root: Path) -> None:
    workspace = Workspace(root)
    session = workspace.load(root / FARID)
    workspace.save(root / FARID, session)
    data = (root / FARID).read_bytes()
    assert data.startswith(b"schema_version = 2\n")
    assert decode_session(data, "x") == session
    assert run(root, "verify") == 0


def test_what_is_said_does_not_depend_on_scores(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / FARID
    session = decode_session(path.read_bytes(), "x")
    said = []
    for score in (1, 5):
        card = session.scorecard.model_copy(update={"scores": {"leadership": score}})
        other = sealed_anew(session.model_copy(update={"scorecard": card}))
        path.write_bytes(tomli_w.dumps(of_first_format(other)).encode())
        for arguments in (["--dry-run"], [], ["--undo", "NAME"]):
            (name,) = (it.name for it in (root / "backups").glob("2*")) if arguments[1:] else ("",)
            run(root, "migrate", *(it.replace("NAME", name) for it in arguments))
            said.append(re.sub(r"[0-9]{4}-[0-9-]+", "TIME", "".join(capsys.readouterr())))
        shutil.rmtree(root / "backups")
    assert "put back" in said[2]
    assert said[:3] == said[3:]


@pytest.mark.parametrize("what", ["migrate", "undo"])
def test_killed_at_any_moment_it_leaves_each_file_old_or_new(tmp_path: Path, what: str) -> None:
    script = ["-m", "tests.workspace.kill_migrations", str(tmp_path), what]
    done = subprocess.run(
        [sys.executable, *script], cwd=_TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["kills"] > 40
    assert seen["mixed"] > 10
    assert (seen["torn"], seen["bad copies"], seen["unfinished"]) == (0, 0, 0)


def test_a_folder_that_may_not_be_looked_into_is_named_and_the_rest_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    look = walking._look_into

    def refused(folder: str, name: str, files: dict[str, Stamp]) -> None:
        if name == "shut":
            raise ReadFailed("This folder cannot be read", "not permitted", "", folder)
        look(folder, name, files)

    (root / "sessions" / "shut").mkdir()
    monkeypatch.setattr(walking, "_look_into", refused)
    assert run(root, "migrate") == 1
    out = capsys.readouterr().out
    assert "Left: sessions/shut: it cannot be read" in out
    assert "4 files of 5 rewritten" in out


def test_nothing_is_erased_behind_a_link_in_a_backup(root: Path, tmp_path: Path) -> None:
    assert run(root, "migrate") == 0
    folder = next((copies(root) / "sessions").iterdir())
    shutil.move(folder, tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert run(root, "candidate", "erase", "EX-04", "--yes") == 0
    assert (tmp_path / "elsewhere" / "loop.toml").exists()
