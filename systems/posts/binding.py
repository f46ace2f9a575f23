"""Which police post serves which stations (N1): every station one post, every post its number of stations, neighbours.

A post's stations hang together over borders; travel from posts to their stations, weighted by workload, is least. Where
the numbers do not match (15 posts of two, 31 stations), the posts that take one more or one fewer are as few as can
be; where no cut into neighbours exists, the posts whose stations fall apart are. Both are exact, in that order.

What may get wrong: minutes from the posts are given; a post on a border serves the side it is bound to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from solvers.exact.growth import Resource, Root, TooMany, grow
from solvers.exact.masks import MOST_STATIONS, pack, rows_of
from systems.lexicographic import lexicographic
from zoning.model.county import County, Floats, Ints
from zoning.model.errors import InputError, mistake

MOST_COLUMNS = 200_000
"""Ways of binding connected stations to a post that a programme may have; some seconds of work."""


@dataclass(frozen=True)
class Binding:
    """Post of every station by row, and what had to give way.

    ``wanted`` and ``loads`` are stations of every post; ``pieces`` counts the groups of stations beyond one a post;
    ``minutes`` is the mean travel from posts to their stations, weighted by workload.
    """

    post: tuple[int, ...]
    wanted: tuple[int, ...]
    loads: tuple[int, ...]
    pieces: int
    minutes: float

    @property
    def off(self) -> int:
        """Stations that posts have too many or too few, in all."""
        return sum(abs(load - wanted) for load, wanted in zip(self.loads, self.wanted, strict=True))

    def stations(self, post: int) -> list[int]:
        """Rows of the stations of a post."""
        return [row for row, at in enumerate(self.post) if at == post]

    def document(self, county: County) -> dict[str, Any]:
        posts = county.bureau.posts
        return {
            "posts": [
                {
                    "code": post.code,
                    "name": post.name,
                    "wanted": self.wanted[k],
                    "stations": [county.codes[row] for row in self.stations(k)],
                }
                for k, post in enumerate(posts)
            ],
            "off": self.off,
            "pieces": self.pieces,
            "mean_minutes": self.minutes,
        }


def bind(county: County, minutes: Floats, wanted: Sequence[int]) -> Binding:
    """The binding of least travel among those that keep numbers, then neighbourhood, as well as can be.

    Parameters
    ----------
    minutes : (p, n) from every post to every station
    wanted : stations that every post is to have

    Raises
    ------
    InputError
        When there are no posts, more than 64 stations, or too many ways to bind them.
    """
    n, p = len(county), len(wanted)
    if p == 0:
        raise InputError([mistake("systems.posts.none", table="posts")])
    if n > MOST_STATIONS:
        raise InputError([mistake("solvers.limit.stations", count=n, most=MOST_STATIONS)])
    low, high = loads(wanted, n)
    groups = _connected(county, int(high.max()), p)
    cost = np.rint(county.workload * minutes).astype(np.int64)  # (p, n)
    model = cp_model.CpModel()
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
    pieces = sum(chosen) - sum(used)
    travel = sum(
        (int(cost[k, list(group)].sum()) * (n * p + 1) + k * len(group)) * one
        for (group, k), one in zip(columns, chosen, strict=True)
    )  # of equal travel the first posts
    solver, (apart, _) = lexicographic(model, [pieces, travel])
    post = np.zeros(n, dtype=np.int64)
    for (group, k), one in zip(columns, chosen, strict=True):
        if solver.boolean_value(one):
            post[list(group)] = k
    total = float(county.workload.sum())
    mean = float((county.workload * minutes[post, np.arange(n)]).sum()) / total if total > 0 else 0.0
    held = np.bincount(post, minlength=p)
    return Binding(tuple(post.tolist()), tuple(wanted), tuple(held.tolist()), apart, mean)


def loads(wanted: Sequence[int], stations: int) -> tuple[Ints, Ints]:
    """(p,) fewest and most stations of every post: what is wanted where that adds up, else off by as little as can be.

    All posts are off in the same direction, which makes the sum least, and by numbers that differ by one at most.
    """
    posts = np.asarray(wanted, dtype=np.int64)
    short = int(posts.sum()) - stations
    if short <= 0:
        more = -short
        return posts + more // len(posts), posts - (-more // len(posts))
    off = next(t for t in range(1, int(posts.max()) + 1) if np.minimum(posts, t).sum() >= short)
    return np.maximum(posts - off, 0), np.maximum(posts - off + 1, 0)


def _connected(county: County, largest: int, posts: int) -> list[tuple[int, ...]]:
    """Every connected group of at most ``largest`` stations, by rows."""
    n = len(county)
    roots = [Root(row, (1 << row) - 1) for row in range(n)]
    size = Resource(np.ones(n), np.zeros(n), float(largest))
    free = np.zeros(n, dtype=np.uint64)
    try:
        grown = grow(pack(county.adjacent), free, roots, lambda masks: masks, [size], limit=MOST_COLUMNS // posts)
        masks = [mask for one in grown for part in one.kept for mask in part.tolist()]
    except TooMany as error:
        raise InputError([mistake("systems.posts.too_many", table="posts", largest=largest)]) from error
    return [tuple(rows_of(mask)) for mask in masks]
