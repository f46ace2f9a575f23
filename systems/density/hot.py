"""Villages and hours with more incidents than chance would bring; the chances are those of :mod:`chance`.

A village is held against the other villages of its station, an urban community against the other communities: their
incidents shared out by residents, where these are known of all, else by households, else by area. Hours, a weekday and
a band of six hours each: those of the county against an even week, those of a zone or a station against the same hours
of the whole county. False finds are controlled among the villages, and among the hours of the county, of the zones and
of the stations, each by itself. What it may get wrong: a village's incidents are those nearest to its seat; that
Sundays are quiet everywhere is a find for the county alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geodata.density.kept import DAYS
from geodata.density.parts import BAND_HOURS, BANDS
from systems.density.chance import adjusted, chances, ratios
from systems.density.records import INTERVAL, Base, Excess
from zoning.model.bureau import Village
from zoning.model.county import County, Floats

SLOTS = DAYS * len(BANDS)


@dataclass(frozen=True)
class Trial:
    """Counts to be tested together, all (m,): the counts, the totals that they are part of, their shares of these.

    ``beside`` are shares that the counts themselves have no part in, and ``noise`` the variance of the logarithm of
    their odds: an excess is held against these, while its chance is that of ``shares``.
    """

    counts: Floats
    totals: Floats
    shares: Floats
    beside: Floats
    noise: Floats

    def excesses(self, dispersion: float, least: int) -> list[Excess]:
        """Each count held against chance; counts below ``least`` are tested but never more than chance."""
        p = np.where(self.counts >= least, chances(self.counts, self.totals, self.shares, dispersion), 1.0)
        q, rest = adjusted(p), self.totals - self.counts
        ratio, low, high = ratios(self.counts, rest, self.beside, self.noise, dispersion, INTERVAL)
        expected = rest * self.beside / (1 - self.beside)
        return [
            Excess(round(x), float(e), _known(r), float(a), _known(b), float(one), float(level))
            for x, e, r, a, b, one, level in zip(self.counts, expected, ratio, low, high, p, q, strict=True)
        ]


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def village_trial(county: County, counts: Mapping[str, float]) -> tuple[list[tuple[Village, Base]], Trial, list[str]]:
    """The villages that can be tested with the base of each, their trial, and codes of those that cannot."""
    none = np.zeros(0)
    if not counts:
        return [], Trial(none, none, none, none, none), []
    tested: list[tuple[Village, Base]] = []
    rows: list[tuple[float, float, float]] = []
    untested = []
    groups: dict[tuple[str, str], list[Village]] = {}
    for village in county.bureau.villages:
        groups.setdefault((village.station, village.kind), []).append(village)
    for own in groups.values():
        found = _weights(own)
        total = sum(counts.get(village.code, 0.0) for village in own)
        if found is None or not total:
            untested += [village.code for village in own]
            continue
        base, weights = found
        tested += [(village, base) for village in own]
        shares = weights / weights.sum()
        rows += [(counts.get(v.code, 0.0), total, float(s)) for v, s in zip(own, shares, strict=True)]
    held, totals, weighed = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return tested, Trial(held, totals, weighed, weighed, np.zeros(len(held))), untested


def _weights(villages: Sequence[Village]) -> tuple[Base, Floats] | None:
    """What the incidents of a station are shared out by; ``None`` where nothing is known of all its villages."""
    bases: tuple[tuple[Base, list[float | None]], ...] = (
        ("residents", [village.population for village in villages]),
        ("households", [village.households for village in villages]),
        ("area", [village.area_km2 for village in villages]),
    )
    for base, values in bases:
        known = [value for value in values if value is not None and value > 0]
        if len(known) == len(villages) > 1:
            return base, np.array(known, dtype=np.float64)
    return None


def slots(hours: Floats) -> Floats:
    """(n, 28) incidents of each weekday and band, of ``hours`` (n, 7, 24)."""
    return np.asarray(hours.reshape(len(hours), SLOTS, BAND_HOURS).sum(axis=2))


def even_trial(counts: Floats) -> Trial:
    """The slots (28,) of a county against an even week."""
    even = np.full(SLOTS, 1 / SLOTS)
    return Trial(counts, np.full(SLOTS, counts.sum()), even, even, np.zeros(SLOTS))


def profile_trial(counts: Floats) -> Trial:
    """The slots (m, 28) of places that make up the county against the county's, row after row.

    Of a slot's incidents in the county a place would have its share of all; beside itself, its share at other times.
    """
    slot, place, every = counts.sum(axis=0), counts.sum(axis=1, keepdims=True), max(float(counts.sum()), 1.0)
    own, others = place - counts + 0.5, (every - slot) - (place - counts) + 0.5
    return Trial(
        counts.ravel(),
        np.broadcast_to(slot, counts.shape).ravel(),
        np.broadcast_to(place / every, counts.shape).ravel(),
        (own / (own + others)).ravel(),
        (1 / own + 1 / others).ravel(),
    )
