"""Drawn cases: small counties and policies of every kind, from a number; and a case made into a ``Problem``."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from solvers.solve import solve
from solvers.stop import Progress, Stop
from tests.solvers.written import MEASURES, Case, Zone
from zoning.judge.measures import points
from zoning.judge.zones import MemberZones
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import MeasureSettings, Pins, Policy, RuleLimits, Weights, ZoneLimits
from zoning.model.problem import Problem
from zoning.model.stations import Border, IncidentClass, Station

Pair = tuple[int, int]


def problem_of(case: Case, order: Sequence[int] | None = None) -> Problem:
    """The case as the project's own objects, its stations handed over in ``order``."""
    n = len(case.codes)
    order = list(range(n)) if order is None else list(order)
    stations = tuple(
        Station(
            code=case.codes[i],
            name=f"station {case.codes[i]}",
            kind=case.kinds[i],  # type: ignore[arg-type]
            lon=100 + i / 100,
            lat=30,
            area_km2=case.area[i],
            officers=case.officers[i],
            has_case_area=case.has_case[i],
            current_zone=case.today[i],
        )
        for i in order
    )
    classes = tuple(
        IncidentClass(key=f"c{k}", name=f"class {k}", minutes=minutes, officers=officers, team="case")
        for k, (minutes, officers) in enumerate(case.classes)
    )
    borders = [Border(case.codes[i], case.codes[j], km, kind) for i, j, km, kind in case.borders]  # type: ignore[arg-type]
    if order and order[0] > order[-1]:
        borders = [Border(b.b, b.a, b.km, b.kind) for b in reversed(borders)]
    county = County(
        code="1",
        name="drawn",
        stations=stations,
        counts=np.array([case.counts[i] for i in order], dtype=float).reshape(n, len(case.classes)),
        minutes=np.array([[case.minutes[i][j] for j in order] for i in order], dtype=float),
        borders=tuple(borders),
        classes=classes,
        years=case.years,
        travel="matrix",
        speed_kmh=case.speed,
        detour=case.detour,
    )
    return Problem(county, policy_of(case))


def policy_of(case: Case) -> Policy:
    names = case.codes

    def coded(groups: Sequence[Zone]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(names[i] for i in group) for group in groups)

    return Policy(
        name="drawn",
        zones=ZoneLimits(
            max=case.most,
            min=case.fewest,
            alone=case.alone,  # type: ignore[arg-type]
            alone_as=case.alone_as,  # type: ignore[arg-type]
            min_stations=case.min_stations,
            max_stations=case.max_stations,
        ),
        rules=RuleLimits(
            workload_band=case.band,
            officer_band=case.officer_band,
            max_minutes=case.max_minutes,
            min_officers=case.min_officers,
            case_area=True if case.case_area else None,
            max_changed=case.max_changed,
        ),
        measures=MeasureSettings(tolerance=case.tolerance),
        weights=Weights(**case.weights),
        pins=Pins(
            together=coded(case.together),
            apart=coded(case.apart),
            pinned=tuple((names[s], names[t] if isinstance(t, int) else t) for s, t in case.pinned),
            offices=tuple(names[i] for i in case.offices),
        ),
    )


def draw(seed: int, fewest: int = 5, most: int = 10) -> Case:
    """Case number ``seed``: always the same one."""
    rng = np.random.default_rng([2024, seed])
    n = int(rng.integers(fewest, most + 1))
    pairs = _graph(rng, n)
    county = _county(rng, n, pairs)
    case = county.but(**_wanted(rng, county, n))
    if chance(rng, 0.15):
        case = case.but(max_stations=int(rng.integers(case.min_stations, max(n, 3) + 1)))
    if chance(rng, 0.15):
        case = case.but(officer_band=float(rng.choice([0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.5, 3.0])))
    return case.but(tolerance=float(rng.choice([0.25, 0.25, 0.0, 0.1, 0.5, 1.0])))


def chance(rng: np.random.Generator, share: float) -> bool:
    return bool(rng.random() < share)


def one_of(rng: np.random.Generator, *values: object) -> object:
    return values[int(rng.integers(len(values)))]


def _graph(rng: np.random.Generator, n: int) -> list[Pair]:
    """Neighbours: a grid, a tree, a plane graph, a ring or path, a dense graph, or one in several parts."""
    shape = one_of(rng, "grid", "grid", "tree", "plane", "plane", "ring", "dense", "parts")
    if shape == "grid":
        wide = int(rng.integers(2, 5))
        pairs = [(i, i + 1) for i in range(n - 1) if (i + 1) % wide] + [(i, i + wide) for i in range(n - wide)]
    elif shape == "tree":
        pairs = [(int(rng.integers(i)), i) for i in range(1, n)]
    elif shape == "ring":
        pairs = [(i, i + 1) for i in range(n - 1)] + ([(0, n - 1)] if n > 2 and chance(rng, 0.5) else [])
    elif shape == "dense":
        pairs = [(i, j) for j in range(n) for i in range(j) if chance(rng, 0.5)]
    else:
        xy = rng.random((n, 2))
        away = ((xy[:, None] - xy[None, :]) ** 2).sum(axis=2)
        pairs = [  # the Gabriel graph: no third point in the disc over the edge
            (i, j)
            for j in range(n)
            for i in range(j)
            if all(away[i, k] + away[j, k] > away[i, j] for k in range(n) if k not in (i, j))
        ]
        if shape == "parts":
            cut = int(rng.integers(1, n))
            pairs = [(i, j) for i, j in pairs if (i < cut) == (j < cut)]
    numbers = rng.permutation(n).tolist()
    return sorted({(min(numbers[i], numbers[j]), max(numbers[i], numbers[j])) for i, j in pairs})


def _county(rng: np.random.Generator, n: int, pairs: list[Pair]) -> Case:
    classes = int(rng.integers(1, 5))
    equal = chance(rng, 0.15)  # equal stations: ties everywhere
    borders = []
    for i, j in pairs:
        kind = str(rng.choice(["shared", "link", "barred"], p=[0.85, 0.1, 0.05]))
        km = 0.0 if kind == "link" and chance(rng, 0.5) else 7.0 if equal else float(rng.integers(1, 40)) / 2
        borders.append((i, j, km, kind))
    return Case(
        codes=tuple(f"{10 + 3 * i}" for i in range(n)),
        kinds=tuple(
            str(k) for k in rng.choice(["county_seat", "urban", "town", "township"], n, p=[0.12, 0.08, 0.5, 0.3])
        ),
        area=(50.0,) * n if equal else tuple(float(a) for a in rng.integers(1, 400, n)),
        officers=_officers(rng, n, equal),
        has_case=tuple(bool(b) for b in rng.random(n) < 0.5),
        today=_today(rng, n),
        counts=_counts(rng, n, classes, equal),
        classes=tuple(
            (float(rng.integers(0, 200)), float(one_of(rng, 0, 1, 2, 2, 3) if k else 2)) for k in range(classes)
        ),
        minutes=_minutes(rng, n, equal),
        borders=tuple(borders),
        years=float(str(one_of(rng, 1, 1, 2, 0.5, 3))),
        speed=float(rng.integers(20, 60)),
        detour=1.35,
    )


def _officers(rng: np.random.Generator, n: int, equal: bool) -> tuple[int, ...]:
    if equal:
        return (6,) * n
    officers = [int(x) for x in rng.integers(0, 15, n)]
    if chance(rng, 0.2):
        officers = [0 if chance(rng, 0.4) else x for x in officers]
    return tuple(officers) if sum(officers) else (1, *officers[1:])


def _today(rng: np.random.Generator, n: int) -> tuple[str | None, ...]:
    if chance(rng, 0.3):
        return (None,) * n
    names = [f"zone {k}" for k in range(int(rng.integers(1, 5)))]
    blank = 0.2 if chance(rng, 0.3) else 0.0
    return tuple(None if chance(rng, blank) else str(rng.choice(names)) for _ in range(n))


def _counts(rng: np.random.Generator, n: int, classes: int, equal: bool) -> tuple[tuple[float, ...], ...]:
    if chance(rng, 0.03):
        return ((0.0,) * classes,) * n
    if equal:
        row = tuple(float(x) for x in rng.integers(1, 200, classes))
        return (row,) * n
    high = int(one_of(rng, 4, 60, 400, 3000))  # type: ignore[call-overload]
    counts = rng.integers(0, high, (n, classes)).astype(float)
    if chance(rng, 0.3):
        counts[rng.random(n) < 0.4] = 0
    if chance(rng, 0.1):
        counts = np.outer(rng.integers(0, 50, n), counts[0])  # the same mix everywhere
    return tuple(tuple(float(x) for x in row) for row in counts)


def _minutes(rng: np.random.Generator, n: int, equal: bool) -> tuple[tuple[float, ...], ...]:
    kind = "few" if equal else one_of(rng, "whole", "few", "plane", "plane", "wild", "zero")
    if kind == "whole":
        minutes = rng.integers(1, 90, (n, n)).astype(float)
    elif kind == "few":
        minutes = rng.choice([10.0, 20.0, 30.0, 40.0] if chance(rng, 0.5) else [20.0], (n, n))
    elif kind == "wild":
        minutes = rng.random((n, n)) * float(rng.choice([1.0, 100.0, 2000.0]))
    elif kind == "zero":
        minutes = rng.integers(0, 3, (n, n)) * 15.0
    else:
        xy = rng.random((n, 2)) * 60
        away = np.sqrt(((xy[:, None] - xy[None, :]) ** 2).sum(axis=2))
        minutes = away * (1 if chance(rng, 0.5) else rng.uniform(0.8, 1.3, (n, n)))
    np.fill_diagonal(minutes, 0)
    return tuple(tuple(float(x) for x in row) for row in minutes)


def _wanted(rng: np.random.Generator, county: Case, n: int) -> dict[str, object]:
    """The policy."""
    wanted: dict[str, object] = {"weights": _weights(rng)}
    fewest = int(rng.integers(1, n // 2 + 1)) if chance(rng, 0.3) else 1
    wanted["fewest"] = fewest
    wanted["most"] = int(rng.integers(fewest, n + 2))
    wanted["alone"] = one_of(
        rng, (), (), (), ("county_seat",), ("county_seat",), ("county_seat", "urban"), ("township",)
    )
    wanted["alone_as"] = one_of(rng, "each", "each", "one")
    wanted["min_stations"] = one_of(rng, 1, 1, 1, 2, 2, 3)
    wanted["band"] = one_of(rng, *[None] * 8, 0.0, 0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.0, 1.7)
    some = [x for row in county.minutes for x in row]
    if chance(rng, 0.2):
        wanted["max_minutes"] = float(rng.choice(some)) if chance(rng, 0.7) else max(some) * 0.6
    if chance(rng, 0.15):
        wanted["min_officers"] = int(rng.integers(0, 1 + max(1, 2 * sum(county.officers) // n)))
    wanted["case_area"] = chance(rng, 0.1)
    if any(label is not None for label in county.today) and chance(rng, 0.35):
        wanted["max_changed"] = int(rng.integers(0 if chance(rng, 0.3) else n // 3, n))
    if chance(rng, 0.3):
        wanted |= _pins(rng, county, n)
    return wanted


def _weights(rng: np.random.Generator) -> dict[str, float]:
    kind = one_of(rng, "one", "some", "some", "all", "haidong", "change")
    if kind == "one":
        return {str(rng.choice(MEASURES)): 1.0}
    if kind == "haidong":
        return {
            "mismatch": 0.2, "overload": 0.35, "mix_loss": 0.15,
            "density_loss": 0.05, "travel": 0.17, "border_cut": 0.08,
        }  # fmt: skip
    if kind == "change":
        return {"change": 0.5, "mismatch": 0.5}
    keys = MEASURES if kind == "all" else [str(k) for k in rng.choice(MEASURES, int(rng.integers(2, 6)), replace=False)]
    return {key: round(float(rng.random()), 2) + 0.01 for key in keys}


def _pins(rng: np.random.Generator, county: Case, n: int) -> dict[str, object]:
    pins: dict[str, object] = {}

    def some(low: int, high: int) -> Zone:
        return tuple(int(i) for i in rng.choice(n, min(n, int(rng.integers(low, high + 1))), replace=False))

    if chance(rng, 0.4):
        pins["together"] = tuple(some(2, 3) for _ in range(int(rng.integers(1, 3))))
    if chance(rng, 0.4):
        pins["apart"] = tuple(some(2, 4) for _ in range(int(rng.integers(1, 3))))
    if chance(rng, 0.4):
        pins["offices"] = some(1, 3)
    if chance(rng, 0.5):
        names = sorted({label for label in county.today if label is not None})
        station, target = some(2, 2)
        named = bool(names) and chance(rng, 0.6)
        pins["pinned"] = ((station, str(rng.choice(names)) if named else target),)
    return pins


def square(size: int) -> Case:
    """A square of ``size`` x ``size`` stations, all alike: 30 minutes a step, 10 km a border."""
    n = size * size
    steps = [[30.0 * (abs(i // size - j // size) + abs(i % size - j % size)) for j in range(n)] for i in range(n)]
    borders = [(i, i + 1, 10.0, "shared") for i in range(n) if (i + 1) % size]
    borders += [(i, i + size, 10.0, "shared") for i in range(n - size)]
    return Case(
        codes=tuple(f"{100 + i}" for i in range(n)),
        kinds=("town",) * n,
        area=(100.0,) * n,
        officers=(10,) * n,
        has_case=(False,) * n,
        today=(None,) * n,
        counts=((30.0, 10.0),) * n,
        classes=((60.0, 2.0), (30.0, 1.0)),
        minutes=tuple(map(tuple, steps)),
        borders=tuple(borders),
    )


def wide(seed: int, n: int = 64) -> Case:
    """A county too large for the oracle, for what has to hold at any size."""
    rng = np.random.default_rng([64, seed])
    xy = rng.random((n, 2)) * 100
    away = np.sqrt(((xy[:, None] - xy[None, :]) ** 2).sum(axis=2))
    pairs = [
        (i, j)
        for j in range(n)
        for i in range(j)
        if all(away[i, k] ** 2 + away[j, k] ** 2 > away[i, j] ** 2 for k in range(n) if k not in (i, j))
    ]
    county = _county(rng, n, pairs)
    return county.but(weights=_weights(rng), most=n, min_stations=1)


def close(a: float, b: float, by: float = 1e-10) -> bool:
    return math.isclose(a, b, rel_tol=by, abs_tol=by)


def settle(problem: Problem) -> Callable[[Zone], int]:
    """What the judge says of one zone, for those that stand on an exact half of a point."""

    def points_of(zone: Zone) -> int:
        member = np.zeros((1, len(problem)), dtype=bool)
        member[0, list(zone)] = True
        return int(points(MemberZones(problem, member))[0])

    return points_of


def some_plan(problem: Problem) -> Plan:
    """A plan of a search that was stopped soon after it had one, however busy the machine is."""
    said: list[Progress] = []
    stop = Stop(asked=lambda: bool(said) and said[-1].points is not None)
    found = solve(problem, stop=stop, on_progress=said.append).plan
    assert found is not None
    return found
