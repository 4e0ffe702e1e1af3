"""``interviewloop export``: what goes where, and what it says when it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.test_long_table import IVO, MARA, card

from interviewloop.cli.main import main
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text('interviewer = "Tove"\n')
    return tmp_path


def store(root: Path) -> None:
    for one in (card(MARA), card(IVO, start=95)):
        Workspace(root).create(one)


def test_interviewers_have_codes_until_names_are_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store(root)
    assert main(["export", "csv", "--workspace", str(root)]) == 0
    coded = capsys.readouterr().out
    assert MARA not in coded
    assert "Interviewer 01" in coded
    assert main(["export", "csv", "--names", "--workspace", str(root)]) == 0
    assert MARA in capsys.readouterr().out


def test_a_file_is_written_once_and_never_replaced(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store(root)
    out = root / "scores.json"
    command = ["export", "json", "--out", str(out), "--workspace", str(root)]
    assert main(command) == 0
    before = out.read_bytes()
    assert main(command) == 2
    assert "is there already" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_nothing_to_export_is_a_no(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "facets", "--workspace", str(root)]) == 1
    assert capsys.readouterr().out == ""
    assert main(["export", "parquet", "--workspace", str(root)]) == 2
    assert "--out" in capsys.readouterr().err
