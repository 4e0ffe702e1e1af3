from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from interviewloop.model.errors import Problem
from interviewloop.workspace.files import SaveFailed
from interviewloop.workspace.settings import Settings, load_settings, save_settings, unknown


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "config.toml"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_no_file_no_problem(path: Path) -> None:
    assert load_settings(path) == (Settings(), [])
    assert not path.parent.exists()


def test_all_settings_are_read(path: Path) -> None:
    _write(
        path,
        'interviewer = "Ann"\ntheme = "nord"\nworkspace = "~/team"\ndraft_save_ms = 100\n'
        '[keymap]\n"note.add" = "f2,ctrl+n"\n',
    )
    assert load_settings(path) == (
        Settings(
            interviewer="Ann",
            theme="nord",
            workspace=Path("~/team"),
            draft_save_ms=100,
            keymap={"note.add": "f2,ctrl+n"},
        ),
        [],
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('intervewer = "Ann"', 1, "intervewer is not a known key; did you mean interviewer?"),
        ("\n# x\nzzz = 1", 3, "zzz is not a known key"),
        ("theme = 3", 1, 'theme needs text in "quotes"'),
        ('theme = ""', 1, "theme must not be empty"),
        ("draft_save_ms = 5000", 1, "draft_save_ms must be at most 900"),
        ('draft_save_ms = "soon"', 1, "draft_save_ms needs a whole number"),
        ("workspace = 1", 1, 'workspace needs a path in "quotes"'),
        ('\n[keymap]\na = "f1"\nb = 2', 4, 'keymap.b needs text in "quotes"'),
        ('\n[keymap]\na = "f1"\nb = ""', 4, 'keymap.b needs keys, such as "f2,ctrl+n"'),
        ('\n[keymap]\na = "f1"\nb = "f3, ,f4"', 4, 'keymap.b needs keys, such as "f2,ctrl+n"'),
        ("keymap = 1", 1, "keymap needs a table"),
        ("[theme]", 1, 'theme needs text in "quotes"'),
    ],
)
def test_a_mistake_is_named_and_the_rest_counts(
    path: Path, text: str, line: int, said: str
) -> None:
    rest = 'interviewer = "Ann"\n' if "Ann" not in text else ""
    _write(path, f"{rest}{text}\n")
    settings, problems = load_settings(path)
    assert [problem.what for problem in problems] == [said]
    assert problems[0].where == f"{path}:{line + bool(rest)}"
    assert settings == Settings(
        interviewer="Ann" if rest else "", keymap={"a": "f1"} if "f1" in text else {}
    )


def test_every_mistake_is_named(path: Path) -> None:
    _write(path, "a = 1\nb = 2\ntheme = 3\n[keymap]\nx = 1\ny = 2\n")
    assert len(load_settings(path)[1]) == 5


@pytest.mark.parametrize("content", [b"theme = ", b"\xff", b"x = " + b"[" * 9999])
def test_a_file_that_is_no_toml_leaves_the_defaults(path: Path, content: bytes) -> None:
    _write(path, "").write_bytes(content)
    settings, problems = load_settings(path)
    assert settings == Settings()
    assert len(problems) == 1
    with pytest.raises(Problem):
        save_settings(path, Settings(theme="light"))
    assert path.read_bytes() == content


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_leaves_the_defaults(path: Path, make: object) -> None:
    path.parent.mkdir()
    make(path)  # type: ignore[operator]
    assert load_settings(path)[0] == Settings()
    assert load_settings(path)[1][0].title == "Not a regular file"


CHANGED = Settings(
    interviewer='Ann "A" \\',
    theme="light",
    workspace=Path("/team"),
    draft_save_ms=200,
    keymap={"note.add": "f2", "app.quit": "f10"},
)


@pytest.mark.parametrize(
    "before",
    [
        None,
        "",
        "# mine",
        'theme = "dark"\n',
        '[keymap]\n"note.add" = "f1"\n',
        'theme = "dark"\n\n# keys\n[keymap] # here\n"app.quit" = "f9"\n\n[theirs]\nx = 1\n',
        '[theirs]\ntheme = "x"\n',
        'theme = "dark"\r\n[keymap]\r\nzoom = "f1"\r\n',
        'interviewer = "\\u2028 dark"\nnote = """\ntheme = 1\n[keymap]\n"""\n',
    ],
)
def test_what_is_saved_is_read_and_the_rest_stays(path: Path, before: str | None) -> None:
    if before is not None:
        _write(path, "").write_bytes(before.encode())
    save_settings(path, CHANGED)
    settings, problems = load_settings(path)
    assert settings == CHANGED
    unknown = [problem for problem in problems if "not a known key" not in problem.what]
    assert unknown == []
    for kept in ("# mine", "# keys", "[theirs]", "\ntheme = 1\n"):
        assert (kept in path.read_text()) is (kept in (before or ""))
    save_settings(path, Settings())
    assert load_settings(path)[0] == Settings()


def test_only_the_line_that_changed_changes(path: Path) -> None:
    _write(path, '# a\ninterviewer = "Ann" # me\n\ntheme = "dark" # at night\nwrong = 1\n')
    save_settings(path, replace(load_settings(path)[0], theme="light"))
    assert path.read_text() == '# a\ninterviewer = "Ann" # me\n\ntheme = "light"\nwrong = 1\n'


def test_nothing_changed_nothing_written(path: Path) -> None:
    save_settings(path, Settings())
    assert not path.exists()


@pytest.mark.parametrize(
    "text", ['keymap = { "note.add" = "f1" }\n', 'theme = """\ndark"""\n', 'keymap.zoom = "f1"\n']
)
def test_a_layout_that_cannot_be_edited_is_left_alone(path: Path, text: str) -> None:
    _write(path, text)
    with pytest.raises(Problem, match="cannot change safely"):
        save_settings(path, Settings(theme="light", keymap={"note.add": "f2"}))
    assert path.read_text() == text


def test_a_linked_config_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    target = tmp_path / "dotfiles.toml"
    target.write_text('theme = "dark"\n')
    path.symlink_to(target)
    save_settings(path, Settings(theme="light"))
    assert path.is_symlink()
    assert target.read_text() == 'theme = "light"\n'


def test_a_disk_that_refuses(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(path, 'theme = "dark"\n')

    def full(_handle: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(SaveFailed):
        save_settings(path, Settings(theme="light"))
    assert path.read_text() == 'theme = "dark"\n'


def test_a_theme_and_bindings_that_do_not_exist_are_named_with_the_nearest() -> None:
    themes, ids = ("dark", "light", "nord"), ("live.next", "home.new")
    wrong = Settings(theme="nrod", keymap={"live.nxt": "f2", "home.new": "f3", "zzz": "f4"})
    problems = unknown(wrong, iter(themes), iter(ids), "/c/config.toml")
    assert [problem.what for problem in problems] == [
        "theme: there is no theme 'nrod'; did you mean nord?",
        "keymap: 'live.nxt' is not the id of a key binding; did you mean live.next?",
        "keymap: 'zzz' is not the id of a key binding",
    ]
    assert problems[0].where == "/c/config.toml"
    assert unknown(Settings(theme="nord", keymap={"live.next": "f2"}), themes, ids) == []
