"""Certificates checked by arithmetic and enumeration: no linear programme is asked, so none has to be believed."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from solvers.exact.cover import Budget
from solvers.exact.duals import FRACTION, Prices
from solvers.exact.growth import TooMany
from solvers.exact.instance import Found
from solvers.exact.master import Relaxation
from solvers.exact.search import Search
from zoning.model.errors import Mistake, mistake
from zoning.result.solution import Certificate


def disproved(search: Search, stated: dict[int, Certificate], table: str, column: str) -> tuple[list[Mistake], bool]:
    """What is false of the certificates by number of zones, and whether it could be decided for all of them."""
    found: list[Mistake] = []
    decided = True
    known: dict[object, tuple[float, Found]] = {}
    for others in search.numbers():
        zones = others + len(search.ground.alone)
        try:
            false = list(_certificate(search, stated[zones], known)) if zones in stated else []
        except TooMany:
            decided = False
            continue
        found = [*(mistake(key, table=table, column=column, zones=zones, **values) for key, values in false), *found]
    return found, decided


def _below(
    search: Search, others: int, prices: Prices, ceiling: float, known: dict[object, tuple[float, Found]]
) -> Found:
    """All zones with a reduced cost of at most ``ceiling``; among them, perhaps, such as fewer zones cannot have."""
    parts = (prices.stations, prices.labels, prices.limits)
    key = (*(part.tobytes() for part in parts), prices.zone, prices.change, search.ground.problem.band(others))
    if key not in known or known[key][0] < ceiling:
        known[key] = ceiling, search.source(others).below(prices, ceiling)
    zones = known[key][1]
    near = zones.reduced <= ceiling
    return Found(zones.zones[near], zones.reduced[near], complete=True)


def _certificate(
    search: Search, stated: Certificate, known: dict[object, tuple[float, Found]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is false of one certificate: a zone under the prices, a sum, or a plan below the bound.

    Several numbers of zones often share prices: ``known`` keeps the zones grown, and up to what, for the next.
    """
    ground = search.ground
    prices = Prices(
        ground.balanced(np.array(stated.duals, dtype=np.float64)),
        float(stated.zone_dual),
        float(stated.change_dual),
        np.array(stated.label_duals, dtype=np.float64),
        np.array(stated.limit_duals, dtype=np.float64),
    )
    if len(prices.labels) != len(ground.change.labels) or prices.change < 0 or (prices.labels < 0).any():
        yield "solvers.verify.labels", {"labels": len(ground.change.labels)}
        return
    exact = (prices.limits >= 0).all() and (prices.limits % FRACTION == 0).all()  # sums with them are, then
    if len(prices.limits) != len(ground.limits) or not exact:
        yield "solvers.verify.limits", {"limits": len(ground.limits)}
        return
    bound = math.ceil(prices.bound(ground.change, stated.zones, ground.most))
    if stated.dual_bound != bound:
        yield "solvers.verify.sum", {"stated": stated.dual_bound, "actual": bound}
    others = stated.zones - len(ground.alone)
    least = (search.worst(others) if stated.bound is None else stated.bound - 1) - bound
    ceiling = least + 1 - FRACTION if ground.limits else least  # whose whole part is at most ``least``
    found = _below(search, others, prices, max(ceiling, -1), known)
    alone = ground.reduced(prices, ground.alone)
    lowest = min(0.0, float(found.reduced.min(initial=0.0)), float(alone.min(initial=0.0)))
    if lowest < 0:
        yield "solvers.verify.reduced", {"lowest": round(lowest)}
    elif least >= 0:
        relaxation = Relaxation(prices, bound, found.zones, least, found.zones.masks)
        points = next(
            (p for p, _ in search.covers(others, relaxation, found, Budget(bound + least), in_order=False)), None
        )
        if points is not None:
            yield "solvers.verify.cheaper", {"points": points, "bound": "–" if stated.bound is None else stated.bound}
