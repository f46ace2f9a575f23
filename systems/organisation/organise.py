"""The main function, :func:`organise`: names, offices, teams, leaders and branches of the zones of a plan (H7-H31).

Nothing here changes the plan, a station or an officer's post: H29 is asserted on every result. What it may get wrong:
parameters without a number in the sources are assumptions; ``docs/systems.md`` names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from systems.organisation import sites
from systems.organisation.assignment import Assignment, assign_branches, assign_leaders
from systems.organisation.notes import broken, notes
from systems.organisation.overrides import SITES, Overrides, overrides
from systems.organisation.parameters import Parameters
from systems.organisation.readiness import arrivals, coverage
from systems.organisation.records import Bound, Choice, Organisation, Role, ZoneWork
from systems.organisation.specialities import fits, roles, work_shares
from zoning.judge.names import names_of
from zoning.judge.score import Score, score
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.model.problem import Problem


def organise(
    problem: Problem, plan: Plan, parameters: Parameters | None = None, choices: Sequence[Choice] = ()
) -> Organisation:
    """The organisation of the zones of a plan.

    Parameters
    ----------
    choices : the planner's own, in place of computed ones; a choice that no longer fits is set aside and told

    Raises
    ------
    InputError
        When the plan is none of this county.
    """
    work = _work(problem, plan, parameters or Parameters(), choices)
    zones = tuple(_zone(work, z) for z in range(len(work.rows)))
    taken = {zone.leader for zone in zones}
    surplus = tuple(leader.post for leader in problem.county.bureau.leaders if leader.post not in taken)
    hard = work.parameters.case_area_hard
    told = notes(problem, work.judged, zones, surplus, work.overrides.lost, case_area_hard=hard)
    return Organisation(
        problem.county,
        zones,
        surplus,
        notes=tuple(told),
        broken=tuple(broken(problem.county, zones, case_area_hard=hard)),
        choices=work.overrides.kept,
        parameters=work.parameters.model_dump(mode="json"),
    )


@dataclass(frozen=True)
class _Work:
    """The parts of every zone: rows of stations, names, ``shares`` (z, c) of classes in the workload, assignments."""

    problem: Problem
    judged: Score
    parameters: Parameters
    overrides: Overrides
    rows: list[list[int]]
    shares: Floats
    led: Assignment
    bound: Assignment
    roles: tuple[Role, ...]
    names: list[str]


def _work(problem: Problem, plan: Plan, parameters: Parameters, choices: Sequence[Choice]) -> _Work:
    county, judged = problem.county, score(problem, plan)
    matched = overrides(county, plan, choices)
    rows = [[county.index[code] for code in zone.stations] for zone in judged.zones]
    shares = work_shares(county, rows)
    loads = np.array([county.workload[zone].sum() for zone in rows])
    bound = _branches(county, shares, loads, parameters, matched)
    return _Work(
        problem,
        judged,
        parameters,
        matched,
        rows,
        shares,
        _leaders(county, _seat(county, rows), shares, loads, matched),
        bound,
        roles(county, shares, county.bureau.branches, bound.zones),
        _names(problem, judged, matched),
    )


def _names(problem: Problem, judged: Score, chosen: Overrides) -> list[str]:
    """Names of the zones (H7); the planner's own replace computed ones."""
    offices = [chosen.values.get(("office", z), zone.office) for z, zone in enumerate(judged.zones)]
    found = names_of(problem.county, [zone.stations for zone in judged.zones], offices)
    own = {z: name for (what, z), name in chosen.values.items() if what == "name"}
    return [own.get(z, f"{name}（{offices[z]}）" if name in own.values() else name) for z, name in enumerate(found)]


def _leaders(county: County, seat: int | None, shares: Floats, loads: Floats, chosen: Overrides) -> Assignment:
    leaders = county.bureau.leaders
    at = {leader.post: i for i, leader in enumerate(leaders)}
    fixed = {at[post]: z for (what, z), post in chosen.values.items() if what == "leader"}
    return assign_leaders(leaders, fits(county, shares, leaders), seat, loads, fixed)


def _branches(county: County, shares: Floats, loads: Floats, parameters: Parameters, chosen: Overrides) -> Assignment:
    branches = county.bureau.branches
    at = {branch.name: i for i, branch in enumerate(branches)}
    fixed = {at[name]: z for name, z in chosen.branches.items()}
    return assign_branches(branches, fits(county, shares, branches), loads, parameters.balance, fixed)


def _seat(county: County, rows: Sequence[Sequence[int]]) -> int | None:
    """The zone of the county government."""
    return next((z for z, zone in enumerate(rows) if any(county.stations[row].is_seat for row in zone)), None)


def _zone(work: _Work, z: int) -> ZoneWork:
    county, rows, parameters, judged = work.problem.county, work.rows[z], work.parameters, work.judged.zones[z]
    chosen = {what: work.overrides.values.get((what, z)) for what in SITES}
    weights = {
        "population": parameters.command_population,
        "area_km2": parameters.command_area,
        "complexity": parameters.command_complexity,
    }
    leader = next((i for i, zone in enumerate(work.led.zones) if zone == z), None)
    branches = _bound(work, z)
    held = [branch.officers for branch in branches]
    members = set(judged.stations)
    return ZoneWork(
        stations=judged.stations,
        name=work.names[z],
        alone=judged.alone,
        office=sites.office(county, rows, chosen["office"], judged.office),
        command_room=sites.command_room(county, rows, weights, chosen["command_room"]),
        case_team=sites.case_team(
            county,
            rows,
            sites.case_site(county, rows, chosen["case_team"]),
            wanted=parameters.case_team,
            pooled_share=parameters.pooled_share,
            shares={"criminal": parameters.criminal_handled},
        ),
        community_team=sites.community_site(county, rows, chosen["community_team"]),
        leader=None if leader is None else county.bureau.leaders[leader].post,
        leader_fit=0.0 if leader is None else float(work.led.fits[leader, z]),
        leader_chosen=("leader", z) in work.overrides.values,
        branches=branches,
        officers=sum(county.stations[row].officers for row in rows),
        branch_officers=None if None in held or not county.bureau.branches else sum(count or 0 for count in held),
        workload=float(county.workload[rows].sum()),
        shares={entry.key: float(work.shares[z, c]) for c, entry in enumerate(county.classes)},
        arrivals=arrivals(county, rows, parameters.emergency, parameters.on_duty),
        coverage=coverage([village for village in county.bureau.villages if village.station in members]),
    )


def _bound(work: _Work, z: int) -> tuple[Bound, ...]:
    """The branches bound to a zone."""
    chosen, fits_ = work.overrides.branches, work.bound.fits
    return tuple(
        Bound(branch.name, branch.officers, work.roles[i], float(fits_[i, z]), branch.name in chosen)
        for i, branch in enumerate(work.problem.county.bureau.branches)
        if work.bound.zones[i] == z
    )
