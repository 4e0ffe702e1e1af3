"""Whatever a file holds, loading it gives a model or findings."""

from __future__ import annotations

import os
import shutil
import socket
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewloop.library.check import check
from interviewloop.library.files import MAX_BYTES
from interviewloop.library.load import (
    Broken,
    Loaded,
    document,
    fit_any,
    load_case,
    load_persona,
    load_rubric,
)
from interviewloop.model.case import Case
from interviewloop.model.persona import Persona
from interviewloop.model.rubric import Rubric

GOOD = Path(__file__).parents[1] / "data/good"
CASE = GOOD / "cases/exp-shorter-form/case.toml"
RUBRIC = GOOD / "rubrics/small-shop.toml"
PERSONA = """\
schema_version = 1

[persona]
id = "quill"
title = "Quill, strong and quiet"
case = "exp-shorter-form"
polish = -1
levels = { test-rigor = 5, framing = 4, plain-speech = 2 }

[[answers]]
stage = "read"
text = "The arms differ in size."
shows = ["tr5-counts"]

[[answers]]
probe = "p-lisbon"
text = "Luck, I think."
"""


def write(tmp_path: Path, content: str | bytes, name: str = "case.toml") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def the_finding(path: Path) -> tuple[str, int]:
    loaded = load_case(path)
    assert isinstance(loaded, Broken)
    (finding,) = loaded.findings
    assert finding.mend
    return finding.code, finding.line


def test_a_good_file_of_each_sort_is_loaded(tmp_path: Path) -> None:
    case, rubric = load_case(CASE), load_rubric(RUBRIC)
    persona = load_persona(write(tmp_path, PERSONA, "quill.toml"))
    assert not isinstance(case, Broken)
    assert not isinstance(rubric, Broken)
    assert not isinstance(persona, Broken)
    assert case.value.id == "exp-shorter-form"
    assert list(rubric.value.dimensions) == ["test-rigor", "framing", "plain-speech"]
    assert persona.value.answers[1].probe == "p-lisbon"
    assert case.line(("stages", "dig")) < case.line(("stages", "dig", "prompt"))


def test_a_file_says_by_its_first_table_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "persona.toml").write_text(PERSONA, encoding="utf-8")
    (tmp_path / "other.toml").write_text('name = "pyproject"', encoding="utf-8")
    found = []
    for path in (CASE, RUBRIC, tmp_path / "persona.toml", tmp_path / "other.toml"):
        read = document(path)
        assert not isinstance(read, Broken)
        found.append(fit_any(path, *read))
    *content, other = found
    assert [type(one.value) for one in content if isinstance(one, Loaded)] == [
        Case,
        Rubric,
        Persona,
    ]
    assert isinstance(other, Broken)
    assert [finding.code for finding in other.findings] == ["S04"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('probe = "p-lisbon"\n', "", "S07", 15),
        ('probe = "p-lisbon"\n', 'probe = "p-lisbon"\nstage = "read"\n', "S07", 15),
        ("polish = -1", "polish = 3", "S07", 7),
        ("plain-speech = 2", "plain-speech = 0", "S07", 8),
        ('shows = ["tr5-counts"]', "shows = 5", "S06", 13),
        ("[[answers]]", "[[answer]]", "S05", 10),
    ],
)
def test_a_broken_persona(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    path = write(tmp_path, PERSONA.replace(old, new), "quill.toml")
    (finding,) = check([path]).findings
    assert (finding.code, finding.line) == (code, line)


def test_two_dimensions_of_one_name(tmp_path: Path) -> None:
    text = RUBRIC.read_text(encoding="utf-8").replace('name = "Framing"', 'name = "test rigor"')
    (finding,) = check([write(tmp_path, text, "small-shop.toml")]).findings
    assert (finding.code, finding.line) == ("S07", 1)
    assert "same name" in finding.message


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    assert the_finding(write(tmp_path, b"a = 1\nb = 2 # caf\xe9\n")) == ("S02", 2)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + CASE.read_bytes())
    assert not isinstance(load_case(path), Broken)


def test_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = write(tmp_path, CASE.read_bytes().replace(b"\n", b"\r\n"))
    loaded = load_case(path)
    assert not isinstance(loaded, Broken)
    good = load_case(CASE)
    assert not isinstance(good, Broken)
    assert loaded.line(("debrief",)) == good.line(("debrief",))
    assert loaded.value == good.value


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("a = [\n1,\n2", 3),
        ("a = 1\nb = " + "9" * 5_000, 2),
        ("a = " + "[" * 100_000, 1),
        ("a = 1\n\x00", 2),
    ],
)
def test_odd_content_is_placed(tmp_path: Path, content: str, line: int) -> None:
    loaded = load_case(write(tmp_path, content))
    assert isinstance(loaded, Broken)
    assert loaded.findings[0].line == line


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    assert the_finding(write(tmp_path, b"#" * (MAX_BYTES + 1))) == ("S02", 1)


def test_a_fifo_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    os.mkfifo(path)
    assert the_finding(path) == ("S02", 1)


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "link.toml").symlink_to(tmp_path / "folder.toml")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    (tmp_path / "dangling.toml").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.toml"))
        for name in ("folder", "link", "loop", "dangling", "socket", "missing"):
            assert the_finding(tmp_path / f"{name}.toml") == ("S02", 1)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a = 1")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert the_finding(path) == ("S02", 1)


def test_a_file_wrong_throughout_is_told_in_a_list_of_bearable_length(tmp_path: Path) -> None:
    text = "schema_version = 1\n[case]\n" + "".join(f"zz{n} = 1\n" for n in range(5_000))
    assert len(check([write(tmp_path, text)]).findings) <= 100


# ------------------------------------------------------------------------------------------ fuzz

FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ANY_VALUE: st.SearchStrategy[Any] = st.recursive(
    st.none().map(lambda _: 0)
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.dates(),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3)
    ),
    max_leaves=5,
)
SNIPPETS = st.sampled_from(
    ["\n", '"', "'", '"""', "[", "]", "[[", "{", "}", "=", ".", ",", "#", "\\", "\x00", "\r"]
) | st.text(max_size=5)


@FUZZ
@given(content=st.binary(max_size=300))
def test_random_bytes_never_raise(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, content)
    assert check([path]).of("E")


@FUZZ
@given(data=st.data())
def test_a_mutated_text_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    text = CASE.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 30))
        text = text[:start] + data.draw(SNIPPETS) + text[start + length :]
    path = write(tmp_path, text.encode("utf-8", "surrogatepass"))
    for finding in check([path]).findings:
        assert finding.line >= 1


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, below in entries:
        found.append((*above, key))
        if isinstance(below, dict | list):
            found += places(below, (*above, key))
    return found


@FUZZ
@given(data=st.data())
def test_a_mutated_value_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "case"
    if not folder.exists():
        shutil.copytree(CASE.parent, folder)
    content = tomllib.loads(CASE.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        *above, key = data.draw(st.sampled_from(places(content)))
        holder = content
        for part in above:
            holder = holder[part]
        holder[key] = data.draw(ANY_VALUE | st.sampled_from(["platforms", "read", "tr5-counts"]))
    text = tomli_w.dumps(content).encode("utf-8", "replace")
    (folder / "case.toml").write_bytes(text)
    for finding in check([folder / "case.toml"]).findings:
        assert finding.line >= 1
        assert finding.message


@FUZZ
@given(
    content=st.binary(max_size=200)
    | st.lists(st.text('0123456789.,e-+%"\n x', max_size=8), max_size=12).map(
        lambda cells: ("town,p,p_bonferroni,q_bh\n" + ",".join(cells)).encode()
    )
)
def test_a_mutated_table_never_raises(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "case"
    if not folder.exists():
        shutil.copytree(CASE.parent, folder)
    old = sha256((CASE.parent / "exhibits/towns.csv").read_bytes()).hexdigest()
    text = CASE.read_text(encoding="utf-8").replace(old, sha256(content).hexdigest())
    (folder / "exhibits/towns.csv").write_bytes(content)
    (folder / "case.toml").write_text(text, encoding="utf-8")
    for finding in check([folder / "case.toml"]).findings:
        assert finding.line >= 1


@FUZZ
@given(formula=st.text(max_size=30) | st.text("cell(\"p',)+-*/0123456789. e", max_size=40))
def test_a_mutated_formula_never_raises(tmp_path: Path, formula: str) -> None:
    folder = tmp_path / "case"
    if not folder.exists():
        shutil.copytree(CASE.parent, folder)
    content = tomllib.loads(CASE.read_text(encoding="utf-8"))
    content["pitfalls"]["counts"]["computed"]["1240"] = f"x{formula}"
    content["exhibits"]["platforms"]["checks"] = [f"rate_control = {formula}", formula]
    text = tomli_w.dumps(content).encode("utf-8", "replace")
    (folder / "case.toml").write_bytes(text)
    assert check([folder / "case.toml"]).findings
