"""The efficient plans between two measures as a table and as a plot of characters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from workbench.line.screen import Screen
from workbench.tables.plan.alternatives import stations_moved
from workbench.tables.table import Column, Columns, Table, Value
from workbench.tables.terminal import indented, show_rows
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.score import Score
from zoning.model.plan import moved
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from solvers.objectives.tradeoff import Frontier


FILE = "frontier.json"
"""Where a frontier is kept in its folder."""
PLOT = (64, 14)
"""Columns and lines of the plot on the terminal, at the most."""


def show(screen: Screen, found: "Frontier", seconds: float) -> None:
    """How many plans there are, a row each, and the plot."""
    names = [figure.name(screen.language) for figure in by_key(*found.between)]
    key = "partial" if not found.complete else "title" if found.step == 1 else "stepped"
    said = screen.say(f"workbench.frontier.{key}", names=names, count=len(found.scores), seconds=number(seconds, 2))
    screen.sentence(said, "bold green" if found.complete else "bold yellow")
    if found.limit:
        screen.show(indented(found.limit.text(screen.language), screen.width))
    screen.show("")
    show_rows(screen, frontier(found, screen.language))
    if len(found.scores) > 1:
        screen.show("", *(Text(line) for line in plot(found, min(PLOT[0], screen.width - 12), screen)))


def frontier(
    found: "Frontier", language: Language, rows: Sequence[int] | None = None, own: Score | None = None
) -> Table:
    """A row a plan: its two measures, points, zones, how it differs, and whether it is the knee.

    It differs from the plan of the row before by so many stations, or from the plan ``own`` by the stations named.
    ``rows`` are the positions of the plans that are told, all unless given.
    """
    shares = [figure.finer(2) for figure in by_key(*found.between)]
    cells: list[list[Value]] = []
    for k in range(len(found.scores)) if rows is None else rows:
        judged = found.scores[k]
        if own is None:
            differs: Value = (
                float(len(moved(found.scores[k - 1].plan, judged.plan, found.problem.county.staff))) if k else ""
            )
        elif judged.plan == own.plan:
            differs = say("workbench.field.this_plan", language)
        else:
            differs = stations_moved(found.problem, own, judged, language, None)
        marks: list[Value] = (
            [] if found.knee < 0 else [say("workbench.frontier.knee", language) if k == found.knee else ""]
        )
        cells.append([k + 1, *found.shares(k), judged.points, len(judged.zones), differs, *marks])
    differing = FIGURES["moved_stations"] if own is None else Column(FIGURES["moved_stations"].name(language))
    remark = () if found.knee < 0 else ("remark",)
    columns: Columns = (FIGURES["number"], *shares, *by_key("points", "zones"), differing, *remark)
    first, second = (figure.name(language) for figure in by_key(*found.between))
    return Table.of("frontier", language, columns, cells, first=first, second=second)


def plot(found: "Frontier", width: int, screen: Screen) -> list[str]:
    """The plans as a plot of characters: the first measure to the right, the second upward; ``*`` is a knee."""
    if width < 10:
        return []
    height = PLOT[1]
    xs, ys = zip(*(found.shares(k) for k in range(len(found.scores))), strict=True)
    grid = [[" "] * width for _ in range(height)]
    for k in sorted(range(len(xs)), key=lambda k: k == found.knee):
        column = _at(xs[k], xs, width)
        row = height - 1 - _at(ys[k], ys, height)
        grid[row][column] = "*" if k == found.knee else "o"
    labels = {0: f"{100 * max(ys):.1f}%", height - 1: f"{100 * min(ys):.1f}%"}
    lines = [f"{labels.get(row, ''):>8} |{''.join(cells)}".rstrip() for row, cells in enumerate(grid)]
    left, right = f"{100 * min(xs):.1f}%", f"{100 * max(xs):.1f}%"
    names = [figure.name(screen.language) for figure in by_key(*found.between)]
    axes = screen.say("workbench.frontier.axes", right=names[0], up=names[1])
    axes += screen.say("workbench.frontier.axes_knee") if found.knee >= 0 else ""
    return [*lines, " " * 9 + "+" + "-" * width, " " * 10 + left + right.rjust(width - len(left)), axes]


def _at(value: float, values: Sequence[float], cells: int) -> int:
    span = max(values) - min(values)
    return round((value - min(values)) / span * (cells - 1)) if span else 0
