"""The ways of large panels give what the ways of small ones do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.sparse import csc_array, csr_array
from tests.calibration.panels import TINY, ratings_of

from interviewloop.calibration import resampling, unit_patterns
from interviewloop.calibration.agreement import agreements
from interviewloop.calibration.coarse import coarse, neighbours
from interviewloop.calibration.gwet import chance_corrected
from interviewloop.calibration.rasch_posterior import add_product
from interviewloop.calibration.rating_columns import RatingColumns, table_of
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.resampling import Resampling
from interviewloop.calibration.severity import severities

COLUMNS = ("candidate", "interviewer", "dimension", "score")


@pytest.fixture(scope="module")
def ratings() -> Ratings:
    generator = np.random.default_rng(0)
    rows = [
        RatingRow(f"C{c:03d}", f"I{i}", f"D{d}", int(np.clip(round(at + lean), 1, 5)))
        for c, at in enumerate(generator.normal(3, 1, 240))
        for i in generator.choice(6, 3, replace=False)
        for d, lean in enumerate(generator.normal(0.2 * (i - 3), 0.7, 3))
    ]
    return Ratings.from_rows(rows)


def figures(ratings: Ratings) -> dict[str, list[float]]:
    overall, by_dimension = agreements(ratings, Resampling(1000))
    gwet, _ = chance_corrected(ratings, Resampling(1000))
    raw = severities(ratings, Resampling(1000))
    every = {"alpha": overall.alpha_ordinal, "D1": by_dimension["D1"].alpha_interval}
    every |= {"exact": overall.exact, "ac2": gwet.ac2_quadratic, "I0": raw["I0"].overall}
    return {name: [f.value, f.ci_low, f.ci_high] for name, f in every.items()}


def test_groups_of_candidates_give_the_same_values_and_like_intervals(ratings, monkeypatch):
    one_by_one = figures(ratings)
    monkeypatch.setattr(resampling, "_MOST_DRAWN", 80)
    monkeypatch.setattr(resampling, "_GROUPS", 80)
    in_groups = figures(ratings)
    for name, (value, low, high) in one_by_one.items():
        found = in_groups[name]
        assert found[0] == pytest.approx(value, abs=1e-12)
        width = (found[2] - found[1]) / (high - low)
        assert 0.8 < width < 1.25, name
        assert found != [value, low, high]


@settings(max_examples=50)
@given(TINY)
def test_patterns_are_the_counts_of_each_unit_however_they_are_found(cells):
    ratings = ratings_of(cells)
    units = len(ratings.candidates) * len(ratings.dimensions)
    counts = np.zeros((units, 5))
    np.add.at(counts, (ratings.unit(), ratings.score.astype(int) - 1), 1)
    for name, value in (("_MOST_LISTED", 2**22), ("_MOST_LISTED", 0), ("_LARGEST_EXACT", 0)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(unit_patterns, name, value)
            found = unit_patterns.unit_patterns(ratings)
        assert np.array_equal(found.counts[found.shown].reshape(-1, 5), counts)


@settings(max_examples=50)
@given(TINY)
def test_rows_in_columns_make_the_same_table(cells):
    rows = [RatingRow(*labels, score) for labels, score in cells.items()]
    names = [[*{row[at]: None for row in rows}, "unused"] for at in range(3)]
    codes = [[names[at].index(row[at]) for row in rows] for at in range(3)]
    columns = RatingColumns(
        *(np.array(code, dtype=np.int32) for code in codes),
        np.array([row.score for row in rows], dtype=np.uint8),
        *map(tuple, names),
    )
    assert list(columns) == rows
    assert list(columns[1:]) == rows[1:]
    expected, found = Ratings.from_rows(rows), table_of(columns)
    for column in COLUMNS:
        assert np.array_equal(getattr(found, column), getattr(expected, column))
    for labels in ("candidates", "interviewers", "dimensions"):
        assert getattr(found, labels) == getattr(expected, labels)
    order = {}
    for row in rows:
        order.setdefault((row.candidate, row.interviewer), float(len(order)))
    assert columns.session_order() == order
    kept = columns.chosen(lambda name: name != rows[0].interviewer, lambda _: True)
    assert list(kept) == [row for row in rows if row.interviewer != rows[0].interviewer]


def test_groups_of_neighbours_carry_over_a_long_chain_at_once():
    """The Laplacian of a chain of 1,000: equal effects of all aside, which it sends to 0, it is far
    better conditioned with the groups than without."""
    size = 1000
    chain = 2 * np.eye(size) - np.eye(size, k=1) - np.eye(size, k=-1)
    chain[0, 0] = chain[-1, -1] = 1
    member = neighbours(csr_array(chain))
    assert np.array_equal(np.asarray(member.sum(axis=1)), np.ones(size))
    groups = coarse(member, (member.T @ csr_array(chain) @ member).toarray())
    preconditioner = np.eye(size) / 2 + groups(np.eye(size))
    values = np.sort(np.linalg.eigvals(preconditioner @ chain).real)
    plain = np.linalg.eigvalsh(chain)
    assert plain[-1] / plain[1] > 100_000
    assert 0 < values[-1] / values[1] < 200


def test_a_product_is_added_row_by_row_as_it_is_as_a_whole():
    generator = np.random.default_rng(3)
    by = csc_array((generator.random((50, 12)) > 0.95).astype(float))
    weight = generator.normal(size=(12, 4))
    total = np.ones((50, 4))
    assert by.nnz < 50
    add_product(total, by, weight)
    assert total == pytest.approx(1 + by.toarray() @ weight)
