"""A small language for figures that are computed from tables.

A formula is parsed and walked node by node; nothing is ever run as Python. Values are numbers or
columns of numbers; arithmetic between a column and a number goes cell by cell. See
docs/authoring.md for the functions.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from statistics import fmean

Column = tuple[float, ...]
Value = float | Column
Lookup = Callable[[tuple[object, ...], dict[str, str]], Value]
"""Answers ``col`` or ``cell``: takes the texts in the call and its conditions by column."""

MAX_LENGTH = 500
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


class FormulaError(Exception):
    """What is wrong with a formula, in words for its author."""


def norm_sf(z: float) -> float:
    """The chance that a standard normal value lies above ``z``."""
    return 0.5 * math.erfc(z / math.sqrt(2))


def chi2_sf(x: float, df: float) -> float:
    """The chance that a chi-square value with ``df`` whole degrees of freedom lies above ``x``.

    Closed forms (Abramowitz and Stegun, 26.4.4 and 26.4.5): a finite sum for each parity of ``df``.
    """
    if x < 0 or df != int(df) or not 1 <= df <= 200:
        raise FormulaError("chi2_sf needs x >= 0 and whole degrees of freedom from 1 to 200")
    half = x / 2
    if df % 2 == 0:
        term = total = math.exp(-half)
        for step in range(1, int(df) // 2):
            term *= half / step
            total += term
        return total
    total = math.erfc(math.sqrt(half))
    term = math.exp(-half) * math.sqrt(half / math.pi) * 2
    for step in range(1, (int(df) + 1) // 2):
        total += term
        term *= half / (step + 0.5)
    return total


def binom_sf(least: float, tries: float, chance: float) -> float:
    """The chance of ``least`` or more successes in ``tries`` tries."""
    if not 0 <= chance <= 1 or not 0 <= tries <= 1_000 or tries != int(tries):
        raise FormulaError("binom_sf needs at most 1000 tries and a chance from 0 to 1")
    below = range(min(max(math.ceil(least), 0), int(tries) + 1))
    n = int(tries)
    return 1 - math.fsum(math.comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in below)


_OF_NUMBERS: dict[str, tuple[int, Callable[..., float]]] = {
    "sqrt": (1, math.sqrt),
    "log": (1, math.log),
    "exp": (1, math.exp),
    "norm_sf": (1, norm_sf),
    "chi2_sf": (2, chi2_sf),
    "binom_sf": (3, binom_sf),
}
_OF_COLUMNS: dict[str, Callable[[Column], float]] = {
    "sum": math.fsum,
    "count": len,
    "min": min,
    "max": max,
    "mean": fmean,
}
_COUNTS: dict[str, Callable[[float, float], bool]] = {
    "count_below": operator.lt,
    "count_above": operator.gt,
}
FUNCTIONS = ("col", "cell", "abs", *_OF_NUMBERS, *_OF_COLUMNS, *_COUNTS)


def evaluate(
    formula: str, col: Lookup, cell: Lookup, names: Mapping[str, float] | None = None
) -> float:
    """The number ``formula`` gives.

    ``col`` and ``cell`` look values up; ``names`` are values that can be written by their names.
    Raises FormulaError for anything that is not in the language or has no finite value.
    """
    tree = _parsed(formula)
    walker = _Walker(col, cell, names or {})
    try:
        value = walker.value(tree)
    except (ArithmeticError, ValueError, TypeError) as error:
        raise FormulaError(f"it has no value: {error}") from None
    except RecursionError:
        raise FormulaError("it is nested too deeply") from None
    if isinstance(value, tuple):
        raise FormulaError("it gives a column; use sum, mean or another function of columns")
    if not math.isfinite(value):
        raise FormulaError("its value is not finite")
    return value


@lru_cache(maxsize=256)
def _parsed(formula: str) -> ast.expr:
    if len(formula) > MAX_LENGTH:
        raise FormulaError(f"it is longer than {MAX_LENGTH} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice on its own syntax is not for authors
            return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("it is not an expression") from None


class _Walker:
    def __init__(self, col: Lookup, cell: Lookup, names: Mapping[str, float]) -> None:
        self.lookups = {"col": col, "cell": cell}
        self.names = names

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=bool()):
                raise FormulaError("true and false are not numbers")
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _cell_by_cell(operator.sub, 0.0, self.value(operand))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.value(operand)
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return _cell_by_cell(_OPERATORS[type(sign)], self.value(left), self.value(right))
            case ast.Name(id=name) if name in self.names:
                return self.names[name]
            case ast.Name(id=name):
                raise FormulaError(f"there is no column {name!r} with a number here")
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node)
            case _:
                raise FormulaError(f"{ast.unparse(node)!r} is not in the language")

    def _call(self, name: str, node: ast.Call) -> Value:
        if name in self.lookups:
            return self.lookups[name](*_texts(node))
        if name not in FUNCTIONS or node.keywords:
            raise FormulaError(f"there is no function {name!r} of this form")
        values = [self.value(argument) for argument in node.args]
        if name == "abs" and len(values) == 1:
            return _each(abs, values[0])
        if name in _OF_NUMBERS and len(values) == _OF_NUMBERS[name][0]:
            if len(values) == 1:
                return _each(_OF_NUMBERS[name][1], values[0])
            return _OF_NUMBERS[name][1](*map(_single, values))
        if name in _OF_COLUMNS and values:
            column = values[0] if len(values) == 1 else tuple(map(_single, values))
            return float(_OF_COLUMNS[name](column if isinstance(column, tuple) else (column,)))
        if name in _COUNTS and len(values) == 2 and isinstance(values[0], tuple):
            limit = _single(values[1])
            return float(sum(_COUNTS[name](value, limit) for value in values[0]))
        raise FormulaError(f"{name} does not take these arguments")


def _texts(node: ast.Call) -> tuple[tuple[object, ...], dict[str, str]]:
    """The arguments of a lookup: texts (or numbers naming a row), and conditions by column."""
    arguments, conditions = [], {}
    for argument in node.args:
        if not isinstance(argument, ast.Constant):
            raise FormulaError("col and cell take names in quotes")
        arguments.append(argument.value)
    for keyword in node.keywords:
        if keyword.arg is None or not isinstance(keyword.value, ast.Constant):
            raise FormulaError("a condition is column='value'")
        conditions[keyword.arg] = str(keyword.value.value)
    return tuple(arguments), conditions


def _single(value: Value) -> float:
    if isinstance(value, tuple):
        raise FormulaError("a column stands where one number is needed")
    return value


def _each(function: Callable[[float], float], value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(function(one) for one in value)
    return function(value)


def _cell_by_cell(function: Callable[[float, float], float], left: Value, right: Value) -> Value:
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            raise FormulaError("two columns of different length cannot be combined")
        return tuple(_real(function(one, other)) for one, other in zip(left, right, strict=True))
    if isinstance(left, tuple):
        return tuple(_real(function(one, _single(right))) for one in left)
    if isinstance(right, tuple):
        return tuple(_real(function(left, other)) for other in right)
    return _real(function(left, right))


def _real(value: object) -> float:
    if not isinstance(value, float):  # a root of a negative number
        raise FormulaError("it has no real value")
    return value
