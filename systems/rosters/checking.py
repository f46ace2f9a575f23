"""The judge of rosters: what breaks a rule or leaves a demand open, recomputed from the duties alone.

It shares no code with the search (:mod:`systems.rosters.programme`): plain loops over groups and days.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from systems.rosters.records import DAY, OFF, OPEN_KEYS, PART_KEYS, WEEK, Gap, Task
from zoning.texts import Message

Duties = Sequence[Sequence[int]]


def broken(task: Task, duties: Duties) -> list[Message]:
    """Every breach of a rule of rest or fairness, as a sentence; groups and days are counted from 1."""
    if len(duties) != sum(task.groups) or any(len(row) != task.month.days for row in duties):
        return [Message("systems.rosters.shape", {"groups": sum(task.groups), "days": task.month.days})]
    found = []
    for group, row in enumerate(duties):
        if any(not OFF <= shift < len(task.shifts) for shift in row):
            found.append(Message("systems.rosters.no_shift", {"group": group + 1}))
        else:
            found += rest_broken(task, group, row)
    return found or [*_unfair(task, duties)]


def rest_broken(task: Task, group: int, row: Sequence[int]) -> Iterator[Message]:
    """Every breach of a rule of rest by one group."""
    rules, shifts = task.rules, task.shifts
    on = [day for day, shift in enumerate(row) if shift != OFF]
    for before, after in pairwise(on):
        first, second = shifts[row[before]], shifts[row[after]]
        rest = (after * DAY + second.start_hour) - (before * DAY + first.start_hour + first.hours)
        least = max(rules.rest_hours, rules.night_rest_hours if first.night else 0.0)
        if rest < least:
            yield Message(
                "systems.rosters.rest",
                {"group": group + 1, "day": after + 1, "hours": f"{rest:g}", "least": f"{least:g}"},
            )
        if rules.alternate and after == before + 1:
            yield Message("systems.rosters.twice", {"group": group + 1, "day": after + 1})
    busy = {day + more for day in on for more in ((0, 1) if rules.alternate else (0,))}
    length = 0
    for day in range(task.month.days):
        length = length + 1 if day in busy else 0
        if length == rules.most_in_row + 1:
            yield Message("systems.rosters.row", {"group": group + 1, "day": day + 1, "most": rules.most_in_row})
    nights = sum(shifts[row[day]].night for day in on)
    if nights > rules.most_nights:
        yield Message("systems.rosters.nights", {"group": group + 1, "nights": nights, "most": rules.most_nights})


def _unfair(task: Task, duties: Duties) -> Iterator[Message]:
    """Ranges of nights and weekends above what is fair."""
    if task.rules.fair is None:
        return
    for key, value in (("night", night_range(task, duties)), ("weekend", weekend_range(task, duties))):
        if value > task.rules.fair:
            yield Message(f"systems.rosters.unfair_{key}", {"range": value, "fair": task.rules.fair})


def gaps(task: Task, duties: Duties) -> tuple[Gap, ...]:
    """The demands that are not met, in order of time."""
    homes, found = task.homes, []
    for one in task.demands:
        there = sum(duties[g][one.day] == one.shift for g in range(len(homes)) if homes[g] in one.homes)
        if there < one.count:
            found.append(Gap(one.day, one.shift, one.homes, one.count - there))
    return tuple(found)


def surplus(task: Task, duties: Duties) -> int:
    """Duties that no demand asks for."""
    return (
        sum(shift != OFF for row in duties for shift in row)
        - sum(one.count for one in task.demands)
        + sum(gap.missing for gap in gaps(task, duties))
    )


def uncovered_hours(task: Task, duties: Duties) -> float:
    """Group hours of demands that are not met."""
    return sum(gap.missing * task.shifts[gap.shift].hours for gap in gaps(task, duties))


def missing_by_day(task: Task, duties: Duties) -> list[int]:
    """(d,) duties of every day that nobody has."""
    missing = [0] * task.month.days
    for gap in gaps(task, duties):
        missing[gap.day] += gap.missing
    return missing


def uneven_gaps(task: Task, duties: Duties) -> float:
    """Σ m²/n over days and demands, of n duties asked m missing: least where all miss the same share."""
    asked = [*task.asked_by_day, *(one.count for one in task.demands)]
    found = {(gap.day, gap.shift, gap.homes): gap.missing for gap in gaps(task, duties)}
    missing = [*missing_by_day(task, duties), *(found.get((one.day, one.shift, one.homes), 0) for one in task.demands)]
    scale = task.scale
    return sum(round(scale / n) * m**2 for m, n in zip(missing, asked, strict=True) if m) / scale


def night_range(task: Task, duties: Duties) -> int:
    """The most nights of a group less the fewest; among all groups where nights are linked, else within each home."""
    counts = [sum(shift != OFF and task.shifts[shift].night for shift in row) for row in duties]
    if any(task.shifts[s].night for s in task.linked):
        return _range(counts)
    return _by_home(task, counts)


def weekend_range(task: Task, duties: Duties) -> int:
    """The most duties on weekends of a group less the fewest, within each home."""
    days = [day for day in range(task.month.days) if task.month.weekend(day)]
    return _by_home(task, [sum(row[day] != OFF for day in days) for row in duties])


def busiest_week(task: Task, duties: Duties) -> int:
    """The most duties of any group in seven days in a row, counted as one more than the mean at the least.

    The mean is that of the seven days with most demand, rounded up.
    """
    starts = range(max(1, task.month.days - WEEK + 1))
    each = [sum(sum(home[day]) for home in task.need) for day in range(task.month.days)]
    mean = max(-(-sum(each[start : start + WEEK]) // max(1, len(duties))) for start in starts)
    most = max((sum(one != OFF for one in row[start : start + WEEK]) for row in duties for start in starts), default=0)
    return max(most, mean + 1)


def duty_range(task: Task, duties: Duties) -> int:
    """The most duties of a group less the fewest, within each home."""
    return _by_home(task, [sum(shift != OFF for shift in row) for row in duties])


def _by_home(task: Task, counts: Sequence[int]) -> int:
    homes = task.homes
    return max(
        (_range([counts[g] for g in range(len(homes)) if homes[g] == home]) for home in range(len(task.groups))),
        default=0,
    )


def _range(counts: Sequence[int]) -> int:
    return max(counts) - min(counts) if counts else 0


MEASURES = dict(
    zip(
        OPEN_KEYS,
        (uneven_gaps, uncovered_hours, night_range, weekend_range, busiest_week, duty_range),
        strict=True,
    )
)
"""What each part of the objective is, by its key."""


def measured(task: Task, duties: Duties, keys: Sequence[str] = PART_KEYS) -> tuple[float, ...]:
    """The values of parts of the objective, in order."""
    return tuple(float(MEASURES[key](task, duties)) for key in keys)
