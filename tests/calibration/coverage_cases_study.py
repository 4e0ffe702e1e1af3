"""How often the interval of a case's difficulty holds the truth, on panels made up for the purpose.

Run by hand (a minute): ``python -m tests.calibration.coverage_cases_study``. docs/statistics.md
quotes it. Panels are those of :func:`~tests.calibration.panels.case_panel`: every interviewer runs
any case. The last rows add a liking of candidates for cases, which two sessions of one candidate on
one case share and the interval does not allow for.
"""

from __future__ import annotations

import sys

from tests.calibration.panels import case_panel

from interviewloop.calibration.case_difficulty import case_difficulties

RUNS = 300
PANELS = ((30, 10, 4, 3), (12, 8, 4, 3), (20, 6, 3, 5))
HALOS = (0.0, 0.3, 0.6)


def coverage(panel: tuple[int, int, int, int], halo: float, liking: float) -> tuple[float, float]:
    """Share of intervals that hold the truth, and of difficulties that were withheld."""
    candidates, people, seats, cases = panel
    held = count = 0
    for seed in range(RUNS):
        made = case_panel(
            candidates, people, cases=cases, seats=seats, halo=halo, liking=liking, seed=seed
        )
        figures = case_difficulties(made.ratings).difficulty.values()
        if len(figures) != cases or any(figure.value is None for figure in figures):
            continue  # the truth is against the mean of all cases
        for figure, truth in zip(figures, made.difficulty, strict=True):
            count += 1
            held += figure.ci_low <= truth <= figure.ci_high
    return held / count, 1 - count / (RUNS * cases)


def main() -> None:
    for liking in (0.0, 0.3):
        for panel in PANELS:
            for halo in HALOS:
                held, left_out = coverage(panel, halo, liking)
                sys.stdout.write(
                    f"{panel} halo {halo} liking {liking}: {held:.1%}, left out {left_out:.0%}\n"
                )


if __name__ == "__main__":
    main()
