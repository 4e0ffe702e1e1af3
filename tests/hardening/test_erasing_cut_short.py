"""An erasure killed at any step is finished by the next; a note that lies deletes nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.imports import SAMPLES
from tests.interview.test_erasure import card

from interviewloop.cli.main import main
from interviewloop.exchange.import_store import stored_ratings
from interviewloop.workspace.erasure_note import STARTED
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CODE = "16245638003"
"""A candidate of the import sample, with two scorecards."""
NAME = "Quirina Zytowski"
CALLS = ("replace", "unlink", "rmdir", "mkdir")
"""Every step after which the disk is another one."""


class Killed(BaseException):
    """Nothing after this is done, cleaning up least of all."""


class Steps:
    """Lets so many steps on the disk through and none after them."""

    def __init__(self, left: int) -> None:
        self.left = left

    def counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            if self.left <= 0:
                raise Killed
            self.left -= 1
            return real(*args, **named)

        return call


def filled(root: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    config.write_text('interviewer = "Tove"\n')
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(config))
    for who, start in (("Mara", 90), ("Ivo", 95)):
        one = card(who, start=start).model_copy(update={"candidate": CODE, "loop": CODE})
        Workspace(root).create(one)
    assert run(root, "import", "greenhouse", str(SAMPLES / "greenhouse_scorecards.csv")) == 0
    assert run(root, "candidate", "name", CODE, NAME) == 0
    (root / "exports").mkdir()
    (root / "exports" / "a.csv").write_text(f"{CODE},4\n")
    return root


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--workspace", str(root)])


def state(root: Path) -> tuple[Any, ...]:
    """What stays, without the random labels."""
    listing = Workspace(root).listing()
    assert not listing.unreadable
    sessions = sorted((it.session.interviewer, it.session.sealed) for it in listing.sessions)
    stored = stored_ratings(root)
    assert not stored.unreadable
    ratings = sorted((it.interviewer, it.dimension, it.score) for it in stored.ratings)
    (receipt,) = (root / "receipts").glob("[!.]*")
    told = [
        line for line in receipt.read_text().splitlines() if "_removed" in line or "_kept" in line
    ]
    return len(listing.loops), sessions, ratings, told


def held(root: Path) -> Iterator[Path]:
    """Files and folders that tell of the candidate."""
    for path in root.rglob("*"):
        text = path.read_bytes() if path.is_file() else b""
        if CODE in path.name or CODE.encode() in text or NAME.encode() in text:
            yield path


def test_killed_at_every_step_the_next_run_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filled(tmp_path / "whole", tmp_path / "config.toml", monkeypatch)
    assert run(whole, "candidate", "erase", CODE, "--yes") == 0
    wanted = state(whole)
    assert not [*held(whole)]
    for step in range(1, 1000):
        root = filled(tmp_path / str(step), tmp_path / "config.toml", monkeypatch)
        steps = Steps(step)
        with monkeypatch.context() as patched:
            for call in CALLS:
                patched.setattr(os, call, steps.counted(getattr(os, call)))
            try:
                run(root, "candidate", "erase", CODE, "--yes")
            except Killed:
                pass
            else:
                break
        # Killed before it had begun, or in it, there is somebody to erase; else all was done.
        done = not (root / STARTED).exists() and not [*held(root)]
        assert done or run(root, "candidate", "erase", CODE, "--yes") == 0, step
        assert state(root) == wanted, step
        assert not [*held(root)], step
    assert step > 15


LIES = {
    "a label that climbs out": 'code = "{code}"\nothers = "../../x"\nkey = "{key}"\n',
    "a loop's label that does": 'code = "{code}"\nothers = "{label}"\nkey = "{key}"\n'
    '[labels]\n"spring" = "../../x"\n',
    "a folder that climbs out": 'code = "{code}"\nothers = "{label}"\nkey = "{key}"\n'
    '[labels]\n"../../outside" = "{label}"\n',
    "the folder above": 'code = "{code}"\nothers = "{label}"\nkey = "{key}"\n'
    '[labels]\n".." = "{label}"\n',
    "an absolute folder": 'code = "{code}"\nothers = "{label}"\nkey = "{key}"\n'
    '[labels]\n"/tmp" = "{label}"\n',
    "no TOML": "code = ",
    "very deep": "a = " + "[" * 100_000,
    "somebody else's": 'code = "C-9"\nothers = "{label}"\nkey = "{key}"\n',
}


@pytest.mark.parametrize("lie", LIES)
def test_a_note_that_no_erasure_wrote_is_refused_and_nothing_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = filled(tmp_path / "a" / "team", tmp_path / "config.toml", monkeypatch)
    outside = tmp_path / "a" / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    note = LIES[lie].replace("{code}", CODE).replace("{label}", "erased-0123456789")
    (root / STARTED).write_text(note.replace("{key}", "0" * 32))
    before = files(tmp_path)
    assert run(root, "candidate", "erase", CODE, "--yes") == 2
    assert STARTED in capsys.readouterr().err or lie == "somebody else's"
    assert files(tmp_path) == before


def test_nothing_is_deleted_behind_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = filled(tmp_path / "team", tmp_path / "config.toml", monkeypatch)
    (root / "exports").rename(tmp_path / "exports")
    (root / "exports").symlink_to(tmp_path / "exports")
    loop = Workspace(root).loop_path(CODE).parent
    loop.rename(tmp_path / "loop")
    loop.symlink_to(tmp_path / "loop")
    before = files(tmp_path)
    assert run(root, "candidate", "erase", CODE, "--yes") == 2
    assert "a link that leads elsewhere" in capsys.readouterr().err
    assert files(tmp_path) == before
    loop.unlink()
    (tmp_path / "loop").rename(loop)
    run(root, "candidate", "erase", CODE, "--yes")
    assert (tmp_path / "exports" / "a.csv").exists()
    assert not loop.exists()


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
