"""A content judged: the score as the page shows it, zones by slot, broken rules in words with their loose parts."""

from dataclasses import dataclass
from typing import Any

from workbench.web.editing.content import Content, Group
from zoning.judge.measures import POINTS
from zoning.judge.names import names_of
from zoning.judge.rules import Violation
from zoning.judge.score import Score, ZoneScore, rescored, score
from zoning.mathematics.parts import parts
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.result.codec import known, spoken

NAMED = 300
"""Stations up to which zones are named after places; larger counties have offices' names alone, for speed."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A content under the judge: the score of its plan, and the slot of each of the plan's zones."""

    problem: Problem
    content: Content
    score: Score
    slots: tuple[int, ...]


def judged(problem: Problem, content: Content, before: Judged | None = None) -> Judged:
    """The content as judged, the same bits with and without ``before``.

    Parameters
    ----------
    before : of another content; of the same problem, zones that are as they were are not judged again

    Raises
    ------
    InputError
        When the content is none of this county.
    """
    plan = content.plan
    if before is not None and before.problem is problem:
        return Judged(problem, content, rescored(problem, before.score, plan), content.slots)
    return Judged(problem, content, score(problem, plan), content.slots)


def score_document(one: Judged) -> dict[str, Any]:
    """What the page shows of a plan: points, measures, weights, what each costs, broken rules, zones by slot, figures.

    Measures are shares; ``cost`` are points. An emptied slot has no zone.
    """
    weights = one.problem.policy.weights.shares()
    names = shown_names(one)
    zones: list[dict[str, Any] | None] = [None] * len(one.content.zones)
    for slot, zone in zip(one.slots, one.score.zones, strict=True):
        zones[slot] = {"slot": slot, "name": names[slot], **_zone(zone)}
    return {
        "points": one.score.points,
        "measures": known(one.score.measures),
        "weights": weights,
        "cost": {key: round(POINTS * weights[key] * share) for key, share in one.score.measures.items()},
        "broken": broken(one),
        "zones": zones,
        "figures": known(one.score.figures),
    }


def shown_names(one: Judged) -> list[str]:
    """The name of each slot: given by hand, else by the judge; empty for an emptied slot."""
    given, county = one.content.names, one.problem.county
    zones, chosen = one.score.zones, [zone.office for zone in one.score.zones]
    if len(county) <= NAMED:
        judge = names_of(county, [zone.stations for zone in zones], chosen)
    else:
        judge = tuple(county.short_names[office] for office in chosen)
    shown = [given.get(str(slot), "") for slot in range(len(one.content.zones))]
    for slot, name in zip(one.slots, judge, strict=True):
        shown[slot] = shown[slot] or name
    return shown


def broken(one: Judged) -> list[dict[str, Any]]:
    """Every broken rule: its slot (none for the whole plan), the loose stations, the sentence in both languages.

    Loose are the stations that do not hang together with the rest of their zone.
    """
    return [_violation(one, violation) for violation in one.score.violations]


def difference(now: Score, then: Score) -> dict[str, Any]:
    """Points and shares that a plan has more (or less) than another."""
    less = now - then
    return {"points": less.points, "measures": known(less.measures), "figures": known(less.figures)}


def _violation(one: Judged, violation: Violation) -> dict[str, Any]:
    slots = {one.content.slot[code] for code in violation.stations}
    zone = slots.pop() if len(slots) == 1 else None
    loose = loose_part(one.problem.county, violation.stations) if violation.rule == "contiguous" else ()
    values = {"rule": violation.rule, "zone": zone, "amount": violation.amount, "loose": list(loose)}
    return {**values, "stations": list(violation.stations), **spoken(violation.says)}


def loose_part(county: County, zone: Group) -> Group:
    """Stations of a zone outside the largest part that hangs together, of equal parts the first by code."""
    hanging = parts(county.neighbours, [county.index[code] for code in zone])
    largest = max(hanging, key=lambda part: (len(part), -min(part)))
    return tuple(sorted(county.codes[row] for part in hanging if part is not largest for row in part))


def _zone(zone: ZoneScore) -> dict[str, Any]:
    """What the table of zones shows; ``None`` for what is unknown, and for ways in a zone of one station."""
    of = known(zone.figures)
    ways = len(zone.stations) > 1
    return {
        "office": zone.office,
        "stations": len(zone.stations),
        "officers": of["officers"],
        "load": of["workload_per_officer"],
        "far": of["farthest_minutes"] if ways else None,
        "mean": of["mean_minutes"] if ways else None,
        "points": zone.points,
        "alone": zone.alone,
    }
