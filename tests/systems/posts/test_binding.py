"""Posts bound to stations (N1), new posts (N10), what they take over (N4-N6) and who is on duty when (N3, N8)."""

from dataclasses import replace
from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest

from systems.integer import Impossible
from systems.posts.binding import bind, loads
from systems.posts.diversion import crews, divert, shifts
from systems.posts.siting import judged, near_travel, site
from tests.zoning.drawn import county
from zoning.model.bureau import Unit
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.stations import Border


def drawn(seed: int) -> tuple[County, np.ndarray]:
    """The six stations with drawn workload, some of their borders gone; and minutes from three posts."""
    rng = np.random.default_rng(seed)
    pairs = [pair for pair in ("AB", "BC", "DE", "EF", "AD", "BE", "CF") if rng.random() < 0.75]
    given = county(counts=rng.integers(0, 60, (6, 2)).astype(float), borders=tuple(Border(a, b, 1.0) for a, b in pairs))
    return given, rng.integers(1, 60, (3, 6)).astype(float)


def pieces(given: County, post: tuple[int, ...]) -> int:
    """Groups of stations beyond one a post."""
    groups = [[row for row, at in enumerate(post) if at == k] for k in sorted(set(post))]
    return sum(nx.number_connected_components(given.graph.subgraph(rows)) - 1 for rows in groups)


@pytest.mark.parametrize("seed", range(16))
def test_n1_no_binding_keeps_numbers_and_neighbours_with_less_travel(seed: int) -> None:
    given, minutes = drawn(seed)
    wanted = [(2, 2, 2), (2, 2, 1), (2, 3, 2), (1, 1, 1)][seed % 4]
    found = bind(given, minutes, wanted)
    cost = np.rint(given.workload * minutes).astype(int)
    values = {}
    for post in product(range(3), repeat=6):
        held = [post.count(k) for k in range(3)]
        off = [abs(have - want) for have, want in zip(held, wanted, strict=True)]
        values[post] = (sum(off), max(off), pieces(given, post), sum(cost[k, row] for row, k in enumerate(post)))
    assert values[found.post] == min(values.values())
    assert (found.off, found.pieces) == (values[found.post][0], values[found.post][2])
    assert [len(found.stations(k)) for k in range(3)] == list(found.loads)


def test_n1_neighbours_share_a_post_although_another_pair_is_nearer() -> None:
    minutes = np.array([[1, 9, 1, 9, 9, 9], [9, 1, 9, 1, 9, 9], [9, 9, 9, 9, 1, 1]], dtype=float)
    given = county(borders=(Border("A", "B", 1.0), Border("C", "D", 1.0), Border("E", "F", 1.0)))
    found = bind(given, minutes, (2, 2, 2))
    assert found.pieces == 0
    assert {tuple(found.stations(k)) for k in range(3)} == {(0, 1), (2, 3), (4, 5)}


@pytest.mark.parametrize(
    ("wanted", "stations", "fewest", "most"),
    [
        ((2, 2, 2), 6, (2, 2, 2), (2, 2, 2)),
        ((2, 2, 2), 7, (2, 2, 2), (3, 3, 3)),
        ((2, 2, 2), 10, (3, 3, 3), (4, 4, 4)),
        ((2, 2, 2), 5, (1, 1, 1), (2, 2, 2)),
        ((1, 5), 3, (0, 3), (0, 4)),
    ],
)
def test_n1_where_numbers_do_not_match_posts_differ_as_little_as_can_be(
    wanted: tuple[int, ...], stations: int, fewest: tuple[int, ...], most: tuple[int, ...]
) -> None:
    low, high = loads(wanted, stations)
    assert (tuple(low.tolist()), tuple(high.tolist())) == (fewest, most)


def test_n1_without_posts_there_is_nothing_to_bind() -> None:
    with pytest.raises(InputError) as found:
        bind(county(), np.zeros((0, 6)), ())
    assert found.value.mistakes[0].says.key == "systems.posts.none"


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


def test_n4_n5_n6_the_share_diverted_leaves_the_stations_and_reaches_their_posts() -> None:
    given = county()
    found = divert(given, (0, 0, 1, 0, 1, 1), 3, {"dispute": 0.25})
    assert found.hours_before == pytest.approx(given.workload)
    assert found.hours_before.sum() == pytest.approx(found.hours_after.sum() + found.post_hours.sum())
    assert found.incidents_before - found.incidents_after == pytest.approx(given.incidents[:, 0] / 4)
    assert found.post_incidents == pytest.approx([(10 + 20 + 40) / 4, (30 + 50 + 60) / 4, 0])
    with pytest.raises(InputError) as error:
        divert(given, (0,) * 6, 1, {"noise": 0.5})
    assert "noise" in error.value.mistakes[0].text("zh")


def test_n3_n8_units_with_crew_are_on_duty_by_their_shifts() -> None:
    day = Unit(code="1", name="巡组", base="A", crew=3, start_hour=8, end_hour=18)
    night = Unit(code="2", name="冲锋车", kind="response_car", base="A", crew=4, start_hour=22.5, end_hour=6)
    found = shifts((day, night))
    assert found.units[[7, 8, 17, 18, 22, 23, 0, 5, 6]].tolist() == [0, 1, 1, 0, 0.5, 1, 1, 1, 0]
    assert found.crew.sum() == pytest.approx(3 * 10 + 4 * 7.5)
    assert found.empty == (6, 7, 18, 19, 20, 21, 22)
    always = replace(shifts((Unit(code="3", name="巡组", base="A", start_hour=5, end_hour=5),)))
    assert always.empty == ()


def test_n3_units_round_the_clock_are_those_of_the_shifts_and_one_at_the_least() -> None:
    hours = {"A": [(8, 20), (20, 8), (0, 12)], "B": [(8, 17)], "C": [(0, 0), (0, 0), (22, 9)]}
    units = [(base, shift) for base, shifts_ in hours.items() for shift in shifts_]
    table = tuple(
        Unit(code=str(k), name="巡组", base=base, start_hour=start, end_hour=end)
        for k, (base, (start, end)) in enumerate(units)
    )
    given = county()
    assert crews(given).tolist() == [1] * 6
    at = replace(given, bureau=given.bureau.model_copy(update={"units": table}))
    assert crews(at).tolist() == [2, 1, 2, 1, 1, 1]
