"""Maps of the systems beside the zones: shades, what stands on them, and the same in the layers for QGIS."""

import math
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyogrio  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.county.build import Built
from systems.deployment.mexclp import Fleet, usual
from systems.deployment.report import deployment_report
from systems.deployment.standing import standing_today
from systems.posts.report import posts_report
from systems.response.response import response
from systems.rooms.rooms import rooms_of
from systems.staffing.staffing import staffing
from workbench.draw.ground import ground
from workbench.draw.layers import field
from workbench.draw.services import service_files
from workbench.draw.subjects import SUBJECTS
from workbench.draw.theme import SHADES, Leaf, draw, layers, shade, steps
from zoning.judge.figures import FIGURES
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

MINUTES = FIGURES["minutes_zone"]


@cache
def built() -> Built:
    return geodata.read("sample:xunhua")


@cache
def found(key: str) -> object:
    """What a system finds for a sample county, each with something to draw."""
    county = built().county
    plan = Plan.from_labels(county.codes, [k % 2 for k in range(len(county))])
    if key == "staffing":
        return staffing(county)
    if key == "beats":
        return rooms_of(built(), read_policy("hengshan"))
    if key == "posts":
        return posts_report(county, new=2)
    if key == "deploy":
        return deployment_report(county, standing_today(county), Fleet(units=usual(county)))
    return response(Problem(county, read_policy("haidong")), plan, calls=2000)


def leaf(key: str) -> Leaf:
    theme = SUBJECTS[key](found(key), "zh")
    return Leaf(theme, built().county, ground(built().county, built().areas), "zh")


@given(st.lists(st.floats(0, 500), min_size=1, max_size=40))
def test_classes_hold_every_value_and_rise_from_light_to_dark(values: list[float]) -> None:
    bounds = steps(MINUTES, np.array(values))
    assert list(bounds) == sorted(set(bounds))
    assert bounds[-1] == MINUTES.rounded(max(values))
    shades = [SHADES.index(shade(MINUTES, bounds, value)) for value in sorted(values)]
    assert shades == sorted(shades)
    assert len(bounds) == min(len({MINUTES.rounded(v) for v in values}), len(bounds))


def test_few_values_have_a_class_each_and_what_is_not_known_has_none() -> None:
    figure = FIGURES["short"]
    values = np.array([0.0, 2.0, 2.0, 7.0, math.nan])
    bounds = steps(figure, values)
    assert bounds == (0, 2, 7)
    assert [shade(figure, bounds, float(v)) for v in values] == [SHADES[0], SHADES[2], SHADES[2], SHADES[4], "white"]


def test_many_values_have_about_as_many_stations_a_class() -> None:
    values = np.array([1.0] * 3 + [float(k * k) for k in range(2, 30)])
    bounds = steps(FIGURES["hours_left"], values)
    sizes = [sum(low < v <= end for v in values) for low, end in pairwise((-math.inf, *bounds))]
    assert len(bounds) == len(SHADES)
    assert max(sizes) - min(sizes) <= 2


@pytest.mark.parametrize("key", SUBJECTS)
def test_the_layers_hold_every_station_with_its_figure_and_all_that_is_drawn(key: str, tmp_path: Path) -> None:
    made = leaf(key)
    path = tmp_path / "map.gpkg"
    path.write_bytes(layers(made))
    names = {name for name, _ in pyogrio.list_layers(path)}
    stations = pyogrio.read_dataframe(path, layer="stations")
    assert stations["代码"].tolist() == list(built().county.codes)
    column = field(made.theme.figure, "zh")
    np.testing.assert_allclose(stations[column].to_numpy(dtype=float), made.theme.values)
    assert ("spots" in names, "links" in names) == (bool(made.theme.spots), bool(made.theme.links))
    for layer, held in (("spots", made.theme.spots), ("links", made.theme.links)):
        if held:
            assert len(pyogrio.read_dataframe(path, layer=layer)) == len(held)
    assert all("虚构" in notice for notice in stations["密级及声明"])


@pytest.mark.parametrize("key", SUBJECTS)
def test_no_words_of_a_map_lie_on_each_other_or_off_the_page(key: str) -> None:
    paper = draw(leaf(key))
    words = [text for text in paper.texts if text.get_text().strip() and text.get_zorder() >= 0]
    boxes = [paper.extent(text) for text in words]
    for box, text in zip(boxes, words, strict=True):
        assert box.left >= -0.5, text.get_text()
        assert box.right <= paper.width + 0.5, text.get_text()
        assert box.bottom >= -0.5, text.get_text()
        assert box.top <= paper.height + 0.5, text.get_text()
    named = [(b, t.get_text()) for b, t in zip(boxes, words, strict=True)]
    over = Counter(
        (one, other) for k, (box, one) in enumerate(named) for second, other in named[:k] if box.meets(second)
    )
    assert not over, f"{key}: {over}"


@pytest.mark.parametrize("key", SUBJECTS)
def test_the_files_are_the_same_every_time(key: str) -> None:
    plan = Plan.of([built().county.codes])
    files = service_files(key, found(key), built(), "zh", plan)
    assert set(files) == {f"{key}.png", f"{key}.svg", f"{key}.gpkg"}
    assert files == service_files(key, found(key), built(), "zh", plan)


def test_what_stands_on_the_maps_is_what_was_found() -> None:
    county = built().county
    kinds = {key: Counter(spot.kind for spot in leaf(key).theme.spots) for key in SUBJECTS}
    rooms, posts = found("beats"), found("posts")
    assert kinds["beats"]["room"] == sum(len(one.rooms) for one in rooms.stations)  # type: ignore[attr-defined]
    assert kinds["beats"]["room"] + kinds["beats"]["village"] == len(county.bureau.villages)
    assert (kinds["posts"]["post"], kinds["posts"]["new_post"]) == (len(county.bureau.posts), 2)
    bound = sum(k >= 0 for k in posts.binding.post)  # type: ignore[attr-defined]
    assert len(leaf("posts").theme.links) == bound
    moved = [int(link.words) for link in leaf("staffing").theme.links]
    assert moved == [move.officers for move in found("staffing").moves]  # type: ignore[attr-defined]
