"""Older files are read as the models of today say, newer ones are refused, nothing is dropped."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.values import (
    a_session,
    loops,
    of_first_format,
    sealed,
    sessions,
    unhurried,
)

from interviewloop.exchange import import_store
from interviewloop.interview.loops import broken_record
from interviewloop.interview.sealing import broken_seals, sealed_anew
from interviewloop.model.library_marks import LibraryMarks
from interviewloop.model.loop import Loop
from interviewloop.model.session import Session
from interviewloop.workspace.codec import (
    NewerFile,
    decode,
    decode_loop,
    decode_session,
    encode,
)
from interviewloop.workspace.migrations import STEPS, migrated, newest, reasons
from interviewloop.workspace.toml_text import DecodeProblem

if TYPE_CHECKING:
    from interviewloop.workspace.migrations import Kind

FORMATS = Path(__file__).parents[1] / "data" / "formats"
OLD = sorted(FORMATS.rglob("*.toml"))


def as_bytes(table: dict[str, object]) -> bytes:
    return tomli_w.dumps(table).encode()


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.name)
def test_files_that_older_programs_wrote_and_sealed_are_read_with_whole_seals(path: Path) -> None:
    kind: Kind = "loop" if path.name == "loop.toml" else "session"
    model, version = decode(kind, path.read_bytes(), path.name)
    assert version == int(path.relative_to(FORMATS).parts[0])
    again = decode(kind, encode(model), path.name)
    assert again == (model, newest(kind))
    assert isinstance(model, Session | Loop)
    assert (broken_record(model) if isinstance(model, Loop) else broken_seals(model)) == ()


def test_there_is_a_sealed_file_and_a_record_of_each_older_format() -> None:
    for version in range(1, max(map(newest, STEPS))):
        folder = FORMATS / str(version)
        read = [decode_session(it.read_bytes(), "x") for it in folder.rglob("*--*.toml")]
        kept = [decode_loop(it.read_bytes(), "x") for it in folder.rglob("loop.toml")]
        assert any(one.sealed and one.amendments for one in read)
        assert any(one.record for one in kept)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"problem-framing = 4", b"problem-framing = 5"),
        (b"read my notes again", b"read them again"),
        (b'phase = "sealed"\n', b'phase = "sealed"\npersona = "velvet"\n'),
    ],
)
def test_an_edit_of_an_older_sealed_session_is_found(old: bytes, new: bytes) -> None:
    (path,) = (it for it in OLD if "asha" in it.name)
    data = path.read_bytes()
    assert old in data
    assert broken_seals(decode_session(data.replace(old, new, 1), "x"))


def test_an_edit_of_an_older_record_is_found() -> None:
    (path,) = (it for it in OLD if it.name == "loop.toml")
    assert broken_record(decode_loop(path.read_bytes().replace(b"on leave", b"ill"), "x"))


def test_the_models_of_today_are_of_the_newest_format() -> None:
    fields = {"session": Session, "loop": Loop, "marks": LibraryMarks}
    for kind, model in fields.items():
        assert model.model_fields["schema_version"].default == newest(kind)  # type: ignore[index]
    assert newest("import") == 1


@unhurried
@given(sessions)
def test_any_older_session_is_what_the_model_says_and_its_seal_holds(session: Session) -> None:
    session = sealed_anew(session) if session.sealed else session
    read = decode("session", as_bytes(of_first_format(session)), "x")
    assert read == (session.model_copy(update={"clock": read.model.clock}), 1)  # type: ignore[union-attr]
    assert isinstance(read.model, Session)
    assert broken_seals(read.model) == ()


@given(loops, st.booleans())
def test_any_older_loop_is_what_the_model_says(loop: Loop, empty_role: bool) -> None:
    table = of_first_format(loop)
    if not empty_role:
        table.pop("role", None)
    assert decode_loop(as_bytes(table), "x") == loop


@given(
    st.sampled_from(sorted(STEPS)),
    st.dictionaries(st.text() | st.just("role"), st.just("") | st.integers() | st.text()),
)
def test_steps_keep_what_they_do_not_know_and_change_nothing_in_place(
    kind: Kind, table: dict[str, object]
) -> None:
    table |= {"schema_version": 1}
    before = copy.deepcopy(table)
    after = migrated(kind, table)
    assert table == before
    dropped = {"role"} if kind == "loop" and table.get("role") == "" else set()
    kept = {key: value for key, value in table.items() if key not in dropped}
    assert after == {**kept, "schema_version": newest(kind)}


@pytest.mark.parametrize("place", ["", "scorecard", "clock", "notes.n1"])
def test_a_key_that_is_not_known_is_refused_by_name_in_an_older_file_too(place: str) -> None:
    table = of_first_format(a_session())
    inner: dict[str, object] = table
    for part in filter(None, place.split(".")):
        inner = inner[part]  # type: ignore[assignment]
    inner["mood"] = "fine"
    with pytest.raises(DecodeProblem) as refused:
        decode_session(as_bytes(table), "x")
    assert f"{place}.mood".strip(".") in refused.value.what


def test_a_file_that_does_not_say_its_format_is_of_the_first() -> None:
    table = of_first_format(sealed(a_session()))
    del table["schema_version"]
    assert decode("session", as_bytes(table), "x").version == 1


@pytest.mark.parametrize("version", [0, -1, True, "1", 1.0])
def test_what_is_no_format_is_refused(version: object) -> None:
    table = {**of_first_format(a_session()), "schema_version": version}
    with pytest.raises(DecodeProblem, match="schema_version") as refused:
        decode_session(as_bytes(table), "x")
    assert not isinstance(refused.value, NewerFile)


@pytest.mark.parametrize("kind", ["session", "loop", "marks"])
def test_a_newer_file_of_any_kind_is_refused_as_such(kind: Kind) -> None:
    data = b'schema_version = 9\nwritten_by = "interviewloop 3.0"\nwhat_is_new = true\n'
    with pytest.raises(NewerFile, match=r"interviewloop 3\.0 \(format 9\)"):
        decode(kind, data, "x")
    with pytest.raises(NewerFile):
        import_store.decode(data, "x")


def test_each_step_says_why() -> None:
    assert reasons("loop", 1) == ("a loop says which program wrote it, and has no empty role",)
    assert reasons("loop", 2) == ()
    assert all(step.why for steps in STEPS.values() for step in steps)
