"""Incidents by period, for tables that name one (H17); a table of incidents without periods has none.

The rows were checked when the counts were read. What it may get wrong: a period is what its cell says, so months and
years in one table stand beside each other.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from geodata.county.incidents import counted
from geodata.tables.table import Table
from zoning.model.bureau import Period
from zoning.model.county import Floats
from zoning.model.stations import IncidentClass


def read_periods(table: Table, names: Mapping[str, str], classes: Sequence[IncidentClass]) -> tuple[Period, ...]:
    """Counts of every period and station with a row, in the order of ``classes``."""
    if not any(table.cell(row, "period") for row in table.rows):
        return ()
    held: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(len(classes)))
    for row, code, column, value in counted(table, names, classes):
        if period := table.cell(row, "period"):
            held[period, code][column] += value
    return tuple(Period(name=name, station=code, counts=tuple(values)) for (name, code), values in held.items())
