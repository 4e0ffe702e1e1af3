"""Conditions and formulas of an incident: read against a white list, never run as code.

``and or not``, comparisons, ``+ - * /``, numbers, names, and ``seen.ID did.ID eff.ID named.ID``.
Python's parser reads the text and everything it may hold is named here; the result is a tree of
small functions over a :class:`Facts`. Booleans count as 0 and 1 in arithmetic.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    Value = bool | float
    Evaluate = Callable[["Facts"], Value]
    Compare = Callable[[Value, Value], bool]
    Combine = Callable[[Value, Value], Value]

SPACES = ("seen", "did", "eff", "named")
"""What can be marked: evidence seen, action done, action in effect, hypothesis named."""
CLOCK, CHANGED = "t", "changed_prod"
RESERVED = frozenset({CLOCK, CHANGED, *SPACES})

# A hyphen belongs to an id only right after one of the spaces; elsewhere it is a minus.
_MARK = re.compile(rf"\b(?:{'|'.join(SPACES)})\.[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


class Facts(Protocol):
    """The world at one moment, as expressions see it."""

    t: int
    changed_prod: bool

    def value(self, name: str) -> Value:
        """A flag, a let or the signal of a metric."""

    def marked(self, space: str, id_: str) -> bool:
        """Whether ``id_`` was seen, done, in effect or named."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or formula, ready to be evaluated, and everything it refers to."""

    text: str
    names: tuple[tuple[str, int], ...]
    """Flags, lets and metrics by name, each with its column from 1."""
    marks: tuple[tuple[str, str, int], ...]
    """Space, key and column of each ``seen.X`` and the like. A key has underscores for hyphens."""
    evaluate: Evaluate

    def holds(self, facts: Facts) -> bool:
        """Whether it is true now. Raises Problem for a division by zero."""
        return bool(self._value(facts))

    def number(self, facts: Facts) -> float:
        """Its value now. Raises Problem for a division by zero."""
        return float(self._value(facts))

    def _value(self, facts: Facts) -> Value:
        try:
            return self.evaluate(facts)
        except RecursionError:  # a long chain of lets, each of them nested
            what = "formulas and lets lead through one another too deeply"
            raise Problem("Incident cannot go on", what, "make them shorter") from None


class Unreadable(Exception):  # noqa: N818 - what it is, as Problem is
    """The text is no expression; ``column`` counts from 1."""

    def __init__(self, what: str, column: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.column = column


def mark_key(id_: str) -> str:
    """How an id is spelled inside a parsed expression."""
    return id_.replace("-", "_")


def parse(text: str) -> Expression:
    """``text`` as an expression. Raises Unreadable with a column for anything off the list."""
    flat = " ".join(text.split("\n"))
    spelled = _MARK.sub(lambda found: found.group().replace("-", "_"), flat)
    start = len(spelled) - len(spelled.lstrip())
    try:
        # Python warns of odd but legal spellings such as "1or 2"; the white list decides here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(spelled.strip(), mode="eval")
    except SyntaxError as error:
        # Where text is missing at its end, Python names no place.
        place = error.offset or len(spelled.strip()) + 1
        raise Unreadable("this is not an expression", start + place) from None
    except (ValueError, RecursionError, MemoryError):
        raise Unreadable("this is not an expression") from None
    reader = _Reader(start)
    try:
        evaluate = reader.read(tree.body)
    except RecursionError:
        raise Unreadable("this is nested too deeply") from None
    return Expression(text, tuple(reader.names), tuple(reader.marks), evaluate)


_COMPARISONS: dict[type[ast.cmpop], Compare] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def _divide(left: Value, right: Value) -> float:
    try:
        return left / right
    except ZeroDivisionError:
        what = "a formula divides by zero"
        raise Problem("Incident cannot go on", what, "run interviewloop validate") from None


_ARITHMETIC: dict[type[ast.operator], Combine] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
}


def _both(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda facts: bool(left(facts)) and bool(right(facts))


def _either(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda facts: bool(left(facts)) or bool(right(facts))


class _Reader:
    """Turns the nodes on the list into functions, and notes what they refer to."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.names: list[tuple[str, int]] = []
        self.marks: list[tuple[str, str, int]] = []

    def read(self, node: ast.expr) -> Evaluate:
        match node:
            case ast.BoolOp():
                return self._logic(node)
            case ast.UnaryOp():
                return self._sign(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute(value=ast.Name(id=space)) if space in SPACES:
                return self._mark(node, space)
        raise self._refused(node)

    def _logic(self, node: ast.BoolOp) -> Evaluate:
        parts = [self.read(part) for part in node.values]
        joined = parts.pop()
        # Pairs from the right: a generator over the parts would cost three times as much.
        for part in reversed(parts):
            joined = _both(part, joined) if isinstance(node.op, ast.And) else _either(part, joined)
        return joined

    def _sign(self, node: ast.UnaryOp) -> Evaluate:
        inner = self.read(node.operand)
        match node.op:
            case ast.Not():
                return lambda facts: not inner(facts)
            case ast.USub():
                return lambda facts: -inner(facts)
            case ast.UAdd():
                return lambda facts: +inner(facts)
        raise self._refused(node)

    def _comparison(self, node: ast.Compare) -> Evaluate:
        values = [self.read(part) for part in (node.left, *node.comparators)]
        if not all(type(op) in _COMPARISONS for op in node.ops):
            raise self._refused(node)
        compare = [_COMPARISONS[type(op)] for op in node.ops]
        if len(compare) == 1:
            (only,), (left, right) = compare, values
            return lambda facts: only(left(facts), right(facts))

        def chained(facts: Facts) -> bool:
            found = [value(facts) for value in values]
            return all(op(*pair) for op, pair in zip(compare, pairwise(found), strict=True))

        return chained

    def _arithmetic(self, node: ast.BinOp) -> Evaluate:
        combine = _ARITHMETIC.get(type(node.op))
        if combine is None:
            raise self._refused(node)
        left, right = self.read(node.left), self.read(node.right)
        return lambda facts: combine(left(facts), right(facts))

    def _number(self, node: ast.Constant) -> Evaluate:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise self._refused(node)
        try:
            number = float(node.value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise Unreadable("a number is too large", self._column(node))
        return lambda _: number

    def _name(self, node: ast.Name) -> Evaluate:
        name = node.id
        if name == CLOCK:
            return lambda facts: facts.t
        if name == CHANGED:
            return lambda facts: facts.changed_prod
        if name in SPACES:
            raise Unreadable(f"{name!r} needs an id after a dot", self._column(node))
        self.names.append((name, self._column(node)))
        return lambda facts: facts.value(name)

    def _mark(self, node: ast.Attribute, space: str) -> Evaluate:
        key = node.attr
        self.marks.append((space, key, self._column(node)))
        return lambda facts: facts.marked(space, key)

    def _refused(self, node: ast.expr) -> Unreadable:
        kinds = {
            ast.Call: "a call",
            ast.Subscript: "an index",
            ast.Attribute: "an attribute of something else than seen, did, eff or named",
            ast.Constant: "a constant that is no number",
            ast.BinOp: "an operator other than + - * /",
            ast.IfExp: "a choice",
        }
        what = kinds.get(type(node), "something other than names, numbers and + - * / and or not")
        return Unreadable(f"{what} is not allowed here", self._column(node))

    def _column(self, node: ast.expr) -> int:
        return self.start + node.col_offset + 1
