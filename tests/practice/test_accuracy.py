"""Cronbach's parts and the slopes: sums, invariances, the worked example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewloop.practice.accuracy import Parts, parts_of
from interviewloop.practice.interviews import Interview
from interviewloop.practice.measure import FEW_SCORES, Measure
from interviewloop.practice.patterns import MiddleUse, Patterns, patterns_of
from interviewloop.practice.wording_patterns import pattern_sayings

SCORES = st.integers(1, 5)
HALVES = st.integers(2, 10).map(lambda twice: twice / 2)


def interview(name: str, scores: dict[str, int], key: dict[str, float]) -> Interview:
    return Interview(name, 0, scores, {dim: key[dim] for dim in scores}, {})


@st.composite
def loops(draw: st.DrawFn, gaps: bool = False) -> list[Interview]:
    dims = [f"d{number}" for number in range(draw(st.integers(2, 6)))]
    made = []
    for number in range(draw(st.integers(3, 8))):
        scored = [dim for dim in dims if not gaps or draw(st.booleans())]
        scores = {dim: draw(SCORES) for dim in scored}
        made.append(interview(f"p{number}", scores, {dim: draw(HALVES) for dim in dims}))
    return made


@settings(deadline=None)
@given(loops())
def test_the_parts_add_up_to_the_mean_squared_error(made: list[Interview]) -> None:
    parts = parts_of(made)
    assert parts is not None
    d = np.array([[*one.differences().values()] for one in made])
    assert parts.total == pytest.approx((d**2).mean())
    assert parts.elevation == pytest.approx(d.mean() ** 2)
    # Stated from X and K, as in the source, and not from their difference.
    x = np.array([[*one.scores.values()] for one in made], float)
    k = np.array([[one.key[dim] for dim in one.scores] for one in made])
    de2 = (((x.mean(1) - x.mean()) - (k.mean(1) - k.mean())) ** 2).mean()
    sa2 = (((x.mean(0) - x.mean()) - (k.mean(0) - k.mean())) ** 2).mean()
    assert parts.differential_elevation == pytest.approx(de2)
    assert parts.stereotype == pytest.approx(sa2)


@settings(deadline=None)
@given(loops(gaps=True))
def test_gaps_leave_a_complete_block_or_nothing(made: list[Interview]) -> None:
    parts = parts_of(made)
    patterns_of(made)  # must not fail either
    if parts is not None:
        holding = [one for one in made if all(dim in one.scores for dim in parts.dims)]
        assert len(holding) >= parts.interviews >= 3
        assert len(parts.dims) >= 2


@settings(deadline=None)
@given(loops())
def test_whoever_gives_the_key_has_slope_one_and_no_error(made: list[Interview]) -> None:
    whole = [
        Interview(one.persona, 0, one.scores, {d: float(s) for d, s in one.scores.items()}, {})
        for one in made
    ]
    found = patterns_of(whole)
    assert found.parts is not None
    assert found.parts.total == 0
    if found.within_slope.value is not None:
        assert found.within_slope.value == pytest.approx(1)
    if found.severity.value is not None:
        assert found.severity.value == 0


@settings(deadline=None)
@given(loops(), st.floats(-2, 2))
def test_a_shift_of_the_key_moves_severity_and_no_slope(made: list[Interview], by: float) -> None:
    moved = [
        Interview(one.persona, 0, one.scores, {d: k + by for d, k in one.key.items()}, {})
        for one in made
    ]
    before, after = patterns_of(made), patterns_of(moved)
    if before.severity.value is not None:
        assert after.severity.value == pytest.approx(before.severity.value - by)
    if before.within_slope.value is not None and after.within_slope.value is not None:
        assert after.within_slope.value == pytest.approx(before.within_slope.value, abs=1e-6)


def test_gaps_cost_the_fewer_scores() -> None:
    dims = ("a", "b", "c", "d")
    full = [interview(f"p{n}", dict.fromkeys(dims, 3), dict.fromkeys(dims, 3.0)) for n in range(6)]
    one_short = interview("q", {"a": 3}, {"a": 3.0})
    parts = parts_of([*full, one_short])
    assert parts is not None
    assert (parts.interviews, parts.dims) == (6, dims)
    all_short = [interview(f"r{n}", {"a": 3, "b": 2}, {"a": 3.0, "b": 3.0}) for n in range(9)]
    parts = parts_of([*full[:2], *all_short])
    assert parts is not None
    assert (parts.interviews, parts.dims) == (11, ("a", "b"))
    assert parts_of(full[:2]) is None


def test_the_worked_example() -> None:
    """brief/personas.md, section 4: 8 x 8, severity +0.14, slopes 0.54 and 0.84, twin gap +0.86."""
    parts = Parts(0.020, 0.095, 0.080, 0.352, 8, tuple("abcdefgh"))
    assert parts.total == pytest.approx(0.547)
    assert parts.elevation == pytest.approx(0.14**2, abs=0.0005)
    patterns = Patterns(
        interviews=8,
        cells=64,
        severity=Measure(0.14, 0.16, 64),
        by_dimension={"leadership": 0.7},
        within_slope=Measure(0.54, 0.81, 64, flagged=True),
        between_slope=Measure(0.84, 0.75, 64),
        flattening="halo",
        middle=MiddleUse(28, 16, 9, 64),
        twin_gap=Measure(0.86, 0.36, 28, flagged=True),
        twin_dims=tuple("abcdefg"),
        parts=parts,
    )
    severity, slopes, delivery = (one.text for one in pattern_sayings(patterns, {}))
    assert "0.14 above the key; chance alone gives up to 0.16" in severity
    assert "slope 0.54; 1 follows the key" in slopes
    assert "scoring one dimension across your notes before the next" in slopes
    assert "0.9 higher on seven dimensions where it should not matter" in delivery


def test_a_dimension_that_stands_out_is_named() -> None:
    made = [
        interview(f"p{n}", {"a": 5, "b": 3, "c": n % 3 + 2}, {"a": 3, "b": 3, "c": n % 3 + 2})
        for n in range(6)
    ]
    (severity, *_) = pattern_sayings(patterns_of(made), {"a": "Rigour"})
    assert "It is mostly Rigour (+2.0)" in severity.text


def test_a_measure_is_whole() -> None:
    with pytest.raises(ValueError, match="says why"):
        Measure(None, None, 3)
    with pytest.raises(ValueError, match="no limit"):
        Measure(None, 0.5, 3, withheld=FEW_SCORES)
