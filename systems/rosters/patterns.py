"""One group alone: how many duties rest lets it have, what follows for all of them, and what follows for all of them.

Counting proves much without a search: in L days in a row a group has at most c(L) duties, so G groups at most G · c(L).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

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


def too_few(task: Task) -> bool:
    """Whether counting alone proves that the demands cannot be met."""
    return any(short > 0 for short in _shortfalls(task))


def least_groups(task: Task) -> int:
    """A number of groups of all homes together below which counting proves that the demands cannot be met."""
    return sum(task.groups) + max([0, *_shortfalls(task)])


def _shortfalls(task: Task) -> Iterator[int]:
    """Groups that all homes together lack, by every stretch of days, and by nights."""
    days = task.month.days
    caps = most_duties(task.rules, task.shifts, days)
    sums = [0]
    for day in range(days):
        sums.append(sums[-1] + sum(sum(home[day]) for home in task.need))
    have = sum(task.groups)
    for first in range(days):
        for last in range(first + 1, days + 1):
            needed = sums[last] - sums[first]
            if needed:
                yield -(-needed // caps[last - first]) - have if caps[last - first] else needed
    nights = [s for s, shift in enumerate(task.shifts) if shift.night]
    total = sum(home[day][s] for home in task.need for day in range(days) for s in nights)
    if total:
        yield -(-total // task.rules.most_nights) - have if task.rules.most_nights else total


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
