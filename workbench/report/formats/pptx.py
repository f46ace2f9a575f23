"""A report as five slides for a meeting: the proposal, the map, the zones, who changes, what is gained and lost.

Whoever presents them can change all of it: the map is made of shapes, a station each, tables are tables and the chart
has its numbers behind it. Words and figures are those of the report. What it may get wrong: a long table shows its
first rows and says how many more the report has; the width of a name on the map is reckoned, not measured.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

import numpy as np
import shapely
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import PP_ALIGN
from pptx.util import Mm, Pt
from rich.cells import cell_len

from workbench.draw.labels import Box, Label, placed
from workbench.draw.mapping.sheet import CROWD, INK
from workbench.report.chapters.gains import compared
from workbench.report.chapters.plan import ALL_ZONES, changes
from workbench.report.formats.dated import dated
from workbench.report.formats.slides import CELL, DARK, FONT, GREY, LINE, RED, say_in, tabled, write
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Report, Section
from workbench.tables.palette import slot
from workbench.tables.plan.zones import zones as all_zones
from workbench.tables.table import Table
from zoning.judge.figures import FIGURES, by_key

WIDE, HIGH, EDGE = 338.7, 190.5, 14.0
"""A slide of 16 : 9 and its margin, in mm."""
TOP, FOOT = 30.0, 12.0
"""Below the title begins what a slide says, above the notice it ends."""
SUBTITLE, LEAD, WARNING, NOTE = 16.0, 18.0, 14.0, 12.0
"""Letters of the first slide, in points, and of the notes below tables."""
POINTS = (16.0, 15.0, 14.0, 13.0, 12.0)
"""Letters of what is gained and what it costs: the largest that fit, in points; headings have three more."""
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
WIDER = 1.05
"""How much wider letters are than reckoned in the fonts that stand in."""
NAME_PT, CLOSE = 11.0, 40
"""Letters of names on the map, in points; of more stations than so many they are smaller."""
LEGEND = by_key("stations", "officers", "workload_per_officer")


def pptx(report: Report, material: Material) -> bytes:
    """The file."""
    show = Presentation()
    show.slide_width, show.slide_height = Mm(WIDE), Mm(HIGH)
    chapters = {section.key: section for section in report.sections}
    first = chapters["summary"]
    _proposal(_slide(show, report, report.title), report, first, compared(material))
    _map(_slide(show, report, material.say("map")), material)
    # Tables are made anew, for those of the report have its numbers before their titles.
    figures = all_zones(material.problem, material.judged, material.language, ALL_ZONES, members=False)
    _listed(_slide(show, report, _title(chapters["zones"])), [figures], material)
    if "changes" in chapters:
        _listed(_slide(show, report, _title(chapters["changes"])), changes(material), material)
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
    place.text_frame.margin_left = 0
    say_in(place.text_frame, title, 26, bold=True)
    write(slide, str(len(show.slides)), 10, (WIDE - EDGE - 12, HIGH - 10, 12, 7), colour=GREY, side=PP_ALIGN.RIGHT)
    if report.notice:
        write(slide, report.notice, 8, (EDGE, HIGH - 11.5, WIDE - 2 * EDGE - 14, 8), colour=RED)
    return slide


def _proposal(slide: Any, report: Report, summary: Section, table: Table) -> None:
    """What is proposed, broken rules, a line each, and what is compared."""
    said = [(report.subtitle, SUBTITLE, GREY)]
    for block in takewhile(lambda block: isinstance(block, Paragraph), summary.blocks):
        match block:
            case Paragraph(kind="lead"):
                said.append((block.text, LEAD, DARK))
            case Paragraph(kind="warning"):
                said.append((block.text, WARNING, RED))
            case Paragraph(kind="point"):
                said.append((f"• {block.head}{block.text}", WARNING, DARK))
    room = WIDE - 2 * EDGE
    high = _high([(words, size) for words, size, _ in said], room)
    frame = write(slide, "", 1, (EDGE, TOP, room, high))
    for k, (words, size, colour) in enumerate(said):
        say_in(frame, words, size, colour=colour, more=k > 0)
    top = TOP + high + 8
    tabled(slide, table, (EDGE, top, room, HIGH - top - FOOT))


def _listed(slide: Any, blocks: Sequence[Block], material: Material) -> None:
    """The first paragraph and the first table among these, with its note where there is room."""
    says = next((block.text for block in blocks if isinstance(block, Paragraph)), "")
    table = next((block for block in blocks if isinstance(block, Table)), None)
    top = TOP
    if says:
        write(slide, says, 14, (EDGE, top, WIDE - 2 * EDGE, 16))
        top += 18
    if table is None:
        return
    end, shown = tabled(slide, table, (EDGE, top, WIDE - 2 * EDGE, HIGH - top - FOOT - 8))
    _rest(slide, table, shown, (EDGE, end + 2), material)
    under = end + (9 if shown < len(table.rows) else 3)
    high = _high([(table.note, NOTE)], WIDE - 2 * EDGE)
    if table.note and under + high <= HIGH - FOOT:
        write(slide, table.note, NOTE, (EDGE, under, WIDE - 2 * EDGE, high), colour=GREY)


def _high(said: Sequence[tuple[str, float]], room: float) -> float:
    """The height that paragraphs of letters of so many points need in a room of so many mm."""
    return sum(math.ceil(cell_len(words) * size * CELL / room) * size * LINE for words, size in said)


def _rest(slide: Any, table: Table, shown: int, at: tuple[float, float], material: Material) -> None:
    """How many rows of a table the report has besides."""
    if len(table.rows) > shown:
        write(slide, material.say("slide_more", count=len(table.rows) - shown), 11, (*at, 100, 7), colour=GREY)


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
                shape.name = county.short_names[county.codes[row]]
                _filled(shape, z)
        outline = _freeform(slide, shapely.transform(shapely.union_all(areas[rows]), on_slide))
        if outline is not None:
            outline.name = material.names[z]
            outline.fill.background()
            outline.shadow.inherit = False
            outline.line.width, outline.line.color.rgb = Pt(2.25), RGBColor.from_string(INK[1:])
    _named(slide, material, on_slide(ground.seats))
    whole = all_zones(material.problem, material.judged, material.language, LEGEND, members=False)
    # The office has a star on the map: without its column letters are large enough to be read from afar.
    table = replace(whole, columns=(whole.columns[0], *whole.columns[2:]), rows=[(r[0], *r[2:]) for r in whole.rows])
    left = EDGE + 196
    end, shown = tabled(slide, table, (left, TOP, WIDE - EDGE - left, HIGH - TOP - FOOT - 8), titled=False)
    _rest(slide, table, shown, (left, end + 2), material)


def _named(slide: Any, material: Material, seats: Any) -> None:
    """The names of the stations, offices with a star, each at the nearest free place."""
    county = material.problem.county
    offices = {zone.office for zone in material.judged.zones}
    size = NAME_PT if len(county) <= CLOSE else 8.0
    words, labels = [], []
    for code, (x, y) in zip(county.codes, seats.tolist(), strict=True):
        if code in offices or len(county) <= CROWD:
            name = county.short_names[code]
            words.append(f"★{name}" if code in offices else name)
            labels.append(Label(x, -y, cell_len(words[-1]) * size * CELL, size * 0.5, 0.0))
    page = Box(EDGE, -(HIGH - FOOT), EDGE + 194, -TOP)
    for says, label, place in zip(words, labels, placed(labels, [], page), strict=True):
        if place.leader:
            line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(Mm, (label.x, -label.y, place.x, -place.y)))
            line.line.width, line.line.color.rgb = Pt(0.5), DARK
        wide = label.width + 6
        at = (place.x - wide / 2, -place.y - label.height / 2, wide, label.height)
        write(slide, says, size, at, bold=says.startswith("★"), side=PP_ALIGN.CENTER)


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
    said: list[tuple[str, bool]] = []
    for block in dropwhile(lambda block: not isinstance(block, Heading), summary.blocks):
        if isinstance(block, Heading):
            said.append((block.text, True))
        elif isinstance(block, Paragraph) and block.kind == "point":
            said.append((f"• {block.head}{block.text}", False))
    room = HIGH - TOP - FOOT
    fits = (s for s in POINTS if _high([(words, s + 3 * head) for words, head in said], half / WIDER) <= room)
    size = next(fits, POINTS[-1])
    frame = write(slide, "", 6, (EDGE, TOP - 4, half, room))
    for words, head in said:
        say_in(frame, words, size + 3 * head, bold=head, more=True)
    figure = FIGURES["workload_per_officer"]
    data = CategoryChartData()
    data.categories = [f"{z + 1} {name}" for z, name in reversed(list(enumerate(material.names)))]
    loads = [zone.figures[figure.key] for zone in reversed(material.judged.zones)]
    title = figure.header(material.language)
    data.add_series(title, [figure.rounded(load) if np.isfinite(load) else None for load in loads])
    at = (2 * EDGE + half, TOP, half, HIGH - TOP - FOOT - 4)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Mm, at), data).chart
    chart.has_legend, chart.has_title = False, True
    say_in(chart.chart_title.text_frame, title, 13, bold=True)
    chart.font.size, chart.font.name = Pt(11), FONT
    plot = chart.plots[0]
    chart.value_axis.has_major_gridlines = chart.value_axis.visible = False
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = Pt(11)
    for k, point in enumerate(reversed(range(len(loads)))):
        bar = plot.series[0].points[k]
        bar.format.fill.solid()
        bar.format.fill.fore_color.rgb = RGBColor.from_string(slot(point).colour[1:])
