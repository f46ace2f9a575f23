"""All plans a number of moves away that keep every rule: zones as masks of rows, each judged once, many at a time.

What it may get wrong: nothing, for every rule on zones is asked of the judge and every rule on plans,
too. A zone that does not hang together is left out without asking, as the rule ``contiguous`` is always in force.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

import numpy as np

from zoning.judge.measures import points
from zoning.judge.rules import plan_violations, zone_rules
from zoning.judge.zones import MemberZones
from zoning.model.county import Bools
from zoning.model.plan import Plan
from zoning.model.problem import Problem

Move = tuple[int, int, int]
"""Row of a station, its slot, the slot that it goes to."""
BATCH = 2_000
"""Zones judged at a time."""


@dataclass
class Zones:
    """What the judge says of zones of a problem, by mask; each is asked once."""

    problem: Problem
    _hangs: dict[int, bool] = field(default_factory=dict)
    _points: dict[int, int] = field(default_factory=dict)
    _sound: dict[int, bool] = field(default_factory=dict)
    _by_number: dict[tuple[int, int], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.beside = [sum(1 << row for row in rows) for rows in self.problem.county.neighbours]
        self.alone = sum(1 << int(row) for row in np.flatnonzero(self.problem.alone))
        self.numbered = any(rule.by_number for rule in zone_rules(self.problem))

    def count(self, masks: Iterable[int]) -> int:
        """The number k of zones outside the alone ones."""
        return sum(mask != 0 and not mask & self.alone for mask in masks)

    def hangs(self, mask: int) -> bool:
        """Whether the stations hang together."""
        known = self._hangs.get(mask)
        if known is None:
            seen = front = mask & -mask
            while front:
                row = (front & -front).bit_length() - 1
                fresh = self.beside[row] & mask & ~seen
                seen |= fresh
                front = (front & (front - 1)) | fresh
            known = self._hangs[mask] = seen == mask
        return known

    def judge(self, masks: Iterable[int], k: int) -> None:
        """Ask the judge of all these zones at once, in a plan with k zones outside the alone ones."""
        new = [
            m for m in dict.fromkeys(masks) if m not in self._sound or (self.numbered and (m, k) not in self._by_number)
        ]
        for at in range(0, len(new), BATCH):
            some = new[at : at + BATCH]
            zones = MemberZones(self.problem, self._members(some))
            sound, numbered = np.ones(len(some), dtype=bool), np.ones(len(some), dtype=bool)
            for rule in zone_rules(self.problem):
                kept = rule.breach(zones, k) == 0
                sound, numbered = (sound, numbered & kept) if rule.by_number else (sound & kept, numbered)
            self._points |= zip(some, points(zones).tolist(), strict=True)
            self._sound |= zip(some, sound.tolist(), strict=True)
            self._by_number |= {(m, k): fine for m, fine in zip(some, numbered.tolist(), strict=True)}

    def sound(self, mask: int, k: int) -> bool:
        """Whether a zone that was judged keeps every rule on zones."""
        return self._sound[mask] and (not self.numbered or self._by_number[mask, k])

    def points(self, mask: int) -> int:
        """Points of a zone that was judged."""
        return self._points[mask]

    def _members(self, masks: Sequence[int]) -> Bools:
        """(m, n) membership of the zones."""
        size = -(-len(self.problem) // 8)
        raw = np.frombuffer(b"".join(mask.to_bytes(size, "little") for mask in masks), dtype=np.uint8)
        bits = np.unpackbits(raw.reshape(len(masks), size), axis=1, bitorder="little")
        return np.asarray(bits[:, : len(self.problem)], dtype=bool)


@dataclass(frozen=True, eq=False)
class Start:
    """The plan to be put right: masks by slot, rows that may move, slots that may change."""

    masks: tuple[int, ...]
    rows: tuple[int, ...]
    slots: tuple[int, ...]

    def moves(self, count: int) -> Iterator[tuple[Move, ...]]:
        """Every choice of ``count`` stations with a move of each; new zones are numbered in the order of stations."""
        for places in combinations(self._places(), count):
            yield from self._moved(places, 1)

    def number(self, count: int) -> int:
        """How many of them there are at the most: choices of stations times the ways to place so many."""
        return comb(len(self.rows), count) * self._ways(count, 1)

    def after(self, moves: Sequence[Move]) -> dict[int, int]:
        """The masks of the slots that the moves change."""
        changed: dict[int, int] = {}
        for row, a, b in moves:
            changed[a] = changed.get(a, self.masks[a]) & ~(1 << row)
            changed[b] = changed.get(b, self.masks[b] if b < len(self.masks) else 0) | 1 << row
        return changed

    def _places(self) -> list[tuple[int, int]]:
        """Rows that may move and their slots."""
        slot = {row: z for z in self.slots for row in self.rows if self.masks[z] >> row & 1}
        return sorted(slot.items())

    def _ways(self, count: int, new: int) -> int:
        """How many ways there are to move ``count`` stations, the first into one of ``new`` new zones at the most."""
        if count == 0:
            return 1
        return (len(self.slots) + new - 2) * self._ways(count - 1, new) + self._ways(count - 1, new + 1)

    def _moved(self, places: Sequence[tuple[int, int]], new: int) -> Iterator[tuple[Move, ...]]:
        """Every move of each of these stations, the first into one of ``new`` new zones at the most."""
        if not places:
            yield ()
            return
        (row, a), *rest = places
        for b in self._targets(a, new):
            fresh = new + 1 if b == len(self.masks) + new - 1 else new
            yield from (((row, a, b), *others) for others in self._moved(rest, fresh))

    def _targets(self, own: int, new: int) -> Iterator[int]:
        yield from (z for z in self.slots if z != own)
        yield from range(len(self.masks), len(self.masks) + new)


def cheapest(zones: Zones, start: Start, candidates: Iterable[tuple[Move, ...]]) -> tuple[Move, ...] | None:
    """Of the candidates that lead to a plan which keeps every rule the one of fewest points, of equals the first."""
    k = zones.count(start.masks)
    kept: dict[int, list[tuple[tuple[Move, ...], dict[int, int]]]] = {}
    broken = {k: _broken(zones, start, k)}
    for moves in candidates:
        if not zones.numbered and not broken[k] <= {z for _, a, b in moves for z in (a, b)}:
            continue
        changed = start.after(moves)
        number = (
            k + zones.count(changed.values()) - zones.count(start.masks[z] for z in changed if z < len(start.masks))
        )
        if number not in broken:
            broken[number] = _broken(zones, start, number)
        if broken[number] <= changed.keys() and all(not mask or zones.hangs(mask) for mask in changed.values()):
            kept.setdefault(number, []).append((moves, changed))
    ranked: list[tuple[int, tuple[Move, ...], dict[int, int]]] = []
    for number, some in kept.items():
        zones.judge((mask for _, changed in some for mask in changed.values() if mask), number)
        for moves, changed in some:
            if all(not mask or zones.sound(mask, number) for mask in changed.values()):
                whole = [changed.get(z, mask) for z, mask in enumerate(start.masks)]
                whole += [mask for z, mask in changed.items() if z >= len(start.masks)]
                ranked.append((sum(zones.points(mask) for mask in whole if mask), moves, changed))
    for _, moves, changed in sorted(ranked, key=lambda one: one[:2]):
        if not plan_violations(zones.problem, _plan(zones.problem, start, changed)):
            return moves
    return None


def _broken(zones: Zones, start: Start, k: int) -> set[int]:
    """The slots whose zones break a rule on zones, in a plan with k zones outside the alone ones."""
    zones.judge((mask for mask in start.masks if mask), k)
    return {z for z, mask in enumerate(start.masks) if mask and not zones.sound(mask, k)}


def _plan(problem: Problem, start: Start, changed: dict[int, int]) -> Plan:
    """The plan with the zones that changed."""
    masks = dict(enumerate(start.masks)) | changed
    codes = problem.county.codes
    return Plan.of([c for row, c in enumerate(codes) if mask >> row & 1] for mask in masks.values() if mask)
