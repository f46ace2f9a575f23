"""A plan without a solver, and what a table shows."""

import contextlib
import io
import os
from collections.abc import Callable
from unittest import mock

import networkx as nx

from workbench.line.screen import Screen
from workbench.tables.table import Table
from zoning.model.plan import Plan
from zoning.model.problem import Problem


def grown(problem: Problem, zones: int) -> Plan:
    """Alone stations by themselves; each of the others joins the nearest of evenly spread first stations."""
    graph = problem.county.graph
    rest = [i for i in graph if not problem.alone[i]]
    inner = graph.subgraph(rest)
    firsts = [rest[k * len(rest) // zones] for k in range(zones)]
    cells = nx.voronoi_cells(inner, set(firsts))
    codes = problem.county.codes
    parts = [[codes[i] for i in sorted(cells[first])] for first in firsts]
    return Plan.of([*parts, *([codes[i] for i in part] for part in problem.alone_zones)])


def shown(table: Table) -> list[list[str]]:
    """The texts of all cells."""
    return [[table.text(r, c) for c in range(len(table.columns))] for r in range(len(table.rows))]


def numbers(table: Table, row: int) -> list[float | None]:
    """The numbers of a row, ``None`` where a cell is a text or unknown."""
    found = (table.number(row, c) for c in range(len(table.columns)))
    return [None if cell is None else cell[0] for cell in found]


def on_screen(show: Callable[[Screen], None], width: int) -> str:
    """What a Chinese screen of this width shows."""
    shown_ = io.StringIO()
    with mock.patch.dict(os.environ, {"COLUMNS": str(width)}), contextlib.redirect_stdout(shown_):
        show(Screen("zh"))
    return shown_.getvalue()
