"""Real layers, as they come with libpysal: read, checked, and zoned or refused with the right reason.

How they become counties stands in ``benchmarks.layers``. They have what made-up ones lack: no coordinate system, old
datums, islands, enclaves, outlines that touch themselves, neighbours digitised twice.
"""

import re
import shutil
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import networkx as nx
import numpy as np
import pytest
import shapely
from libpysal.graph import Graph

import geodata
from benchmarks import layers
from benchmarks.layers import HOME, LAYERS, SUFFIXES, Real, code
from geodata.county.build import Built
from solvers.solve import solve
from solvers.stop import Stop
from tests.geodata.drawn import put
from zoning.model.errors import InputError, Mistake
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.texts import Message


def there(real: Real) -> None:
    if not layers.there(real):
        pytest.skip(f"libpysal {metadata.version('libpysal')} comes without {real.file}")


def frame(real: Real) -> Any:
    there(real)
    return layers.frame(real)


def laid(at: Path, real: Real, settings: str | None = None) -> Path:
    there(real)
    return layers.laid(at, real, settings)


def notices(built: Built) -> dict[str, Message]:
    return {notice.key.removeprefix("geodata.notice."): notice for notice in built.notices}


def mistakes(at: Path) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    return list(caught.value.mistakes)


def pairs(built: Built) -> set[tuple[str, str]]:
    return {(border.a, border.b) for border in built.county.borders}


def rook(real: Real) -> set[tuple[str, str]]:
    """Pairs of codes that libpysal calls neighbours: they share an edge, vertex for vertex."""
    polygons = frame(real)
    named = [code(value) for value in polygons[real.code]]
    adjacency = Graph.build_contiguity(polygons.reset_index(drop=True), rook=True).adjacency
    return {tuple(sorted((named[a], named[b]))) for a, b in adjacency[adjacency != 0].index}


# -------------------------------------------------------------------------------------------------------- read, checked
@pytest.mark.parametrize(
    ("name", "stations", "borders"),
    [
        ("columbus", 49, 100),
        ("stl", 78, 199),
        ("georgia", 159, 416),
        ("virginia", 136, 287),
        ("mexico", 32, 65),
        ("sids2", 100, 231),
        ("us48", 48, 105),
    ],
)
def test_the_neighbours_of_a_clean_layer_are_those_that_libpysal_finds(
    name: str, stations: int, borders: int, tmp_path: Path
) -> None:
    built = geodata.read(laid(tmp_path / name, LAYERS[name]))
    assert (len(built.county), len(built.county.borders)) == (stations, borders)
    assert pairs(built) == rook(LAYERS[name])
    assert {built.origins.of(border) for border in built.county.borders} == {"areas"}


@pytest.mark.parametrize("name", ["columbus", "stl", "georgia", "mexico", "us48"])
def test_a_layer_without_a_coordinate_system_is_refused(name: str, tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path / name, LAYERS[name], settings=""))
    assert (found.says.key, found.table) == ("geodata.crs.unsaid", "areas.shp")
    assert "areas.crs" in found.text("en")


def test_a_layer_in_the_wrong_system_is_refused(tmp_path: Path) -> None:
    """Georgia's metres, with a station in each polygon, taken for those of the next belt to the west: 500 km off."""
    found = mistakes(laid(tmp_path / "georgia", LAYERS["georgia"], settings="crs = 26915"))
    assert {mistake.says.key for mistake in found} == {"geodata.areas.elsewhere"}


def test_areas_of_real_counties_are_about_right(tmp_path: Path) -> None:
    """Georgia has 59,425 square miles; the layer leaves some water out."""
    county = geodata.read_county(laid(tmp_path / "georgia", LAYERS["georgia"]))
    assert county.area_km2.sum() == pytest.approx(59_425 * 2.589988, rel=0.03)


def test_an_outline_that_touches_itself_is_refused_and_may_be_repaired(tmp_path: Path) -> None:
    real = LAYERS["tokyo"]
    found = mistakes(laid(tmp_path / "as it is", real))
    assert len(found) == 10
    assert {mistake.column for mistake in found} == {"geometry"}
    built = geodata.read(laid(tmp_path / "repaired", real, settings="repair = true"))
    assert len(built.county) == 262
    assert notices(built)["areas_repaired"].values["count"] == 10
    assert len(built.county.components()) == 1


def test_what_libpysal_takes_for_islands_for_want_of_common_vertices_has_its_neighbours(tmp_path: Path) -> None:
    """Ten of Tokyo's areas share no edge vertex for vertex with any other, and are not alone for all that."""
    real = LAYERS["tokyo"]
    exact = rook(real)
    alone = {code(value) for value in frame(real)[real.code]} - {each for pair in exact for each in pair}
    assert len(alone) == 10
    built = geodata.read(laid(tmp_path / "tokyo", real, settings="repair = true"))
    assert exact <= pairs(built)
    assert alone <= {each for pair in pairs(built) for each in pair}


def test_islands_are_refused_each_with_the_link_that_would_join_it(tmp_path: Path) -> None:
    """Three polygons that lie apart; two of them name each other, with one and the same row."""
    at = laid(tmp_path / "polygon", LAYERS["polygon"])
    found = mistakes(at)
    assert [mistake.says.key for mistake in found] == ["geodata.borders.island_near"] * 3
    rows = [str(mistake.says.values["row"]) for mistake in found]
    assert all(float(str(mistake.says.values["km"])) > 0 for mistake in found)
    put(at, "borders.csv", "\n".join(["a,b,km,kind", *dict.fromkeys(rows)]))
    assert len(geodata.read(at).county.components()) == 1


def test_a_set_of_several_components_names_them_and_the_shortest_link(tmp_path: Path) -> None:
    """Accomack and Northampton lie beyond the Chesapeake Bay, some 23 km from Mathews county."""
    at = laid(tmp_path / "virginia", LAYERS["virginia"])
    built = geodata.read(at)
    told = notices(built)["components_near"]
    assert told.values["stations"] == ["第51001所", "第51131所"]
    assert (told.values["row"], told.values["km"]) == ("51115,51131,,link", "22.6")
    put(at, "borders.csv", f"a,b,km,kind\n{told.values['row']}\n")
    linked = geodata.read(at)
    assert len(linked.county.components()) == 1
    assert linked.origins.of(next(b for b in linked.county.borders if b.kind == "link")) == "hand"


def test_cities_within_one_county_are_told_as_enclaves(tmp_path: Path) -> None:
    """Virginia's independent cities: Charlottesville (51540) lies within Albemarle (51003)."""
    told = notices(geodata.read(laid(tmp_path / "virginia", LAYERS["virginia"])))["enclaves"]
    graph = nx.Graph(rook(LAYERS["virginia"]))
    cut_off = {f"第{a}所 (第{next(iter(graph[a]))}所)" for a in graph if graph.degree(a) == 1}
    larger = {part for part in cut_off if graph.degree(re.findall(r"\d+", part)[1]) > 1}
    assert set(told.values["stations"]) == larger
    assert "第51540所 (第51003所)" in larger


def test_a_county_seat_that_cuts_a_peninsula_off_is_told(tmp_path: Path) -> None:
    """Without the north of Baja California its south is alone."""
    told = notices(geodata.read(laid(tmp_path / "mexico", LAYERS["mexico"])))["cut_by_seats"]
    assert told.values == {"seats": ["第1所"], "stations": ["第2所"], "count": 1}


# -------------------------------------------------------------------------------------------------------- real streets
def test_minutes_over_real_streets_are_those_of_a_plain_search(tmp_path: Path) -> None:
    """Eight schools as stations, 293 streets of a town in Arizona, drawn in feet on a plane of the state."""
    at, home = tmp_path / "streets", HOME / "geodanet"
    streets, schools = (geopandas.read_file(home / f"{name}.shp") for name in ("streets", "schools"))
    at.mkdir()
    for suffix in SUFFIXES[:-1]:
        shutil.copy(home / f"streets{suffix}", at / f"roads{suffix}")
    rows = [
        f"{i},第{i}所,town,{place.x:.8f},{place.y:.8f},1,5" for i, place in enumerate(schools.to_crs(4326).geometry)
    ]
    put(at, "stations.csv", "\n".join(["code,name,kind,lon,lat,area_km2,officers", *rows]))
    put(at, "incidents.csv", "\n".join(["station,class,count", *(f"{i},criminal,1" for i in range(len(rows)))]))
    put(at, "county.toml", 'code = "1"\nname = "street"\nyears = 1\n[travel]\nmode = "roads"\n[borders]\nmin_m = 1\n')
    built = geodata.read(at)
    expected = searched(streets.geometry, schools.geometry, metres=1200 / 3937)
    assert built.county.minutes == pytest.approx(np.array(expected), rel=0.001)
    assert notices(built)["roads_read"].values["roads"] == len(streets)


def searched(streets: Any, places: Any, metres: float) -> Any:
    """Minutes at 40 km/h along the streets and 20 km/h to them: each place joined to both ends of its nearest edge."""
    graph = nx.Graph()
    edges = []
    for line in streets:
        vertices = [(round(x, 2), round(y, 2)) for x, y in line.coords]
        edges += [(shapely.LineString([a, b]), a, b) for a, b in pairwise(vertices)]
    graph.add_edges_from((a, b, {"m": edge.length}) for edge, a, b in edges)
    away = []
    for i, place in enumerate(places):
        edge, a, b = min(edges, key=lambda one: one[0].distance(place))
        graph.add_edges_from([(i, a, {"m": edge.project(place)}), (i, b, {"m": edge.length - edge.project(place)})])
        away.append(edge.distance(place))
    ways = dict(nx.all_pairs_dijkstra_path_length(graph, weight="m"))
    n = range(len(away))
    return [[0 if i == j else 60 * metres / 1000 * (ways[i][j] / 40 + (away[i] + away[j]) / 20) for j in n] for i in n]


# ------------------------------------------------------------------------------------------------------ zoned, refused
def problem(at: Path, **values: object) -> Problem:
    policy = read_policy("haidong").override({key.replace("__", "."): value for key, value in values.items()})
    return Problem(geodata.read_county(at), policy)


def whole(problem: Problem, zones: list[list[str]]) -> bool:
    graph = nx.Graph(nx.relabel_nodes(problem.county.graph, dict(enumerate(problem.county.codes))))
    return all(nx.is_connected(graph.subgraph(zone)) for zone in zones)


def test_real_neighbourhoods_are_zoned(tmp_path: Path) -> None:
    """The 49 neighbourhoods of Columbus, as well as 300,000 sets met allow."""
    asked = problem(laid(tmp_path / "columbus", LAYERS["columbus"]), zones__max=8)
    found = solve(asked, stop=Stop(states=300_000))
    assert found.plan is not None
    assert found.score is not None
    assert found.score.violations == ()
    assert found.proof.status in ("feasible", "optimal")
    zones = [list(zone) for zone in found.plan.zones]
    assert sorted(station for zone in zones for station in zone) == sorted(asked.county.codes)
    assert whole(asked, zones)


def test_real_states_are_zoned_with_a_proof(tmp_path: Path) -> None:
    """The 32 states of Mexico; the peninsula that the seat cuts off may be a zone of one."""
    asked = problem(laid(tmp_path / "mexico", LAYERS["mexico"]), zones__max=12, zones__min_stations=1)
    found = solve(asked)
    assert found.proof.status == "optimal"
    assert found.plan is not None
    zones = [list(zone) for zone in found.plan.zones]
    assert ["2"] in zones
    assert whole(asked, zones)


def test_what_the_seat_cuts_off_makes_small_zones_impossible_as_the_notice_said(tmp_path: Path) -> None:
    """Three polygons in a row, the seat in the middle: neither of the others has a second station to share a zone."""
    at = laid(tmp_path / "rook31", LAYERS["rook31"])
    assert notices(geodata.read(at))["cut_by_seats"].values["count"] == 1
    found = solve(problem(at, zones__min_stations=2))
    assert found.proof.status == "infeasible"
    assert "hang together" in found.proof.reasons[0].text("en")
