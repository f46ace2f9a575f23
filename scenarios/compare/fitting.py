"""A plan on the stations of another county: what becomes of it where stations were closed, merged or are new.

A station that the county does not have is left out of its zone; where it was merged into another, its incidents and
officers are counted there, and so it follows that station. A station that the plan does not know joins the zone of the
station it was merged into when the plan was made; else that of the nearest neighbour by travel, one after the other,
the nearest first. It never joins a zone that stands alone by rule H2, and stands alone if that rule wants it to. What
it may get wrong: a planner may want a new station elsewhere; every placing is told, so that one can look.
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
    """A plan of the county's own stations; the codes left out, and each station placed with the one it joined.

    A placed station that got a zone of its own is its own second code.
    """

    plan: Plan
    left_out: tuple[str, ...] = ()
    placed: tuple[tuple[str, str], ...] = ()


def fit(plan: Plan, problem: Problem, follows: Mapping[str, str] = NOBODY) -> Fitted:
    """The plan on the stations of ``problem``.

    Parameters
    ----------
    follows : station merged away when the plan was made -> the station it was merged into

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
    """(station the plan does not know, the one whose zone it joins), in the order in which they are placed."""
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
