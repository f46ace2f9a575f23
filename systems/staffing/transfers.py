"""Officers moved from stations that can give some to stations below their norm (C2), a minimum-cost flow.

One officer fills one gap, so min(Σ can_give, Σ short) officers move. Of these transfers the flow takes the least
Σ officers · minutes. The norm is a floor, never a ceiling: who is above it and busy gives nobody (H10).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.graph.python import min_cost_flow

from zoning.model.county import Floats

TENTHS = 10
"""Whole units of a minute."""
DECIMALS = 9
"""Of an officer; workloads equal to so many decimals are equal."""


@dataclass(frozen=True)
class Transfer:
    """Officers from row ``origin`` to row ``target``, ``minutes`` apart."""

    origin: int
    target: int
    officers: int
    minutes: float


def can_give(officers: int, norm: int, hours: float, mean_load: float) -> int:
    """The most officers g that a station can give and keep its norm and at most the county's mean workload an officer.

    g ≤ p − norm and w / (p − g) ≤ W / P, so the mean, which no move changes, bounds every donor after all moves.

    Parameters
    ----------
    hours : w, officer-hours a year of the station
    mean_load : W / P, officer-hours a year per officer of the county, NaN without officers
    """
    if officers <= norm:
        return 0
    kept = math.ceil(round(hours / mean_load, DECIMALS)) if mean_load > 0 else 0
    return max(0, officers - max(norm, kept))


def transfers(can_give: Sequence[int], short: Sequence[int], minutes: Floats) -> tuple[Transfer, ...]:
    """The transfers that fill the most gaps over the least Σ officers · minutes.

    Parameters
    ----------
    can_give, short : (n,) officers that a station can give, and those below its norm
    minutes : (n, n)

    References
    ----------
    R. Ahuja, T. Magnanti, J. Orlin, Network Flows (1993), chapter 10; OR-Tools' cost-scaling push-relabel.
    """
    n = len(can_give)
    source, sink = 2 * n, 2 * n + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs: dict[int, tuple[int, int]] = {}
    givers, takers = [i for i in range(n) if can_give[i] > 0], [j for j in range(n) if short[j] > 0]
    for i in givers:
        flow.add_arc_with_capacity_and_unit_cost(source, i, can_give[i], 0)
    for j in takers:
        flow.add_arc_with_capacity_and_unit_cost(n + j, sink, short[j], 0)
    for i in givers:
        for j in takers:
            cost = round(TENTHS * float(minutes[i, j]))
            arcs[flow.add_arc_with_capacity_and_unit_cost(i, n + j, min(can_give[i], short[j]), cost)] = (i, j)
    amount = min(sum(can_give[i] for i in givers), sum(short[j] for j in takers))
    flow.set_node_supply(source, amount)
    flow.set_node_supply(sink, -amount)
    if not arcs:
        return ()
    status = flow.solve()
    assert status == flow.OPTIMAL, "every giver reaches every taker"
    return tuple(
        Transfer(i, j, flow.flow(arc), float(minutes[i, j])) for arc, (i, j) in sorted(arcs.items()) if flow.flow(arc)
    )
