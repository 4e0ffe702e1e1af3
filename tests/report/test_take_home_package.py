"""What a candidate is sent holds the task and the data, and nothing else of the case."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import case
from tests.report.shown import ROOT, all_strings, document, leaks, library
from tests.take_homes import TASK, take_home_case

from interviewloop.library.library import LoadedCase
from interviewloop.model.errors import Problem
from interviewloop.report.take_home_package import TASK_FILE, package

TAKE_HOMES = [
    path.parent.name
    for path in sorted(ROOT.glob("cases/*/case.toml"))
    if document(path)["case"]["kind"] == "take-home"
]


def on_disk(folder: Path, **changes: object) -> LoadedCase:
    (folder / "data").mkdir()
    (folder / "data/visits.csv").write_bytes(b"day,visits\r\n1,9\n")
    return LoadedCase(take_home_case(**changes), folder)


def test_data_go_out_byte_for_byte_and_the_task_as_plain_words(tmp_path: Path) -> None:
    task, data = package(on_disk(tmp_path))
    assert (data.name, data.content) == ("visits.csv", b"day,visits\r\n1,9\n")
    words = task.content.decode()
    assert task.name == TASK_FILE
    assert words.startswith("# A feed for a small shop\n")
    assert "Build a first model.\n\nThen write \\*two\\* pages." in words
    assert "- visits.csv: visits \\<b\\>by day\\</b\\>" in words
    assert "Time: 3 h." in words


def test_granted_time_is_in_the_task(tmp_path: Path) -> None:
    assert b"Time: 4 h 30." in package(on_disk(tmp_path), 1.5)[0].content


@pytest.mark.parametrize("name", TAKE_HOMES)
def test_nothing_but_the_task_of_a_shipped_case_goes_out(name: str) -> None:
    content = document(ROOT / "cases" / name / "case.toml")
    task = content["take_home"]
    files = package(library().case(name))
    assert [one.name for one in files] == [
        TASK_FILE, *(Path(one["file"]).name for one in task["data"])
    ]  # fmt: skip
    allowed = {content["case"]["title"], content["case"]["candidate_brief"]}
    allowed |= {task["brief"], task["deliverable"], *(one["what"] for one in task["data"])}
    words = files[0].content.decode().replace("\\", "")
    assert leaks(words, all_strings(name), allowed) == []
    for scores in ("baseline", "inflated", "rule_score"):
        assert f"{task[scores]:.3f}" not in words


def test_what_is_not_for_candidates_cannot_get_in(tmp_path: Path) -> None:
    """Every sentence of the case carries a sign; only those for candidates may bring theirs."""
    data = take_home_case().model_dump(by_alias=True, mode="json")
    data["case"]["interviewer_summary"] = data["case"]["never_say"] = ["SIGN"]
    data["case"]["interviewer_summary"] = "SIGN"
    for table in ("stages", "look_fors", "probes", "red_flags", "branches", "exhibits"):
        for entry in data[table].values():
            for key in ("prompt", "goal", "text", "ask", "title"):
                if isinstance(entry.get(key), str):
                    entry[key] = f"SIGN {entry[key]}"
    data["take_home"]["memo_sections"]["answer"]["title"] = "SIGN"
    data["take_home"]["testers"] = [{"name": "SIGN", "hours": 2}]
    data["variants"] = {"startup": "SIGN"}
    signed = on_disk(tmp_path, **{key: data[key] for key in data if key != "schema_version"})
    assert b"SIGN" not in b"".join(one.content for one in package(signed))


def test_a_case_without_a_task_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="nothing is handed out"):
        package(LoadedCase(case(), tmp_path))


@pytest.mark.parametrize("file", ["../outside.csv", "data/gone.csv"])
def test_a_file_that_is_not_there_or_not_the_case_s_own_is_refused(
    file: str, tmp_path: Path
) -> None:
    (tmp_path / "outside.csv").write_text("x\n1\n")
    folder = tmp_path / "case"
    folder.mkdir()
    task = {**TASK, "data": ({"file": file, "what": "x"},)}
    with pytest.raises(Problem):
        package(on_disk(folder, take_home=task))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    loaded = on_disk(tmp_path)
    (tmp_path / "task.md").write_text("x")
    task = {**TASK, "data": ({"file": "task.md", "what": "x"},)}
    with pytest.raises(Problem, match=r"TASK\.md"):
        package(LoadedCase(take_home_case(take_home=task), loaded.folder))
