"""How often the intervals of ``zoning evaluate`` hold the true change.

    python -m benchmarks.evaluate [--tries 2500]

Counts of a place are drawn from known rates of two sides, the later 0.8 times the earlier; rates of each period are off
by a gamma law of a known spread. It is looked how often the interval of 95 % that is made from the counts alone holds
0.8, and how often that beside a comparison place does, whose rates stay and where all periods of both places are off
together by another 10 %.
"""

import argparse

import numpy as np

from benchmarks.measured import table
from systems.series.ratios import excess_of, ratio_interval, relative_excess, relative_interval
from zoning.model.county import Floats

RATIO, OTHER, SHARED = 0.8, 2.0, 0.1
SPREADS = (0.0, 0.1, 0.2)
DESIGNS = ((1, 1, 1), (2, 2, 1), (3, 3, 1), (5, 5, 1), (1, 1, 12))
"""Years before, years after, seasons of a year."""
MEANS = (10, 50, 300)
"""Incidents a year."""


def drawn(rng: np.random.Generator, expected: Floats, spread: float) -> Floats:
    """Counts about rates that are off by a spread."""
    off = rng.gamma(spread**-2, spread**2, expected.shape) if spread else 1.0
    return rng.poisson(expected * off).astype(np.float64)


def held(design: tuple[int, int, int], mean: float, spread: float, tries: int) -> tuple[float, float]:
    """Share of the intervals that hold the ratio, and that hold the ratio beside the other place."""
    before, after, seasons = design
    rng, found = np.random.default_rng(0), np.zeros(2)
    season = np.exp(0.3 * np.sin(np.arange(seasons))) / seasons
    for _ in range(tries):
        sides = [np.tile(season, years) * mean * ratio for years, ratio in ((before, 1.0), (after, RATIO))]
        here = [drawn(rng, side, spread) for side in sides]
        sums = [float(side.sum()) for side in here]
        low, high = ratio_interval(sums[0], sums[1], before, after, excess=excess_of(here[0], here[1], seasons))
        found[0] += low <= RATIO <= high
        pairs = []
        for side, ratio in zip(sides, (1.0, RATIO), strict=True):
            shared = rng.gamma(SHARED**-2, SHARED**2, side.shape)
            pairs.append(np.stack([drawn(rng, x * shared, spread) for x in (side, side / ratio * OTHER)]))
        counts = (pairs[0][1].sum(), pairs[1][1].sum(), pairs[0][0].sum(), pairs[1][0].sum())
        low, high = relative_interval(counts, excess=relative_excess(*pairs))
        found[1] += low <= RATIO <= high
    return float(found[0]) / tries, float(found[1]) / tries


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description="coverage of evaluate")
    options.add_argument("--tries", type=int, default=2500, help="drawn pairs of periods a cell")
    tries = options.parse_args().tries
    heads = ["years before and after", "incidents a year", *(f"spread {spread:.0%}" for spread in SPREADS)]
    rows = []
    for design in DESIGNS:
        name = f"{design[0]} and {design[1]}" + (", by month" if design[2] > 1 else "")
        spreads = SPREADS[:1] if design == (1, 1, 1) else SPREADS
        for mean in MEANS:
            cells = [held(design, mean, spread, tries) for spread in spreads]
            texts = [f"{own:.1%} · {beside:.1%}" for own, beside in cells] + ["–"] * (len(SPREADS) - len(spreads))
            rows.append([name, str(mean), *texts])
    print(table(heads, rows))
    print(f"\n{tries} drawn pairs a cell; wanted: 95 %; after the dot: beside a comparison place")


if __name__ == "__main__":
    main()
