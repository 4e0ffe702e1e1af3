"""Variance components against statsmodels (REML) and generalizit (sums of squares).

    pip install statsmodels generalizit       # for this benchmark alone; the package needs neither
    python benchmarks/components.py [RATINGS ...]

All seven components, candidate x interviewer x dimension, processor seconds, one process a size.

- REML: this package beside statsmodels' MixedLM with the same six random terms, on 640 ratings,
  because MixedLM inverts a matrix of all ratings. Powell's method, since its gradient methods stop
  early here; the criterion is -2 log restricted likelihood, the lower the better.
- sums of squares: Henderson's method 1, which this package takes for panels too large for REML,
  beside generalizit, which has the same estimator and rounds to four decimals; the largest
  difference is in squared score points.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from panels import in_own_process, machine, panel, seconds, table

from interviewloop.calibration.components import variance_components
from interviewloop.calibration.moments import moment_components

if TYPE_CHECKING:
    from interviewloop.calibration.ratings import Ratings

REML_SIZE = 640
FACETS = ("candidate", "interviewer", "dimension")
TERMS = (*FACETS, "candidate x interviewer", "candidate x dimension", "interviewer x dimension",
         "candidate x interviewer x dimension")  # fmt: skip


def frame(ratings: Ratings) -> pd.DataFrame:
    columns = {facet: getattr(ratings, facet) for facet in FACETS}
    return pd.DataFrame(columns | {"score": ratings.score.astype(float), "all": 1})


def measure_reml(size: int) -> dict[str, float]:
    import statsmodels.formula.api as smf

    ratings = table(panel(size))
    c, r, d = (f"C({facet})" for facet in FACETS)
    terms = (c, r, d, f"{c}:{r}", f"{c}:{d}", f"{r}:{d}")
    own = seconds(lambda: variance_components(ratings), 5)[1]
    criterion = variance_components(ratings).minus_2_log
    fits = []

    def peer() -> None:
        formulas = {str(place): f"0 + {term}" for place, term in enumerate(terms)}
        model = smf.mixedlm(
            "score ~ 1", frame(ratings), groups="all", vc_formula=formulas, use_sparse=True
        )
        fits.append(model.fit(reml=True, method="powell"))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of components near 0
        took = seconds(peer)[1]
    reached = -2 * float(fits[-1].llf)
    return {"own": own, "peer": took, "criterion": criterion, "reached": reached}


def measure_squares(size: int) -> dict[str, float]:
    from generalizit import GeneralizIT

    ratings = table(panel(size))
    score, wanted = ratings.score.astype(np.float64), np.ones(7, dtype=np.bool_)
    own = seconds(lambda: moment_components(ratings, score, wanted), 5)[1]
    values = moment_components(ratings, score, wanted)
    made = []

    def peer() -> None:
        made.append(GeneralizIT(frame(ratings).drop(columns="all"), " x ".join(FACETS), "score"))
        made[-1].calculate_anova()

    with contextlib.redirect_stdout(io.StringIO()):
        took = seconds(peer, 3)[1]
    theirs = made[-1].design.anova_table["Variance"][list(TERMS)].to_numpy()
    return {"own": own, "peer": took, "apart": float(abs(values - theirs).max())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--reml", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--squares", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.reml is not None:
        print(json.dumps(measure_reml(args.reml)))
        return
    if args.squares is not None:
        print(json.dumps(measure_squares(args.squares)))
        return
    print(machine())
    found = in_own_process(__file__, "--reml", str(REML_SIZE))
    print(f"REML, {REML_SIZE} ratings:     own   statsmodels  ratio     criterion  statsmodels'")
    print(
        f"{found['own']:24.4f} {found['peer']:13.2f} {found['peer'] / found['own']:6.0f}"
        f" {found['criterion']:13.5f} {found['reached']:13.5f}"
    )
    print("sums of squares         own   generalizit  ratio  largest difference")
    for size in args.sizes:
        found = in_own_process(__file__, "--squares", str(size))
        print(
            f"{size:>14,} {found['own']:12.4f} {found['peer']:13.2f}"
            f" {found['peer'] / found['own']:6.0f} {found['apart']:19.1e}",
            flush=True,
        )


if __name__ == "__main__":
    main()
