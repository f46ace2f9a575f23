"""What is counted of a problem: its free stations, the parts they hang together in, and how many zones those allow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.forms.rules import Rows, pairs_within
from zoning.judge.zones import TIE
from zoning.mathematics.parts import parts
from zoning.model.county import Bools
from zoning.model.problem import Problem

SLACK = 1e-8
"""Relative doubt in a division of workloads: a count speaks only where it is clear by more than that."""
NAMED = 4
"""Stations of a part that are named before the rest is counted."""
Bound = tuple[int, str]


@dataclass(frozen=True, eq=False)
class Facts:
    """What is counted: the stations outside the alone zones, the parts they hang together in, and their limits."""

    problem: Problem

    @cached_property
    def free(self) -> Rows:
        """Rows of the stations outside the alone zones."""
        return tuple(np.flatnonzero(~self.problem.alone).tolist())

    @cached_property
    def parts(self) -> tuple[Rows, ...]:
        """The free stations as they hang together once the alone ones are gone; the largest part first."""
        found = map(tuple, parts(self.problem.county.neighbours, self.free))
        return tuple(sorted(found, key=lambda part: (-len(part), part)))

    @cached_property
    def part_of(self) -> dict[int, Rows]:
        return {row: part for part in self.parts for row in part}

    @property
    def fixed(self) -> int:
        """Zones that stand alone."""
        return len(self.problem.alone_zones)

    @property
    def left(self) -> int:
        """Zones left for the free stations; 0 or less where there are none."""
        return self.problem.policy.zones.max - self.fixed

    @property
    def least(self) -> int:
        """Zones that the free stations must form."""
        return max(1, self.problem.policy.zones.min - self.fixed)

    @property
    def numbers(self) -> range:
        """Numbers of zones that the free stations may form."""
        return self.problem.free_zones(1, len(self.free)) if self.free else range(0)

    @cached_property
    def reach(self) -> Bools:
        """(n, n) whether the zone of an office may have a station under ``max_minutes``: near and hanging together."""
        limit, county, n = self.problem.policy.rules.max_minutes, self.problem.county, len(self.problem)
        reach = np.eye(n, dtype=bool)
        if limit is None:
            for part in self.parts:
                reach[np.ix_(part, part)] = True
            return reach
        from solvers.sets.kernel import hanging

        adjacent = county.adjacent & ~self.problem.alone[:, None] & ~self.problem.alone[None, :]
        rows, neighbours = np.nonzero(adjacent)
        near = county.minutes <= limit * (1 + TIE)
        return np.asarray(hanging(near, np.searchsorted(rows, np.arange(n + 1)), neighbours))

    @cached_property
    def cannot_link(self) -> Bools:
        """(n, n) pairs of stations that pins keep apart: by choice, or both chosen as offices."""
        return pairs_within(self.problem, (*self.problem.apart, self.problem.offices))

    @cached_property
    def too_far(self) -> Bools:
        """(n, n) pairs of free stations that no office of ``max_minutes`` reaches both of."""
        n = len(self.problem)
        if self.problem.policy.rules.max_minutes is None:
            return np.zeros((n, n), dtype=bool)
        member = self.reach.astype(np.float32)  # counts up to 2 ** 24 are exact, and the product is quick
        too_far = member.T @ member == 0
        np.fill_diagonal(too_far, False)
        return np.asarray(too_far)

    def names(self, rows: Iterable[int]) -> list[str]:
        county = self.problem.county
        return [county.short_names[county.codes[row]] for row in rows]

    def label(self, rows: Sequence[int]) -> str:
        """The stations of a part as one word, the same in both languages."""
        word = "+".join(self.names(rows[:NAMED]))
        return word if len(rows) <= NAMED else f"{word}+… ({len(rows)})"

    def labels(self, parts: Iterable[Sequence[int]]) -> list[str]:
        """Parts as words, the smallest first."""
        return [self.label(part) for part in sorted(parts, key=lambda part: (len(part), tuple(part)))]

    def officers(self, rows: Sequence[int]) -> int:
        return int(self.problem.county.officers[list(rows)].sum())

    def work(self, rows: Sequence[int]) -> float:
        return float(self.problem.county.workload[list(rows)].sum())

    def case_areas(self, rows: Sequence[int]) -> int:
        return sum(self.problem.county.stations[row].has_case_area for row in rows)

    def by_work(self, part: Sequence[int], number: int) -> tuple[int, float]:
        """(fewest, most) zones of a part by its workload, when there are ``number`` zones in all parts."""
        low, high = self.problem.band(number)
        work = self.work(part)
        fewest = int(np.ceil(work / high * (1 - SLACK))) if 0 < high < np.inf else 1
        return max(1, fewest), float(np.floor(work / low * (1 + SLACK))) if low > 0 else np.inf

    def needed(self, part: Rows, number: int) -> Bound:
        """The fewest zones of a part, and why."""
        apart, far = self.cliques[part]
        bounds = [
            (1, "why_part"),
            (self.by_work(part, number)[0], "why_work"),
            (apart, "why_apart"),
            (far, "why_minutes"),
        ]
        return max(bounds, key=lambda bound: bound[0])

    @cached_property
    def cliques(self) -> dict[Rows, tuple[int, int]]:
        """Of every part how many stations must not, and cannot, share a zone with one another."""
        return {part: (len(clique(self.cannot_link, part)), len(clique(self.too_far, part))) for part in self.parts}

    def enough(self, part: Sequence[int], number: int) -> Bound:
        """The most zones of a part, and why."""
        policy, by_work = self.problem.policy, self.by_work(part, number)[1]
        bounds = [(len(part) // policy.zones.min_stations, "why_stations")]
        if policy.rules.min_officers:
            bounds.append((self.officers(part) // policy.rules.min_officers, "why_officers"))
        if policy.rules.case_area:
            bounds.append((self.case_areas(part), "why_case_areas"))
        if np.isfinite(by_work):
            bounds.append((int(by_work), "why_work"))
        return min(bounds, key=lambda bound: bound[0])


def clique(pairs: Bools, rows: Sequence[int]) -> Rows:
    """Some of these stations every two of which are a pair: the best of one greedy try from each of them."""
    among = pairs[np.ix_(rows, rows)]
    order = sorted(range(len(rows)), key=lambda k: (-int(among[k].sum()), rows[k]))
    among = among[np.ix_(order, order)]
    best: list[int] = []
    for first in range(len(order)):
        chosen, able = [first], among[first].copy()
        while able.any():
            chosen.append(int(able.argmax()))
            able &= among[chosen[-1]]
        best = max(best, chosen, key=len)
    return tuple(sorted(rows[order[k]] for k in best))
