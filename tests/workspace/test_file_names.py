from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.workspace.values import ids, texts

from interviewloop.workspace.names import file_name, session_file_name

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    ".hidden",
    "a/b",
    "a\\b",
    "C:\\x",
    "con",
    "CON",
    "aux",
    "lpt1",
    "nul.toml",
    "a--b",
    "-a-",
    "a\0b",
    "a\nb",
    "\u202egnp.exe",
    "李雷",
    "José",
    "x" * 5000,
    "~",
    "$HOME",
    "`id`",
    "loop.toml",
    " ",
    "ann ",
    "Ann",
    "\ud800",
    "%2e%2e",
    "👩‍💻",
]


def _is_safe(name: str) -> bool:
    signs = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    return bool(name) and set(name) <= signs and name[0] != "-" and "--" not in name


@pytest.mark.parametrize("name", ["ann", "a", "c-014", "7", "a-b-c", "x" * 40])
def test_clean_names_stay(name: str) -> None:
    assert file_name(name) == name


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names(name: str) -> None:
    made = file_name(name)
    assert _is_safe(made)
    assert made != name
    assert len(made) <= 51
    assert len(session_file_name(name, "c" * 60)) <= 120


def test_hostile_names_all_differ() -> None:
    assert len({file_name(name) for name in HOSTILE}) == len(HOSTILE)


@given(texts)
@example("ﬀ-1/2")
def test_any_name_is_one_plain_file_in_its_folder(name: str) -> None:
    folder = Path("/folder")
    made = file_name(name)
    assert _is_safe(made)
    assert (folder / made).resolve().parent == folder


@given(texts, texts)
@example("Ann", "ann")
@example("a b", "a-b")
@example("Ann", file_name("Ann"))
@example("x" * 41, "x" * 42)
def test_different_names_have_different_files(one: str, other: str) -> None:
    assume(unicodedata.normalize("NFC", one) != unicodedata.normalize("NFC", other))
    assert file_name(one) != file_name(other)


@given(st.text())
@example("José")
@example("Å")
def test_spellings_of_one_name_share_a_file(name: str) -> None:
    composed, taken_apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert file_name(composed) == file_name(taken_apart)


@given(texts, ids)
def test_session_names_can_be_taken_apart(interviewer: str, case: str) -> None:
    stem = session_file_name(interviewer, case).removesuffix(".toml")
    assert stem.split("--") == [file_name(interviewer), case]


def test_a_case_id_that_is_none_is_made_safe() -> None:
    assert session_file_name("ann", "../x").count("--") == 1
    assert "/" not in session_file_name("ann", "../x")


def test_readable_part_is_kept() -> None:
    assert file_name("José Núñez").startswith("jose-nunez-")
