from __future__ import annotations

import itertools

import numpy as np
import pytest

from interviewloop.calibration.ratings import (
    DuplicateRating,
    RatingRow,
    Ratings,
    RatingsError,
    ScoreOutOfRange,
)

ROWS = [
    RatingRow("C2", "Ann", "depth", 4),
    RatingRow("C1", "Bob", "depth", 2),
    RatingRow("C1", "Ann", "clarity", 5),
    RatingRow("C1", "Ann", "depth", 3),
]


def columns(ratings: Ratings) -> list[tuple[str, str, str, int]]:
    return [
        (ratings.candidates[c], ratings.interviewers[i], ratings.dimensions[d], int(s))
        for c, i, d, s in zip(
            ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score, strict=True
        )
    ]


def test_rows_become_columns_in_label_order():
    ratings = Ratings.from_rows(ROWS)
    assert ratings.candidates == ("C1", "C2")
    assert ratings.interviewers == ("Ann", "Bob")
    assert ratings.dimensions == ("clarity", "depth")
    assert columns(ratings) == [
        ("C1", "Ann", "clarity", 5),
        ("C1", "Ann", "depth", 3),
        ("C1", "Bob", "depth", 2),
        ("C2", "Ann", "depth", 4),
    ]
    assert ratings.score.dtype == np.uint8
    assert len(ratings) == 4


def test_order_of_rows_makes_no_difference():
    expected = columns(Ratings.from_rows(ROWS))
    for rows in itertools.permutations(ROWS):
        assert columns(Ratings.from_rows(rows)) == expected


def test_the_table_cannot_be_changed():
    ratings = Ratings.from_rows(ROWS)
    with pytest.raises(ValueError, match="read-only"):
        ratings.score[0] = 1
    with pytest.raises(AttributeError):
        ratings.candidates = ()


def test_no_rows_make_an_empty_table():
    ratings = Ratings.from_rows([])
    assert len(ratings) == 0
    assert ratings.candidates == ratings.interviewers == ratings.dimensions == ()


@pytest.mark.parametrize("score", [0, 6, -1, 3.0, "3", True, None])
def test_a_score_outside_the_scale_is_named(score):
    rows = [*ROWS, RatingRow("C3", "Ann", "depth", score)]
    with pytest.raises(ScoreOutOfRange) as caught:
        Ratings.from_rows(rows)
    assert caught.value.row is rows[-1]
    assert caught.value.position == 4
    assert isinstance(caught.value, RatingsError)


def test_a_repeated_rating_is_named_with_both_places():
    rows = [*ROWS, RatingRow("C1", "Bob", "depth", 5)]
    with pytest.raises(DuplicateRating, match="Bob scored C1 twice on depth") as caught:
        Ratings.from_rows(rows)
    assert caught.value.row is rows[4]
    assert (caught.value.first_position, caught.value.position) == (1, 4)


def test_filtering_keeps_what_is_asked_for_and_drops_unused_labels():
    ratings = Ratings.from_rows(ROWS)
    depth = ratings.only(dimensions={"depth"}, interviewers={"Ann"})
    assert columns(depth) == [("C1", "Ann", "depth", 3), ("C2", "Ann", "depth", 4)]
    assert depth.interviewers == ("Ann",)
    assert depth.dimensions == ("depth",)
    assert columns(ratings.only()) == columns(ratings)
    assert len(ratings.only(candidates={"C9"})) == 0


def test_a_unit_is_a_candidate_on_a_dimension():
    ratings = Ratings.from_rows(ROWS)
    assert len(set(ratings.unit().tolist())) == 3
    assert ratings.unit()[1] == ratings.unit()[2]


def test_cases_are_coded_where_they_are_known_and_kept_by_choices():
    rows = [
        RatingRow("B", "x", "d", 1, "late"),
        RatingRow("A", "x", "d", 2),
        RatingRow("A", "y", "d", 3, "early"),
        RatingRow("C", "y", "d", 4, "late"),
    ]
    ratings = Ratings.from_rows(rows)
    assert ratings.cases == ("early", "late")
    assert ratings.case.tolist() == [-1, 0, 1, 1]
    assert not ratings.case.flags.writeable
    part = ratings.only(interviewers={"x"})
    assert (part.cases, part.case.tolist()) == (("late",), [-1, 0])
    assert ratings.only(candidates={"A"}, interviewers={"x"}).case is None
    assert Ratings.from_rows(row._replace(case="") for row in rows).case is None
