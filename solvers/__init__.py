"""A problem to a solution: the best plan that keeps every rule, and the proof that none is better."""

from solvers.solve import solve
from solvers.verify import Verification, verify
from solvers.watch import Progress

__all__ = ["Progress", "Verification", "solve", "verify"]
