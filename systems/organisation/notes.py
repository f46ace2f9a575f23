"""What a planner is told of an organisation: hard rules broken, what is lacking, which rules conflict."""

from collections.abc import Iterator, Sequence
from typing import Any

from systems.organisation.conflicts import conflicts
from systems.organisation.records import Choice, ZoneWork
from systems.teams.records import FORCES
from zoning.judge.names import outside
from zoning.model.bureau import Bureau
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.texts import Message


def broken(county: County, zones: Sequence[ZoneWork], *, case_area_hard: bool) -> Iterator[Message]:
    """Hard rules that the organisation breaks: H13, and H20 where ``case_area_hard``."""
    head = next((leader.post for leader in county.bureau.leaders if leader.is_head), None)
    seat = next((zone for zone in zones if any(county.stations[county.index[c]].is_seat for c in zone.stations)), None)
    if head is not None and seat is not None and seat.leader != head:
        yield Message("systems.organisation.head_elsewhere", {"head": head, "zone": seat.name})
    if case_area_hard and (names := _without_case_area(zones)):
        yield Message("systems.organisation.no_case_area", {"zones": names})


def _without_case_area(zones: Sequence[ZoneWork]) -> list[str]:
    return [zone.name for zone in zones if zone.case_team.site.station is None]


def notes(
    problem: Problem,
    zones: Sequence[ZoneWork],
    surplus: Sequence[str],
    lost: Sequence[tuple[Choice, Message]],
    *,
    case_area_hard: bool,
    gap: float,
) -> Iterator[Message]:
    """What is lacking, which rules conflict, which choices no longer fit.

    Parameters
    ----------
    surplus : posts of the leaders without a zone
    lost : choices set aside, each with the reason
    case_area_hard : a missing case-handling area is then told by :func:`broken`
    gap : share by which the binding of branches may be off the best
    """
    yield from _on_leaders(problem, zones, surplus)
    if gap > 0:
        yield _say("branches_unproved", gap=100 * gap)
    yield from _on_tables(problem.county.bureau, zones)
    if not case_area_hard and (names := _without_case_area(zones)):
        yield _say("no_case_area", zones=names)
    yield from _on_teams(problem, zones)
    if beyond := outside(problem.county):
        yield _say("places_outside", places=beyond)
    yield from conflicts(problem, zones)
    for choice, why in lost:
        stations = [problem.county.short_names.get(code, code) for code in choice.stations]
        what = Message(f"systems.subject.{choice.what}")
        yield _say("choice_lost", what=what, value=choice.value, why=why, stations=stations)


def _on_tables(bureau: Bureau, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Branches and villages: tables without a row, too few branches, branches of unknown strength."""
    if bureau.branches and len(bureau.branches) < len(zones):
        names = [zone.name for zone in zones if not zone.branches]
        yield _say("few_branches", branches=len(bureau.branches), count=len(zones), zones=names)
    if not bureau.branches:
        yield _say("no_branches")
    if not bureau.periods:
        yield _say("no_periods")
    if not bureau.villages:
        yield _say("no_villages")
    if unknown := [branch.name for branch in bureau.branches if branch.officers is None]:
        yield _say("branch_officers", names=unknown)


def _on_leaders(problem: Problem, zones: Sequence[ZoneWork], surplus: Sequence[str]) -> Iterator[Message]:
    """Leaders: no table, no head, no seat for the head, zones without a leader, leaders without a zone (H13, H14)."""
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


def _on_teams(problem: Problem, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Teams that the zone cannot field (H21), and stations of unknown forces (H27)."""
    for zone in zones:
        for key, team in zone.teams.items():
            if team.site.station is not None and team.officers < team.wanted:
                what = Message(f"systems.subject.{key}")
                yield _say("few_officers", zone=zone.name, team=what, officers=team.officers, wanted=team.wanted)
    known = FORCES if problem.county.bureau.forces else FORCES[:2]
    if known != FORCES:
        yield _say("no_forces")
    for kind in known:
        unknown = [c for zone in zones for force in zone.forces if force.kind == kind for c in force.unknown]
        if unknown:
            stations = [problem.county.short_names[code] for code in unknown]
            yield _say("force_unknown", force=Message(f"systems.force.{kind}"), stations=stations)


def _say(key: str, **values: Any) -> Message:
    return Message(f"systems.organisation.{key}", values)
