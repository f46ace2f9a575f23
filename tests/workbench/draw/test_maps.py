"""What a map must never do: lay a name on another, leave an empty box, differ between two runs."""

import warnings
from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodata
from benchmarks.counties import county
from geodata.county.build import Built
from workbench.draw.fonts import MISSING, lettering, remarks
from workbench.draw.ground import cells, ground
from workbench.draw.labels import Box, Label, placed
from workbench.draw.mapping.legend import parts
from workbench.draw.mapping.sheet import Sheet
from workbench.draw.mapping.spread import Format, spread
from workbench.draw.maps import draw
from workbench.draw.paper import Paper
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.policy import Policy, ZoneLimits
from zoning.model.problem import Problem
from zoning.result.solution import Solution

SAMPLES = tuple(geodata.sample_names())
Solved = Callable[..., tuple[Solution, Built]]


def shown(solved: Solved, name: str, zones: int = 4, *, areas: bool = True) -> Sheet:
    solution, built = solved(name, zones)
    assert solution.score
    shapes = ground(solution.problem.county, built.areas if areas else None)
    return Sheet(solution.problem, solution.score, shapes, "可行", (built.county.notice,), "zh")


def drawn(solved: Solved, name: str, zones: int = 4, *, areas: bool = True, size: Format = "a4") -> Paper:
    return draw(shown(solved, name, zones, areas=areas), size)


def boxes(paper: Paper) -> dict[str, Box]:
    return {text.get_text(): paper.extent(text) for text in paper.texts if text.get_text()}


@pytest.mark.parametrize(("name", "zones"), [("fengdu", 4), ("kaizhou", 4), ("kaizhou", 14), ("xunhua", 3)])
def test_no_text_lies_on_another(solved: Solved, name: str, zones: int) -> None:
    found = boxes(drawn(solved, name, zones))
    assert [(a, b) for (a, first), (b, second) in combinations(found.items(), 2) if first.meets(second)] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_is_on_the_page_and_every_station_has_its_name(solved: Solved, name: str) -> None:
    paper = drawn(solved, name, 2)
    found = boxes(paper)
    page = Box(0, 0, paper.width, paper.height)
    assert [text for text, box in found.items() if not box.within(page)] == []
    assert set(solved(name, 2)[0].problem.county.short_names.values()) <= set(found)


def test_a_crowded_county_keeps_every_text_on_the_page_and_numbers_its_zones() -> None:
    problem = Problem(county(150, 1), Policy(zones=ZoneLimits(max=50)))
    zones = [problem.county.codes[k::30] for k in range(30)]
    judged = score(problem, Plan.of(zones))
    paper = draw(Sheet(problem, judged, ground(problem.county, None), "可行", (), "zh"))
    page = Box(0, 0, paper.width, paper.height)
    assert [text for text, box in boxes(paper).items() if not box.within(page)] == []
    written = [text.get_text() for text in paper.texts]
    assert all(written.count(str(k)) >= 1 for k in range(1, 31))
    assert not any(name in written for name in problem.county.names.values())


@pytest.mark.parametrize("name", SAMPLES)
def test_no_character_is_missing_from_the_fonts(solved: Solved, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        paper = drawn(solved, name, 2)
        paper.png()
    assert not any(MISSING in text.get_text() for text in paper.texts)


def test_a_character_that_no_font_has_is_named_and_replaced() -> None:
    assert lettering().safe("河\U000f0000镇\t") == f"河{MISSING}镇 "
    assert remarks(["河镇", "A\n"]) == ()
    (remark,) = remarks(["河\U000f0000镇"])
    assert "U+F0000" in remark.text("zh"), "named in letters that any screen has"


def test_dollar_signs_are_no_formulas() -> None:
    paper = Paper()
    paper.text(10, 10, "$x^{")
    assert paper.png()


def test_equal_plans_give_equal_pictures(solved: Solved) -> None:
    first, second = drawn(solved, "xunhua", 3), drawn(solved, "xunhua", 3)
    assert first.png() == second.png()
    assert first.svg() == second.svg()


def test_the_svg_has_text_to_edit_in_families_that_offices_have_and_no_date(solved: Solved) -> None:
    paper = drawn(solved, "xunhua", 3)
    svg = ElementTree.fromstring(paper.svg())
    written = list(svg.iter("{http://www.w3.org/2000/svg}text"))
    for text in paper.texts:
        same = [one.attrib["style"] for one in written if one.text == text.get_text()]
        assert len(same) >= (2 if text.get_gid() else 1), "one with a halo stands there twice"
        assert "stroke:" not in same[-1], "the letters are above their halo"
    assert all("'Microsoft YaHei', 'SimHei', 'Noto Sans CJK SC'" in one.attrib["style"] for one in written)
    assert not any("DejaVu" in one.attrib["style"] for one in written)
    assert b"dc:date" not in paper.svg()
    assert b"Microsoft" not in paper.svg(embedded=True)


def test_the_scale_bar_is_as_long_as_it_says(solved: Solved) -> None:
    sheet = shown(solved, "fengdu")
    paper = draw(sheet)
    bar = next(text.get_text() for text in paper.texts if text.get_text().endswith("公里"))
    scale = spread(sheet.ground, parts(sheet), "a4").frame.scale
    ends = sorted(text.get_position()[0] for text in paper.texts if text.get_text() in ("0", bar))
    assert ends[1] - ends[0] == pytest.approx(1000 * float(bar.split()[0]) * scale)


def test_without_areas_the_cells_cover_the_seats_and_the_map_says_so(solved: Solved) -> None:
    paper = drawn(solved, "fengdu", areas=False)
    assert any("图形为驻地的泰森多边形" in text.get_text() for text in paper.texts)
    county = solved("fengdu")[1].county
    shapes = ground(county, None)
    assert not shapes.given
    for area, seat in zip(shapes.areas, shapes.seats, strict=True):
        assert area.distance(shapely.Point(seat)) < 1


@pytest.mark.parametrize(
    "seats", [[(0.0, 0.0)], [(0, 0), (0, 0)], [(0, 0), (500, 0), (1000, 0)], [(0, 0), (0, 0), (9, 9)]]
)
def test_cells_exist_for_one_seat_for_a_line_and_for_seats_on_one_spot(seats: list[tuple[float, float]]) -> None:
    found = cells(np.array(seats, dtype=float))
    assert len(found) == len(seats)
    assert all(cell.area > 0 and cell.is_valid for cell in found)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 30)), min_size=1, max_size=25))
def test_labels_never_meet_however_close_their_anchors(anchors: list[tuple[float, float, float]]) -> None:
    labels = [Label(x, y, width, 3.0, 1.0) for x, y, width in anchors]
    obstacles = [Box.around(x, y, 1.0, 1.0) for x, y, _ in anchors]
    places = placed(labels, obstacles, Box(0, 0, 100, 100))
    found = [Box.around(p.x, p.y, label.width, label.height) for p, label in zip(places, labels, strict=True)]
    assert not any(a.meets(b) for a, b in combinations(found, 2))
    assert not any(a.meets(b) for a in found for b in obstacles)


def test_labels_crowded_out_of_the_page_stand_beside_it() -> None:
    labels = [Label(5, 5, 8.0, 3.0, 0.0)] * 12
    places = placed(labels, [], Box(0, 0, 10, 10))
    found = [Box.around(p.x, p.y, 8.0, 3.0) for p in places]
    assert not any(a.meets(b) for a, b in combinations(found, 2))
    assert any(place.x < 0 and place.leader for place in places)
