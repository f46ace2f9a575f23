"""A county as a drawing: borders that are shared once, counties without areas, and words that are only words."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.county.build import Built
from workbench.web.service.shapes import NAMED, WIDE, _joined, path, plane_of, shapes
from zoning.model.county import County
from zoning.model.policy import read_policy
from zoning.model.stations import Border, Station

HAIDONG = read_policy("haidong")


def squares(side: int) -> County:
    """side × side stations, each a square of a hundredth of a degree; names and codes by row."""
    stations, areas = [], {}
    for k in range(side * side):
        x, y = 108.0 + 0.01 * (k % side), 30.0 + 0.01 * (k // side)
        code = f"{k:06d}"
        areas[code] = (shapely.to_wkb(shapely.box(x, y, x + 0.01, y + 0.01)),)
        stations.append(
            Station(code=code, name=f"第{k}所", kind="town", lon=x + 0.005, lat=y + 0.005, area_km2=1, officers=3)
        )
    n = side * side
    beside = [(k, k + 1) for k in range(n) if k % side < side - 1] + [(k, k + side) for k in range(n - side)]
    borders = tuple(Border(f"{a:06d}", f"{b:06d}", 1.0) for a, b in beside)
    minutes = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
    return County("500000", "方县", tuple(stations), np.ones((n, 8)), minutes, borders, areas=areas)


def lines_of(text: str) -> list[list[tuple[int, int]]]:
    """The points of the lines of a path."""
    return [
        [(int(x), int(y)) for x, y in (point.split() for point in part.rstrip("Z").split("L"))]
        for part in text.split("M")[1:]
    ]


def length(text: str) -> float:
    return sum(float(np.hypot(c - a, d - b)) for line in lines_of(text) for (a, b), (c, d) in pairwise(line))


@pytest.mark.parametrize("name", ["fengdu", "kaizhou", "xunhua"])
def test_every_shared_border_has_its_line_and_no_other_pair_has_one(built: Callable[[str], Built], name: str) -> None:
    county = built(name).county
    drawn = shapes(county, HAIDONG)
    shared = {(county.index[b.a], county.index[b.b]) for b in county.borders if b.kind != "link"}
    assert {tuple(pair) for pair in drawn["pairs"]} == shared
    assert max(drawn["size"]) == WIDE
    points = [point for text in [*drawn["paths"], *drawn["lines"]] for line in lines_of(text) for point in line]
    assert all(0 <= x <= drawn["size"][0] and 0 <= y <= drawn["size"][1] for x, y in points)


def test_the_outlines_of_stations_are_the_borders_and_the_rim() -> None:
    drawn = shapes(squares(3), HAIDONG)
    closed = sum(length(path([[*line, line[0]] for line in lines_of(text)], closed=False)) for text in drawn["paths"])
    inner = sum(length(text) for text in drawn["lines"])
    assert len(drawn["pairs"]) == 12
    assert closed == pytest.approx(2 * inner + length(drawn["outline"]))
    one = lines_of(drawn["outline"])
    assert len(one) == 1
    assert one[0][0] == one[0][-1]


def test_north_is_up_and_east_is_right() -> None:
    drawn = shapes(squares(2), HAIDONG)
    (x0, y0), (x1, _), (_, y2), _ = drawn["at"]
    assert x1 > x0
    assert y2 < y0


def test_a_name_has_its_place_in_the_middle_of_the_largest_room() -> None:
    drawn = shapes(squares(3), HAIDONG)
    for text, (u, v, radius) in zip(drawn["paths"], drawn["named"], strict=True):
        xs, ys = zip(*lines_of(text)[0], strict=True)
        assert min(xs) - 15 <= u - radius
        assert u + radius <= max(xs) + 15
        assert min(ys) - 15 <= v - radius
        assert v + radius <= max(ys) + 15
        assert radius > 0.45 * (max(xs) - min(xs))


def test_many_stations_have_no_names() -> None:
    county = squares(11)
    assert len(county) > NAMED
    assert shapes(county, HAIDONG)["named"] is None


def test_without_areas_there_are_cells_and_it_is_said(built: Callable[[str], Built]) -> None:
    county = replace(built("fengdu").county, areas={})
    drawn = shapes(county, HAIDONG)
    assert drawn["ground"] == "cells"
    assert len(drawn["paths"]) == len(county)
    known = {tuple(pair) for pair in drawn["pairs"]}
    shared = {(county.index[b.a], county.index[b.b]) for b in county.borders if b.kind != "link"}
    assert len(known & shared) > 0.8 * len(shared)


def test_one_station_and_two_on_one_spot_are_drawn() -> None:
    station = Station(code="1", name="甲", kind="town", lon=108.0, lat=30.0, area_km2=1, officers=3)
    alone = County("5", "县", (station,), np.ones((1, 8)), np.zeros((1, 1)), ())
    assert len(shapes(alone, HAIDONG)["paths"][0]) > 10
    both = (station, station.model_copy(update={"code": "2"}))
    twice = County("5", "县", both, np.ones((2, 8)), np.zeros((2, 2)), ())
    assert all(text.startswith("M") for text in shapes(twice, HAIDONG)["paths"])


def test_neighbours_whose_areas_do_not_meet_have_a_line_all_the_same() -> None:
    county = squares(2)
    moved = shapely.affinity.translate(shapely.from_wkb(county.areas["000001"][0]), 0.00002, 0)
    apart = replace(county, areas={**county.areas, "000001": (shapely.to_wkb(moved),)})
    drawn = shapes(apart, HAIDONG)
    assert [0, 1] in drawn["pairs"]
    assert length(drawn["lines"][drawn["pairs"].index([0, 1])]) > 1000


def test_zones_of_today_are_numbered_by_their_first_stations() -> None:
    county = squares(2)
    today = ("乙", None, "甲", "乙")
    stations = tuple(s.model_copy(update={"current_zone": z}) for s, z in zip(county.stations, today, strict=True))
    assert shapes(replace(county, stations=stations), HAIDONG)["current"] == [0, -1, 1, 0]


def test_segments_become_as_few_lines_as_there_are_ends() -> None:
    assert _joined([((0, 0), (1, 0)), ((2, 0), (1, 0)), ((5, 5), (6, 6))]) == [
        [(0, 0), (1, 0), (2, 0)],
        [(5, 5), (6, 6)],
    ]
    ring = _joined([((0, 0), (1, 0)), ((1, 0), (1, 1)), ((0, 0), (1, 1))])
    assert len(ring) == 1
    assert ring[0][0] == ring[0][-1]


def test_three_thousand_stations_are_drawn_in_time_and_size() -> None:
    import json
    import sys

    calls = [0]

    def counted(_frame: object, event: str, _of: object) -> None:
        calls[0] += event in ("call", "c_call")

    county = squares(55)
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        drawn = shapes(county, HAIDONG)
    finally:
        sys.setprofile(before)
    assert calls[0] < 200 * len(county), "158 calls a station for 196 and for 3,025"
    assert len(json.dumps(drawn)) < 1_500_000
    assert len(drawn["pairs"]) == 2 * 55 * 54


def test_a_plane_is_whole_units(built: Callable[[str], Built]) -> None:
    plane = plane_of(built("fengdu").county)
    assert plane.given
    assert re.fullmatch(r"\d+", str(plane.width))
