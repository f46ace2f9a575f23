"""The sample counties: complete, reproducible, plausible, and honest about what is made up."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import geodata
from geodata.samples import HOME, NAMES, folder, make
from geodata.tables.table import Row, Table
from zoning.model.errors import InputError

ALL = pytest.mark.parametrize("name", NAMES)
SIZES = {
    "fengdu": 30,
    "shizhu": 32,
    "dianjiang": 25,
    "kaizhou": 37,
    "xihe": 20,
    "qingshui": 18,
    "jishui": 18,
    "xunhua": 9,
}
BUREAU = ("leaders", "branches", "places", "villages", "posts", "units", "experience", "video", "checks", "forces")
FILES = {"county.toml", "stations.csv", "incidents.csv", "borders.csv", "areas.geojson", "README.md"}
FILES |= {f"{key}.csv" for key in BUREAU}


@ALL
def test_a_sample_is_read_without_a_mistake(name: str) -> None:
    built = geodata.read(f"sample:{name}")
    county = built.county
    assert (len(county), county.name) == (SIZES[name], NAMES[name])
    assert len(built.areas) == SIZES[name]
    assert county.outline is not None
    expected = {"borders_voronoi", "small_counts"}
    expected |= {"unknown_values"} if name in ("jishui", "xunhua") else set()
    expected |= {"enclaves"} if name in ("shizhu", "dianjiang", "kaizhou", "xunhua") else set()
    expected |= {"cut_stations"} if name == "jishui" else set()
    assert {notice.key.removeprefix("geodata.notice.") for notice in built.notices} == expected
    assert len(county.components()) == 1
    assert county.counts.sum(axis=1).min() > 0
    assert {len(code) for code in county.codes} == {9}


@ALL
def test_one_station_is_the_county_seat(name: str) -> None:
    stations = geodata.read_county(f"sample:{name}").stations
    assert [s.kind for s in stations if s.is_seat] == ["county_seat"]
    assert sum(s.kind == "county_seat" for s in stations) == 1
    with_case_area = [s for s in stations if s.has_case_area]
    assert any(s.is_seat for s in with_case_area)
    assert len(stations) / 4 <= len(with_case_area) <= len(stations) / 2


@ALL
def test_a_sample_says_that_it_is_made_up_and_whom_it_owes(name: str) -> None:
    notice = geodata.read_county(f"sample:{name}").notice
    readme = (folder(name) / "README.md").read_text(encoding="utf-8")
    for text in (notice, readme):
        assert "虚构" in text
        assert "Contains data from GeoNames (CC BY 4.0), modified." in text
        assert "泰森多边形" in text
        assert "not administrative boundaries" in text.replace("\n", " ")
    base = (HOME / "base" / f"{name}.geojson").read_text(encoding="utf-8")
    assert "Contains data from GeoNames (CC BY 4.0), modified." in base


@ALL
def test_every_row_and_polygon_of_a_sample_says_what_it_is(name: str) -> None:
    tables = geodata.read_source(f"sample:{name}")
    notes = {key: {table.cell(row, "note") for row in table.rows} for key, table in tables.tables.items()}
    made_up = {key: {"虚构"} for key in ("stations", "incidents", *BUREAU)}
    assert notes == {"borders": {"泰森多边形，非行政区划"}} | made_up
    assert tables.areas is not None
    assert {feature.properties["note"] for feature in tables.areas.features} == {"泰森多边形，非行政区划"}


@ALL
def test_a_sample_has_its_files_and_no_others(name: str) -> None:
    assert {file.name for file in folder(name).iterdir()} == FILES


def test_the_script_makes_every_file_again_to_the_byte(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geodata.samples.make", str(tmp_path)], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(made) == len(NAMES) * len(FILES)
    assert {path for path, content in made.items() if (HOME / path).read_bytes() != content} == set()


@ALL
def test_what_is_real_is_that_of_the_base_geography(name: str) -> None:
    units = {f["properties"]["code"]: f["properties"] for f in make.base(name)["features"]}
    for station in geodata.read_county(f"sample:{name}").stations:
        unit = units.pop(station.code)
        assert (station.name, station.population) == (unit["name"], unit["population"])
        assert (station.lon, station.lat, station.area_km2) == (unit["seat_lon"], unit["seat_lat"], unit["area_km2"])
        assert (station.villages, station.communities) == (unit["n_villages"], unit["n_communities"])
    assert units == {}


@ALL
def test_borders_derived_from_the_polygons_are_those_of_the_table(name: str) -> None:
    """The table was made before the coordinates were rounded to five decimals, about a metre."""
    tables = geodata.read_source(f"sample:{name}")
    settings = {key: value for key, value in (tables.settings or {}).items() if key != "borders"}
    rest = {key: table for key, table in tables.tables.items() if key != "borders"}
    derived = geodata.build(geodata.Tables(settings, rest, tables.areas)).county
    assert derived.borders_from == "areas"
    stated = {(b.a, b.b): b.km for b in geodata.build(tables).county.borders}
    assert {(b.a, b.b): b.km for b in derived.borders} == pytest.approx(stated, abs=0.005)


@ALL
def test_stated_areas_are_those_of_the_polygons(name: str) -> None:
    tables = geodata.read_source(f"sample:{name}")
    county = geodata.build(tables).county
    stations = tables.tables["stations"]
    at = stations.keys.index("area_km2")
    blank = Table(
        stations.file,
        stations.header,
        stations.keys,
        tuple(Row((*row.cells[:at], "", *row.cells[at + 1 :])) for row in stations.rows),
    )
    derived = geodata.build(geodata.Tables(tables.settings, {**tables.tables, "stations": blank}, tables.areas)).county
    assert derived.area_km2 == pytest.approx(county.area_km2, rel=0.001)


@pytest.mark.parametrize("name", ["fengdu", "shizhu", "dianjiang", "kaizhou", "xihe", "qingshui"])
def test_rates_are_plausible(name: str) -> None:
    county = geodata.read_county(f"sample:{name}")
    residents = sum(s.population or 0 for s in county.stations)
    assert 8 <= 1000 * county.incidents.sum() / residents <= 40
    assert 0.3 <= 1000 * county.officers.sum() / residents <= 1.0
    busy = county.derived()["workload_per_officer"]
    assert busy.max() / busy.min() > 2, "some are short of officers, others are not"


def test_neighbours_resemble_each_other_in_their_mix() -> None:
    """Shares of the classes differ less between neighbours than between other stations, over all samples."""
    near, far = [], []
    for name in NAMES:
        county = geodata.read_county(f"sample:{name}")
        share = county.incidents / county.incidents.sum(axis=1, keepdims=True)
        apart = np.abs(share[:, None] - share[None]).sum(axis=2)
        upper = np.triu(np.ones_like(apart, dtype=bool), 1)
        near.append(apart[county.adjacent & upper].mean())
        far.append(apart[~county.adjacent & upper].mean())
    assert sum(a < b for a, b in zip(near, far, strict=True)) >= 6
    assert np.mean(near) < 0.9 * np.mean(far)


def test_one_county_has_present_zones_that_hang_together() -> None:
    county = geodata.read_county("sample:qingshui")
    zones: dict[str, list[int]] = {}
    for i, station in enumerate(county.stations):
        assert station.current_zone is not None
        zones.setdefault(station.current_zone, []).append(i)
    assert sorted(map(len, zones.values())) == [1, 3, 4, 5, 5]
    (alone,) = (members[0] for members in zones.values() if len(members) == 1)
    assert county.stations[alone].is_seat
    for members in zones.values():
        reached = {members[0]}
        for _ in members:
            reached |= {j for i in reached for j in members if county.adjacent[i, j]}
        assert reached == set(members)
    assert "现防区" in (folder("qingshui") / "README.md").read_text(encoding="utf-8")
    assert "现防区均为虚构" in county.notice
    others = [s for name in NAMES if name != "qingshui" for s in geodata.read_county(f"sample:{name}").stations]
    assert {s.current_zone for s in others} == {None}


@pytest.mark.parametrize("name", ["fengd", "", "丰都县", "../fengdu", "base"])
def test_an_unknown_sample_is_answered_with_all_eight(name: str) -> None:
    with pytest.raises(InputError) as caught:
        geodata.read_county(f"sample:{name}")
    (mistake,) = caught.value.mistakes
    for language in ("en", "zh"):
        assert all(f"{key} {zh}" in mistake.text(language) for key, zh in NAMES.items())
    assert ("did you mean fengdu" in str(mistake)) == (name in ("fengd", "../fengdu", "丰都县"))


def test_a_sample_is_copied_once(tmp_path: Path) -> None:
    copied = geodata.copy_sample("xunhua", tmp_path / "mine")
    assert {file.name for file in copied.iterdir()} == FILES
    assert geodata.read_county(copied).codes == geodata.read_county("sample:xunhua").codes
    with pytest.raises(InputError, match="not empty"):
        geodata.copy_sample("fengdu", copied)
    assert "循化" in (copied / "county.toml").read_text(encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert geodata.copy_sample("fengdu", str(tmp_path / "empty")) == tmp_path / "empty"


def test_names_are_handed_out_as_a_copy() -> None:
    geodata.sample_names().clear()
    assert len(geodata.sample_names()) == 8


def test_the_base_geography_names_every_neighbour_once() -> None:
    for name in NAMES:
        content = json.loads((HOME / "base" / f"{name}.geojson").read_text(encoding="utf-8"))
        pairs = [(a, b) for a, b, _ in content["adjacency"]]
        assert len(set(pairs)) == len(pairs)
        assert all(a < b for a, b in pairs)
