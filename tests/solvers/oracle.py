"""An oracle for counties of at most ten stations: docs/measures.md and docs/rules.md in plain Python, and brute force.

It shares no code with ``zoning`` or ``solvers``: it reads a :class:`Case`, a drawn county and policy in plain values,
finds every connected set of stations, judges each of them by the written formulas, and puts together every plan.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

MEASURES = ("mismatch", "mix_loss", "density_loss", "travel", "unsupported", "border_cut", "change")
RELATIVE = 1e-9
HALF = 1e-6
"""Points from an exact half within which the last bit of a sum decides: such a zone is left to the judge."""

Zone = tuple[int, ...]
Partition = tuple[Zone, ...]


@dataclass(frozen=True)
class Case:
    """A county and a policy in plain values; stations are numbered in the order of their codes."""

    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    area: tuple[float, ...]
    officers: tuple[int, ...]
    has_case: tuple[bool, ...]
    today: tuple[str | None, ...]
    counts: tuple[tuple[float, ...], ...]
    classes: tuple[tuple[float, float], ...]
    """(minutes, officers) of each class."""
    minutes: tuple[tuple[float, ...], ...]
    borders: tuple[tuple[int, int, float, str], ...]
    years: float = 1.0
    speed: float = 40.0
    detour: float = 1.35
    most: int = 10
    fewest: int = 1
    alone: tuple[str, ...] = ()
    alone_as: str = "each"
    min_stations: int = 1
    max_stations: int | None = None
    band: float | None = None
    max_minutes: float | None = None
    min_officers: int | None = None
    case_area: bool = False
    max_changed: int | None = None
    weights: dict[str, float] = field(default_factory=lambda: {"mismatch": 1.0})
    together: tuple[Zone, ...] = ()
    apart: tuple[Zone, ...] = ()
    pinned: tuple[tuple[int, int | str], ...] = ()
    """(station, station) or (station, name of a zone of today)."""
    offices: Zone = ()

    def but(self, **changes: Any) -> "Case":
        return replace(self, **changes)


def log(x: float) -> float:
    return math.log(x)


def total(values: Any) -> float:
    return math.fsum(values)


class Oracle:
    """What is written about a case, worked out. ``settle`` gives the points of a zone that stands on an exact half."""

    def __init__(self, case: Case, settle: Callable[[Zone], int] | None = None) -> None:
        self.case = case
        self.n = len(case.codes)
        self.settle = settle
        self.halves = 0
        """Zones that stood on a half."""
        self.all = tuple(range(self.n))
        self._measured: dict[Zone, dict[str, float]] = {}
        self._points: dict[Zone, int] = {}

    # -- the county --------------------------------------------------------------------------------

    @cached_property
    def incidents(self) -> list[list[float]]:
        return [[count / self.case.years for count in row] for row in self.case.counts]

    @cached_property
    def workload(self) -> list[float]:
        case = self.case
        work = []
        for i in self.all:
            inside = 60 * case.detour * 0.376 * math.sqrt(case.area[i]) / case.speed
            parts = [
                self.incidents[i][c] * sent * (minutes + 2 * inside) / 60
                for c, (minutes, sent) in enumerate(case.classes)
            ]
            work.append(total(parts))
        return work

    @cached_property
    def lent(self) -> list[list[float]]:
        """ñ: incidents with 8 of the county's mix lent to every station."""
        classes = range(len(self.case.classes))
        every = total(x for row in self.incidents for x in row)
        mix = [total(row[c] for row in self.incidents) / every if every else 0.0 for c in classes]
        return [[row[c] + 8 * mix[c] for c in classes] for row in self.incidents]

    def divergence(self, zone: Sequence[int]) -> float:
        """D_S = Σ_i Σ_c ñ_ic ln[(ñ_ic/ñ_i) / (ñ_Sc/ñ_S)]."""
        lent = self.lent
        of_class = [total(lent[i][c] for i in zone) for c in range(len(self.case.classes))]
        whole = total(of_class)
        parts = []
        for i in zone:
            own = total(lent[i])
            parts += [x * log((x / own) / (of_class[c] / whole)) for c, x in enumerate(lent[i]) if x > 0]
        return total(parts)

    @cached_property
    def divergence_of_county(self) -> float:
        found = self.divergence(self.all)
        return found if found > 1e-12 * total(x for row in self.lent for x in row) else 0.0

    @cached_property
    def density(self) -> list[float]:
        return [log((total(self.incidents[i]) + 0.5) / self.case.area[i]) for i in self.all]

    def scatter(self, zone: Sequence[int]) -> float:
        mean = total(self.density[i] for i in zone) / len(zone)
        return total((self.density[i] - mean) ** 2 for i in zone)

    @cached_property
    def scatter_of_county(self) -> float:
        found = self.scatter(self.all)
        return found if found > 1e-12 * total(x * x for x in self.density) else 0.0

    def serving(self, zone: Sequence[int], office: int) -> float:
        return total(self.workload[i] * self.case.minutes[office][i] for i in zone)

    @cached_property
    def travel_of_county(self) -> float:
        return min(self.serving(self.all, o) for o in self.all)

    @cached_property
    def km(self) -> dict[tuple[int, int], float]:
        """km of border of each pair (both ways) that is not barred."""
        km = {}
        for i, j, length, kind in self.case.borders:
            if kind != "barred":
                km[i, j] = km[j, i] = length
        return km

    def same_today(self, i: int, j: int) -> bool:
        return self.case.today[i] is not None and self.case.today[i] == self.case.today[j]

    @cached_property
    def has_today(self) -> bool:
        return any(label is not None for label in self.case.today)

    # -- measures ----------------------------------------------------------------------------------

    def measures(self, zone: Zone) -> dict[str, float]:
        if zone not in self._measured:
            self._measured[zone] = {key: getattr(self, f"_{key}")(zone) for key in MEASURES}
        return self._measured[zone]

    def _mismatch(self, zone: Zone) -> float:
        work, staff = total(self.workload), sum(self.case.officers)
        if work == 0 or staff == 0:
            return 0.0
        return abs(total(self.workload[i] for i in zone) / work - sum(self.case.officers[i] for i in zone) / staff) / 2

    def _mix_loss(self, zone: Zone) -> float:
        return self.divergence(zone) / self.divergence_of_county if self.divergence_of_county else 0.0

    def _density_loss(self, zone: Zone) -> float:
        return self.scatter(zone) / self.scatter_of_county if self.scatter_of_county else 0.0

    def _travel(self, zone: Zone) -> float:
        if self.travel_of_county == 0:
            return 0.0
        return min(self.serving(zone, o) for o in zone) / self.travel_of_county

    def _unsupported(self, zone: Zone) -> float:
        if total(self.workload) == 0:
            return 0.0
        lonely = [i for i in zone if not any(j != i and self.case.minutes[j][i] <= 30 for j in zone)]
        return total(self.workload[i] for i in lonely) / total(self.workload)

    def _border_cut(self, zone: Zone) -> float:
        every = total(self.km.values()) / 2
        if every == 0:
            return 0.0
        return total(km for (i, j), km in self.km.items() if i in zone and j not in zone) / 2 / every

    def _change(self, zone: Zone) -> float:
        pairs = self.n * (self.n - 1) // 2
        if not self.has_today or pairs == 0:
            return 0.0
        joined = sum(not self.same_today(i, j) for i, j in combinations(zone, 2))
        cut = sum(self.same_today(i, j) for i in zone for j in self.all if j not in zone)
        return (joined + cut / 2) / pairs

    def cost(self, zone: Zone) -> float:
        """10⁶ · Σ λ_m m(z), before rounding."""
        measured, weights = self.measures(zone), self.case.weights
        scale = total(weights.values())
        return 1e6 * total(weight / scale * measured[key] for key, weight in weights.items())

    def points(self, zone: Zone) -> int:
        if zone not in self._points:
            cost = self.cost(zone)
            whole = round(cost)
            if abs(cost - math.floor(cost) - 0.5) < HALF and self.settle is not None:
                self.halves += 1
                settled = self.settle(zone)
                assert abs(settled - cost) < 0.5 + 2 * HALF, (zone, settled, cost)
                whole = settled
            self._points[zone] = whole
        return self._points[zone]

    # -- rules -------------------------------------------------------------------------------------

    @cached_property
    def is_alone(self) -> list[bool]:
        return [kind in self.case.alone for kind in self.case.kinds]

    @cached_property
    def chosen(self) -> list[int]:
        """Chosen offices, by choice or as the target of a pin."""
        return sorted({*self.case.offices, *(target for _, target in self.case.pinned if isinstance(target, int))})

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

    def is_other(self, zone: Sequence[int]) -> bool:
        return not any(self.is_alone[i] for i in zone)

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
