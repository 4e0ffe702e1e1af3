"""One invented table of ratings in nine formats comes in as the same ratings."""

from __future__ import annotations

import csv
import json

import pytest
from tests.exchange.imports import FILES, SAMPLES, read_json_as, sample

from interviewloop.exchange.imported import OVERALL

_COARSER = {1: 1, 2: 2, 3: 3, 4: 3, 5: 4}
"""What the four points of the samples of Lever and Ashby make of the five of Greenhouse."""
_HIRE = {"definitely_not": 1, "no": 2, "yes": 3, "strong_yes": 4}
_MARKS = ("definitely_not", "no", "mixed", "yes", "strong_yes")


def raw() -> list[dict[str, str]]:
    """The table, by the standard library alone."""
    with (SAMPLES / "greenhouse_scorecards.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_attributes() -> dict[tuple[str, str], int]:
    """Score by scorecard and dimension."""
    return {
        (row["scorecard_id"], row["attribute_name"]): _MARKS.index(row["rating"]) + 1
        for row in raw()
        if row["rating"] != "no_decision"
    }


@pytest.mark.parametrize(
    "name", [name for name, (kind, _) in FILES.items() if kind == "greenhouse"]
)
def test_every_shape_of_greenhouse_is_the_same_table(name: str) -> None:
    reading = sample(name)
    assert reading.rejected == ()
    attributes = {
        (one.scorecard_id, one.dimension): one.score
        for one in reading.ratings
        if one.scale.name == "greenhouse-attributes"
    }
    overall = {
        one.scorecard_id: one.score
        for one in reading.ratings
        if one.scale.name == "greenhouse-overall"
    }
    assert attributes == expected_attributes()
    assert overall == {
        row["scorecard_id"]: _HIRE[row["overall_recommendation"]]
        for row in raw()
        if row["overall_recommendation"] != "no_decision"
    }
    assert len(attributes) == 19
    assert len(overall) == 4
    assert reading.left_out["unscored rating"] == 2
    notes = {(one.scorecard_id, one.dimension): one.note for one in reading.ratings}
    for row in raw():
        if row["rating"] != "no_decision":
            assert notes[row["scorecard_id"], row["attribute_name"]] == row["note"]


@pytest.mark.parametrize("name", ["csv", "wide csv"])
def test_a_mapping_gives_the_same_scores(name: str) -> None:
    reading = sample(name)
    assert reading.rejected == ()
    scored = sorted((one.candidate, one.interviewer, one.dimension, one.score)
                    for one in reading.ratings)  # fmt: skip
    assert scored == sorted(
        (row["candidate_id"], row["interviewer"], row["attribute_name"],
         _MARKS.index(row["rating"]) + 1)
        for row in raw() if row["rating"] != "no_decision"
    )  # fmt: skip
    assert reading.left_out["unscored rating"] == 1


def test_labels_of_a_mapping_name_the_steps_of_its_scale() -> None:
    (scale,) = {one.scale for one in sample("csv").ratings}
    assert scale.name == "acme-skills"
    assert scale.labels == ("Poor", "Weak", "Mixed", "Good", "Excellent")


@pytest.mark.parametrize("name", ["lever", "ashby"])
def test_four_points_stay_four_points(name: str) -> None:
    reading = sample(name)
    assert reading.rejected == ()
    assert {
        (scale.name, scale.lowest, scale.highest)
        for scale in {one.scale for one in reading.ratings}
    } == {
        (f"{name}-scores", 1, 4),
        (f"{name}-overall", 1, 4),
    }
    # Ids differ between tools; the order of the scorecards and the interviewers do not.
    cards = list(dict.fromkeys(one.scorecard_id for one in reading.ratings))
    theirs = list(dict.fromkeys(row["scorecard_id"] for row in raw()))
    found = {
        (theirs[cards.index(one.scorecard_id)], one.dimension): one.score
        for one in reading.ratings
        if one.dimension != OVERALL
    }
    assert found == {key: _COARSER[score] for key, score in expected_attributes().items()}
    people = {theirs[cards.index(one.scorecard_id)]: one.interviewer for one in reading.ratings}
    assert people == {row["scorecard_id"]: row["interviewer"] for row in raw()}
    candidates = {theirs[cards.index(one.scorecard_id)]: one.candidate for one in reading.ratings}
    assert len(set(candidates.values())) == 3


@pytest.mark.parametrize("name", ["greenhouse v1", "greenhouse joined", "bi", "csv", "ashby"])
def test_the_interviewer_is_who_judged_and_not_who_typed(name: str) -> None:
    on_behalf = {(one.interviewer, one.submitter) for one in sample(name).ratings
                 if one.interviewer != one.submitter}  # fmt: skip
    assert on_behalf == {("Adaeze Obi", "Ines Moreau")}


def test_names_keep_their_letters_and_notes_their_quotes_and_formulas() -> None:
    ratings = sample("greenhouse v1").ratings
    assert "Tomasz Zieliński" in {one.interviewer for one in ratings}
    notes = {one.note for one in ratings}
    assert 'Asked about peeking, not about novelty, "weekend" effects' in notes
    assert "=1+1 typed by the candidate in the sheet" in notes
    assert "Would work with again.\nNeeds follow-up on power." in notes


@pytest.mark.parametrize("name", ["greenhouse v1", "lever", "ashby"])
def test_html_of_an_answer_is_read_as_text(name: str) -> None:
    first = next(one for one in sample(name).ratings if one.dimension == OVERALL)
    assert first.note == "Strong framing, late on freshness."


def test_the_case_is_what_the_question_on_it_was_answered_with() -> None:
    assert {one.case for one in sample("greenhouse v1").ratings} == {"model-drop-15"}


def test_drafts_and_deleted_feedback_are_counted_and_left_out() -> None:
    assert sample("lever").left_out["draft"] == 1
    assert sample("greenhouse v3").left_out["draft"] == 1
    document = json.loads((SAMPLES / "lever_feedback.json").read_text(encoding="utf-8"))
    document["data"][0]["deletedAt"] = 1777903600001
    reading = read_json_as("lever", document)
    assert reading.left_out["deleted scorecard"] == 1
    assert document["data"][0]["id"] not in {one.scorecard_id for one in reading.ratings}
    assert any("file of users" in sentence for sentence in reading.remarks)
