"""Plans under several policies and on other stations: the cross table, the robust choice, changes, who stays together.

The county of ``tests.zoning.drawn``: D E F above A B C, codes A to F, A the county seat.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.compare.changes import change, together
from scenarios.compare.compare import Candidate, Case, Comparison, compare, gathered, sentences
from scenarios.compare.fitting import fit
from tests.zoning.drawn import CODES, changed, county, plan, policy, problem
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.documents import to_document

SPLITS = (plan("AD", "BE", "CF"), plan("ABC", "DEF"), plan("ABDE", "CF"), plan("AD", "BCEF"))
LABELS = st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), min_size=1, max_size=5)


def weighed(measure: str, given: County | None = None, **overrides: float) -> Problem:
    return problem(given or county(), **{"weights__mismatch": 0.0, f"weights__{measure}": 1.0}, **overrides)


@pytest.fixture(scope="module")
def three() -> Comparison:
    """Four plans in three counties under one policy: as it is, F busier, C and F with fewer officers than a zone needs.

    A fourth case asks for short ways, which no other does.
    """
    whole = county()
    busier, fewer = np.array(whole.counts), changed(C={"officers": 2}, F={"officers": 3})
    busier[5] *= 4
    mixed = {"weights__travel": 0.5, "rules__min_officers": 10}
    counties = {"as it is": whole, "busy": county(counts=busier), "few": county(stations=fewer)}
    cases = [Case(name, problem(one, **mixed)) for name, one in counties.items()]
    cases.append(Case("near", weighed("travel")))
    return compare(cases, [Candidate(f"p{k}", split) for k, split in enumerate(SPLITS)])


def without(gone: str) -> County:
    """The county without some stations, closed."""
    rows = [i for i, code in enumerate(CODES) if code not in gone]
    whole = county()
    return replace(
        whole,
        stations=tuple(whole.stations[i] for i in rows),
        counts=whole.counts[rows],
        minutes=whole.minutes[np.ix_(rows, rows)],
        borders=tuple(b for b in whole.borders if b.a not in gone and b.b not in gone),
    )


def test_every_plan_is_judged_under_every_case_and_measured_by_the_best_that_keeps_the_rules(three: Comparison) -> None:
    for p, split in enumerate(SPLITS):
        for s, case in enumerate(three.cases):
            judged = score(case.problem, split)
            legal = [score(case.problem, q).points for q in SPLITS if not score(case.problem, q).violations]
            assert three.cells[p][s].score.measures == judged.measures
            assert three.points[p, s] == judged.points
            assert three.best[s] == min(legal)
            assert three.regret[p, s] == judged.points - min(legal)
            assert three.keeps[p, s] == (not judged.violations)


def test_the_robust_choice_breaks_fewest_rules_and_then_has_the_smallest_worst_regret(three: Comparison) -> None:
    assert [three.broken(p) for p in range(4)] == [(2,), (), (2,), ()], "five officers are left in C and F together"
    lawful = [1, 3]
    assert three.robust == min(lawful, key=lambda p: max(three.regret[p, :3]))
    worst, where = three.worst(three.robust)
    assert where is not None
    assert worst == three.regret[three.robust, :3].max() == three.regret[three.robust, where]
    first, unlike, second, third = (sentence.text("en") for sentence in sentences(three))
    assert f"p{three.robust}. Over the 3 comparable scenarios" in first
    assert unlike.startswith("near: other rules, weights or decisions")
    assert (second, third) == ("p0 breaks hard rules in: few", "p2 breaks hard rules in: few")
    assert "p0 在下列情景违反硬性规则：few" in sentences(three)[2].text("zh")


def test_a_plan_is_no_safer_and_no_worse_for_what_it_costs_under_other_weights_or_rules() -> None:
    """Of four plans the one that is best under the weights of the first is chosen, however bad it is elsewhere."""
    other = [
        ("near", weighed("travel")),
        ("two", problem(zones__max=2)),
        ("pinned", problem(pins__together=(("A", "C"),))),
    ]
    for name, unlike in other:
        alone = compare([Case("first", problem())], [Candidate(f"p{k}", s) for k, s in enumerate(SPLITS)])
        both = compare([Case("first", problem()), Case(name, unlike)], alone.candidates)
        assert both.comparable.tolist() == [True, False]
        assert both.robust == alone.robust
        assert [both.worst(p) for p in range(4)] == [alone.worst(p) for p in range(4)]
        assert to_document(both)["cases"][1]["comparable"] is False
        assert [one["worst_points"] for one in to_document(both)["plans"]] == alone.points[:, 0].tolist()
    renamed = compare([Case("first", problem()), Case("same", problem(name="other"))], alone.candidates)
    assert renamed.comparable.all()


def test_regret_is_only_counted_where_rules_are_kept_and_cases_are_comparable(three: Comparison) -> None:
    assert three.comparable.tolist() == [True, True, True, False]
    assert three.worst(0)[0] == max(three.regret[0, :2])
    assert three.mean(0) == pytest.approx(three.regret[0, :2].mean())
    assert three.mean(1) == pytest.approx(three.regret[1, :3].mean())


def test_where_every_plan_breaks_rules_nothing_is_recommended() -> None:
    found = compare([Case("one", problem(zones__max=1))], [Candidate(f"p{k}", s) for k, s in enumerate(SPLITS)])
    assert found.robust is None
    assert np.isnan(found.regret).all()
    assert found.together is None
    keys = [sentence.key.removeprefix("scenarios.compare.") for sentence in sentences(found)]
    assert keys == ["none", "breaks", "breaks", "breaks", "breaks", "no_best"]
    assert to_document(found)["cases"][0]["best"] is None


def test_equal_problems_and_equal_plans_are_taken_once() -> None:
    whole = county()
    one, same, other = problem(whole), Problem(whole, policy(name="renamed")), weighed("travel", whole)
    cases, plans = gathered([("a", one, SPLITS[0]), ("b", same, SPLITS[0]), ("c", other, SPLITS[1])])
    assert [case.name for case in cases] == ["a", "c"]
    assert [(p.name, p.also) for p in plans] == [("a", ("b",)), ("c", ())]


def test_a_plan_keeps_its_own_offices_under_every_case_and_is_told_where_they_differ() -> None:
    """B and E are the ends of a zone; whose plan it is says which is its office, not which file was named first."""
    whole = county()
    chosen = {office: problem(whole, pins__offices=(office,)) for office in "BE"}
    free, split = problem(whole), plan("AD", "BE", "CF")
    named = [("at B", chosen["B"], split), ("at E", chosen["E"], split), ("free", free, split)]
    for order in (named, named[::-1]):
        cases, plans = gathered(order)
        assert len(cases) == 1, "offices are a plan's and make no other case"
        found = compare(cases, plans)
        assert {c.name: row[0].score for c, row in zip(found.candidates, found.cells, strict=True)} == {
            name: score(own, one) for name, own, one in order
        }
        assert {zone.office for zone in found.cells[order.index(named[0])][0].score.zones} >= {"B"}
        told = {s.text("en") for s in sentences(found) if s.key == "scenarios.compare.offices"}
        assert told == {
            f"at {office} is judged with the offices chosen for it ({whole.short_names[office]}); "
            "this moves no other plan."
            for office in "BE"
        }
    shut = Problem(without("E"), policy())
    moved = compare([Case("shut", shut)], [Candidate("at E", split, offices=("E",))])
    assert moved.cells[0][0].score == score(shut, plan("AD", "B", "CF")), "no office is where no station is"
    heir = compare([Case("shut", shut, {"E": "B"})], [Candidate("at E", plan("AD", "BCE", "F"), offices=("E",))])
    assert heir.cells[0][0].score == score(shut.with_offices(["B"]), plan("AD", "BC", "F")), "the heir is the office"
    same = compare([Case("one", free)], [Candidate(f"p{k}", s, offices=("B",)) for k, s in enumerate(SPLITS)])
    assert "scenarios.compare.offices" not in {s.key for s in sentences(same)}, "nothing differs"


def test_a_closed_station_is_left_out_and_an_unknown_one_joins_its_nearest_neighbour() -> None:
    closed = Problem(without("F"), policy())
    assert fit(plan("AD", "BE", "CF"), closed).plan == plan("AD", "BE", "C")
    assert fit(plan("ABCDE", "F"), closed).plan == plan("ABCDE"), "an empty zone is gone"
    back = fit(plan("AD", "BE", "C"), problem())
    assert (back.placed, back.plan) == ((("F", "C"),), plan("AD", "BE", "CF")), "C and E are as near, C comes first"


def test_a_merged_station_follows_the_one_it_was_merged_into() -> None:
    """E went into D: back in a county that has it, it stands with D, wherever D stands and however near others are."""
    told = fit(plan("AD", "BC", "F"), problem(), {"E": "D"})
    assert told.plan == plan("ADE", "BC", "F")
    chain = fit(plan("AD", "BC"), problem(), {"E": "F", "F": "D"})
    assert chain.plan == plan("ADEF", "BC")


def test_a_county_seat_the_plan_does_not_know_stands_alone_and_nobody_joins_it() -> None:
    alone = problem(zones__alone=("county_seat",))
    assert fit(plan("BC", "DEF"), alone).placed == (("A", "A"),)
    assert fit(plan("A", "BCEF"), alone).plan == plan("A", "BCDEF"), "D is as near to A as to E"


def test_a_plan_of_another_county_is_refused() -> None:
    with pytest.raises(InputError, match="no station of 六宫县"):
        fit(plan("XY"), problem())


def test_a_change_counts_what_moves_with_the_stations() -> None:
    stations = changed(E={"officers": 7, "population": None}, F={"officers": 5, "population": 2000})
    whole = county(stations=stations)
    moved = change([whole], (0, plan("AD", "BE", "CF"), {}), (1, plan("AD", "BEF", "C"), {}))
    assert (moved.stations, moved.officers, moved.residents) == (("F",), 5, 2000)
    assert moved.workload == pytest.approx(whole.workload[5])
    assert moved.workload_share == pytest.approx(whole.workload[5] / whole.workload.sum())
    assert np.isnan(change([whole], (0, plan("AD", "BE", "CF"), {}), (1, plan("ADE", "B", "CF"), {})).residents)
    shut = change([whole], (0, plan("AD", "BE", "CF"), {}), (1, plan("AD", "BE", "C"), {}))
    assert (shut.stations, shut.variation_of_information) == ((), 0.0), "a station that is closed has not moved"


@given(LABELS)
def test_pairs_are_together_in_all_plans_in_some_or_in_none(labels: list[list[int]]) -> None:
    plans = [Plan.from_labels(CODES, row) for row in labels]
    found = together(plans)
    times = {(a, b): sum(r[i] == r[j] for r in labels) for (i, a), (j, b) in combinations(enumerate(CODES), 2)}
    always = {pair for group in found.always for pair in combinations(group, 2)}
    assert always == {pair for pair, k in times.items() if k == len(plans)}
    assert {(a, b): k for a, b, k in found.sometimes} == {p: k for p, k in times.items() if 0 < k < len(plans)}
    assert found.tally == {
        "always": len(always),
        "sometimes": len(found.sometimes),
        "never": sum(k == 0 for k in times.values()),
    }


def test_pairs_of_equal_plans_are_counted_as_often_as_told() -> None:
    assert together(SPLITS[:2], [3, 1]).counts[0].tolist() == [4, 1, 1, 3, 0, 0]


def test_zones_of_one_name_are_one_zone() -> None:
    drawn = {"东": ("A", "D", "E"), "西": ("B", "C", "F")}
    one, other = (0, plan("AD", "BCEF"), {"西": ("A", "D"), "东": ("B", "C", "E", "F")}), plan("ADE", "BCF")
    assert change([county()], one, (1, other, {})).stations == ("E",)
    assert change([county()], one, (1, other, drawn)).stations == ("A", "B", "C", "D", "F")


def test_a_plan_is_judged_under_its_own_names_and_by_those_of_today() -> None:
    swapped = replace(problem(), names=(("东", ("A", "D", "E")), ("西", ("B", "F"))))
    drawn, now = plan("ADE", "BF", "C"), swapped.current
    assert now is not None
    found = compare(
        *gathered([("drawn", swapped, drawn), ("today", swapped.undecided, now), ("best", problem(), drawn)])
    )
    assert [row[0].score.figures["moved_stations"] for row in found.cells] == [4, 0]
    assert [one.stations for one in found.changes] == [("A", "B", "D", "F")]
    alone = compare(*gathered([("best", problem(), drawn), ("today", problem(), now)]))
    assert alone.changes[0].stations == ("E",)
