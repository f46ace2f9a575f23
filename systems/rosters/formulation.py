"""A task as constraints of CP-SAT: demands, rest, fairness, and the parts of the objective with what counting proves.

Variables x[g, d, s]: group g has shift s on day d.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from systems.rosters.patterns import least_parts, most_duties, reach, rests, week_at_least
from systems.rosters.records import PART_KEYS, WEEK, Demand, Task
from systems.rosters.start import in_turn

Row = Any
"""A linear expression of CP-SAT."""


@dataclass
class Draft:
    """A task under construction.

    ``x[g][d]`` has a variable a shift. Of every spare group there is a copy at each home; ``used`` has, by copy, the
    variable that says whether it is the one taken.
    """

    task: Task
    homes: list[int]
    used: dict[int, cp_model.IntVar] = field(default_factory=dict)
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    x: list[list[list[cp_model.IntVar]]] = field(default_factory=list)
    uncovered: list[tuple[cp_model.IntVar, Demand]] = field(default_factory=list)

    def duties(self, group: int, days: Sequence[int], night: bool = False) -> Row:
        """How many duties, or nights, a group has on these days."""
        shifts = [s for s, shift in enumerate(self.task.shifts) if shift.night or not night]
        return sum(self.x[group][day][s] for day in days for s in shifts)


def draft(task: Task, *, spare: int = 0, open_: bool = False) -> Draft:
    """The variables and rules of a task; with ``open_`` demands may stay open, with ``spare`` so many groups join."""
    made = Draft(task, list(task.homes))
    model = made.model
    for k in range(spare):
        taken = [model.new_bool_var(f"spare {k} at {home}") for home in range(len(task.groups))]
        model.add_exactly_one(taken)
        made.used |= {len(made.homes) + home: one for home, one in enumerate(taken)}
        made.homes += range(len(task.groups))
    days = range(task.month.days)
    made.x = [
        [[model.new_bool_var(f"{g} {d} {s}") for s in range(len(task.shifts))] for d in days]
        for g in range(len(made.homes))
    ]
    _covered(made, open_)
    for group in range(len(made.homes)):
        _rested(made, group)
    if not open_:
        _ordered(made)
    return made


def _covered(made: Draft, open_: bool) -> None:
    """Every demand is met to the number; what is open is a variable, and nobody has a duty that no demand asks for."""
    task, model = made.task, made.model
    asked = set()
    for one in task.demands:
        there = [made.x[g][one.day][one.shift] for g, home in enumerate(made.homes) if home in one.homes]
        asked |= {(one.day, one.shift, home) for home in one.homes}
        if open_:
            missing = model.new_int_var(0, one.count, "")
            made.uncovered.append((missing, one))
            model.add(sum(there) + missing == one.count)
        else:
            model.add(sum(there) == one.count)
    for g, home in enumerate(made.homes):
        for day in range(task.month.days):
            for s in range(len(task.shifts)):
                if (day, s, home) not in asked:
                    model.add(made.x[g][day][s] == 0)


def _rested(made: Draft, group: int) -> None:
    """One group's rest, reserve days and nights; what counting knows of it is added for the bound's sake."""
    task, model, x = made.task, made.model, made.x[group]
    rules, days = task.rules, task.month.days
    far = reach(rules, task.shifts)
    for day in range(days):
        model.add_at_most_one(x[day])
        if group in made.used:
            for one in x[day]:
                model.add_implication(one, made.used[group])
        for later in range(day + 1, min(days, day + far)):
            for s, first in enumerate(task.shifts):
                barred = [
                    x[later][t] for t, then in enumerate(task.shifts) if not rests(rules, first, then, later - day)
                ]
                if barred:
                    model.add_at_most_one([x[day][s], *barred])
    if rules.most_in_row < days:
        _free(made, group)
    model.add(made.duties(group, range(days), night=True) <= rules.most_nights)
    caps = most_duties(rules, task.shifts, days)
    for length in {min(days, rules.most_in_row + 1), min(days, 2 * WEEK), days}:
        for start in range(days - length + 1):
            model.add(made.duties(group, range(start, start + length)) <= caps[length])


def _free(made: Draft, group: int) -> None:
    """In every ``most_in_row`` + 1 days one without duty and without reserve."""
    rules, model, x = made.task.rules, made.model, made.x[group]
    free = [model.new_bool_var("") for _ in x]
    for day, one in enumerate(free):
        model.add_at_most_one([one, *x[day]])
        if day and rules.alternate:
            model.add_at_most_one([one, *x[day - 1]])
    for start in range(len(x) - rules.most_in_row):
        model.add_bool_or(free[start : start + rules.most_in_row + 1])


def _ordered(made: Draft) -> None:
    """Groups of a home are alike: the demands of the first day are met by the first of them."""
    taken = [0] * len(made.task.groups)
    for one in in_turn(made.task):
        if one.day == 0 and len(one.homes) == 1:
            home = one.homes[0]
            own = [g for g in range(sum(made.task.groups)) if made.homes[g] == home]
            for g in own[taken[home] : taken[home] + one.count]:
                made.model.add(made.x[g][0][one.shift] == 1)
            taken[home] += one.count


def spreads(made: Draft) -> list[tuple[str, list[int], list[Row]]]:
    """Whose counts are held against each other: nights among all where they are linked, else, as the rest, in homes."""
    task = made.task
    days = list(range(task.month.days))
    weekends = [day for day in days if task.month.weekend(day)]
    linked = any(task.shifts[s].night for s in task.linked)
    every = list(range(len(made.homes)))
    homes = [own for home in range(len(task.groups)) if (own := [g for g in every if made.homes[g] == home])]
    found = [
        ("night_range", own, [made.duties(g, days, night=True) for g in own]) for own in ([every] if linked else homes)
    ]
    for own in homes:
        found.append(("weekend_range", own, [made.duties(g, weekends) for g in own]))
        found.append(("duty_range", own, [made.duties(g, days) for g in own]))
    return found


def parts_of(made: Draft) -> dict[str, tuple[Row, int, int]]:
    """Every part of the objective: its expression, its greatest value, and what counting proves of its least one.

    Fair ranges are made hard where the rules say so.
    """
    model, task = made.model, made.task
    days = task.month.days
    top = max(days, week_at_least(task))
    tops = {key: model.new_int_var(0, top, key) for key in PART_KEYS[1:]}
    whole = not made.uncovered and not made.used
    least = least_parts(task) if whole else dict.fromkeys(PART_KEYS[1:], 0) | {"busiest_week": week_at_least(task)}
    for key, groups, counts in spreads(made):
        low, high = model.new_int_var(0, days, ""), model.new_int_var(0, days, "")
        for g, value in zip(groups, counts, strict=True):
            model.add(value <= high)
            row = model.add(value >= low)
            if g in made.used:
                row.only_enforce_if(made.used[g])
        model.add(tops[key] >= high - low)
    for g in range(len(made.homes)):
        for start in range(max(1, days - WEEK + 1)):
            model.add(made.duties(g, range(start, min(days, start + WEEK))) <= tops["busiest_week"])
    for key, value in least.items():
        model.add(tops[key] >= value)
    if task.rules.fair is not None:
        model.add(tops["night_range"] <= task.rules.fair)
        model.add(tops["weekend_range"] <= task.rules.fair)
    return _open_parts(made) | {key: (tops[key], top, least[key]) for key in PART_KEYS[1:]}


def _open_parts(made: Draft) -> dict[str, tuple[Row, int, int]]:
    """The parts that tell of what is missing: where anything may be, how evenly it is spread, and its hours."""
    task, unit = made.task, unit_of(made.task)
    each = [round(task.shifts[one.shift].hours / unit) for _, one in made.uncovered]
    hours = sum(length * v for length, (v, _) in zip(each, made.uncovered, strict=True))
    most = sum(length * one.count for length, (_, one) in zip(each, made.uncovered, strict=True))
    held: dict[str, tuple[Row, int, int]] = {"uncovered_hours": (hours, most, 0)}
    if not made.uncovered:
        return held
    parts: list[tuple[Row, int]] = [(v, one.count) for v, one in made.uncovered]
    for day, asked in enumerate(task.asked_by_day):
        if asked:
            parts.append((sum(v for v, one in made.uncovered if one.day == day), asked))
    weights = [round(task.scale / n) for _, n in parts]
    squares = sum(w * _square(made, *part) for w, part in zip(weights, parts, strict=True))
    top = sum(w * n**2 for w, (_, n) in zip(weights, parts, strict=True))
    return {"uneven_gaps": (squares, top, 0)} | held


def _square(made: Draft, row: Row, most: int) -> cp_model.IntVar:
    """At least the square of a whole number of at most ``most``, by its chords; with all groups it is no smaller."""
    square = made.model.new_int_var(0, most**2, "")
    for k in range(max(0, most - len(made.homes) - 1), most):
        made.model.add(square >= (2 * k + 1) * row - k * (k + 1))
    return square


def unit_of(task: Task) -> float:
    """Hours that all shifts are whole multiples of, for whole coefficients."""
    for unit in (1.0, 0.5, 0.25):
        if all((shift.hours / unit).is_integer() for shift in task.shifts):
            return unit
    return 1 / 60
