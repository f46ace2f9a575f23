"""Officers with experience of a station sent to posts (N9), by counts: who comes from where, never a person.

Places of a post are its officers. Objectives, one after the other, each exactly: places filled, at their most; officers
at a post that is bound to the station they know, at their most; Σ officers · minutes from that station to the post, at
its least. A post whose officers are unknown has no places.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from systems.lexicographic import lexicographic
from zoning.model.county import County, Floats

TENTHS = 10
"""Whole units of a minute."""


@dataclass(frozen=True)
class Sent:
    """So many ``officers`` with experience of station row ``station`` at post row ``post``; ``bound`` to each other."""

    station: int
    post: int
    officers: int
    bound: bool
    minutes: float


@dataclass(frozen=True)
class Placement:
    """Who is ``sent`` where, the ``places`` of the posts, and the officers with experience there are."""

    sent: tuple[Sent, ...]
    places: int
    experienced: int

    @property
    def filled(self) -> int:
        """Places that an officer with experience has."""
        return sum(one.officers for one in self.sent)

    @property
    def at_home(self) -> int:
        """Officers at a post that is bound to the station they know."""
        return sum(one.officers for one in self.sent if one.bound)


def placed(county: County, post: Sequence[int], minutes: Floats) -> Placement | None:
    """The placement for a binding, ``None`` where the bureau has no table of experience.

    Parameters
    ----------
    post : (n,) row of the post of every station, negative for none
    minutes : (p, n) from every post to every station
    """
    bureau = county.bureau
    if not bureau.experience:
        return None
    had = {county.index[row.station]: row.officers for row in bureau.experience}
    places = [one.officers or 0 for one in bureau.posts]
    sent = assign([had.get(row, 0) for row in range(len(county))], places, post, minutes)
    return Placement(sent, sum(places), sum(had.values()))


def assign(had: Sequence[int], places: Sequence[int], post: Sequence[int], minutes: Floats) -> tuple[Sent, ...]:
    """The best assignment of officers (n,) by former station to places (p,) of posts, in the order of both."""
    away = np.rint(TENTHS * minutes).astype(np.int64)
    model = cp_model.CpModel()
    cells = [(i, k) for i, count in enumerate(had) if count for k, free in enumerate(places) if free]
    x = {(i, k): model.new_int_var(0, min(had[i], places[k]), f"{i} {k}") for i, k in cells}
    for i, count in enumerate(had):
        model.add(sum(x[i, k] for k in range(len(places)) if (i, k) in x) <= count)
    for k, free in enumerate(places):
        model.add(sum(x[i, k] for i in range(len(had)) if (i, k) in x) <= free)
    filled = sum(x.values())
    known = sum(one for (i, k), one in x.items() if post[i] == k)
    way = sum(int(away[k, i]) * one for (i, k), one in x.items())
    rank = sum((i * len(places) + k) * one for (i, k), one in x.items())
    solver, _ = lexicographic(model, [-filled, -known, way, rank])
    counts = {cell: solver.value(one) for cell, one in x.items()}
    return tuple(Sent(i, k, count, post[i] == k, float(minutes[k, i])) for (i, k), count in counts.items() if count)
