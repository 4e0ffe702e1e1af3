from __future__ import annotations

import itertools
import math
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from interviewloop.calibration.agreement import agreements, alpha_band
from interviewloop.calibration.alpha import METRICS, alpha, coincidences
from interviewloop.calibration.figures import Figure
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.resampling import Resampling

FAST = Resampling(100)
DATASETS = ["krippendorff_4x12", "synth_small", "synth_disconnected", "mfrmr_core_crossed"]

ROWS = st.dictionaries(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("wxyz"), st.sampled_from("de")),
    st.integers(1, 5),
    min_size=1,
    max_size=64,
)


def ratings_of(cells) -> Ratings:
    return Ratings.from_rows(RatingRow(*labels, score) for labels, score in cells.items())


def alphas(agreement) -> dict[str, Figure]:
    return {metric: getattr(agreement, f"alpha_{metric}") for metric in METRICS}


def figures(agreement) -> list[Figure]:
    return [
        agreement.exact,
        agreement.within_one,
        agreement.exact_chance,
        agreement.within_one_chance,
        *alphas(agreement).values(),
    ]


def same(left: Figure, right: Figure) -> bool:
    if left.value is None or right.value is None:
        return left == right
    return left.n == right.n and math.isclose(left.value, right.value, abs_tol=1e-9)


@pytest.mark.parametrize("name", DATASETS)
def test_alpha_equals_the_reference(dataset, name):
    data = dataset(name)
    overall, by_dimension = agreements(data.ratings, FAST)
    reference = data.reference["krippendorff_alpha"]
    parts = {"overall": overall}
    expected = {"overall": reference["overall"], **reference["by_dimension"]}
    if reference["by_dimension"]:
        parts |= by_dimension
    assert parts.keys() == expected.keys()
    for part, agreement in parts.items():
        for metric, figure in alphas(agreement).items():
            value = expected[part][metric]["value"]
            assert figure.value == pytest.approx(value, abs=reference["tol"])


@pytest.mark.parametrize("name", DATASETS)
def test_shares_equal_the_reference(dataset, name):
    data = dataset(name)
    overall, _ = agreements(data.ratings, FAST)
    raw = data.reference["raw_agreement"]
    assert overall.exact.n == overall.within_one.n == raw["n_pairs"]
    assert overall.exact.value == pytest.approx(raw["exact"], abs=raw["tol"])
    assert overall.within_one.value == pytest.approx(raw["within1"], abs=raw["tol"])


def test_alpha_on_a_scale_of_ten_and_a_complete_matrix(dataset):
    """A complete matrix of more than two raters is where one published tool goes wrong."""
    data = dataset("shrout_fleiss_1979")
    units = sorted({row.candidate for row in data.rows})
    counts = np.zeros((len(units), 10))
    for row in data.rows:
        counts[units.index(row.candidate), row.score - 1] += 1
    matrix = coincidences(counts).sum(axis=0)
    for metric in METRICS:
        expected = data.reference["krippendorff_alpha"]["overall"][metric]["value"]
        assert float(alpha(matrix, metric)) == pytest.approx(expected, abs=1e-6)


@given(ROWS)
def test_alpha_equals_the_krippendorff_package(cells):
    by_dimension = agreements(ratings_of(cells), FAST)[1]
    for dimension, agreement in by_dimension.items():
        matrix = [[cells.get((c, i, dimension), np.nan) for c in "ABCDEFGH"] for i in "wxyz"]
        for metric, figure in alphas(agreement).items():
            if figure.value is None:
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the oracle divides 0 by 0 on unused values
                expected = krippendorff.alpha(
                    reliability_data=matrix,
                    level_of_measurement=metric,
                    value_domain=[1, 2, 3, 4, 5] if metric != "nominal" else None,
                )
            assert figure.value == pytest.approx(expected, abs=1e-9)


@given(ROWS)
def test_shares_are_what_counting_pairs_one_by_one_gives(cells):
    overall, _ = agreements(ratings_of(cells), FAST)
    pairs = [
        (a, b)
        for (left, a), (right, b) in itertools.combinations(cells.items(), 2)
        if (left[0], left[2]) == (right[0], right[2])
    ]
    assert overall.exact.n == len(pairs)
    if overall.exact.value is not None and overall.within_one.value is not None:
        assert overall.exact.value == pytest.approx(np.mean([a == b for a, b in pairs]))
        assert overall.within_one.value == pytest.approx(
            np.mean([abs(a - b) <= 1 for a, b in pairs])
        )


@given(ROWS)
def test_chance_is_two_different_scores_of_the_pool(cells):
    overall, _ = agreements(ratings_of(cells), FAST)
    units: dict[tuple[str, str], list[int]] = {}
    for (candidate, _, dimension), score in cells.items():
        units.setdefault((candidate, dimension), []).append(score)
    pool = [score for unit in units.values() if len(unit) > 1 for score in unit]
    drawn = list(itertools.combinations(pool, 2))
    for figure, reach in ((overall.exact_chance, 0), (overall.within_one_chance, 1)):
        assert figure.n == len(pool)
        if figure.value is not None:
            assert figure.value == pytest.approx(np.mean([abs(a - b) <= reach for a, b in drawn]))


@given(ROWS, st.permutations("wxyz"), st.permutations("ABCDEFGH"))
def test_names_do_not_matter(cells, interviewers, candidates):
    other = dict(zip("wxyz", interviewers, strict=True))
    renamed = dict(zip("ABCDEFGH", candidates, strict=True))
    moved = {(renamed[c], other[i], d): score for (c, i, d), score in cells.items()}
    for left, right in zip(
        figures(agreements(ratings_of(cells), FAST)[0]),
        figures(agreements(ratings_of(moved), FAST)[0]),
        strict=True,
    ):
        # Candidates in another order get other draws, so only values are compared.
        assert left.value is None or right.value is None or same(left, right)
        assert left.n == right.n


@given(ROWS, st.permutations("wxyz"))
def test_which_interviewer_gave_which_score_does_not_matter(cells, interviewers):
    other = dict(zip("wxyz", interviewers, strict=True))
    moved = {(c, other[i], d): score for (c, i, d), score in cells.items()}
    assert agreements(ratings_of(cells), FAST) == agreements(ratings_of(moved), FAST)


@given(ROWS, st.integers(1, 5))
def test_a_unit_with_one_score_changes_nothing(cells, score):
    lonely = cells | {("Z", "w", "d"): score, ("Z", "w", "e"): score}
    before, after = (agreements(ratings_of(c), FAST)[0] for c in (cells, lonely))
    assert before == after


@given(ROWS)
def test_every_figure_is_finite_or_says_why_not(cells):
    overall, by_dimension = agreements(ratings_of(cells), FAST)
    for agreement in (overall, *by_dimension.values()):
        for figure in figures(agreement):
            if figure.withheld is None:
                assert all(map(math.isfinite, (figure.value, figure.ci_low, figure.ci_high)))
                assert figure.ci_high <= 1 + 1e-12
            else:
                assert figure.value is None


@given(st.lists(st.integers(1, 5), min_size=5, max_size=9), st.integers(2, 4))
def test_full_agreement_is_one_unless_there_is_only_one_score(scores, interviewers):
    cells = {
        (f"C{c}", f"I{i}", "d"): score
        for c, score in enumerate(scores)
        for i in range(interviewers)
    }
    overall, _ = agreements(ratings_of(cells), FAST)
    assert overall.exact.value == 1
    for figure in alphas(overall).values():
        if len(set(scores)) == 1:
            assert figure.withheld == "no-variance"
        else:
            assert figure.value == 1 or figure.withheld == "almost-no-variance"


def test_full_agreement_on_varied_scores_is_shown(panel):
    overall, _ = agreements(panel({f"C{i}": str(i % 5 + 1) * 3 for i in range(10)}), FAST)
    assert [figure.value for figure in alphas(overall).values()] == [1, 1, 1]


def test_a_single_odd_score_is_too_little_variance(panel):
    overall, _ = agreements(panel({"C0": "34"} | {f"C{i}": "33" for i in range(1, 9)}), FAST)
    assert overall.exact.value == pytest.approx(8 / 9)
    assert {figure.withheld for figure in alphas(overall).values()} == {"almost-no-variance"}


def test_fewer_than_five_candidates_with_pairs_show_nothing(panel):
    four = {f"C{i}": f"{i}{i + 1}" for i in range(1, 5)} | {"C9": "3."}
    overall, _ = agreements(panel(four), FAST)
    assert overall.candidates == 4
    assert {figure.withheld for figure in figures(overall)} == {"few-candidates"}
    five, _ = agreements(panel(four | {"C5": "25"}), FAST)
    assert {figure.withheld for figure in figures(five)} == {None}


def test_interviewers_who_share_nothing_cannot_be_compared(panel):
    overall, by_dimension = agreements(panel({f"C{i}": "3." for i in range(6)}), FAST)
    assert {figure.withheld for figure in figures(overall)} == {"no-shared-scores"}
    assert {figure.n for figure in figures(overall)} == {0}
    assert by_dimension["d"] == overall


def test_no_ratings_at_all():
    overall, by_dimension = agreements(Ratings.from_rows([]), FAST)
    assert overall.exact.withheld == "no-shared-scores"
    assert by_dimension == {}


def test_disagreement_beyond_chance_is_below_zero(panel):
    overall, _ = agreements(panel({f"C{i}": "15" if i % 2 else "51" for i in range(12)}), FAST)
    assert overall.alpha_ordinal.value is not None
    assert overall.alpha_ordinal.value < 0


@pytest.mark.parametrize(
    ("low", "high", "candidates", "band"),
    [
        (0.81, 0.93, 30, "reliable"),
        (0.70, 0.95, 30, "tentative"),
        (0.50, 0.90, 30, "undecided"),
        (0.10, 0.66, 30, "unreliable"),
        (0.81, 0.93, 9, None),
    ],
)
def test_bands_are_judged_on_the_interval(low, high, candidates, band):
    assert alpha_band(Figure(0.9, low, high, 100), candidates) == band


def test_alpha_intervals_are_those_of_redrawn_candidates(dataset):
    """Against the same resampling done the slow way, with the package on each redrawn table."""
    data = dataset("synth_small")
    overall, _ = agreements(data.ratings, Resampling(2000))
    labels = sorted({row.candidate for row in data.rows})
    counts = np.zeros((len(labels), 8, 5), dtype=int)
    for row in data.rows:
        counts[labels.index(row.candidate), int(row.dimension[1:]) - 1, row.score - 1] += 1
    generator = np.random.default_rng(8)
    values = np.array(
        [
            krippendorff.alpha(
                value_counts=counts[generator.integers(12, size=12)].reshape(-1, 5),
                level_of_measurement="ordinal",
            )
            for _ in range(2000)
        ]
    )
    tail = stats.norm.cdf(-np.sqrt(12 / 11) * stats.t.ppf(0.975, 11))
    bias = values.mean() - overall.alpha_ordinal.value
    low, high = np.quantile(values, [tail, 1 - tail]) - bias
    assert overall.alpha_ordinal.ci_low == pytest.approx(low, abs=0.02)
    assert overall.alpha_ordinal.ci_high == pytest.approx(high, abs=0.02)
