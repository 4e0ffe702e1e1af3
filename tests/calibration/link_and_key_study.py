"""How often linked severities and severities against a key hold the truth, on made-up panels.

Run by hand (a minute): ``python -m tests.calibration.link_and_key_study``, for docs/statistics.md.
Linked panels are those of test_linking.py: two groups of three interviewers with ten candidates
each, 0.8 points apart, and six personas whom two of each group scored. For the key, one interviewer
scores candidates on eight dimensions with a lean of 0.3 points, halo of SD 0.3 or 0.6 and single
errors of SD 0.6, rounded to 1 to 5; the truth is the mean lean of 20,000 such candidates.
"""

from __future__ import annotations

import sys

import numpy as np
from tests.calibration.test_linking import world

from interviewloop.calibration.accuracy import accuracies
from interviewloop.calibration.linking import linked
from interviewloop.calibration.ratings import Ratings

RUNS = 400
LEAN = -0.3


def link_coverage(shift: float = 0.0) -> tuple[float, float]:
    """Share of linked severities that hold the truth, and of panels that were refused."""
    held = count = refused = 0
    for seed in range(RUNS):
        live, practice, severity = world(seed, shift)
        found = linked(live, practice)
        if found.withheld is not None:
            refused += 1
            continue
        mean = np.mean(list(severity.values()))
        for who, figure in found.severity.items():
            count += 1
            held += figure.ci_low <= severity[who] - mean <= figure.ci_high
    return held / max(1, count), refused / RUNS


def keyed(generator: np.random.Generator, candidates: int, halo: float) -> tuple[Ratings, dict]:
    """Scores of one interviewer and the key they are of."""
    key = generator.integers(2, 5, (candidates, 8)).astype(float)
    seen = key + LEAN + generator.normal(0, halo, (candidates, 1))
    score = np.clip(np.rint(seen + generator.normal(0, 0.6, key.shape)), 1, 5).astype(np.uint8)
    c, d = (axis.ravel().astype(np.int32) for axis in np.indices(key.shape))
    names = tuple(f"C{i:05}" for i in range(candidates))
    dimensions = tuple(f"D{i}" for i in range(8))
    ratings = Ratings(c, np.zeros_like(c), d, score.ravel(), names, ("I",), dimensions)
    return ratings, {(names[i], dimensions[k]): key[i, k] for i, k in np.ndindex(key.shape)}


def key_coverage(candidates: int, halo: float) -> float:
    generator = np.random.default_rng(20260407)
    truth = accuracies(*keyed(generator, 20_000, halo))["I"].severity.value
    held = 0
    for _ in range(RUNS):
        figure = accuracies(*keyed(generator, candidates, halo))["I"].severity
        held += figure.ci_low <= truth <= figure.ci_high
    return held / RUNS


def main() -> None:
    for shift in (0.0, 0.3, 0.6, 1.0):
        held, refused = link_coverage(shift)
        sys.stdout.write(f"one of four {shift} harsher in practice: held {held:.1%}")
        sys.stdout.write(f", refused {refused:.1%}\n")
    for candidates in (3, 5, 8, 16):
        for halo in (0.3, 0.6):
            held = key_coverage(candidates, halo)
            sys.stdout.write(f"key, {candidates} candidates, halo {halo}: held {held:.1%}\n")


if __name__ == "__main__":
    main()
