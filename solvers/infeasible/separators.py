"""The fewest stations that hold a zone's parts apart: minimal vertex separators between a part and the zone's label.

References
----------
M. Fischetti et al., Thinning out Steiner trees: a node-based model for uniform edge costs, Mathematical Programming
Computation 9 (2017), section 3 (how to find them). J. Oehrlein, J.-H. Haunert, A cutting-plane method for
contiguity-constrained spatial aggregation, Journal of Spatial Information Science 15 (2017).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from zoning.model.county import Bools


def separators(adjacent: Bools, zone: Sequence[int], label: int) -> list[tuple[list[int], list[int], list[int]]]:
    """For every part of the zone that does not hold its label: the part, what separates, and the label's side.

    Parameters
    ----------
    adjacent : (n, n) neighbours
    zone : rows, ``label`` among them

    Returns
    -------
    list of (part, between, side)
        Rows in order. Every way from ``part`` to ``side``, all that the label reaches, goes through ``between``, and
        each station of ``between`` touches both, so none can be left out.
    """
    neighbours = [np.flatnonzero(row).tolist() for row in adjacent]
    outside = set(range(len(adjacent))) - set(zone)
    found, rest = [], set(zone) - _reached(neighbours, label, outside)
    while rest:
        part = _reached(neighbours, min(rest), outside)
        rest -= part
        around = {u for i in part for u in neighbours[i]} - part
        side = _reached(neighbours, label, around)
        between = [u for u in sorted(around) if not side.isdisjoint(neighbours[u])]
        found.append((sorted(part), between, sorted(side)))
    return found


def _reached(neighbours: Sequence[Iterable[int]], start: int, without: set[int]) -> set[int]:
    """Rows that can be reached from ``start`` over rows that are not ``without``."""
    seen, todo = {start}, [start]
    while todo:
        fresh = {u for u in neighbours[todo.pop()] if u not in seen and u not in without}
        seen |= fresh
        todo.extend(fresh)
    return seen
