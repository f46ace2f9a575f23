"""An oracle for counties of at most ten stations: docs/measures.md and docs/rules.md in plain Python, and brute force.

It shares no code with ``zoning`` or ``solvers``: it reads a :class:`tests.solvers.written.Case`, finds every connected
set of stations, judges each of them by the written formulas, and puts together every plan.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

from tests.solvers.written import RELATIVE, Partition, Written, Zone, total


class Oracle(Written):
    """The rules of a case as they are written, and every plan that keeps them."""

    # -- rules -------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[set[int]]:
        """Stations that must share a zone, groups with a common station merged."""
        groups: list[set[int]] = []
        for members in [*self.case.together, *((s, t) for s, t in self.case.pinned if isinstance(t, int))]:
            joined = set(members)
            for other in [g for g in groups if g & joined]:
                groups.remove(other)
                joined |= other
            groups.append(joined)
        return groups

    def connected(self, zone: Sequence[int]) -> bool:
        reached, todo = {zone[0]}, [zone[0]]
        while todo:
            i = todo.pop()
            for j in zone:
                if j not in reached and (i, j) in self.km:
                    reached.add(j)
                    todo.append(j)
        return len(reached) == len(zone)

    def office(self, zone: Sequence[int]) -> int:
        for i in self.chosen:
            if i in zone:
                return i
        costs = {o: self.serving(zone, o) for o in zone}
        best = min(costs.values())
        return min(o for o in zone if costs[o] <= best * (1 + RELATIVE))

    def broken(self, zone: Zone, others: int) -> set[str]:
        """Keys of the rules on zones that this one breaks in a plan of ``others`` zones outside the alone ones."""
        case, found = self.case, set()
        other = self.is_other(zone)
        if not other:
            guests = any(not self.is_alone[i] for i in zone)
            fixed = sum(self.is_alone[i] for i in zone)
            if guests or fixed != (sum(self.is_alone) if case.alone_as == "one" else 1):
                found.add("alone")
        if not self.connected(zone):
            found.add("contiguous")
        if other and len(zone) < case.min_stations:
            found.add("min_stations")
        if other and case.max_stations is not None and len(zone) > case.max_stations:
            found.add("max_stations")
        if other and case.band is not None:
            mean = total(w for w, alone in zip(self.workload, self.is_alone, strict=True) if not alone) / others
            work = total(self.workload[i] for i in zone)
            high, low = (1 + case.band) * mean, (1 - case.band) * mean
            if work > high * (1 + RELATIVE) or work < low * (1 - RELATIVE):
                found.add("workload_band")
        if other and case.officer_band is not None and self.rest[1] > 0:
            due = sum(case.officers[i] for i in zone) * self.rest[0] / self.rest[1]
            work = total(self.workload[i] for i in zone)
            high, low = (1 + case.officer_band) * due, (1 - case.officer_band) * due
            if work > high * (1 + RELATIVE) or work < low * (1 - RELATIVE):
                found.add("officer_band")
        if case.max_minutes is not None:
            office = self.office(zone)
            if any(case.minutes[office][i] > case.max_minutes * (1 + RELATIVE) for i in zone):
                found.add("max_minutes")
        if case.min_officers is not None and sum(case.officers[i] for i in zone) < case.min_officers:
            found.add("min_officers")
        if case.case_area and not any(case.has_case[i] for i in zone):
            found.add("case_area")
        return found | self._broken_pins(zone)

    def _broken_pins(self, zone: Zone) -> set[str]:
        case, found = self.case, set()
        if any(0 < len(group & set(zone)) < len(group) for group in self.groups):
            found.add("together")
        if any(len(set(group) & set(zone)) > 1 for group in case.apart):
            found.add("apart")
        for station, target in case.pinned:
            if isinstance(target, str) and station in zone:
                members = [i for i in self.all if case.today[i] == target]
                if not 2 * sum(i in zone for i in members) > len(members):
                    found.add("pinned")
        if sum(i in zone for i in self.chosen) > 1:
            found.add("offices")
        return found

    def changed(self, plan: Sequence[Zone]) -> int:
        """Stations that change zone under the best matching of the zones to those of today: every matching is tried."""
        labels: dict[object, set[int]] = {}
        for i in self.all:
            label = self.case.today[i]
            labels.setdefault(("own", i) if label is None else label, set()).add(i)
        zones_of_today = list(labels.values())
        best = {0: 0}  # names used (bits) -> most stations that stay
        for zone in plan:
            better = dict(best)
            for k, members in enumerate(zones_of_today):
                stay = len(members & set(zone))
                if stay:
                    for used, kept in best.items():
                        if not used >> k & 1:
                            better[used | 1 << k] = max(better.get(used | 1 << k, 0), kept + stay)
            best = better
        return self.n - max(best.values())

    def broken_by(self, plan: Sequence[Zone]) -> set[str]:
        """Keys of all rules that a plan breaks."""
        others = sum(self.is_other(zone) for zone in plan)
        found = set().union(*(self.broken(zone, others) for zone in plan))
        if not self.case.fewest <= len(plan) <= self.case.most:
            found.add("zone_count")
        if self.case.max_changed is not None and self.changed(plan) > self.case.max_changed:
            found.add("max_changed")
        return found

    # -- brute force -------------------------------------------------------------------------------

    @cached_property
    def connected_sets(self) -> list[Zone]:
        sets = (rows for size in range(1, self.n + 1) for rows in combinations(self.all, size))
        return [rows for rows in sets if self.connected(rows)]

    def zones(self, others: int) -> list[Zone]:
        """Every zone that keeps the rules on zones in a plan of ``others`` zones outside the alone ones."""
        able = [zone for zone in self.connected_sets if others > 0 or not self.is_other(zone)]
        return [zone for zone in able if not self.broken(zone, others)]

    @cached_property
    def fixed(self) -> int:
        """How many zones of any plan that keeps ``alone`` are alone ones."""
        count = sum(self.is_alone)
        return min(count, 1) if self.case.alone_as == "one" else count

    def partitions(self, others: int) -> Iterator[Partition]:
        """Every plan of zones that keep the rules on zones, ``others`` of them outside the alone ones."""
        starting: dict[int, list[frozenset[int]]] = {i: [] for i in self.all}
        for zone in self.zones(others):
            starting[zone[0]].append(frozenset(zone))

        def rest(left: frozenset[int], many: int) -> Iterator[Partition]:
            if not left:
                if many == 0:
                    yield ()
                return
            if many == 0:
                return
            for zone in starting[min(left)]:
                if zone <= left:
                    for others_ in rest(left - zone, many - 1):
                        yield (tuple(sorted(zone)), *others_)

        yield from rest(frozenset(self.all), others + self.fixed)

    def order(self, plan: Partition) -> Any:
        """Where a plan stands among equals: fewest zones first, then zone by zone by the first station that differs."""
        return len(plan), tuple(tuple(i not in zone for i in self.all) for zone in plan)

    @cached_property
    def plans(self) -> list[tuple[int, Partition]]:
        """Every plan that keeps all rules but ``max_changed``, with its points, best first."""
        case = self.case
        counts = range(max(0, case.fewest - self.fixed), min(case.most, self.n) - self.fixed + 1)
        found = [
            (sum(map(self.points, plan)), plan)
            for others in counts
            for plan in self.partitions(others)
            if sum(map(self.is_other, plan)) == others
        ]
        return sorted(found, key=lambda pair: (pair[0], self.order(pair[1])))

    def legal(self, most_points: float = math.inf) -> Iterator[tuple[int, Partition]]:
        """Every plan of at most so many points that keeps all rules, best first, of equal ones in their order."""
        for points, plan in self.plans:
            if points > most_points:
                return
            if self.case.max_changed is None or self.changed(plan) <= self.case.max_changed:
                yield points, plan

    @cached_property
    def best(self) -> tuple[int, Partition] | None:
        return next(self.legal(), None)

    @cached_property
    def best_by_zones(self) -> dict[int, int]:
        """Fewest points of a plan by its number of zones."""
        found: dict[int, int] = {}
        for points, plan in self.plans:
            if len(plan) not in found and (
                self.case.max_changed is None or self.changed(plan) <= self.case.max_changed
            ):
                found[len(plan)] = points
        return found

    def codes(self, plan: Sequence[Zone]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(self.case.codes[i] for i in zone) for zone in plan)
