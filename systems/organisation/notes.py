"""What a planner is told of an organisation: hard rules broken, what is lacking, which rules conflict."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from systems.organisation.records import Choice, ZoneWork
from zoning.judge.score import Score
from zoning.model.bureau import Bureau
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.texts import Message

UNEVEN = 1.25
"""A zone this many times above the mean workload per officer is uneven (H10)."""


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
    judged: Score,
    zones: Sequence[ZoneWork],
    surplus: Sequence[str],
    lost: Sequence[tuple[Choice, Message]],
    *,
    case_area_hard: bool,
) -> Iterator[Message]:
    """What is lacking, which rules conflict, which choices no longer fit.

    Parameters
    ----------
    surplus : posts of the leaders without a zone
    lost : choices set aside, each with the reason
    case_area_hard : a missing case-handling area is then told by :func:`broken`
    """
    yield from _on_leaders(problem, zones, surplus)
    yield from _on_tables(problem.county.bureau, zones)
    if not case_area_hard and (names := _without_case_area(zones)):
        yield _say("no_case_area", zones=names)
    for zone in zones:
        team = zone.case_team
        if team.site.station is not None and team.officers < team.wanted:
            yield _say("few_officers", zone=zone.name, officers=team.officers, wanted=team.wanted)
    yield from _on_conflicts(problem, judged, zones)
    for choice, why in lost:
        stations = [problem.county.names.get(code, code) for code in choice.stations]
        what = Message(f"systems.subject.{choice.what}")
        yield _say("choice_lost", what=what, value=choice.value, why=why, stations=stations)


def _on_tables(bureau: Bureau, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Branches and villages: tables without a row, too few branches, branches of unknown strength."""
    if bureau.branches and len(bureau.branches) < len(zones):
        names = [zone.name for zone in zones if not zone.branches]
        yield _say("few_branches", branches=len(bureau.branches), count=len(zones), zones=names)
    if not bureau.branches:
        yield _say("no_branches")
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


def _on_conflicts(problem: Problem, judged: Score, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Rules that conflict: H2 with N1, H4 with H10."""
    alone = [zone.name for zone in zones if zone.alone and len(zone.stations) == 1]
    several = [post for post in problem.county.bureau.posts if post.stations > 1]
    if alone and several:
        yield _say("posts", zones=alone, posts=len(several), stations=max(post.stations for post in several))
    loads = [zone.figures["workload_per_officer"] for zone in judged.zones]
    mean = problem.county.mean_load
    worst = max(range(len(zones)), key=lambda z: (np.nan_to_num(loads[z], nan=-1.0), -z))
    if mean > 0 and loads[worst] > UNEVEN * mean:
        yield _say("uneven", zone=zones[worst].name, more=round(100 * (loads[worst] / mean - 1)))


def _say(key: str, **values: Any) -> Message:
    return Message(f"systems.organisation.{key}", values)
