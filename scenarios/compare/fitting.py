"""A plan fitted to the stations of another county: stations closed, merged or new.

A station that the county lacks is left out of its zone; if it was merged, its incidents and officers count at its heir.
A new station joins the zone of the station merged into it before the plan was made, else of the nearest neighbour by
travel, one by one, the nearest first. It never joins a zone that stands alone by rule H2, and stands alone if the rule
says so. What it may get wrong: a planner may want a new station elsewhere; every placing is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Fitted:
    """A plan on the county's stations, the codes ``left_out``, and (station, host) of each station ``placed``.

    The host of a station with a zone of its own is itself.
    """

    plan: Plan
    left_out: tuple[str, ...] = ()
    placed: tuple[tuple[str, str], ...] = ()


def fit(plan: Plan, problem: Problem, follows: Mapping[str, str] = NOBODY) -> Fitted:
    """The plan on the stations of ``problem``.

    Parameters
    ----------
    follows : heir by station merged before the plan was made

    Raises
    ------
    InputError
        When the plan has none of the county's stations.
    """
    index = problem.county.index
    zone_of = {code: z for z, zone in enumerate(plan.zones) for code in zone}
    if not any(code in index for code in zone_of):
        raise InputError([mistake("scenarios.compare.other_stations", county=problem.county.name)])
    at = {code: z for code, z in zone_of.items() if code in index}
    placed = []
    for code, host in _hosts(problem, at, follows):
        at[code] = len(plan.zones) + index[code] if host == code else at[host]
        placed.append((code, host))
    zones: dict[int, list[str]] = {}
    for code, z in at.items():
        zones.setdefault(z, []).append(code)
    left_out = tuple(sorted(code for code in zone_of if code not in index))
    return Fitted(Plan.of(zones.values()), left_out, tuple(placed))


def _hosts(problem: Problem, known: Mapping[str, int], follows: Mapping[str, str]) -> list[tuple[str, str]]:
    """(new station, host whose zone it joins), in the order of placing."""
    county, index = problem.county, problem.county.index
    alone = {code for code, apart in zip(county.codes, problem.alone, strict=True) if apart}
    missing = [code for code in county.codes if code not in known]
    shared = min(alone & set(known), default=min(alone, default="")) if problem.policy.zones.alone_as == "one" else None
    hosts = [(code, shared or code) for code in sorted(missing) if code in alone]
    open_, waiting = {code for code in known if code not in alone}, [code for code in missing if code not in alone]
    while waiting:
        told = [(code, follows[code]) for code in waiting if follows.get(code) in open_]
        ways = [
            (not county.adjacent[index[a], index[b]], county.minutes[index[b], index[a]], index[a], index[b])
            for a in waiting
            for b in sorted(open_)
        ]
        if told:
            code, host = told[0]
        elif ways:
            *_, a, b = min(ways)
            code, host = county.codes[a], county.codes[b]
        else:
            code = host = waiting[0]
        hosts.append((code, host))
        waiting.remove(code)
        open_.add(code)
    return hosts
