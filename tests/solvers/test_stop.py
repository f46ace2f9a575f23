"""One object ends every long call, and a plan may be given to begin with: the words are the same everywhere."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.counties import county as drawn
from geodata import read_county
from solvers.explain.moves import moves, savings
from solvers.explain.relaxations import relaxations
from solvers.objectives.frontier import frontier
from solvers.objectives.modes import lexicographic, minimax, solve_in_stages
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Progress, Stop, Stopped, Watch
from tests.solvers.drawn import some_plan
from zoning.judge.rules import violations
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.policy import Policy, read_policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan

PROBLEM = Problem(read_county("sample:xunhua"), read_policy("haidong"))
BEST = solve(PROBLEM).plan or Plan(())
CALLS: dict[str, Callable[..., Any]] = {
    "lexicographic": lambda **options: lexicographic(PROBLEM, {"travel": 0.0}, **options),
    "minimax": lambda **options: minimax(PROBLEM, **options),
    "frontier": lambda **options: list(frontier(PROBLEM, ("mismatch", "travel"), **options)),
    "savings": lambda **options: savings(PROBLEM, **options),
    "relaxations": lambda **options: relaxations(PROBLEM, **options),
}


def another() -> Plan:
    """A plan that keeps the rules and is not the best."""
    return solve(PROBLEM, gap=1.0, most=1).alternatives[0]


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_seconds_below_none_are_refused(seconds: float) -> None:
    with pytest.raises(InputError, match="seconds"):
        Stop(seconds)


@pytest.mark.parametrize("name", CALLS)
def test_every_long_call_ends_when_time_is_over_or_somebody_asks(name: str) -> None:
    for seconds, asked, why in ((0, None, "time"), (None, lambda: True, "interrupt")):
        with pytest.raises(Stopped) as ended:
            CALLS[name](stop=Stop(seconds, asked))
        assert ended.value.why == why
    said: list[Progress] = []
    CALLS[name](stop=Stop(600), on_progress=said.append)


@pytest.mark.parametrize("mode", [None, {"travel": 0.1}])
def test_a_solution_says_what_ended_it(mode: dict[str, float] | None) -> None:
    for seconds, asked, why in ((0, None, "time"), (None, lambda: True, "interrupt"), (600, None, "")):
        assert solve(PROBLEM, stop=Stop(seconds, asked)).run.stopped == why
        assert solve_in_stages(PROBLEM, mode, stop=Stop(seconds, asked)).run.stopped == why


def test_a_stop_is_heard_from_another_thread() -> None:
    stop, said = Stop(), list[Progress]()

    def late(progress: Progress) -> None:
        said.append(progress)
        thread = threading.Thread(target=stop.request)
        thread.start()
        thread.join()

    problem = Problem(drawn(70, 1), Policy())
    assert solve(problem, stop=stop, on_progress=late).run.stopped == "interrupt"
    assert len(said) == 1
    assert stop.over()
    assert solve(problem, stop=stop).run.stopped == "interrupt"


@pytest.mark.parametrize(("n", "most"), [(60, 178_000), (62, 171_000)])  # 177,758 is proved in 12 s, 170,066 in 61
def test_a_search_that_is_stopped_as_soon_as_zones_are_grown_has_a_good_plan(n: int, most: int) -> None:
    stop = Stop()

    def growing(progress: Progress) -> None:
        if progress.stage not in ("start", "regroup"):  # a stage may be over before it is told, every tenth of a second
            stop.request()

    many = Policy().override({"zones.min": 7, "zones.max": 8})
    solution = solve(Problem(drawn(n, 1), many), stop=stop, on_progress=growing)
    assert solution.run.stopped == "interrupt"
    assert solution.score is not None
    assert solution.score.points <= most


def test_calls_that_are_given_one_stop_share_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    stop = Stop(10)
    now[0] = 200.0
    assert not stop.over()  # its clock does not run yet
    first = Watch(stop)
    now[0] = 209.0
    first.tick()
    second = Watch(stop)
    now[0] = 211.0
    for watch in (first, second):
        with pytest.raises(Stopped):
            watch.tick()


@pytest.mark.parametrize("mode", ["weighted", "order", "minimax"])
def test_a_plan_to_begin_with_is_the_answer_of_a_call_that_finds_none(mode: str) -> None:
    def called(start: Plan) -> Plan | None:
        if mode == "weighted":
            return solve(PROBLEM, start=start, stop=Stop(0)).plan
        return solve_in_stages(PROBLEM, {"travel": 0.0} if mode == "order" else None, start=start, stop=Stop(0)).plan

    given, broken = another(), Plan.of([[code] for code in PROBLEM.county.codes])
    assert violations(PROBLEM, broken)
    assert called(given) == given
    assert called(broken) != broken
    with pytest.raises(InputError):
        called(Plan.of([["nobody"]]))


def test_a_plan_to_begin_with_changes_no_proved_answer() -> None:
    plain = solve(PROBLEM)
    for start in (another(), BEST):
        solution = solve(PROBLEM, start=start)
        assert (solution.plan, solution.proof.bound) == (plain.plan, plain.proof.bound)
        assert minimax(PROBLEM, start=start).plan == minimax(PROBLEM).plan
        ours, theirs = ([(p.plan, p.first) for p in CALLS["frontier"](start=s)] for s in (start, None))
        assert ours == theirs
        assert savings(PROBLEM, start=start) == savings(PROBLEM)


def test_a_large_county_begins_with_the_plan_given() -> None:
    problem = Problem(drawn(70, 1), Policy())
    found = some_plan(problem)
    again = solve(problem, start=found, stop=Stop(0))
    assert (again.plan, again.proof.status) == (found, "feasible")
    assert solve(problem, start=Plan.of([[c] for c in problem.county.codes]), stop=Stop(0)).plan is None


def test_moves_that_were_stopped_are_priced_as_they_stand_only() -> None:
    for code in PROBLEM.county.codes:
        found, whole = list(moves(PROBLEM, BEST, code, stop=Stop(0))), list(moves(PROBLEM, BEST, code))
        assert all(move.optimum is None for move in found)
        assert [move.difference for move in found] == [move.difference for move in whole]
        assert all(left.finished <= move.finished for left, move in zip(found, whole, strict=True))


def test_a_check_that_was_stopped_finds_nothing_false_and_nothing_proved(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(dumps(to_document(solve(PROBLEM))), encoding="utf-8")
    claim = read_plan(path)
    assert verify(PROBLEM, claim).proved
    for stop in (Stop(0), Stop(asked=lambda: True)):
        checked = verify(PROBLEM, claim, stop=stop)
        assert (checked.mistakes, checked.proved) == ((), False)


@pytest.mark.parametrize("asked", [True, False])
def test_an_answer_without_a_plan_says_that_the_search_was_stopped(asked: bool) -> None:
    """A band that no plan of these zones keeps."""
    problem = replace(PROBLEM, policy=PROBLEM.policy.override({"rules.workload_band": 0.001, "zones.min": 3}))
    stop = Stop(None if asked else 0)
    if asked:
        stop.request()
    solution = solve(problem, stop=stop)
    assert solution.plan is None
    assert solution.proof.status == "unknown"
    assert [reason.key for reason in solution.proof.reasons] == ["solvers.limit.never_begun"]
    assert "stopped before it began" in solution.proof.reasons[0].text("en")
