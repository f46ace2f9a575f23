"""Persons by kind over the beats of the urban area (B3), whole persons in proportion to workload.

The urban area (中心城区) is the communities of the stations that are county seats or urban, or all of such a station's
beats where it has no community in the table. Every beat has its persons by the largest remainder, its minimum kept;
kinds (特警、巡警、交警、治安 …) are then mixed in every beat as in the whole: the table x_bk of whole numbers with
these sums of rows and of columns that has the least Σ |x_bk − persons_b · of kind k / of all|.

References
----------
L. Cox, A constructive procedure for unbiased controlled rounding, JASA 82 (1987): a table with both sums always exists.
"""

from collections.abc import Mapping

import numpy as np
from ortools.sat.python import cp_model

from systems.apportion import apportion
from systems.deployment.beats import Beats, beats_of
from systems.errors import Impossible
from systems.lexicographic import lexicographic
from systems.rooms.villages import villages_of
from zoning.model.county import County, Ints
from zoning.texts import Message

URBAN = frozenset(("county_seat", "urban"))
"""Kinds of stations in the urban area."""
Grid = dict[str, dict[str, int]]
"""Persons of every kind by the code of a beat."""


def urban_beats(county: County) -> Beats:
    """The beats of the urban area, in the order of all beats."""
    beats, communities = beats_of(county), {v.code for v in county.bureau.villages if v.kind == "community"}
    inside = []
    for row, (code, station) in enumerate(zip(beats.codes, beats.stations, strict=True)):
        if county.stations[county.index[station]].kind in URBAN:
            has_some = any(village.code in communities for village in villages_of(county, station))
            inside += [row] if code in communities or not has_some else []
    return beats.only(inside)


def gridded(county: County, persons: Mapping[str, int], minimum: int = 0) -> Grid:
    """Persons by beat and kind.

    Parameters
    ----------
    persons : of every kind
    minimum : of all kinds together, in every beat

    Raises
    ------
    Impossible
        When there is no urban station, or the minimums need more persons than there are.
    """
    beats = urban_beats(county)
    if not beats.codes:
        raise Impossible(Message("systems.deployment.no_urban"))
    table = mixed(apportion(beats.hours, sum(persons.values()), minimum), list(persons.values()))
    return {code: dict(zip(persons, row, strict=True)) for code, row in zip(beats.codes, table.tolist(), strict=True)}


def mixed(rows: Ints, columns: list[int]) -> Ints:
    """(b, k) whole numbers with these sums of rows (b,) and columns (k,), as near as can be to rows · columns / total.

    Entries are the proportional ones rounded down or up; of equal tables that with the earliest beats for the first
    kinds is taken.
    """
    total = max(int(rows.sum()), 1)
    exact = np.outer(rows, np.array(columns, dtype=np.int64))
    low, rest = exact // total, exact % total
    model = cp_model.CpModel()
    up = [[model.new_bool_var(f"{b} {k}") if rest[b, k] else 0 for k in range(len(columns))] for b in range(len(rows))]
    for b, count in enumerate(rows.tolist()):
        model.add(sum(up[b]) == int(count - low[b].sum()))
    for k, count in enumerate(columns):
        model.add(sum(up[b][k] for b in range(len(rows))) == int(count - low[:, k].sum()))
    cells = [(b, k) for b in range(len(rows)) for k in range(len(columns)) if rest[b, k]]
    off = sum(int(total - 2 * rest[b, k]) * up[b][k] for b, k in cells)
    rank = sum(b * (len(columns) - k) * up[b][k] for b, k in cells)
    solver, _ = lexicographic(model, [off, rank])
    chosen = [[0 if isinstance(one, int) else solver.value(one) for one in row] for row in up]
    return np.asarray(low + np.array(chosen, dtype=np.int64).reshape(low.shape), dtype=np.int64)
