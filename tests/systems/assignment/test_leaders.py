"""Leaders assigned to zones (H14), against every other assignment."""

import itertools

import numpy as np
import pytest

from systems.assignment.leaders import assign_leaders
from zoning.model.bureau import Leader


@pytest.mark.parametrize("seed", range(12))
def test_h14_no_other_assignment_of_leaders_fits_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, zones = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    leaders = [Leader(post=f"{i}", is_head=i == 0) for i in range(count)]
    fit, loads = rng.integers(0, 9, (count, zones)) / 10, rng.integers(1, 9, zones).astype(float)
    found = assign_leaders(leaders, fit, 0, loads, {})
    assert found.zones[0] == 0
    slots = [*range(zones), *[None] * count]
    best = max(
        (
            sum(z is not None for z in way),
            round(sum(fit[i, z] for i, z in enumerate(way) if z is not None), 6),
            round(sum(loads[z] for z in way if z is not None) / loads.sum(), 3),
        )
        for way in set(itertools.permutations(slots, count))
        if way[0] == 0
    )
    led = [(i, z) for i, z in enumerate(found.zones) if z is not None]
    assert len({z for _, z in led}) == len(led)
    assert best == (
        len(led),
        round(sum(fit[i, z] for i, z in led), 6),
        round(sum(loads[z] for _, z in led) / loads.sum(), 3),
    )
