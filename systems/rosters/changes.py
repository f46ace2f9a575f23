"""The roster of a task, and where none meets every demand, the least change of each kind, each sought exactly.

Groups that are missing, least in number; fewer groups on duty in a shift, as few fewer as possible; or one rule alone,
loosened as little as possible. A looser rule never rules out what a stricter one allows, so the least change of a rule
is found by halving; fewer duties may be harder to share evenly, so their number is lowered one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from solvers.stop import Stop
from systems.rosters.patterns import groups_lacking
from systems.rosters.programme import LIMIT, Answer, Clock, can_be, least_open, solved
from systems.rosters.records import Loosening, Roster, Rules, Shortage, Task

MOST_EXTRA = 12
"""Groups tried beyond the number that counting asks for."""
MOST_GROUPS = 40
"""Groups up to which numbers are tried; beyond, only what counting proves is told."""
MOST_UNKNOWN = 3
"""Numbers of groups on duty that are tried without an answer, at the most."""


@dataclass(frozen=True)
class Manned:
    """A roster, and where it cannot meet every demand, what is missing; it then leaves as little open as possible."""

    roster: Roster
    shortage: Shortage | None


def manned(task: Task, stop: Stop | None = None, limit: float = LIMIT) -> Manned:
    """The best roster of a task; where no roster meets every demand, the one that leaves least open, and why.

    A search that ``stop`` ends before it is known whether demands can be met gives the status ``unknown``. What
    counting proves is known at once, and stays known.
    """
    clock = Clock(stop, limit)
    found = solved(task, clock)
    if found.status == "optimal" or found.duties:
        return Manned(found, None)
    if found.status == "unknown":
        return Manned(found if clock.over else _undecided(least_open(task, clock)), None)
    return Manned(least_open(task, clock), shortage(task, clock))


def _undecided(found: Roster) -> Roster:
    """A roster with open demands of which nobody knows whether they could be met."""
    return Roster(found.duties, "unknown", found.parts, found.gaps)


def shortage(task: Task, clock: Clock) -> Shortage:
    """The least changes under which every demand of a task can be met; not proved are those that the clock ends."""
    extra, proved = _extra(task, clock)
    rules = tuple(_loosened(task, rule, values, clock) for rule, values in _ways(task))
    return Shortage(extra, proved, (*_fewer_on_duty(task, clock), *rules))


def at_most(task: Task, count: int) -> Task:
    """The task with so many groups on duty in a shift at the most."""
    days = range(task.month.days)

    def asked(home: int, day: int, s: int) -> int:
        if s not in task.linked:
            return min(count, task.need[home][day][s])
        return 0 if home else min(count, sum(one[day][s] for one in task.need))

    shifts = range(len(task.shifts))
    homes = range(len(task.groups))
    need = tuple(tuple(tuple(asked(home, day, s) for s in shifts) for day in days) for home in homes)
    return replace(task, need=need)


def _fewer_on_duty(task: Task, clock: Clock) -> list[Loosening]:
    """The most groups on duty in every shift that can be manned; nothing where no shift asks for more than one."""
    most, unknown = max(one.count for one in task.demands), 0
    for count in range(most - 1, 0, -1):
        answer, _ = can_be(at_most(task, count), clock)
        if answer == "yes":
            return [Loosening("on_duty", count, proved=not unknown)]
        unknown += answer == "unknown"
        if unknown == MOST_UNKNOWN:
            break
    return [Loosening("on_duty", None, proved=not unknown)] if most > 1 else []


def _extra(task: Task, clock: Clock) -> tuple[tuple[int, ...] | None, bool]:
    """Fewest groups to be added, by home, and whether fewer are proved not to do; proved, too, where none ever are."""
    proved, lacking = True, groups_lacking(task)
    if lacking is None:
        return None, True
    first = max(1, lacking)
    if sum(task.groups) + first > MOST_GROUPS:
        return None, False
    for count in range(first, first + MOST_EXTRA + 1):
        answer, homes = can_be(task, clock, count)
        if answer == "yes":
            return homes, proved
        proved = proved and answer == "no"
    return None, False


def _ways(task: Task) -> list[tuple[str, Sequence[float]]]:
    """Rules and the values that they may be loosened to, the smallest change first."""
    rules, days = task.rules, task.month.days
    longest = max(rules.rest_hours, rules.night_rest_hours)
    ways: list[tuple[str, Sequence[float]]] = [
        ("most_nights", range(rules.most_nights + 1, days + 1)),
        ("most_in_row", range(rules.most_in_row + 1, days + 1)),
        ("rest_hours", [float(h) for h in range(int(-(-longest // 1)) - 1, -1, -1)]),
    ]
    if rules.alternate:
        ways.append(("alternate", [0]))
    if rules.fair is not None:
        ways.append(("fair", range(rules.fair + 1, days + 1)))
    return ways


def loosened(rules: Rules, rule: str, value: float) -> Rules:
    """The rules with one of them at another value; hours of rest after a night are cut like those after any duty."""
    if rule == "rest_hours":
        return replace(
            rules, rest_hours=min(rules.rest_hours, value), night_rest_hours=min(rules.night_rest_hours, value)
        )
    if rule == "alternate":
        return replace(rules, alternate=False)
    if rule == "fair":
        return replace(rules, fair=int(value))
    return replace(rules, most_nights=int(value)) if rule == "most_nights" else replace(rules, most_in_row=int(value))


def _loosened(task: Task, rule: str, values: Sequence[float], clock: Clock) -> Loosening:
    """The first value of a rule under which every demand can be met."""

    def ask(k: int) -> Answer:
        return can_be(replace(task, rules=loosened(task.rules, rule, values[k])), clock)[0]

    if not values:
        return Loosening(rule, None)
    last = ask(len(values) - 1)
    if last != "yes":
        return Loosening(rule, None, proved=last == "no")
    found, proved = _first(ask, len(values) - 1)
    return Loosening(rule, values[found], proved)


def _first(ask: Callable[[int], Answer], last: int) -> tuple[int, bool]:
    """The first place, ``last`` at the most, that is answered yes, and whether none before it may be."""
    low, high, proved = 0, last, True
    while low < high:
        middle = (low + high) // 2
        answer = ask(middle)
        if answer == "yes":
            high = middle
        else:
            low, proved = middle + 1, proved and answer == "no"
    return high, proved
