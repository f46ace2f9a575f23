"""Sites of new posts (N10), against every other choice of sites."""

from itertools import combinations

import numpy as np
import pytest

from systems.errors import Impossible
from systems.posts.siting import judged, near_travel, site


@pytest.mark.parametrize("seed", range(10))
def test_n10_no_other_sites_cover_more_or_as_much_with_less_travel(seed: int) -> None:
    rng = np.random.default_rng(seed)
    workload, minutes = rng.integers(0, 30, 7).astype(float), rng.integers(1, 40, (6, 7)) + rng.random((6, 7))
    now = np.full(7, np.inf) if seed % 2 else rng.integers(5, 60, 7).astype(float)
    new = 1 + seed % 3
    found = site(workload, minutes, now, new, 12)
    choices = [list(rows) for rows in combinations(range(6), new)]
    values = {
        tuple(rows): (-judged(workload, minutes, now, rows, 12).points, near_travel(workload, minutes, now, rows, 12))
        for rows in choices
    }
    assert values[found.sites] == min(values.values())
    tied = [rows for rows, value in values.items() if value == values[found.sites]]
    assert sum(found.sites) == min(map(sum, tied))


def test_n10_what_is_covered_is_the_workload_within_the_minutes() -> None:
    workload, now = np.array([1.0, 2.0, 3.0, 4.0]), np.array([5.0, 50.0, 50.0, 50.0])
    minutes = np.array([[0.0, 10.0, 30.0, 10.1], [60.0, 60.0, 10.0, 60.0]])
    found = site(workload, minutes, now, 1, 10)
    assert found.sites == (1,)
    assert (found.covered_before, found.covered) == pytest.approx((0.1, 0.4))
    with pytest.raises(Impossible):
        site(workload, minutes, now, 3, 10)
