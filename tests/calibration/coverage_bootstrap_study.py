"""How often intervals from resampling candidates would hold the truth, beside those in use.

Run by hand (about half an hour): ``python -m tests.calibration.coverage_bootstrap_study``. Panels
and truths are those of coverage_models_study.py, so its figures are for the same designs. Of each
resample a candidate drawn twice stands for two candidates; interviewers stay the ones there are.
Ends are plain percentiles, expanded ones moved by the bias (as for alpha), and, for severity,
Student's around the estimate with the spread of the resamples.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
from tests.calibration.coverage_models_study import (
    COMPONENTS,
    HALOS,
    PANELS,
    interview_panel,
    sessions,
)

from interviewloop.calibration.icc import coefficients, overlap
from interviewloop.calibration.resampling import percentile_interval, student_interval
from interviewloop.calibration.two_way import TwoWay, two_way

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Codes = NDArray[np.int64]
    Floats = NDArray[np.float64]

RUNS = 150
REPLICATES = 1000
REFITS = 200
SESSIONS = ((30, 10, 4), (12, 8, 4), (8, 4, 3), (30, 4, 3))
FIGURES = (0, 2, 4)
"""Which of the five coefficients: ICC(A,1), ICC(C,1), G(q,k)."""
WIDEST = 4.0


def severity_coverage(panel: tuple[int, int, int], halo: float) -> Floats:
    """Shares held by percentiles, by expanded percentiles and by Student's interval."""
    generator = np.random.default_rng(20260301)
    held, count = np.zeros(3), 0
    for _ in range(RUNS):
        made = interview_panel(generator, *panel, halo)
        information, right = _by_candidate(made.ratings)
        k = len(information)
        value = _severities(information.sum(axis=0), right.sum(axis=0))
        drawn = generator.multinomial(k, np.full(k, 1 / k), REPLICATES).astype(np.float64)
        replicates = _severities(
            np.einsum("bc,cij->bij", drawn, information), np.einsum("bc,ci->bi", drawn, right)
        )
        for i, truth in enumerate(made.severity):
            column = replicates[:, i]
            ends = (
                tuple(np.quantile(column, [0.025, 0.975])),
                percentile_interval(float(value[i]), column, k, -WIDEST, WIDEST),
                student_interval(float(value[i]), column, k, WIDEST),
            )
            held += [low <= truth <= high for low, high in ends]
            count += 1
    return held / count


def _by_candidate(ratings: Ratings) -> tuple[Floats, Floats]:
    """Normal equations (k, people, people) and (k, people) of session means, by candidate."""
    people = len(ratings.interviewers)
    k = len(ratings.candidates)
    total, count = np.zeros((k, people)), np.zeros((k, people))
    np.add.at(total, (ratings.candidate, ratings.interviewer), ratings.score)
    np.add.at(count, (ratings.candidate, ratings.interviewer), 1)
    met = (count > 0).astype(np.float64)
    mean = total / np.maximum(count, 1)
    size = met.sum(axis=1, keepdims=True)
    information = met[:, :, np.newaxis] * np.eye(people)
    information -= met[:, :, np.newaxis] * met[:, np.newaxis] / size[:, :, np.newaxis]
    return information, met * (mean - mean.sum(axis=1, keepdims=True) / size)


def _severities(information: Floats, right: Floats) -> Floats:
    """Least squares of candidate and interviewer; positive is harsh, adding up to 0."""
    solved = np.linalg.pinv(information, hermitian=True, rcond=1e-9) @ right[..., np.newaxis]
    return -(solved[..., 0] - solved[..., 0].mean(axis=-1, keepdims=True))


def icc_coverage(panel: tuple[int, int, int], components: tuple[float, ...]) -> Floats:
    """Shares (2, 3) held by percentiles and by expanded ones, of the three coefficients."""
    generator = np.random.default_rng(20260301)
    held = np.zeros((2, len(FIGURES)))
    for _ in range(RUNS):
        candidate, interviewer, value = sessions(generator, panel, components)
        fitted = two_way(candidate, interviewer, value)
        assert isinstance(fitted, TwoWay)
        truth = coefficients(np.array(components), overlap(candidate, interviewer))
        point = coefficients(np.array(fitted.components), overlap(candidate, interviewer))
        replicates = _refitted(generator, candidate, interviewer, value)
        for place, figure in enumerate(FIGURES):
            column = replicates[:, figure]
            ends = (
                tuple(np.quantile(column, [0.025, 0.975])),
                percentile_interval(float(point[figure]), column, panel[0], 0.0, 1.0),
            )
            held[:, place] += [low <= truth[figure] <= high for low, high in ends]
    return held / RUNS


def _refitted(
    generator: np.random.Generator, candidate: Codes, interviewer: Codes, value: Floats
) -> Floats:
    """The five coefficients of each resample that can be fitted: (about REFITS, 5)."""
    k = int(candidate.max()) + 1
    rows = [np.flatnonzero(candidate == c) for c in range(k)]
    found = []
    for _ in range(REFITS):
        drawn = [rows[c] for c in generator.integers(k, size=k)]
        again = np.repeat(np.arange(k), [len(own) for own in drawn])
        taken = np.concatenate(drawn)
        who = np.unique(interviewer[taken], return_inverse=True)[1]
        fitted = two_way(again, who, value[taken])
        if isinstance(fitted, TwoWay):
            found.append(coefficients(np.array(fitted.components), overlap(again, who)))
    return np.array(found)


def main() -> None:
    for panel in PANELS:
        for halo in HALOS:
            shares = " ".join(f"{share:.1%}" for share in severity_coverage(panel, halo))
            sys.stdout.write(
                f"{panel} halo {halo}: severity percentile, expanded, Student {shares}\n"
            )
            sys.stdout.flush()
    for panel in SESSIONS:
        for components in COMPONENTS:
            plain, expanded = (
                " ".join(f"{share:.0%}" for share in own) for own in icc_coverage(panel, components)
            )
            sys.stdout.write(
                f"{panel} c, r, e {components}: A1 C1 G percentile {plain} expanded {expanded}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
