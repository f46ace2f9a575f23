"""Makes the sample counties from their base geography: ``python -m geodata.samples.make [FOLDER]``.

Real: codes, names, seats, villages, communities, and population where GeoNames knows it. Derived: areas and borders,
from Voronoi cells of the seats. Made up (虚构), drawn from a seed that is the county's own code: incidents, officers,
auxiliaries, case areas, the bureau, and the present zones of one county. What it may get wrong: everything made up. The
draw is to be plausible, not true, and no conclusion about a real place can be drawn from it.

How a station of kind k with r residents is drawn (r unknown: 1,300 a village and 3,000 a community):

* incidents of class c: Poisson with mean r / 1000 · rate_c · factor_kc · exp(0.42 f_c + 0.18 f_0), where the f are
  smooth random fields of mean 0 and variance about 1, one a class and one (f_0) for all, so that neighbours resemble
  each other. The rates add up to 21.6 incidents per 1,000 residents a year in a town; whole counties come to 20-30.
* officers: 55 % of the norm of the kind (20 in urban stations and the county seat, 10 in towns, 5 in townships) and
  45 % by residents (0.40 per 1,000), times a spread of exp(0.30 z): some stations are short of officers, others not.
* auxiliaries: 0.6-1.1 a village and 1-2 a community.
* case areas: the county seat and the third of the stations with most officers.

The tables of the bureau are made by :mod:`geodata.samples.make_bureau`.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.samples import HOME, NAMES
from geodata.samples.make_bureau import bureau, officers
from geodata.sources.folder import render
from geodata.tables.kinds import KINDS
from geodata.tables.table import Feature, Layer, Row, Table, Tables
from zoning.model.county import Floats
from zoning.model.stations import DEFAULT_CLASSES, Kind

ATTRIBUTION = "Contains data from GeoNames (CC BY 4.0), modified."
NOTICE = (
    "虚构数据：警情、民警、辅警、办案区、县局各表{zones_zh}均为虚构；辖区为各驻地的泰森多边形，并非行政区划界线。 "
    "Fictitious: incidents, officers, auxiliaries, the bureau's tables{zones_en} and case areas are made up; areas are "
    "Voronoi cells of the seats, not administrative boundaries. {attribution}"
)
MADE_UP, DERIVED = "虚构", "泰森多边形，非行政区划"
"""Notes in every row of every table, so that no file goes without them."""
RATES = {
    "criminal": 1.1,
    "public_order": 2.6,
    "dispute": 5.0,
    "help": 5.6,
    "traffic": 4.4,
    "complaint": 0.9,
    "disaster": 0.4,
    "other": 1.6,
}
"""Incidents per 1,000 residents a year in a town of average surroundings."""
FACTORS: dict[str, dict[Kind, float]] = {
    "criminal": {"county_seat": 1.7, "urban": 1.5, "town": 1.0, "township": 0.7},
    "public_order": {"county_seat": 1.6, "urban": 1.4, "town": 1.0, "township": 0.8},
    "dispute": {"county_seat": 1.0, "urban": 1.0, "town": 1.0, "township": 1.1},
    "help": {"county_seat": 1.5, "urban": 1.3, "town": 1.0, "township": 0.9},
    "traffic": {"county_seat": 1.6, "urban": 1.5, "town": 1.0, "township": 0.6},
    "complaint": {"county_seat": 1.8, "urban": 1.4, "town": 1.0, "township": 0.6},
    "disaster": {"county_seat": 0.8, "urban": 0.9, "town": 1.0, "township": 1.4},
    "other": {"county_seat": 1.3, "urban": 1.2, "town": 1.0, "township": 0.9},
}
NORMS: dict[Kind, int] = {"county_seat": 20, "urban": 20, "town": 10, "township": 5}
RESIDENTS_A_VILLAGE, RESIDENTS_A_COMMUNITY = 1300, 3000
WAVES, WAVELENGTH_KM = 24, 45.0
PRESENT_ZONES = {
    "qingshui": {
        "县城防区": ("永清镇",),
        "东部防区": ("秦亭镇", "山门镇", "白沙镇", "陇东镇"),
        "北部防区": ("黄门镇", "新城乡", "松树镇", "王河镇", "白驼镇"),
        "西部防区": ("远门镇", "土门镇", "郭川镇", "金集镇", "贾川乡"),
        "南部防区": ("红堡镇", "丰望乡", "草川铺镇"),
    }
}
"""Drawn by hand and made up, so that a plan can be compared with today."""
FEW_POSTS = {"jishui": 3}
"""Police posts of the counties that have fewer than one for every two stations (N1); made up, too."""
BY_MONTH = ("xunhua",)
"""Counties whose incidents are given by month, so that there is a scorecard (H17)."""
README = """# {name}（{code}）示例县 · sample county

**虚构**：警情、民警、辅警、办案区、县局各表（局领导、警种、地名、村、警务站、巡组、派出所经验、视频巡逻、对照清单、力量）{zones_zh}均为虚构，由固定种子生成，不代表当地实际。
一个乡级单位设一个派出所，是假设。人口为 GeoNames 所载（多为 2010 年普查），缺的留空。
辖区是各驻地的泰森多边形，不是行政区划界线；相邻公里数也由此而来。

**Fictitious**: incidents, officers, auxiliaries, the bureau's tables (leaders, branches, places, villages, posts,
patrol units, experience, video patrol, check-lists, forces){zones_en} and case areas are made up from a seed and say
nothing about the real place. One station for each township-level unit is an assumption. Population is that of GeoNames
(mostly the 2010 census), blank where it is not known. Areas are Voronoi cells of the seats, not administrative
boundaries, and the kilometres of border are theirs.

{attribution} https://www.geonames.org
"""


@dataclass(frozen=True)
class Draw:
    """What is made up about a county's stations, in the order of the units."""

    counts: Floats
    officers: list[int]
    auxiliaries: list[int]
    case_area: list[bool]


def base(name: str) -> dict[str, Any]:
    """The base geography of a sample: units with their polygons, and who touches whom."""
    content: dict[str, Any] = json.loads((HOME / "base" / f"{name}.geojson").read_text(encoding="utf-8"))
    return content


def kind_of(unit: Mapping[str, Any]) -> Kind:
    """The kind of the station of a township-level unit."""
    if unit["is_county_seat"]:
        return "county_seat"
    name = str(unit["name"])
    return "urban" if name.endswith("街道") else "town" if name.endswith("镇") else "township"


def residents(unit: Mapping[str, Any]) -> int:
    """Residents, or what its villages and communities suggest where they are unknown."""
    if unit["population"] is not None:
        return int(unit["population"])
    return int(RESIDENTS_A_VILLAGE * unit["n_villages"] + RESIDENTS_A_COMMUNITY * unit["n_communities"])


def field(x_km: Floats, y_km: Floats, rng: np.random.Generator) -> Floats:
    """A smooth random field: a sum of cosine waves of random direction, of about unit variance.

    Written out term by term and rounded, so that it is the same on every machine.
    """
    total = np.zeros(len(x_km))
    for _ in range(WAVES):
        angle, phase, stretch = rng.uniform(0, 2 * np.pi), rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 1.6)
        along = x_km * np.cos(angle) + y_km * np.sin(angle)
        total += np.cos(2 * np.pi * along / (WAVELENGTH_KM * stretch) + phase)
    return np.asarray(np.round(total * np.sqrt(2 / WAVES), 6))


def draw(units: Sequence[Mapping[str, Any]], seed: int) -> Draw:
    """Incidents, officers, auxiliaries and case areas of the stations."""
    rng = np.random.default_rng(seed)
    lon, lat = (np.array([unit[key] for unit in units]) for key in ("seat_lon", "seat_lat"))
    x_km, y_km = 111.32 * np.cos(np.radians(lat.mean())) * (lon - lon.mean()), 110.57 * (lat - lat.mean())
    kinds = [kind_of(unit) for unit in units]
    people = np.array([residents(unit) for unit in units], dtype=np.float64)
    common = field(x_km, y_km, rng)
    means = []
    for key, rate in RATES.items():
        factor = np.array([FACTORS[key][kind] for kind in kinds])
        means.append(people / 1000 * rate * factor * np.exp(0.42 * field(x_km, y_km, rng) + 0.18 * common))
    counts = rng.poisson(np.round(np.column_stack(means), 3)).astype(np.float64)
    norm = np.array([NORMS[kind] for kind in kinds])
    spread = np.exp(0.30 * rng.standard_normal(len(units)))
    wanted = np.round((0.55 * norm + 0.45 * 0.40 * people / 1000) * spread, 3)
    officers = [max(3, round(float(value))) for value in wanted]
    villages, communities = (np.array([unit[key] for unit in units]) for key in ("n_villages", "n_communities"))
    a_village, a_community = rng.uniform(0.6, 1.1, len(units)), rng.uniform(1.0, 2.0, len(units))
    auxiliaries = [max(2, round(float(v))) for v in np.round(villages * a_village + communities * a_community, 3)]
    largest = sorted(range(len(units)), key=lambda i: (-officers[i], -people[i], units[i]["code"]))
    chosen = set(largest[: -(-len(units) // 3)]) | {i for i, kind in enumerate(kinds) if kind == "county_seat"}
    return Draw(counts, officers, auxiliaries, [i in chosen for i in range(len(units))])


def tables(name: str) -> Tables:
    """The tables of a sample county."""
    content = base(name)
    code, county = content["metadata"]["code"], content["metadata"]["name"]
    units = [feature["properties"] for feature in content["features"]]
    made = draw(units, int(code))
    zone_of = {unit: zone for zone, members in PRESENT_ZONES.get(name, {}).items() for unit in members}
    stations = [
        (
            unit["code"],
            unit["name"],
            kind_of(unit),
            unit["seat_lon"],
            unit["seat_lat"],
            unit["area_km2"],
            unit["population"],
            made.officers[i],
            made.auxiliaries[i],
            unit["n_villages"],
            unit["n_communities"],
            "是" if made.case_area[i] else "否",
            "是" if unit["is_county_seat"] else "否",
            zone_of.get(unit["name"]),
            MADE_UP,
        )
        for i, unit in enumerate(units)
    ]
    columns = ("station", "class", "count", *(("period",) if name in BY_MONTH else ()), "note")
    incidents = [
        (unit["code"], key, *part, MADE_UP)
        for i, unit in enumerate(units)
        for j, key in enumerate(RATES)
        for part in _parts(made.counts[i, j], [int(code), 5, i, j], by_month=name in BY_MONTH)
    ]
    borders = [(a, b, km, "shared", DERIVED) for a, b, km in content["adjacency"]]
    features = tuple(
        Feature(
            {"code": feature["properties"]["code"], "name": feature["properties"]["name"], "note": DERIVED},
            shapely.geometry.shape(feature["geometry"]),
        )
        for feature in content["features"]
    )
    shapes = [feature.geometry for feature in features if feature.geometry is not None]
    held = bureau(units, shapes, made.counts.sum(axis=1), int(code), FEW_POSTS.get(name))
    filled = {
        "stations": _table("stations", stations),
        "incidents": _table("incidents", incidents, columns),
        "borders": _table("borders", borders),
        **{key: _table(key, [(*row, MADE_UP) for row in rows]) for key, rows in held.items()},
    }
    total = officers(sum(made.officers), held["branches"], int(code))
    return Tables(_settings(code, county, name in PRESENT_ZONES, total), filled, Layer("areas.geojson", features))


def _parts(count: float, seed: list[int], *, by_month: bool) -> list[tuple[object, ...]]:
    """A year's count, or its parts shared out over the months by chance, each with the name of the month."""
    if not by_month:
        return [(int(count),)]
    parts = np.random.default_rng(seed).multinomial(int(count), [1 / 12] * 12).tolist()
    return [(part, f"2024-{month:02d}") for month, part in enumerate(parts, start=1)]


def _phrases(zoned: bool) -> dict[str, str]:
    """What the notice and the README say only of a county with present zones."""
    return {"zones_zh": "、现防区" if zoned else "", "zones_en": ", present zones" if zoned else ""}


def _settings(code: str, county: str, zoned: bool, officers: int) -> dict[str, Any]:
    return {
        "code": code,
        "name": county,
        "crs": "EPSG:4326",
        "years": 1,
        "notice": NOTICE.format(attribution=ATTRIBUTION, **_phrases(zoned)),
        "travel": {"mode": "straight", "speed_kmh": 40, "detour": 1.35},
        "borders": {"from": "voronoi"},
        "bureau": {"officers": officers},
        "classes": [
            {"key": c.key, "name": c.name, "minutes": round(c.minutes), "officers": round(c.officers), "team": c.team}
            for c in DEFAULT_CLASSES
        ],
    }


def _table(key: str, rows: Sequence[Sequence[object]], header: tuple[str, ...] = ()) -> Table:
    header = header or tuple(column.key for column in KINDS[key].columns if column.key != "new_zone")
    filled = tuple(Row(tuple("" if cell is None else str(cell) for cell in row)) for row in rows)
    return Table(f"{key}.csv", header, header, filled)


def files(name: str) -> dict[str, str]:
    """The text of every file of a sample county, by file name."""
    made = tables(name)
    assert made.settings is not None
    county = {key: made.settings[key] for key in ("name", "code")}
    readme = README.format(attribution=ATTRIBUTION, **county, **_phrases(name in PRESENT_ZONES))
    return {**render(made), "README.md": readme}


def main(target: Path = HOME) -> None:
    """Write all sample counties under ``target``."""
    for name in NAMES:
        (target / name).mkdir(parents=True, exist_ok=True)
        for file, text in files(name).items():
            (target / name / file).write_bytes(text.encode())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
