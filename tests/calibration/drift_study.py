"""How often drift is found, and how often it is seen where there is none, on made-up panels.

Run by hand (some minutes): ``python -m tests.calibration.drift_study``. docs/statistics.md quotes
it. Panels follow a many-facet rating scale model in logits: candidates N(0.3, 1.1), interviewers
N(0, 0.5), dimensions N(0, 0.4), thresholds -2.2, -0.9, 0.6, 2.5, a candidate by interviewer effect
of SD 0.3, eight dimensions, candidates in order of time. A drift goes in a straight line from half
of it below to half of it above the interviewer's severity. ``others`` are planted too, as in the
reference data: one who keeps to the middle, one whose dimensions move together, one who scores at
random, one who goes to the ends.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tests.calibration.coverage_models_study import THRESHOLDS

from interviewloop.calibration.drift import MOST_T, drifts
from interviewloop.calibration.rasch_model import fitted
from interviewloop.calibration.ratings import Ratings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.drift import Drift

    Floats = NDArray[np.float64]

RUNS = 200
SEED = 20260407
DIMENSIONS = 8


class Design(NamedTuple):
    """``drift`` in logits by interviewer code, from the first session to the last."""

    candidates: int
    people: int
    seats: int
    drift: dict[int, float]
    others: bool = False


DESIGNS = {
    "none drifts": Design(80, 10, 4, {}),
    "one drifts": Design(80, 10, 4, {1: 1.6}),
    "one drifts, four others planted": Design(80, 10, 4, {1: 1.6}, others=True),
    "one drifts strongly": Design(80, 10, 4, {1: 3.2}),
    "one drifts strongly, small panel": Design(40, 5, 3, {1: 3.2}),
    "two drift apart": Design(80, 10, 4, {1: 1.6, 2: -1.6}),
    "two drift alike": Design(80, 10, 4, {1: 1.6, 2: 1.6}),
    "two of five drift alike, strongly": Design(40, 5, 3, {1: 3.2, 2: 3.2}),
}


def panel(generator: np.random.Generator, design: Design) -> Ratings:
    """One panel of ``design``; interviewers 2 to 6 of those with ``others`` are not clean."""
    candidates, people = design.candidates, design.people
    order = np.argsort(generator.random((candidates, people)), axis=1)
    who = np.sort(order[:, : design.seats], axis=1)
    severity = generator.normal(0, 0.5, people)[who]
    time = np.linspace(-0.5, 0.5, candidates)[:, np.newaxis]
    severity = severity + time * np.array([design.drift.get(i, 0.0) for i in range(people)])[who]
    seen = generator.normal(0.3, 1.1, (candidates, 1)) - severity
    seen = seen + generator.normal(0, 0.3, seen.shape)
    place = seen[:, :, np.newaxis] - generator.normal(0, 0.4, DIMENSIONS)
    if design.others:
        alike = who == 4
        place[alike] = place[alike].mean(axis=1, keepdims=True)
    score = _drawn(generator, place)
    if design.others:
        score[who == 3] = np.clip(score[who == 3], 2, 4)
        score[who == 6] = generator.integers(1, 6, score[who == 6].shape)
        ends = score[who == 5]
        score[who == 5] = np.where(ends > 3, 5, np.where(ends < 3, 1, ends))
    c, _, d = (axis.ravel().astype(np.int32) for axis in np.indices(score.shape))
    i = np.broadcast_to(who[:, :, np.newaxis], score.shape).ravel().astype(np.int32)
    names = (
        tuple(f"{letter}{k:03}" for k in range(size))
        for letter, size in zip("CID", (candidates, people, DIMENSIONS), strict=True)
    )
    return Ratings(c, i, d, score.ravel().astype(np.uint8), *names)


def _drawn(generator: np.random.Generator, place: Floats) -> NDArray[np.int64]:
    steps = np.cumsum(place[..., np.newaxis] - THRESHOLDS, axis=-1)
    odds = np.exp(np.concatenate([np.zeros((*place.shape, 1)), steps], axis=-1))
    reach = odds.cumsum(axis=-1) / odds.sum(axis=-1, keepdims=True)
    drawn = generator.random((*place.shape, 1))
    return np.asarray(1 + (drawn > reach[..., :-1]).sum(axis=-1))


def measured(ratings: Ratings) -> dict[int, Drift]:
    """Drift by interviewer code, candidates being in the order of time."""
    order = {(c, i): n for n, c in enumerate(ratings.candidates) for i in ratings.interviewers}
    found = drifts(ratings, fitted(ratings, "jml"), order).interviewers
    return dict(enumerate(found.values()))


def rates(design: Design, runs: int = RUNS, seed: int = SEED) -> tuple[Floats, Floats]:
    """Shares of those who drift and of clean ones: t beyond 3, and flagged. Each (2,)."""
    generator = np.random.default_rng(seed)
    hits, clean = np.zeros(2), np.zeros(2)
    drifting = counted = 0
    for _ in range(runs):
        for code, drift in measured(panel(generator, design)).items():
            if drift.t is None:
                continue
            seen = np.array([abs(drift.t) > MOST_T, bool(drift.flag)])
            if code in design.drift:
                hits += seen
                drifting += 1
            elif not (design.others and 3 <= code <= 6):
                clean += seen
                counted += 1
    return hits / max(1, drifting), clean / counted


def main() -> None:
    for name, design in DESIGNS.items():
        hits, clean = rates(design)
        sys.stdout.write(
            f"{name}: found by t {hits[0]:.1%}, flagged {hits[1]:.1%};"
            f" clean by t {clean[0]:.1%}, flagged {clean[1]:.1%}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
