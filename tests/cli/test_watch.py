"""``interviewloop validate --watch``: says what a save changed, and no more."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewloop.cli import watch
from interviewloop.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = Path(__file__).parents[2] / "tests/data/good"
FILE = "cases/exp-shorter-form/case.toml"
Save = tuple[str, str, str]
"""A file, an old text and a new one."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a good case and rubric in it."""
    shutil.copytree(GOOD, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it slept each time."""
    return []


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch, rested: list[float]) -> Callable[..., None]:
    """Plans what happens during each rest; after the last comes Ctrl-C."""

    def plan(*deeds: Callable[[], object]) -> None:
        left = iter(deeds)

        def sleep(seconds: float) -> None:
            rested.append(seconds)
            deed = next(left, None)
            if deed is None:
                raise KeyboardInterrupt
            deed()

        monkeypatch.setattr(watch.time, "sleep", sleep)

    return plan


def save(name: str, old: str, new: str) -> Callable[[], object]:
    def deed() -> None:
        text = Path(name).read_text(encoding="utf-8")
        assert old in text
        Path(name).write_text(text.replace(old, new), encoding="utf-8")

    return deed


def nothing() -> None:
    """A rest in which nobody saves."""


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed after the first report, without the times of day."""
    out = capsys.readouterr().out
    _, _, after = out.partition("warnings.\n")
    return [line[9:] if line[:1].isdigit() else line for line in after.splitlines()]


def test_only_what_changed_is_printed(
    here: Path, during: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    during(
        nothing,
        save(FILE, "slot_min = 45", "slot_min = 60"),
        nothing,
        save(FILE, "# A small case", "# One line more\n# A small case"),
        save(FILE, "slot_min = 60", "slot_min = 45"),
    )
    assert main(["validate", "--watch"]) == 0
    assert told(capsys) == [
        f"{FILE} changed",
        f"  new    {FILE}:9: T01 stages take 45 minutes, the slot has 60 (add 15)",
        "  1 error, 0 warnings.",
        f"{FILE} changed",
        "  nothing new: 1 error, 0 warnings.",
        f"{FILE} changed",
        f"  mended {FILE}:10: T01 stages take 45 minutes, the slot has 60 (add 15)",
        "  0 errors, 0 warnings.",
    ]


def test_ctrl_c_ends_with_the_last_answer(here: Path, during: Callable[..., None]) -> None:
    during(save(FILE, "slot_min = 45", "slot_min = 60"))
    assert main(["validate", "cases", "--watch"]) == 1
    during()
    assert main(["validate", "cases", "--watch"]) == 1
    during(save(FILE, "slot_min = 60", "slot_min = 45"))
    assert main(["validate", "cases", "--watch"]) == 0
    during(save(FILE, "What would you like to know about us?", "What? Why? Which?"))
    assert main(["validate", "cases", "--watch", "--strict"]) == 1


def test_an_exhibit_a_rubric_and_a_new_case_count(
    here: Path, during: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    during(
        save("cases/exp-shorter-form/exhibits/weeks.csv", "week", "weeks"),
        save("rubrics/small-shop.toml", "[dimensions.framing", "[dimensions.frames"),
        lambda: main(["new", "case", "x", "--kind", "incident", "--to", "cases"]),
        lambda: shutil.rmtree("cases/x"),
        lambda: shutil.rmtree("cases"),
    )
    assert main(["validate", ".", "--watch"]) == 0
    lines = told(capsys)
    changed = [line for line in lines if line.endswith(" changed")]
    assert changed == [
        "cases/exp-shorter-form/exhibits/weeks.csv changed",
        "rubrics/small-shop.toml changed",
        "cases/x/case.toml and 7 more changed",
        "cases/x/case.toml and 7 more changed",
        f"{FILE} and 4 more changed",
    ]
    assert any(" new    " in line and " N03 " in line for line in lines)
    assert any(" new    " in line and " R01 " in line for line in lines)
    assert any(" new    cases/x/incident.toml:" in line for line in lines)
    assert lines[-1] == "  0 errors, 0 warnings."


def test_what_is_gone_is_said_once_and_may_come_back(
    here: Path, during: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    away = here.parent / "away"
    during(
        lambda: shutil.move("cases", away),
        nothing,
        nothing,
        lambda: shutil.move(away, "cases"),
        lambda: shutil.move("cases", away),
    )
    assert main(["validate", FILE, "--watch"]) == 1
    assert capsys.readouterr().err.count("Nothing to check") == 2


def test_a_broken_file_does_not_end_it(
    here: Path, during: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(FILE).read_text(encoding="utf-8")
    during(
        lambda: Path(FILE).write_bytes(b"\xff\xfe\x00"),
        lambda: Path(FILE).write_text("[case\x1b[2J", encoding="utf-8"),
        lambda: Path(FILE).write_text(text, encoding="utf-8"),
    )
    assert main(["validate", FILE, "--watch"]) == 0
    out = capsys.readouterr().out
    assert " S02 " in out
    assert " S01 " in out
    assert "\x1b" not in out


def test_it_rests_longer_than_it_looks(
    here: Path, during: Callable[..., None], rested: list[float]
) -> None:
    during(nothing, nothing)
    main(["validate", "--watch"])
    assert min(rested) >= watch.EVERY_S
    with pytest.raises(KeyboardInterrupt):
        watch.rest(3.0)
    assert rested[-1] == 3.0 * watch.REST


def test_a_look_reads_no_file(
    here: Path, during: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(*_: object) -> None:
        raise AssertionError("a file was checked although none had changed")

    during(
        lambda: monkeypatch.setattr("interviewloop.library.watching.check", count),
        nothing,
        nothing,
    )
    assert main(["validate", "--watch"]) == 0


def test_json_and_watch_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--watch", "--json"]) == 2
    assert "--json" in capsys.readouterr().err


def test_nothing_to_watch(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "nowhere", "--watch"]) == 2
    assert "Nothing to check" in capsys.readouterr().err
