"""How many groups have to be on duty, from the hours of the calls: a queue of servers in every hour of the week.

In hour h the groups are offered a = W · p_h / (52.18 · k) erlangs: W officer-hours of work a year, p_h the share of the
week's work in that hour, k persons a group. N groups on duty are all busy with the chance C(N, a) of Erlang; the least
N with C(N, a) ≤ the share of calls that may wait is what the hour asks for, and a shift asks for that of its busiest
hour. What it may get wrong: calls come independently and wait for each other; a group goes out as one.

References
----------
A. K. Erlang, Post Office Electrical Engineers' Journal 10 (1917): the chance of waiting.
"""

import math
from collections.abc import Sequence

import numpy as np

from systems.rosters.records import DAY, WEEK, Month, Shift
from zoning.model.county import County, Floats

WEEKS_A_YEAR = 365.25 / WEEK
MOST = 500
"""Groups on duty at the most."""
ENOUGH = 168
"""Calls, one for every hour of the week, from which on a station's own hours count, half at first."""


def waits(groups: int, erlangs: float) -> float:
    """C(N, a): the chance that all groups are busy; 1 where they cannot keep up."""
    if groups <= erlangs:
        return 1.0
    blocked = 1.0
    for n in range(1, groups + 1):
        blocked = erlangs * blocked / (n + erlangs * blocked)
    return blocked / (1 - (erlangs / groups) * (1 - blocked))


def least_on_duty(erlangs: float, wait: float) -> int:
    """The least number of groups with which at most a share ``wait`` of calls finds all of them busy."""
    groups = 1
    while groups < MOST and waits(groups, erlangs) > wait:
        groups += 1
    return groups


def even() -> Floats:
    """(7, 24) shares of the week's work where nobody knows the hours: every hour alike."""
    return np.full((WEEK, int(DAY)), 1 / (WEEK * DAY))


def profiles(county: County, counts: Floats) -> Floats:
    """(n, 7, 24) shares of every station's week, from counts (n, c, 7, 24) weighed by the work of their classes.

    The hours of few calls are chance. A station's own calls, m of them, have the weight m / (m + :data:`ENOUGH`), none
    below :data:`ENOUGH`, and the hours of the whole county the rest; with these it is the same, and the rest has every
    hour alike.
    """
    weights = np.array([kind.minutes * kind.officers for kind in county.classes], dtype=float)
    work = np.einsum("ncdh,c->ndh", counts, weights)
    calls = counts.sum(axis=(1, 2, 3))
    whole = _mixed(work.sum(axis=0), float(calls.sum()), even())
    shares = np.empty(work.shape, dtype=np.float64)
    for i, total in enumerate(calls.tolist()):
        shares[i] = _mixed(work[i], total, whole)
    return shares


def _mixed(work: Floats, calls: float, rest: Floats) -> Floats:
    """Shares of the work (7, 24) of so many calls, mixed with those of the ``rest``; these alone where they are few."""
    total = float(work.sum())
    if total <= 0 or calls < ENOUGH:
        return rest
    own = calls / (calls + ENOUGH)
    return np.asarray(own / total * work + (1 - own) * rest, dtype=np.float64)


def needed(
    month: Month, shifts: Sequence[Shift], hours: float, profile: Floats, crew: int, wait: float, least: int
) -> tuple[tuple[int, ...], ...]:
    """(d, s) groups on duty in every shift of every day, for so many officer-hours a year; at least ``least``."""
    each = np.array(
        [[least_on_duty(float(a), wait) for a in row] for row in hours / WEEKS_A_YEAR * profile / max(1, crew)]
    )
    week = [
        [max(least, *(int(each[(day + h // 24) % WEEK, h % 24]) for h in _hours(shift))) for shift in shifts]
        for day in range(WEEK)
    ]
    return tuple(tuple(week[month.weekday(day)]) for day in range(month.days))


def _hours(shift: Shift) -> range:
    """Hours that a shift touches, from 0; those from 24 on are of the next day."""
    return range(math.floor(shift.start_hour), math.ceil(shift.start_hour + shift.hours))
