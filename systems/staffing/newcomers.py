"""Officers missing to the stations' share of the bureau (C1): how many, and to which stations they should go.

The rule: stations below the norm of their kind come first, each in proportion to what it lacks; where all norms are
met, workload per officer is made as even as whole officers allow. What it may get wrong: it takes nobody away, so a
station with too many officers for its workload keeps them.
"""

from collections.abc import Sequence

import numpy as np

from systems.apportion import apportion, at_least
from zoning.model.county import Floats


def lacking(share: float, officers: int, bureau: int | None) -> int:
    """Officers missing to a share of the bureau's; 0 where the bureau's are unknown."""
    return 0 if bureau is None else max(0, at_least(share, bureau) - officers)


def newcomers(officers: Sequence[int], norms: Sequence[int], workload: Floats, missing: int) -> tuple[int, ...]:
    """(n,) officers that should come to each station, ``missing`` in all.

    Parameters
    ----------
    workload : (n,) officer-hours a year
    """
    held = np.asarray(officers, dtype=np.int64)
    floor = np.maximum(held, norms)
    gaps = floor - held
    if missing < gaps.sum():
        came = apportion(gaps.astype(np.float64), missing)
    else:
        came = apportion(workload, int(held.sum()) + missing, floor) - held
    return tuple(came.tolist())
