"""A duty roster as a picture to hang up: a row a group, a column a day, on a sheet of A4 across."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from systems.rosters.checking import missing_by_day
from systems.rosters.records import OFF
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.tables.systems.rosters import day_heads, group_names, letters, marks, numbered, spelled
from zoning.texts import Language, say

if TYPE_CHECKING:
    from systems.rosters.report import DutyRoster, RostersReport

HIGHEST, HEAD = 11.0, 10.0
"""Of a row, and of the days above the rows, in mm."""
FOOT = 210
"""Cells of a line at the foot of the page."""
DAY_FILLS, NIGHT, RESERVE, WEEKEND, OPEN = ("#FEE391", "#CCDDAA", "#BBCCEE"), "#225588", "#E6E6E6", "#F7F0E0", "#C00000"
MOST = 8
"""Pictures of rosters at most: those that cannot be manned first, then linked nights."""


@dataclass(frozen=True)
class Grid:
    """Where the days begin and end across the paper, the upper end of the rows, and how high a row is, in mm."""

    left: float
    right: float
    top: float
    high: float


SHEET = Grid(46.0, 289.0, 178.0, HIGHEST)
"""On a sheet of its own."""
LOWEST = 24.0
"""The lower end of the rows there."""


def drawn(found: "RostersReport") -> list["DutyRoster"]:
    """The rosters that have a picture: all where they are few, else those that need a look, :data:`MOST` at most."""
    held = [one for one in found.final if one.manned.roster.duties]
    first = [one for one in held if not one.works] + [one for one in held if one.works and len(one.stations) > 1]
    return held if len(held) <= MOST else (first + [one for one in held if one not in first])[:MOST]


def roster_files(found: "RostersReport", language: Language) -> dict[str, bytes]:
    """``roster-N.png`` and ``roster-N.svg`` of the rosters that have a picture, N by the order of all."""
    files: dict[str, bytes] = {}
    for one in drawn(found):
        paper, number = chart(one, found, language), found.final.index(one) + 1
        files |= {f"roster-{number}.png": paper.png(), f"roster-{number}.svg": paper.svg()}
    return files


def chart(one: "DutyRoster", found: "RostersReport", language: Language) -> Paper:
    """The sheet: title, grid, key and the county's notice."""
    paper = Paper()
    title = say("workbench.sheet.roster", language, **numbered(one, found, language))
    paper.text(8, 199, title, 15)
    high = min(HIGHEST, (SHEET.top - LOWEST) / rows_of(one))
    draw_grid(paper, one, found, language, replace(SHEET, high=high))
    key = [*spelled(one.task.shifts, language)]
    if one.task.rules.alternate:
        key.append(say("workbench.rosters.reserve_key", language))
    paper.text(8, 15.5, "   ".join(key), 8)
    for k, line in enumerate(folded(found.county.notice or "", FOOT)[:3]):
        paper.text(8, 11 - 3.4 * k, line, 7, colour="#B00000")
    return paper


def rows_of(one: "DutyRoster") -> int:
    """Rows of a grid: groups, and one for open duties."""
    return len(one.manned.roster.duties) + 1


def draw_grid(paper: Paper, one: "DutyRoster", found: "RostersReport", language: Language, grid: Grid) -> None:
    """Days above, groups on the left, shifts in the cells, open duties below."""
    names, month = group_names(one, found, language), one.task.month
    left, top, high = grid.left, grid.top, grid.high
    wide = (grid.right - left) / month.days
    size = min(9.0, 2.0 * high, 1.35 * wide)
    for day, (number, week) in enumerate(day_heads(month, language)):
        x = left + (day + 0.5) * wide
        colour = OPEN if month.weekend(day) else "black"
        paper.text(x, top + 6.5, number, 7.5, across="center", colour=colour)
        paper.text(x, top + 2, week, 6.5, across="center", colour=colour)
    words, shifts = letters(one.task.shifts, language), one.task.shifts
    fills = {s: NIGHT if shift.night else DAY_FILLS[s % len(DAY_FILLS)] for s, shift in enumerate(shifts)}
    for g, (name, cells) in enumerate(zip(names, marks(one, language), strict=True)):
        y = top - (g + 1) * high
        paper.text(left - 2, y + high / 2, name, size, across="right", up="center")
        for day, word in enumerate(cells):
            shift = one.manned.roster.duties[g][day]
            rest = RESERVE if word else WEEKEND if month.weekend(day) else "white"
            box = shapely.box(left + day * wide, y, left + (day + 1) * wide, y + high)
            paper.shape(box, fill=rest if shift == OFF else fills[shift], edge="#999999", width=0.3)
            if word:
                ink = "white" if shift != OFF and shifts[shift].night else "#555555" if shift == OFF else "black"
                text = words[shift] if shift != OFF else word
                middle = left + (day + 0.5) * wide
                paper.text(middle, y + high / 2, text, size, across="center", up="center", colour=ink)
    _open_row(paper, one, language, grid)


def _open_row(paper: Paper, one: "DutyRoster", language: Language, grid: Grid) -> None:
    """How many duties nobody has, by day, where there are any."""
    missing = missing_by_day(one.task, one.manned.roster.duties)
    if not any(missing):
        return
    y = grid.top - (rows_of(one) - 0.5) * grid.high
    wide = (grid.right - grid.left) / one.task.month.days
    words = say("workbench.rosters.open_row", language)
    paper.text(grid.left - 2, y, words, 7, across="right", up="center", colour=OPEN)
    for day, count in enumerate(missing):
        if count:
            middle = grid.left + (day + 0.5) * wide
            paper.text(middle, y, str(count), 7.5, across="center", up="center", colour=OPEN)
