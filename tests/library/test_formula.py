"""The formula language: what it computes, and that it can do nothing else."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from interviewloop.library.formula import FormulaError, binom_sf, chi2_sf, evaluate, norm_sf
from interviewloop.library.lint.arithmetic import _benjamini_hochberg, _bonferroni
from interviewloop.library.lint.cells import Lookups
from interviewloop.library.tables import Table

TABLE = Table(
    ("town", "size", "p"),
    (("Lisbon", "1,000", "0.01"), ("Porto", "500", "0.2"), ("Braga", "", "0.03")),
)
OTHER = Table(("day", "rate"), (("1", "0.5"), ("2", "n/a")))
LOOKUPS = Lookups({"towns": TABLE, "days": OTHER}, {"towns": "town", "days": None}, "towns")


def value(formula: str) -> float:
    return evaluate(formula, LOOKUPS.col, LOOKUPS.cell)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("-(2 ** 3)", -8),
        ("sum(col('size'))", 1500),
        ("count(col('p'))", 3),
        ("count(col('size'))", 2),
        ("min(col('p')) + max(col('p')) + mean(col('size'))", 750.21),
        ("count_below(col('p'), 0.05)", 2),
        ("count_above(col('p'), 0.05)", 1),
        ("cell('Porto', 'size')", 500),
        ("cell(1, 'rate', exhibit='days')", 0.5),
        ("col('p', town='Braga') * 100", None),
        ("sum(col('p', town='Braga')) * 100", 3),
        ("sum(col('p') / col('p'))", 3),
        ("sum(2 * col('p'))", 0.48),
        ("max(1, 2, 3)", 3),
        ("abs(-2) + sqrt(9) + exp(0) + log(1)", 6),
        ("sum(abs(0 - col('p')))", 0.24),
        ("norm_sf(1.959963985)", 0.025),
        ("chi2_sf(3.841458821, 1)", 0.05),
        ("binom_sf(2, 24, 0.05)", 0.339182),
    ],
)
def test_values(formula: str, result: float | None) -> None:
    if result is None:
        with pytest.raises(FormulaError, match="column"):
            value(formula)
    else:
        assert value(formula) == pytest.approx(result, rel=1e-5)


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "1 +",
        "__import__('os').system('true')",
        "().__class__",
        "open('x')",
        "[1, 2]",
        "1 if 2 else 3",
        "lambda: 1",
        "x",
        "True",
        "'text'",
        "1 < 2",
        "col('p')[0]",
        "1 / 0",
        "9 ** 9 ** 9 ** 9",
        "(0 - 8) ** 0.5",
        "sqrt(0 - 1)",
        "1e308 * 10",
        "col('nothing')",
        "col()",
        "col('p', 'size')",
        "col('p', town='Faro')",
        "col('p', nothing='x')",
        "col('rate', exhibit='days')",
        "col('rate', exhibit='weeks')",
        "col(*'p')",
        "col('p', **{})",
        "col(1 + 1)",
        "cell('Faro', 'p')",
        "cell('Braga', 'size')",
        "cell('Braga')",
        "count_below(1, 2)",
        "sum()",
        "sqrt(1, 2)",
        "chi2_sf(col('p'), 1)",
        "chi2_sf(0 - 1, 1)",
        "binom_sf(1, 1e9, 0.5)",
        "col('p') + col('size')",
        "f'{1}'",
        "a := 1",
        "1_0; 2",
        "\x00",
        "1 + " * 200 + "1",
        "(" * 300 + "1" + ")" * 300,
        "-" * 490 + "1",
    ],
)
def test_anything_else_is_refused_in_words(formula: str) -> None:
    if formula.startswith("-"):
        assert value(formula) == 1
        return
    with pytest.raises(FormulaError) as caught:
        value(formula)
    assert str(caught.value)


@given(st.text(max_size=60))
def test_no_text_is_too_strange(formula: str) -> None:
    with suppress(FormulaError):
        value(formula)


@given(st.floats(0, 200), st.integers(1, 60))
def test_chi_square_tail_is_scipys(x: float, df: int) -> None:
    assert chi2_sf(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-9, abs=1e-300)


@given(st.floats(-30, 30))
def test_normal_tail_is_scipys(z: float) -> None:
    assert norm_sf(z) == pytest.approx(stats.norm.sf(z), rel=1e-9)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0, 1))
def test_binomial_tail_is_scipys(least: int, tries: int, chance: float) -> None:
    expected = stats.binom.sf(least - 1, tries, chance)
    assert binom_sf(least, tries, chance) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_corrections_are_scipys(p_values: list[float]) -> None:
    expected = stats.false_discovery_control(p_values, method="bh")
    assert _benjamini_hochberg(tuple(p_values)) == pytest.approx(list(expected))
    assert _bonferroni(tuple(p_values)) == pytest.approx(
        [min(1, p * len(p_values)) for p in p_values]
    )
