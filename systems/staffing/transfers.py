"""Officers moved from stations above their norm to stations below it (C2), a minimum-cost flow.

One officer fills one gap, so min(Σ spare, Σ short) officers move. Of these transfers the flow takes the least
Σ officers · minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.graph.python import min_cost_flow

from zoning.model.county import Floats

TENTHS = 10
"""Whole units of a minute."""


@dataclass(frozen=True)
class Transfer:
    """Officers from row ``origin`` to row ``target``, ``minutes`` apart."""

    origin: int
    target: int
    officers: int
    minutes: float


def transfers(spare: Sequence[int], short: Sequence[int], minutes: Floats) -> tuple[Transfer, ...]:
    """The transfers that fill the most gaps over the least Σ officers · minutes.

    Parameters
    ----------
    spare, short : (n,) officers above and below the norm
    minutes : (n, n)

    References
    ----------
    R. Ahuja, T. Magnanti, J. Orlin, Network Flows (1993), chapter 10; OR-Tools' cost-scaling push-relabel.
    """
    n = len(spare)
    source, sink = 2 * n, 2 * n + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs: dict[int, tuple[int, int]] = {}
    givers, takers = [i for i in range(n) if spare[i] > 0], [j for j in range(n) if short[j] > 0]
    for i in givers:
        flow.add_arc_with_capacity_and_unit_cost(source, i, spare[i], 0)
    for j in takers:
        flow.add_arc_with_capacity_and_unit_cost(n + j, sink, short[j], 0)
    for i in givers:
        for j in takers:
            cost = round(TENTHS * float(minutes[i, j]))
            arcs[flow.add_arc_with_capacity_and_unit_cost(i, n + j, min(spare[i], short[j]), cost)] = (i, j)
    amount = min(sum(spare[i] for i in givers), sum(short[j] for j in takers))
    flow.set_node_supply(source, amount)
    flow.set_node_supply(sink, -amount)
    if not arcs:
        return ()
    status = flow.solve()
    assert status == flow.OPTIMAL, "every giver reaches every taker"
    return tuple(
        Transfer(i, j, flow.flow(arc), float(minutes[i, j])) for arc, (i, j) in sorted(arcs.items()) if flow.flow(arc)
    )
