"""What a set costs for certain while it is grown: the losses of a set, and the pairs it joins and cuts.

Compiled code takes them as arrays: by station row here, by position in a walk (``solvers.sets.roots``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solvers.sets.masks import Bits, pack
from zoning.model.county import Bools, Floats


@dataclass(frozen=True)
class MonotoneCost:
    """The cost of mix_loss and density_loss from sums over a set, both monotone; see ``kernel.loss``.

    It is added up over p periods, each with its own incidents; where there are none to tell apart p is 1.

    Parameters
    ----------
    features : (n, p, c + 4) incidents a year by class, their sum, mix terms in nats, squared density, density
    mix : (p, c) shares of the classes in the incidents of the county
    roots : (n, p, c) square roots of the shares of the classes in the incidents of each station
    pull : (p, n) points that all incidents of a station cost for each unit of (√p − √q)², at the least
    scales : (p, 3) points for one unit of mix_loss, one of density_loss, and what ``pull`` is for one incident
    """

    features: Floats
    mix: Floats
    roots: Floats
    pull: Floats
    scales: Floats

    @classmethod
    def none(cls, n: int) -> "MonotoneCost":
        """A cost of 0 for every set."""
        return cls.joined([cls(np.zeros((n, 4)), np.zeros(0), np.zeros((n, 0)), np.zeros(n), np.zeros(3))])

    @classmethod
    def joined(cls, parts: "Sequence[MonotoneCost]") -> "MonotoneCost":
        """The sum of the costs of some periods, whose arrays have no axis of periods yet."""
        features, roots = (np.stack([getattr(p, key) for p in parts], axis=1) for key in ("features", "roots"))
        mix, pull, scales = (np.array([getattr(p, key) for p in parts]) for key in ("mix", "pull", "scales"))
        return cls(np.ascontiguousarray(features), mix, np.ascontiguousarray(roots), pull, scales)


class PairCost(NamedTuple):
    """The cost of pairs of stations and of stations without support: for certain by what is decided of a set S.

    A tuple, so that compiled code may take it.

    Parameters
    ----------
    cut : (n, n) ≥ 0, symmetric: points for each pair with one station in S and one outside; no rows, none of all costs
    joined : (n, n) ≥ 0, symmetric: points for each pair in S; no rows where there are none
    apart, degree : (n,) masks of the stations v with ``cut[u, v]`` > 0, and the row sums of ``cut``
    lonely : (n,) points for a station of S without a station of ``near`` in S; no rows where there are none
    near : (n,) masks of the stations that support each
    """

    cut: Floats
    joined: Floats
    apart: Bits
    degree: Floats
    lonely: Floats
    near: Bits

    @classmethod
    def of(cls, cut: Floats, joined: Floats, lonely: Floats, near: Bools) -> "PairCost":
        """The cost by these arrays of n rows, ``near`` (n, n); parts that cost nothing are left out."""
        if not (cut.any() or joined.any() or lonely.any()):
            cut = cut[:0, :0]
        some = slice(None) if lonely.any() else slice(0)
        joined = joined if joined.any() else joined[:0, :0]
        return cls(cut, joined, pack(cut > 0), cut.sum(axis=1), lonely[some], pack(near)[some])

    @classmethod
    def none(cls) -> "PairCost":
        """A cost of 0 for every set."""
        nothing = np.zeros((0, 0))
        return cls.of(nothing, nothing, np.zeros(0), np.zeros((0, 0), dtype=bool))
