"""Sites of new posts (N10), against every other choice of sites."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from systems.errors import Impossible
from systems.posts.siting import judged, near_travel, new_posts, site
from tests.zoning.drawn import county
from zoning.model.bureau import Bureau, Place


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


@pytest.mark.parametrize("seed", range(8))
def test_n10_key_places_are_demand_beside_the_workload(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = [None if rng.random() < 0.3 else float(rng.integers(0, 900)) for _ in range(4)]
    spots = rng.uniform((107, 30), (107.3, 30.15), (4, 2)).tolist()
    places = tuple(
        Place(name=f"{k}桥", lon=lon, lat=lat, weight=weight)
        for k, ((lon, lat), weight) in enumerate(zip(spots, weights, strict=True))
    )
    given = replace(county(), bureau=Bureau(places=places))
    found = new_posts(given, 2, 12)
    assert found.key_hours == sum(weight or 0 for weight in weights)
    held = [*given.stations, *(place for place in places if place.weight)]
    minutes = straight_minutes(*lonlat(held), given.speed_kmh, given.detour)[:6]
    demand = np.append(given.workload, [place.weight for place in places if place.weight])
    covered = {
        rows: float(demand[(minutes[list(rows)].min(axis=0) <= 12)].sum() / demand.sum())
        for rows in combinations(range(6), 2)
    }
    assert covered[found.chosen.sites] == pytest.approx(max(covered.values()), abs=1e-5)
    assert found.chosen.covered == pytest.approx(covered[found.chosen.sites])


def test_n10_a_heavy_crossroads_draws_the_post() -> None:
    """All six stations are alike but F, which does most; a crossroads beside A weighs more than all of them."""
    counts = np.array([[10.0, 0.0]] * 5 + [[20.0, 0.0]])
    plain = replace(county(counts=counts), bureau=Bureau(places=(Place(name="路口", lon=107.0, lat=29.95),)))
    assert new_posts(plain, 1, 5).chosen.sites == (5,)
    heavy = Place(name="路口", lon=107.0, lat=29.99, weight=10_000)
    assert new_posts(replace(plain, bureau=Bureau(places=(heavy,))), 1, 5).chosen.sites == (0,)
