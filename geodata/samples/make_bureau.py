"""Makes the bureaus of the sample counties, all made up (虚构), from a seed of their own beside that of the incidents.

* villages and communities: as many as the geography states, at random places inside the station's area; its residents,
  area and incidents are shared out among them by random weights, so that they add up.
* 1+2+N: four villages in five have an officer who answers for them, most have two people with a village role, some have
  more helpers; auxiliaries are the station's, one to a village as far as they go.
* leaders: the head, a commissar and deputies with specialities of their own; branches: the ten of rule H15.
* posts: one for every two stations, or the ``posts`` that are asked for, at the busiest; patrols by day, response cars
  around the clock.
* places: hills, rivers, bridges and towers with names that were put together from two lists; bridges and towers are key
  places with a weight.
* a month of the villages: households seen, known, asked and satisfied, records, disputes settled; some are blank.
* village police, guards and militia of every station; of one in ten unknown.
* experience of stations, rooms of the video patrol on four levels, and a check-list of six unities; some are blank.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zoning.model.county import Floats

Rows = list[tuple[object, ...]]
FIRST, SECOND = "云石松青白黄龙竹桐槐清双金银柏梅荷杏枫月", "溪岭坪坝湾坡塘垭泉岩沟岗庄寨园垌渡洲滩坳"
"""Characters of made-up names: any of the one, then any of the other."""
KINDS = (("山", "山"), ("河", "河"), ("古塔", "建筑"), ("大桥", "桥"))
"""Endings of made-up places, and their kinds."""
DEPUTIES = (
    ("副局长A", "刑事"),
    ("副局长B", "治安、纠纷"),
    ("副局长C", "交通"),
    ("副局长D", "求助、灾害事故"),
    ("副局长E", "投诉举报"),
)
BRANCHES = (
    ("法制大队", "投诉举报", 6),
    ("治安大队", "治安、纠纷", 12),
    ("刑侦大队", "刑事", 24),
    ("经侦大队", "刑事", 8),
    ("禁毒大队", "刑事、治安", 9),
    ("网安大队", "刑事", 6),
    ("国保大队", "", 7),
    ("反恐大队", "灾害事故", 5),
    ("交警大队", "交通", 30),
    ("巡逻大队", "求助、治安", 20),
)
"""The branches of H15: name, specialities, officers in the middle."""
A_CAR = 2000
"""Incidents a year of a station for which it has another response car."""
UNITIES = ("统一标识", "统一着装", "统一装备", "统一勤务", "统一台账", "统一考核")
"""The items of the made-up check-list 六统一; the source names the list alone."""


def bureau(
    units: Sequence[Mapping[str, Any]],
    shapes: Sequence[BaseGeometry],
    incidents: Floats,
    seed: int,
    posts: int | None = None,
) -> dict[str, Rows]:
    """Rows of the bureau's tables, without their notes, for n stations (``units``) with ``incidents`` (n,) a year."""
    rng = np.random.default_rng([seed, 1])
    names = _names(rng)
    busy = sorted(range(len(units)), key=lambda i: (-incidents[i], units[i]["code"]))
    extra = np.random.default_rng([seed, 3])
    villages = [row for i, unit in enumerate(units) for row in _villages(unit, shapes[i], incidents[i], names, rng)]
    return {
        "leaders": [
            ("局长", "是", ""),
            ("政委", "否", "纠纷、投诉举报"),
            *((post, "否", speciality) for post, speciality in DEPUTIES[: rng.integers(3, 6)]),
        ],
        "branches": [(name, max(3, round(size * rng.uniform(0.6, 1.3))), words) for name, words, size in BRANCHES],
        "places": [(*row, _weight(row[1], extra)) for row in _places(shapes, rng)],
        "villages": [(*row, *_month(row, extra)) for row in villages],
        "posts": (made := _posts(units, shapes, busy[: posts or -(-len(units) // 2)], rng)),
        "units": _units(units, busy, incidents),
        "experience": [(units[i]["code"], int(extra.integers(1, 7))) for i in sorted(busy[::2])],
        "video": _video(units, made, busy, extra),
        "checks": _checks(made, extra),
        "forces": _forces(units, np.random.default_rng([seed, 4])),
    }


def _forces(units: Sequence[Mapping[str, Any]], rng: np.random.Generator) -> Rows:
    """Village police where there are villages, guards where there are communities, militia everywhere."""
    rows: Rows = []
    for unit in units:
        police, guards, militia = (
            int(rng.binomial(n, p)) for n, p in ((unit["n_villages"], 0.4), (unit["n_communities"] * 3, 0.5), (30, 0.5))
        )
        rows.append((unit["code"], police, guards, None if rng.random() < 0.1 else militia))
    return rows


def officers(stations: int, branches: Rows, seed: int) -> int:
    """Officers of a whole bureau, of which ``stations`` officers are 38 to 52 %; the branches fit in."""
    share = np.random.default_rng([seed, 2]).uniform(0.38, 0.52)
    return max(round(stations / share), stations + sum(int(str(row[1])) for row in branches) + 8)


def _names(rng: np.random.Generator) -> Iterator[str]:
    """Names of two characters, each once, then of three."""
    pairs = [a + b for a in FIRST for b in SECOND]
    longer = [a + pair for a in FIRST for pair in pairs if a != pair[0]]
    for stock in (pairs, longer):
        yield from (stock[k] for k in rng.permutation(len(stock)))


def _points(shape: BaseGeometry, count: int, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Points inside a polygon, rounded to about a metre."""
    west, south, east, north = shape.bounds
    found: list[tuple[float, float]] = []
    while len(found) < count:
        lon, lat = np.round(rng.uniform((west, south), (east, north)), 5).tolist()
        if shapely.contains_xy(shape, lon, lat):
            found.append((lon, lat))
    return found


def _shared(total: float, weights: Floats) -> list[int]:
    """Whole parts of a total in proportion to the weights, by largest remainder."""
    exact = np.round(total * weights / weights.sum(), 6)
    parts = np.floor(exact)
    extra = sorted(range(len(weights)), key=lambda k: (parts[k] - exact[k], k))[: round(total - parts.sum())]
    return [int(part) + (k in extra) for k, part in enumerate(parts)]


def _villages(
    unit: Mapping[str, Any], shape: BaseGeometry, incidents: float, names: Iterator[str], rng: np.random.Generator
) -> Iterator[tuple[object, ...]]:
    """The villages of a station, then its communities, which are denser."""
    rural, count = unit["n_villages"], unit["n_villages"] + unit["n_communities"]
    if not count:
        return
    is_rural = np.arange(count) < rural
    weights = np.where(is_rural, 1.0, 2.3) * rng.uniform(0.5, 1.5, count)
    people = [None] * count if unit["population"] is None else _shared(unit["population"], weights)
    cases = _shared(incidents, weights * rng.uniform(0.6, 1.4, count))
    hectares = _shared(100 * unit["area_km2"], np.where(is_rural, 1.0, 0.15) * rng.uniform(0.5, 1.5, count) + 0.02)
    for k, (lon, lat) in enumerate(_points(shape, count, rng)):
        kind, ending = ("村", "村") if is_rural[k] else ("社区", "社区")
        number = 201 + k if is_rural[k] else 1 + k - rural
        residents = people[k]
        yield (
            f"{unit['code']}{number:03d}",
            next(names) + ending,
            unit["code"],
            kind,
            lon,
            lat,
            residents,
            None if residents is None else round(residents / rng.uniform(2.6, 3.6)),
            max(hectares[k], 1) / 100,
            cases[k],
            int(rng.random() < 0.8),
            int(rng.choice(4, p=[0.05, 0.2, 0.6, 0.15])),
            int(rng.integers(0, 7)),
            int(rng.random() < 0.7) + int(rng.random() < 0.2),
            "是" if rng.random() < 0.2 else "否",
        )


def _places(shapes: Sequence[BaseGeometry], rng: np.random.Generator) -> Rows:
    """A place for every other station, with a name of its own."""
    names = _names(rng)
    rows: Rows = []
    for shape in shapes[::2]:
        ending, kind = KINDS[rng.integers(len(KINDS))]
        rows.append((next(names) + ending, kind, *_points(shape, 1, rng)[0]))
    return rows


def _posts(
    units: Sequence[Mapping[str, Any]], shapes: Sequence[BaseGeometry], chosen: Sequence[int], rng: np.random.Generator
) -> Rows:
    """A post in the area of each station chosen, within some hundred metres of its seat."""
    rows: Rows = []
    for number, i in enumerate(sorted(chosen), start=1):
        seat = shapely.Point(units[i]["seat_lon"], units[i]["seat_lat"])
        near = shapely.intersection(shapes[i], shapely.buffer(seat, 0.01))
        lon, lat = _points(near, 1, rng)[0]
        rows.append(
            (
                f"P{number:02d}",
                f"{units[i]['name']}警务站",
                lon,
                lat,
                2,
                int(rng.integers(2, 7)),
                int(rng.integers(4, 11)),
            )
        )
    return rows


def _weight(kind: object, rng: np.random.Generator) -> int | None:
    """Officer-hours a year of a key place."""
    return int(rng.integers(2, 21)) * 10 if kind in {"桥", "建筑"} else None


def _month(village: Sequence[Any], rng: np.random.Generator) -> tuple[int | None, ...]:
    """Households seen and known, records, disputes settled, households asked and satisfied; a tenth is blank."""
    households, blank = village[7], rng.random() < 0.1
    seen, known, asked, content = rng.uniform((0.1, 0.4, 0.02, 0.85), (0.4, 0.9, 0.08, 1.0)).tolist()
    records, settled = int(rng.integers(0, 40)), int(rng.integers(0, 4))
    if blank or households is None:
        return (None,) * 6
    some = max(1, round(asked * households))
    return round(seen * households), round(known * households), records, settled, some, round(content * some)


def _video(units: Sequence[Mapping[str, Any]], posts: Rows, busy: Sequence[int], rng: np.random.Generator) -> Rows:
    """A video room of the bureau, two of zones, some of stations and posts."""
    rows: list[tuple[str, str]] = [
        ("县局视频巡逻室", "县局"),
        ("第一防区视频巡逻室", "防区"),
        ("第二防区视频巡逻室", "防区"),
    ]
    rows += [(f"{units[i]['name']}视频巡逻室", "派出所") for i in busy[:4]]
    rows += [(f"{post[1]}视频巡逻室", "警务站") for post in posts[:3]]
    most = {"县局": (400, 4, 24), "防区": (120, 2, 24), "派出所": (60, 1, 16), "警务站": (24, 1, 12)}
    return [
        (f"V{number:02d}", name, level, round(most[level][0] * rng.uniform(0.7, 1.3)), *_seats(most[level], rng))
        for number, (name, level) in enumerate(rows, start=1)
    ]


def _seats(most: tuple[int, int, int], rng: np.random.Generator) -> tuple[int | None, int | None]:
    """Seats and hours a day, blank now and then."""
    return (None, None) if rng.random() < 0.15 else (most[1], most[2])


def _checks(posts: Rows, rng: np.random.Generator) -> Rows:
    """The six unities at every post: most are kept, some not, some unknown."""
    return [
        ("六统一", item, post[1], str(rng.choice(("是", "否", ""), p=(0.75, 0.15, 0.1))))
        for item in UNITIES
        for post in posts
    ]


def _units(units: Sequence[Mapping[str, Any]], busy: Sequence[int], incidents: Floats) -> Rows:
    """Patrols by day at the busiest third of the stations, by night at most of these, and cars at the two busiest.

    There is a car for every :data:`A_CAR` incidents a year, day and night.
    """
    third = busy[: max(3, len(busy) // 3)]
    patrols = [("巡组", i, 3, 8, 18) for i in third] + [("夜巡组", i, 2, 18, 8) for i in third[:-2]]
    held = {i: max(1, math.ceil(float(incidents[i]) / A_CAR)) for i in busy[:2]}
    cars = [("冲锋车", i, 4, *hours) for i, count in held.items() for hours in ((8, 20), (20, 8)) for _ in range(count)]
    kinds = {"夜巡组": "巡组"}
    return [
        (f"U{number:02d}", f"{kind}{number:02d}", kinds.get(kind, kind), units[i]["code"], crew, start, end)
        for number, (kind, i, crew, start, end) in enumerate(patrols + cars, start=1)
    ]
