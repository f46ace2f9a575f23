"""The main function, :func:`organise`: names, offices, teams, leaders and branches of the zones of a plan (H7-H31).

Nothing here changes the plan, a station or an officer's post: H29 is asserted on every result. What it may get wrong:
parameters without a number in the sources are assumptions; ``docs/systems.md`` names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solvers.stop import OnProgress, Stop
from systems.assignment.branches import Binding, assign_branches
from systems.assignment.leaders import Assignment, assign_leaders
from systems.assignment.specialities import Role, fits, roles, work_shares
from systems.organisation.checklists import checklists
from systems.organisation.notes import broken, notes
from systems.organisation.overrides import SITES, Overrides, overrides
from systems.organisation.records import Bound, Choice, Organisation, ZoneWork
from systems.organisation.scorecard import scorecard, tasks
from systems.teams import sites
from systems.teams.forces import arrivals, forces
from systems.teams.ground import grounds
from systems.teams.parameters import Parameters
from systems.teams.party import party_branch
from systems.teams.records import Ground
from systems.teams.teams import TEAMS, cases, teams
from systems.teams.villages import coverage
from zoning.judge.names import names_with
from zoning.judge.score import Score, score
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.model.problem import Problem


def organise(
    problem: Problem,
    plan: Plan,
    parameters: Parameters | None = None,
    choices: Sequence[Choice] = (),
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Organisation:
    """The organisation of the zones of a plan.

    Parameters
    ----------
    choices : the planner's own, in place of computed ones; a choice that no longer fits is set aside and told
    stop, on_progress : of the search for the best binding of branches; ended early, the best found is taken and told

    Raises
    ------
    InputError
        When the plan is none of this county.
    """
    search = _Search(stop, on_progress)
    work = _work(problem, plan, parameters or Parameters(), choices, search)
    zones = tuple(_zone(work, z) for z in range(len(work.rows)))
    taken = {zone.leader for zone in zones}
    surplus = tuple(leader.post for leader in problem.county.bureau.leaders if leader.post not in taken)
    hard = work.parameters.case_area_hard
    gap = work.bound.gap
    told = notes(problem, zones, surplus, work.overrides.lost, case_area_hard=hard, gap=gap)
    return Organisation(
        problem.county,
        zones,
        surplus,
        notes=tuple(told),
        broken=tuple(broken(problem.county, zones, case_area_hard=hard)),
        choices=work.overrides.kept,
        binding_gap=gap,
        **_monthly(work, zones),
        parameters=work.parameters.model_dump(mode="json"),
    )


@dataclass(frozen=True)
class _Search:
    """When the search for the best binding ends, and who hears where it stands."""

    stop: Stop | None
    on_progress: OnProgress | None


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
    bound: Binding
    roles: tuple[Role, ...]
    names: list[str]
    grounds: tuple[Ground, ...]


def _work(problem: Problem, plan: Plan, parameters: Parameters, choices: Sequence[Choice], search: _Search) -> _Work:
    county, judged = problem.county, score(problem, plan)
    matched = overrides(county, plan, choices)
    rows = [[county.index[code] for code in zone.stations] for zone in judged.zones]
    shares = work_shares(county, rows)
    loads = np.array([county.workload[zone].sum() for zone in rows])
    bound = _branches(county, shares, loads, parameters, matched, search)
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
        grounds(county, rows),
    )


def _names(problem: Problem, judged: Score, chosen: Overrides) -> list[str]:
    """Names of the zones (H7); the planner's own replace computed ones."""
    offices = [chosen.values.get(("office", z), zone.office) for z, zone in enumerate(judged.zones)]
    found = names_with(problem, judged, offices)
    own = {z: name for (what, z), name in chosen.values.items() if what == "name"}
    return [own.get(z, f"{name}（{offices[z]}）" if name in own.values() else name) for z, name in enumerate(found)]


def _leaders(county: County, seat: int | None, shares: Floats, loads: Floats, chosen: Overrides) -> Assignment:
    leaders = county.bureau.leaders
    at = {leader.post: i for i, leader in enumerate(leaders)}
    fixed = {at[post]: z for (what, z), post in chosen.values.items() if what == "leader"}
    return assign_leaders(leaders, fits(county, shares, leaders), seat, loads, fixed)


def _branches(
    county: County, shares: Floats, loads: Floats, parameters: Parameters, chosen: Overrides, search: _Search
) -> Binding:
    branches = county.bureau.branches
    at = {branch.name: i for i, branch in enumerate(branches)}
    fixed = {at[name]: z for name, z in chosen.branches.items()}
    apt = fits(county, shares, branches)
    return assign_branches(branches, apt, loads, parameters.balance, fixed, **vars(search))


def _monthly(work: _Work, zones: Sequence[ZoneWork]) -> dict[str, Any]:
    """The scorecard and the tasks of the zones (H17), and the check-lists (C10-C12)."""
    problem, rows, county = work.problem, work.rows, work.problem.county
    bound = dict(zip((branch.name for branch in county.bureau.branches), work.bound.zones, strict=True))
    covered = [zone.coverage.complete / zone.coverage.known if zone.coverage.known else None for zone in zones]
    return {
        "scorecard": scorecard(county, rows, covered, problem.policy.measures.tolerance, work.parameters),
        "tasks": tasks(county, rows, bound, work.parameters.urgent),
        "checklists": checklists(county, bound),
    }


def bindings(county: County, plan: Plan, parameters: Parameters | None = None) -> dict[str, int]:
    """The zone of a plan that each branch is bound to, by the branch's name (H15)."""
    rows = [[county.index[code] for code in zone] for zone in plan.zones]
    loads = np.array([county.workload[zone].sum() for zone in rows])
    chosen, search = overrides(county, plan, ()), _Search(None, None)
    bound = _branches(county, work_shares(county, rows), loads, parameters or Parameters(), chosen, search)
    return {branch.name: z for branch, z in zip(county.bureau.branches, bound.zones, strict=True)}


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
    post = None if leader is None else county.bureau.leaders[leader].post
    office = sites.office(county, rows, chosen["office"], judged.office)
    case_site = sites.case_site(county, rows, chosen["case_team"])
    wanted = {key: getattr(parameters, key) for key in TEAMS}
    at = {
        "command_room": sites.command_room(county, rows, weights, chosen["command_room"]),
        "case_team": case_site,
        "community_team": sites.community_site(county, rows, chosen["community_team"]),
    }
    branches = _bound(work, z)
    held = [branch.officers for branch in branches]
    members = set(judged.stations)
    found = forces(county, rows, parameters)
    return ZoneWork(
        stations=judged.stations,
        name=work.names[z],
        alone=judged.alone,
        office=office,
        **teams(county, rows, at, wanted, parameters.pooled_share),
        cases=cases(county, rows, able=case_site.station is not None, shares={"criminal": parameters.criminal_handled}),
        ground=work.grounds[z],
        leader=post,
        leader_fit=0.0 if leader is None else float(work.led.fits[leader, z]),
        leader_chosen=("leader", z) in work.overrides.values,
        branches=branches,
        officers=sum(county.stations[row].officers for row in rows),
        branch_officers=None if None in held or not county.bureau.branches else sum(count or 0 for count in held),
        workload=float(county.workload[rows].sum()),
        shares={entry.key: float(work.shares[z, c]) for c, entry in enumerate(county.classes)},
        forces=found,
        arrivals=arrivals(county, rows, parameters.emergency, found),
        coverage=coverage([village for village in county.bureau.villages if village.station in members]),
        party=party_branch(county, judged.stations, office.station or judged.office, post),
    )


def _bound(work: _Work, z: int) -> tuple[Bound, ...]:
    """The branches bound to a zone."""
    chosen, fits_ = work.overrides.branches, work.bound.fits
    return tuple(
        Bound(branch.name, branch.officers, work.roles[i], float(fits_[i, z]), branch.name in chosen)
        for i, branch in enumerate(work.problem.county.bureau.branches)
        if work.bound.zones[i] == z
    )
