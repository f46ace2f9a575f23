"""A zone drawn by hand that has the name of one of today's is that one; the others go by the stations they share."""

from dataclasses import replace

import pytest

from tests.zoning.drawn import plan, problem
from zoning.judge.kept import kept_of_today, moved_since_today, same_names
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.judge.values import today
from zoning.model.problem import Problem

DRAWN = plan("ADE", "BF", "C")
"""Today 西 is A, D and 东 is B, E, F, C stands by itself."""
NAMES = (("东片", ("A", "D", "E")), ("西片", ("B", "F")), ("新区", ("C",)))


def named(*names: tuple[str, tuple[str, ...]]) -> Problem:
    return replace(problem(), names=names)


def test_without_names_the_most_stations_stay() -> None:
    assert moved_since_today(problem(), DRAWN) == ("E",)
    assert moved_since_today(named(*NAMES), DRAWN) == ("E",), "东片 is not 东"


@pytest.mark.parametrize("end", ["", "防区", " 防区"])
def test_zones_of_one_name_are_one_zone(end: str) -> None:
    swapped = named(("东" + end, ("A", "D", "E")), ("西" + end, ("B", "F")), ("新区", ("C",)))
    current = swapped.current
    assert current is not None
    kept = {DRAWN.zones[a]: current.zones[b] for a, b in kept_of_today(swapped, DRAWN).items()}
    assert kept == {("A", "D", "E"): ("B", "E", "F"), ("B", "F"): ("A", "D"), ("C",): ("C",)}
    assert moved_since_today(swapped, DRAWN) == ("A", "B", "D", "F")
    judged = score(swapped, DRAWN)
    assert judged.figures["moved_stations"] == 4
    assert judged.figures["moved_officers"] == 40


def test_what_no_name_matches_goes_by_stations_among_itself() -> None:
    """东 is taken by name, so the zone of B and F, which has most of its stations, is none of today's."""
    one = named(("东", ("A", "D", "E")))
    assert moved_since_today(one, DRAWN) == ("A", "B", "D", "F")
    assert kept_of_today(one, DRAWN) == {0: 1, 2: 2}


def test_a_name_of_two_zones_is_nobodys() -> None:
    assert same_names({0: "东", 1: "东防区", 2: "西"}, {0: "西", 1: "东"}) == {0: 2}


def test_todays_own_zones_have_todays_names_whatever_was_drawn() -> None:
    swapped = named(("东", ("A", "D", "E")), ("西", ("B", "F")), ("新区", ("C",)))
    assert today(swapped).figures["moved_stations"] == 0


def test_the_rule_counts_the_fewest_whatever_zones_are_called() -> None:
    swapped = replace(problem(rules__max_changed=1), names=(("东", ("A", "D", "E")), ("西", ("B", "F"))))
    assert "max_changed" not in {one.rule for one in violations(swapped, DRAWN)}
