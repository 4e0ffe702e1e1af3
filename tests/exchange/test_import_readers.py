"""What each reader refuses, and in which words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.exchange.imports import ROOT, SAMPLES, in_file, read_csv_as, read_json_as

from interviewloop.exchange.import_files import InFile, file_at, read_import
from interviewloop.exchange.imported import Unusable
from interviewloop.exchange.importing.plain_text import plain_text
from interviewloop.model.errors import Problem

LONG_MAP = """
[columns]
candidate = "who"
interviewer = "by"
dimension = "on"
score = "mark"
submitted_at = "when"
[scale]
lowest = 1
highest = 4
"""


def greenhouse() -> list[dict[str, Any]]:
    found = json.loads((SAMPLES / "greenhouse_harvest_scorecards.json").read_text("utf-8"))
    assert isinstance(found, list)
    return found


def test_an_unknown_label_is_named_and_the_rest_is_read() -> None:
    cards = greenhouse()
    cards[0]["attributes"][1]["rating"] = "stong_yes"
    reading = read_json_as("greenhouse", cards)
    (rejected,) = reading.rejected
    assert "5308657003" in rejected.where
    assert "Experiment reasoning" in rejected.where
    assert "stong_yes" in rejected.reason
    assert len(reading.ratings) == 22


def test_a_middle_is_no_recommendation_of_greenhouse() -> None:
    cards = greenhouse()
    cards[0]["overall_recommendation"] = "mixed"
    (rejected,) = read_json_as("greenhouse", cards).rejected
    assert "greenhouse-overall" in rejected.reason


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("interviewer", None, "interviewer"),
        ("candidate_id", None, "candidate_id is missing"),
        ("candidate_id", True, "neither text nor a number"),
        ("candidate_id", "C\u202e1", "control character"),
        ("candidate_id", "x" * 201, "longer"),
        ("submitted_at", "last week", "no time"),
        ("attributes", "many", "not a list"),
        ("attributes", [7], "not an object"),
    ],
)
def test_a_scorecard_that_is_not_one_is_rejected_as_a_whole(
    field: str, value: object, said: str
) -> None:
    cards = greenhouse()
    cards[0][field] = value
    reading = read_json_as("greenhouse", cards)
    (rejected,) = reading.rejected
    assert said in rejected.reason
    assert "5308657003" not in {one.scorecard_id for one in reading.ratings}
    assert len(reading.ratings) == 23 - 5


def test_a_scorecard_that_stands_there_twice_is_rejected_the_second_time() -> None:
    cards = greenhouse()
    reading = read_json_as("greenhouse", [*cards, cards[0]])
    assert len(reading.ratings) == 23
    assert len(reading.rejected) == 5
    assert all("a second time" in one.reason for one in reading.rejected)


def test_one_scorecard_is_of_one_candidate_and_interviewer() -> None:
    cards = greenhouse()
    cards[1]["id"] = cards[0]["id"]
    for attribute in cards[1]["attributes"]:
        attribute["name"] += " again"
    reading = read_json_as("greenhouse", cards)
    assert {one.reason.split(" at ")[0] for one in reading.rejected} == {
        "scorecard 5308657003 is told differently"
    }


@pytest.mark.parametrize("score", [0, 5, -1, 2.5, "3.5", True, "high", [3], 10**40, "9" * 30])
def test_scores_outside_the_scale_of_lever_are_rejected(score: object) -> None:
    feedback = json.loads((SAMPLES / "lever_feedback.json").read_text("utf-8"))
    feedback["data"][0]["fields"][1]["value"][2]["score"] = score
    reading = read_json_as("lever", feedback)
    (rejected,) = reading.rejected
    assert "is not 1 to 4" in rejected.reason
    assert "Incident triage" in rejected.where


def test_scores_that_do_not_fit_the_skills_are_not_guessed_at() -> None:
    feedback = json.loads((SAMPLES / "lever_feedback.json").read_text("utf-8"))
    del feedback["data"][0]["fields"][1]["value"][0]
    (rejected,) = read_json_as("lever", feedback).rejected
    assert "3 scores for 4 skills" in rejected.reason


def test_an_opportunity_is_the_candidate_where_feedback_names_one() -> None:
    feedback = json.loads((SAMPLES / "lever_feedback.json").read_text("utf-8"))
    for one in feedback["data"]:
        one["opportunity"] = "O-7"
    reading = read_json_as("lever", feedback)
    assert {one.candidate for one in reading.ratings} == {"O-7"}
    assert not any("panel" in sentence for sentence in reading.remarks)


def test_ashby_credits_the_submitter_where_nobody_is_credited() -> None:
    feedback = json.loads((SAMPLES / "ashby_application_feedback.json").read_text("utf-8"))
    for one in feedback["results"]:
        del one["creditedToUser"]
    reading = read_json_as("ashby", feedback)
    assert {one.interviewer for one in reading.ratings} == {"Ines Moreau", "Tomasz Zieliński"}


def test_a_recommendation_ashby_does_not_know_is_named() -> None:
    feedback = json.loads((SAMPLES / "ashby_application_feedback.json").read_text("utf-8"))
    feedback["results"][0]["submittedValues"]["overall_recommendation"] = "leaning_hire"
    reading = read_json_as("ashby", feedback)
    assert "leaning_hire" in reading.rejected[0].reason


def test_a_rating_of_a_scorecard_that_is_not_there_is_named() -> None:
    lines = (SAMPLES / "fivetran_scorecard.csv").read_text("utf-8").splitlines(keepends=True)
    cut = InFile("cut.csv", "".join(lines[:-1]).encode())
    reading = read_import("greenhouse", [cut, in_file("fivetran_scorecard_attribute.csv")])
    assert len(reading.rejected) == 4
    assert all("5894431003" in one.reason for one in reading.rejected)
    assert all(one.where.startswith("fivetran_scorecard_attribute.csv line")
               for one in reading.rejected)  # fmt: skip


def test_where_only_the_submitter_is_named_it_is_said() -> None:
    lines = (SAMPLES / "fivetran_scorecard.csv").read_text("utf-8")
    renamed = InFile("s.csv", lines.replace("interviewer_id", "somebody").encode())
    reading = read_import("greenhouse", [renamed, in_file("fivetran_scorecard_attribute.csv")])
    assert any("only who submitted" in sentence for sentence in reading.remarks)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"{", "line 1 is not JSON"),
        (b'[{"id": 1, "id": 2}]', '"id" stands twice'),
        (b'[{"fields": NaN}]', "NaN"),
        (b"[" * 200_000, "deeply"),
        (b'[{"fields": ' + b"9" * 5000 + b"}]", "impossible number"),
        (b"\n\xff", "line 2 is not UTF-8"),
        (b"[7]", "not an object"),
        (b"7", "not a list"),
        (b"[]", "there is not"),
    ],
)
def test_what_is_no_json_of_the_format_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_import("lever", [InFile("given.json", data)])
    assert said in refused.value.what


def test_a_mapping_may_have_scores_without_labels_and_times() -> None:
    text = "who,by,on,mark,when\nC1,Ada,Depth,4.0,2026-01-02 10:00:00 UTC\nC1,Bo,Depth,,\n"
    reading = read_csv_as(LONG_MAP, text)
    (rating,) = reading.ratings
    assert (rating.score, rating.scale.name) == (4, "csv-scores")
    assert rating.submitted_at == "2026-01-02T10:00:00+00:00"
    assert rating.scorecard_id == "C1 / Ada"
    assert reading.left_out["unscored rating"] == 1


def test_rows_that_do_not_fit_are_named_with_their_line() -> None:
    text = "who,by,on,mark,when\nC1,Ada,Depth,5,\nC1,Ada\n,Ada,Depth,1,\nC1,Ada,Depth,2,soon\n"
    reading = read_csv_as(LONG_MAP, text)
    assert reading.ratings == ()
    assert sorted(one.where.split(",")[0] for one in reading.rejected) == [
        f"given.csv line {line}" for line in (2, 3, 4, 5)
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('score = "mark"', 'scores = "mark"', "columns.scores"),
        ('score = "mark"', "", "dimension and score"),
        ("highest = 4", "highest = 1", "2 to 100 steps"),
        ("highest = 4", 'highest = "4"', "scale.highest"),
        ("highest = 4", "highest = 4\n[labels]\ntop = 9", "outside the scale"),
        ("highest = 4", "highest = 4\n[labels]\nTop = 4\ntop = 3", "two labels"),
        ("highest = 4", 'highest = 4\n[dimensions]\nDepth = "on"', "only one"),
        ("[columns]", 'delimiter = ";"\n[columns]', "no column"),
        ("[columns]", 'delimiter = "\\n"\n[columns]', "delimiter"),
        ("[columns]", 'source = "../up"\n[columns]', "source"),
        ('"who"', '"whom"', 'no column "whom"'),
        ("[columns]", "[columns", "given"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(old: str, new: str, said: str) -> None:
    assert old in LONG_MAP
    with pytest.raises(Problem) as refused:
        read_csv_as(LONG_MAP.replace(old, new), "who,by,on,mark,when\n")
    if said != "given":
        assert said in " ".join(refused.value.lines())


def test_csv_without_a_mapping_says_so() -> None:
    with pytest.raises(Unusable, match="mapping"):
        read_import("csv", [in_file("panel.csv")])


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Any) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(Unusable):
            file_at(path, "x")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("use <x> here", "use <x> here"),
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<p>see <x></p>", "see <x>"),
        ("<script>alert(1)</script><b>kept</b>", "kept"),
        ("line\r\nend", "line\r\nend"),
    ],
)
def test_rich_text(typed: str, read: str) -> None:
    assert plain_text(typed) == read


def test_the_mapping_of_the_documentation_is_one() -> None:
    text = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    first, second = text.split("```toml\n")[1:]
    first, second = first.split("```")[0], second.split("```")[0]
    row = "Applicant;Who judged;Skill;Mark;Card no.;Typed in by;When;Case;Comment\n"
    given = row + "C1;Ada;Depth;Good;7;Bo;2026-01-02T10:00:00Z;demo;fine\n"
    (rating,) = read_csv_as(first, given).ratings
    assert (rating.score, rating.scale.name, rating.submitter) == (4, "acme-skills", "Bo")
    wide = first.split("dimension =")[0] + "[scale]\nlowest = 1\nhighest = 5\n" + second
    given = "Applicant;Who judged;Framing (1-5);Comm. (1-5)\nC1;Ada;2;5\n"
    scores = {one.dimension: one.score for one in read_csv_as(wide, given).ratings}
    assert scores == {"Problem framing": 2, "Communication": 5}
