"""Whatever is in a file, its reader gives a value or says in words what is wrong with it."""

from __future__ import annotations

import ast
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.hardening.found import FOUND
from tests.hardening.readers import READERS, ROOT

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

PHASES = [Phase.explicit, Phase.generate]
"""Making a long content shorter takes minutes; which changes it were is told anyway."""
SOURCE = ROOT / "src" / "interviewloop"
PARSERS = {("tomllib", "loads"), ("json", "loads"), ("csv", "reader")}
ELSEWHERE = {
    "_tried": "what a process of our own says, not a file",
    "_document": "a case that the library has read already",
    "_with_value": "a case that the library has read already",
    "_parsed": "the text of settings that were read already, with one line changed",
}
"""Functions that parse and that no reader of the table leads to, with the reason."""
ENDS = [
    b"0001-01-01T00:00:00+23:59", b"9999-12-31T23:59:59-23:59", b"0001-01-01", b"9999-12-31",
    b"1" * 5000, b"-" + b"9" * 20, b"1e999", b"nan", b"-inf", b"0x" + b"f" * 5000, b'"\\ud800"',
    b'"\\u0000\\u001b[2J\\u202e"', b"[" * 2000, b"{" * 2000, b"[" * 100_000, b"{'a':" * 50_000,
    b"\xff\xfe", b"\xed\xa0\x80", b"\0", b'"' * 3, b"'''", b",", b"\r", b"\r\n", b"=", b"[[a]]\n",
    b".a" * 400, b'"a":{' * 3000, b"true", b"null", b"",
]  # fmt: skip
"""What is likely to be too much, put where something else was."""


def test_every_seed_is_accepted(tmp_path: Path) -> None:
    for name, reader in READERS.items():
        for seed in reader.seeds:
            assert not isinstance(reader(seed, tmp_path), Problem), name


def test_every_function_that_parses_is_reached_from_the_table(tmp_path: Path) -> None:
    parsing = {name for path in SOURCE.rglob("*.py") for name in functions_that_parse(path)}
    reached: set[str] = set()

    def look(frame: Any, event: str, _: Any) -> None:
        if event == "call" and str(SOURCE) in frame.f_code.co_filename:
            reached.add(frame.f_code.co_name)

    sys.setprofile(look)
    try:
        for reader in READERS.values():
            for seed in (*reader.seeds, b'"\\u0061" = 1\n'):
                reader(seed, tmp_path)
    finally:
        sys.setprofile(None)
    assert parsing - reached - ELSEWHERE.keys() == set()
    assert ELSEWHERE.keys() <= parsing


def functions_that_parse(path: Path) -> Iterator[str]:
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name)
                and (call.func.value.id, call.func.attr) in PARSERS
            ):
                yield function.name


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=20, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_reader_gives_a_value_or_a_problem(name: str, data: st.DataObject) -> None:
    reader = READERS[name]
    content = bytearray(data.draw(st.sampled_from(reader.seeds)))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 40))
        content[start : start + length] = data.draw(st.binary(max_size=6) | st.sampled_from(ENDS))
    with tempfile.TemporaryDirectory() as folder:
        reader(bytes(content), Path(folder))


@pytest.mark.parametrize("end", ENDS, ids=range(len(ENDS)))
def test_the_ends_of_what_can_be_written(end: bytes, tmp_path: Path) -> None:
    for reader in READERS.values():
        for form in (b"%s", b"a = %s\n", b"a%s = 1\n", b"[a%s]\n", b'{"a": %s}', b"%s,%s\n"):
            reader(form.replace(b"%s", end), tmp_path)


@pytest.mark.parametrize("at", range(len(FOUND)))
def test_what_was_found_before_stays_mended(at: int, tmp_path: Path) -> None:
    name, content = FOUND[at]
    READERS[name](content, tmp_path)
