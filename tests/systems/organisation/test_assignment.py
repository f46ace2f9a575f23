"""Leaders and branches assigned to zones (H14, H15), against every other assignment."""

import itertools

import numpy as np
import pytest

from systems.organisation.assignment import assign_branches, assign_leaders
from systems.organisation.specialities import officers
from zoning.model.bureau import Branch, Leader


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


@pytest.mark.parametrize("seed", range(10))
def test_h15_no_other_binding_of_branches_is_more_even_and_more_apt(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, zones = int(rng.integers(1, 6)), int(rng.integers(1, 4))
    branches = [Branch(name=f"{i}", officers=int(rng.integers(1, 30))) for i in range(count)]
    fit, loads, balance = rng.integers(0, 9, (count, zones)) / 10, rng.integers(1, 9, zones) * 1.0, float(rng.random())
    people = officers(branches)

    def cost(way: tuple[int, ...]) -> tuple[int, float]:
        held = np.array([people[[i for i in range(count) if way[i] == z]].sum() for z in range(zones)])
        uneven = 0.5 * np.abs(held / people.sum() - loads / loads.sum()).sum()
        behind = sum(people[i] * (fit[i].max() - fit[i, z]) for i, z in enumerate(way)) / people.sum()
        return -len(set(way)), balance * uneven + (1 - balance) * behind

    found = assign_branches(branches, fit, loads, balance, {}).zones
    way = tuple(z for z in found if z is not None)
    assert len(way) == count, "every branch has a zone"
    served, least = min(cost(other) for other in itertools.product(range(zones), repeat=count))
    assert cost(way)[0] == served == -min(zones, count), "every zone has a branch as far as there are branches"
    assert cost(way)[1] == pytest.approx(least, abs=1e-3)
