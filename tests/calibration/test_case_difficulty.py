from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calibration.panels import case_panel

from interviewloop.calibration.case_difficulty import case_difficulties
from interviewloop.calibration.ratings import RatingRow, Ratings


def dense(ratings: Ratings, weights: tuple[int, ...] = (0, 1, 2, 3)) -> np.ndarray:
    """The dummy design of all rows, one column a label: candidates, interviewers, dimensions,
    cases."""
    codes = (ratings.candidate, ratings.interviewer, ratings.dimension, ratings.case)
    sizes = (ratings.candidates, ratings.interviewers, ratings.dimensions, ratings.cases)
    return np.concatenate([np.eye(len(sizes[w]))[codes[w]] for w in weights], axis=1)


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_difficulty_is_least_squares_of_a_dense_dummy_design(missing):
    made = case_panel(30, 8, cases=3, missing=missing, seed=4)
    ratings = made.ratings
    found = case_difficulties(ratings).difficulty
    x, y = dense(ratings), ratings.score.astype(float)
    solved = np.linalg.lstsq(x, y, rcond=None)[0][-3:]
    values = [figure.value for figure in found.values()]
    assert values == pytest.approx(-(solved - solved.mean()), abs=1e-9)
    # The interval, from the dense design and residuals summed over sessions.
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    sessions: dict[tuple[int, int, int], list[float]] = {}
    for key, value in zip(
        zip(ratings.candidate, ratings.interviewer, ratings.case, strict=True),
        residual,
        strict=True,
    ):
        sessions.setdefault(key, []).append(value)
    squares = sum(sum(own) ** 2 / len(own) for own in sessions.values())
    by_session = np.array([[*np.eye(30)[c], *np.eye(8)[i], *np.eye(3)[k]] for c, i, k in sessions])
    free = len(sessions) - np.linalg.matrix_rank(by_session)
    covariance = np.linalg.pinv(x.T @ x)[-3:, -3:]
    contrast = np.array([2 / 3, -1 / 3, -1 / 3])
    error = math.sqrt(squares / free * contrast @ covariance @ contrast)
    from scipy.stats import t

    first = next(iter(found.values()))
    assert first.ci_high - first.value == pytest.approx(t.ppf(0.975, free) * error, rel=1e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=60)
def test_what_can_be_told_is_what_the_rank_of_the_design_says(seed):
    """Cases are dealt at random to few people; a contrast can be told if adding it to the design
    does not add to its rank."""
    generator = np.random.default_rng(seed)
    rows = []
    for c in range(6):
        for i in generator.permutation(5)[:2]:
            case = f"K{generator.integers(3) if i % 2 else i % 3}"
            rows += [RatingRow(f"C{c}", f"I{i}", f"D{d}", int(generator.integers(1, 6)), case)
                     for d in range(6)]  # fmt: skip
    ratings = Ratings.from_rows(rows)
    figures = case_difficulties(ratings).difficulty
    x = dense(ratings)
    rank = np.linalg.matrix_rank(x)
    shown = [k for k, label in enumerate(ratings.cases) if figures[label].value is not None]
    told = {
        (a, b)
        for a in range(len(ratings.cases))
        for b in range(a)
        if rank == np.linalg.matrix_rank(np.vstack([x, _contrast(x, ratings, a, b)]))
    }
    assert all((a, b) in told for a in shown for b in shown if a > b)
    confounded = [k for k, label in enumerate(ratings.cases)
                  if figures[label].withheld == "case-confounded"]  # fmt: skip
    assert not any((max(a, b), min(a, b)) in told for a in confounded for b in shown)


def _contrast(x: np.ndarray, ratings: Ratings, a: int, b: int) -> np.ndarray:
    row = np.zeros(x.shape[1])
    row[len(row) - len(ratings.cases) + a] = 1
    row[len(row) - len(ratings.cases) + b] = -1
    return row


@pytest.mark.parametrize("halo", [0.0, 0.6])
def test_the_interval_holds_the_truth_at_least_nine_times_in_ten(halo):
    hits = count = 0
    for seed in range(40):
        made = case_panel(24, 8, cases=3, halo=halo, seed=seed)
        for figure, truth in zip(
            case_difficulties(made.ratings).difficulty.values(), made.difficulty, strict=True
        ):
            count += 1
            hits += figure.ci_low <= truth <= figure.ci_high
    assert hits / count >= 0.9


def test_an_interviewer_with_a_case_of_their_own_is_confounded_with_it():
    rows = [
        RatingRow(f"C{c}", who, f"D{d}", (c + d) % 5 + 1, case)
        for c in range(8)
        for who, case in (("Ann", "feed"), ("Bob", "rank"))
        for d in range(3)
    ]
    found = case_difficulties(Ratings.from_rows(rows))
    assert {figure.withheld for figure in found.difficulty.values()} == {"case-confounded"}
    [notice] = found.notices
    assert notice.message.startswith("feed, rank: ")
    assert found.severity_moves == {}


def test_few_scores_one_case_and_unknown_cases():
    one = [RatingRow(f"C{c}", w, "d", c % 5 + 1, "feed") for c in range(12) for w in "xy"]
    found = case_difficulties(Ratings.from_rows(one))
    assert found.difficulty["feed"].withheld == "one-case"
    assert found.notices == ()
    more = [*one, RatingRow("C1", "z", "d", 2, "rank"), RatingRow("C2", "z", "d", 2)]
    found = case_difficulties(Ratings.from_rows(more))
    codes = {label: figure.withheld for label, figure in found.difficulty.items()}
    assert codes == {"feed": "one-case", "rank": "case-few-ratings"}
    assert "1 score: " in {n.code: n.message for n in found.notices}["case-unknown"]
    few = [RatingRow(f"C{c}", w, f"d{d}", 3, k) for c in range(2) for d in range(6)
           for w, k in (("x", "a"), ("y", "b"))]  # fmt: skip
    found = case_difficulties(Ratings.from_rows(few))
    assert {f.withheld for f in found.difficulty.values()} == {"case-few-candidates"}
    assert case_difficulties(Ratings.from_rows([])).difficulty == {}


def test_a_hard_case_is_said_to_move_severity():
    """Three interviewers mostly run the hard case, and seem harsh for it."""
    made = case_panel(40, 6, cases=2, seed=3, difficulty=(0.8, -0.8), lopsided=True)
    found = case_difficulties(made.ratings)
    assert found.chance < 0.05
    x, y = dense(made.ratings), made.ratings.score.astype(float)
    with_cases = np.linalg.lstsq(x, y, rcond=None)[0][40:46]
    without = np.linalg.lstsq(dense(made.ratings, (0, 1, 2)), y, rcond=None)[0][40:46]
    moved = -(with_cases - with_cases.mean()) + (without - without.mean())
    assert list(found.severity_moves.values()) == pytest.approx(moved, abs=1e-9)
    assert [move < 0 for move in found.severity_moves.values()] == [True] * 3 + [False] * 3
    [notice] = [n for n in found.notices if n.code == "case-in-severity"]
    assert "I0 (-0.61)" in notice.message
    level = case_panel(40, 6, cases=2, seed=3, difficulty=(0.0, 0.0))
    assert case_difficulties(level.ratings).severity_moves == {}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("xyz"), st.sampled_from("de")),
        st.tuples(st.integers(1, 5), st.sampled_from(["", "k", "l", "m"])),
        max_size=36,
    )
)
def test_every_difficulty_is_finite_or_says_why_not(cells):
    ratings = Ratings.from_rows(RatingRow(*labels, *rest) for labels, rest in cells.items())
    for figure in case_difficulties(ratings).difficulty.values():
        if figure.withheld is None:
            assert figure.ci_low <= figure.value <= figure.ci_high


def test_one_score_for_all_makes_an_interval_without_width_which_is_pointed_out():
    made = case_panel(20, 5, cases=2, seed=1).ratings
    flat = Ratings.from_rows(
        RatingRow(made.candidates[c], made.interviewers[i], made.dimensions[d], 3, made.cases[k])
        for c, i, d, k in zip(
            made.candidate, made.interviewer, made.dimension, made.case, strict=True
        )
    )
    found = case_difficulties(flat)
    assert [str(figure.value) for figure in found.difficulty.values()] == ["0.0", "0.0"]
    [notice] = found.notices
    assert notice.message.startswith("difficulty of K0, difficulty of K1: ")
