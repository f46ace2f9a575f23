"""Maps of density: classes by hand, cells that make up the county, names apart, and the same figures in the layers."""

from functools import cache
from pathlib import Path

import numpy as np
import pyogrio  # type: ignore[import-untyped]
import pytest
import shapely

import geodata
from geodata.county.build import Built
from geodata.density.grid import Gridded, grid_of
from geodata.density.kept import Cell, Kept, Squares
from geodata.density.parts import Part
from systems.density.density import density
from systems.deployment.standing import standing_today
from workbench.draw.ground import ground
from workbench.draw.layers import field
from workbench.draw.mapping.densities import Drawing, files, halves, squares, themes, times
from workbench.draw.theme import SHADES, draw, shade
from zoning.judge.figures import FIGURES

FIGURE = FIGURES["incidents_per_km2"]


@cache
def built() -> Built:
    return geodata.read("sample:xunhua")


@cache
def drawing() -> Drawing:
    """The sample with evenings that are busy and a grid in every cell of its own."""
    county = built().county
    land = ground(county, built().areas)
    grid = grid_of(land)
    middles = grid.middles()[grid.inside.ravel()]
    cells = [Cell(float(lon), float(lat), None, 1.0 + k % 16) for k, (lon, lat) in enumerate(middles)]
    hours = np.ones((*county.counts.shape, 7, 24))
    hours[..., 18:] = 4.0
    kept = Kept(hours, None, Squares(grid.cell, 900.0, {Part(): cells}))
    return Drawing(density(county, standing_today(county), kept), county, land, "zh")


def test_classes_of_cells_halve_from_the_greatest_down() -> None:
    values = np.array([0.3, 1, 1.01, 2, 3, 4, 5, 8, 9, 16])
    assert halves(FIGURE, values) == (1, 2, 4, 8, 16)
    assert [SHADES.index(shade(FIGURE, (1, 2, 4, 8, 16), v)) for v in (0.3, 1.01, 3, 8, 9)] == [0, 1, 2, 3, 4]
    assert halves(FIGURE, np.array([1.0, 3.0, np.nan])) == (1, 3)
    assert halves(FIGURE, np.array([0.1, 0.2, 0.3, 0.4, 0.5, 100.0])) == (0.5, 100.0), "no class is empty"


def test_stations_are_shaded_by_their_rate_and_the_densest_is_darkest() -> None:
    theme = next(themes(drawing()))
    county = built().county
    wanted = county.counts.sum(axis=1) / county.years / county.area_km2
    assert theme.values == pytest.approx(wanted)
    assert theme.steps[-1] == FIGURE.rounded(wanted.max())
    assert shade(FIGURE, theme.steps, wanted.max()) == SHADES[-1]
    sizes = np.bincount([SHADES.index(shade(FIGURE, theme.steps, v)) for v in wanted])
    assert sizes.tolist() == [2, 2, 2, 2, 1], "nine stations in classes of about as many each"


def test_cells_make_up_the_county_and_nothing_beside_it() -> None:
    own = drawing()
    assert own.found.grid is not None
    cells = squares(own.found.grid, own.ground)
    land = own.ground.merged(range(len(own.county)))
    assert sum(cell.area for cell in cells) == pytest.approx(land.area, rel=1e-9)
    assert shapely.union_all(cells).difference(land.buffer(0.01)).area == pytest.approx(0, abs=1)


def test_parts_of_the_day_have_the_same_classes_side_by_side() -> None:
    paper = times(drawing())
    assert paper is not None
    words = [text.get_text() for text in paper.texts]
    assert [word for word in words if word in ("凌晨", "上午", "下午", "晚上", "春", "夏", "秋", "冬")] == [
        "凌晨", "上午", "下午", "晚上", "春", "夏", "秋", "冬",
    ]  # fmt: skip
    county = geodata.read_county("sample:fengdu")
    bare = Drawing(density(county, standing_today(county), Kept()), county, drawing().ground, "zh")
    assert times(bare) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_lie_on_each_other_or_on_a_mark_or_off_the_page(language: str) -> None:
    own = Drawing(drawing().found, built().county, drawing().ground, "zh" if language == "zh" else "en")
    papers = [draw(own.leaf(theme)) for theme in themes(own)]
    for paper in (*papers, times(own)):
        assert paper is not None
        boxes = [paper.extent(text) for text in paper.texts if text.get_text().strip()]
        assert all(
            box.left >= 0 and box.right <= paper.width and box.bottom >= 0 and box.top <= paper.height for box in boxes
        )
        assert not [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if a.meets(b)]


def test_the_layers_hold_what_the_maps_show_and_files_are_the_same_each_time(tmp_path: Path) -> None:
    own = drawing()
    made = files(own)
    assert set(made) == {
        "density_per_km2.png", "density_per_km2.svg", "density_grid.png", "density_grid.svg",
        "density_times.png", "density_times.svg", "density.gpkg",
    }  # fmt: skip
    path = tmp_path / "density.gpkg"
    path.write_bytes(made["density.gpkg"])
    names = [name for name, _ in pyogrio.list_layers(path)]
    assert [name for name in names if name != "layer_styles"] == ["stations", "grid", "villages"]
    stations, grid, villages = (pyogrio.read_dataframe(path, layer=name) for name in names[:3])
    theme, smooth = themes(own)
    np.testing.assert_allclose(stations[field(FIGURE, "zh")].to_numpy(dtype=float), theme.values)
    evening = stations[f"晚上 {field(FIGURE, 'zh')}"].to_numpy(dtype=float)
    assert evening == pytest.approx(own.values("per_km2", Part("band", "evening")))
    assert own.found.grid is not None
    assert len(grid) == len(own.found.grid.squares)
    assert villages["村（社区）"].tolist() == [one.place.name for one in own.found.villages]
    assert all("虚构" in notice for layer in (stations, grid, villages) for notice in layer["密级及声明"])
    assert draw(own.leaf(smooth)).svg() == made["density_grid.svg"]


def test_nothing_but_counts_is_held_of_a_grid() -> None:
    gridded = Gridded(grid_of(drawing().ground), ["traffic"])
    assert set(vars(gridded)) == {"grid", "parts", "counts"}
