"""Which numbers of a table of places and parts are not shown, so that nobody can work out the small ones.

A place's classes add up to all of its incidents, so do bands and seasons; stations add up to zones and to the county.
For every small count another table is looked for in which that count is no small one and in which all the sums come out
the same (Cox 1980, cells of a cycle): calls change their class at a place, their place within a class, or both. What
differs between the two tables is not shown, so who has all that is shown cannot tell them apart. What it may get wrong:
who has the tables of two plans, or of two lists that differ in few calls, can subtract these from each other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata.density.parts import By, Part

NEAR = 24
"""Leaves that calls are moved to or from, at most."""
KINDS: tuple[By, ...] = ("class", "band", "season")
Cell = tuple[int, Part]
"""A number of a row and its part."""
Move = Mapping[Cell, int]
"""Calls that come to a row's part, or go from it (negative)."""


@dataclass(frozen=True)
class Summed:
    """Whole counts of rows by part, and the ``places`` that are shown, each as its rows; rows are places, too."""

    counts: Mapping[Part, Sequence[int]]
    places: Sequence[Sequence[int]]

    def count(self, place: int, part: Part) -> int:
        return sum(self.counts[part][row] for row in self.places[place])

    def own(self, by: By) -> list[Part]:
        return [part for part in self.counts if part.by == by]


def hidden(table: Summed, least: int, fixed: Collection[Cell] = ()) -> set[Cell]:
    """Places and parts that are not shown: counts from 1 to below ``least``, and others that these follow from.

    ``fixed`` are places and parts whose sums are shown elsewhere; none of them is small.
    """
    found = {
        (place, part)
        for place in range(len(table.places))
        for part in table.counts
        if (place, part) not in fixed and 0 < table.count(place, part) < least
    }
    order = {part: k for k, part in enumerate(table.counts)}
    within: dict[int, list[int]] = {}
    for place, rows in enumerate(table.places):
        for row in rows:
            within.setdefault(row, []).append(place)
    for place, part in sorted(found, key=lambda cell: (cell[0], order[cell[1]])):
        found |= _covered(table, within, (place, part), least, found, fixed)
    return found


def _covered(
    table: Summed,
    within: Mapping[int, Sequence[int]],
    cell: Cell,
    least: int,
    found: Collection[Cell],
    fixed: Collection[Cell],
) -> set[Cell]:
    """What has to be hidden beside a small count: as few and small numbers as may be."""
    place, part = cell
    for calls in dict.fromkeys((least - table.count(place, part), 1)):
        best: tuple[tuple[int, int], set[Cell]] | None = None
        for move in _moves(table, cell, calls):
            changed = _changed(move, within)
            if not changed.isdisjoint(fixed):
                continue
            new = changed.difference(found)
            price = len(new), sum(table.count(*one) for one in new)
            if best is None or price < best[0]:
                best = price, new
            if not new:
                break
        if best is not None:
            return best[1]
    beside = {(place, other) for other in table.counts if part.by in ("all", other.by)}
    beside |= {(other, part) for other in range(len(table.places))}
    return {one for one in beside if one not in fixed and table.count(*one)}


def _changed(move: Move, within: Mapping[int, Sequence[int]]) -> set[Cell]:
    """Places and parts whose counts a move changes."""
    net: dict[Cell, int] = {}
    for (row, part), calls in move.items():
        for place in within[row]:
            net[place, part] = net.get((place, part), 0) + calls
    return {cell for cell, calls in net.items() if calls}


def _moves(table: Summed, cell: Cell, calls: int) -> Iterator[Move]:
    """Moves that bring so many calls to a place's part: no count that is zero changes, and none becomes zero."""
    place, part = cell
    rows = set(table.places[place])
    near = _near(table, rows, part)
    for row in rows:
        if not table.counts[part][row]:
            continue
        others = [other for other in table.own(part.by) if other != part] if part.by != "all" else []
        spared = [other for other in others if table.counts[other][row] > calls]
        for there in near:
            if table.counts[part][there] > calls:
                for other in spared:
                    if table.counts[other][there]:
                        yield {(row, part): calls, (row, other): -calls, (there, part): -calls, (there, other): calls}
        for other in spared:
            yield {(row, part): calls, (row, other): -calls}
        for there in near:
            yield from _transfers(table, row, there, part, calls)


def _near(table: Summed, rows: Collection[int], part: Part) -> list[int]:
    """Rows outside a place that calls may come from: first those of the smallest place that has it within."""
    wide = [set(place) for place in table.places if len(place) > len(rows) and set(place) >= set(rows)]
    beside = min(wide, key=len, default=set())
    others = (row for row in range(len(table.counts[part])) if row not in rows and table.counts[Part()][row])
    return sorted(
        others, key=lambda row: (row not in beside, not table.counts[part][row], table.counts[part][row], row)
    )[:NEAR]


def _transfers(table: Summed, row: int, there: int, part: Part, calls: int) -> Iterator[Move]:
    """Calls of another row that become this row's: of the part itself there, or of another part of its kind."""
    every = Part()
    if table.counts[every][there] <= calls or not table.counts[every][row]:
        return
    move = {(row, every): calls, (there, every): -calls}
    for by in KINDS:
        own = table.own(by)
        if own and by != part.by:
            come = [one for one in own if table.counts[one][row]]
            go = [one for one in own if table.counts[one][there] > calls]
            if not come or not go:
                return
            both = [one for one in go if one in come]
            to, out = (both[0], both[0]) if both else (come[0], go[0])
            move |= {(row, to): calls, (there, out): -calls}
    if part.by == "all":
        yield move
        return
    for out in table.own(part.by):
        if table.counts[out][there] > calls:
            yield move | {(row, part): calls, (there, out): -calls}
