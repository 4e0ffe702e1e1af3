"""A candidate's data: given out with names masked, erased to the last byte, kept on hold."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0
from tests.exchange.imports import SAMPLES
from tests.interview.test_erasure import SAID, card

from interviewloop.cli.main import main
from interviewloop.doctor.look_files import erasure_of
from interviewloop.exchange.import_store import stored_ratings
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import apply
from interviewloop.interview.sealing import sealed_anew
from interviewloop.workspace import erasing, surveying
from interviewloop.workspace.candidate_names import FILE
from interviewloop.workspace.index import Index, index_file
from interviewloop.workspace.locations import Surroundings
from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

MARA, IVO = "Mara Lindqvist", "Ivo Brandt"
NAME = "Änne Österberg"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    root = tmp_path / "ws"
    root.mkdir()
    (tmp_path / "config.toml").write_text('interviewer = "Tove"\n')
    for one in (card(MARA), card(IVO, start=95)):
        Workspace(root).create(one)
    run(root, "candidate", "name", "C-014", NAME)
    return root


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--workspace", str(root)])


def everything(root: Path) -> bytes:
    """Names and bytes of every file of the workspace."""
    parts = [
        f"{path.relative_to(root)}\0".encode() + (path.read_bytes() if path.is_file() else b"")
        for path in sorted(root.rglob("*"))
    ]
    return b"\n".join(parts)


def rows(root: Path) -> list[tuple[str, str, int]]:
    listing = Workspace(root).listing()
    found = rows_from_sessions(
        [one.session for one in listing.sessions], loops=[one.loop for one in listing.loops]
    )
    return sorted((row.interviewer, row.dimension, row.score) for row in found.rows)


def test_after_erasure_no_byte_of_the_candidate_is_left_and_figures_stand(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(root)
    (root / "exports").mkdir()
    (root / "exports" / "candidates.csv").write_text("C-014,4.2\n")
    (root / "exports" / "other.csv").write_text("C-015,4.2\n")
    assert run(root, "candidate", "erase", "C-014") == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert b"C-014" in everything(root)
    assert run(root, "candidate", "erase", "c-014", "--yes") == 0
    left = everything(root)
    for word in (b"C-014", b"c-014", NAME.encode(), NAME.split()[1].encode(), SAID.encode()):
        assert word not in left
    assert b"C-015" in left
    assert rows(root) == before
    (receipt,) = (root / "receipts").iterdir()
    assert "scorecards_kept_without_name = 2" in receipt.read_text()
    assert run(root, "verify") == 0


def make_older(root: Path) -> None:
    """Everything as an older program wrote it, and migrated, so that there is a backup."""
    for path in (root / "sessions").rglob("*.toml"):
        data = path.read_bytes().replace(b"schema_version = 2", b"schema_version = 1", 1)
        path.write_bytes(data)
    assert run(root, "migrate") == 0


def backed_up(root: Path) -> list[Path]:
    return sorted((root / "backups").rglob("*.toml"))


def test_backups_are_erased_too_and_those_of_others_stay(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = card("Nura Said", start=99).model_copy(update={"candidate": "K-77", "loop": "K-77"})
    Workspace(root).create(sealed_anew(other))
    make_older(root)
    (root / "backups" / "2026-03-01-120000").mkdir()
    assert len(backed_up(root)) == 5
    killed = next(it for it in backed_up(root) if b"C-014" in it.read_bytes())
    killed.with_name(f".{killed.name}.{16 * 'a'}.tmp").write_bytes(killed.read_bytes()[:99])
    assert run(root, "candidate", "erase", "C-014") == 0
    assert "1 loop in backups" in capsys.readouterr().out
    assert len(backed_up(root)) == 5
    assert run(root, "candidate", "erase", "C-014", "--yes") == 0
    for path in root.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if "k-77" not in str(path.parent.name):
            assert SAID.encode() not in data
        for word in (b"C-014", b"c-014", NAME.encode(), NAME.split()[1].encode()):
            assert word not in data + str(path.relative_to(root)).encode()
    (receipt,) = (root / "receipts").iterdir()
    assert "loops_removed_from_backups = 1" in receipt.read_text()
    assert len(backed_up(root)) == 2
    assert run(root, "verify") == 0


def test_who_is_in_a_backup_only_is_erased_unless_on_hold(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "candidate", "hold", "C-014", "--why", "a claim") == 0
    make_older(root)
    (loop,) = {it.path.parent for it in Workspace(root).listing().sessions}
    aside = root.parent / "aside"
    loop.rename(aside)
    assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert "legal hold stands" in capsys.readouterr().err
    aside.rename(loop)
    assert run(root, "candidate", "release", "C-014", "--why", "settled") == 0
    loop.rename(aside)
    next(it for it in backed_up(root) if it.name == "loop.toml").unlink()
    assert run(root, "candidate", "erase", "C-014", "--yes") == 0
    assert b"C-014" not in everything(root)
    assert run(root, "candidate", "erase", "C-014", "--yes") == 2


def test_purging_reaches_backups_and_a_hold_keeps_them(root: Path) -> None:
    make_older(root)
    assert run(root, "candidate", "retain", "C-014", "--until", "2020-01-01") == 0
    assert run(root, "candidate", "hold", "C-014", "--why", "a claim") == 0
    assert run(root, "purge", "--yes") == 0
    assert len(backed_up(root)) == 3
    assert run(root, "candidate", "release", "C-014", "--why", "settled") == 0
    assert run(root, "purge", "--yes") == 0
    assert b"C-014" not in everything(root)
    assert SAID.encode() not in everything(root)


def test_an_erasure_that_was_cut_short_before_the_backups_is_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(root)
    remove = erasing._remove_folder

    def stop_at_backups(path: Path) -> None:
        if "backups" in path.parts:
            raise KeyboardInterrupt
        remove(path)

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_remove_folder", stop_at_backups)
        assert run(root, "candidate", "erase", "C-014", "--yes") == 130
    assert erasure_of(root, lambda: None) == "begun"
    assert run(root, "candidate", "erase", "C-014", "--yes") == 0
    assert b"C-014" not in everything(root)
    assert erasure_of(root, lambda: None) == ""


def test_a_backup_that_cannot_be_read_stops_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_older(root)
    backed_up(root)[0].write_bytes(b"?")
    assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert "A backup cannot be read" in capsys.readouterr().err
    assert len(backed_up(root)) == 3


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of the commands, where few files are indexed as well."""
    folder = tmp_path / "cache"
    made = Surroundings.of_process()
    monkeypatch.setattr(Surroundings, "of_process", lambda: replace(made, cache_dir=folder))
    monkeypatch.setattr(surveying, "LEAST", 1)
    return folder


def index(root: Path, cache: Path) -> Path:
    """The index of the workspace, filled with what lies there."""
    for path in (root / "sessions").rglob("*.toml"):
        os.utime(path, (1e9, 1e9))
    Workspace(root, cache=cache).survey()
    return index_file(cache, root / "sessions")


@pytest.mark.parametrize("command", ["erase", "purge"])
def test_the_index_forgets_the_candidate_too(root: Path, cache: Path, command: str) -> None:
    assert run(root, "candidate", "retain", "C-014", "--until", "2020-01-31") == 0
    file = index(root, cache)
    assert b"C-014" in file.read_bytes()
    # What a killed writer leaves beside it.
    file.with_name(file.name + "-journal").write_bytes(b"C-014")
    words = ["candidate", "erase", "C-014"] if command == "erase" else ["purge"]
    assert run(root, *words, "--yes") == 0
    assert b"C-014" not in everything(cache)
    assert not any(path.is_file() for path in cache.rglob("*"))
    # A list that is read afterwards has the scorecards without a name, and nothing of before.
    assert b"erased-" in index(root, cache).read_bytes()
    for word in (b"C-014", b"c-014", NAME.encode(), SAID.encode()):
        assert word not in everything(cache)


def test_an_index_that_cannot_be_deleted_is_told_and_the_next_run_goes_on(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index(root, cache)

    def refused(self: Index) -> None:
        raise PermissionError(13, "Permission denied", str(self.file))

    with monkeypatch.context() as patch:
        patch.setattr(Index, "delete", refused)
        assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert ".sqlite" in capsys.readouterr().err
    assert run(root, "candidate", "erase", "C-014", "--yes") == 0
    assert b"C-014" not in everything(cache)
    assert b"C-014" not in everything(root)


def test_a_crash_in_the_middle_is_finished_by_the_next_run(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(root)

    def full(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "_remove_folder", full)
    assert run(root, "candidate", "erase", "C-014", "--yes") == 130
    monkeypatch.undo()
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(root.parent / "config.toml"))
    assert run(root, "candidate", "erase", "C-014", "--yes") == 0
    assert rows(root) == before
    assert b"C-014" not in everything(root)


def test_a_session_open_elsewhere_stops_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Workspace(root).listing().sessions[0].path
    before = {it: it.read_bytes() for it in root.rglob("*.toml") if it.name[0] != "."}
    with SessionLock(path, MARA):
        assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert "open elsewhere" in capsys.readouterr().err
    assert {it: it.read_bytes() for it in root.rglob("*.toml") if it.name[0] != "."} == before


def test_a_legal_hold_stops_erasing_and_purging(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "candidate", "hold", "C-014", "--why", "a claim") == 0
    assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert "Tove put it on" in capsys.readouterr().err
    assert run(root, "candidate", "retain", "C-014", "--until", "2020-01-01") == 0
    assert run(root, "purge", "--yes") == 0
    assert "kept, a legal hold stands" in capsys.readouterr().out
    assert b"C-014" in everything(root)
    assert run(root, "candidate", "release", "C-014", "--why", "settled") == 0
    assert run(root, "purge") == 0
    assert b"C-014" in everything(root)
    assert run(root, "purge", "--yes") == 0
    assert b"C-014" not in everything(root)
    assert run(root, "purge") == 1


def test_who_is_to_be_kept_longer_is_kept(root: Path) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert run(root, "candidate", "retain", "C-014", "--until", tomorrow.isoformat()) == 0
    assert run(root, "purge", "--yes") == 1
    assert run(root, "candidate", "retain", "C-014", "--profile", "us-contractor") == 0
    created = Workspace(root).listing().loops[0].loop
    assert created.retain_until is not None
    assert created.retain_until.year == created.created_at.year + 2


def test_a_disclosure_masks_everybody_else(root: Path, tmp_path: Path) -> None:
    other = card("Nura Said", start=99).model_copy(update={"candidate": "C-015", "loop": "C-015"})
    Workspace(root).create(other)
    run(root, "candidate", "name", "C-015", "Pelle Svanslös")
    path = next(
        it.path for it in Workspace(root).listing().sessions if it.session.interviewer == IVO
    )
    text = path.read_text()
    path.write_text(text.replace(SAID, "Mara and Pelle said C-015 was better than lindqvist"))
    out = tmp_path / "bundle"
    assert run(root, "candidate", "disclose", "C-014", "--to", str(out)) == 0
    page, data = (out / "stored.md").read_text(), (out / "stored.json").read_text()
    for secret in ("Mara", "Lindqvist", "lindqvist", "Ivo", "Pelle", "C-015"):
        assert secret not in page + data
    assert SAID in page
    assert len(json.loads(data)["interviews"]) == 2
    assert (out / "stored.json").stat().st_mode & 0o077 == 0
    assert run(root, "candidate", "disclose", "C-014", "--to", str(out)) == 2


def test_no_bundle_before_every_scorecard_is_in(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(root)
    loop = workspace.load_loop(workspace.loop_path("C-014"))
    planned = apply(loop, PlanInterview("Nura Said", "feat-test", DIMS), T0, [])
    workspace.save_loop(workspace.loop_path("C-014"), planned)
    assert run(root, "candidate", "disclose", "C-014", "--to", str(tmp_path / "b")) == 2
    assert "Nura Said has not submitted" in capsys.readouterr().err


def test_the_names_file_is_for_its_owner_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (root / FILE).stat().st_mode & 0o077 == 0
    capsys.readouterr()
    assert run(root, "candidate", "name", "c-014") == 0
    assert capsys.readouterr().out == f"{NAME}\n"
    (root / FILE).write_text("[names")
    assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert f"{FILE}:1: it is not valid TOML" in capsys.readouterr().err


IMPORTED = "16245638003"
"""A candidate of the sample, with two scorecards."""


def import_sample(root: Path) -> None:
    assert run(root, "import", "greenhouse", str(SAMPLES / "greenhouse_scorecards.csv")) == 0


def imported_scores(root: Path) -> list[tuple[str, str, int, str]]:
    return sorted(
        (one.interviewer, one.dimension, one.score, one.submitted_at)
        for one in stored_ratings(root).ratings
    )


def test_an_imported_candidate_is_erased_and_the_scores_stand(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_sample(root)
    before = imported_scores(root)
    assert run(root, "candidate", "erase", IMPORTED) == 0
    assert "2 imported scorecards" in capsys.readouterr().out
    assert IMPORTED.encode() in everything(root)
    assert run(root, "candidate", "erase", IMPORTED, "--yes") == 0
    left = everything(root)
    for word in (IMPORTED.encode(), b"5308657003", b"Named two baselines"):
        assert word not in left
    assert b"19829042003" in left
    assert b"Jumped to a model" in left
    assert imported_scores(root) == before
    (receipt,) = (root / "receipts").iterdir()
    assert "imported_scorecards_kept_without_name = 2" in receipt.read_text()
    assert run(root, "candidate", "erase", IMPORTED) == 2


def test_own_loops_and_imports_of_one_code_go_together(root: Path) -> None:
    import_sample(root)
    (path,) = (root / "imports").iterdir()
    path.write_bytes(path.read_bytes().replace(IMPORTED.encode(), b"c-014"))
    own, imported = rows(root), imported_scores(root)
    assert run(root, "candidate", "erase", "C-014", "--yes") == 0
    assert b"c-014" not in everything(root).lower()
    assert rows(root) == own
    assert imported_scores(root) == imported


def test_an_import_that_cannot_be_read_stops_erasing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_sample(root)
    (path,) = (root / "imports").iterdir()
    path.write_bytes(path.read_bytes()[:-40])
    assert run(root, "candidate", "erase", "C-014", "--yes") == 2
    assert path.name in capsys.readouterr().err
    assert b"C-014" in everything(root)
