"""Incidents by period, for tables that name one (H17); a table of incidents without periods has none.

The rows were checked when the counts were read. A month, quarter or year that is written in several ways (``2024-01``,
``2024年1月``) is one period, called as it is first; a date that a spreadsheet made of a month (``2024-01-01``) is that
month. What it may get wrong: a period is what its cell says, so months and years in one table stand beside each other;
:attr:`zoning.judge.slices.Slices.mixed` tells.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from geodata.county.incidents import counted
from geodata.tables.table import Table
from zoning.judge.calendar import alike
from zoning.model.bureau import Period
from zoning.model.county import Floats
from zoning.model.stations import IncidentClass


def read_periods(table: Table, names: Mapping[str, str], classes: Sequence[IncidentClass]) -> tuple[Period, ...]:
    """Counts of every period and station with a row, in the order of ``classes``."""
    called = alike(dict.fromkeys(period for row in table.rows if (period := table.cell(row, "period"))))
    if not called:
        return ()
    held: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(len(classes)))
    for row, code, column, value in counted(table, names, classes):
        if period := table.cell(row, "period"):
            held[called[period], code][column] += value
    return tuple(Period(name=name, station=code, counts=tuple(values)) for (name, code), values in held.items())
