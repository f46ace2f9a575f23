"""The measures of a zone: one row and one function each, every one a share that adds up over the zones of a plan.

Smaller is better. Because they add up, one definition serves the judge, the solver and the page. CONTRIBUTING.md says
how a measure is added.

Each has an example worked by hand, for ``zones`` of six stations in two rows, A B C and D E F. They are alike but for
what the example says: 10 officers, 20 incidents of the first of two classes and 100 km² each; 20 minutes and 10 km of
border between those beside each other; today AD and BEF are zones; no station is alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from zoning.judge.zones import Zones, outside
from zoning.mathematics.ratios import divergence
from zoning.model.answering import FARTHEST_MINUTES, STEP_MINUTES, YEAR_HOURS
from zoning.model.county import Floats, Ints

POINTS = 1_000_000
"""Points of a plan that has a share of 1 in every weighted measure."""


@dataclass(frozen=True)
class Measure:
    """A row: its key, the share of every zone, and the rule ids (docs/rules.md) it answers."""

    key: str
    share: Callable[[Zones], Floats]
    rules: tuple[str, ...]
    grows: bool
    """Whether the share of a zone never falls when stations are added, so that it bounds every larger zone."""


def mismatch(zones: Zones) -> Floats:
    """½ · |w_z / W_r − p_z / P_r|: officers who would have to change zone for an even workload (Hoover index).

    W_r and P_r are the workload and the officers of the stations outside alone zones; an alone zone has 0.

    Examples
    --------
    90 officers, 50 of them in AD with a third of the work: 20 would have to leave, half of which counts at each zone.

    >>> mismatch(zones("AD", "BCEF", A={"officers": 40})).round(4).tolist()
    [0.1111, 0.1111]
    """
    work, staff = _parts_of_rest(zones)
    return np.asarray(np.abs(work - staff) / 2)


def overload(zones: Zones) -> Floats:
    """½ · max(0, |w_z / W_r − p_z / P_r| − t · p_z / P_r), t the tolerance of the policy; an alone zone has 0.

    Summed over a plan it is the share of officers who would have to change zone for every zone to lie within ±t.

    Examples
    --------
    As for ``mismatch``, less a quarter of 50/90 and of 40/90: ½ (2/9 − 5/36) and ½ (2/9 − 4/36).

    >>> overload(zones("AD", "BCEF", A={"officers": 40})).round(4).tolist()
    [0.0417, 0.0556]
    """
    work, staff = _parts_of_rest(zones)
    return np.asarray(np.maximum(np.abs(work - staff) - zones.problem.policy.measures.tolerance * staff, 0) / 2)


def _parts_of_rest(zones: Zones) -> tuple[Floats, Floats]:
    """(m,) w_z / W_r and (m,) p_z / P_r, 0 for alone zones and where nobody works or nothing is done."""
    problem, free = zones.problem, outside(zones)
    if not (problem.rest_workload > 0 and problem.rest_officers > 0):
        return np.zeros(len(zones)), np.zeros(len(zones))
    work, staff = zones.sum(problem.county.workload), zones.sum(problem.county.officers)
    return np.where(free, work / problem.rest_workload, 0.0), np.where(free, staff / problem.rest_officers, 0.0)


def mix_loss(zones: Zones) -> Floats:
    """D_z / D_county: the difference in incident mix that lies inside zones.

    D_S = Σ_{i∈S} Σ_c ñ_ic ln[(ñ_ic/ñ_i) / (ñ_Sc/ñ_S)] is the generalised Jensen-Shannon divergence. It is summed as the
    divergence of the stations from the county's mix less that of the zone as a whole.

    References
    ----------
    J. Lin, Divergence measures based on the Shannon entropy, IEEE Trans. Information Theory 37 (1991), section IV.

    Examples
    --------
    The first row has the one class and the second the other: zones of both have the mix of the county, a third each.

    >>> mix_loss(zones("AD", "BE", "CF", incidents=[[20, 0]] * 3 + [[0, 20]] * 3)).round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    county = zones.problem.county
    if county.mix_total == 0:
        return np.zeros(len(zones))
    whole = divergence(zones.sum(county.smoothed), county.smoothed.sum(axis=0))
    inside = zones.sum(county.mix_terms) - whole
    return np.asarray(np.maximum(inside, 0) / county.mix_total)


def density_loss(zones: Zones) -> Floats:
    """Σ_{i∈z} (x_i − x̄_z)² / Σ_i (x_i − x̄)², x the logarithm of incidents per km².

    Examples
    --------
    Two rows of different density: each of three zones of both has a third of the squares, zones of one row none.

    >>> density_loss(zones("AD", "BE", "CF", incidents=[[20, 0]] * 3 + [[2, 0]] * 3)).round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    county = zones.problem.county
    if county.density_total == 0:
        return np.zeros(len(zones))
    size = np.maximum(zones.sum(county.ones), 1)
    inside = zones.sum(county.centred_squares) - zones.sum(county.centred_density) ** 2 / size
    return np.maximum(inside, 0) / county.density_total


def travel(zones: Zones) -> Floats:
    """Σ_{i∈z} w_i t_oi from the office o of the zone, over the same for one office in the county.

    The office is the one that the planner chose, or else the station from which the sum is least.

    Examples
    --------
    From the middle of a row 20 + 20 minutes; from B or E to the whole county 20 · (1 + 1 + 1 + 2 + 2) = 140.

    >>> travel(zones("ABC", "DEF")).round(4).tolist()
    [0.2857, 0.2857]
    """
    county = zones.problem.county
    if county.travel_total == 0:
        return np.zeros(len(zones))
    costs = zones.costs(county.weighted_minutes)
    least = costs.min(axis=1)
    for office in reversed(zones.problem.offices):
        least = np.where(np.isfinite(costs[:, office]), costs[:, office], least)
    return np.asarray(least / county.travel_total)


def unsupported(zones: Zones) -> Floats:
    """Share of workload at stations with no other station of the zone within 30 minutes.

    Examples
    --------
    A and C are 40 minutes apart: two sixths of the work.

    >>> unsupported(zones("AC", "BDEF")).round(4).tolist()
    [0.3333, 0.0]
    """
    county = zones.problem.county
    total = float(county.workload.sum())
    return zones.lonely(county.workload, county.near) / total if total > 0 else np.zeros(len(zones))


def border_cut(zones: Zones) -> Floats:
    """½ · km of border with the county's other stations / km of all inner borders.

    Examples
    --------
    Three of seven borders lie between the zones, half of which counts at each: ½ · 30 / 70.

    >>> border_cut(zones("AB", "CDEF")).round(4).tolist()
    [0.2143, 0.2143]
    """
    county = zones.problem.county
    if county.inner_border_km == 0:
        return np.zeros(len(zones))
    cut = zones.sum(county.outer_km) - 2 * zones.pairs(county.border_km)
    return np.maximum(cut, 0) / 2 / county.inner_border_km


def change(zones: Zones) -> Floats:
    """Pairs joined that are not together today, and half of each pair of today cut at this zone, over all pairs.

    Summed over a plan this is 1 − Rand index.

    References
    ----------
    W. M. Rand, Objective criteria for the evaluation of clustering methods, JASA 66 (1971).

    Examples
    --------
    Each joins one pair of 15; cut are AD, BE and BF at the first, FB and FE at the second, DA, EB and EF at the third.

    >>> (15 * change(zones("AB", "CF", "DE"))).round(4).tolist()
    [2.5, 2.0, 2.5]
    """
    n = len(zones.problem)
    if zones.problem.current is None or n < 2:
        return np.zeros(len(zones))
    today = zones.problem.in_zone_today
    size, inside = zones.sum(zones.problem.county.ones), zones.sum(today)
    kept = (inside * (inside - 1) / 2).sum(axis=1)
    joined = size * (size - 1) / 2 - kept
    cut = zones.sum(today @ today.sum(axis=0) - 1) - 2 * kept
    return np.asarray((joined + cut / 2) / (n * (n - 1) / 2))


def response(zones: Zones) -> Floats:
    """Σ_{i∈z} n_i [(1 − q) r_i + q (1 − q) d_i + q² T] / (T Σ n_i): minutes until a unit is there, T = 60 at the most.

    Every station has one unit, busy a share q of the time, q the hours of work that the incidents of the zone are for a
    unit each, over stations and the hours of the year, at most 1. The station's own unit goes if it is free; if not,
    that of the nearest other station of the zone, d_i minutes away, rounded up to 5, and T where there is none nearer;
    if that is busy, too, T counts. r_i is the way inside the station.

    Examples
    --------
    10,000 incidents at each station, of 60 minutes and the way there and back, r = 7.614: q is too high, all count T.

    >>> response(zones("AB", "CDEF", incidents=[[10000, 0]] * 6)).round(4).tolist()
    [0.3333, 0.6667]

    2,000 incidents: q = 2000 (60 + 2 r) / 60 / 8760 = 0.2863. A by itself has d = 60: 0.7137 · 7.614 + 0.2043 · 60 +
    0.08195 · 60 = 22.61; B and E, d = 20, 14.44 each; D is 40 from F and has 18.53. Over 60 · 6:

    >>> response(zones("A", "BE", "CDF", incidents=[[2000, 0]] * 6)).round(4).tolist()
    [0.0628, 0.0802, 0.1317]
    """
    of = zones.problem.county.answering
    total = float(of.calls.sum())
    if total == 0:
        return np.zeros(len(zones))
    units = np.maximum(zones.sum(zones.problem.county.ones), 1)
    busy = np.minimum(zones.sum(of.unit_hours) / (units * YEAR_HOURS), 1.0)
    away = STEP_MINUTES * zones.steps_alone(of.calls, of.steps)
    minutes = zones.sum(of.call_minutes) + busy * away
    whole = (1 - busy) * minutes + busy**2 * FARTHEST_MINUTES * zones.sum(of.calls)
    return np.asarray(whole / (FARTHEST_MINUTES * total))


MEASURES: tuple[Measure, ...] = (
    Measure("mismatch", mismatch, ("H10",), grows=False),
    Measure("overload", overload, ("H10",), grows=False),
    Measure("mix_loss", mix_loss, ("H4",), grows=True),
    Measure("density_loss", density_loss, ("H4",), grows=True),
    Measure("travel", travel, ("H3", "H8"), grows=False),
    Measure("unsupported", unsupported, ("H30",), grows=False),
    Measure("border_cut", border_cut, ("H3",), grows=False),
    Measure("change", change, ("H9",), grows=False),
    Measure("response", response, ("H30",), grows=False),
)


def weighted(zones: Zones, known: Mapping[str, Floats] | None = None) -> Floats:
    """(m,) the cost of each zone in points before rounding, 10⁶ · Σ λ_m m(z), of shares that are ``known`` or not."""
    weights = zones.problem.policy.weights.shares()
    total = np.zeros(len(zones))
    for measure in MEASURES:
        if weights[measure.key] > 0:
            total += weights[measure.key] * (measure.share(zones) if known is None else known[measure.key])
    return POINTS * total


def points(zones: Zones, known: Mapping[str, Floats] | None = None) -> Ints:
    """(m,) c(z), the cost of each zone as a whole number of points."""
    return np.rint(weighted(zones, known)).astype(np.int64)
