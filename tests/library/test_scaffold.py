"""What `interviewloop new` writes loads, is clean, and says itself what is still to be written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.library.check import check, known_rubrics
from interviewloop.library.library import Library
from interviewloop.library.lint import all_rules
from interviewloop.library.load import Loaded, load_case
from interviewloop.library.persona_draft import persona_draft
from interviewloop.library.scaffold import (
    UNTITLED,
    checked_id,
    checked_title,
    copied_case,
    new_case,
    new_rubric,
)
from interviewloop.model.case import CaseKind
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.model.case import Case

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src/interviewloop/library/templates"
KINDS = get_args(CaseKind)
SHIPPED = sorted(path.parent.name for path in ROOT.glob("cases/*/case.toml"))
RUBRICS = known_rubrics(ROOT)


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def case_in(folder: Path) -> Case:
    loaded = load_case(folder / "case.toml")
    assert isinstance(loaded, Loaded)
    return loaded.value


@pytest.fixture
def made(tmp_path: Path, kind: CaseKind) -> Path:
    return put(tmp_path / "cases/my-case", new_case("my-case", kind, "A title"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_case_is_of_its_kind_and_nothing_but_unwritten(made: Path, kind: CaseKind) -> None:
    case = case_in(made)
    assert (case.id, case.case.kind, case.case.title) == ("my-case", kind, "A title")
    found = check([made / "case.toml"])
    assert found.of("E") == []
    # A world of a dozen topics is to be written, not to be found in a template.
    unwritten = {"S12", "I25"} if kind == "incident" else {"S12"}
    assert {finding.code for finding in found.findings} == unwritten


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_a_person_reads_is_the_authors_to_write(made: Path, kind: CaseKind) -> None:
    """What an author could ship by oversight carries the mark; the rest is phrasing or data."""
    case = case_in(made)
    marked = [
        case.case.candidate_brief,
        case.case.interviewer_summary,
        *case.case.reviewers,
        *case.case.never_say,
        *(seen.text for seen in case.look_fors.values()),
        *(probe.ask for probe in case.probes.values()),
        *(flag.text for flag in case.red_flags.values()),
        *(pitfall.critique for pitfall in case.pitfalls.values()),
        *(one.at(level) for one in case.anchors.values() for level in (5, 3, 1)),
        *(one.at(level) for one in case.model_answers.values() for level in (5, 3, 1)),
        *(exhibit.text for exhibit in case.exhibits.values() if exhibit.text),
    ]
    assert [text for text in marked if "[fill in:" not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_generator_writes_the_pinned_bytes(made: Path, kind: CaseKind) -> None:
    tables = [*made.glob("exhibits/*.csv"), *made.glob("data/*.csv")]
    before = {path: path.read_bytes() for path in tables}
    for path in tables:
        path.unlink()
    subprocess.run([sys.executable, "-I", "generate.py"], cwd=made, check=True, timeout=60)
    assert before
    assert {path: path.read_bytes() for path in tables} == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_comment_names_only_rules_there_are(made: Path, kind: CaseKind) -> None:
    codes = {rule.code for rule in all_rules()}
    for path in made.rglob("*.toml"):
        comments = re.findall(r"#.*", path.read_text(encoding="utf-8"))
        named = {code for line in comments for code in re.findall(r"\b[A-Z]\d\d\b", line)}
        assert named <= codes, path.name
        assert len(named) > 20 or path.name != "case.toml"


def test_a_new_rubric_is_nothing_but_unwritten(tmp_path: Path) -> None:
    path = put(tmp_path / "rubrics", {"mine.toml": new_rubric("mine", UNTITLED)}) / "mine.toml"
    assert {finding.code for finding in check([path]).findings} == {"S12"}


def test_a_written_text_leaves_the_count(tmp_path: Path) -> None:
    content = new_rubric("mine", UNTITLED).decode()
    assert messages(tmp_path, content)[0].startswith("3 texts are to be written in rubric")
    written = content.replace("[fill in: title]", "Mine").replace("[Fill in", "[fill in")
    assert messages(tmp_path, written)[0].startswith("2 texts are to be written in rubric")


def messages(folder: Path, content: str) -> list[str]:
    path = put(folder / "rubrics", {"mine.toml": content.encode()}) / "mine.toml"
    return [finding.message for finding in check([path]).findings]


# --- copies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SHIPPED)
def test_a_copy_is_the_case_under_another_id(source: str, tmp_path: Path) -> None:
    folder = ROOT / "cases" / source
    copy = put(tmp_path / "cases/my-copy", copied_case(folder, "my-copy", None, personas=False))
    old, new = case_in(folder), case_in(copy)
    card = new.case.model_copy(
        update={"id": old.id, "title": old.case.title, "reviewers": old.case.reviewers}
    )
    task = new.take_home and new.take_home.model_copy(
        update={"testers": old.take_home.testers if old.take_home else ()}
    )
    assert new.model_copy(update={"case": card, "take_home": task}) == old.model_copy(
        update={"case": old.case.model_copy(update={"version": 1})}
    )
    assert not (copy / "personas").exists()
    assert {finding.code for finding in check([copy / "case.toml"]).findings} == {"S12"}
    others = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    kept = {path.relative_to(copy) for path in copy.rglob("*") if path.is_file()}
    left_out = {path.parts[0] for path in others - kept}
    assert left_out <= {"personas", "__pycache__"}
    for name in kept - {Path("case.toml")}:
        assert (copy / name).read_bytes() == (folder / name).read_bytes()


def test_a_copy_keeps_comments_and_brings_personas_when_asked(tmp_path: Path) -> None:
    folder = ROOT / "cases/exp-day-four-win"
    files = copied_case(folder, "my-copy", "Mine", personas=True)
    copy = put(tmp_path / "cases/my-copy", files)
    library = Library.open([tmp_path])
    assert library.case("my-copy").case.case.title == "Mine"
    assert {one.persona.case for one in library.personas("my-copy").values()} == {"my-copy"}
    files_checked = [copy / "case.toml", *sorted((copy / "personas").glob("*.toml"))]
    assert {finding.code for finding in check(files_checked).findings} == {"S12"}
    comments = [line for line in lines_of(folder / "case.toml") if line.startswith("#")]
    assert [line for line in lines_of(copy / "case.toml") if line.startswith("#")] == comments


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize(
    "written",
    [
        'case = { id = "exp-shorter-form", title = "T" }\n',
        'case.id = "exp-shorter-form" ; case.title = "T"\n',
        "\xff\xfe",
        "a = " + "[" * 3000,
    ],
)
def test_a_case_that_cannot_be_rewritten_is_said_to_be(written: str, tmp_path: Path) -> None:
    folder = put(tmp_path / "odd", {"case.toml": written.encode("latin-1")})
    with pytest.raises(Problem) as told:
        copied_case(folder, "my-copy", None, personas=False)
    assert told.value.mend
    assert str(folder) in told.value.where


def test_a_copy_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cases/one"
    shutil.copytree(ROOT / "tests/data/good/cases/exp-shorter-form", folder)
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "exhibits/more.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(Problem, match="leads out"):
        copied_case(folder, "my-copy", None, personas=False)


def test_layouts_that_are_valid_survive(tmp_path: Path) -> None:
    text = """\
schema_version = 1
[case] # card
id = "a" # name
reviewers = [
  "A", # one
  "B",
]
title = '''
A "long"
title'''
version = 7
[stages.x]
min = 5
""".replace("\n", "\r\n")
    folder = put(tmp_path / "a", {"case.toml": text.encode()})
    copied = copied_case(folder, "b", 'Say "so"', personas=False)["case.toml"].decode()
    data = tomllib.loads(copied)
    assert data["case"]["id"] == "b"
    assert data["case"]["title"] == 'Say "so"'
    assert data["case"]["version"] == 1
    assert data["stages"] == {"x": {"min": 5}}
    assert "[case] # card" in copied


# --- ids and titles -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "", ".", "..", "../x", "/etc", "a/b", "a\\b", "A", "a--b", "a-", "1a", "a b", "a\n", "é",
        "a" * 61, "a\x00", "\x1b[31m", "\udcff",
    ],
)  # fmt: skip
def test_what_is_no_id_is_refused(typed: str) -> None:
    with pytest.raises(Problem) as told:
        checked_id(typed)
    assert "\x1b" not in "".join(told.value.lines())


@given(st.text())
def test_an_id_is_one_plain_name(typed: str) -> None:
    try:
        id_ = checked_id(typed)
    except Problem:
        return
    assert id_ == typed
    assert Path(id_).name == id_
    assert set(id_) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("typed", ["", "  ", "a\nb", "\x1b[2J", "a\u202eb", "x" * 201])
def test_what_is_no_title_is_refused(typed: str) -> None:
    with pytest.raises(Problem):
        checked_title(typed)


@given(st.text(min_size=1, max_size=60))
def test_a_title_comes_back_as_it_was_typed(typed: str) -> None:
    try:
        title = checked_title(typed)
    except Problem:
        return
    data = tomllib.loads(new_case("a", "incident", title)["case.toml"].decode())
    assert data["case"]["title"] == title
    assert data["case"]["id"] == "a"


# --- personas -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_for_a_new_case_lacks_only_twins_and_words(made: Path, kind: CaseKind) -> None:
    put(made, {"personas/robin.toml": persona_draft(case_in(made), RUBRICS, "robin")})
    found = check([made / "personas/robin.toml"]).findings
    assert {finding.code for finding in found} == {"P07", "S12"}


@pytest.mark.parametrize("source", SHIPPED)
def test_a_draft_for_a_shipped_case_lacks_only_twins_and_words(source: str, tmp_path: Path) -> None:
    folder = tmp_path / "cases" / source
    shutil.copytree(ROOT / "cases" / source, folder, ignore=shutil.ignore_patterns("personas"))
    put(folder, {"personas/robin.toml": persona_draft(case_in(folder), RUBRICS, "robin")})
    found = check([folder / "personas/robin.toml"]).findings
    assert {finding.code for finding in found} == {"P07", "S12"}


def test_a_draft_on_no_known_rubric_uses_the_dimensions_of_the_case(tmp_path: Path) -> None:
    case = case_in(ROOT / "tests/data/good/cases/exp-shorter-form")
    data = tomllib.loads(persona_draft(case, {}, "robin").decode())
    assert "rubric" not in data["persona"]
    assert list(data["persona"]["levels"]) == list(case.dims)


def test_an_authors_words_cannot_leave_their_comment() -> None:
    case = case_in(ROOT / "tests/data/good/cases/exp-shorter-form")
    evil = '"""\n[key]\nx = 1\r\x1b[31m\u2028 \x00'
    stages = {
        id_: one.model_copy(update={"prompt": evil, "title": evil})
        for id_, one in case.stages.items()
    }
    hostile = case.model_copy(update={"stages": stages})
    data = tomllib.loads(persona_draft(hostile, {}, "robin").decode())
    assert data == tomllib.loads(persona_draft(case, {}, "robin").decode())
