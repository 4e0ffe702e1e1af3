"""How often the 95% intervals hold the truth, measured on panels made up for the purpose.

Run by hand (about a minute): ``python tests/calibration/coverage_study.py``. docs/statistics.md
quotes what it writes. Candidates differ by SD 0.8 score points, interviewers by 0.4, an
interviewer's liking of a candidate as a whole by 0.3, single scores by 0.7; four interviewers a
candidate score eight dimensions. The truth is the same figure on 20 000 candidates.
"""

from __future__ import annotations

import sys

import numpy as np

from interviewloop.calibration.agreement import agreements
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.resampling import Resampling
from interviewloop.calibration.severity import severities

RUNS = 400
PANEL, DIMENSIONS = 4, 8
LEAN = 0.4


def made_up(generator: np.random.Generator, k: int) -> Ratings:
    """A panel of ``k`` candidates. Interviewer I0 sees all of them and is harsher by LEAN."""
    shape = (k, PANEL, DIMENSIONS)
    lean = generator.normal(0, 0.4, (k, PANEL, 1))
    lean[:, 0] = -LEAN
    scores = (
        3.2
        + generator.normal(0, 0.8, (k, 1, 1))
        + lean
        + generator.normal(0, 0.3, (k, PANEL, 1))
        + generator.normal(0, 0.7, shape)
    )
    score = np.clip(np.rint(scores), 1, 5).astype(np.uint8)
    # The others differ from candidate to candidate, as in a large pool of interviewers.
    candidate, seat, dimension = (axis.ravel().astype(np.int32) for axis in np.indices(shape))
    interviewer = np.where(seat == 0, 0, 1 + candidate * (PANEL - 1) + seat - 1).astype(np.int32)
    return Ratings(
        candidate,
        interviewer,
        dimension,
        score.ravel(),
        tuple(f"C{i}" for i in range(k)),
        tuple(f"I{i}" for i in range(1 + k * (PANEL - 1))),
        tuple(f"D{i}" for i in range(DIMENSIONS)),
    )


def figures(ratings: Ratings, resampling: Resampling) -> dict[str, object]:
    overall, by_dimension = agreements(ratings, resampling)
    return {
        "severity": severities(ratings, resampling)["I0"].overall,
        "within one": overall.within_one,
        "alpha, 8 dimensions": overall.alpha_ordinal,
        "alpha, 1 dimension": by_dimension["D0"].alpha_ordinal,
    }


def main() -> None:
    generator = np.random.default_rng(20260301)
    resampling = Resampling(1000)
    large = made_up(generator, 20_000)
    overall, by_dimension = agreements(large, Resampling(100))
    scores = large.score.reshape(-1, PANEL, DIMENSIONS).astype(float)
    truth = {
        "severity": (scores[:, 1:].mean(axis=1) - scores[:, 0]).mean(),
        "within one": overall.within_one.value,
        "alpha, 8 dimensions": overall.alpha_ordinal.value,
        "alpha, 1 dimension": by_dimension["D0"].alpha_ordinal.value,
    }
    for k in (3, 5, 8, 10, 12, 20, 30):
        hits = dict.fromkeys(truth, 0)
        for _ in range(RUNS):
            for name, figure in figures(made_up(generator, k), resampling).items():
                shown = figure.withheld is None
                hits[name] += shown and figure.ci_low <= truth[name] <= figure.ci_high
        shares = ", ".join(f"{name} {count / RUNS:.0%}" for name, count in hits.items())
        sys.stdout.write(f"{k:3} candidates: {shares}\n")


if __name__ == "__main__":
    main()
