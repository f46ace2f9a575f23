"""One group alone: how many duties rest lets it have, and what follows for all of them.

Counting proves much without a search: in L days in a row a group has at most c(L) duties, so G groups at most G · c(L).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from systems.rosters.records import DAY, OFF, WEEK, Rules, Shift, Task


def rests(rules: Rules, first: Shift, second: Shift, days: int) -> bool:
    """Whether a duty in ``second`` may come so many days after one in ``first``."""
    if rules.alternate and days == 1:
        return False
    least = max(rules.rest_hours, rules.night_rest_hours if first.night else 0.0)
    return days * DAY + second.start_hour - first.start_hour - first.hours >= least


def reach(rules: Rules, shifts: Sequence[Shift]) -> int:
    """Days after which any duty may follow any other."""
    days = 1
    while not all(rests(rules, one, other, days) for one in shifts for other in shifts):
        days += 1
    return days


@lru_cache(maxsize=256)
def most_duties(rules: Rules, shifts: tuple[Shift, ...], days: int) -> tuple[int, ...]:
    """c(L) for L = 0 … ``days``: the most duties of a group in L days in a row, by dynamic programming.

    A state is the shift of the last duty, the days since then, and the days in a row without a free one.
    """
    far = reach(rules, shifts)
    states = {(OFF, far, 0): 0}
    found = [0]
    for _ in range(days):
        following: dict[tuple[int, int, int], int] = {}
        for (last, since, row), count in states.items():
            for shift, more in _next(rules, shifts, last, since, far):
                busy = shift != OFF or (rules.alternate and last != OFF and since == 1)
                length = row + 1 if busy else 0
                if length <= rules.most_in_row:
                    state = (shift, 1, length) if more else (last if since < far else OFF, min(since + 1, far), length)
                    following[state] = max(following.get(state, -1), count + more)
        states = following
        found.append(max(states.values()))
    return tuple(found)


def _next(rules: Rules, shifts: Sequence[Shift], last: int, since: int, far: int) -> Iterator[tuple[int, int]]:
    """What may come after a duty in ``last``, ``since`` days ago: a day off, or a shift."""
    yield OFF, 0
    for s, shift in enumerate(shifts):
        if last == OFF or since >= far or rests(rules, shifts[last], shift, since):
            yield s, 1


@dataclass(frozen=True)
class Excess:
    """Why counting alone proves that the demands cannot be met: ``asked`` duties of which the groups do ``most``.

    ``kind`` is ``days`` for all duties from day ``first`` to day ``last``, ``nights`` for those of the month; for
    ``night_range`` and ``weekend_range`` the ``asked`` duties of the month differ by more than the rules' ``most``
    however they are shared. ``home`` is the only home whose groups and demands are counted, ``None`` for all.
    ``lacking`` groups at the least have to be added; ``None`` where no number of groups is enough.
    """

    kind: Literal["days", "nights", "night_range", "weekend_range"]
    home: int | None
    groups: int
    asked: int
    most: int
    lacking: int | None
    first: int = 0
    last: int = 0


def ruled_out(task: Task) -> Excess | None:
    """The plainest proof by counting that the demands cannot be met; ``None`` where counting proves nothing."""
    return next(_excesses(task), None)


def groups_lacking(task: Task) -> int | None:
    """A number of groups below which none more are enough, by counting; ``None`` where no number is."""
    found = list(_excesses(task))
    if any(one.lacking is None for one in found):
        return None
    homes = range(len(task.groups))
    own = [max((one.lacking or 0 for one in found if one.home == home), default=0) for home in homes]
    return max([sum(own), *(one.lacking or 0 for one in found)])


def _excesses(task: Task) -> Iterator[Excess]:
    """Every proof: first the shortest stretch of days, then nights, then what cannot be shared evenly."""
    every = range(len(task.shifts))
    pools: list[tuple[int | None, int, list[list[int]]]] = [
        (None, sum(task.groups), [[sum(home[day][s] for home in task.need) for s in every] for day in _days(task)])
    ]
    if len(task.groups) > 1:
        for one, (groups, need) in enumerate(zip(task.groups, task.need, strict=True)):
            pools.append((one, groups, [[0 if s in task.linked else day[s] for s in every] for day in need]))
    for home, groups, asked in pools:
        yield from _crowded(task, home, groups, asked)
        nights = sum(day[s] for day in asked for s in every if task.shifts[s].night)
        most = task.rules.most_nights
        if nights > groups * most:
            yield Excess("nights", home, groups, nights, groups * most, -(-nights // most) - groups if most else None)
    yield from _unfair(task)


def _days(task: Task) -> range:
    return range(task.month.days)


def _crowded(task: Task, home: int | None, groups: int, asked: Sequence[Sequence[int]]) -> Iterator[Excess]:
    """Stretches of days that ask for more duties than rest lets the groups have, the shortest first."""
    days = task.month.days
    caps = most_duties(task.rules, task.shifts, days)
    sums = [0, *accumulate(sum(day) for day in asked)]
    for length in range(1, days + 1):
        for first in range(days - length + 1):
            needed, cap = sums[first + length] - sums[first], caps[length]
            if needed > groups * cap:
                lacking = -(-needed // cap) - groups if cap else None
                yield Excess("days", home, groups, needed, groups * cap, lacking, first, first + length - 1)


def _unfair(task: Task) -> Iterator[Excess]:
    """Nights, and duties on weekends, that no division shares out as evenly as the rules ask."""
    if task.rules.fair is None:
        return
    least = least_parts(task)
    keys: tuple[Literal["night_range", "weekend_range"], ...] = ("night_range", "weekend_range")
    for key in keys:
        if least[key] > task.rules.fair:
            asked = sum(
                one.count
                for one in task.demands
                if (task.shifts[one.shift].night if key == "night_range" else task.month.weekend(one.day))
            )
            yield Excess(key, None, sum(task.groups), asked, task.rules.fair, 1)


def week_at_least(task: Task) -> int:
    """What the busiest week of a group counts at the least: one more than the mean of the busiest, rounded up."""
    days, have = task.month.days, max(1, sum(task.groups))
    each = [sum(sum(home[day]) for home in task.need) for day in range(days)]
    return 1 + max(-(-sum(each[start : start + WEEK]) // have) for start in range(max(1, days - WEEK + 1)))


def least_parts(task: Task) -> dict[str, int]:
    """What counting proves of every part of the objective where all demands are met, but the hours left open."""
    days = range(task.month.days)
    nights = [s for s, shift in enumerate(task.shifts) if shift.night]
    every = list(range(len(task.shifts)))
    weekends = [day for day in days if task.month.weekend(day)]
    if any(s in task.linked for s in nights):
        all_linked = all(s in task.linked for s in nights)
        total = sum(home[day][s] for home in task.need for day in days for s in nights)
        night = int(all_linked and total % max(1, sum(task.groups)) > 0)
    else:
        night = _uneven(task, days, nights)
    return {
        "night_range": night,
        "weekend_range": _uneven(task, weekends, every),
        "busiest_week": week_at_least(task),
        "duty_range": _uneven(task, days, every),
    }


def _uneven(task: Task, days: Sequence[int], shifts: Sequence[int]) -> int:
    """0 where the duties of every home could be shared out evenly, 1 where no division of the linked ones allows it.

    A home with G groups and o duties of its own shares evenly with n linked ones where G divides o + n. Where nights
    may differ by one only and all of them are linked, n of the whole month is q · G to (q + 1) · G, q the quotient of
    all nights by all groups.
    """
    linked = sum(home[day][s] for home in task.need for day in days for s in shifts if s in task.linked)
    nights = {s for s, shift in enumerate(task.shifts) if shift.night}
    fair = task.rules.fair is not None and task.rules.fair <= 1 and set(task.linked) == nights
    quotient = linked // max(1, sum(task.groups))
    whole = fair and len(days) == task.month.days
    reached = {0}
    for groups, home in zip(task.groups, task.need, strict=True):
        own = sum(home[day][s] for day in days for s in shifts if s not in task.linked)
        if groups:
            low, high = (quotient * groups, quotient * groups + groups) if whole else (0, linked)
            even = [n for n in range(low, min(high, linked) + 1) if (own + n) % groups == 0]
            reached = {one + n for one in reached for n in even if one + n <= linked}
    return int(linked not in reached)
