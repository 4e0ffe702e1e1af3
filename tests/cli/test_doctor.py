"""``interviewloop doctor``: what it prints, what it exits with, and that it tells nothing it must
not."""

from __future__ import annotations

import io
import json
import os
import re
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.doctor.damages import (
    DAMAGES,
    begin_erasure,
    furnished,
    open_at,
    session_at,
    temporary,
)
from tests.doctor.seeing import snapshot, whole_files

from interviewloop.cli.main import main
from interviewloop.doctor import look, patience
from interviewloop.doctor.facts import Disk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    config = tmp_path / "config.toml"
    config.write_text('interviewer = "Ann"\n')
    config.chmod(0o600)
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(config))
    # Else a busy disk would need attention now and then.
    monkeypatch.setattr(look, "disk_of", lambda *_: Disk(10**11, 10**6, False, "ext4", "", 0.002))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("TMUX", "STY", "NO_COLOR", "TZ"):
        monkeypatch.delenv(name, raising=False)
    return furnished(tmp_path / "team")


def doctor(root: Path, *arguments: str) -> int:
    return main(["doctor", "--workspace", str(root), *arguments])


def findings(root: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, str]]:
    doctor(root, "--format", "json", *more)
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)["findings"]
    return found


def test_all_well_is_exit_0_and_a_line_for_each_group(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(root) == 0
    text = capsys.readouterr().out
    for group in ("files", "locks", "permissions", "disk", "clock", "settings", "shared"):
        assert re.search(rf"^{group}: well", text, re.MULTILINE)
    assert text.splitlines()[-1].startswith("All is well")


def test_what_needs_attention_is_exit_1_until_it_is_mended(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session_at(root).chmod(0o644)
    root.chmod(0o711)
    (root / "sessions").chmod(0o755)
    temp = temporary(session_at(root))
    assert doctor(root) == 1
    text = capsys.readouterr().out
    assert "2 need attention, 2 notes" in text
    assert "`interviewloop doctor --mend` would mend 3." in text
    assert doctor(root, "--mend") == 0
    text = capsys.readouterr().out
    assert "Mended: A file is open to others" in text
    assert "narrowed from 0644 to 0600" in text
    assert "3 mended" in text
    assert not temp.exists()
    assert doctor(root, "--mend") == 0
    assert "mended" not in capsys.readouterr().out


def test_what_a_program_cannot_mend_stays_exit_1(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_at(root).write_bytes(b"?")
    for arguments in ((), ("--mend",), ("--format", "json", "--mend")):
        assert doctor(root, *arguments) == 1
    assert '"well": false' in capsys.readouterr().out


def test_json_says_what_mending_would_do_did_and_could_not(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary(session_at(root))
    open_at(root).write_bytes(b"?")
    by_check = {one["check"]: one for one in findings(root, capsys)}
    assert by_check["stale-temporary"]["mend"] == "would"
    assert by_check["unreadable"]["mend"] == "no"
    assert by_check["unreadable"]["where"] == "sessions/platform/bob--feed-ranking.toml"
    assert all(by_check["unreadable"][part] for part in ("title", "what", "why", "how"))
    monkeypatch.setattr(os, "fchmod", lambda *_: None)
    done = {one["check"]: one for one in findings(root, capsys, "--mend")}
    assert (done["stale-temporary"]["mend"], done["stale-temporary"]["came_of_it"]) == (
        "done",
        "removed",
    )


def test_a_mend_that_fails_says_why_and_is_not_called_done(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    root.chmod(0o711)
    (root / "imports").chmod(0o755)
    monkeypatch.setattr(os, "fchmod", refuse)
    assert doctor(root, "--mend") == 1
    assert "(not mended: Operation not permitted)" in " ".join(capsys.readouterr().out.split())


def test_a_file_where_the_workspace_should_be_is_bad_input(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(session_at(root)) == 2
    assert "This is not a workspace" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["--mends"], ["x"]])
def test_usage(root: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        doctor(root, *arguments)
    assert end.value.code == 2


def test_what_is_wrong_with_the_settings_is_told(
    root: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('colour = "red"\ndraft_save_ms = 5\n')
    found = [one["what"] for one in findings(root, capsys) if one["group"] == "settings"]
    assert found == [
        "colour is not a known key",
        "draft_save_ms must be at least 50",
        "interviewer is not set",
    ]


def test_lines_fit_80_columns_and_hold_no_control_character(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for damage in DAMAGES.values():
        try:
            damage.do(root)
        except (OSError, AssertionError):  # another damage was there first
            continue
    doctor(root)
    text = capsys.readouterr().out
    assert "\x1b" not in text
    places = re.compile(r" {4,8}(?:- )?\S*sessions/\S+")
    wide = [line for line in text.splitlines()[1:] if len(line) > 80]
    assert [line for line in wide if not places.fullmatch(line)] == []


def test_many_alike_are_counted_and_listed_in_json(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(30):
        path = root / "exports" / f"{number}.csv"
        path.parent.mkdir(exist_ok=True, mode=0o700)
        path.touch()
        path.chmod(0o644)
    doctor(root)
    assert "and 22 more (--format json lists all)" in capsys.readouterr().out
    assert sum(one["check"] == "wide-files" for one in findings(root, capsys)) == 30


def test_neither_names_nor_codes_nor_values_are_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = session_at(root).read_bytes()
    session_at(root).write_bytes(text.replace(b"modeling = 3", b"modeling = 7654321"))
    begin_erasure(root, "gone-1", "SECRET-CODE")
    (root / "candidate-names.toml").write_bytes(b'[names]\nC-1 = "Ada Byron\n')
    doctor(root)
    doctor(root, "--format", "json")
    said = capsys.readouterr().out
    for word in ("7654321", "modeling", "SECRET-CODE", "Ada", "Byron", "baseline"):
        assert word not in said


@settings(max_examples=12)
@given(names=st.lists(st.sampled_from(sorted(DAMAGES)), min_size=2, max_size=9, unique=True))
def test_any_mixture_of_damage_is_survived_and_mending_twice_changes_nothing_more(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    root = furnished(tmp_path_factory.mktemp("mixed") / "team")
    for name in names:
        try:
            DAMAGES[name].do(root)
        except (OSError, AssertionError):  # another damage was there first
            continue
    first, kept = snapshot(root), whole_files(root)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.setenv("INTERVIEWLOOP_CONFIG", str(root.parent / "config.toml"))
        patch.setattr(look, "disk_of", lambda *_: Disk())
        assert doctor(root) in (0, 1)
        assert snapshot(root) == first
        doctor(root, "--mend")
        once = snapshot(root)
        assert whole_files(root) == kept
        doctor(root, "--mend", "--format", "json")
        assert snapshot(root) == once


def test_it_ends_when_the_disk_does_not_answer(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(*_: object) -> object:
        raise patience.Silent

    temp = temporary(session_at(root))
    with monkeypatch.context() as patch:
        patch.setattr(look, "disk_of", stuck)
        assert doctor(root, "--mend") == 1
    assert temp.exists()
    assert "disk: not checked" in capsys.readouterr().out
    with monkeypatch.context() as patch:
        patch.setattr(look, "entries_of", stuck)
        assert doctor(root) == 1
    text = capsys.readouterr().out
    assert "the workspace did not answer in time" in text
    assert "disk: not checked" in text
    assert "versions: well" in text
    monkeypatch.setattr(patience, "patiently", stuck)
    assert doctor(root) == 2
    assert "does not answer" in capsys.readouterr().err
