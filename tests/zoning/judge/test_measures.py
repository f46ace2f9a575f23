"""What holds for the measures of every plan, over drawn counties."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solvers.drawn import draw, problem_of, square
from tests.zoning.drawn import changed, county, plan, problem
from tests.zoning.judge.examples import worked
from zoning.judge.measures import MEASURES, POINTS, Measure
from zoning.judge.score import score
from zoning.judge.zones import MemberZones
from zoning.model.plan import Plan
from zoning.model.policy import Policy, Weights
from zoning.model.problem import Problem
from zoning.model.stations import Border


def test_measures_stand_in_the_order_of_the_weights() -> None:
    assert [measure.key for measure in MEASURES] == list(Weights.model_fields)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_every_measure_has_an_example_worked_by_hand(measure: Measure) -> None:
    tried, wrong = worked(measure.share)
    assert not wrong
    assert tried > 0


@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_every_share_but_travel_lies_between_0_and_1(seed: int, other: int) -> None:
    given_ = problem_of(draw(seed, fewest=2))
    labels = np.random.default_rng(other).integers(0, 4, len(given_)).tolist()
    judged = score(given_, Plan.from_labels(given_.county.codes, labels))
    for key, share in judged.measures.items():
        assert share >= 0
        assert share <= 1 + 1e-9 or key == "travel"
    assert all(zone.points >= 0 for zone in judged.zones)


@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_change_counts_the_pairs_that_two_plans_see_differently(seed: int, other: int) -> None:
    county_, rng = problem_of(draw(seed, fewest=2)).county, np.random.default_rng(other)
    n = len(county_)
    today, then = (rng.integers(0, 4, n).tolist() for _ in range(2))
    given_ = Problem(county_, Policy(), Plan.from_labels(county_.codes, today))
    pairs = list(combinations(range(n), 2))
    differ = sum((today[i] == today[j]) != (then[i] == then[j]) for i, j in pairs)
    judged = score(given_, Plan.from_labels(county_.codes, then))
    assert judged.measures["change"] == pytest.approx(differ / len(pairs), abs=1e-12)


@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_shares_that_only_grow_never_fall_when_a_station_is_added(seed: int, other: int) -> None:
    given_ = problem_of(draw(seed, fewest=2))
    rng, n = np.random.default_rng(other), len(given_)
    member = np.zeros((n, n), dtype=bool)
    for size, i in enumerate(rng.permutation(n)):
        member[size:, i] = True
    zones = MemberZones(given_, member)
    for measure in MEASURES:
        if measure.grows:
            assert (np.diff(measure.share(zones)) >= -1e-9).all(), measure.key


def test_shares_less_shares_make_the_mismatch_and_overload_of_any_zone_that_is_not_alone() -> None:
    given_ = problem(county(stations=changed(D={"officers": 30})), zones__alone=["county_seat"])
    terms, staff = given_.mismatch_terms, given_.officer_share
    assert terms.sum() == pytest.approx(0)
    assert staff.sum() == pytest.approx(1)
    assert terms[0] == staff[0] == 0
    judged = score(given_, plan("A", "D", "BCEF"))
    assert judged.zones[0].alone
    assert judged.zones[0].measures["mismatch"] == judged.zones[0].measures["overload"] == 0
    for zone in judged.zones[1:]:
        rows = [given_.county.index[code] for code in zone.stations]
        off = abs(terms[rows].sum())
        assert zone.measures["mismatch"] == pytest.approx(off / 2)
        assert zone.measures["overload"] == pytest.approx((off - 0.25 * staff[rows].sum()) / 2)
        assert zone.measures["overload"] > 0


def test_a_wider_tolerance_leaves_less_overload_and_none_at_last() -> None:
    uneven = county(stations=changed(D={"officers": 30}))
    found = [score(problem(uneven, measures__tolerance=t), plan("A", "D", "BCEF")).measures for t in (0, 0.2, 1, 9)]
    assert found[0]["overload"] == pytest.approx(found[0]["mismatch"])
    assert found[0]["overload"] > found[1]["overload"] > found[2]["overload"] >= found[3]["overload"] == 0


def test_what_is_uneven_at_the_seat_is_no_mismatch_of_the_others() -> None:
    """The seat alone has most of the work; the others are as even as can be, or not."""
    counts = np.array([[900.0, 0.0]] + [[20.0, 0.0]] * 5)
    given_ = problem(county(counts=counts), zones__alone=["county_seat"])
    even = [score(given_, plan("A", *zones)).measures["mismatch"] for zones in (("BE", "CF", "D"), ("BCEF", "D"))]
    assert even == pytest.approx([0, 0])
    officers = county(counts=counts, stations=changed(D={"officers": 2}))
    assert score(problem(officers, zones__alone=["county_seat"]), plan("A", "BCEF", "D")).measures["mismatch"] > 0.05


def test_travel_may_cost_more_than_one_office_for_the_county_where_the_hub_is_in_another_zone() -> None:
    """A is the hub, 10 minutes from the others, which are 20 minutes from each other and hang together without it."""
    minutes = np.full((6, 6), 20.0)
    minutes[0, :] = minutes[:, 0] = 10.0
    np.fill_diagonal(minutes, 0)
    borders = tuple(Border(a, b, 1.0) for a, b in ("AB", "BC", "CD", "DE", "EF"))
    hub = problem(county(minutes=minutes, borders=borders, counts=np.ones((6, 2))))
    assert score(hub, plan("A", "BCDEF")).measures["travel"] == pytest.approx(4 * 20 / (5 * 10))


def test_a_plan_costs_a_million_points_where_every_share_is_1() -> None:
    case = square(2).but(weights={"unsupported": 0.5, "border_cut": 0.5}, minutes=((40.0,) * 4,) * 4)
    case = case.but(minutes=tuple(tuple(0.0 if i == j else 40.0 for j in range(4)) for i in range(4)))
    given_ = problem_of(case)
    assert score(given_, Plan.of([[code] for code in given_.county.codes])).points == POINTS
