"""``interviewloop new``: where it writes, what it says, and that it writes over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewloop.cli.main import main
from interviewloop.library.library import Library

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace as the current folder."""
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    workspace = tmp_path / "ws"
    workspace.mkdir()
    (workspace / "interviewloop.toml").touch()
    monkeypatch.chdir(workspace)
    return workspace


def test_a_case_is_written_into_the_workspace(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "case", "exp-mine", "--kind", "experiment-critique"]) == 0
    out, err = capsys.readouterr()
    written = [here / line for line in out.splitlines()]
    assert set(written) == {path for path in here.glob("cases/**/*") if path.is_file()}
    assert written[0] == here / "cases/exp-mine/case.toml"
    assert err == "Next: interviewloop validate cases/exp-mine\n"
    assert main(["validate", "cases/exp-mine"]) == 0
    assert main(["validate", "cases/exp-mine", "--strict"]) == 1


def test_a_title_is_put_in(here: Path) -> None:
    assert main(["new", "case", "a", "--kind", "incident", "--title", 'The "feed" \\ down']) == 0
    assert Library.open([here]).case("a").case.case.title == 'The "feed" \\ down'


@pytest.mark.parametrize(
    "arguments",
    [
        ["case", "one", "--kind", "incident"],
        ["case", "one", "--from", "feat-quiet-alarms"],
        ["rubric", "one"],
        ["persona", "mine", "one"],
    ],
)
def test_nothing_is_written_over(
    here: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "case", "mine", "--kind", "feature-design"]) == 0
    assert main(["new", *arguments]) == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["new", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "There is something already" in err
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_a_link_in_the_place_of_the_case_is_not_followed(here: Path, tmp_path: Path) -> None:
    (here / "cases").mkdir()
    (here / "cases/one").symlink_to(tmp_path / "elsewhere")
    assert main(["new", "case", "one", "--kind", "incident"]) == 2
    assert not (tmp_path / "elsewhere").exists()


def test_another_folder_is_named(here: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    assert main(["new", "case", "one", "--kind", "take-home", "--to", str(there)]) == 0
    assert main(["new", "rubric", "two", "--title", "Two", "--to", str(there)]) == 0
    assert (there / "one/case.toml").is_file()
    assert (there / "two.toml").is_file()
    assert not (here / "cases").exists()
    assert main(["validate", str(there / "one"), str(there / "two.toml")]) == 0


def test_the_workspace_is_named(tmp_path: Path, here: Path) -> None:
    assert main(["new", "rubric", "two", "--workspace", str(tmp_path / "other")]) == 0
    assert (tmp_path / "other/rubrics/two.toml").is_file()


def test_a_copy_of_a_shipped_case(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "inc-green-dashboards"
    assert main(["new", "case", "inc-mine", "--from", source, "--with-personas"]) == 0
    library = Library.open([here])
    assert len(library.personas("inc-mine")) == len(Library.open([ROOT]).personas(source)) > 1
    assert main(["validate", "cases/inc-mine"]) == 0
    assert main(["incident", "replay", "inc-mine", "cases/inc-mine/playthroughs/poor.toml"]) == 0


def test_a_persona_needs_a_case_of_ones_own(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "persona", "exp-day-four-win", "robin"]) == 2
    err = capsys.readouterr().err
    assert "interviewloop new case ID --from exp-day-four-win" in err
    assert main(["new", "persona", "exp-day-four-wim", "robin"]) == 2
    assert "exp-day-four-win" in capsys.readouterr().err
    main(["new", "case", "mine", "--from", "exp-day-four-win"])
    assert main(["new", "persona", "mine", "robin"]) == 0
    assert Library.open([here]).persona("mine", "robin").name == "Robin"


@pytest.mark.parametrize(
    "arguments",
    [
        ["case", "../x", "--kind", "incident"],
        ["case", "X", "--from", "exp-day-four-win"],
        ["case", "x", "--kind", "incident", "--title", "a\x1b[2J"],
        ["case", "x", "--kind", "incident", "--with-personas"],
        ["case", "x", "--from", "../../etc"],
        ["case", "x", "--from", "\x1b[31m"],
        ["rubric", "a/b"],
        ["rubric", "x", "--title", " "],
        ["persona", "exp-day-four-win", ".."],
    ],
)
def test_what_cannot_be_is_said_in_words(
    here: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) >= 2
    assert "\x1b" not in err
    assert sorted(path.name for path in here.iterdir()) == ["interviewloop.toml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["case", "x"],
        ["case", "x", "--kind", "quiz"],
        ["case", "x", "--kind", "incident", "--from", "y"],
    ],
)
def test_usage_errors(here: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["new", *arguments])
    assert end.value.code == 2


def test_a_place_that_cannot_be_written_is_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "cases").write_text("a file", encoding="utf-8")
    assert main(["new", "case", "x", "--kind", "incident"]) == 2
    assert "Not saved" in capsys.readouterr().err
    assert main(["new", "rubric", "x", "--workspace", "/dev/null/x"]) == 2
