"""Counts that show that no plan keeps all rules, each a proof by itself, with its numbers; all that apply are given."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from solvers.forms.rules import Rows
from solvers.infeasible.by_number import BY_BAND, by_number, causes, heavy
from solvers.infeasible.facts import SLACK, Facts, clique
from solvers.infeasible.words import said
from zoning.judge.rules import Rule, zone_rules
from zoning.judge.zones import MemberZones
from zoning.model.problem import Problem
from zoning.texts import Message


def counted(problem: Problem) -> tuple[Message, ...]:
    """Every count that shows that no plan keeps all rules; nothing where none does, which proves nothing."""
    facts = Facts(problem)
    found = [message for count in COUNTS for message in count(facts)]
    heavy = any(message.key == "solvers.count.heavy" for message in found)
    why = causes(facts)
    if why and (not found or (not heavy and all(cause.key in BY_BAND for cause in why.values()))):
        found.append(by_number(facts, why))
    return tuple(found or _part_breaks(facts))


def _station_breaks(facts: Facts) -> Iterator[Message]:
    """Stations that break a rule in every zone, because larger zones break it too (``Rule.stays``)."""
    for rule in zone_rules(facts.problem):
        if rule.stays == "larger" and not rule.by_number:
            yield from _broken(facts, rule, "station_breaks", [(row,) for row in facts.free])


def _part_breaks(facts: Facts) -> Iterator[Message]:
    """Parts that break a rule however they are cut; those of the rules known here have counts of their own."""
    for rule in zone_rules(facts.problem):
        if rule.stays == "smaller" and not rule.by_number:
            yield from _broken(facts, rule, "part_breaks", facts.parts)


def _broken(facts: Facts, rule: Rule, key: str, zones: Sequence[Rows]) -> Iterator[Message]:
    problem = facts.problem
    member = np.array([np.isin(np.arange(len(problem)), zone) for zone in zones], dtype=bool).reshape(-1, len(problem))
    for zone, amount in zip(zones, rule.breach(MemberZones(problem, member), 0), strict=True):
        if amount > 0:
            values = {"stations": facts.names(zone), "amount": float(amount), "limit": rule.limit(problem, 0)}
            yield said(key, stations=facts.label(zone), broken=Message(f"zoning.rule.{rule.key}", values))


def _zones_left(facts: Facts) -> Iterator[Message]:
    """H1 and H2: the zones that stand alone and what they leave."""
    limits, alone = facts.problem.policy.zones, np.flatnonzero(facts.problem.alone).tolist()
    if facts.left < 0:
        yield said("alone_zones", count=facts.fixed, max=limits.max, stations=facts.names(alone))
    elif facts.left == 0 and facts.free:
        yield said("no_room", stations=facts.names(alone), max=limits.max, count=len(facts.free))
    most = len(facts.free) // limits.min_stations
    if most + facts.fixed < limits.min:
        count, least = len(facts.free), limits.min_stations
        yield said("too_few", count=count, most=most, least=least, alone=facts.fixed, min=limits.min)


def _parts(facts: Facts) -> Iterator[Message]:
    """H3 and H6: more parts than zones, and parts too small for one."""
    county, least = facts.problem.county, facts.problem.policy.zones.min_stations
    if 0 < facts.left < len(facts.parts):
        smallest = facts.labels(facts.parts)
        alone = np.flatnonzero(facts.problem.alone).tolist()
        cut = sum(any(row in facts.part_of for row in part) for part in county.components()) < len(facts.parts)
        key = "parts_cut" if cut else "parts"
        yield said(key, stations=facts.names(alone), count=len(facts.parts), zones=facts.left, parts=smallest)
    small = [part for part in facts.parts if len(part) < least]
    if small:
        yield said("small_parts", least=least, parts=facts.labels(small))


def _sizes(facts: Facts) -> Iterator[Message]:
    """G1: more stations than the zones may have, and parts that cannot be cut into zones of the sizes allowed."""
    limits = facts.problem.policy.zones
    least, most = limits.min_stations, limits.max_stations
    if most is None:
        return
    if facts.left > 0 and facts.left * most < len(facts.free):
        yield said("too_many", count=len(facts.free), zones=facts.left, most=most)
    odd = [part for part in facts.parts if len(part) >= least and -(-len(part) // most) > len(part) // least]
    for part in odd:
        yield said("sizes", least=least, most=most, count=len(part), part=facts.label(part))


def _officer_band(facts: Facts) -> Iterator[Message]:
    """H10: parts whose workload per officer is beyond the band, as it is in one of their zones at the least."""
    problem = facts.problem
    band = problem.policy.rules.officer_band
    if band is None or not problem.rest_officers:
        return
    for part in facts.parts:
        work, due = facts.work(part), float(problem.even_workload[list(part)].sum())
        if not (1 - band) * due * (1 - SLACK) <= work <= (1 + band) * due * (1 + SLACK):
            yield said("officer_band", part=facts.label(part), work=work, low=(1 - band) * due, high=(1 + band) * due)


def _officers(facts: Facts) -> Iterator[Message]:
    """H21: parts without the officers of a zone, or too few for the zones there must be."""
    least = facts.problem.policy.rules.min_officers
    if not least or not facts.free:
        return
    short = [part for part in facts.parts if facts.officers(part) < least]
    if short:
        yield said("officers_parts", least=least, parts=facts.labels(short))
    most = sum(facts.officers(part) // least for part in facts.parts)
    if not short and most < facts.least:
        yield said("officers", officers=facts.officers(facts.free), most=most, least=least, zones=facts.least)


def _case_areas(facts: Facts) -> Iterator[Message]:
    """H20: parts without a case-handling area, or fewer of them than zones."""
    if not facts.problem.policy.rules.case_area or not facts.free:
        return
    without = [part for part in facts.parts if not facts.case_areas(part)]
    if without:
        yield said("case_parts", parts=facts.labels(without))
    count = facts.case_areas(facts.free)
    if not without and count < facts.least:
        yield said("case_areas", count=count, zones=facts.least)


def _alone(facts: Facts) -> Iterator[Message]:
    """H2: alone zones that break a rule as they stand; ``together`` is spoken of elsewhere."""
    problem, n = facts.problem, len(facts.problem)
    member = np.array([[i in zone for i in range(n)] for zone in problem.alone_zones], dtype=bool).reshape(-1, n)
    zones = MemberZones(problem, member)
    for rule in zone_rules(problem):
        if rule.key == "together" or not len(zones):
            continue
        for zone, amount in zip(problem.alone_zones, rule.breach(zones, 0), strict=True):
            if amount > 0:
                stations, limit = facts.names(zone), rule.limit(problem, 0)
                values = {"stations": stations, "amount": float(amount), "limit": limit}
                yield said("alone_breaks", stations=stations, broken=Message(f"zoning.rule.{rule.key}", values))


def _minutes(facts: Facts) -> Iterator[Message]:
    """H8: stations without an office for them, and stations no two of which have one in common."""
    limit, least = facts.problem.policy.rules.max_minutes, facts.problem.policy.zones.min_stations
    if limit is None:
        return
    large = facts.reach[facts.reach.sum(axis=1) >= least].any(axis=0)
    lonely = [row for row in facts.free if not large[row] and len(facts.part_of[row]) >= least]
    if lonely:
        yield said("minutes_lonely", limit=limit, least=least, stations=facts.names(lonely))
    far = clique(facts.too_far, facts.free)
    if 0 < facts.left < len(far) and facts.left >= len(facts.parts):
        yield said("minutes_apart", limit=limit, stations=facts.names(far), count=len(far), zones=facts.left)


def _apart(facts: Facts) -> Iterator[Message]:
    """H9: more stations that must not share a zone than zones."""
    apart = clique(facts.cannot_link, facts.free)
    if 0 < facts.left < len(apart):
        yield said("apart", stations=facts.names(apart), count=len(apart), zones=facts.left)


def _together(facts: Facts) -> Iterator[Message]:
    """H9: groups that cannot share a zone."""
    for group in facts.problem.together:
        stations = facts.names(group)
        for other in facts.problem.apart:
            if len(both := [row for row in group if row in other]) > 1:
                yield said("together_apart", stations=facts.names(both))
        if len(both := [row for row in group if row in facts.problem.offices]) > 1:
            yield said("together_offices", stations=facts.names(both))
        alone = [row for row in group if facts.problem.alone[row]]
        if alone and (len(alone) < len(group) or facts.problem.policy.zones.alone_as == "each"):
            yield said("together_alone", stations=stations, alone=facts.names(alone))
        elif not alone and any(row not in facts.part_of[group[0]] for row in group):
            yield said("together_parts", stations=stations)
        elif not alone:
            yield from _together_far(facts, group)


def _together_far(facts: Facts, group: Rows) -> Iterator[Message]:
    """Groups that hang together but are too far from one another, or have too much to do."""
    stations, limit, number = facts.names(group), facts.problem.policy.rules.max_minutes, facts.least
    if limit is not None and not facts.reach[:, list(group)].all(axis=1).any():
        yield said("together_minutes", stations=stations, limit=limit)
    work, high = facts.work(group), facts.problem.band(number)[1]
    if work > high * (1 + SLACK):
        yield said("together_work", stations=stations, work=work, high=high, zones=number + facts.fixed)


def _pinned(facts: Facts) -> Iterator[Message]:
    """H9: stations that cannot share a zone with more than half of the zone of today that they are pinned to."""
    for row, members in facts.problem.anchored:
        part = facts.part_of.get(row)  # an alone station is judged with its zone
        needed = len(members) // 2 + 1
        if part is not None and (count := sum(member in part for member in members)) < needed:
            yield said("pinned", station=facts.problem.county.stations[row].name, needed=needed, count=count)


def _changed(facts: Facts) -> Iterator[Message]:
    """H9: a zone carries on one zone of today at most, so only so many stations can stay."""
    problem, today, limit = facts.problem, facts.problem.current_labels, facts.problem.policy.rules.max_changed
    if limit is None or today is None or (facts.free and facts.left < 1):
        return
    labels = range(int(today.max()) + 1)
    held = [np.bincount(today[list(part)], minlength=len(labels)) for part in facts.parts]
    kept = np.max(held, axis=0).tolist() if held else []
    stay = sum(sorted(kept, reverse=True)[: facts.left])
    stay += sum(int(np.bincount(today[list(zone)]).max()) for zone in problem.alone_zones)
    if len(problem) - stay > limit:
        zones = min(problem.policy.zones.max, len(labels))
        yield said("changed", zones=zones, least=len(problem) - stay, limit=limit)
    new = problem.policy.zones.min - len(labels)
    least = new if facts.fixed else new * problem.policy.zones.min_stations
    if least > limit:
        yield said("changed_new", zones=problem.policy.zones.min, today=len(labels), least=least, limit=limit)


COUNTS: tuple[Callable[[Facts], Iterator[Message]], ...] = (
    _zones_left,
    _parts,
    _sizes,
    _alone,
    _officer_band,
    _officers,
    _case_areas,
    _minutes,
    heavy,
    _together,
    _station_breaks,
    _apart,
    _pinned,
    _changed,
)
