"""Rosters by enumeration, with rules of its own: every row of a group that keeps the rules of rest, every set of rows.

Days, shifts and groups are few. Nothing of the search or of the judge is used.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product

from systems.rosters.records import Rules, Task

Row = tuple[int, ...]


def night(shift) -> bool:
    """Whether hours from 22 to 6 lie in a shift, four at least, hour by hour."""
    hours = [(shift.start_hour + k) % 24 for k in range(int(shift.hours))]
    return sum(hour >= 22 or hour < 6 for hour in hours) >= 4


def keeps_rest(rules: Rules, shifts, row: Row) -> bool:
    on = [day for day, s in enumerate(row) if s >= 0]
    for i, early in enumerate(on):
        for late in on[i + 1 :]:
            first, second = shifts[row[early]], shifts[row[late]]
            rest = 24 * (late - early) + second.start_hour - first.start_hour - first.hours
            if rest < rules.rest_hours or (night(first) and rest < rules.night_rest_hours):
                return False
            if rules.alternate and late - early == 1:
                return False
    works = [s >= 0 or (rules.alternate and day > 0 and row[day - 1] >= 0) for day, s in enumerate(row)]
    span = rules.most_in_row + 1
    if any(all(works[day : day + span]) for day in range(len(row) - span + 1)):
        return False
    return sum(night(shifts[s]) for s in row if s >= 0) <= rules.most_nights


@cache
def rows(rules: Rules, shifts, days: int) -> tuple[Row, ...]:
    return tuple(row for row in product(range(-1, len(shifts)), repeat=days) if keeps_rest(rules, shifts, row))


def rosters(task: Task, whole: bool = False) -> Iterator[tuple[list[Row], float]]:
    """Every fair roster without a duty too many, with the hours that it leaves open; alike groups in any one order.

    Rows are put together group by group; as soon as a shift has more than it asks for, no group is added. With
    ``whole`` only those come that leave nothing open: no group is added where a day asks for more than are to come.
    """
    own = rows(task.rules, task.shifts, task.month.days)
    homes = [home for home, count in enumerate(task.groups) for _ in range(count)]
    left = {}
    for home, need in enumerate(task.need):
        for day, counts in enumerate(need):
            for s, count in enumerate(counts):
                key = (0 if s in task.linked else home, day, s)
                left[key] = left.get(key, 0) + count

    def grown(chosen: list[int]) -> Iterator[list[int]]:
        if len(chosen) == len(homes):
            yield chosen
            return
        to_come = len(homes) - len(chosen)
        if whole and any(
            sum(c for (_, d, _), c in left.items() if d == day) > to_come for day in range(task.month.days)
        ):
            return
        home = homes[len(chosen)]
        first = chosen[-1] if chosen and homes[len(chosen) - 1] == home else 0
        for k in range(first, len(own)):
            taken = [(0 if s in task.linked else home, day, s) for day, s in enumerate(own[k]) if s >= 0]
            if all(left[key] > 0 for key in taken):
                for key in taken:
                    left[key] -= 1
                yield from grown([*chosen, k])
                for key in taken:
                    left[key] += 1

    for chosen in grown([]):
        duties = [own[k] for k in chosen]
        parts = [[row for row, at in zip(duties, homes, strict=True) if at == home] for home in range(len(task.groups))]
        if _fair(task, parts):
            yield duties, sum(count * task.shifts[s].hours for (_, _, s), count in left.items())


def spans(task: Task, parts) -> tuple[int, int, int]:
    """Ranges of nights, of duties on weekends and of duties."""

    def of(counts, whole=False):
        held = [[one for part in counts for one in part]] if whole else counts
        return max((max(part) - min(part) for part in held if part), default=0)

    weekends = [day for day in range(task.month.days) if (task.month.first_weekday + day) % 7 >= 5]
    nights = [[sum(s >= 0 and night(task.shifts[s]) for s in row) for row in part] for part in parts]
    linked = any(night(task.shifts[s]) for s in task.linked)
    return (
        of(nights, linked),
        of([[sum(row[day] >= 0 for day in weekends) for row in part] for part in parts]),
        of([[sum(s >= 0 for s in row) for row in part] for part in parts]),
    )


def _fair(task: Task, parts) -> bool:
    return task.rules.fair is None or max(spans(task, parts)[:2]) <= task.rules.fair


def crowded(task: Task, found: list[Row]) -> int:
    days = task.month.days
    weeks = [range(start, min(start + 7, days)) for start in range(max(1, days - 6))]
    most = max((sum(row[day] >= 0 for day in week) for row in found for week in weeks), default=0)
    asked = max(sum(sum(home[day]) for home in task.need for day in week) for week in weeks)
    return max(most, -(-asked // max(1, len(found))) + 1)


def uneven(task: Task, duties: list[Row]) -> Fraction:
    """Squares of what is missing by what is asked, over all shifts and all days."""
    homes = [home for home, count in enumerate(task.groups) for _ in range(count)]
    total = Fraction(0)
    for day in range(task.month.days):
        missing, asked = 0, 0
        for s in range(len(task.shifts)):
            every = range(len(task.groups))
            for part in [tuple(every)] if s in task.linked else [(home,) for home in every]:
                count = sum(task.need[home][day][s] for home in part)
                there = sum(row[day] == s for row, home in zip(duties, homes, strict=True) if home in part)
                total += Fraction((count - there) ** 2, max(1, count))
                missing, asked = missing + count - there, asked + count
        total += Fraction(missing**2, max(1, asked))
    return total


def best(task: Task) -> tuple[int, int, int, int] | None:
    """The least parts of the objective in order, of all rosters that meet every demand."""
    return min((_fairness(task, duties) for duties, open_ in rosters(task, whole=True) if not open_), default=None)


def _fairness(task: Task, duties: list[Row]) -> tuple[int, int, int, int]:
    parts, first = [], 0
    for count in task.groups:
        parts.append(duties[first : first + count])
        first += count
    nights, weekends, total = spans(task, parts)
    return nights, weekends, crowded(task, duties), total


def least_open(task: Task) -> tuple[float, ...]:
    """The same of all rosters: before all what is missing is spread evenly, then its hours are few."""
    return tuple(map(float, min((uneven(task, d), open_, *_fairness(task, d)) for d, open_ in rosters(task))))


def can_be(task: Task) -> bool:
    return any(not open_ for _, open_ in rosters(task, whole=True))
