"""A county as the solver and the judge see it: stations, borders, minutes, incidents, all checked and frozen.

Stations stand in the order of their codes and every array follows that order, so neither the order of a file's rows nor
that of a caller's list can reach a result. What is derived here (workload, incident mix, density) follows the formulas
of ``docs/measures.md``, once. What it may get wrong: minutes and border lengths are taken as given by ``geodata``.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zoning.mathematics.parts import parts
from zoning.mathematics.ratios import divergence, ratio
from zoning.model.answering import Answering, answering
from zoning.model.bureau import Bureau, bureau_mistakes
from zoning.model.equality import ByValue, frozen
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.outline import Outline, outline_mistakes
from zoning.model.stations import (
    DEFAULT_CLASSES,
    Border,
    BorderKind,
    BorderSource,
    IncidentClass,
    Station,
    Travel,
    border_mistakes,
)
from zoning.texts.stems import short_names

if TYPE_CHECKING:
    import networkx as nx

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MIX_PRIOR = 8.0
"""α of the measure ``mix_loss``: how many incidents of the county's mix every station is lent."""
SUPPORT_MINUTES = 30.0
"""T of the measure ``unsupported``: a neighbour further away is no support."""
MEAN_DISC_DISTANCE = 0.376
"""Mean distance of a disc's points from its centre, in units of the square root of its area: 2 / (3 √π)."""
NOISE = 1e-12
"""A denominator below this share of its terms is rounding noise and counts as zero."""


@dataclass(frozen=True, eq=False)
class County(ByValue):
    """A county of n stations and c incident classes.

    Parameters
    ----------
    stations : the stations, in any order (kept in the order of their codes)
    classes : the incident classes, in the order of the columns of ``counts``
    counts : (n, c) incidents over the whole period, rows in the order of ``stations`` as given
    minutes : (n, n) minutes of travel from row to column, zero on the diagonal, as given
    borders : shared, linked and barred pairs
    years : length of the incident period
    travel, speed_kmh, detour : how ``minutes`` came about; speed and detour also give travel inside a station
    borders_from : where the shared borders came from
    outline : what compactness needs of the polygons, rows as given, or ``None`` without areas
    bureau : leaders, branches, villages, posts, patrols, names of places; no plan's points depend on them
    areas : polygons by station code, as well-known binary in degrees (WGS 84), several where stations were merged; for
        maps alone, so counties are equal and have one digest whether they have them or not

    Raises
    ------
    InputError
        With every mistake found: duplicate codes, wrong shapes, negative or missing numbers, unknown stations.
    """

    code: str
    name: str
    stations: tuple[Station, ...]
    counts: Floats
    minutes: Floats
    borders: tuple[Border, ...]
    classes: tuple[IncidentClass, ...] = DEFAULT_CLASSES
    years: float = 1.0
    travel: Travel = "straight"
    speed_kmh: float = 40.0
    detour: float = 1.35
    notice: str = ""
    borders_from: BorderSource = "table"
    outline: Outline | None = field(default=None, repr=False)
    bureau: Bureau = field(default=Bureau(), repr=False)
    areas: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = list(_mistakes(self))
        if found:
            raise InputError(found)
        order = np.array(sorted(range(len(self.stations)), key=lambda i: self.stations[i].code))
        set_ = object.__setattr__  # the one moment a frozen county is written: into canonical order
        set_(self, "stations", tuple(self.stations[i] for i in order))
        set_(self, "counts", frozen(np.asarray(self.counts, dtype=np.float64)[order]))
        set_(self, "minutes", frozen(np.asarray(self.minutes, dtype=np.float64)[np.ix_(order, order)]))
        pairs = (b if b.a <= b.b else replace(b, a=b.b, b=b.a) for b in self.borders)
        set_(self, "borders", tuple(sorted(pairs, key=lambda b: (b.a, b.b))))
        set_(self, "areas", MappingProxyType({c: self.areas[c] for c in self.codes if c in self.areas}))
        if self.outline is not None:
            outline = (self.outline.perimeter_km, self.outline.centroid_km, self.outline.polar_km4)
            set_(self, "outline", Outline(*(frozen(np.asarray(part, dtype=np.float64)[order]) for part in outline)))

    def __len__(self) -> int:
        return len(self.stations)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(station.code for station in self.stations)

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each station code."""
        return {code: i for i, code in enumerate(self.codes)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each station code."""
        return {station.code: station.name for station in self.stations}

    @cached_property
    def short_names(self) -> dict[str, str]:
        """Name of each station code as people say it, 道帏乡."""
        return short_names(self.names)

    @cached_property
    def officers(self) -> Floats:
        """p, (n,) officers."""
        return frozen(np.array([station.officers for station in self.stations], dtype=np.float64))

    @cached_property
    def staff(self) -> dict[str, int]:
        """Officers of each station code."""
        return {station.code: station.officers for station in self.stations}

    @cached_property
    def population(self) -> Floats:
        """(n,) residents, NaN where unknown."""
        return frozen(np.array([station.population for station in self.stations], dtype=np.float64))

    @cached_property
    def area_km2(self) -> Floats:
        """A, (n,) km²."""
        return frozen(np.array([station.area_km2 for station in self.stations], dtype=np.float64))

    @cached_property
    def incidents(self) -> Floats:
        """n_ic, (n, c) incidents a year."""
        return frozen(self.counts / self.years)

    @cached_property
    def inside_minutes(self) -> Floats:
        """r, (n,) mean minutes of travel inside a station: 60 · detour · 0.376 · √A / speed."""
        return frozen(60 * self.detour * MEAN_DISC_DISTANCE * np.sqrt(self.area_km2) / self.speed_kmh)

    @cached_property
    def class_minutes(self) -> Floats:
        """(n, c) officer-minutes a year by incident class: n_ic · officers_c · (minutes_c + 2 r_i)."""
        sent, minutes = (np.array([getattr(c, name) for c in self.classes]) for name in ("officers", "minutes"))
        return frozen(self.incidents * sent * (minutes + 2 * self.inside_minutes[:, None]))

    @cached_property
    def class_workload(self) -> Floats:
        """w_ic, (n, c) officer-hours a year by incident class."""
        return frozen(self.class_minutes / 60)

    @cached_property
    def workload(self) -> Floats:
        """w, (n,) officer-hours a year: Σ_c n_ic · officers_c · (minutes_c + 2 r_i) / 60."""
        return frozen(self.class_minutes.sum(axis=1) / 60)

    @cached_property
    def workload_share(self) -> Floats:
        """(n,) w_i / W; 0 for every station of a county without workload."""
        total = float(self.workload.sum())
        return frozen(self.workload / total) if total > 0 else self.workload

    @cached_property
    def mean_load(self) -> float:
        """W / P, officer-hours a year per officer of the county; NaN without officers."""
        total = float(self.officers.sum())
        return float(self.workload.sum()) / total if total > 0 else float("nan")

    @cached_property
    def case_classes(self) -> Bools:
        """(c,) whether a class is handled by the case team; the others are the community team's."""
        return frozen(np.array([entry.team == "case" for entry in self.classes], dtype=bool))

    @cached_property
    def smoothed(self) -> Floats:
        """ñ, (n, c) incidents a year, each station lent :data:`MIX_PRIOR` incidents of the county's mix."""
        by_class = self.incidents.sum(axis=0)
        total = by_class.sum()
        mix = by_class / total if total > 0 else np.zeros_like(by_class)
        return frozen(self.incidents + MIX_PRIOR * mix)

    @cached_property
    def mix_terms(self) -> Floats:
        """(n,) divergence of each station's incidents from the county's mix; see :func:`divergence`."""
        return frozen(divergence(self.smoothed, self.smoothed.sum(axis=0)))

    @cached_property
    def mix_total(self) -> float:
        """D_county, zero when every station has the same mix."""
        total = float(self.mix_terms.sum())
        return total if total > NOISE * float(self.smoothed.sum()) else 0.0

    @cached_property
    def ones(self) -> Floats:
        """(n,) one for each station: its sum over a zone counts stations."""
        return frozen(np.ones(len(self)))

    @cached_property
    def log_density(self) -> Floats:
        """x, (n,) ln((n_i + 0.5) / A_i) of incidents a year per km²."""
        return frozen(np.log((self.incidents.sum(axis=1) + 0.5) / self.area_km2))

    @cached_property
    def centred_density(self) -> Floats:
        """(n,) x − x̄, the logarithm of incidents per km² less its mean over the stations."""
        return frozen(self.log_density - self.log_density.mean())

    @cached_property
    def centred_squares(self) -> Floats:
        """(n,) (x − x̄)²."""
        return frozen(self.centred_density**2)

    @cached_property
    def density_total(self) -> float:
        """Σ_i (x_i − x̄)², zero when every station has the same density."""
        total = float(self.centred_squares.sum())
        return total if total > NOISE * float((self.log_density**2).sum()) else 0.0

    @cached_property
    def weighted_minutes(self) -> Floats:
        """(n, n) w_i · t_oi at [i, o]: what serving station i from office o costs."""
        return frozen(self.workload[:, None] * self.minutes.T)

    @cached_property
    def travel_total(self) -> float:
        """min_o Σ_i w_i t_oi: one office for the county."""
        return float(self.weighted_minutes.sum(axis=0).min())

    @cached_property
    def near(self) -> Bools:
        """(n, n) whether j is support for i at [i, j]: j ≠ i and t_ji ≤ :data:`SUPPORT_MINUTES`."""
        return frozen((self.minutes.T <= SUPPORT_MINUTES) & ~np.eye(len(self), dtype=bool))

    @cached_property
    def answering(self) -> Answering:
        return answering(self.incidents, [c.minutes for c in self.classes], self.inside_minutes, self.minutes)

    @cached_property
    def border_km(self) -> Floats:
        """b, (n, n) km of border between stations, symmetric; barred pairs have none, links their own km."""
        return frozen(self._by_pair("barred", lambda border: border.km))

    @cached_property
    def outer_km(self) -> Floats:
        """Σ_j b_ij, (n,) km of border of each station with all others."""
        return frozen(self.border_km.sum(axis=1))

    @cached_property
    def inner_border_km(self) -> float:
        """Σ_{i<j} b_ij, km of all borders between stations."""
        return float(self.border_km.sum()) / 2

    @cached_property
    def adjacent(self) -> Bools:
        """(n, n) whether two stations are neighbours: a shared border or a link, and not barred."""
        return frozen(np.asarray(self._by_pair("barred", lambda _: 1.0) > 0))

    @cached_property
    def touching_km(self) -> Floats:
        """(n, n) km of true common boundary: shared and barred borders, without the hand-made links."""
        return frozen(self._by_pair("link", lambda border: border.km))

    def _by_pair(self, without: BorderKind, value: Callable[[Border], float]) -> Floats:
        """(n, n) symmetric: ``value`` of each border not of the kind ``without``, zero where there is none."""
        values = np.zeros((len(self), len(self)))
        for border in self.borders:
            if border.kind != without:
                i, j = self.index[border.a], self.index[border.b]
                values[i, j] = values[j, i] = value(border)
        return values

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """Rows of the neighbours of each station, in order."""
        return tuple(tuple(np.flatnonzero(row).tolist()) for row in self.adjacent)

    @cached_property
    def graph(self) -> "nx.Graph[int]":
        """Neighbours as a networkx graph of station rows, with ``km`` and ``kind`` on its edges."""
        import networkx as nx

        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from((i, {"code": s.code, "name": s.name}) for i, s in enumerate(self.stations))
        graph.add_edges_from(
            (self.index[b.a], self.index[b.b], {"km": b.km, "kind": b.kind}) for b in self.borders if b.kind != "barred"
        )
        return graph

    def components(self) -> list[list[int]]:
        """Rows of the stations that hang together, largest group first, then by first row."""
        return sorted(parts(self.neighbours, range(len(self))), key=lambda part: (-len(part), part[0]))

    def derived(self) -> dict[str, Floats]:
        """Per station (n,): incidents a year, per km², 1,000 residents and officer, workload (H5); NaN if unknown."""
        incidents = self.incidents.sum(axis=1)
        return {
            "incidents": incidents,
            "incidents_per_km2": incidents / self.area_km2,
            "incidents_per_1000": 1000 * ratio(incidents, self.population),
            "incidents_per_officer": ratio(incidents, self.officers),
            "workload": self.workload,
            "workload_per_officer": ratio(self.workload, self.officers),
        }


def _mistakes(county: County) -> Sequence[Mistake]:
    """Everything that keeps the parts from being a county."""
    n, c = len(county.stations), len(county.classes)
    found: list[Mistake] = [] if n else [mistake("zoning.county.no_stations")]
    seen = Counter(s.code for s in county.stations)  # codes are kept once the stations are in order
    found += [mistake("zoning.county.duplicate_code", code=code) for code, times in seen.items() if times > 1]
    keys = Counter(k.key for k in county.classes)
    found += [mistake("zoning.county.duplicate_class", key=key) for key, times in keys.items() if times > 1]
    for name, array, shape in (("counts", county.counts, (n, c)), ("minutes", county.minutes, (n, n))):
        if np.shape(array) != shape:
            found.append(mistake("zoning.county.shape", name=name, shape=shape, got=np.shape(array)))
        elif not (np.isfinite(array).all() and (np.asarray(array) >= 0).all()):
            found.append(mistake("zoning.county.not_a_number", name=name))
    if np.shape(county.minutes) == (n, n) and np.any(np.diagonal(county.minutes) != 0):
        found.append(mistake("zoning.county.diagonal"))
    for label, value in (("years", county.years), ("speed_kmh", county.speed_kmh), ("detour", county.detour)):
        if not (np.isfinite(value) and value > 0):
            found.append(mistake("zoning.county.not_positive", name=label, got=value))
    found += border_mistakes(county.borders, seen.__contains__)
    found += outline_mistakes(county.outline, n) if county.outline is not None else []
    found += bureau_mistakes(county.bureau, seen.__contains__)
    return found
