"""A report as five slides for a meeting: the proposal, the map, the zones, who changes, what is gained and lost.

Whoever presents them can change all of it: the map is made of shapes, a station each, tables are tables and the chart
has its numbers behind it. Words and figures are those of the report. What it may get wrong: a long table shows its
first rows and says how many more the report has; the width of a name on the map is reckoned, not measured.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt
from rich.cells import cell_len

from workbench.draw.labels import Box, Label, placed
from workbench.draw.mapping.sheet import CROWD, INK
from workbench.report.chapters.gains import compared
from workbench.report.formats.dated import dated
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Report, Section, widths
from workbench.tables.palette import slot
from workbench.tables.plan.zones import zones as all_zones
from workbench.tables.table import Table
from zoning.judge.figures import FIGURES, by_key

WIDE, HIGH, EDGE = 338.7, 190.5, 14.0
"""A slide of 16 : 9 and its margin, in mm."""
TOP, FOOT = 30.0, 12.0
"""Below the title begins what a slide says, above the notice it ends."""
FONT = "微软雅黑"
ROWS, ROW, TALL, HEAD = 13, 8.0, 12.0, 1.7
"""Rows of a table that a slide has room for, the least and greatest height of one in mm, and rows that a head takes."""
PT_MM, CELL = 1.25, 0.2
"""Letters of a table in points a mm of a row, and a screen cell (half a Chinese character) in mm a point."""
STEPS = 600
"""The map is drawn to a part in so many of its extent."""
PATTERNS = {
    "///": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\\\\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "...": MSO_PATTERN.PERCENT_20,
    "xx": MSO_PATTERN.OUTLINED_DIAMOND,
    "---": MSO_PATTERN.NARROW_HORIZONTAL,
    "|||": MSO_PATTERN.NARROW_VERTICAL,
    "oo": MSO_PATTERN.SPHERE,
    "++": MSO_PATTERN.SMALL_GRID,
}
"""What office programs call the hatches of the zones."""
NAME_PT = 9.0
"""Letters of names on the map, in points."""
HEADING = "#DCE6F1"
DARK, GREY, RED = RGBColor(0x22, 0x22, 0x22), RGBColor(0x66, 0x66, 0x66), RGBColor(0xA0, 0, 0)
LEGEND = by_key("stations", "officers", "workload_per_officer")


def pptx(report: Report, material: Material) -> bytes:
    """The file."""
    show = Presentation()
    show.slide_width, show.slide_height = Mm(WIDE), Mm(HIGH)
    chapters = {section.key: section for section in report.sections}
    first = chapters["summary"]
    _proposal(_slide(show, report, report.title), report, first, compared(material))
    _map(_slide(show, report, material.say("map")), material)
    figures = next(block for block in chapters["zones"].blocks if isinstance(block, Table))
    _listed(_slide(show, report, _title(chapters["zones"])), [figures], material)
    if "changes" in chapters:
        _listed(_slide(show, report, _title(chapters["changes"])), chapters["changes"].blocks, material)
    else:
        members = all_zones(material.problem, material.judged, material.language, by_key("stations"))
        _listed(_slide(show, report, material.say("slide_members")), [members], material)
    _balance(_slide(show, report, material.say("slide_balance")), first, material)
    properties = show.core_properties
    properties.title, properties.comments = report.title, report.notice[:255]
    properties.author = properties.last_modified_by = report.issue.unit or "zoning"
    stream = io.BytesIO()
    show.save(stream)
    return dated(stream.getvalue(), report.issue.time)


def _title(section: Section) -> str:
    """The title of a chapter without its number."""
    return section.title.partition("、")[2] or section.title.partition(". ")[2] or section.title


def _slide(show: Any, report: Report, title: str) -> Any:
    """An empty slide with its title, the notice at its foot and its number."""
    slide = show.slides.add_slide(show.slide_layouts[5])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = Mm(EDGE), Mm(8), Mm(WIDE - 2 * EDGE), Mm(16)
    _say(place.text_frame, title, 26, bold=True)
    _text(slide, str(len(show.slides)), 10, (WIDE - EDGE - 12, HIGH - 10, 12, 7), colour=GREY, side=PP_ALIGN.RIGHT)
    if report.notice:
        _text(slide, report.notice, 9, (EDGE, HIGH - 10, WIDE - 2 * EDGE - 14, 7), colour=RED)
    return slide


def _text(slide: Any, words: str, size: float, at: tuple[float, float, float, float], **look: Any) -> Any:
    """A text in a box of (left, top, width, height) in mm."""
    frame = slide.shapes.add_textbox(*map(Mm, at)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _say(frame, words, size, **look)
    return frame


def _say(
    frame: Any,
    words: str,
    size: float,
    *,
    bold: bool = False,
    colour: RGBColor = DARK,
    side: Any = PP_ALIGN.LEFT,
    more: bool = False,
) -> None:
    """Write into a text frame, as one more paragraph where ``more``."""
    paragraph = frame.add_paragraph() if more else frame.paragraphs[0]
    paragraph.alignment = side
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.color.rgb, run.font.name = Pt(size), bold, colour, FONT
    east = run._r.get_or_add_rPr().makeelement(qn("a:ea"), {"typeface": FONT})
    run._r.get_or_add_rPr().append(east)


def _proposal(slide: Any, report: Report, summary: Section, table: Table) -> None:
    """What is proposed, broken rules, and what is compared."""
    frame = _text(slide, report.subtitle, 16, (EDGE, TOP, WIDE - 2 * EDGE, 60), colour=GREY)
    for block in summary.blocks:
        match block:
            case Paragraph(kind="lead"):
                _say(frame, block.text, 18, more=True)
            case Paragraph(kind="warning"):
                _say(frame, block.text, 14, colour=RED, more=True)
    _table(slide, table, (EDGE, TOP + 66, WIDE - 2 * EDGE, HIGH - TOP - 66 - FOOT))


def _listed(slide: Any, blocks: Sequence[Block], material: Material) -> None:
    """The first paragraph and the first table among these."""
    says = next((block.text for block in blocks if isinstance(block, Paragraph)), "")
    table = next((block for block in blocks if isinstance(block, Table)), None)
    top = TOP
    if says:
        _text(slide, says, 14, (EDGE, top, WIDE - 2 * EDGE, 16))
        top += 18
    if table is None:
        return
    end = _table(slide, table, (EDGE, top, WIDE - 2 * EDGE, HIGH - top - FOOT - 8))
    if len(table.rows) > ROWS:
        more = material.say("slide_more", count=len(table.rows) - ROWS)
        _text(slide, more, 11, (EDGE, end + 2, WIDE - 2 * EDGE, 7), colour=GREY)


def _table(slide: Any, table: Table, at: tuple[float, float, float, float], *, titled: bool = True) -> float:
    """A table that can be edited in a box of (left, top, width, height) in mm; gives where it ends."""
    left, top, room, high = at
    if titled:
        _text(slide, table.title, 13, (left, top, room, 7), bold=True)
        top, high = top + 8, high - 8
    shown = replace(table, rows=table.rows[:ROWS], zones=table.zones[:ROWS])
    tall = max(ROW, min(TALL, high / (len(shown.rows) + HEAD)))
    cell = PT_MM * tall * CELL
    columns, scale = widths(shown, room / cell)
    size = round(PT_MM * tall * min(scale, 1.0), 1)
    grid = slide.shapes.add_table(
        len(shown.rows) + 1, len(columns), *map(Mm, (left, top, room, tall * (len(shown.rows) + HEAD)))
    ).table
    for r, row in enumerate(grid.rows):
        row.height = Mm(tall if r else HEAD * tall)
    for c, (width, column) in enumerate(zip(columns, shown.columns, strict=True)):
        grid.columns[c].width = Mm(width * scale * cell)
        side = PP_ALIGN.RIGHT if column.numeric else PP_ALIGN.LEFT
        _cell(grid.cell(0, c), "\n".join(filter(None, (column.title, column.unit))), size, side, HEADING, bold=True)
        for r in range(len(shown.rows)):
            fill = slot(shown.zones[r]).colour if c == 0 and shown.zones else "#FFFFFF"
            _cell(grid.cell(r + 1, c), shown.text(r, c), size, side, fill)
    return top + tall * (len(shown.rows) + HEAD)


def _cell(cell: Any, words: str, size: float, side: Any, fill: str, *, bold: bool = False) -> None:
    cell.margin_top = cell.margin_bottom = Mm(0.6)
    cell.margin_left = cell.margin_right = Mm(1.6)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:])
    _say(cell.text_frame, words, size, bold=bold, side=side)


def _map(slide: Any, material: Material) -> None:
    """A shape a station, a line round every zone, offices, names, and the legend as a table."""
    ground, zones, county = material.ground, material.judged.zones, material.problem.county
    west, south, east, north = ground.box
    room = (190.0, HIGH - TOP - FOOT - 4)
    scale = min(room[0] / (east - west), room[1] / (north - south))
    shift = np.array([EDGE + (room[0] - scale * (east - west)) / 2, TOP + (room[1] - scale * (north - south)) / 2])

    def on_slide(xy: Any) -> Any:
        return np.column_stack([xy[:, 0] - west, north - xy[:, 1]]) * scale + shift

    fine = max(east - west, north - south) / STEPS
    areas = shapely.coverage_simplify(np.array(ground.areas, dtype=object), fine)
    for z, zone in enumerate(zones):
        rows = [county.index[code] for code in zone.stations]
        for row in rows:
            shape = _freeform(slide, shapely.transform(areas[row], on_slide))
            if shape is not None:
                shape.name = county.names[county.codes[row]]
                _filled(shape, z)
        outline = _freeform(slide, shapely.transform(shapely.union_all(areas[rows]), on_slide))
        if outline is not None:
            outline.name = material.names[z]
            outline.fill.background()
            outline.shadow.inherit = False
            outline.line.width, outline.line.color.rgb = Pt(2.25), RGBColor.from_string(INK[1:])
    _named(slide, material, on_slide(ground.seats))
    table = all_zones(material.problem, material.judged, material.language, LEGEND, members=False)
    _table(slide, table, (EDGE + 196, TOP, WIDE - 2 * EDGE - 196, HIGH - TOP - FOOT), titled=False)


def _named(slide: Any, material: Material, seats: Any) -> None:
    """The names of the stations, offices with a star, each at the nearest free place."""
    county = material.problem.county
    offices = {zone.office for zone in material.judged.zones}
    words, labels = [], []
    for code, (x, y) in zip(county.codes, seats.tolist(), strict=True):
        if code in offices or len(county) <= CROWD:
            name = county.short_names[code]
            words.append(f"★{name}" if code in offices else name)
            labels.append(Label(x, -y, cell_len(words[-1]) * NAME_PT * CELL, NAME_PT * 0.5, 0.0))
    page = Box(EDGE, -(HIGH - FOOT), EDGE + 194, -TOP)
    for says, label, place in zip(words, labels, placed(labels, [], page), strict=True):
        if place.leader:
            line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(Mm, (label.x, -label.y, place.x, -place.y)))
            line.line.width, line.line.color.rgb = Pt(0.5), DARK
        wide = label.width + 6
        at = (place.x - wide / 2, -place.y - label.height / 2, wide, label.height)
        _text(slide, says, NAME_PT, at, bold=says.startswith("★"), side=PP_ALIGN.CENTER)


def _filled(shape: Any, zone: int) -> None:
    """Colour and hatch of the zone, and a thin line round the station."""
    look = slot(zone)
    colour = RGBColor.from_string(look.colour[1:])
    if look.hatch in PATTERNS:
        shape.fill.patterned()
        shape.fill.pattern = PATTERNS[look.hatch]
        shape.fill.back_color.rgb, shape.fill.fore_color.rgb = colour, RGBColor(0x77, 0x77, 0x77)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour
    shape.line.width, shape.line.color.rgb = Pt(0.5), GREY
    shape.shadow.inherit = False


def _freeform(slide: Any, geometry: Any) -> Any:
    """A shape of the rings of a geometry in mm, or ``None`` where nothing is left of it."""
    rings = [ring for ring in _rings(geometry) if len(ring) > 2]
    if not rings:
        return None
    unit = 1000  # of the drawing's own plane in a mm
    builder = slide.shapes.build_freeform(*_whole(rings[0][0], unit), scale=Mm(1) / unit)
    for k, ring in enumerate(rings):
        if k:
            builder.move_to(*_whole(ring[0], unit))
        builder.add_line_segments([_whole(point, unit) for point in ring[1:]], close=True)
    return builder.convert_to_shape()


def _whole(point: Sequence[float], unit: int) -> tuple[int, int]:
    return round(point[0] * unit), round(point[1] * unit)


def _rings(geometry: Any) -> Iterator[list[list[float]]]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring)[:-1].tolist()


def _balance(slide: Any, summary: Section, material: Material) -> None:
    """What is gained and what it costs, beside the workload per officer as a chart with its numbers behind it."""
    half = (WIDE - 3 * EDGE) / 2
    frame = _text(slide, "", 6, (EDGE, TOP - 4, half, HIGH - TOP - FOOT))
    for block in summary.blocks:
        if isinstance(block, Heading):
            _say(frame, block.text, 16, bold=True, more=True)
        elif isinstance(block, Paragraph) and block.kind == "point":
            _say(frame, f"• {block.head}{block.text}", 13, more=True)
    figure = FIGURES["workload_per_officer"]
    data = CategoryChartData()
    data.categories = [f"{z + 1} {name}" for z, name in reversed(list(enumerate(material.names)))]
    loads = [zone.figures[figure.key] for zone in reversed(material.judged.zones)]
    title = figure.header(material.language)
    data.add_series(title, [figure.rounded(load) if np.isfinite(load) else None for load in loads])
    at = (2 * EDGE + half, TOP, half, HIGH - TOP - FOOT - 4)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Mm, at), data).chart
    chart.has_legend, chart.has_title = False, True
    _say(chart.chart_title.text_frame, title, 13, bold=True)
    chart.font.size, chart.font.name = Pt(11), FONT
    plot = chart.plots[0]
    chart.value_axis.has_major_gridlines = chart.value_axis.visible = False
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = Pt(11)
    for k, point in enumerate(reversed(range(len(loads)))):
        bar = plot.series[0].points[k]
        bar.format.fill.solid()
        bar.format.fill.fore_color.rgb = RGBColor.from_string(slot(point).colour[1:])
