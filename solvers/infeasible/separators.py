"""The fewest stations that hold a zone's parts apart: minimal vertex separators between a part and the zone's centre.

References
----------
M. Fischetti et al., Thinning out Steiner trees: a node-based model for uniform edge costs, Mathematical Programming
Computation 9 (2017), section 3 (how to find them). J. Oehrlein, J.-H. Haunert, A cutting-plane method for
contiguity-constrained spatial aggregation, Journal of Spatial Information Science 15 (2017).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from zoning.model.county import Bools


def separators(adjacent: Bools, zone: Sequence[int], centre: int) -> list[tuple[list[int], list[int], list[int]]]:
    """A minimal separator for every part of the zone that does not hold its centre.

    Parameters
    ----------
    adjacent : (n, n) neighbours
    zone : rows, ``centre`` among them

    Returns
    -------
    list of (part, between, side)
        Rows in order. ``side`` is what the centre reaches without ``between``. Every path from ``part`` to
        ``side`` goes through ``between``. Each station of ``between`` touches both, so the separator is minimal.
    """
    neighbours = [np.flatnonzero(row).tolist() for row in adjacent]
    outside = set(range(len(adjacent))) - set(zone)
    found, rest = [], set(zone) - _reached(neighbours, centre, outside)
    while rest:
        part = _reached(neighbours, min(rest), outside)
        rest -= part
        around = {u for i in part for u in neighbours[i]} - part
        side = _reached(neighbours, centre, around)
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
