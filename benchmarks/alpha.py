"""Krippendorff's alpha with its interval, against the bare value of the krippendorff package.

    python benchmarks/alpha.py                            # to a million ratings
    python benchmarks/alpha.py 10000 100000 1000000 10000000

Processor seconds, medians, all in one process for each size:

- touch: reading every score and where it belongs once (13 bytes a rating), the least that any
  program can do; what alpha takes beyond that is work, not memory.
- bare: ordinal alpha of all units pooled by the package, its counts by unit given ready-made.
- pooled: the same alpha here, from the table, with its interval of 1,000 replicates.
- all 27: three alphas, overall and for eight dimensions, with chance levels and shares, each with
  its interval.
- SE: the standard error of pooled alpha by drawing candidates (1,000 replicates, so with an error
  of 2%), and by drawing groups of them as large panels do: mean over 20 seeds, and how much one of
  them differs from that.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
from panels import in_own_process, machine, panel, seconds, table

from interviewloop.calibration.agreement import agreements
from interviewloop.calibration.alpha import alpha, coincidences
from interviewloop.calibration.ratings import CATEGORIES, LOWEST, Ratings
from interviewloop.calibration.resampling import Resampling, percentile_interval
from interviewloop.calibration.unit_patterns import unit_patterns

MOST_DRAWN_SLOWLY = 1_000_000


def pooled(ratings: Ratings, seed: int = 0) -> np.ndarray:
    """Ordinal alpha of all units with its interval, and the replicates it rests on."""
    patterns, resampling = unit_patterns(ratings), Resampling(seed=seed)
    features = coincidences(patterns.counts).reshape(-1, CATEGORIES**2)
    blocks = patterns.blocks(features, features.any(axis=1), resampling)
    value = float(of(blocks.sums.sum(axis=0)))
    replicates = of(resampling.sums(blocks.sums))
    percentile_interval(value, replicates, len(blocks.sums), -np.inf, 1.0)
    return replicates


def of(sums: np.ndarray) -> np.ndarray:
    return alpha(sums.reshape(*sums.shape[:-1], CATEGORIES, CATEGORIES), "ordinal")


def drawn_slowly(ratings: Ratings, replicates: int = 1000) -> np.ndarray:
    """Replicates of pooled alpha with each candidate drawn, however many there are."""
    patterns = unit_patterns(ratings)
    features = coincidences(patterns.counts).reshape(-1, CATEGORIES**2)
    sums = features[patterns.shown].sum(axis=1)
    generator, k = np.random.default_rng(5), len(sums)
    weights = (np.bincount(generator.integers(k, size=k), minlength=k) for _ in range(replicates))
    return of(np.stack([weight @ sums for weight in weights]))


def measure(size: int) -> dict[str, float]:
    import krippendorff

    ratings = table(panel(size))
    units = len(ratings.candidates) * len(ratings.dimensions)
    cell = ratings.unit() * CATEGORIES + (ratings.score - LOWEST)
    counts = np.bincount(cell, minlength=units * CATEGORIES).reshape(units, CATEGORIES)
    scale = [1, 2, 3, 4, 5]
    ordinal = {"level_of_measurement": "ordinal", "value_domain": scale}
    columns = (ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score)
    # In words of eight bytes, so that it is memory alone that is measured.
    words = [column[: len(column) // 8 * 8].view(np.int64) for column in columns]
    repeat = 5 if size <= MOST_DRAWN_SLOWLY else 3
    seeds = iter(range(1000))  # another seed each time, so that no draw is kept from the last
    deviations = [float(pooled(ratings, next(seeds)).std()) for _ in range(20)]
    found = {
        "touch": seconds(lambda: [np.bitwise_or.reduce(word) for word in words], 21)[1],
        "bare": seconds(lambda: krippendorff.alpha(value_counts=counts, **ordinal), repeat)[1],
        "pooled": seconds(lambda: pooled(ratings, next(seeds)), repeat)[1],
        "all27": seconds(lambda: agreements(ratings, Resampling(seed=next(seeds))), repeat)[1],
        "se": float(np.mean(deviations)),
        "se_varies": float(np.std(deviations) / np.mean(deviations)),
    }
    if size <= MOST_DRAWN_SLOWLY:
        found["slow_se"] = float(drawn_slowly(ratings).std())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure is not None:
        print(json.dumps(measure(args.measure)))
        return
    print(machine())
    print(
        "   ratings    touch     bare   pooled  x bare  x touch   all 27  x bare  SE drawn, grouped"
    )
    for size in args.sizes:
        found = in_own_process(__file__, "--measure", str(size))
        touch, bare, one, every = (found[name] for name in ("touch", "bare", "pooled", "all27"))
        slow = f"{found['slow_se']:8.5f}" if "slow_se" in found else "       -"
        print(
            f"{size:>10,} {touch:8.5f} {bare:8.4f} {one:8.4f} {one / bare:7.2f} {one / touch:8.0f}"
            f" {every:8.4f} {every / bare:7.2f}"
            f"  {slow} {found['se']:8.5f} +- {found['se_varies']:.0%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
