"""Metric tiles: what a candidate sees of a metric, with jitter that is the same in every run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.model.incident import Metric

_WIDEST = math.sqrt(3)
"""A uniform draw from -1.73 to 1.73 has standard deviation 1, so noise is a relative SD."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A metric as it is shown: its displayed value now and at the end of each minute so far."""

    id: str
    label: str
    unit: str
    value: float
    normal: float | None
    good: str
    history: tuple[float, ...]
    jitter: float = 0.0
    """How far the display jitter alone can lead away from the signal, as a share of it."""

    @property
    def change(self) -> float | None:
        """The displayed value against normal, as a share."""
        return self.value / self.normal - 1 if self.normal else None

    @property
    def text(self) -> str:
        """The displayed value with its unit, such as ``5.22 %`` or ``181 ms``."""
        if self.unit == "%":
            return f"{100 * self.value:.2f} %"
        number = f"{self.value:.0f}" if abs(self.value) >= 100 else f"{self.value:.3g}"
        return f"{number} {self.unit}".strip()


def tiles(world: World, state: State) -> tuple[Tile, ...]:
    """The tiles in front of the candidate, in the order of the file."""
    return tuple(
        _tile(world, state, index, name, metric)
        for index, (name, metric) in enumerate(world.incident.metrics.items())
        if metric.shown
    )


def displayed(world: World, name: str, signal: float, t: int) -> float:
    """``signal`` with the jitter of metric ``name`` at minute ``t``."""
    noise = world.incident.metrics[name].noise
    return signal * (1 + noise * draw(world.case, name, t)) if noise else signal


def draw(case: str, metric: str, t: int) -> float:
    """A number from -1.73 to 1.73 that depends on nothing but case, metric and minute."""
    digest = sha256(f"{case}/{metric}/{t}".encode()).digest()
    return (int.from_bytes(digest[:8]) / 2**63 - 1) * _WIDEST


def _tile(world: World, state: State, index: int, name: str, metric: Metric) -> Tile:
    return Tile(
        id=name,
        label=metric.label or name,
        unit=metric.unit or "",
        value=displayed(world, name, state.signals[name], state.t),
        normal=metric.normal,
        good=metric.good,
        history=tuple(
            displayed(world, name, signals[index], minute)
            for minute, signals in enumerate(state.history)
        ),
        jitter=metric.noise * _WIDEST,
    )
