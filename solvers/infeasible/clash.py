"""Why there is no plan: simple counts first, then the smallest set of rules that clash.

:func:`reasons` is asked only once the exact search has proved that no plan exists. A count is a proof by itself, with
its numbers; all that apply are given. Where no count shows it, rules are switched off and on in the constraint model
(``solvers.infeasible.cpsat``) until the fewest that clash are known. What may go wrong: within its time limits the
model may not settle a question, and then the answer says so.

References
----------
A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS extraction with minimal hitting set dualization,
CP 2015.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from solvers.stop import Stopped, Watch
from zoning.judge.rules import zone_rules
from zoning.judge.zones import TIE, MemberZones
from zoning.model.county import Bools
from zoning.model.errors import ClaimError
from zoning.model.parts import parts
from zoning.model.problem import Problem
from zoning.texts import Message

WORK_A_QUESTION = 10.0
"""Units of work, about seconds, that the constraint model may spend on one question."""
SLACK = 1e-8
"""Relative doubt in a division of workloads: a count speaks only where it is clear by more than that."""
NAMED = 4
"""Stations of a part that are named before the rest is counted."""
Rows = tuple[int, ...]
Bound = tuple[int, str]


def reasons(problem: Problem, work: float = WORK_A_QUESTION, *, watch: Watch | None = None) -> tuple[Message, ...]:
    """Why an infeasible problem has no plan, each reason a proof by itself: all counts that show it, or a clash.

    Where ``watch`` stops the run, the answer says that the clash is not known.
    """
    return counted(problem) or (clash(problem, work, watch),)


def counted(problem: Problem) -> tuple[Message, ...]:
    """Every count that shows that no plan keeps all rules; nothing where none does, which proves nothing."""
    facts = Facts(problem)
    found = [message for count in COUNTS for message in count(facts)]
    heavy = any(message.key == "solvers.count.heavy" for message in found)
    causes = facts.causes()
    if causes and (not found or (not heavy and all(cause.key in BY_BAND for cause in causes.values()))):
        found.append(_by_number(facts, causes))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Facts:
    """What is counted: the stations outside the alone zones, the parts they hang together in, and their limits."""

    problem: Problem

    @cached_property
    def free(self) -> Rows:
        """Rows of the stations outside the alone zones."""
        return tuple(np.flatnonzero(~self.problem.alone).tolist())

    @cached_property
    def parts(self) -> tuple[Rows, ...]:
        """The free stations as they hang together once the alone ones are gone; the largest part first."""
        found = map(tuple, parts(self.problem.county.neighbours, self.free))
        return tuple(sorted(found, key=lambda part: (-len(part), part)))

    @cached_property
    def part_of(self) -> dict[int, Rows]:
        return {row: part for part in self.parts for row in part}

    @property
    def fixed(self) -> int:
        """Zones that stand alone."""
        return len(self.problem.alone_zones)

    @property
    def left(self) -> int:
        """Zones left for the free stations; 0 or less where there are none."""
        return self.problem.policy.zones.max - self.fixed

    @property
    def least(self) -> int:
        """Zones that the free stations must form."""
        return max(1, self.problem.policy.zones.min - self.fixed)

    @property
    def numbers(self) -> range:
        """Numbers of zones that the free stations may form."""
        return self.problem.free_zones(1, len(self.free)) if self.free else range(0)

    @cached_property
    def reach(self) -> Bools:
        """(n, n) whether the zone of an office may have a station under ``max_minutes``: near and hanging together."""
        limit, county, n = self.problem.policy.rules.max_minutes, self.problem.county, len(self.problem)
        reach = np.eye(n, dtype=bool)
        if limit is None:
            for part in self.parts:
                reach[np.ix_(part, part)] = True
            return reach
        from solvers.exact.kernel import hanging

        adjacent = county.adjacent & ~self.problem.alone[:, None] & ~self.problem.alone[None, :]
        rows, neighbours = np.nonzero(adjacent)
        near = county.minutes <= limit * (1 + TIE)
        return np.asarray(hanging(near, np.searchsorted(rows, np.arange(n + 1)), neighbours))

    @cached_property
    def rivals(self) -> Bools:
        """(n, n) pairs of stations that pins keep apart: by choice, or both chosen as offices."""
        n = len(self.problem)
        rivals = np.zeros((n, n), dtype=bool)
        for group in (*self.problem.apart, self.problem.offices):
            rivals[np.ix_(group, group)] = True
        np.fill_diagonal(rivals, False)
        return rivals

    @cached_property
    def strangers(self) -> Bools:
        """(n, n) pairs of free stations that no office of ``max_minutes`` reaches both of."""
        n = len(self.problem)
        if self.problem.policy.rules.max_minutes is None:
            return np.zeros((n, n), dtype=bool)
        member = self.reach.astype(np.float32)  # counts up to 2 ** 24 are exact, and the product is quick
        strangers = member.T @ member == 0
        np.fill_diagonal(strangers, False)
        return np.asarray(strangers)

    def names(self, rows: Iterable[int]) -> list[str]:
        return [self.problem.county.stations[row].name for row in rows]

    def label(self, rows: Sequence[int]) -> str:
        """The stations of a part as one word, the same in both languages."""
        word = "+".join(self.names(rows[:NAMED]))
        return word if len(rows) <= NAMED else f"{word}+… ({len(rows)})"

    def labels(self, parts: Iterable[Sequence[int]]) -> list[str]:
        """Parts as words, the smallest first."""
        return [self.label(part) for part in sorted(parts, key=lambda part: (len(part), tuple(part)))]

    def officers(self, rows: Sequence[int]) -> int:
        return int(self.problem.county.officers[list(rows)].sum())

    def work(self, rows: Sequence[int]) -> float:
        return float(self.problem.county.workload[list(rows)].sum())

    def case_areas(self, rows: Sequence[int]) -> int:
        return sum(self.problem.county.stations[row].has_case_area for row in rows)

    def by_work(self, part: Sequence[int], number: int) -> tuple[int, float]:
        """(fewest, most) zones of a part by its workload, when there are ``number`` zones in all parts."""
        low, high = self.problem.band(number)
        work = self.work(part)
        fewest = int(np.ceil(work / high * (1 - SLACK))) if 0 < high < np.inf else 1
        return max(1, fewest), float(np.floor(work / low * (1 + SLACK))) if low > 0 else np.inf

    def needed(self, part: Rows, number: int) -> Bound:
        """The fewest zones of a part, and why."""
        apart, strangers = self.cliques[part]
        bounds = [
            (1, "why_part"),
            (self.by_work(part, number)[0], "why_work"),
            (apart, "why_apart"),
            (strangers, "why_minutes"),
        ]
        return max(bounds, key=lambda bound: bound[0])

    @cached_property
    def cliques(self) -> dict[Rows, tuple[int, int]]:
        """Of every part how many stations must not, and cannot, share a zone with one another."""
        return {part: (len(clique(self.rivals, part)), len(clique(self.strangers, part))) for part in self.parts}

    def enough(self, part: Sequence[int], number: int) -> Bound:
        """The most zones of a part, and why."""
        policy, by_work = self.problem.policy, self.by_work(part, number)[1]
        bounds = [(len(part) // policy.zones.min_stations, "why_stations")]
        if policy.rules.min_officers:
            bounds.append((self.officers(part) // policy.rules.min_officers, "why_officers"))
        if policy.rules.case_area:
            bounds.append((self.case_areas(part), "why_case_areas"))
        if np.isfinite(by_work):
            bounds.append((int(by_work), "why_work"))
        return min(bounds, key=lambda bound: bound[0])

    def causes(self) -> dict[int, Message]:
        """For every number of zones why it cannot be; empty unless counts show it for all of them."""
        found: dict[int, Message] = {}
        for number in self.numbers:
            cause = _work_cause(self, number) or _mixed_cause(self, number)
            if cause is None:
                return {}
            found[number] = cause
        return found


def clique(rivals: Bools, rows: Sequence[int]) -> Rows:
    """Some of these stations no two of which can share a zone: the best of one greedy try from each of them."""
    among = rivals[np.ix_(rows, rows)]
    order = sorted(range(len(rows)), key=lambda k: (-int(among[k].sum()), rows[k]))
    among = among[np.ix_(order, order)]
    best: list[int] = []
    for first in range(len(order)):
        chosen, able = [first], among[first].copy()
        while able.any():
            chosen.append(int(able.argmax()))
            able &= among[chosen[-1]]
        best = max(best, chosen, key=len)
    return tuple(sorted(rows[order[k]] for k in best))


def _say(key: str, **values: object) -> Message:
    return Message(f"solvers.count.{key}", values)


def _cause(key: str, **values: object) -> Message:
    return Message(f"solvers.number.{key}", values)


def _chained(key: str, messages: Sequence[Message]) -> Message:
    """Several sentences as one."""
    *before, chain = messages
    for message in reversed(before):
        chain = Message(key, {"first": message, "more": chain})
    return chain


# -- counts of zones and parts -----------------------------------------------------------------------------------------


def _zones_left(facts: Facts) -> Iterator[Message]:
    """H1 and H2: the zones that stand alone and what they leave."""
    limits, alone = facts.problem.policy.zones, np.flatnonzero(facts.problem.alone).tolist()
    if facts.left < 0:
        yield _say("alone_zones", count=facts.fixed, max=limits.max, stations=facts.names(alone))
    elif facts.left == 0 and facts.free:
        yield _say("no_room", stations=facts.names(alone), max=limits.max, count=len(facts.free))
    most = len(facts.free) // limits.min_stations
    if most + facts.fixed < limits.min:
        count, least = len(facts.free), limits.min_stations
        yield _say("too_few", count=count, most=most, least=least, alone=facts.fixed, min=limits.min)


def _parts(facts: Facts) -> Iterator[Message]:
    """H3 and H6: more parts than zones, and parts too small for one."""
    county, least = facts.problem.county, facts.problem.policy.zones.min_stations
    if 0 < facts.left < len(facts.parts):
        smallest = facts.labels(facts.parts)
        alone = np.flatnonzero(facts.problem.alone).tolist()
        cut = sum(any(row in facts.part_of for row in part) for part in county.components()) < len(facts.parts)
        key = "parts_cut" if cut else "parts"
        yield _say(key, stations=facts.names(alone), count=len(facts.parts), zones=facts.left, parts=smallest)
    small = [part for part in facts.parts if len(part) < least]
    if small:
        yield _say("small_parts", least=least, parts=facts.labels(small))


def _sizes(facts: Facts) -> Iterator[Message]:
    """G1: more stations than the zones may have, and parts that cannot be cut into zones of the sizes allowed."""
    limits = facts.problem.policy.zones
    least, most = limits.min_stations, limits.max_stations
    if most is None:
        return
    if facts.left > 0 and facts.left * most < len(facts.free):
        yield _say("too_many", count=len(facts.free), zones=facts.left, most=most)
    odd = [part for part in facts.parts if len(part) >= least and -(-len(part) // most) > len(part) // least]
    for part in odd:
        yield _say("sizes", least=least, most=most, count=len(part), part=facts.label(part))


def _officers(facts: Facts) -> Iterator[Message]:
    """H21: parts without the officers of a zone, or too few for the zones there must be."""
    least = facts.problem.policy.rules.min_officers
    if not least or not facts.free:
        return
    short = [part for part in facts.parts if facts.officers(part) < least]
    if short:
        yield _say("officers_parts", least=least, parts=facts.labels(short))
    most = sum(facts.officers(part) // least for part in facts.parts)
    if not short and most < facts.least:
        yield _say("officers", officers=facts.officers(facts.free), most=most, least=least, zones=facts.least)


def _case_areas(facts: Facts) -> Iterator[Message]:
    """H20: parts without a case-handling area, or fewer of them than zones."""
    if not facts.problem.policy.rules.case_area or not facts.free:
        return
    without = [part for part in facts.parts if not facts.case_areas(part)]
    if without:
        yield _say("case_parts", parts=facts.labels(without))
    count = facts.case_areas(facts.free)
    if not without and count < facts.least:
        yield _say("case_areas", count=count, zones=facts.least)


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
                yield _say("alone_breaks", stations=stations, broken=Message(f"zoning.rule.{rule.key}", values))


# -- counts of minutes, pins and changes -------------------------------------------------------------------------------


def _minutes(facts: Facts) -> Iterator[Message]:
    """H8: stations without an office for them, and stations no two of which have one in common."""
    limit, least = facts.problem.policy.rules.max_minutes, facts.problem.policy.zones.min_stations
    if limit is None:
        return
    large = facts.reach[facts.reach.sum(axis=1) >= least].any(axis=0)
    lonely = [row for row in facts.free if not large[row] and len(facts.part_of[row]) >= least]
    if lonely:
        yield _say("minutes_lonely", limit=limit, least=least, stations=facts.names(lonely))
    strangers = clique(facts.strangers, facts.free)
    if 0 < facts.left < len(strangers) and facts.left >= len(facts.parts):
        yield _say(
            "minutes_apart", limit=limit, stations=facts.names(strangers), count=len(strangers), zones=facts.left
        )


def _apart(facts: Facts) -> Iterator[Message]:
    """H9: more stations that must not share a zone than zones."""
    apart = clique(facts.rivals, facts.free)
    if 0 < facts.left < len(apart):
        yield _say("apart", stations=facts.names(apart), count=len(apart), zones=facts.left)


def _together(facts: Facts) -> Iterator[Message]:
    """H9: groups that cannot share a zone."""
    for group in facts.problem.together:
        stations = facts.names(group)
        for other in facts.problem.apart:
            if len(both := [row for row in group if row in other]) > 1:
                yield _say("together_apart", stations=facts.names(both))
        if len(both := [row for row in group if row in facts.problem.offices]) > 1:
            yield _say("together_offices", stations=facts.names(both))
        alone = [row for row in group if facts.problem.alone[row]]
        if alone and (len(alone) < len(group) or facts.problem.policy.zones.alone_as == "each"):
            yield _say("together_alone", stations=stations, alone=facts.names(alone))
        elif not alone and any(row not in facts.part_of[group[0]] for row in group):
            yield _say("together_parts", stations=stations)
        elif not alone:
            yield from _together_far(facts, group)


def _together_far(facts: Facts, group: Rows) -> Iterator[Message]:
    """Groups that hang together but are too far from one another, or have too much to do."""
    stations, limit, number = facts.names(group), facts.problem.policy.rules.max_minutes, facts.least
    if limit is not None and not facts.reach[:, list(group)].all(axis=1).any():
        yield _say("together_minutes", stations=stations, limit=limit)
    work, high = facts.work(group), facts.problem.band(number)[1]
    if work > high * (1 + SLACK):
        yield _say("together_work", stations=stations, work=work, high=high, zones=number + facts.fixed)


def _pinned(facts: Facts) -> Iterator[Message]:
    """H9: stations that cannot share a zone with more than half of the zone of today that they are pinned to."""
    for row, members in facts.problem.anchored:
        part = facts.part_of.get(row)  # an alone station is judged with its zone
        needed = len(members) // 2 + 1
        if part is not None and (count := sum(member in part for member in members)) < needed:
            yield _say("pinned", station=facts.problem.county.stations[row].name, needed=needed, count=count)


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
        yield _say("changed", zones=zones, least=len(problem) - stay, limit=limit)
    new = problem.policy.zones.min - len(labels)
    least = new if facts.fixed else new * problem.policy.zones.min_stations
    if least > limit:
        yield _say("changed_new", zones=problem.policy.zones.min, today=len(labels), least=least, limit=limit)


# -- counts of workload, by the number of zones ------------------------------------------------------------------------

BY_BAND = ("solvers.number.heavy", "solvers.number.part")


def _heavy(facts: Facts) -> Iterator[Message]:
    """H10: stations above the band of the smallest number of zones, which is the widest."""
    if facts.numbers:
        high = facts.problem.band(facts.least)[1]
        for row in facts.free:
            if facts.work([row]) > high * (1 + SLACK):
                name = facts.problem.county.stations[row].name
                yield _say("heavy", station=name, work=facts.work([row]), high=high, zones=facts.least + facts.fixed)


def _work_cause(facts: Facts, number: int) -> Message | None:
    """Why the workload allows no plan of so many zones: a station, or a part that is no whole number of zones."""
    low, high = facts.problem.band(number)
    row = max(facts.free, key=lambda row: (facts.work([row]), -row))
    if facts.work([row]) > high * (1 + SLACK):
        return _cause("heavy", station=facts.problem.county.stations[row].name, work=facts.work([row]), high=high)
    for part in facts.parts:
        fewest, most = facts.by_work(part, number)
        if fewest > most:
            return _cause("part", part=facts.label(part), work=facts.work(part), low=low, high=high)
    return None


def _mixed_cause(facts: Facts, number: int) -> Message | None:
    """Why all counts together allow no plan of so many zones: in one part, or over all of them."""
    least = most = 0
    for part in facts.parts:
        (fewest, why_fewest), (enough, why_enough) = facts.needed(part, number), facts.enough(part, number)
        if fewest > enough:
            return _cause(
                "part_bounds",
                part=facts.label(part),
                least=fewest,
                least_why=_cause(why_fewest),
                most=enough,
                most_why=_cause(why_enough),
            )
        least, most = least + fewest, most + enough
    if least > number:
        return _cause("too_many", least=least)
    return _cause("too_few", most=most) if most < number else None


def _by_number(facts: Facts, causes: dict[int, Message]) -> Message:
    """The causes as one sentence, numbers of zones that fail alike together."""
    groups: dict[tuple[str, object], list[int]] = {}
    for number, cause in causes.items():
        subject = cause.values["station"] if cause.key == "solvers.number.heavy" else repr(cause)
        groups.setdefault((cause.key, subject), []).append(number)
    if len(causes) > 1 == len(groups) and next(iter(groups))[0] == "solvers.number.part_bounds":
        return causes[facts.least]
    clauses = [
        _say("by_number", zones=[number + facts.fixed for number in numbers], why=causes[numbers[0]])
        for numbers in groups.values()
    ]
    return _chained("solvers.count.then", clauses)


COUNTS: tuple[Callable[[Facts], Iterator[Message]], ...] = (
    _zones_left,
    _parts,
    _sizes,
    _alone,
    _officers,
    _case_areas,
    _minutes,
    _heavy,
    _together,
    _apart,
    _pinned,
    _changed,
)


# -- the smallest clash ------------------------------------------------------------------------------------------------


def clash(problem: Problem, work: float = WORK_A_QUESTION, watch: Watch | None = None) -> Message:
    """The smallest set of rules that no plan keeps, as a sentence.

    The rules that a plan breaks are a set of which every clash must hold one. So the smallest set that hits all those
    sets found so far is a guess: if no plan keeps it, it is the smallest clash; if one does, it breaks another set.

    Raises
    ------
    ClaimError
        When there is a plan that keeps all rules.
    """
    try:
        return _clash(problem, work, watch or Watch())
    except Stopped:
        return Message("solvers.clash.unknown")


def _clash(problem: Problem, work: float, watch: Watch) -> Message:
    from solvers.infeasible.cpsat import broken, feasible, rules_of

    rules = rules_of(problem)
    breaches: list[frozenset[str]] = []
    while True:
        watch.tick()
        guess = _hitting(rules, breaches)
        plan = feasible(problem, frozenset(guess), work, watch=watch)
        if plan is None:
            return _clashing(problem, guess, "smallest" if len(guess) > 1 else "one")
        if plan == "unknown":
            return _some_clash(problem, rules, work, watch)
        breaches.append(broken(problem, plan))
        if not breaches[-1]:
            raise ClaimError(f"said to be infeasible, but this plan keeps all rules: {plan}")


def _hitting(rules: Sequence[str], sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The first of the smallest choices of rules of which every set has one; there are at most 2 ** 15."""
    choices = (choice for size in range(len(rules) + 1) for choice in combinations(rules, size))
    return next(choice for choice in choices if all(not one.isdisjoint(choice) for one in sets))


def _some_clash(problem: Problem, rules: Sequence[str], work: float, watch: Watch) -> Message:
    """A clash found by dropping one rule after the other while it stays proved that the rest clash."""
    from solvers.infeasible.cpsat import feasible

    kept = tuple(rules)
    for rule in reversed(rules):
        watch.tick()
        rest = tuple(key for key in kept if key != rule)
        if feasible(problem, frozenset(rest), work, watch=watch) is None:
            kept = rest
    return _clashing(problem, kept, "some") if len(kept) < len(rules) else Message("solvers.clash.unknown")


def _clashing(problem: Problem, rules: Sequence[str], key: str) -> Message:
    said = _chained("solvers.clash.then", [_in_words(problem, rule) for rule in rules])
    return Message(f"solvers.clash.{key}", {"count": len(rules), "rules": said})


def _in_words(problem: Problem, rule: str) -> Message:
    """A rule with its limits and stations."""
    facts, limits, policy = Facts(problem), problem.policy.rules, problem.policy
    values: dict[str, object] = {
        "max": policy.zones.max,
        "min": policy.zones.min,
        "alone": facts.names(np.flatnonzero(problem.alone).tolist()),
        "stations": policy.zones.min_stations,
        "most": policy.zones.max_stations,
        "band": limits.workload_band,
        "minutes": limits.max_minutes,
        "officers": limits.min_officers,
        "together": facts.labels(problem.together),
        "apart": facts.labels(problem.apart),
        "pinned": facts.names(row for row, _ in problem.anchored),
        "offices": facts.names(problem.offices),
        "changed": limits.max_changed,
    }
    return Message(f"solvers.rule.{rule}", values)
