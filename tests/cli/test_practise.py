"""``interviewloop practise``: what it refuses before any screen is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.tui.practice import CASE, library

from interviewloop.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.cli.here import Here
    from interviewloop.tui.screens.practise import PractiseScreen


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("INTERVIEWLOOP_WORKSPACE", str(tmp_path / "team"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Here, PractiseScreen]]:
    """What the app would have been opened with."""
    calls: list[Any] = []

    def open_(place: Here, first: Any) -> int:
        calls.append((place, first()))
        return 0

    monkeypatch.setattr("interviewloop.cli.practise.need_terminal", lambda: None)
    monkeypatch.setattr("interviewloop.cli.practise.open_app", open_)
    return calls


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["exp-nowhere"], "there is no case called 'exp-nowhere'"),
        (["inc-missed-fraud"], "has no simulated candidates"),
        ([CASE, "Velvett"], "Did you mean Velvet?"),
        ([CASE, ""], "no personas of"),
    ],
)
def test_what_there_is_not_is_said_without_a_screen(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["practise", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert not any(id_ in err for id_ in library().personas(CASE) if "-" in id_)


def test_without_a_terminal_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practise"]) == 2
    assert "the app needs a terminal" in capsys.readouterr().err


def test_case_persona_and_trainee_reach_the_screen(
    opened: list[tuple[Here, PractiseScreen]], tmp_path: Path
) -> None:
    assert main(["practise", CASE, "canvas", "--as", " Ada Byron "]) == 0
    ((place, screen),) = opened
    assert (screen._case, screen._persona) == (CASE, "velvet-plain")
    assert place.settings.interviewer == "Ada Byron"
    assert not (tmp_path / "config.toml").exists()  # for this run only


def test_without_arguments_it_is_chosen_on_the_screen(
    opened: list[tuple[Here, PractiseScreen]],
) -> None:
    assert main(["practise"]) == 0
    ((place, screen),) = opened
    assert (screen._case, screen._persona, place.settings.interviewer) == (None, None, "")
