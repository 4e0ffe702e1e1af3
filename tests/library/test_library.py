"""The library: folders in, cases and rubrics out, broken files told and never in the way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import case_data, rubric

from interviewloop.library import places
from interviewloop.library.library import Library, shipped_folder
from interviewloop.library.load import Broken
from interviewloop.library.search import index_of_cases, index_of_rubrics
from interviewloop.library.tables import Table, parse_csv
from interviewloop.model.case import Case
from interviewloop.model.errors import Problem

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests/data/good"
ID = "exp-shorter-form"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "own")
    return tmp_path / "own"


def test_everything_by_id(folder: Path) -> None:
    library = Library.open([folder])
    assert list(library.cases()) == [ID]
    assert list(library.rubrics()) == ["small-shop"]
    assert library.case(ID).case.case.slot_min == 45
    assert library.rubric("small-shop").id == "small-shop"
    assert library.problems == ()


def test_the_earlier_folder_wins(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    for name in ("cases/exp-shorter-form/case.toml", "rubrics/small-shop.toml"):
        file = other / name
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("version = 1\n", "version = 7\n").replace(
                "schema_version = 7", "schema_version = 1"
            ),
            encoding="utf-8",
        )
    assert Library.open([other, folder]).case(ID).case.case.version == 7
    assert Library.open([folder, other]).case(ID).case.case.version == 1
    assert Library.open([other, folder]).rubric("small-shop").rubric.version == 7


def test_a_broken_file_hides_no_good_one(folder: Path) -> None:
    broken = folder / "cases/exp-broken"
    broken.mkdir()
    (broken / "case.toml").write_text("a = \n", encoding="utf-8")
    (folder / "rubrics/bad.toml").write_bytes(b"\xff")
    (folder / "cases/no-case-at-all").mkdir()
    library = Library.open([folder])

    assert list(library.cases()) == [ID]
    assert list(library.rubrics()) == ["small-shop"]
    assert len(library.problems) == 2
    assert library.problems[0].where == f"{broken / 'case.toml'}:1"
    with pytest.raises(Problem, match="not TOML"):
        library.case("exp-broken")
    with pytest.raises(Problem, match="not UTF-8"):
        library.rubric("bad")


def test_an_unknown_id_names_the_nearest(folder: Path) -> None:
    library = Library.open([folder])
    with pytest.raises(Problem) as caught:
        library.case("exp-shorter-from")
    assert ID in caught.value.mend
    with pytest.raises(Problem) as caught:
        library.rubric("zzz")
    assert "small-shop" in caught.value.mend


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    library = Library.open([tmp_path / "not-yet"])
    assert dict(library.cases()) == {}
    shutil.copytree(GOOD, tmp_path / "not-yet")
    assert list(library.cases()) == [ID]


def test_an_edit_is_seen_and_an_untouched_file_is_read_once(folder: Path) -> None:
    library = Library.open([folder])
    before = library.case(ID)
    assert library.case(ID).case is before.case
    file = folder / "cases" / ID / "case.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("A shorter order form", "A short form"), encoding="utf-8")
    assert library.case(ID).case.case.title == "A short form at a grocer"
    shutil.rmtree(folder / "cases")
    assert dict(library.cases()) == {}


def test_a_table_as_shown_and_as_it_is(folder: Path) -> None:
    case = Library.open([folder]).case(ID)
    shown, raw = case.table("platforms"), case.raw_table("platforms")
    assert shown.header[:3] == ("device", "customers, present", "customers, short")
    assert shown.rows[1][:3] == ("phone", "24120", "22880")
    assert len(raw.header) == 12
    assert raw.column("srm_p") == ("1.96e-05", "1.07e-08", "0.823")
    assert case.text("truth").startswith("About 1240")


@pytest.mark.parametrize("exhibit", ["truth", "nothing"])
def test_an_exhibit_without_a_table(folder: Path, exhibit: str) -> None:
    with pytest.raises(Problem):
        Library.open([folder]).case(ID).table(exhibit)


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "cases" / ID / "case.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "../../rubrics/small-shop.toml",
        "/etc/passwd",
        "exhibits/../../x.csv",
        "a\\\\b.csv",
        "c:x.csv",
    ],
)
def test_no_exhibit_leads_out_of_its_folder(folder: Path, name: str) -> None:
    change(folder, "exhibits/errors.csv", name)
    with pytest.raises(Problem, match="Outside the case"):
        Library.open([folder]).case(ID).table("errors")


def test_no_link_leads_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    target = folder / "cases" / ID / "exhibits/errors.csv"
    target.unlink()
    target.symlink_to(secret)
    with pytest.raises(Problem, match="Outside the case"):
        Library.open([folder]).case(ID).table("errors")


def test_an_exhibit_that_is_no_file_does_not_hang(folder: Path) -> None:
    target = folder / "cases" / ID / "exhibits/errors.csv"
    target.unlink()
    os.mkfifo(target)
    with pytest.raises(Problem, match="Not a file"):
        Library.open([folder]).case(ID).table("errors")


def test_a_column_that_is_not_there(folder: Path) -> None:
    change(folder, 'columns = ["town", "p"]', 'columns = ["town", "q"]')
    with pytest.raises(Problem, match="no column 'q'"):
        Library.open([folder]).case(ID).table("towns")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"a,,b\n", 1),
        (b"a,a\n1,2\n", 1),
        (b"a,b\n1,2\n3\n", 3),
        (b"a,b\n1,2\n\xff,1\n", 3),
        (b'a,b\n"1,2\n', 2),
        (b"a\n" + b"x" * 200_000 + b"\n", 2),
    ],
)
def test_what_is_no_table(content: bytes, line: int) -> None:
    with pytest.raises(Problem) as caught:
        parse_csv(content, Path("t.csv"))
    assert caught.value.where == f"t.csv:{line}"


def test_a_table_of_cells_with_line_ends() -> None:
    table = parse_csv(b'\xef\xbb\xbfa,b\r\n"x\r\ny",1\r\nz,2\r\n', Path("t.csv"))
    assert table == Table(("a", "b"), (("x\r\ny", "1"), ("z", "2")), (3, 4))


def test_shipped_content_of_a_checkout_and_of_an_installed_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped_folder() == ROOT
    package = tmp_path / "site/interviewloop"
    for name in ("cases", "rubrics"):
        (package / "_shipped" / name).mkdir(parents=True)
    monkeypatch.setattr(places, "_PACKAGE", package)
    assert shipped_folder() == package / "_shipped"
    shutil.rmtree(package / "_shipped")
    assert shipped_folder() is None


def test_shipped_content_loads() -> None:
    library = Library.open([ROOT])
    assert library.problems == ()
    assert {
        "exp-day-four-win",
        "exp-faster-dispatch",
        "feat-home-in-200-ms",
        "inc-green-dashboards",
        "inc-lead-precision",
        "inc-missed-fraud",
    } <= {*library.cases()}
    for case in library.cases().values():
        for id_, exhibit in case.case.exhibits.items():
            if exhibit.kind in ("table", "chart"):
                assert case.table(id_).rows
            else:
                assert exhibit.file or case.text(id_)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("day four", "exp-day-four-win"),
        ("clicks home feed", "inc-green-dashboards"),
        ("green dashbords", "inc-green-dashboards"),
        ("optional stopping", "exp-day-four-win"),
        ("surviv", "exp-day-four-win"),
    ],
)
def test_search(query: str, best: str) -> None:
    library = Library.open([ROOT])
    cases = {id_: one.case for id_, one in library.cases().items()}
    index = index_of_cases(cases, library.rubrics().values())
    assert index.find(query)[0] == best


@pytest.mark.parametrize(
    ("query", "kind"),
    [("incident", "incident"), ("feature design", "feature-design")],
)
def test_a_search_for_a_kind_begins_with_all_cases_of_it(query: str, kind: str) -> None:
    cases = {id_: one.case for id_, one in Library.open([ROOT]).cases().items()}
    of_kind = {id_ for id_, case in cases.items() if case.case.kind == kind}
    found = index_of_cases(cases).find(query)
    assert {*found[: len(of_kind)]} == of_kind


def test_search_for_nothing_and_for_nonsense() -> None:
    cases = {id_: one.case for id_, one in Library.open([ROOT]).cases().items()}
    index = index_of_cases(cases)
    assert index.find(" ") == [*cases]
    assert index.find("qqqqqqq") == []
    assert index.find("[(*") == [*cases]
    assert index_of_cases({}).find("day") == []


def titled(title: str, **changes: Any) -> Case:
    data = case_data()
    data["case"] |= {"title": title, **changes.pop("card", {})}
    return Case.model_validate({**data, **changes})


FLAW = {
    "gone": {
        "kind": "survivorship",
        "exhibit": "plan",
        "numbers": "9 of 40",
        "critique": "Deleted accounts are in neither arm.",
        "next_step": "Count them.",
    }
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("coupon", ["title", "labels", "prose"]),
        ("survivorship", ["prose"]),
        ("deleted acounts", ["prose"]),
        ("startup", ["labels"]),
        ("stewardship", ["labels"]),
        ("coupon startup", ["labels"]),
        ("coupn", ["title", "labels", "prose"]),
        ("everibidy", ["title"]),
        ("acuonts", []),
        ("coupon zebra", []),
    ],
)
def test_a_title_counts_most_then_labels_then_the_words_of_critiques(
    query: str, found: list[str]
) -> None:
    steward = rubric().dimensions["leadership"].model_copy(update={"name": "Stewardship"})
    names = rubric().model_copy(update={"dimensions": {"care": steward}})
    prose = {"gone": {**FLAW["gone"], "critique": "Deleted accounts had no coupon."}}
    cases = {
        "prose": titled("Leavers", pitfalls=prose),
        "labels": titled(
            "Bills", card={"settings": ["startup"], "primary": ["coupon"], "secondary": ["care"]}
        ),
        "title": titled("A coupon for everybody"),
    }
    assert index_of_cases(cases, [names]).find(query) == found


def test_rubrics_are_found_by_title_role_and_dimensions() -> None:
    card = rubric().rubric
    other = rubric().model_copy(
        update={"rubric": card.model_copy(update={"title": "Short talks", "role": "Analyst"})}
    )
    index = index_of_rubrics({"one": rubric(), "two": other})
    assert index.find("analyst") == ["two"]
    assert index.find("framing") == ["one", "two"]


@given(st.text())
def test_no_search_fails(query: str) -> None:
    index = index_of_cases({"a": titled("A coupon", pitfalls=FLAW)})
    assert index.find(query) in ([], ["a"])


def test_every_file_that_counts_is_listed_broken_ones_too(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    broken = other / "cases/exp-broken/case.toml"
    broken.parent.mkdir()
    broken.write_text("a = \n", encoding="utf-8")
    files = Library.open([folder, other]).case_files()
    assert [(file.path, isinstance(file, Broken)) for file in files] == [
        (folder / "cases" / ID / "case.toml", False),
        (broken, True),
    ]
    assert [file.path.parent.parent for file in Library.open([folder, other]).rubric_files()] == [
        folder
    ]


@pytest.mark.parametrize("name", ["case.toml", "exhibits/towns.csv", "personas/new.toml"])
def test_a_stamp_tells_any_change_below_a_case(folder: Path, name: str) -> None:
    library = Library.open([folder])
    before = library.stamps()
    assert library.stamps() == before
    file = folder / "cases" / ID / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("changed", encoding="utf-8")
    now = library.stamps()
    assert {path for path in {*before, *now} if before.get(path) != now.get(path)} == {file}


def test_an_incident_lies_beside_its_case_or_does_not() -> None:
    library = Library.open([ROOT])
    incident = library.case("inc-green-dashboards").incident()
    assert incident is not None
    assert incident.world().case == "inc-green-dashboards"
    assert library.case("exp-day-four-win").incident() is None


def test_personas_come_with_their_case(folder: Path) -> None:
    library = Library.open([folder, ROOT])
    assert dict(library.personas(ID)) == {}
    assert len(library.personas("exp-day-four-win")) == 8
    assert library.persona("exp-day-four-win", "quill-polished").name == "Lantern"
    with pytest.raises(Problem) as caught:
        library.persona("exp-day-four-win", "quil")
    assert "quill" in caught.value.mend
    with pytest.raises(Problem):
        library.personas("exp-nowhere")
    broken = folder / "cases" / ID / "personas"
    broken.mkdir()
    (broken / "velvet.toml").write_text("a = \n", encoding="utf-8")
    assert dict(library.personas(ID)) == {}
    with pytest.raises(Problem, match="not TOML"):
        library.persona(ID, "velvet")
