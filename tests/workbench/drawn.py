"""A plan without a solver."""

import networkx as nx

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
