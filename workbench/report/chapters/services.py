"""Chapters on the systems beside the zones: officers against norms, police rooms, posts, units; each with its map.

A chapter is there where the county has the tables that it rests on; what it assumes stands below.
"""

from collections.abc import Sequence

from systems.density.records import Density
from systems.deployment.evaluation import Evaluation
from workbench.draw.labels import Box
from workbench.draw.mapping.densities import Drawing, themes
from workbench.draw.paper import Paper
from workbench.draw.rosters.grid import HEAD, Grid, draw_grid, drawn, rows_of
from workbench.draw.subjects import SUBJECTS
from workbench.draw.theme import Leaf, Theme, draw_theme
from workbench.line.options import Staffing
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph, Picture
from workbench.report.pictures import LINE, WIDTH, notice, small_print
from workbench.tables.studies import density as density_view
from workbench.tables.systems import deployment as units_view
from workbench.tables.systems import evaluation as evaluation_view
from workbench.tables.systems import posts as posts_view
from workbench.tables.systems import rooms as rooms_view
from workbench.tables.systems import rosters as rosters_view
from workbench.tables.systems import rosters_said
from workbench.tables.systems import staffing as staff_view
from workbench.tables.table import Table
from zoning.judge.names import zone_names
from zoning.model.errors import InputError, mistake
from zoning.model.policy import read_policy
from zoning.result.documents import load
from zoning.texts import say

DENSITY = "density.json"
EVALUATION = "evaluate.json"
PANEL, HEIGHT = 46.0, 92.0
"""Width of a map's legend and height of the map, in mm."""
ROSTERS = "rosters.json"
ROW_HIGH = 5.0
"""Of a row of a drawn roster, in mm."""
ROSTERS_DRAWN = 3
"""Rosters drawn at most; the others are in the workbook."""


def picture(material: Material, key: str, found: object, *, zones: bool = True) -> Picture:
    """The map of what a system found, with the county's notice."""
    return _theme_picture(material, SUBJECTS[key](found, material.language), zones=zones)


def _theme_picture(material: Material, theme: Theme, *, zones: bool = True) -> Picture:
    """The map of a theme, with the county's notice."""
    lines = notice(material)
    paper = Paper(WIDTH, HEIGHT)
    frame = Box(0.5, 1 + LINE * len(lines), WIDTH - PANEL, HEIGHT - 2)
    plan = material.judged.plan if zones else None
    draw_theme(paper, Leaf(theme, material.problem.county, material.ground, material.language, plan, frame))
    small_print(paper, lines)
    return Picture(theme.title, paper)


def _told(tables: Sequence[Table], warnings: Sequence[str], lines: Sequence[str]) -> list[Block]:
    """Tables that have rows, what could not be kept, and what has to be known."""
    said = [Paragraph(line, "point") for line in warnings]
    return [*said, *(table for table in tables if table.rows), *(Paragraph(line, "note") for line in lines)]


def staffing(material: Material) -> list[Block]:
    """Officers of zones against the norms (C1-C13); nothing where no station is below its norm."""
    from systems.staffing.staffing import staffing as found_of

    found = found_of(material.problem.county, material.judged.plan)
    if not found.total.short and not found.newcomers:
        return []
    names = list(zone_names(material.problem, material.judged, material.language))
    tables = staff_view.tables(found, names, material.language)
    return [picture(material, "staffing", found), *_told(tables, (), staff_view.lines(found, material.language))]


def rooms(material: Material) -> list[Block]:
    """Police rooms in the villages (G1-G9), where there is a table of villages."""
    from systems.rooms.rooms import rooms_of

    county, language = material.problem.county, material.language
    if not county.bureau.villages:
        return []
    policy = read_policy("hengshan")
    found, sizes = rooms_of(material.built, policy), Staffing()
    tables = [rooms_view.stations(county, found, sizes, language), rooms_view.coverage(found, sizes, language)]
    warnings = rooms_view.warnings(county, found, policy, language)
    shown = picture(material, "beats", found, zones=False)
    return [shown, *_told(tables, warnings, rooms_view.lines(county, policy, language))]


def posts(material: Material) -> list[Block]:
    """Police posts and the stations bound to them (N1-N10), where there is a table of posts."""
    from systems.posts.binding import WITHIN
    from systems.posts.report import posts_report

    county, language = material.problem.county, material.language
    if not county.bureau.posts:
        return []
    found, plan = posts_report(county), material.judged.plan
    bound, moved = found.binding, found.diversion
    assert bound is not None
    assert moved is not None
    tables = [
        posts_view.binding(county, bound, moved, language),
        posts_view.comparison(county, bound, moved, language, plan),
    ]
    if found.duty is not None:
        tables += [posts_view.units(county, language), posts_view.shifts(found.duty, language)]
    warnings = posts_view.warnings(material.built, bound, language)
    shown = picture(material, "posts", found)
    return [shown, *_told(tables, warnings, posts_view.lines(county, moved, WITHIN, language))]


def density(material: Material) -> list[Block]:
    """Where and when incidents are dense: what ``zoning density --out`` left beside the plan."""
    path, county, language = material.folder / DENSITY, material.problem.county, material.language
    if not path.is_file():
        return []
    found = load(path)
    if not isinstance(found, Density):
        raise InputError([mistake("workbench.report.other_density", table=path.name)])
    known = {one.place.code for one in found.densities if one.place.kind == "station"}
    if known != set(county.codes):
        raise InputError([mistake("workbench.report.other_density", table=path.name)])
    classes = county.classes
    tables = [
        density_view.parts(found, classes, language),
        density_view.hot_villages(found, language, density_view.SHOWN),
        density_view.hot_hours(found, language, density_view.SHOWN),
    ]
    drawing = Drawing(found, county, material.ground, language, material.judged.plan)
    shown = [_theme_picture(material, theme) for theme in themes(drawing)]
    return [*shown, *_told(tables, (), density_view.lines(found, language, reported=True))]


def evaluation(material: Material) -> list[Block]:
    """Two periods beside each other (B7): what ``zoning evaluate --out`` left beside the plan.

    Raises
    ------
    InputError
        When the file is of another county or of other zones.
    """
    path, language = material.folder / EVALUATION, material.language
    if not path.is_file():
        return []
    found = load(path, county=material.problem.county)
    if not isinstance(found, Evaluation) or found.standing.plan != material.judged.plan:
        raise InputError([mistake("workbench.report.other_evaluation", table=path.name)])
    lines = evaluation_view.lines(found, language)
    return [
        Paragraph(evaluation_view.title(found, language)),
        *_told(evaluation_view.tables(found, language), (), lines),
    ]


def deployment(material: Material) -> list[Block]:
    """Units over the stations under one command (B1), beside as many in proportion to officers."""
    from systems.deployment.mexclp import Fleet
    from systems.deployment.report import usual_report
    from systems.deployment.standing import Standing

    county, language = material.problem.county, material.language
    standing = Standing(material.judged.plan, tuple(zone_names(material.problem, material.judged, material.language)))
    made = usual_report(county, standing, Fleet())
    before, found = made.before, made.found
    arrival = units_view.soon(standing.plan, (county, before.units), (county, found.units))
    tables = [
        units_view.comparison(county, made.fleet, arrival, before, found, language),
        units_view.zones(county, standing, before, found, language),
        units_view.secondments(made, language),
    ]
    warnings = [*units_view.crews(made, language), *units_view.slower(arrival, language)]
    shown = picture(material, "deploy", made)
    return [shown, *_told(tables, warnings, units_view.lines(county, made.fleet, language))]


def rosters(material: Material) -> list[Block]:
    """What can be manned, the smallest changes where it cannot, and some of the rosters.

    Raises
    ------
    InputError
        When the file is of another county, or a roster in it is not what it says.
    """
    path = material.folder / ROSTERS
    if not path.is_file():
        return []
    language = material.language
    found = load(path, county=material.problem.county)
    tables = [
        rosters_view.stations(found, language),
        rosters_view.linked(found, language),
        rosters_view.rooms(found, language),
    ]
    blocks: list[Block] = [Paragraph(rosters_view.title(found, language))]
    blocks += [Paragraph(line, "point") for line in rosters_said.warnings(found, language)]
    blocks += [table for table in tables if table.rows]
    for one in drawn(found)[:ROSTERS_DRAWN]:
        lines = notice(material)
        rows = ROW_HIGH * rows_of(one)
        paper = Paper(WIDTH, 2 + LINE * len(lines) + rows + HEAD)
        draw_grid(paper, one, found, language, Grid(26.0, WIDTH - 1, paper.height - HEAD, ROW_HIGH))
        small_print(paper, lines)
        title = say("workbench.sheet.roster", language, **rosters_view.numbered(one, found, language))
        blocks.append(Picture(title, paper))
    return [*blocks, *(Paragraph(line, "note") for line in rosters_said.lines(found, language))]
