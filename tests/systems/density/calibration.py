"""Do the chances and intervals of density hold? Counts are drawn where the truth is known.

    python -m tests.systems.density.calibration [RUNS]

draws so many counties with no hot spot and as many with planted ones, Poisson and in bunches, and prints how often
anything is found where there is nothing, how much of what is found is false, how much of what is there is found, and
how often intervals hold the true ratio.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from systems.density.chance import dispersion
from systems.density.hot import SLOTS, Trial, profile_trial

VILLAGES, STATIONS, MONTHS = 12, 10, 24
HOT = 3.0
"""True ratio of what is planted."""


def bunched(rng: np.random.Generator, means: np.ndarray, phi: float) -> np.ndarray:
    """Counts of these means whose variance is φ times as large: Poisson, or negative binomial."""
    return rng.poisson(means) if phi == 1 else rng.negative_binomial(means / (phi - 1), 1 / phi)


@dataclass(frozen=True)
class Drawn:
    """A trial, the true ratio of each of its counts, and the spread as it would be estimated from the months."""

    trial: Trial
    truth: np.ndarray
    phi: float


def villages(rng: np.random.Generator, phi: float, hot: int) -> Drawn:
    """Villages of stations, of sizes as they are, ``hot`` of them hot."""
    size = rng.lognormal(7, 0.6, (STATIONS, VILLAGES))
    truth = np.ones(size.shape)
    truth.flat[rng.choice(size.size, hot, replace=False)] = HOT
    rate = rng.lognormal(np.log(0.03), 0.4, (STATIONS, 1))
    months = bunched(rng, np.repeat((rate * size * truth)[:, :, None] / MONTHS, MONTHS, axis=2), phi)
    counts = months.sum(axis=2)
    totals, shares = counts.sum(axis=1, keepdims=True), size / size.sum(axis=1, keepdims=True)
    rest = (size.sum(axis=1, keepdims=True) - size) / ((size * truth).sum(axis=1, keepdims=True) - size * truth)
    flat = shares.ravel()
    trial = Trial(counts.ravel(), np.broadcast_to(totals, counts.shape).ravel(), flat, flat, np.zeros(counts.size))
    return Drawn(trial, (truth * rest).ravel(), dispersion(months.sum(axis=1)) or 1.0)


def hours(rng: np.random.Generator, phi: float, hot: int) -> Drawn:
    """Weekdays and bands of stations that have one profile, ``hot`` of them hot."""
    profile = rng.lognormal(0, 0.5, SLOTS)
    means = rng.lognormal(np.log(600), 0.5, (STATIONS, 1)) * profile / profile.sum()
    ratio = np.ones(means.shape)
    ratio.flat[rng.choice(means.size, hot, replace=False)] = HOT
    true = means * ratio
    months = bunched(rng, np.repeat((true.sum(axis=1) / MONTHS)[:, None], MONTHS, axis=1), phi)
    counts = bunched(rng, true, phi)
    slot, place = true.sum(axis=0), true.sum(axis=1, keepdims=True)
    odds = (true / (slot - true)) / ((place - true) / (true.sum() - slot - place + true))
    return Drawn(profile_trial(counts.astype(float)), odds.ravel(), dispersion(months) or 1.0)


@dataclass(frozen=True)
class Held:
    """Shares over the runs: with any find, of finds that are false, of hot ones found, of intervals that hold."""

    found: float
    false: float
    power: float
    cover: float


def measured(kind: str, phi: float, hot: int, runs: int, seed: int = 0) -> Held:
    """Draw and test so often; the level of false finds is 0.05, that of intervals 0.95."""
    draw = {"villages": villages, "hours": hours}[kind]
    rng = np.random.default_rng(seed)
    rows = [_run(draw(rng, phi, hot)) for _ in range(runs)]
    found, false, power, cover = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Held(found.mean(), false.mean(), power.mean(), cover.mean())


def _run(drawn: Drawn) -> tuple[bool, float, float, float]:
    excesses = drawn.trial.excesses(drawn.phi, 3)
    finds = np.array([one.q <= 0.05 for one in excesses])
    hot = drawn.truth > HOT / 2
    low = np.array([one.low for one in excesses])
    high = np.array([np.inf if one.high is None else one.high for one in excesses])
    held = (low <= drawn.truth) & (drawn.truth <= high)
    false = float((finds & ~hot).sum() / max(finds.sum(), 1))
    return bool(finds.any()), false, float(finds[hot].mean()) if hot.any() else 1.0, float(held.mean())


def cases() -> Iterator[tuple[str, float, int]]:
    for kind in ("villages", "hours"):
        for phi in (1.0, 1.5, 3.0):
            yield kind, phi, 0
            yield kind, phi, 6


def main(runs: int) -> None:
    print("kind      spread  hot  any found  false  power  intervals")
    for kind, phi, hot in cases():
        held = measured(kind, phi, hot, runs)
        told = f"{held.found:9.1%}  {held.false:5.1%}  {held.power:5.1%}  {held.cover:9.1%}"
        print(f"{kind:8}  {phi:6.1f}  {hot:3d}  {told}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
