"""Counts by the number of zones: why the workload, or all counts of the parts together, allow no plan of k zones."""

from collections.abc import Iterator

from solvers.infeasible.facts import SLACK, Facts
from solvers.infeasible.words import cause, chained, said
from zoning.texts import Message

BY_BAND = ("solvers.number.heavy", "solvers.number.part")


def causes(facts: Facts) -> dict[int, Message]:
    """For every number of free zones why it cannot be; empty unless counts show it for all of them."""
    found: dict[int, Message] = {}
    for number in facts.numbers:
        why = _work_cause(facts, number) or _mixed_cause(facts, number)
        if why is None:
            return {}
        found[number] = why
    return found


def heavy(facts: Facts) -> Iterator[Message]:
    """H10: stations above the band of the smallest number of zones, which is the widest."""
    if facts.numbers:
        high = facts.problem.band(facts.least)[1]
        for row in facts.free:
            if facts.work([row]) > high * (1 + SLACK):
                name = facts.problem.county.stations[row].name
                yield said("heavy", station=name, work=facts.work([row]), high=high, zones=facts.least + facts.fixed)


def _work_cause(facts: Facts, number: int) -> Message | None:
    """Why the workload allows no plan of so many zones: a station, or a part that is no whole number of zones."""
    low, high = facts.problem.band(number)
    row = max(facts.free, key=lambda row: (facts.work([row]), -row))
    if facts.work([row]) > high * (1 + SLACK):
        return cause("heavy", station=facts.problem.county.stations[row].name, work=facts.work([row]), high=high)
    for part in facts.parts:
        fewest, most = facts.by_work(part, number)
        if fewest > most:
            return cause("part", part=facts.label(part), work=facts.work(part), low=low, high=high)
    return None


def _mixed_cause(facts: Facts, number: int) -> Message | None:
    """Why all counts together allow no plan of so many zones: in one part, or over all of them."""
    least = most = 0
    for part in facts.parts:
        (fewest, why_fewest), (enough, why_enough) = facts.needed(part, number), facts.enough(part, number)
        if fewest > enough:
            return cause(
                "part_bounds",
                part=facts.label(part),
                least=fewest,
                least_why=cause(why_fewest),
                most=enough,
                most_why=cause(why_enough),
            )
        least, most = least + fewest, most + enough
    if least > number:
        return cause("too_many", least=least)
    return cause("too_few", most=most) if most < number else None


def by_number(facts: Facts, found: dict[int, Message]) -> Message:
    """The causes as one sentence, numbers of zones that fail alike together."""
    groups: dict[tuple[str, object], list[int]] = {}
    for number, why in found.items():
        subject = why.values["station"] if why.key == "solvers.number.heavy" else repr(why)
        groups.setdefault((why.key, subject), []).append(number)
    if len(found) > 1 == len(groups) and next(iter(groups))[0] == "solvers.number.part_bounds":
        return found[facts.least]
    clauses = [
        said("by_number", zones=[number + facts.fixed for number in numbers], why=found[numbers[0]])
        for numbers in groups.values()
    ]
    return chained("solvers.count.then", clauses)
