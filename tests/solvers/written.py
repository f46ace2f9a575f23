"""The measures of docs/measures.md in plain Python, on a county and a policy in plain values; no code is shared."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

MEASURES = ("mismatch", "overload", "mix_loss", "density_loss", "travel", "unsupported", "border_cut", "change")
"""Those that are drawn, which every search knows; :data:`JUDGED` are all."""
JUDGED = (*MEASURES, "response")
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
    officer_band: float | None = None
    max_minutes: float | None = None
    min_officers: int | None = None
    case_area: bool = False
    max_changed: int | None = None
    tolerance: float = 0.25
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


class Written:
    """The measures of a case as written. ``settle`` gives the points of a zone that stands on an exact half."""

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
    def inside(self) -> list[float]:
        """r_i, minutes."""
        return [60 * self.case.detour * 0.376 * math.sqrt(area) / self.case.speed for area in self.case.area]

    @cached_property
    def workload(self) -> list[float]:
        case = self.case
        work = []
        for i in self.all:
            parts = [
                self.incidents[i][c] * sent * (minutes + 2 * self.inside[i]) / 60
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

    # -- the policy --------------------------------------------------------------------------------

    @cached_property
    def is_alone(self) -> list[bool]:
        return [kind in self.case.alone for kind in self.case.kinds]

    def is_other(self, zone: Sequence[int]) -> bool:
        return not any(self.is_alone[i] for i in zone)

    @cached_property
    def rest(self) -> tuple[float, int]:
        """Workload and officers of the stations outside alone zones."""
        rows = [i for i in self.all if not self.is_alone[i]]
        return total(self.workload[i] for i in rows), sum(self.case.officers[i] for i in rows)

    @cached_property
    def chosen(self) -> list[int]:
        """Chosen offices, by choice or as the target of a pin."""
        return sorted({*self.case.offices, *(target for _, target in self.case.pinned if isinstance(target, int))})

    # -- measures ----------------------------------------------------------------------------------

    def measures(self, zone: Zone) -> dict[str, float]:
        if zone not in self._measured:
            self._measured[zone] = {key: getattr(self, f"_{key}")(zone) for key in JUDGED}
        return self._measured[zone]

    def _shares(self, zone: Zone) -> tuple[float, float]:
        """w_z / W_r and p_z / P_r; 0 for an alone zone, and where there is no workload or nobody."""
        (work, staff) = self.rest
        if work == 0 or staff == 0 or not self.is_other(zone):
            return 0.0, 0.0
        return total(self.workload[i] for i in zone) / work, sum(self.case.officers[i] for i in zone) / staff

    def _mismatch(self, zone: Zone) -> float:
        work, staff = self._shares(zone)
        return abs(work - staff) / 2

    def _overload(self, zone: Zone) -> float:
        work, staff = self._shares(zone)
        return max(0.0, abs(work - staff) - self.case.tolerance * staff) / 2

    def _mix_loss(self, zone: Zone) -> float:
        return self.divergence(zone) / self.divergence_of_county if self.divergence_of_county else 0.0

    def _density_loss(self, zone: Zone) -> float:
        return self.scatter(zone) / self.scatter_of_county if self.scatter_of_county else 0.0

    def _travel(self, zone: Zone) -> float:
        if self.travel_of_county == 0:
            return 0.0
        chosen = [o for o in self.chosen if o in zone]
        return min(self.serving(zone, o) for o in chosen[:1] or zone) / self.travel_of_county

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

    def _response(self, zone: Zone) -> float:
        """Minutes until a unit is there: the own one, the nearest other, or 60; one a station (docs/measures.md)."""
        calls = [total(row) for row in self.incidents]
        if total(calls) == 0:
            return 0.0
        took = [minutes for minutes, _ in self.case.classes]
        work = [n * (took[c] + 2 * self.inside[i]) / 60 for i in zone for c, n in enumerate(self.incidents[i])]
        busy = min(1.0, total(work) / len(zone) / 8760)
        found = []
        for i in zone:
            nearest = min((self.case.minutes[j][i] for j in zone if j != i), default=1000.0)
            away = min(60.0, 5.0 * math.ceil(nearest / 5))
            found.append(calls[i] * ((1 - busy) * min(self.inside[i], 60.0) + busy * (1 - busy) * away + busy**2 * 60))
        return total(found) / (60 * total(calls))

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
