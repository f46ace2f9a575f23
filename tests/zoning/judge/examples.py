"""The examples in the docstrings of measures, worked by hand: they are run here, on the drawn county."""

import doctest
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.zoning.drawn import changed, county, plan, problem
from zoning.judge.zones import MemberZones, Zones
from zoning.model.county import Floats


def zones(*codes: str, incidents: list[list[float]] | None = None, **stations: dict[str, Any]) -> Zones:
    """Zones of six stations that are alike but for what is said here: as the head of ``zoning.judge.measures`` has it.

    Parameters
    ----------
    codes : a word of station codes for each zone, in the order of their first stations
    incidents : (6, 2) of each station and class
    stations : values changed, by code
    """
    counts = np.array(incidents or [[20.0, 0.0]] * 6)
    return MemberZones.of(problem(county(counts=counts, stations=changed(**stations))), plan(*codes))


def worked(measure: Callable[[Zones], Floats]) -> tuple[int, str]:
    """How many examples the docstring of a measure has, and what is wrong with them."""
    wrong: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    names = {measure.__name__: measure, "zones": zones}
    for found in doctest.DocTestFinder(recurse=False).find(measure, measure.__name__, module=False, globs=names):
        runner.run(found, out=wrong.append)
    return runner.tries, "".join(wrong)
