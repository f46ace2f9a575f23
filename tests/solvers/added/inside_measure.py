"""What holds where the measure ``crowding`` was added (``contribution``); run by ``tests/solvers/test_coverage.py``."""

from pathlib import Path

import numpy as np
import pytest

from solvers.bounds.by_measure import lower_bound
from solvers.explain.moves import contributions, moves
from solvers.infeasible.cpsat import minimise
from solvers.large.regroup import Regroup
from solvers.large.state import appraised
from solvers.objectives.modes import lexicographic
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Watch
from tests.solvers.added.common import KNOWN, cheapest, large, small
from tests.zoning.judge.examples import worked
from zoning.judge.measures import MEASURES, POINTS
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.texts import Message

ALONE = {"weights__mismatch": 0.0, "weights__mix_loss": 0.0, "weights__density_loss": 0.0, "weights__travel": 0.0}


def told(messages: tuple[Message, ...]) -> bool:
    """Whether a search says that it does not know the measure, in both languages."""
    zh, en = ([message.text(language) for message in messages] for language in ("zh", "en"))
    return any("不认识" in text and "crowding" in text for text in zh) and any(
        "not know crowding" in text for text in en
    )


def test_its_example_worked_by_hand_holds() -> None:
    (row,) = [measure for measure in MEASURES if measure.key == "crowding"]
    assert worked(row.share) == (1, "")


def test_the_judge_adds_it_up_over_the_zones() -> None:
    problem = small(3, weights__crowding=1.0)
    county = problem.county
    people = np.array([station.population for station in county.stations], dtype=float)
    half = Plan.of([county.codes[:3], county.codes[3:]])
    part = people[:3].sum() / people.sum()
    expected = (abs(part - 3 / len(people)) + abs(1 - part - (len(people) - 3) / len(people))) / 2
    assert score(problem, half).measures["crowding"] == pytest.approx(expected)
    assert score(problem, Plan.of([county.codes])).measures["crowding"] == pytest.approx(0)


@pytest.mark.parametrize("source", ["pool", "growth"])
def test_the_exact_search_finds_what_brute_force_finds(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if source == "growth":
        monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
        monkeypatch.setattr("solvers.exact.search.SMALL_POOL", 0)
    found = 0
    for seed in range(20):
        problem = small(seed, weights__crowding=1.0 + seed % 3)
        solution, best = solve(problem), cheapest(problem)
        assert (solution.score.points if solution.score else None) == best, seed
        if best is not None:
            assert source in solution.run.name, seed
            assert told(solution.run.why) != KNOWN, seed
            found += 1
    assert found > 10


def wide(seed: int) -> Problem:
    return large(seed, zones__max=7, weights__crowding=1.0)


def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.large.regroup.STEPS", 4)
    monkeypatch.setattr("solvers.large.regroup.FEWEST", 150)
    monkeypatch.setattr("solvers.large.regroup.RUNS", 2)
    monkeypatch.setattr("solvers.solve.MOST_GROWN", 0)


def test_a_large_county_accounts_for_it_so_that_no_single_move_is_better(monkeypatch: pytest.MonkeyPatch) -> None:
    little(monkeypatch)
    for seed in range(2):
        problem = wide(seed)
        solution = solve(problem)
        assert solution.score is not None
        assert solution.plan is not None
        assert told(solution.run.why) == (True if not KNOWN else any("下界" in w.text("zh") for w in solution.run.why))
        assert any("lower bound does not know crowding" in why.text("en") for why in solution.run.why)
        plain = solve(large(seed, zones__max=7)).plan
        assert plain is not None
        assert solution.score.points < score(problem, plain).points, "it would be ignored"
        best = min(
            (score(problem, plan).points for plan in moved(problem, solution.plan)), default=solution.score.points
        )
        assert solution.score.points <= best, (seed, best)


def moved(problem: Problem, plan: Plan) -> list[Plan]:
    """Every plan that one station in a neighbouring zone makes of a plan, those that keep the rules."""
    labels, adjacent = plan.labels(problem.county.codes), problem.county.adjacent
    found = []
    for row in range(len(problem)):
        for zone in set(labels[np.flatnonzero(adjacent[row])].tolist()) - {int(labels[row])}:
            other = labels.copy()
            other[row] = zone
            after = Plan.from_labels(problem.county.codes, other.tolist())
            if not violations(problem, after):
                found.append(after)
    return found


def test_recombination_counts_what_the_judge_counts() -> None:
    problem = wide(1)
    search = Regroup(problem, Watch(), 0)
    step, rng = search.recombination(5), np.random.default_rng(0)
    state = step.begin(search.descended(5)[1], rng)
    step.anneal(state, np.full(100, 3000.0), rng)
    points, breach = appraised(problem, state.label[None, :] == np.arange(5)[:, None], 5)
    assert np.allclose(state.points, points)
    assert np.allclose(state.breach, breach)


def test_the_lower_bound_holds_where_it_alone_weighs() -> None:
    problem = large(2, zones__max=7, weights__crowding=1.0, **ALONE)
    assert lower_bound(problem, 6) <= score(problem, Plan.of([problem.county.codes])).points + POINTS


def test_the_constraint_model_knows_its_linear_form_or_refuses() -> None:
    others = {f"weights__{key}": 0.0 for key in small(5).policy.weights.shares() if key != "crowding"}
    problem = small(5, weights__crowding=1.0, **others)
    if not KNOWN:
        with pytest.raises(ValueError, match="not crowding"):
            minimise(problem, 30.0)
        return
    minimum, best = minimise(problem, 30.0), cheapest(problem)
    assert minimum.points == best


def test_moves_and_contributions_speak_of_it() -> None:
    checked = 0
    for seed in range(40):
        problem = small(seed, weights__crowding=2.0)
        plan = solve(problem).plan
        if plan is None or len(plan.zones) < 2:
            continue
        for move in moves(problem, plan, plan.zones[0][0]):
            assert move.difference.measures["crowding"] == pytest.approx(
                score(problem, move.plan).measures["crowding"] - score(problem, plan).measures["crowding"]
            )
            checked += 1
        assert set(contributions(problem, plan)) == set(problem.county.codes)
    assert checked > 5


def test_it_can_be_sought_first() -> None:
    sought = 0
    for seed in range(12):
        problem = small(seed, weights__crowding=1.0)
        staged = lexicographic(problem, {"crowding": 0.0, "mismatch": 0.0})
        if staged.plan is None:
            continue
        others = {f"weights__{key}": 0.0 for key in problem.policy.weights.shares() if key != "crowding"}
        assert staged.stages[0].points == cheapest(small(seed, weights__crowding=1.0, **others)), seed
        sought += 1
    assert sought > 3


def test_a_plan_file_is_verified_with_it(tmp_path: Path) -> None:
    problem = next(p for p in (small(seed, weights__crowding=1.0) for seed in range(30)) if solve(p).plan is not None)
    path = tmp_path / "plan.json"
    path.write_text(dumps(to_document(solve(problem))), encoding="utf-8")
    claim = read_plan(path)
    assert "crowding" in claim.document.measures
    answer = verify(claim.problem(problem.county), claim)
    assert (answer.mistakes, answer.proved) == ((), True)
