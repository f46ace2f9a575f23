"""Officers with experience sent to posts (N9), against every other way; crews held against people at bases (N3)."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from systems.posts.bases import bases
from systems.posts.experience import assign, placed
from tests.zoning.drawn import changed, county
from zoning.model.bureau import Bureau, Experience, Post, Unit


@pytest.mark.parametrize("seed", range(16))
def test_n9_no_other_way_fills_more_places_or_sends_more_to_posts_they_know_or_less_far(seed: int) -> None:
    rng = np.random.default_rng(seed)
    had, places = rng.integers(0, 3, 3).tolist(), rng.integers(0, 4, 2).tolist()
    post = rng.integers(-1, 2, 3).tolist()
    minutes = rng.integers(1, 40, (2, 3)).astype(float)
    found = assign(had, places, post, minutes)
    cells = list(product(range(3), range(2)))
    values = []
    for counts in product(range(3), repeat=6):
        table = np.array(counts).reshape(3, 2)
        if (table.sum(axis=1) <= had).all() and (table.sum(axis=0) <= places).all():
            known = sum(int(table[i, k]) for i, k in cells if post[i] == k)
            values.append((-int(table.sum()), -known, float((table * minutes.T).sum())))
    mine = (
        -sum(one.officers for one in found),
        -sum(one.officers for one in found if one.bound),
        sum(one.officers * one.minutes for one in found),
    )
    assert mine == min(values)
    assert all(one.bound == (post[one.station] == one.post) for one in found)


def test_n9_counts_go_to_the_posts_bound_to_the_station_they_know() -> None:
    posts = tuple(Post(code=f"P{k}", name=f"{k}站", lon=107, lat=30, officers=n) for k, n in enumerate((3, 1, None)))
    known = (Experience(station="A", officers=2), Experience(station="B", officers=4))
    given = replace(county(), bureau=Bureau(posts=posts, experience=known))
    minutes = np.array([[9.0] * 6, [1.0] * 6, [1.0] * 6])
    made = placed(given, (0, 1, 0, 0, 0, 0), minutes)
    assert made is not None
    assert [(one.station, one.post, one.officers) for one in made.sent] == [(0, 0, 2), (1, 0, 1), (1, 1, 1)]
    assert (made.places, made.experienced, made.filled, made.at_home) == (4, 6, 4, 3)
    assert placed(replace(given, bureau=Bureau(posts=posts)), (0,) * 6, minutes) is None


def test_n3_crews_are_held_against_the_people_at_stations_and_posts() -> None:
    units = (
        Unit(code="U1", name="一组", base="A", crew=4),
        Unit(code="U2", name="二组", base="A", crew=4),
        Unit(code="U3", name="三组", base="P", crew=3),
        Unit(code="U4", name="四组", base="Q", crew=3),
    )
    posts = (
        Post(code="P", name="东门", lon=107, lat=30, officers=1, auxiliaries=1),
        Post(code="Q", name="西门", lon=107, lat=30),
    )
    stations = changed(A={"officers": 5, "auxiliaries": None})
    found = bases(replace(county(stations=stations), bureau=Bureau(posts=posts, units=units)))
    assert [(base.code, base.units, base.need) for base in found] == [("A", 2, 8), ("P", 1, 3), ("Q", 1, 3)]
    assert [base.beyond_officers for base in found] == [3, 2, None]
    assert [base.short for base in found] == [None, 1, None], "unknown auxiliaries may be enough or not"
