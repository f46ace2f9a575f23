"""Police posts bound to stations (N1): a post for every station, for every post its number of neighbouring stations.

Three objectives, minimised one after the other, each exactly: Σ |load − wanted| over posts (15 posts of two cannot have
31 stations), pieces beyond one connected group a post, and travel, Σ workload · minutes from post to station.

What it may get wrong: minutes from the posts are given; a post on a border serves the side it is bound to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solvers.sets.growth import Resource, Root, TooMany, grow
from solvers.sets.masks import MOST_STATIONS, pack, rows_of
from solvers.stop import Stop, Watch
from systems.lexicographic import lexicographic
from zoning.model.county import County, Floats, Ints
from zoning.model.errors import InputError, mistake

MOST_COLUMNS = 200_000
"""Columns of the programme at the most; some seconds of work."""


@dataclass(frozen=True)
class Binding:
    """``post`` (n,) of every station; stations ``wanted`` (p,) and had, ``loads`` (p,), by every post.

    ``pieces`` counts connected groups of stations beyond one a post; ``minutes`` is the mean from post to station, by
    workload.
    """

    post: tuple[int, ...]
    wanted: tuple[int, ...]
    loads: tuple[int, ...]
    pieces: int
    minutes: float

    @property
    def off(self) -> int:
        """Σ |load − wanted| over posts."""
        return sum(abs(load - wanted) for load, wanted in zip(self.loads, self.wanted, strict=True))

    def stations(self, post: int) -> list[int]:
        """Rows of the stations of a post."""
        return [row for row, at in enumerate(self.post) if at == post]


def bind(county: County, minutes: Floats, wanted: Sequence[int], *, stop: Stop | None = None) -> Binding:
    """The binding of least travel among all of fewest stations off, then of fewest pieces.

    Parameters
    ----------
    minutes : (p, n) from every post to every station
    wanted : (p,) stations of every post
    stop : when to end without an answer

    Raises
    ------
    Stopped
        When ``stop`` says so.
    InputError
        When there are no posts, more than 64 stations, or too many ways to bind them.
    """
    n, p = len(county), len(wanted)
    if p == 0:
        raise InputError([mistake("systems.posts.none", table="posts")])
    if n > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=n, most=MOST_STATIONS)])
    post, pieces = _partition(county, minutes, *loads(wanted, n), Watch(stop))
    total = float(county.workload.sum())
    mean = float((county.workload * minutes[post, np.arange(n)]).sum()) / total if total > 0 else 0.0
    return Binding(tuple(post.tolist()), tuple(wanted), tuple(np.bincount(post, minlength=p).tolist()), pieces, mean)


def _partition(county: County, minutes: Floats, low: Ints, high: Ints, watch: Watch) -> tuple[Ints, int]:
    """(n,) the post of every station and the pieces, by a set partitioning of stations into connected groups.

    A column is a group with a post; a post may have several groups, each beyond its first a piece. Pieces are minimised
    first, then workload · minutes, and of equal travel Σ of the posts' rows.
    """
    n, p = len(county), len(low)
    cost = np.rint(county.workload * minutes).astype(np.int64)  # (p, n)
    model = cp_model.CpModel()
    groups = _connected(county, int(high.max()), p, watch)
    columns = [(group, k) for group in groups for k in range(p) if len(group) <= high[k]]
    chosen = [model.new_bool_var(f"{group} {k}") for group, k in columns]
    of_station: list[list[cp_model.IntVar]] = [[] for _ in range(n)]
    of_post: list[list[tuple[int, cp_model.IntVar]]] = [[] for _ in range(p)]
    for (group, k), one in zip(columns, chosen, strict=True):
        of_post[k].append((len(group), one))
        for row in group:
            of_station[row].append(one)
    for ones in of_station:
        model.add_exactly_one(ones)
    used = [model.new_bool_var(f"used {k}") for k in range(p)]
    for k in range(p):
        load = sum(size * one for size, one in of_post[k])
        model.add_linear_constraint(load, int(low[k]), int(high[k]))
        model.add(sum(one for _, one in of_post[k]) >= used[k])
    travel = sum(
        (int(cost[k, list(group)].sum()) * (n * p + 1) + k * len(group)) * one
        for (group, k), one in zip(columns, chosen, strict=True)
    )
    solver, (pieces, _) = lexicographic(model, [sum(chosen) - sum(used), travel], watch)
    post = np.zeros(n, dtype=np.int64)
    for (group, k), one in zip(columns, chosen, strict=True):
        if solver.boolean_value(one):
            post[list(group)] = k
    return post, pieces


def loads(wanted: Sequence[int], stations: int) -> tuple[Ints, Ints]:
    """(p,) fewest and most stations of every post, so that Σ |load − wanted| is least.

    Both are ``wanted`` where that adds up to the stations. Otherwise every post is off in the same direction, by
    numbers that differ by one at most.
    """
    posts = np.asarray(wanted, dtype=np.int64)
    short = int(posts.sum()) - stations
    if short <= 0:
        more = -short
        return posts + more // len(posts), posts - (-more // len(posts))
    off = next(t for t in range(1, int(posts.max()) + 1) if np.minimum(posts, t).sum() >= short)
    return np.maximum(posts - off, 0), np.maximum(posts - off + 1, 0)


def _connected(county: County, largest: int, posts: int, watch: Watch) -> list[tuple[int, ...]]:
    """Every connected group of at most ``largest`` stations, by rows."""
    n = len(county)
    roots = [Root(row, (1 << row) - 1) for row in range(n)]
    size = Resource(np.ones(n), np.zeros(n), float(largest))
    free = np.zeros(n, dtype=np.uint64)
    try:
        limit = MOST_COLUMNS // posts
        grown = grow(pack(county.adjacent), free, roots, lambda masks: masks, [size], limit=limit, tick=watch.tick)
        masks = [mask for one in grown for part in one.kept for mask in part.tolist()]
    except TooMany as error:
        raise InputError([mistake("systems.posts.too_many", table="posts", largest=largest)]) from error
    return [tuple(rows_of(mask)) for mask in masks]
