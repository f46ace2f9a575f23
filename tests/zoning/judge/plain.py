"""Zones judged station by station over all stations of the county: slow, and nothing to get wrong."""

import networkx as nx
import numpy as np

from zoning.model.answering import STEPS, Steps
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem


class PlainZones:
    """Zones by membership ``member`` (m, n); every station of the county is added to the zones that hold it in turn."""

    def __init__(self, problem: Problem, member: Bools) -> None:
        self.problem, self.member = problem, member

    def __len__(self) -> int:
        return len(self.member)

    def sum(self, values: Floats) -> Floats:
        total = np.zeros((len(self), *values.shape[1:]))
        for i in range(len(values)):
            total[self.member[:, i]] += values[i]
        return total

    def costs(self, values: Floats) -> Floats:
        return np.where(self.member, self.sum(values), np.inf)

    def pairs(self, values: Floats) -> Floats:
        total = np.zeros(len(self))
        for i in range(len(values)):
            for j in range(i + 1, len(values)):
                total[self.member[:, i] & self.member[:, j]] += values[i, j]
        return total

    def lonely(self, values: Floats, near: Bools) -> Floats:
        total = np.zeros(len(self))
        for i in range(len(values)):
            helped = (self.member & near[i]).any(axis=1)
            total[self.member[:, i] & ~helped] += values[i]
        return total

    def steps_alone(self, values: Floats, steps: Steps) -> Floats:
        return np.asarray(sum(self.lonely(values, steps <= k) for k in range(STEPS)))

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        return np.where(self.member, values[origin], -np.inf).max(axis=1, initial=-np.inf)

    def connected(self) -> Bools:
        graph = nx.from_numpy_array(self.problem.county.adjacent)
        parts = [graph.subgraph(np.flatnonzero(row).tolist()) for row in self.member]
        return np.array([len(part) > 0 and nx.is_connected(part) for part in parts], dtype=bool)
