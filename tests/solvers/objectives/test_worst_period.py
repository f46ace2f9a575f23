"""The plan best in its worst period: brute force over every plan, a case worked by hand, and what is refused."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks import counties
from geodata import read_county, write_county
from solvers.exact import search
from solvers.exact.every import every_plan
from solvers.forms.measures import shared
from solvers.objectives import worst_period
from solvers.objectives.modes import solve_in_stages
from solvers.objectives.worst_period import least_in_one
from solvers.proof.verify import verify
from solvers.sets.growth import TooMany
from solvers.solve import solve
from solvers.stop import Stop
from tests.solvers.drawn import draw
from tests.solvers.periods_truth import compare, problem_with
from tests.solvers.periods_truth import parted as parted_case
from tests.solvers.proof import second
from tests.zoning.drawn import CODES, county, plan, policy, problem
from zoning.judge.score import score
from zoning.judge.slices import periods_of, points_by_period
from zoning.model.bureau import Bureau, Period
from zoning.model.county import Floats
from zoning.model.errors import InputError
from zoning.model.policy import Policy, ZoneLimits, read_policy
from zoning.model.problem import Problem
from zoning.result.documents import from_document, to_document


def parted(months: dict[str, dict[str, float]], **overrides: object) -> Problem:
    """Six stations of ten officers, disputes by month and station, mismatch alone."""
    rows = tuple(
        Period(name=name, station=code, counts=(held.get(code, 0.0), 0.0))
        for name, held in months.items()
        for code in CODES
    )
    counts = np.array([[sum(held.get(code, 0.0) for held in months.values()), 0.0] for code in CODES])
    return problem(county(counts=counts, bureau=Bureau(periods=rows)), **overrides)


def seasons(n: int, seed: int, many: int) -> Problem:
    """A made-up county of n stations under ``haidong``, its incidents dealt out over so many months."""
    drawn, rng = counties.county(n, seed), np.random.default_rng([seed, n])
    counts = np.rint(drawn.counts)
    dealt = np.array([[rng.multinomial(int(c), rng.dirichlet(np.full(many, 4.0))) for c in row] for row in counts])
    rows = tuple(
        Period(name=f"2024年{t + 1}月", station=code, counts=tuple(map(float, dealt[i, :, t])))
        for t in range(many)
        for i, code in enumerate(drawn.codes)
    )
    return Problem(replace(drawn, counts=counts, bureau=Bureau(periods=rows)), read_policy("haidong"))


WINTER, SUMMER = dict.fromkeys("ABC", 10.0), dict.fromkeys("DEF", 10.0)
"""One row of stations works in winter, the other in summer."""


@pytest.mark.parametrize("seed", [0, 2, 13, 21, 34, 55, 89])
def test_it_is_what_brute_force_finds(seed: int) -> None:
    kind, found, _ = compare(seed)
    assert (kind in ("optimal", "infeasible"), found) == (True, [])


def test_rows_that_work_in_turns_are_cut_across() -> None:
    """Over the year all stations work alike; in winter a zone of DEF would do nothing, half of all officers' share."""
    asked = parted({"2024-01": WINTER, "2024-07": SUMMER}, zones__min=2, zones__max=2)
    rows = plan("ABC", "DEF")
    assert points_by_period(periods_of(asked), rows) == {"2024-01": 500_000, "2024-07": 500_000}
    assert score(asked, rows).points == solve(asked).proof.bound == 0
    answer = solve_in_stages(asked, None, worst_period=True)
    assert answer.plan is not None
    assert answer.proof.status == "optimal"
    across = points_by_period(periods_of(asked), answer.plan)
    assert across == dict.fromkeys(("2024-01", "2024-07"), answer.staged.stages[0].points if answer.staged else -1)
    assert all(len(set(zone) & set("ABC")) == len(set(zone) & set("DEF")) for zone in answer.plan.zones)
    assert across["2024-01"] == 0


def test_rules_go_by_the_whole_and_not_by_the_period() -> None:
    """A band that every plan keeps over the year, and none in winter, is kept."""
    asked = parted({"2024-01": WINTER, "2024-07": SUMMER}, zones__min=2, zones__max=2, rules__workload_band=0.01)
    answer = solve_in_stages(asked, None, worst_period=True)
    assert answer.proof.status == "optimal"
    assert answer.score is not None
    assert not answer.score.violations
    assert verify(asked, answer).proved


def test_the_file_has_every_period_and_comes_back() -> None:
    asked = parted({"2024年10月": SUMMER, "2024年9月": WINTER}, zones__min=2, zones__max=3)
    answer = solve_in_stages(asked, None, worst_period=True)
    document = to_document(answer)
    assert answer.plan is not None
    assert document["mode"]["periods"] == points_by_period(periods_of(asked), answer.plan)
    assert list(document["mode"]["periods"]) == ["2024年9月", "2024年10月"]
    assert from_document(document, county=asked.county) == answer
    assert "periods" not in to_document(solve_in_stages(asked, None))["mode"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (problem(), "none"),
        (parted({"2024": WINTER}), "none"),
        (Problem(replace(parted({"1": WINTER, "2": SUMMER}).county, counts=np.ones((6, 2))), policy()), "not_whole"),
    ],
)
def test_fewer_than_two_periods_or_periods_that_do_not_add_up_are_refused(asked: Problem, says: str) -> None:
    with pytest.raises(InputError) as error:
        solve_in_stages(asked, None, worst_period=True)
    assert [one.says.key for one in error.value.mistakes] == [f"zoning.slices.{says}"]


def test_a_file_that_claims_the_mode_of_a_county_without_periods_is_false() -> None:
    asked = parted({"1": WINTER, "2": SUMMER}, zones__max=3)
    answer = solve_in_stages(asked, None, worst_period=True)
    bare = replace(asked, county=replace(asked.county, bureau=Bureau()))
    told = verify(bare, answer)
    assert not told.proved
    assert "solvers.verify.no_periods" in [one.says.key for one in told.mistakes]


@pytest.mark.parametrize("seed", [0, 2, 21, 34, 55, 89, 144, 233])
def test_zones_grown_are_as_good_as_all_zones(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a pool every zone is grown under the bounds of the periods, by the solver and by whoever checks it."""
    monkeypatch.setattr(search, "SMALL_POOL", 0)
    monkeypatch.setattr(search, "POOL_LIMIT", 0)
    kind, found, _ = compare(seed)
    assert (kind in ("optimal", "infeasible"), found) == (True, [])


@pytest.mark.parametrize(("n", "seed", "many"), [(12, 0, 5), (14, 1, 3), (16, 2, 2), (18, 3, 4), (20, 4, 2)])
def test_growth_and_pool_agree_on_counties_of_up_to_20_stations(
    n: int, seed: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answers = seasons(n, seed, many), []
    for limit in (10**7, 0):
        monkeypatch.setattr(search, "SMALL_POOL", limit)
        monkeypatch.setattr(search, "POOL_LIMIT", limit)
        answers.append(solve_in_stages(asked, None, worst_period=True))
    pool, grown = answers
    assert (pool.run.name, grown.run.name) == ("pool", "growth")
    assert (pool.proof.status, grown.proof.status) == ("optimal", "optimal")
    assert pool.staged is not None
    assert grown.staged is not None
    assert [one.points for one in pool.staged.stages] == [one.points for one in grown.staged.stages]
    assert pool.plan == grown.plan
    assert verify(asked, pool).proved
    assert verify(asked, grown).proved


@pytest.mark.parametrize(("n", "seed"), [(28, 0), (28, 1)])
def test_a_county_of_more_zones_than_a_pool_holds_is_proved_and_proved_anew(n: int, seed: int) -> None:
    asked = seasons(n, seed, 2)
    answer = solve_in_stages(asked, None, worst_period=True)
    assert (answer.proof.status, "growth" in answer.run.name) == ("optimal", True)
    assert answer.plan is not None
    assert answer.staged is not None
    own, year = points_by_period(periods_of(asked), answer.plan), solve(asked).plan
    assert year is not None
    assert max(own.values()) == answer.staged.stages[0].points
    assert max(points_by_period(periods_of(asked), year).values()) >= answer.staged.stages[0].points
    assert verify(asked, answer).proved


@pytest.mark.parametrize(("n", "seed", "many"), [(12, 0, 5), (14, 1, 3)])
def test_the_second_verifier_proves_what_growth_found(
    n: int, seed: int, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SMALL_POOL", 0)
    monkeypatch.setattr(search, "POOL_LIMIT", 0)
    drawn = seasons(n, seed, many)
    write_county(drawn.county, tmp_path / "county")  # files round what is written, and the digest is theirs
    asked = replace(drawn, county=read_county(tmp_path / "county"))
    answer = solve_in_stages(asked, None, worst_period=True)
    assert (answer.proof.status, answer.run.name) == ("optimal", "growth")
    code, said = second.verdict(second.load(), tmp_path, asked, to_document(answer))
    assert code == second.TRUE, said


@given(
    costs=arrays(np.float64, (3, 5), elements=st.floats(0, 1e3)),
    minutes=arrays(np.float64, (5, 5), elements=st.floats(0, 90)),
)
def test_travel_shared_by_periods_is_never_more_than_what_they_have(costs: Floats, minutes: Floats) -> None:
    """Whatever a minute of each station costs in each period: for every zone, each period from its best office."""
    parts = [minutes * one for one in costs]
    least = shared(parts)
    for zone in (rows for size in range(1, 6) for rows in combinations(range(5), size)):
        own, together = (sum(part[np.ix_(zone, zone)].sum(axis=1).min() for part in some) for some in (parts, [least]))
        assert together <= own * (1 + 1e-9) + 1e-9


def test_stopped_or_too_large_it_has_a_plan_and_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = parted({"1": WINTER, "2": SUMMER}, zones__max=3)
    stopped = solve_in_stages(asked, None, worst_period=True, stop=Stop(seconds=0))
    assert stopped.proof.status in ("unknown", "feasible")

    def endless(*_: object) -> None:
        raise TooMany

    monkeypatch.setattr(worst_period, "epigraph", endless)
    large = solve_in_stages(asked, None, worst_period=True)
    assert (large.proof.status, large.proof.bound) == ("feasible", None)
    assert large.proof.reasons
    assert large.staged is not None
    assert large.staged.stages == ()


@pytest.mark.parametrize("seed", [2, 13, 34])
def test_no_plan_goes_below_the_bound_of_one_period(seed: int) -> None:
    """Whatever bands there are: they go by the whole, and the bound leaves them out."""
    asked = problem_with(*parted_case(draw(seed, 5, 7), seed))
    answer = solve(asked)
    if answer.plan is None:
        asked = replace(asked, policy=Policy(zones=ZoneLimits(alone=(), min_stations=1)))
        answer = solve(asked)
    assert answer.plan is not None
    least, periods = least_in_one(asked, answer.plan), periods_of(asked)
    assert least is not None
    points = [points_by_period(periods, plan)[least[0]] for _, plan in every_plan(asked)]
    assert least[1] <= min(points)
    own = points_by_period(periods, answer.plan)
    assert own[least[0]] == max(own.values())
