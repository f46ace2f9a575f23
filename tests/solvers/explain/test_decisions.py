"""What decisions cost, against all plans there are."""

from solvers.explain.decisions import Decision, decisions, priced, without
from solvers.solve import solve
from solvers.stop import Stop
from tests.solvers.drawn import draw, problem_of
from zoning.judge.score import score
from zoning.model.problem import Problem


def pinned(problem: Problem) -> Problem | None:
    """The problem with the first two neighbours of the best plan set apart and its office held, where that goes."""
    best = solve(problem)
    if best.plan is None or best.score is None:
        return None
    group = max(best.plan.zones, key=len)
    if len(group) < 3:
        return None
    policy = problem.policy.override({"pins.apart": (group[:2],), "pins.offices": (group[-1],)})
    return Problem(problem.county, policy, problem.current)


def test_a_price_is_the_difference_to_the_best_plan_without_the_decision() -> None:
    """Each search is made anew and cold, so that the shared engine is tested, too."""
    seen = dear = 0
    for seed in range(40):
        problem = pinned(problem_of(draw(seed)))
        found = None if problem is None else solve(problem)
        if problem is None or found is None or found.plan is None:
            continue
        prices = priced(problem, found.plan)
        made = tuple(decisions(problem.policy))
        assert [price.lifted for price in prices.single] == [(one,) for one in made]
        for price in (*prices.single, prices.whole):
            cold = solve(without(problem, price.lifted)).score
            assert cold is not None
            assert found.score is not None
            assert price.proved
            assert price.least == found.score.points - cold.points >= 0
            assert prices.whole.least >= price.least
            free = solve(without(problem, made)).score
            assert free is not None
            share = price.least / free.points if free.points else 0.0
            assert prices.share(price) == share, "one base for all shares"
            dear += price.least > 0
        seen += 1
    assert seen > 5
    assert dear > 5


def test_a_stopped_search_proves_nothing_and_says_so() -> None:
    problem = next(p for seed in range(60) if (p := pinned(problem_of(draw(seed)))) and solve(p).plan)
    plan = solve(problem).plan
    assert plan is not None
    price = priced(problem, plan, stop=Stop(0.0)).whole
    assert not price.proved
    assert price.least <= priced(problem, plan).whole.least


def test_a_plan_without_decisions_is_held_against_the_best() -> None:
    problem = next(p for seed in range(60) if len(solve(p := problem_of(draw(seed)), gap=0.5).alternatives) > 1)
    solution = solve(problem, gap=0.5)
    worse = solution.alternatives[-1]
    prices = priced(problem, worse)
    assert solution.score is not None
    assert prices.single == ()
    assert prices.whole.least == prices.whole.most == score(problem, worse).points - solution.score.points


def test_lifting_one_decision_keeps_the_others() -> None:
    problem = next(p for seed in range(60) if (p := pinned(problem_of(draw(seed)))))
    apart, office = decisions(problem.policy)
    assert (apart.kind, office.kind) == ("apart", "offices")
    assert list(decisions(without(problem, (apart,)).policy)) == [office]
    assert list(decisions(without(problem, (apart, office)).policy)) == []
    assert without(problem, (Decision("together", ("x", "y")),)).policy.pins == problem.policy.pins
