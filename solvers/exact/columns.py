"""Columns: zones as masks with their points, and columns priced by duals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solvers.exact.masks import Bits
from zoning.model.county import Floats, Ints


@dataclass(frozen=True)
class Candidates:
    """Zones as masks (m,) with their points (m,), and what they take (m, k) of the limits on other measures."""

    masks: Bits
    points: Ints
    used: Ints

    def __len__(self) -> int:
        return len(self.masks)

    def __getitem__(self, which: Any) -> "Candidates":
        return Candidates(self.masks[which], self.points[which], self.used[which])

    @classmethod
    def joined(cls, parts: Sequence["Candidates"]) -> "Candidates":
        """All of these together; there must be one at least, which may be empty."""
        first, *_ = parts
        if len(parts) == 1:
            return first
        columns = ("masks", "points", "used")
        return cls(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))


@dataclass(frozen=True)
class PricedColumns:
    """Zones of small reduced cost; ``complete`` unless the search stopped because enough had been found."""

    zones: Candidates
    reduced: Floats
    complete: bool

    def cheapest(self, ceiling: float, most: int) -> "PricedColumns":
        """Of the zones, which come the lowest first, the first ``most`` with a reduced cost of at most ``ceiling``."""
        rows = np.flatnonzero(self.reduced <= ceiling)[:most]
        return PricedColumns(self.zones[rows], self.reduced[rows], self.complete)
