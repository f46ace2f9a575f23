"""Police posts bound to stations (N1): for every post its number of neighbouring stations, for every station one post.

Objectives, one after the other, each exactly: Σ |load − wanted| over posts; pieces beyond one connected group a post;
where posts are too few for all stations, the stations bound beyond T minutes of their post, at their fewest, and the
workload of the stations bound, at its greatest; and travel, Σ workload · minutes from post to station. Three posts of
two among 24 stations bind six, and 18 stay without a post. Twenty posts of two among 25 stations have one or two each,
26 posts leave one idle.

What it may get wrong: minutes from the posts are given; a post on a border serves the side it is bound to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
WITHIN = 15.0
"""T, minutes within which a station is near a post, unless others are asked for."""
UNBOUND = -1
"""The post of a station that has none."""


@dataclass(frozen=True)
class Binding:
    """``post`` (n,) of every station or :data:`UNBOUND`; stations ``wanted`` (p,) and had, ``loads`` (p,), by post.

    ``pieces`` counts connected groups of stations beyond one a post; ``minutes`` is the mean from post to station, by
    the workload of the stations bound, NaN without any; ``covered`` is their share of the county's workload.
    """

    post: tuple[int, ...]
    wanted: tuple[int, ...]
    loads: tuple[int, ...]
    pieces: int
    minutes: float
    covered: float

    @property
    def off(self) -> int:
        """Σ |load − wanted| over posts."""
        return sum(abs(load - wanted) for load, wanted in zip(self.loads, self.wanted, strict=True))

    def stations(self, post: int) -> list[int]:
        """Rows of the stations of a post."""
        return [row for row, at in enumerate(self.post) if at == post]

    @property
    def unbound(self) -> list[int]:
        """Rows of the stations without a post."""
        return self.stations(UNBOUND)

    @property
    def idle(self) -> list[int]:
        """Posts without a station, of which there are some when there are more posts than stations."""
        return [k for k, load in enumerate(self.loads) if load == 0]


def bind(
    county: County, minutes: Floats, wanted: Sequence[int], within: float = WITHIN, *, stop: Stop | None = None
) -> Binding:
    """The binding of fewest stations off, then fewest pieces, then – with too few posts – fewest far, most workload.

    The last objective is travel.

    Parameters
    ----------
    minutes : (p, n) from every post to every station
    wanted : (p,) stations of every post
    within : T, minutes beyond which a station is far from its post
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
    post, pieces = _packing(county, minutes, within, *loads(wanted, n), Watch(stop))
    return judged(county, minutes, wanted, post.tolist(), pieces)


def judged(county: County, minutes: Floats, wanted: Sequence[int], post: Sequence[int], pieces: int) -> Binding:
    """The binding of a post to every station (n,), its figures reckoned without a solver."""
    at = np.asarray(post, dtype=np.int64)
    bound = at != UNBOUND
    work = county.workload[bound]
    away = minutes[at[bound], np.flatnonzero(bound)]
    mean = float((work * away).sum() / work.sum()) if work.sum() > 0 else float("nan")
    held = np.bincount(at[bound], minlength=len(wanted)).tolist()
    covered = float(county.workload_share[bound].sum())
    return Binding(tuple(at.tolist()), tuple(wanted), tuple(held), pieces, mean, covered)


def _packing(county: County, minutes: Floats, within: float, low: Ints, high: Ints, watch: Watch) -> tuple[Ints, int]:
    """(n,) the post of every station and the pieces, by a set packing of connected groups of stations.

    A column is a group with a post; a post may have several groups, each beyond its first a piece. Workload is in whole
    hours; of equal travel the least Σ of the posts' rows is taken.
    """
    n, p = len(county), len(low)
    work = np.rint(county.workload).astype(np.int64)
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
    with_room = int(high.sum()) >= n
    for ones in of_station:
        if with_room:
            model.add_exactly_one(ones)
        else:
            model.add_at_most_one(ones)
    used = [model.new_bool_var(f"used {k}") for k in range(p)]
    for k in range(p):
        load = sum(size * one for size, one in of_post[k])
        model.add_linear_constraint(load, int(low[k]), int(high[k]))
        model.add(sum(one for _, one in of_post[k]) >= used[k])
    travel = _total(columns, chosen, cost * (n * p + 1) + np.arange(p)[:, None])
    far = _total(columns, chosen, minutes > within)
    bound = _total(columns, chosen, np.broadcast_to(work, cost.shape))
    objectives = [sum(chosen) - sum(used), travel] if with_room else [sum(chosen) - sum(used), far, -bound, travel]
    solver, (pieces, *_) = lexicographic(model, objectives, watch, linear=True)
    post = np.full(n, UNBOUND, dtype=np.int64)
    for (group, k), one in zip(columns, chosen, strict=True):
        if solver.boolean_value(one):
            post[list(group)] = k
    return post, pieces


def _total(columns: Sequence[tuple[tuple[int, ...], int]], chosen: Sequence[cp_model.IntVar], values: Any) -> Any:
    """Σ over the chosen columns of the ``values`` (p, n) of their post and stations."""
    return sum(int(values[k, list(group)].sum()) * one for (group, k), one in zip(columns, chosen, strict=True))


def loads(wanted: Sequence[int], stations: int) -> tuple[Ints, Ints]:
    """(p,) fewest and most stations of every post, so that Σ |load − wanted| is least.

    Both are ``wanted`` where there are stations enough. Otherwise the posts are short by numbers that differ by one at
    most.
    """
    posts = np.asarray(wanted, dtype=np.int64)
    short = int(posts.sum()) - stations
    if short <= 0:
        return posts, posts
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
