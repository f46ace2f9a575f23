"""A plan put to work (H7-H31): names, offices, teams, leaders, branches, and who can be where in how many minutes.

Nothing here changes the plan, a station or an officer's post: H29 is asserted on every result. What it may get wrong:
the parameters are assumptions where the sources give no number, and each says so in ``docs/systems.md``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from systems.organisation import sites
from systems.organisation.binding import Binding, bind_branches, bind_leaders, fits, roles, work_shares
from systems.organisation.choices import SITES, Settled, settle
from systems.organisation.readiness import arrivals, coverage
from systems.organisation.records import Bound, Choice, Organisation, Role, ZoneWork
from zoning.judge.names import names_of
from zoning.judge.score import Score, score
from zoning.model.county import County, Floats
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Message

Share = Annotated[float, Field(ge=0, le=1)]
Counts = Annotated[
    tuple[Annotated[int, Field(ge=1, le=10_000)], ...],
    Field(min_length=1),
    BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
]
UNEVEN = 1.25
"""A zone this many times above the mean workload per officer is uneven (H10)."""


class Parameters(BaseModel):
    """What the sources leave open, with the values they give where they give one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
    command_population: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    command_area: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    command_complexity: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    case_area_hard: bool = False
    case_team: Annotated[int, Field(ge=1, le=10_000)] = 3
    criminal_handled: Share = 0.5
    pooled_share: Share = 0.3
    balance: Share = 0.5
    on_duty: Share = 0.3
    emergency: Counts = (3, 10)


def organise(
    problem: Problem, plan: Plan, parameters: Parameters | None = None, choices: Sequence[Choice] = ()
) -> Organisation:
    """The zones of a plan at work.

    Parameters
    ----------
    choices : of the planner's; those that no longer fit the plan are told and set aside

    Raises
    ------
    InputError
        When the plan is none of this county.
    """
    work = _work(problem, plan, parameters or Parameters(), choices)
    zones = tuple(_zone(work, z) for z in range(len(work.rows)))
    taken = {zone.leader for zone in zones}
    surplus = tuple(leader.post for leader in problem.county.bureau.leaders if leader.post not in taken)
    return Organisation(
        problem.county,
        zones,
        surplus,
        notes=tuple(_notes(work, zones, surplus)),
        broken=tuple(_broken(work, zones)),
        choices=work.settled.kept,
        parameters=work.parameters.model_dump(mode="json"),
    )


@dataclass(frozen=True)
class _Work:
    """What the zones are put together from: rows, names and shares (z, c) by zone, leaders and branches bound."""

    problem: Problem
    judged: Score
    parameters: Parameters
    settled: Settled
    rows: list[list[int]]
    shares: Floats
    led: Binding
    bound: Binding
    roles: tuple[Role, ...]
    names: list[str]


def _work(problem: Problem, plan: Plan, parameters: Parameters, choices: Sequence[Choice]) -> _Work:
    county, judged = problem.county, score(problem, plan)
    settled = settle(county, plan, choices)
    rows = [[county.index[code] for code in zone.stations] for zone in judged.zones]
    shares = work_shares(county, rows)
    bound = _branches(county, rows, shares, parameters, settled)
    return _Work(
        problem,
        judged,
        parameters,
        settled,
        rows,
        shares,
        _leaders(county, rows, shares, settled),
        bound,
        roles(county, shares, county.bureau.branches, bound.zones),
        _names(problem, judged, settled),
    )


def _names(problem: Problem, judged: Score, settled: Settled) -> list[str]:
    """Names of the zones (H7), the planner's own ones first."""
    offices = [settled.values.get(("office", z), zone.office) for z, zone in enumerate(judged.zones)]
    found = names_of(problem.county, [zone.stations for zone in judged.zones], offices)
    own = {z: name for (what, z), name in settled.values.items() if what == "name"}
    return [own.get(z, f"{name}（{offices[z]}）" if name in own.values() else name) for z, name in enumerate(found)]


def _leaders(county: County, rows: Sequence[Sequence[int]], shares: Floats, settled: Settled) -> Binding:
    leaders = county.bureau.leaders
    at = {leader.post: i for i, leader in enumerate(leaders)}
    fixed = {at[post]: z for (what, z), post in settled.values.items() if what == "leader"}
    loads = np.array([county.workload[list(zone)].sum() for zone in rows])
    return bind_leaders(leaders, fits(county, shares, leaders), _seat(county, rows), loads, fixed)


def _branches(
    county: County, rows: Sequence[Sequence[int]], shares: Floats, parameters: Parameters, settled: Settled
) -> Binding:
    branches = county.bureau.branches
    at = {branch.name: i for i, branch in enumerate(branches)}
    fixed = {at[name]: z for name, z in settled.branches.items()}
    loads = np.array([county.workload[list(zone)].sum() for zone in rows])
    return bind_branches(branches, fits(county, shares, branches), loads, parameters.balance, fixed)


def _seat(county: County, rows: Sequence[Sequence[int]]) -> int | None:
    """The zone of the county government."""
    return next((z for z, zone in enumerate(rows) if any(county.stations[row].is_seat for row in zone)), None)


def _zone(work: _Work, z: int) -> ZoneWork:
    county, rows, parameters, judged = work.problem.county, work.rows[z], work.parameters, work.judged.zones[z]
    chosen = {what: work.settled.values.get((what, z)) for what in SITES}
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
        leader_chosen=("leader", z) in work.settled.values,
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
    chosen, fits_ = work.settled.branches, work.bound.fits
    return tuple(
        Bound(branch.name, branch.officers, work.roles[i], float(fits_[i, z]), branch.name in chosen)
        for i, branch in enumerate(work.problem.county.bureau.branches)
        if work.bound.zones[i] == z
    )


def _broken(work: _Work, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Hard rules that the organisation does not keep: H13, and H20 where the parameters make it hard."""
    county = work.problem.county
    head = next((leader.post for leader in county.bureau.leaders if leader.is_head), None)
    seat = next((zone for zone in zones if any(county.stations[county.index[c]].is_seat for c in zone.stations)), None)
    if head is not None and seat is not None and seat.leader != head:
        yield Message("systems.organise.head_elsewhere", {"head": head, "zone": seat.name})
    if work.parameters.case_area_hard and (names := _without_case_area(zones)):
        yield Message("systems.organise.no_case_area", {"zones": names})


def _without_case_area(zones: Sequence[ZoneWork]) -> list[str]:
    return [zone.name for zone in zones if zone.case_team.site.station is None]


def _notes(work: _Work, zones: Sequence[ZoneWork], surplus: Sequence[str]) -> Iterator[Message]:
    """What a planner has to be told: what is lacking, and which rules pull against each other."""
    problem, bureau = work.problem, work.problem.county.bureau
    yield from _on_leaders(problem, zones, surplus)
    if bureau.branches and len(bureau.branches) < len(zones):
        names = [zone.name for zone in zones if not zone.branches]
        yield _say("few_branches", branches=len(bureau.branches), count=len(zones), zones=names)
    if not bureau.branches:
        yield _say("no_branches")
    if not bureau.villages:
        yield _say("no_villages")
    if (unknown := [branch.name for branch in bureau.branches if branch.officers is None]) and bureau.branches:
        yield _say("branch_officers", names=unknown)
    if not work.parameters.case_area_hard and (names := _without_case_area(zones)):
        yield _say("no_case_area", zones=names)
    for zone in zones:
        team = zone.case_team
        if team.site.station is not None and team.officers < team.wanted:
            yield _say("few_officers", zone=zone.name, officers=team.officers, wanted=team.wanted)
    yield from _on_conflicts(problem, work.judged, zones)
    for choice, why in work.settled.lost:
        stations = [problem.county.names.get(code, code) for code in choice.stations]
        what = Message(f"systems.subject.{choice.what}")
        yield _say("choice_lost", what=what, value=choice.value, why=why, stations=stations)


def _on_leaders(problem: Problem, zones: Sequence[ZoneWork], surplus: Sequence[str]) -> Iterator[Message]:
    bureau, limits = problem.county.bureau, problem.policy.zones
    if not bureau.leaders:
        yield _say("no_leaders")
        return
    if not any(leader.is_head for leader in bureau.leaders):
        yield _say("no_head")
    if not any(station.is_seat for station in problem.county.stations):
        yield _say("no_seat")
    if unled := [zone.name for zone in zones if zone.leader is None]:
        yield _say("few_leaders", leaders=len(bureau.leaders), count=len(zones), zones=unled)
    if surplus:
        yield _say("surplus", leaders=len(bureau.leaders), zones=len(zones), most=limits.max, posts=list(surplus))


def _on_conflicts(problem: Problem, judged: Score, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Rules that pull against each other: H2 and N1, H4 and H10."""
    alone = [zone.name for zone in zones if zone.alone and len(zone.stations) == 1]
    several = [post for post in problem.county.bureau.posts if post.stations > 1]
    if alone and several:
        yield _say("posts", zones=alone, posts=len(several), stations=max(post.stations for post in several))
    loads = [zone.figures["workload_per_officer"] for zone in judged.zones]
    mean = float(problem.county.workload.sum()) / max(float(problem.county.officers.sum()), 1.0)
    worst = max(range(len(zones)), key=lambda z: (np.nan_to_num(loads[z], nan=-1.0), -z))
    if mean > 0 and loads[worst] > UNEVEN * mean:
        yield _say("uneven", zone=zones[worst].name, more=round(100 * (loads[worst] / mean - 1)))


def _say(key: str, **values: Any) -> Message:
    return Message(f"systems.organise.{key}", values)
