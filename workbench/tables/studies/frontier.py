"""The efficient plans between two measures as a table and as a plot of characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rich.text import Text

from workbench.line.screen import Screen
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.figures import Figure
from zoning.judge.score import Score
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.texts import Message
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from solvers.objectives.nondominated import Point


FILE = "frontier.json"
"""Where a frontier is kept in its folder."""
PLOT = (64, 14)
"""Columns and lines of the plot on the terminal, at the most."""


@dataclass(frozen=True)
class Frontier:
    """The efficient plans by rising first measure, judged; ``complete`` when there are no others.

    ``limit`` says why there may be others, where it is not the time.
    """

    problem: Problem
    between: tuple[Figure, Figure]
    points: "tuple[Point, ...]"
    scores: tuple[Score, ...]
    complete: bool
    step: int
    limit: Message | None = None

    @property
    def name(self) -> str:
        """That of its folder."""
        return "-".join(figure.key for figure in self.between)

    @cached_property
    def knee(self) -> int:
        """A position among the plans, −1 where there is none or it may have been left out by a step."""
        from solvers.objectives.nondominated import knee

        return knee(self.points) if self.step == 1 else -1

    def shares(self, k: int) -> tuple[float, float]:
        """What plan ``k`` has of the two measures."""
        first, second = (self.scores[k].measures[figure.key] for figure in self.between)
        return first, second


def show(screen: Screen, found: Frontier, seconds: float) -> None:
    """How many plans there are, a row each, and the plot."""
    names = [figure.name(screen.language) for figure in found.between]
    key = "partial" if not found.complete else "title" if found.step == 1 else "stepped"
    said = screen.say(f"workbench.frontier.{key}", names=names, count=len(found.points), seconds=number(seconds, 2))
    screen.sentence(said, "bold green" if found.complete else "bold yellow")
    if found.limit:
        screen.show(indented(found.limit.text(screen.language), screen.width))
    columns = [Column("#"), *(Column(name) for name in names)]
    columns += [Column(screen.say(f"workbench.frontier.{key}")) for key in ("sum", "zones", "moved")]
    columns.append(Column("", right=False))
    rows: list[list[Cell]] = []
    for k, judged in enumerate(found.scores):
        shares = [f"{100 * share:.2f}%" for share in found.shares(k)]
        step = str(len(moved(found.scores[k - 1].plan, judged.plan))) if k else ""
        mark = screen.say("workbench.frontier.knee") if k == found.knee else ""
        rows.append([str(k + 1), *shares, number(judged.points), str(len(judged.zones)), step, mark])
    screen.show("", fitted(columns, rows, screen.width))
    if len(found.points) > 1:
        screen.show("", *(Text(line) for line in plot(found, min(PLOT[0], screen.width - 12), screen)))


def plot(found: Frontier, width: int, screen: Screen) -> list[str]:
    """The plans as a plot of characters: the first measure to the right, the second upward; ``*`` is a knee."""
    if width < 10:
        return []
    height = PLOT[1]
    xs, ys = zip(*(found.shares(k) for k in range(len(found.points))), strict=True)
    grid = [[" "] * width for _ in range(height)]
    for k in sorted(range(len(xs)), key=lambda k: k == found.knee):
        column = _at(xs[k], xs, width)
        row = height - 1 - _at(ys[k], ys, height)
        grid[row][column] = "*" if k == found.knee else "o"
    labels = {0: f"{100 * max(ys):.1f}%", height - 1: f"{100 * min(ys):.1f}%"}
    lines = [f"{labels.get(row, ''):>8} |{''.join(cells)}".rstrip() for row, cells in enumerate(grid)]
    left, right = f"{100 * min(xs):.1f}%", f"{100 * max(xs):.1f}%"
    names = [figure.name(screen.language) for figure in found.between]
    axes = screen.say("workbench.frontier.axes", right=names[0], up=names[1])
    axes += screen.say("workbench.frontier.axes_knee") if found.knee >= 0 else ""
    return [*lines, " " * 9 + "+" + "-" * width, " " * 10 + left + right.rjust(width - len(left)), axes]


def _at(value: float, values: Sequence[float], cells: int) -> int:
    span = max(values) - min(values)
    return round((value - min(values)) / span * (cells - 1)) if span else 0
