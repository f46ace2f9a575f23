"""The slides of a report, read back: five of them, shapes that can be edited, the numbers of the report."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from tests.workbench.report.reports import Made
from workbench.report.chapters.gains import compared
from workbench.report.formats.pptx import pptx
from workbench.report.formats.slides import LETTERS, ROWS, tabled
from workbench.report.model import Paragraph
from workbench.report.sections import build
from workbench.tables.table import Table
from zoning.judge.figures import FIGURES


@pytest.fixture(scope="module")
def slides(made: Made) -> list:
    return list(Presentation(io.BytesIO(pptx(made.report, made.material))).slides)


def texts(slide: object) -> str:
    """All words of a slide, tables included."""
    words = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            words.append(shape.text_frame.text)
        if shape.has_table:
            words += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(words)


def table_of(slide: object) -> list[list[str]]:
    (grid,) = (shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in grid.rows]


def test_there_are_five_slides_with_the_notice_and_their_number(made: Made, slides: list) -> None:
    assert len(slides) == 5
    for number, slide in enumerate(slides, start=1):
        assert made.report.notice in texts(slide)
        assert str(number) in texts(slide).split("\n")
        assert slide.shapes.title.text_frame.text


def test_the_first_proposes_what_page_one_does(made: Made, slides: list) -> None:
    lead = next(b for b in made.report.sections[0].blocks if isinstance(b, Paragraph) and b.kind == "lead")
    table = compared(made.material)
    assert lead.text in texts(slides[0])
    assert table_of(slides[0])[1:] == [[table.text(r, c) for c in range(5)] for r in range(len(table.rows))]


def test_the_map_is_a_shape_a_station_and_one_round_every_zone(made: Made, slides: list) -> None:
    shapes = [shape for shape in slides[1].shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    county = made.material.problem.county
    assert sorted(shape.name for shape in shapes) == sorted([*county.short_names.values(), *made.material.names])
    assert all(name in texts(slides[1]) for name in county.short_names.values())
    colours = {
        str(shape.fill.fore_color.rgb if shape.fill.type == 1 else shape.fill.back_color.rgb)
        for shape in shapes
        if shape.name in county.short_names.values()
    }
    assert len(colours) == len(made.material.judged.zones)


def test_tables_are_those_of_the_report(made: Made, slides: list) -> None:
    zones = next(s for s in made.report.sections if s.key == "zones")
    table = next(b for b in zones.blocks if isinstance(b, Table))
    shown = table_of(slides[2])[1:]
    assert shown == [[table.text(r, c) for c in range(len(table.columns))] for r in range(len(table.rows))]
    assert not any(re.search(r"表 \d", texts(slide)) for slide in slides), "numbers of tables are the report's"
    members = texts(slides[3])
    assert all(name in members for name in made.material.problem.county.short_names.values())


def test_the_chart_holds_the_very_numbers(made: Made, slides: list) -> None:
    (chart,) = (shape.chart for shape in slides[4].shapes if shape.has_chart)
    figure = FIGURES["workload_per_officer"]
    loads = [figure.rounded(zone.figures[figure.key]) for zone in made.material.judged.zones]
    assert list(chart.plots[0].series[0].values) == list(reversed(loads))
    assert [str(c).split(" ")[1] for c in chart.plots[0].categories] == list(reversed(made.material.names))


def test_nothing_lies_beyond_the_slide(made: Made) -> None:
    show = Presentation(io.BytesIO(pptx(made.report, made.material)))
    for slide in show.slides:
        for shape in slide.shapes:
            assert shape.left >= 0, shape.name
            assert shape.left + shape.width <= show.slide_width, shape.name
            assert shape.top + shape.height <= show.slide_height, shape.name


def test_a_long_table_says_how_many_rows_the_report_has_besides(made: Made) -> None:
    zones = next(s for s in made.report.sections if s.key == "zones")
    assert len(made.material.judged.zones) <= ROWS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.report.formats.slides.ROWS", 1)
        slide = list(Presentation(io.BytesIO(pptx(made.report, made.material))).slides)[2]
    table = next(b for b in zones.blocks if isinstance(b, Table))
    assert f"其余 {len(table.rows) - 1} 行" in texts(slide)
    assert len(table_of(slide)) == 2


@pytest.mark.parametrize("rows", [2, 3, 5, 9, ROWS])
def test_a_table_fills_the_room_that_it_has_and_leaves_no_row_out(made: Made, rows: int) -> None:
    zones = next(s for s in made.report.sections if s.key == "zones")
    whole = next(b for b in zones.blocks if isinstance(b, Table))
    table = replace(whole, rows=[whole.rows[0]] * rows, zones=(0,) * rows)
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    end, shown = tabled(slide, table, (14.0, 30.0, 310.0, 138.0))
    assert shown == rows
    assert 30.0 + 138.0 * min(0.85, 0.27 + 0.12 * rows) <= end <= 30.0 + 138.0
    sizes = {run.font.size.pt for run in runs_of(slide)}
    assert max(sizes) <= LETTERS
    assert rows > 5 or min(sizes) >= 13, "few rows are read from afar"


def runs_of(slide: Any) -> list[Any]:
    (grid,) = (shape.table for shape in slide.shapes if shape.has_table)
    cells = (cell for row in grid.rows for cell in row.cells)
    return [run for cell in cells for paragraph in cell.text_frame.paragraphs for run in paragraph.runs]


def test_the_note_of_a_table_stands_below_it_where_there_is_room(made: Made, slides: list) -> None:
    zones = next(s for s in made.report.sections if s.key == "zones")
    table = next(b for b in zones.blocks if isinstance(b, Table))
    assert "与均值之差" in table.note
    assert table.note in texts(slides[2])


def test_equal_reports_give_equal_files(made: Made) -> None:
    assert pptx(made.report, made.material) == pptx(build(made.material), made.material)
