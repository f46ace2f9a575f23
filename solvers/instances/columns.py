"""Columns: zones as masks with their points, and columns with their reduced costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solvers.sets.masks import Bits
from zoning.model.county import Floats, Ints


@dataclass(frozen=True)
class Candidates:
    """Zones that may stand in a plan: ``masks`` (m,), ``points`` (m,), and ``used`` (m, r) points of the r limits."""

    masks: Bits
    points: Ints
    used: Ints

    def __len__(self) -> int:
        return len(self.masks)

    def __getitem__(self, which: Any) -> "Candidates":
        return Candidates(self.masks[which], self.points[which], self.used[which])

    @classmethod
    def joined(cls, parts: Sequence["Candidates"]) -> "Candidates":
        """All of these in their order; at least one part, which may be empty."""
        first, *_ = parts
        if len(parts) == 1:
            return first
        columns = ("masks", "points", "used")
        return cls(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))


@dataclass(frozen=True)
class PricedColumns:
    """Columns with their reduced costs (m,) in points; ``complete`` where none that was asked for is missing."""

    zones: Candidates
    reduced: Floats
    complete: bool

    def cheapest(self, cutoff: float, most: int) -> "PricedColumns":
        """The first ``most`` of reduced cost ``cutoff`` or less; the lowest, where reduced costs are ascending."""
        rows = np.flatnonzero(self.reduced <= cutoff)[:most]
        return PricedColumns(self.zones[rows], self.reduced[rows], self.complete)
