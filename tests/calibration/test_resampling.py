from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from interviewloop.calibration import resampling as module
from interviewloop.calibration.resampling import (
    Resampling,
    percentile_interval,
    student_interval,
)


def test_replicates_are_sums_over_as_many_candidates_as_there_are():
    ones = np.ones((7, 1))
    assert np.array_equal(Resampling(200).sums(ones), np.full((200, 1), 7.0))


def test_replicates_scatter_as_sampling_with_replacement_does():
    values = np.arange(20.0)[:, np.newaxis]
    sums = Resampling(20_000, seed=3).sums(values)
    assert sums.mean() == pytest.approx(values.sum(), rel=0.005)
    assert sums.std() == pytest.approx(values.std() * np.sqrt(20), rel=0.02)


def test_seed_decides_the_draws():
    values = np.random.default_rng(0).normal(size=(9, 2))
    same = Resampling(300, seed=5).sums(values)
    assert np.array_equal(Resampling(300, seed=5).sums(values), same)
    assert not np.array_equal(Resampling(300, seed=6).sums(values), same)


def test_many_candidates_are_drawn_in_blocks_of_whole_replicates(monkeypatch):
    monkeypatch.setattr(module, "_CELLS_KEPT", 30 * 64)
    assert np.array_equal(Resampling(1000).sums(np.ones((30, 1))), np.full((1000, 1), 30.0))
    values = np.arange(30.0)[:, np.newaxis]
    first = Resampling(1000, seed=1).sums(values)
    assert len(np.unique(first)) > 100
    assert np.array_equal(Resampling(1000, seed=1).sums(values), first)
    assert not np.array_equal(Resampling(1000, seed=2).sums(values), first)


@pytest.mark.parametrize(
    ("replicates", "seed", "why"),
    [(99, 0, "100 to"), (100_001, 0, "100 to"), (1000, -1, "0 or more")],
)
def test_limits(replicates, seed, why):
    with pytest.raises(ValueError, match=why):
        Resampling(replicates, seed)


def test_percentile_tails_widen_for_few_candidates():
    replicates = np.linspace(0, 1, 100_001)
    k = 10
    tail = stats.norm.cdf(-np.sqrt(k / (k - 1)) * stats.t.ppf(0.975, k - 1))
    found = percentile_interval(0.5, replicates, k, 0.0, 1.0)
    assert found == pytest.approx((tail, 1 - tail), abs=1e-6)
    found = percentile_interval(0.5, replicates, 100_000, 0.0, 1.0)
    assert found == pytest.approx((0.025, 0.975), abs=1e-4)


def test_percentile_interval_is_rid_of_the_bias_of_resampling():
    replicates = np.linspace(0.2, 0.4, 10_001)
    low, high = percentile_interval(0.35, replicates, 10_000, 0.0, 1.0)
    assert (low + high) / 2 == pytest.approx(0.35)
    assert high - low == pytest.approx(0.19, abs=1e-3)


def test_percentile_interval_stays_in_its_range():
    replicates = np.linspace(0.0, 0.6, 10_001)
    assert percentile_interval(0.9, replicates, 1000, 0.0, 1.0)[1] == 1.0
    assert percentile_interval(0.1, replicates, 1000, 0.0, 1.0)[0] == 0.0
    assert percentile_interval(0.1, replicates, 1000, -np.inf, 1.0)[0] < 0.0


def test_student_interval_of_a_mean_is_the_t_interval():
    values = np.random.default_rng(4).normal(1.0, 0.4, size=12)
    means = Resampling(100_000, seed=1).sums(values[:, np.newaxis])[:, 0] / 12
    expected = stats.t.interval(0.95, 11, loc=values.mean(), scale=stats.sem(values))
    assert student_interval(values.mean(), means, 12, 4.0) == pytest.approx(expected, rel=0.01)


def test_student_interval_stays_on_the_scale():
    assert student_interval(3.0, np.array([0.0, 6.0]), 3, 4.0) == (-4.0, 4.0)


@pytest.mark.parametrize("k", [4, 12])
def test_student_interval_covers_the_truth_as_often_as_it_says(k):
    """Scores of a candidate hang together; an interval over scores would cover far less."""
    generator = np.random.default_rng(k)
    hits = 0
    for _ in range(400):
        candidate = generator.normal(0.3, 0.8, size=(k, 1))
        sums = (candidate + generator.normal(0, 0.6, size=(k, 8))).mean(axis=1, keepdims=True)
        low, high = student_interval(sums.mean(), Resampling(400).sums(sums)[:, 0] / k, k, 4.0)
        hits += low <= 0.3 <= high
    assert 0.92 <= hits / 400 <= 0.98


def test_many_candidates_are_drawn_in_groups_that_leave_the_error_as_it_is():
    """A ratio of sums of 5,000 candidates whose scores hang together; its error is known."""
    generator = np.random.default_rng(2)
    count = generator.integers(1, 9, size=5000)
    total = count * generator.normal(3.0, 1.0, size=5000)
    sums = np.stack([total, count], axis=1).astype(float)
    ratio = total.sum() / count.sum()
    truth = np.sqrt(((total - ratio * count) ** 2).sum()) / count.sum()
    found = []
    for seed in range(12):
        resampling = Resampling(1000, seed)
        grouped = resampling.grouped(sums)
        assert len(grouped) == resampling.drawn(5000) == 1000
        assert grouped.sum(axis=0) == pytest.approx(sums.sum(axis=0))
        replicates = resampling.sums(grouped)
        found.append((replicates[:, 0] / replicates[:, 1]).std())
    assert np.mean(found) == pytest.approx(truth, rel=0.03)
    assert np.std(found) / truth < 0.06


@pytest.mark.parametrize("k", [2001, 2999, 12_345])
def test_groups_are_of_one_size_but_for_one_and_depend_on_the_seed(k):
    group = Resampling(seed=4).groups(k)
    sizes = np.bincount(group)
    assert len(sizes) == 1000
    assert sizes.max() - sizes.min() <= 1
    assert np.array_equal(group, Resampling(seed=4).groups(k))
    assert not np.array_equal(group, Resampling(seed=5).groups(k))
    values = np.arange(float(k))[:, np.newaxis]
    by_hand = np.bincount(group, values[:, 0])
    assert Resampling(seed=4).grouped(values)[:, 0] == pytest.approx(by_hand)


def test_up_to_two_thousand_candidates_are_drawn_one_by_one():
    values = np.arange(2000.0)[:, np.newaxis]
    assert Resampling().drawn(2000) == 2000
    assert Resampling().grouped(values) is values
