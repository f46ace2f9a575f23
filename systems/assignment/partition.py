r"""The compiled kernel of the binding of branches (H15): the cheapest partition of a set over zones, by subsets.

F_z(M), the least cost of the branches M over the zones z, z + 1, …, is min over S ⊆ M of cost_z(S) + F_{z+1}(M \ S).
All pairs S ⊆ M are 3^n, so n branches and k zones take k · 3^n steps, about 3·10⁸ a second.

References
----------
N. Yeh, Information Processing Letters 22 (1986): dynamic programming over subsets in 3^n.
"""

import numpy as np

from solvers.compiled import compiled
from zoning.model.county import Ints

UNREACHED = np.int64(2**62)
"""Above every cost."""


@compiled(signature="void(int64[:, :], int64[:], int64[:], int64[:], int64[:])")
def add_zone(costs: Ints, after: Ints, found: Ints, ties: Ints, ties_found: Ints) -> None:
    """One more zone before those of ``after``: the least costs ``found``, and of equal ones the least ties.

    Parameters
    ----------
    costs : (2, 2^n) cost and tie of each set S in this zone
    after, ties : (2^n,) least cost and tie of each set over the later zones
    found, ties_found : (2^n,) written
    """
    for whole in range(len(after)):
        best, tie = UNREACHED, UNREACHED
        part = whole
        while True:
            rest = after[whole ^ part]
            cost = costs[0, part]
            if rest < UNREACHED and cost < UNREACHED:
                total = cost + rest
                if total <= best:
                    place = costs[1, part] + ties[whole ^ part]
                    if total < best or place < tie:
                        best, tie = total, place
            if part == 0:
                break
            part = (part - 1) & whole
        found[whole], ties_found[whole] = best, tie
