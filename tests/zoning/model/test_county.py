"""A county in canonical order, its derived values by the formulas, and every mistake refused at once."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from tests.zoning.drawn import CLASSES, CODES, PAIRS, changed, county, problem, station
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.outline import Outline
from zoning.model.stations import Border


def refused(**changes: object) -> list[str]:
    with pytest.raises(InputError) as error:
        county(**changes)
    for mistake in error.value.mistakes:
        assert mistake.text("zh")
    return [str(mistake) for mistake in error.value.mistakes]


def test_stations_and_their_rows_stand_in_the_order_of_their_codes() -> None:
    given, order = county(), [3, 0, 5, 1, 4, 2]
    mixed = county(
        stations=tuple(given.stations[i] for i in order),
        counts=given.counts[order],
        minutes=given.minutes[np.ix_(order, order)],
        borders=tuple(Border(pair[1], pair[0], 10.0) for pair in reversed(PAIRS)),
        outline=Outline(np.array(order, dtype=float), np.zeros((6, 2)), np.ones(6)),
    )
    assert mixed.stations == given.stations
    np.testing.assert_array_equal(mixed.counts, given.counts)
    np.testing.assert_array_equal(mixed.minutes, given.minutes)
    assert mixed.borders == given.borders
    assert mixed.outline is not None
    assert mixed.outline.perimeter_km.tolist() == [0, 1, 2, 3, 4, 5]


def test_workload_and_travel_inside_follow_the_formula() -> None:
    given = county(years=2.0, speed_kmh=30.0, detour=1.5)
    inside = 60 * 1.5 * 0.376 * math.sqrt(100) / 30
    assert given.inside_minutes[0] == pytest.approx(inside)
    assert given.workload[1] == pytest.approx((20 / 2 * 2 * (60 + 2 * inside) + 5 / 2 * 2 * (240 + 2 * inside)) / 60)
    assert given.incidents[1].tolist() == [10, 2.5]


def test_workload_by_class_adds_up_and_knows_the_case_classes() -> None:
    given = county(years=2.0)
    np.testing.assert_allclose(given.class_workload.sum(axis=1), given.workload)
    assert given.class_workload[1, 1] == pytest.approx(5 / 2 * 2 * (240 + 2 * given.inside_minutes[1]) / 60)
    assert given.case_classes.tolist() == [entry.team == "case" for entry in CLASSES]


def test_without_workload_or_officers_there_is_nothing_to_share_out() -> None:
    quiet, empty = (
        county(counts=np.zeros((6, 2))),
        county(stations=changed(**{code: {"officers": 0} for code in CODES})),
    )
    assert not quiet.workload_share.any()
    assert not problem(quiet).mismatch_terms.any()
    assert not problem(empty).mismatch_terms.any()
    assert math.isnan(empty.mean_load)
    assert quiet.mean_load == 0


def test_smoothing_lends_every_station_eight_incidents_of_the_mix_of_the_county() -> None:
    given = county()
    mix = given.counts.sum(axis=0) / given.counts.sum()
    np.testing.assert_allclose(given.smoothed, given.counts + 8 * mix)
    assert given.log_density[2] == pytest.approx(math.log((35 + 0.5) / 100))


def test_support_needs_another_station_within_exactly_thirty_minutes_on_its_way_here() -> None:
    minutes = np.full((6, 6), 90.0)
    np.fill_diagonal(minutes, 0)
    minutes[1, 0] = 30.0  # from B to A
    minutes[2, 3] = np.nextafter(30, 31)
    near = county(minutes=minutes).near
    assert np.argwhere(near).tolist() == [[0, 1]]


def test_a_barred_border_joins_nothing_and_a_link_of_0_km_does() -> None:
    borders = (Border("A", "B", 7.0, "barred"), Border("C", "D", 0.0, "link"), Border("E", "F", 3.0))
    given = county(borders=borders)
    assert np.argwhere(np.triu(given.adjacent)).tolist() == [[2, 3], [4, 5]]
    assert given.border_km.sum() == 6
    assert given.touching_km[0, 1] == 7
    assert given.touching_km[2, 3] == 0
    assert given.components() == [[2, 3], [4, 5], [0], [1]]


def test_arrays_of_a_county_cannot_be_written_and_those_given_are_not_touched() -> None:
    counts = np.ones((6, 2))
    given = county(counts=counts)
    for name in ("counts", "minutes", "workload", "border_km", "adjacent", "near", "smoothed", "weighted_minutes"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(given, name)[0] = 1
    counts[0] = 5
    assert given.counts[0].tolist() == [1, 1]


def test_h5_unknown_residents_stay_unknown_and_no_officers_leave_a_ratio_unknown() -> None:
    derived = county(stations=changed(B={"population": None}, C={"officers": 0})).derived()
    assert math.isnan(derived["incidents_per_1000"][1])
    assert math.isnan(derived["workload_per_officer"][2])
    assert derived["incidents_per_1000"][0] == pytest.approx(1.5)
    assert derived["incidents_per_km2"][0] == pytest.approx(0.15)


def test_all_mistakes_of_a_county_are_named_at_once() -> None:
    said = refused(
        stations=(*(station(code) for code in "ABCDE"), station("A")),
        counts=np.full((6, 2), np.nan),
        minutes=np.ones((6, 6)),
        borders=(
            Border("A", "A", 1.0),
            Border("A", "X", 1.0),
            Border("A", "B", -1.0),
            Border("B", "A", math.inf),
        ),
        classes=(CLASSES[0], CLASSES[0]),
        years=0.0,
        speed_kmh=math.nan,
        detour=-1.0,
        outline=Outline(np.ones(5), np.ones((6, 3)), np.ones((6, 1))),
    )
    text = "\n".join(said)
    for part in (
        "station code A is used twice",
        "incident class dispute is used twice",
        "counts holds a blank, negative or infinite number",
        "minutes from a station to itself must be 0",
        "years = 0.0",
        "speed_kmh = nan",
        "detour = -1.0",
        "station A borders itself",
        "code X in the borders",
        "the border of A and B cannot be -1.0 km long",
        "cannot be inf km long",
        "the border of A and B is given twice",
        "perimeter_km should have shape",
        "centroid_km should have shape",
        "polar_km4 should have shape",
    ):
        assert text.count(part) == 1, part
    assert len(said) == 15


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stations": (), "counts": np.zeros((0, 2)), "minutes": np.zeros((0, 0)), "borders": ()}, "no station"),
        ({"counts": np.zeros((6, 3))}, "counts should have shape 6, 2 but has 6, 3"),
        ({"counts": None}, "counts should have shape"),
        ({"minutes": np.zeros((6, 5))}, "minutes should have shape"),
        ({"counts": np.full((6, 2), -1.0)}, "counts holds"),
        ({"minutes": np.where(np.eye(6) > 0, 0, np.inf)}, "minutes holds"),
        ({"years": math.inf}, "years = inf"),
    ],
)
def test_what_is_no_county_is_refused_in_words(changes: dict[str, object], says: str) -> None:
    assert any(says in line for line in refused(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"officers": -1},
        {"officers": None},
        {"area_km2": 0},
        {"area_km2": math.inf},
        {"kind": "castle"},
        {"name": " "},
        {"lon": 181},
        {"lat": math.nan},
        {"population": -5},
        {"colour": "red"},
    ],
)
def test_a_station_with_an_impossible_value_cannot_be_made(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        station("A", **changes)


def test_one_station_without_borders_is_a_county() -> None:
    given = County("1", "one", (station("A"),), np.zeros((1, 2)), np.zeros((1, 1)), (), CLASSES)
    assert len(given) == 1
    assert given.components() == [[0]]
    assert given.density_total == given.mix_total == given.travel_total == 0
    assert given.codes == ("A",)
    assert CODES[0] in given.names


def test_stations_in_any_order_are_one_county() -> None:
    given = county()
    for turned in (list(reversed(range(len(given)))), [*range(1, len(given)), 0]):
        other = County(
            **{
                name: getattr(given, name)
                for name in given.__dataclass_fields__
                if name not in ("stations", "counts", "minutes", "outline")
            },
            stations=tuple(given.stations[i] for i in turned),
            counts=given.counts[turned],
            minutes=given.minutes[np.ix_(turned, turned)],
        )
        assert other.codes == tuple(sorted(given.codes))
        assert other.index == given.index
        assert (other.codes, other.names) == (given.codes, given.names)
        assert np.array_equal(other.area_km2, given.area_km2)
        assert other.components() == given.components()
