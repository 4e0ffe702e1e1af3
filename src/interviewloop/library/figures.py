"""Figures as people write them, and whether a computed value is the one shown.

A figure carries its own precision: 2.7 % stands for anything from 2.65 to 2.75 %. Thin spaces and
commas may part thousands, the minus may be typographic, an exponent may follow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_THIN = "\u00a0\u2009\u202f"
_FIGURE = re.compile(
    rf"""
    (?<![\w.])                                    # not the tail of a name or of another figure
    (?P<sign>(?:(?<![\w)\]])[-+\u2212\u00b1])?)   # a hyphen between figures is no minus
    (?P<digits>\d{{1,3}}(?:[ ,{_THIN}]\d{{3}})+(?!\d)|\d++)
    (?P<decimals>\.\d+)?
    (?:[eE](?P<exponent>[-+\u2212]?\d+))?
    (?:[ {_THIN}]?(?P<scale>[kM])(?!\w))?
    (?P<percent>[ {_THIN}]?%)?
    (?!\w|\.\d)                                   # not the head of a name or of a longer figure
    """,
    re.VERBOSE,
)
_PARTING = re.compile(rf"[ ,{_THIN}]")
_SCALES = {"k": 1e3, "M": 1e6, None: 1.0}
_COUNTED = 10
"""Smaller whole numbers are counts: 2 cells are not 1.7 cells."""
_CLOSE = 1e-9
"""Slack for what floating point loses, as a share of the value."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as shown: its value, half a unit of its last digit, and how it was written."""

    shown: str
    value: float
    half_unit: float
    signed: bool
    percent: bool
    parts: tuple[Figure, ...] = ()
    """What it may be besides when plain spaces part it: 14 336 users, or day 14 and 336 users."""

    def is_rounded(self, exact: float) -> bool:
        """Whether ``exact`` rounds to this figure; the sign counts only if one is shown."""
        exact = exact if self.signed else abs(exact)
        value = self.value if self.signed else abs(self.value)
        return abs(exact - value) <= self.half_unit + _CLOSE * max(abs(exact), abs(value))

    def is_from(self, exact: float) -> bool:
        """Whether ``exact``, as it is or as a percentage, rounds to this figure."""
        return self.is_rounded(exact) or self.is_rounded(100 * exact)


def figures(text: str) -> list[Figure]:
    """The figures in ``text`` in their order. Digits in a name (v42, H2O) are none."""
    return [_figure(found) for found in _FIGURE.finditer(text)]


def _figure(found: re.Match[str]) -> Figure:
    digits, decimals = found["digits"], found["decimals"] or ""
    exponent = int((found["exponent"] or "0").replace("\u2212", "-"))
    exponent = max(-400, min(400, exponent))
    sign = "-" if found["sign"] in ("-", "\u2212") else ""
    plain = _PARTING.sub("", digits)
    scale = _SCALES[found["scale"]]
    value = float(f"{sign}{plain}{decimals}e{exponent}") * scale
    places = max(len(decimals) - 1, 0)
    half_unit = 0.5 * float(f"1e{exponent - places}") * scale
    bare = found.group().strip() == digits
    parts = tuple(figures(digits.replace(" ", " ; "))) if " " in digits else ()
    return Figure(
        found.group().strip(),
        value,
        0.0 if bare and value < _COUNTED else half_unit,
        found["sign"] not in ("", "\u00b1"),
        found["percent"] is not None,
        parts,
    )


# Each rule reads the tables anew, and most of their cells are asked for many times over.
@lru_cache(maxsize=1 << 14)
def number(cell: str) -> float | None:
    """The number a table cell holds, if it holds nothing else."""
    found = _FIGURE.fullmatch(cell.strip())
    return _figure(found).value if found else None


def half_unit(cell: str) -> float:
    """Half a unit of the last digit of a cell; 0 for a whole number, which is taken as exact."""
    found = _FIGURE.fullmatch(cell.strip())
    if not found or not (found["decimals"] or found["exponent"]):
        return 0.0
    return _figure(found).half_unit


class Values:
    """Values a figure may come from, quick to ask."""

    def __init__(self, values: Iterable[float]) -> None:
        self._sorted = sorted(set(values))

    def hold(self, figure: Figure) -> bool:
        """Whether some value, as it is or as a percentage, rounds to ``figure``."""
        targets = [figure.value] if figure.signed else [figure.value, -figure.value]
        return any(
            self._near(target / scale, figure.half_unit / scale)
            for target in targets
            for scale in (1, 100)
        )

    def _near(self, target: float, slack: float) -> bool:
        slack += _CLOSE * abs(target)
        at = bisect_left(self._sorted, target - slack)
        return at < len(self._sorted) and self._sorted[at] <= target + slack
