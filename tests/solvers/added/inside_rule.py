"""What holds where ``max_population`` was added (``contribution``); run by ``tests/solvers/test_coverage.py``."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from solvers.explain.moves import moves, savings
from solvers.explain.relaxations import relaxations
from solvers.infeasible.cpsat import feasible, switches
from solvers.infeasible.unsatisfiable import reasons
from solvers.proof.verify import verify
from solvers.solve import solve
from tests.solvers.added.common import KNOWN, cheapest, large, people_of, small
from zoning.judge.rules import violations
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.texts import Message

SEEDS = range(26)


class Case(NamedTuple):
    """A drawn problem, under a limit that its best plan without the limit breaks; the points of both best plans."""

    seed: int
    problem: Problem
    best: int | None
    free: int


@cache
def limited() -> list[Case]:
    """Drawn problems whose best plan has a zone of too many residents."""
    found = []
    for seed in SEEDS:
        free = solve(small(seed))
        if free.plan is not None and free.score is not None:
            problem = small(seed, rules__max_population=people_of(free.problem, free.plan) - 500)
            found.append(Case(seed, problem, cheapest(problem), free.score.points))
    return found


def told(messages: tuple[Message, ...]) -> bool:
    """Whether a search says that it does not know the rule, in both languages."""
    return any(
        "max_population" in message.text("zh") and "不认识" in message.text("zh") for message in messages
    ) and any("does not know max_population" in message.text("en") for message in messages)


def test_the_judge_refuses_a_plan_that_breaks_it_with_the_amount_in_both_languages() -> None:
    problem = small(0, rules__max_population=1)
    plan = Plan.of([problem.county.codes])
    (found,) = [v for v in violations(problem, plan) if v.rule == "max_population"]
    assert found.amount == people_of(problem, plan) - 1
    assert "residents beyond the 1 allowed" in found.says.text("en")
    assert "居民比上限 1 人多" in found.says.text("zh")


@pytest.mark.parametrize("source", ["pool", "growth"])
def test_the_exact_search_finds_what_brute_force_finds(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if source == "growth":
        monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
        monkeypatch.setattr("solvers.exact.search.SMALL_POOL", 0)
    dearer = 0
    for seed, problem, best, free in limited():
        solution = solve(problem)
        assert (solution.score.points if solution.score else None) == best, seed
        assert (solution.proof.status == "infeasible") == (best is None), seed
        if best is not None:
            assert source in solution.run.name, seed
            assert told(solution.run.why) != KNOWN, seed
            dearer += best > free
    assert dearer > 3


def test_a_large_county_keeps_it_and_says_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.large.regroup.STEPS", 4)
    monkeypatch.setattr("solvers.large.regroup.FEWEST", 150)
    monkeypatch.setattr("solvers.large.regroup.RUNS", 2)
    monkeypatch.setattr("solvers.solve.MOST_GROWN", 0)
    for seed in range(2):
        free = solve(large(seed, zones__max=7))
        assert free.plan is not None
        most = people_of(free.problem, free.plan) * 9 // 10
        problem = large(seed, zones__max=7, rules__max_population=most)
        solution = solve(problem)
        assert solution.plan is not None
        assert not violations(problem, solution.plan)
        assert told(solution.run.why) != KNOWN
        assert solution.proof.bound is not None


def test_where_it_leaves_no_plan_the_reason_names_it() -> None:
    problem = small(limited()[0].seed, rules__max_population=400)  # every station has more
    assert solve(problem).proof.status == "infeasible"
    assert any("residents beyond the 400 allowed" in reason.text("en") for reason in reasons(problem))
    assert any("居民比上限 400 人多" in reason.text("zh") for reason in reasons(problem))
    said = [reasons(case.problem) for case in limited() if case.best is None]
    assert any("residents a zone" in found[0].text("en") for found in said)
    assert any("每个防区居民不超过" in found[0].text("zh") for found in said)
    assert all(told(found) != KNOWN for found in said if found[0].key.startswith("solvers.unsatisfiable"))


def test_the_constraint_model_answers_as_brute_force_does() -> None:
    for seed, problem, best, _ in limited():
        plan = feasible(problem, frozenset(switches(problem)), 100.0)
        assert (plan is None) == (best is None), seed
        assert "max_population" in switches(problem)


def test_its_price_is_what_the_best_plan_without_it_saves() -> None:
    priced = 0
    for seed, problem, best, free in limited():
        if best is None:
            continue
        costs = {saving.key: saving.points for saving in savings(problem)}
        assert costs.get("rules.max_population", 0) == best - free, seed
        priced += best > free
    assert priced > 3


def test_a_move_that_breaks_it_says_so() -> None:
    broken = 0
    for _, problem, *_ in limited()[:12]:
        plan = solve(problem).plan
        if plan is None:
            continue
        for move in moves(problem, plan, plan.zones[0][0]):
            assert any(v.rule == "max_population" for v in move.violations) == (
                people_of(problem, move.plan) > problem.policy.rules.max_population
            )
            broken += any(v.rule == "max_population" for v in move.violations)
    assert broken > 0


def test_it_is_relaxed_to_the_least_that_any_plan_needs() -> None:
    relaxed = 0
    for seed in SEEDS:
        problem = small(seed, rules__max_population=600)
        if cheapest(problem) is not None or cheapest(small(seed)) is None:
            continue
        found = {one.key: one for one in relaxations(problem)}["rules.max_population"]
        values = sorted({people_of(problem, plan) for plan in every(problem)})
        assert found.value == values[0], seed
        assert found.plan is not None
        assert not violations(small(seed, rules__max_population=int(found.value)), found.plan)
        relaxed += 1
        if relaxed == 4:
            break
    assert relaxed == 4


def every(problem: Problem) -> list[Plan]:
    """Plans that keep all rules but the limit."""
    from tests.solvers.infeasible.test_cpsat import every_plan

    free = replace(problem, policy=problem.policy.override({"rules.max_population": None}))
    return [plan for plan, broken in every_plan(free) if not broken]


def test_a_plan_file_is_verified_under_it_and_one_that_breaks_it_is_found_out(tmp_path: Path) -> None:
    checked = 0
    for _, problem, best, free in limited()[:20]:
        if best is None:
            continue
        path = tmp_path / "plan.json"
        path.write_text(dumps(to_document(solve(problem))), encoding="utf-8")
        claim = read_plan(path)
        given = claim.problem(problem.county)
        assert given.policy.rules.max_population == problem.policy.rules.max_population
        assert (verify(given, claim).mistakes, verify(given, claim).proved) == ((), True)
        if best > free:  # without the rule the same bound is too high
            loose = replace(given, policy=given.policy.override({"rules.max_population": None}))
            assert verify(loose, claim).mistakes
            checked += 1
    assert checked > 1
