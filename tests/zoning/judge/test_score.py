"""The judge: measures and figures by hand, and against their definitions."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoning.drawn import changed, county, discs, plan, problem, steps
from zoning.judge import measures
from zoning.judge import score as judge
from zoning.judge.measures import Measure
from zoning.judge.score import evenness, score, spread
from zoning.judge.zones import MemberZones, Zones
from zoning.model.county import Floats
from zoning.model.errors import InputError
from zoning.model.outline import Outline
from zoning.model.problem import Problem
from zoning.model.stations import Border

VALUES = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=8)


def even() -> Problem:
    """All stations alike: 20 incidents of one class, 10 officers."""
    return problem(county(counts=np.array([[20.0, 0.0]] * 6)))


def test_an_even_split_has_no_mismatch_and_an_uneven_one_its_share_of_officers() -> None:
    assert score(even(), plan("AD", "BE", "CF")).measures["mismatch"] == pytest.approx(0)
    given = problem(county(counts=np.array([[20.0, 0.0]] * 6), stations=changed(A={"officers": 40})))
    # 90 officers. A and D hold 50 of them and a third of the work: 20 would have to leave.
    assert score(given, plan("AD", "BCEF")).measures["mismatch"] == pytest.approx(20 / 90)


def test_travel_is_the_way_from_the_best_office_over_that_of_one_office() -> None:
    given = even()
    one = min(sum(20 * steps(a, b) for b in "ABCDEF") for a in "ABCDEF")
    assert one == 20 * (1 + 1 + 1 + 2 + 2)
    judged = score(given, plan("ABC", "DEF"))
    assert judged.measures["travel"] == pytest.approx(4 * 20 / one)
    assert [zone.office for zone in judged.zones] == ["B", "E"]
    assert [zone.figures["diameter_minutes"] for zone in judged.zones] == [40, 40]


def test_h4_the_whole_county_as_one_zone_loses_all_likeness_and_cuts_no_border() -> None:
    judged = score(problem(), plan("ABCDEF")).measures
    assert judged["mix_loss"] == pytest.approx(1)
    assert judged["density_loss"] == pytest.approx(1)
    assert judged["travel"] == pytest.approx(1)
    assert judged["border_cut"] == pytest.approx(0)
    assert judged["mismatch"] == pytest.approx(0)


def test_every_station_alone_loses_no_likeness_and_has_no_support() -> None:
    judged = score(problem(), plan(*"ABCDEF")).measures
    assert judged["mix_loss"] == pytest.approx(0, abs=1e-12)
    assert judged["density_loss"] == pytest.approx(0, abs=1e-12)
    assert judged["travel"] == 0
    assert judged["border_cut"] == pytest.approx(1)
    assert judged["unsupported"] == pytest.approx(1)


def test_change_is_one_less_the_rand_index() -> None:
    given = problem()  # today AD, BEF, C
    assert score(given, plan("AD", "BEF", "C")).measures["change"] == 0
    # AB, CF, DE: together in both: none of 15 pairs; together in one only: 3 + 4.
    assert score(given, plan("AB", "CF", "DE")).measures["change"] == pytest.approx(7 / 15)
    assert score(given, plan("ABCDEF")).measures["change"] == pytest.approx(11 / 15)


def test_border_cut_counts_links_and_no_barred_borders() -> None:
    borders = (Border("A", "B", 30.0), Border("B", "C", 10.0, "link"), Border("C", "F", 99.0, "barred"))
    judged = score(problem(county(borders=borders)), plan("AB", "CDEF")).measures
    assert judged["border_cut"] == pytest.approx(10 / 40)


def test_a_chosen_office_is_shown_and_travel_starts_there() -> None:
    chosen = problem(pins__offices=["A"])
    free = problem()
    a, b = score(chosen, plan("ABC", "DEF")), score(free, plan("ABC", "DEF"))
    assert a.zones[0].office == "A"
    assert b.zones[0].office == "B"
    work, minutes = chosen.county.workload[:3], chosen.county.minutes
    assert a.zones[0].measures["travel"] == pytest.approx(work @ minutes[0, :3] / chosen.county.travel_total)
    assert b.zones[0].measures["travel"] == pytest.approx(work @ minutes[1, :3] / chosen.county.travel_total)
    assert {key for key, share in a.measures.items() if share != b.measures[key]} == {"travel"}
    assert a.zones[0].figures["mean_minutes"] > b.zones[0].figures["mean_minutes"]


def test_points_of_a_plan_are_those_of_its_zones_and_differences_say_what_a_change_costs() -> None:
    given = problem(weights__travel=1, weights__mix_loss=1)
    a, b = score(given, plan("ABC", "DEF")), score(given, plan("AD", "BE", "CF"))
    assert a.points == sum(zone.points for zone in a.zones)
    assert (b - a).points == b.points - a.points
    assert (b - a).measures["travel"] == b.measures["travel"] - a.measures["travel"]
    assert (a - a).figures["mean_minutes"] == 0


def test_a_score_asks_for_every_measure_once_and_for_the_ways_to_the_offices_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Office, points and the shares that are shown are made of the same numbers."""
    asked: list[str] = []

    def counted(row: Measure) -> Measure:
        def share(zones: Zones) -> Floats:
            asked.append(row.key)
            return row.share(zones)

        return replace(row, share=share)

    def ways(zones: MemberZones, values: Floats) -> Floats:
        asked.append("ways")
        return summed(zones, values)

    rows, summed = tuple(map(counted, measures.MEASURES)), MemberZones._summed
    monkeypatch.setattr(measures, "MEASURES", rows)
    monkeypatch.setattr(judge, "MEASURES", rows)
    monkeypatch.setattr(MemberZones, "_summed", ways)
    score(problem(), plan("ABC", "DEF"))
    assert sorted(asked) == sorted(["ways", *(row.key for row in rows)])


def test_a_plan_of_another_county_cannot_be_judged() -> None:
    with pytest.raises(InputError, match="in no zone: F"):
        score(problem(), plan("ABCDE"))


# -- figures ----------------------------------------------------------------------------------------------------------


@given(VALUES)
def test_gini_and_variation_follow_their_definitions(values: list[float]) -> None:
    k, mean = len(values), sum(values) / len(values)
    found = evenness(np.array(values), np.ones(k))
    differences = sum(abs(x - y) for x in values for y in values)
    assert found["gini"] == pytest.approx(differences / (2 * k * k * mean), abs=1e-9)
    assert found["cv"] == pytest.approx(math.sqrt(sum((x - mean) ** 2 for x in values) / k) / mean, abs=1e-6)
    assert found["max_over_mean"] == pytest.approx(max(values) / mean)
    if k > 1:
        assert found["gini_corrected"] == pytest.approx(found["gini"] * k / (k - 1))
        assert -1e-9 <= found["gini_corrected"] <= 1 + 1e-9


def test_the_greatest_load_is_over_that_of_the_county() -> None:
    given = problem(county(stations=changed(A={"officers": 40})))
    judged = score(given, plan("AD", "BE", "CF"))
    work, officers = given.county.workload.sum(), given.county.officers.sum()
    loads = [zone.figures["workload_per_officer"] for zone in judged.zones]
    assert judged.figures["max_over_mean"] == pytest.approx(max(loads) / (work / officers))
    assert judged.figures["gini"] == pytest.approx(evenness(np.array(loads), np.ones(3))["gini"])


def test_the_load_of_the_county_holds_the_work_of_a_zone_without_officers() -> None:
    given = problem(county(stations=changed(C={"officers": 0}, F={"officers": 0})))
    judged = score(given, plan("AD", "BE", "CF"))
    known = max(zone.figures["workload_per_officer"] for zone in judged.zones[:2])
    found = judged.figures["max_over_mean"]
    county_load = given.county.workload.sum() / given.county.officers.sum()
    assert math.isnan(found) or found == pytest.approx(known / county_load)


def test_evenness_without_officers_is_unknown_and_without_work_is_none() -> None:
    assert all(math.isnan(x) for x in evenness(np.array([np.nan, np.nan]), np.zeros(2)).values())
    assert set(evenness(np.zeros(3), np.ones(3)).values()) == {0.0}
    assert evenness(np.array([5.0]), np.array([2.0]))["gini_corrected"] == 0


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), min_size=1, max_size=12))
def test_nine_tenths_of_the_work_are_within_the_90th_percentile(pairs: list[tuple[int, int]]) -> None:
    minutes, weights = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    mean, p90 = spread(minutes, weights)
    if weights.sum() == 0:
        weights = np.ones_like(minutes)
    assert mean == pytest.approx((minutes * weights).sum() / weights.sum())
    within = sorted(m for m in minutes if weights[minutes <= m].sum() >= 0.9 * weights.sum() - 1e-9)
    assert p90 == within[0]


def test_figures_of_a_zone_are_sums_and_ratios_of_sums() -> None:
    given = problem(county(stations=changed(A={"population": 30_000, "area_km2": 300}), years=2.0))
    figures = score(given, plan("AD", "BCEF")).zones[0].figures
    assert figures["stations"] == 2
    assert figures["officers"] == 20
    assert figures["population"] == 40_000
    assert figures["area_km2"] == 400
    assert figures["incidents"] == (10 + 5 + 40 + 5) / 2
    assert figures["incidents_per_1000"] == pytest.approx(30 / 40)
    assert figures["incidents_per_km2"] == pytest.approx(30 / 400)
    assert figures["incidents_per_officer"] == pytest.approx(1.5)
    assert figures["workload_per_officer"] == pytest.approx(figures["workload"] / 20)


def test_unknown_residents_make_figures_unknown_not_zero() -> None:
    given = problem(county(stations=changed(A={"population": None}, B={"officers": 0}, E={"officers": 0})))
    first, second, third = (zone.figures for zone in score(given, plan("AD", "BE", "CF")).zones)
    assert math.isnan(first["population"])
    assert math.isnan(first["incidents_per_1000"])
    assert math.isnan(second["workload_per_officer"])
    assert math.isnan(second["incidents_per_officer"])
    assert third["population"] == 20_000
    assert math.isnan(third["compactness"])
    assert math.isnan(third["moment_index"])


def test_stations_and_officers_that_move_are_counted_against_the_plan_of_today() -> None:
    given = problem(county(stations=changed(C={"officers": 7})))
    figures = score(given, plan("AD", "BCEF")).figures
    assert figures["moved_stations"] == 1
    assert figures["moved_officers"] == 7
    assert figures["variation_of_information"] > 0
    bare = problem(county(stations=changed(**{code: {"current_zone": None} for code in "ABCDEF"})))
    assert "moved_stations" not in score(bare, plan("AD", "BCEF")).figures


def test_compactness_and_moment_index_of_a_disc_are_1_at_any_size() -> None:
    for radius in (0.5, 7.0):
        judged = score(problem(discs(county(), radius_km=radius)), plan(*"ABCDEF"))
        for zone in judged.zones:
            assert zone.figures["compactness"] == pytest.approx(1)
            assert zone.figures["moment_index"] == pytest.approx(1)


def test_a_rectangle_of_two_squares_has_its_own_compactness_and_moment() -> None:
    """Squares of 10 km side by side; A and B share 10 km: together 20 x 10 km."""
    side = 10.0
    outline = Outline(
        perimeter_km=np.full(6, 4 * side),
        centroid_km=np.array([[side * (i % 3), side * (i // 3)] for i in range(6)]) + 500.0,
        polar_km4=np.full(6, side**4 / 6),
    )
    judged = score(problem(replace(county(), outline=outline)), plan("AB", "CDEF"))
    figures = judged.zones[0].figures
    assert figures["compactness"] == pytest.approx(4 * math.pi * 200 / 60**2)
    inertia = 20 * 10 * (20**2 + 10**2) / 12
    assert figures["moment_index"] == pytest.approx(200**2 / (2 * math.pi * inertia))


def test_a_barred_border_is_still_no_outer_border_of_the_shape_and_a_link_is_none() -> None:
    side = 10.0
    outline = Outline(
        np.full(6, 40.0), np.array([[side * (i % 3), side * (i // 3)] for i in range(6)]), np.full(6, 1e4 / 6)
    )
    borders = (Border("A", "B", 10.0, "barred"), Border("C", "D", 5.0, "link"))
    judged = score(problem(replace(county(borders=borders), outline=outline)), plan("AB", "CD", "EF"))
    assert judged.zones[0].figures["compactness"] == pytest.approx(4 * math.pi * 200 / 60**2)
    assert judged.zones[1].figures["compactness"] == pytest.approx(4 * math.pi * 200 / 80**2)
