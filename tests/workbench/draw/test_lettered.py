"""Where labels go, held for the samples and for counties that were drawn, from the metrics of fonts alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import shapely

import geodata
from benchmarks.counties import county
from geodata.county.build import Built
from tests.workbench.drawn import grown
from workbench.draw.fonts import measured
from workbench.draw.ground import ground
from workbench.draw.labels import Box, Label, Placing, tried
from workbench.draw.mapping.legend import parts
from workbench.draw.mapping.lettered import EDGE, Laid, laid, seat_boxes, zone_shapes
from workbench.draw.mapping.sheet import Frame, Sheet
from workbench.draw.mapping.spread import APART, FORMATS, Spread, spread
from workbench.draw.paper import Paper
from zoning.judge.score import score
from zoning.model.policy import Policy, ZoneLimits
from zoning.model.problem import Problem
from zoning.result.solution import Solution

SAMPLES = tuple(geodata.sample_names())
DRAWN = 40
"""Counties drawn; each is laid out, none rendered."""
Solved = Callable[..., tuple[Solution, Built]]


def opened(sheet: Sheet) -> tuple[Sheet, Spread, list[Laid]]:
    over = spread(sheet.ground, parts(sheet), "a4")
    whole = replace(sheet, frame=over.body)
    return whole, over, laid(whole, over.frame, [over.legend])


def holds(sheet: Sheet) -> None:
    """The rule of :mod:`workbench.draw.mapping.lettered`, checked on the boxes of all labels."""
    sheet, over, found = opened(sheet)
    boxes = [one.box for one in found]
    seats = seat_boxes(sheet, over.frame)
    fixed = [*seats, over.legend]
    assert [(a.words, b.words) for a, b in combinations(found, 2) if a.box.meets(b.box)] == []
    assert [one.words for one in found if any(one.box.meets(box) for box in fixed)] == []
    assert all(box.within(over.body) for box in boxes)
    zones = zone_shapes(sheet, over.frame)
    whole = shapely.union_all([shapely.buffer(zone, EDGE) for zone in zones])
    for one, zone in zip(found[: len(zones)], zones, strict=True):
        assert one.framed
        covered = shapely.box(*_sides(one.box))
        assert whole.contains(covered), f"{one.words} is off the county"
        if not zone.contains(covered):
            assert one.words.isdigit()
            assert one.place.leader
            assert not list(_free(one, sheet, [*fixed, *boxes[: len(zones)]])), "it had a place in its zone"
    for one in found[len(zones) :]:
        assert one.label.home is not None
        if not one.label.home.contains(shapely.box(*_sides(one.box))):
            assert not list(_free(one, sheet, [*fixed, *boxes])), f"{one.words} had a place off the borders"


def _free(one: Laid, sheet: Sheet, taken: list[Box]) -> Iterator[Box]:
    """Places of a label in its home that nothing else covers."""
    assert one.label.home is not None
    for sides in tried(one.label, one.label.reach)[2].tolist():
        box = Box(*sides)
        free = box.within(sheet.frame) and not any(box.meets(other) for other in taken if other != one.box)
        if free and one.label.home.contains(shapely.box(*sides)):
            yield box


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.bottom, box.right, box.top


def plain(problem: Problem, zones: int) -> Sheet:
    judged = score(problem, grown(problem, zones))
    return Sheet(problem, judged, ground(problem.county, None), "", (), "zh")


@pytest.mark.parametrize("name", SAMPLES)
def test_labels_keep_the_rule_on_the_samples(solved: Solved, name: str) -> None:
    solution, built = solved(name, 4)
    assert solution.score
    holds(Sheet(solution.problem, solution.score, ground(built.county, built.areas), "", (), "zh"))


def test_labels_keep_the_rule_on_counties_that_were_drawn() -> None:
    for seed in range(DRAWN):
        size = (9, 14, 20, 28, 40)[seed % 5]
        holds(plain(Problem(county(size, seed), Policy(zones=ZoneLimits(max=12))), 2 + seed % 6))


@pytest.mark.parametrize(("stations", "named"), [(40, True), (41, False)])
def test_a_small_map_names_stations_where_each_has_190_square_mm(stations: int, named: bool) -> None:
    """95 × 80 mm are 190 mm² for each of 40 stations, and less for each of 41."""
    sheet = replace(plain(Problem(county(stations, 3), Policy(zones=ZoneLimits(max=12))), 4), frame=Box(0, 0, 95, 80))
    found = laid(sheet, Frame.within(sheet.frame, sheet.ground))
    assert {one.words for one in found if not one.framed} == (
        set(sheet.problem.county.short_names.values()) if named else set()
    )
    assert all(one.box.within(sheet.frame) for one in found), "nothing stands off the map"


def test_letters_are_measured_as_they_are_drawn() -> None:
    paper = Paper()
    for words in ("5 青坪山防区", "RA 2A06", "三合街道", "1", "（河）★ g"):
        for size in (6.0, 7.0, 9.5):
            width, height = measured(words, size)
            box = paper.extent(paper.text(0, 0, words, size))
            assert width == pytest.approx(box.width, abs=0.35)
            assert height >= box.height - 0.1


def test_a_label_stays_at_home_where_there_is_room_and_leaves_it_where_there_is_none() -> None:
    home = shapely.box(0, 0, 20, 10)
    label = Label(18, 5, 8, 2, 1.0, home)
    assert Placing(Box(0, 0, 40, 10)).put(label).x == 13.0, "on the left, for the right is off"
    blocked = Placing(Box(0, 0, 40, 10), [Box(0, 0, 16.5, 10)]).put(label)
    assert blocked.x == 23.0


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("size", FORMATS)
def test_the_legend_lies_on_the_sheet_and_off_the_county(solved: Solved, name: str, size: str) -> None:
    solution, built = solved(name, 4)
    assert solution.score
    sheet = Sheet(solution.problem, solution.score, ground(built.county, built.areas), "", (), "zh")
    sheet = replace(sheet, scale=FORMATS[size][2])  # type: ignore[index]
    over = spread(sheet.ground, parts(sheet), size)  # type: ignore[arg-type]
    area = shapely.transform(shapely.union_all(list(sheet.ground.areas)), over.frame)
    assert over.legend.within(over.body)
    assert area.distance(shapely.box(*_sides(over.legend))) > APART * 0.8
    west, south, east, north = area.bounds
    assert Box(west, south, east, north).within(over.body)
    used = (east - west) * (north - south) + over.legend.width * over.legend.height
    assert used > 0.55 * over.body.width * over.body.height, "the sheet is used"
    assert all(Box(x, y, x, y).within(over.legend) for x, y in over.places)


def test_a_county_that_is_high_stands_upright_and_one_that_is_wide_lies(solved: Solved) -> None:
    solution, built = solved("xunhua", 3)
    assert solution.score
    shapes = ground(built.county, built.areas)
    for stretch, upright in ((np.array([1.0, 3.0]), True), (np.array([3.0, 1.0]), False)):
        areas = tuple(shapely.transform(area, lambda xy, s=stretch: xy * s) for area in shapes.areas)
        stretched = replace(shapes, areas=areas, seats=shapes.seats * stretch)
        over = spread(stretched, parts(Sheet(solution.problem, solution.score, stretched, "", (), "zh")), "a4")
        assert (over.height > over.width) is upright
