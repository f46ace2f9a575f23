"""A problem to a solution: the best plan that keeps every rule, and the proof that none is better."""

from solvers.proof.verify import Verification, verify
from solvers.solve import solve
from solvers.stop import Progress, Stop

__all__ = ["Progress", "Stop", "Verification", "solve", "verify"]
