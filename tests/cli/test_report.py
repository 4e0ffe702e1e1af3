"""Reports on a loop and on a panel: who gets them, what they hold, that nothing in them runs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import html5lib
import pytest
from tests.builders import DIMS, after, rubric, scored, session
from tests.practice import mocks

from interviewloop.cli.main import main
from interviewloop.interview.events import (
    AddNote,
    Amend,
    LinkEvidence,
    SetRationale,
    SetScore,
    Submit,
)
from interviewloop.model.scorecard import OVERALL
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "<script>alert(1)</script> </td><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %}"
    " [x](javascript:0)"
    ' =HYPERLINK("http://x") \x1b[2J \x00 | *b* 日本\nsecond line'
)
MARA, IVO = "Mara <b>Lindqvist</b>", "Ivo {{ config }}"


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs a command in a workspace of its own as "Tove"; gives status, output and error."""
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text('interviewer = "Tove"\n')
    (tmp_path / "interviewloop.toml").write_text("")
    (tmp_path / "rubrics").mkdir()

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--workspace", str(tmp_path)])
        return status, *capsys.readouterr()

    return command


def seal(root: Path, interviewer: str, loop: str = "C-014", shift: int = 0) -> Path:
    own = [SetScore(dim, (2, 3, 4, 5)[(place + shift) % 4]) for place, dim in enumerate(DIMS)]
    card = after(
        scored(interviewer=interviewer, loop=loop, candidate=loop).model_copy(
            update={"rubric": "principal-ml-scientist"}
        ),
        AddNote(HOSTILE, "red-flag", DIMS[0]),
        LinkEvidence(DIMS[0], "n1"),
        *own,
        *(SetRationale(dim, HOSTILE) for dim in DIMS),
        Submit(),
    )
    return Workspace(root).create(card)


def valid(page: str) -> object:
    """The page parsed by a strict parser of HTML 5, which raises for the first mistake."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def test_a_loop_as_html_is_valid_and_inert(run, tmp_path):
    seal(tmp_path, MARA)
    seal(tmp_path, IVO, shift=2)
    typed = HOSTILE.replace("\x00", "")
    run("loop", "decide", "C-014", "hire", "--by", typed, "--why", typed,
        "--dissent", f"{IVO}=<script>1</script>")  # fmt: skip
    status, page, err = run("report", "loop", "C-014", "--format", "html")
    assert (status, err) == (0, "")
    tree = valid(page)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "iframe", "object", "link", "a"}
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", page))
    assert not set(map(chr, range(32))) & set(page) - {"\n"}
    text = "".join(tree.itertext())
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert MARA in text
    assert "http" not in re.sub(r">[^<]*<", "><", page).replace("http-equiv", "")


def test_a_dimension_without_evidence_says_so(run, tmp_path):
    seal(tmp_path, MARA)
    _, page, _ = run("report", "loop", "C-014", "--format", "html")
    rubric_dims = 8
    said = "".join(valid(page).itertext()).count("Nobody wrote down evidence here.")
    assert said == rubric_dims - len(DIMS)


def test_changes_of_mind_stand_in_every_format(run, tmp_path):
    path = seal(tmp_path, MARA)
    seal(tmp_path, IVO)
    typed = HOSTILE.replace("\x00", "")
    workspace = Workspace(tmp_path)
    changed = (Amend(DIMS[0], 5, IVO, typed), Amend(OVERALL, "no", MARA, "too little of it"))
    workspace.save(path, after(workspace.load(path), *changed, start=200))
    _, page, _ = run("report", "loop", "C-014", "--format", "html")
    assert f"{MARA} amended Problem framing: 2 → 5 (recorded by {IVO}). <script>" in "".join(
        valid(page).itertext()
    )
    _, text, _ = run("report", "loop", "C-014")
    assert "## Changes of mind" in text
    assert "Yes → No" in text
    _, document, _ = run("report", "loop", "C-014", "--format", "json")
    first, second = json.loads(document)["amendments"]
    assert (first["scorecard_of"], first["by"], first["before"], first["after"]) == (
        MARA,
        IVO,
        2,
        5,
    )
    assert (second["field"], second["before"], second["after"]) == (OVERALL, "yes", "no")


def test_a_loop_as_markdown_brings_in_no_markup(run, tmp_path):
    seal(tmp_path, MARA)
    status, text, _ = run("report", "loop", "C-014")
    assert status == 0
    assert text.startswith("# C-014: Not decided yet")
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "\\[x\\](javascript:0)" in text
    assert "\x1b" not in text
    assert "| Recommendation |" in text


def test_a_loop_as_json_keeps_what_was_typed(run, tmp_path):
    seal(tmp_path, MARA)
    found = json.loads(run("report", "loop", "C-014", "--format", "json")[1])
    [said] = found["dimensions"]["leadership"]["evidence"]
    assert said["reason"] == HOSTILE.strip()
    assert found["fair_mean"] is None or found["fair_mean"]["withheld"]


def test_who_owes_a_scorecard_gets_no_report(run, tmp_path):
    seal(tmp_path, MARA)
    Workspace(tmp_path).create(session(interviewer="Tove"))
    for form in ("md", "html", "json"):
        status, out, err = run("report", "loop", "C-014", "--format", form)
        assert (status, out) == (2, "")
        assert "you still owe a scorecard" in err


def test_who_owes_the_candidate_in_another_loop_gets_no_report(run, tmp_path):
    seal(tmp_path, MARA)
    Workspace(tmp_path).create(session(interviewer="Tove", loop="C-014 second"))
    status, out, err = run("report", "loop", "C-014")
    assert (status, out, "still owe a scorecard for C-014" in err) == (2, "", True)


def test_a_loop_of_practice_is_for_who_has_met_the_candidate_or_trains(run, tmp_path):
    met = mocks.session("median", {"leadership": 3}, interviewer=IVO, loop="practice")
    Workspace(tmp_path).create(met)
    status, out, err = run("report", "loop", "practice")
    assert (status, out, "have not interviewed practice 1 yourself" in err) == (2, "", True)
    assert run("report", "loop", "practice", "--trainer")[0] == 0


def test_a_report_waits_for_every_scorecard(run, tmp_path):
    seal(tmp_path, MARA)
    Workspace(tmp_path).create(session(interviewer="Nura"))
    status, out, err = run("report", "loop", "C-014")
    assert (status, out, "Nura has not submitted" in err) == (2, "", True)
    run("loop", "open", "C-014", "--by", "Tove", "--why", "deadline")
    assert run("report", "loop", "C-014")[0] == 0


@pytest.fixture
def panel(tmp_path):
    for place in range(6):
        for who, shift in ((MARA, 0), (IVO, 1), ("Tove", 2)):
            seal(tmp_path, who, f"C-{place}", shift + place)


def test_the_panel_is_coded_unless_names_are_asked_for(run, panel):
    for form in ("md", "html", "json"):
        coded = run("report", "calibration", "--format", form)[1]
        named = run("report", "calibration", "--format", form, "--names")[1]
        assert "Lindqvist" not in coded
        assert "Tove (you)" in coded.replace("\\", "")
        assert "Interviewer 0" in coded
        assert "Lindqvist" in named
        assert "Interviewer 0" not in named


def test_the_panel_as_html_is_valid_with_its_pictures(run, panel):
    page = run("report", "calibration", "--format", "html", "--names")[1]
    tree = valid(page)
    assert sum(str(element.tag).endswith("svg") for element in tree.iter()) == 3
    assert "<b>Lindqvist" not in page
    assert MARA in "".join(tree.itertext())


def test_nothing_to_report_is_said(run):
    assert run("report", "calibration")[0] == 1
    status, out, err = run("report", "loop", "C-9")
    assert (status, out, "no loop called C-9" in err) == (2, "", True)
    assert rubric().id == "test-rubric"
