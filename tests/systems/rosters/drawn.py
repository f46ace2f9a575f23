"""A small report of rosters: a station that cannot be manned, two that link their nights, a rota of rooms."""

import numpy as np

from geodata.county.build import Built
from systems.deployment.standing import Standing
from systems.rooms.rooms import rooms_of
from systems.rosters.pools import Wanted
from systems.rosters.records import Month
from systems.rosters.report import Hours, RostersReport, rosters_report
from zoning.model.plan import Plan
from zoning.model.policy import read_policy


def small_report(built: Built) -> RostersReport:
    """Two weeks of three stations of a county."""
    county = built.county
    some = county.codes[3:6]
    wanted = Wanted(Month("", 14, 0), groups=((some[0], 3),), small=9)
    zones = [some[:2], *([code] for code in county.codes if code not in some[:2])]
    found = rooms_of(built, read_policy("hengshan"), stations=[some[0]])
    even = Hours(np.ones((len(county), len(county.classes), 7, 24)), "时段.csv")
    standing = Standing(Plan.of(zones), tuple(f"防区{z}" for z in range(len(zones))))
    return rosters_report(county, standing, wanted, even, stations=some, rooms=found)
