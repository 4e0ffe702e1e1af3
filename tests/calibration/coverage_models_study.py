"""How often the intervals of the models hold the truth, on panels made up for the purpose.

Run by hand (some minutes): ``python -m tests.calibration.coverage_models_study``. The report of it
stands in docs/statistics.md. Panels follow a many-facet rating scale model in logits: candidates
N(0.3, 1.1), interviewers N(0, 0.7), dimensions N(0, 0.5), thresholds -2.2, -0.9, 0.6, 2.5, and a
candidate by interviewer effect of the SD named, which is halo. The true severity is in score
points: how much lower an interviewer's expected score of these candidates is than the panel's.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.fair_means import fair_means
from interviewloop.calibration.icc import coefficients, overlap
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.severity_model import severity_model
from interviewloop.calibration.two_way import TwoWay, two_way
from interviewloop.calibration.two_way_posterior import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RUNS = 150
DIMENSIONS = 8
THRESHOLDS = np.array([-2.2, -0.9, 0.6, 2.5])
PANELS = ((30, 10, 4), (12, 8, 4), (20, 6, 3))
HALOS = (0.0, 0.3, 0.6, 1.0)
COMPONENTS = ((0.3, 0.05, 0.1), (0.1, 0.24, 0.08), (0.3, 0.0, 0.1), (0.05, 0.05, 0.2))
SESSIONS = ((30, 10, 4), (12, 8, 4), (8, 4, 3), (30, 4, 3), (100, 30, 4), (150, 80, 4))


class MadeUp(NamedTuple):
    """A panel with what is true of it: severity by interviewer and fair mean by candidate."""

    ratings: Ratings
    severity: Floats
    fair: Floats


def interview_panel(
    generator: np.random.Generator, candidates: int, people: int, seats: int, halo: float
) -> MadeUp:
    """One panel in which every interviewer has somebody to score."""
    who = _seats(generator, candidates, people, seats)
    worth = generator.normal(0.3, 1.1, candidates)
    severity = generator.normal(0, 0.7, people)
    difficulty = generator.normal(0, 0.5, DIMENSIONS)
    seen = worth[:, np.newaxis] - severity[who] + generator.normal(0, halo, who.shape)
    chances = _chances(seen[:, :, np.newaxis] - difficulty)
    drawn = generator.random((*chances.shape[:-1], 1))
    score = 1 + (drawn > chances.cumsum(axis=-1)[..., :-1]).sum(axis=-1)
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    grid = (
        worth[:, np.newaxis, np.newaxis, np.newaxis]
        - severity[:, np.newaxis, np.newaxis]
        - difficulty[:, np.newaxis]
        + nodes * halo
    )
    expected = (_chances(grid) @ np.arange(1, 6)) @ (weights / weights.sum())
    by_person = expected.mean(axis=(0, 2))
    c, _, d = (axis.ravel().astype(np.int32) for axis in np.indices(score.shape))
    i = np.broadcast_to(who[:, :, np.newaxis], score.shape).ravel().astype(np.int32)
    names = (
        tuple(f"{letter}{k:03}" for k in range(size))
        for letter, size in zip("CID", (candidates, people, DIMENSIONS), strict=True)
    )
    ratings = Ratings(c, i, d, score.ravel().astype(np.uint8), *names)
    return MadeUp(ratings, by_person.mean() - by_person, expected.mean(axis=(1, 2)))


def sessions(
    generator: np.random.Generator, panel: tuple[int, int, int], components: tuple[float, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Normal session means with these components: candidate, interviewer, value."""
    candidates, people, seats = panel
    interviewer = _seats(generator, candidates, people, seats).ravel()
    candidate = np.repeat(np.arange(candidates), seats)
    c, r, e = np.sqrt(components)
    value = generator.normal(3, c, candidates)[candidate]
    value += generator.normal(0, 1, people)[interviewer] * r
    return candidate, interviewer, value + generator.normal(0, e, len(candidate))


def _seats(
    generator: np.random.Generator, candidates: int, people: int, seats: int
) -> NDArray[np.int64]:
    while True:
        order = np.argsort(generator.random((candidates, people)), axis=1)
        who = np.sort(order[:, :seats], axis=1)
        if len(np.unique(who)) == people:
            return who


def _chances(logit: Floats) -> Floats:
    steps = np.cumsum(logit[..., np.newaxis] - THRESHOLDS, axis=-1)
    steps = np.concatenate([np.zeros((*logit.shape, 1)), steps], axis=-1)
    odds = np.exp(steps - steps.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def severity_coverage(panel: tuple[int, int, int], halo: float) -> tuple[float, float, float]:
    """Shares of severities and of fair means held, and of severities that were withheld."""
    generator = np.random.default_rng(20260301)
    held, count, fair, candidates = 0, 0, 0, 0
    for _ in range(RUNS):
        made = interview_panel(generator, *panel, halo)
        model = severity_model(made.ratings)
        for truth, found in zip(made.severity, model.interviewers.values(), strict=True):
            figure = found.severity
            if figure.value is not None:
                count += 1
                held += figure.ci_low <= truth <= figure.ci_high
        for truth, mean in zip(made.fair, fair_means(model).values(), strict=True):
            if mean.fair_mean.value is not None:
                candidates += 1
                fair += mean.fair_mean.ci_low <= truth <= mean.fair_mean.ci_high
    return held / count, fair / candidates, 1 - count / (RUNS * panel[1])


def icc_coverage(panel: tuple[int, int, int], components: tuple[float, ...]) -> Floats:
    """Share of intervals that hold each of the five coefficients."""
    generator = np.random.default_rng(20260301)
    held = np.zeros(5)
    for _ in range(RUNS):
        candidate, interviewer, value = sessions(generator, panel, components)
        fitted = two_way(candidate, interviewer, value)
        assert isinstance(fitted, TwoWay)
        of = overlap(candidate, interviewer)
        truth = coefficients(np.array(components), of)
        ends = quantiles(fitted, lambda drawn, of=of: coefficients(drawn, of))
        held += [low - 1e-12 <= true <= high for true, (low, high) in zip(truth, ends, strict=True)]
    return held / RUNS


def main() -> None:
    for panel in PANELS:
        for halo in HALOS:
            severity, fair, withheld = severity_coverage(panel, halo)
            sys.stdout.write(
                f"{panel} halo {halo}: severity {severity:.1%} fair mean {fair:.1%}"
                f" withheld {withheld:.1%}\n"
            )
    for panel in SESSIONS:
        for components in COMPONENTS:
            shares = " ".join(f"{share:.0%}" for share in icc_coverage(panel, components))
            sys.stdout.write(f"{panel} c, r, e {components}: A1 Ak C1 Ck G {shares}\n")


if __name__ == "__main__":
    main()
