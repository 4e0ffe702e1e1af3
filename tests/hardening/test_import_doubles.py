"""The same rating twice, in one file, in two, in two imports, in two at once: once, and told."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.exchange.imports import SAMPLES, in_file, read_csv_as, sample

from interviewloop.cli.main import main
from interviewloop.exchange import import_store
from interviewloop.exchange.import_files import read_import
from interviewloop.exchange.import_store import FOLDER, files_of, store_new, stored_ratings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MAP = """
[columns]
candidate = "candidate"
interviewer = "interviewer"
dimension = "dimension"
score = "score"
[scale]
lowest = 1
highest = 5
"""
HEADER = "candidate,interviewer,dimension,score\n"


def test_twice_in_one_file_is_rejected_by_its_line() -> None:
    reading = read_csv_as(MAP, HEADER + "C-1,Ann,model,4\n" + "C-1,Ann,model,4\n")
    assert len(reading.ratings) == 1
    assert "line 3" in reading.rejected[0].where
    assert "a second time" in reading.rejected[0].reason


def test_one_file_given_twice_is_rejected() -> None:
    lever = in_file("lever_feedback.json")
    once, twice = read_import("lever", [lever]), read_import("lever", [lever, lever])
    assert twice.ratings == once.ratings
    assert len(twice.rejected) > len(once.rejected)


def test_a_copy_of_an_import_counts_once_and_is_told(tmp_path: Path) -> None:
    store_new(tmp_path, sample("lever").ratings)
    (path,) = files_of(tmp_path)
    once = stored_ratings(tmp_path)
    (tmp_path / FOLDER / "zz-copy.toml").write_bytes(path.read_bytes())
    again = stored_ratings(tmp_path)
    assert again.ratings == once.ratings
    assert "stand a second time" in again.unreadable[0].what
    assert "zz-copy" in again.unreadable[0].where


def test_two_who_import_the_same_at_once_do_not_double_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratings = sample("lever").ratings
    second = threading.Thread(target=store_new, args=(tmp_path, ratings))
    real = import_store.store

    def slow(*args: object) -> Path:
        monkeypatch.setattr(import_store, "store", real)
        second.start()
        second.join(0.2)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(import_store, "store", slow)
    # A longer export, so that the two files differ.
    store_new(tmp_path, ratings[:-1])
    second.join()
    assert sorted(stored_ratings(tmp_path).ratings) == sorted(ratings)
    assert not stored_ratings(tmp_path).unreadable


def test_the_same_import_by_the_command_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["import", "lever", str(SAMPLES / "lever_feedback.json"), "--workspace", str(tmp_path)]
    line.append("--skip-rejected")
    assert main(line) == 0
    before = {path: path.read_bytes() for path in files_of(tmp_path)}
    assert main(line) == 0
    assert "Nothing new" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in files_of(tmp_path)} == before
