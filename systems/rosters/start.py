"""A first roster by hand, made fairer duty by duty; often it is the best one already, which counting then proves.

Day by day those who have rested and done least go on duty. Then single duties pass from one group to another as long
as the counts of nights, weekends and duties get more even. Every rule of rest is kept; demands may stay open.
"""

from collections.abc import Iterator, Sequence

from systems.rosters.checking import rest_broken
from systems.rosters.patterns import reach, rests, week_at_least
from systems.rosters.records import OFF, WEEK, Demand, Task

ROUNDS = 12
"""Times that all duties are looked at, at the most."""
Counts = tuple[int, int, int]


def first_roster(task: Task) -> tuple[tuple[int, ...], ...]:
    """(g, d) duties that keep every rule of rest; how fair they are is for the judge to say."""
    return evened(task, by_hand(task))


def in_turn(task: Task) -> list[Demand]:
    """The demands day by day, nights first."""
    return sorted(task.demands, key=lambda d: (d.day, not task.shifts[d.shift].night, d.shift, d.homes))


def by_hand(task: Task) -> tuple[tuple[int, ...], ...]:
    """The roster made day by day: of the groups that have rested, those that have done least go, nights first."""
    homes = task.homes
    rows = [[OFF] * task.month.days for _ in homes]
    far = reach(task.rules, task.shifts)
    for one in in_turn(task):
        able = [g for g, home in enumerate(homes) if home in one.homes and _may(task, rows[g], one.day, one.shift, far)]
        last_first = -1 if len(one.homes) > 1 else 1
        able.sort(key=lambda g: (*_done(task, rows[g], one.day, one.shift), last_first * g))
        for g in able[: one.count]:
            rows[g][one.day] = one.shift
    return tuple(map(tuple, rows))


def _may(task: Task, row: Sequence[int], day: int, shift: int, far: int) -> bool:
    """Whether a group may take this duty after those that it has."""
    rules, shifts = task.rules, task.shifts
    if row[day] != OFF:
        return False
    for before in range(max(0, day - far), day):
        if row[before] != OFF and not rests(rules, shifts[row[before]], shifts[shift], day - before):
            return False
    if shifts[shift].night and sum(s != OFF and shifts[s].night for s in row) >= rules.most_nights:
        return False
    length, at = 1 + rules.alternate, day - 1
    while at >= 0 and (row[at] != OFF or (rules.alternate and at and row[at - 1] != OFF)):
        length, at = length + 1, at - 1
    return length - (rules.alternate and day + 1 == task.month.days) <= rules.most_in_row


def _done(task: Task, row: Sequence[int], day: int, shift: int) -> tuple[int, ...]:
    """What a group has done so far, the less the earlier it goes: nights or weekends first, then duties of a week."""
    nights = sum(s != OFF and task.shifts[s].night for s in row)
    weekends = sum(s != OFF and task.month.weekend(d) for d, s in enumerate(row))
    lately = sum(s != OFF for s in row[max(0, day - WEEK + 1) : day])
    total = sum(s != OFF for s in row)
    first = nights if task.shifts[shift].night else -nights
    return (lately >= week_at_least(task), weekends if task.month.weekend(day) else 0, first, total, lately)


def evened(task: Task, duties: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """The duties, each passed on to another group wherever that lowers the sum of squares of all counts."""
    rows = [list(row) for row in duties]
    counts = [_counts(task, row) for row in rows]
    for _ in range(ROUNDS):
        passed = False
        for one in task.demands:
            for giver in [g for g, row in enumerate(rows) if row[one.day] == one.shift]:
                taker = next(_takers(task, rows, counts, one, giver), None)
                if taker is not None:
                    rows[giver][one.day], rows[taker][one.day] = OFF, one.shift
                    counts[giver], counts[taker] = _counts(task, rows[giver]), _counts(task, rows[taker])
                    passed = True
        if not passed:
            break
    return tuple(map(tuple, rows))


def _takers(task: Task, rows: Sequence[list[int]], counts: Sequence[Counts], one: Demand, giver: int) -> Iterator[int]:
    """Groups that may take a duty, and with whom the counts are more even."""
    homes, most = task.homes, week_at_least(task)
    weights = (8 * task.shifts[one.shift].night, 4 * task.month.weekend(one.day), 1)
    if homes[giver] not in one.homes:
        return
    for g, row in enumerate(rows):
        gain = sum(w * (counts[giver][k] - counts[g][k] - 1) for k, w in enumerate(weights))
        if g == giver or gain <= 0 or homes[g] not in one.homes or row[one.day] != OFF:
            continue
        trial = [*row[: one.day], one.shift, *row[one.day + 1 :]]
        near = range(max(0, one.day - WEEK + 1), one.day + 1)
        if max(sum(s != OFF for s in trial[start : start + WEEK]) for start in near) > most:
            continue
        if next(rest_broken(task, g, trial), None) is None:
            yield g


def _counts(task: Task, row: Sequence[int]) -> Counts:
    """Nights, duties on weekends and duties of a group."""
    on = [(day, task.shifts[s]) for day, s in enumerate(row) if s != OFF]
    return sum(shift.night for _, shift in on), sum(task.month.weekend(day) for day, _ in on), len(on)
