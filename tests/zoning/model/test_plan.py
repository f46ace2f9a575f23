"""Plans: one canonical form, labels matched as well as can be, and the distance between two plans."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoning.drawn import plan
from zoning.model.errors import InputError
from zoning.model.plan import Plan, matching, moved, variation_of_information

CODES = "ABCDEFGH"
LABELS = st.lists(st.integers(0, 4), min_size=8, max_size=8)
STAFF = dict.fromkeys(CODES, 7)
STAFFS = st.lists(st.integers(0, 3), min_size=8, max_size=8).map(lambda counts: dict(zip(CODES, counts, strict=True)))


def labelled(labels: list[int]) -> Plan:
    return Plan.from_labels(tuple(CODES), labels)


def test_equal_plans_are_equal_objects_however_they_are_given() -> None:
    first = Plan.of([["D", "A"], ["C", "B"]])
    assert first == Plan.of((("B", "C"), ("A", "D"))) == plan("BC", "DA")
    assert hash(first) == hash(plan("BC", "DA"))
    assert first.zones == (("A", "D"), ("B", "C"))


@given(LABELS, st.permutations(list(range(5))))
def test_names_of_labels_do_not_matter(labels: list[int], names: list[int]) -> None:
    assert labelled(labels) == labelled([names[k] for k in labels])


@given(LABELS)
def test_labels_of_a_plan_give_the_plan_back(labels: list[int]) -> None:
    made = labelled(labels)
    numbers = made.labels(tuple(CODES)).tolist()
    assert labelled(numbers) == made
    assert numbers[0] == 0
    assert list(dict.fromkeys(numbers)) == sorted(set(numbers)), "zones are numbered by their first station"
    assert list(made.zones) == sorted(made.zones)


def test_a_blank_label_is_a_zone_of_its_own() -> None:
    assert Plan.from_labels(("A", "B", "C", "D"), ["x", None, None, "x"]) == plan("AD", "B", "C")
    assert Plan.from_labels(("A", "B", "C"), ["A", None, "A"]) == plan("AC", "B")


def test_a_plan_is_refused_with_every_mistake() -> None:
    with pytest.raises(InputError) as error:
        Plan.of([["A", "B"], ["B", "C", "C"], []])
    assert sorted(str(m) for m in error.value.mistakes) == [
        "a zone has no station; drop it",
        "station B stands in two zones; keep it in one",
        "station C stands in two zones; keep it in one",
    ]
    with pytest.raises(InputError) as error:
        plan("AB", "XY").labels(("A", "B", "C", "D"))
    missing, unknown = (str(m) for m in error.value.mistakes)
    assert "in no zone: C, D;" in missing
    assert "not in this county: X, Y;" in unknown


def most_kept(before: Plan, after: Plan, staff: dict[str, int]) -> tuple[int, int]:
    """Stations that stay at the most, and their officers, over every way to give today's names to the zones."""
    today = [set(zone) for zone in before.zones]
    today += [set()] * max(0, len(after.zones) - len(today))
    stay = (
        [code for zone, names in zip(after.zones, order, strict=False) for code in set(zone) & names]
        for order in permutations(today)
    )
    return max((len(codes), sum(staff[code] for code in codes)) for codes in stay)


@given(LABELS, LABELS, STAFFS)
def test_labels_are_matched_so_that_as_many_stations_and_then_officers_as_possible_stay(
    before: list[int], after: list[int], staff: dict[str, int]
) -> None:
    a, b = labelled(before), labelled(after)
    kept = matching(a, b, staff)
    assert len(set(kept.values())) == len(kept), "no name twice"
    stay, officers = most_kept(a, b, staff)
    assert stay == sum(len(set(b.zones[k]) & set(a.zones[name])) for k, name in kept.items())
    stations = moved(a, b, staff)
    assert sum(staff.values()) - sum(staff[code] for code in stations) == officers
    assert len(stations) == len(CODES) - stay
    assert stations == tuple(sorted(stations))
    assert all(a.zones[kept[k]] != () for k in kept)


@given(LABELS, LABELS, STAFFS)
def test_the_same_move_there_as_back(before: list[int], after: list[int], staff: dict[str, int]) -> None:
    a, b = labelled(before), labelled(after)
    assert moved(a, b, staff) == moved(b, a, staff)
    assert (moved(a, b, staff) == ()) == (a == b)


def test_of_matchings_under_which_as_many_stations_stay_fewer_officers_move() -> None:
    """Either zone may carry on the old one: the 45 officers of C and D stay, and the 39 of A and B move."""
    staff = {"A": 20, "B": 19, "C": 25, "D": 20}
    assert moved(plan("ABCD"), plan("AB", "CD"), staff) == ("A", "B")
    assert moved(plan("AB", "CD"), plan("ABCD"), staff) == ("A", "B")


def test_of_equal_matchings_the_one_that_keeps_the_lowest_code_wins() -> None:
    before, after = plan("AB", "CD"), plan("AC", "BD")
    assert matching(before, after, STAFF) == {0: 0, 1: 1}
    assert moved(before, after, STAFF) == ("B", "C")


def test_a_split_and_a_merger_move_the_smaller_part() -> None:
    assert moved(plan("ABCDE"), plan("AB", "CDE"), STAFF) == ("A", "B")
    assert moved(plan("AB", "CDE"), plan("ABCDE"), STAFF) == ("A", "B")


@given(LABELS, LABELS, LABELS)
def test_variation_of_information_is_a_distance(x: list[int], y: list[int], z: list[int]) -> None:
    a, b, c = labelled(x), labelled(y), labelled(z)
    ab = variation_of_information(a, b)
    assert math.isclose(ab, variation_of_information(b, a), abs_tol=1e-12)
    assert (abs(ab) < 1e-12) == (a == b)
    assert ab <= math.log(8) + 1e-12
    assert ab <= variation_of_information(a, c) + variation_of_information(c, b) + 1e-12

    def entropy(p: Plan) -> float:
        return -sum(len(zone) / 8 * math.log(len(zone) / 8) for zone in p.zones)

    shared = Plan.from_labels(tuple(CODES), list(zip(a.labels(tuple(CODES)), b.labels(tuple(CODES)), strict=True)))
    assert math.isclose(ab, 2 * entropy(shared) - entropy(a) - entropy(b), abs_tol=1e-12)


def test_variation_of_information_by_hand() -> None:
    assert math.isclose(variation_of_information(plan("ABCD"), plan("AB", "CD")), math.log(2))
    assert math.isclose(variation_of_information(plan("AB", "CD"), plan("AC", "BD")), 2 * math.log(2))
