"""Counties of more than 64 stations, where masks are longer than a word: padding changes nothing, proofs are proved."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.counties import county
from solvers.exact.search import Search
from solvers.instances.instance import Instance
from solvers.large.regroup import regroup
from solvers.proof.verify import Verification, verify
from solvers.sets.masks import bits, mask_of, pack, rows_of, unpack, words
from solvers.solve import solve
from solvers.stop import Stop, Watch
from tests.solvers.drawn import draw, problem_of
from tests.solvers.written import Case
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import dumps, to_document
from zoning.result.plan_file import plan_file
from zoning.result.solution import Solution

PADDED = ("mismatch", "overload", "mix_loss", "travel", "border_cut", "unsupported")
"""Measures of which a far station without incidents, in a zone of its own, has none."""


@pytest.mark.parametrize("n", [1, 63, 64, 65, 127, 128, 129, 200])
def test_masks_of_any_length_are_packed_and_unpacked(n: int) -> None:
    member = np.random.default_rng(n).random((40, n)) < 0.3
    masks = pack(member)
    assert masks.tolist() == [mask_of(np.flatnonzero(row).tolist()) for row in member]
    assert masks.dtype == bits([], n).dtype == (np.uint64 if n <= 64 else object)
    np.testing.assert_array_equal(unpack(masks, n), member)
    joined = [sum(int(word) << 64 * k for k, word in enumerate(row)) for row in words(masks, n)]
    assert joined == masks.tolist()
    assert [rows_of(mask) for mask in joined] == [tuple(np.flatnonzero(row).tolist()) for row in member]


def padded(case: Case, n: int) -> Case:
    """The case with stations before and behind up to n, all without incidents, far away and each a zone of its own."""
    own, less = len(case.codes), (n - len(case.codes)) // 2
    more = n - own - less

    def around(value: Any, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*[value] * less, *values, *[value] * more)

    nothing, far = (0.0,) * len(case.classes), (9999.0,) * n
    minutes = around(far, tuple(around(9999.0, row) for row in case.minutes))
    return case.but(
        codes=tuple(f"{k:03}" for k in range(n)),
        kinds=around("county_seat", ("town",) * own),
        area=around(1.0, case.area),
        officers=around(1, case.officers),
        has_case=around(True, case.has_case),
        today=(None,) * n,
        counts=around(nothing, case.counts),
        minutes=tuple(tuple(0.0 if i == j else far for j, far in enumerate(row)) for i, row in enumerate(minutes)),
        borders=tuple((i + less, j + less, km, kind) for i, j, km, kind in case.borders),
        together=tuple(tuple(i + less for i in group) for group in case.together),
        apart=tuple(tuple(i + less for i in group) for group in case.apart),
        offices=tuple(i + less for i in case.offices),
        alone=("county_seat",),
        most=case.most + n - own,
        fewest=1,
    )


@pytest.mark.parametrize("pool", [1_000_000, 0])
def test_padding_beyond_a_word_changes_no_answer(pool: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    found = 0
    for seed in range(4_000, 4_014):
        drawn = draw(seed)
        weights = {key: drawn.weights.get(key, 0.0) for key in PADDED} | {"mix_loss": 0.3}
        case = drawn.but(
            weights=weights, pinned=(), max_changed=None, min_officers=None, case_area=False, max_minutes=None
        )
        answers = []
        for n in (len(case.codes) + 2, 70):
            problem = problem_of(padded(case, n))
            search = Search(Instance(problem), Watch(), 0)
            search.run()
            less = (n - len(case.codes)) // 2
            own = search.plan and sorted([int(c) - less for c in zone] for zone in search.plan.zones)
            answers.append((search.best, own and [zone for zone in own if 0 <= zone[0] < len(case.codes)]))
        assert answers[0] == answers[1], seed
        found += answers[0][0] is not None
    assert found >= 5


@pytest.fixture(scope="module", params=["pool", "growth"])
def solved(request: pytest.FixtureRequest) -> Solution:
    """66 stations in zones of four at the most, from little work, by either source of columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solvers.large.regroup.RUNS", 1)
        patch.setattr("solvers.bounds.lagrangian.STAGES", ((20, 200, 0.5),))
        if request.param == "growth":
            patch.setattr("solvers.exact.search.POOL_LIMIT", 0)
        solution = solve(small_zones())
    assert solution.run.name == request.param
    return solution


def small_zones() -> Problem:
    limits = {"zones.max_stations": 4, "zones.min": 18, "zones.max": 19}
    return Problem(county(66, 1), read_policy("haidong").override(limits))


def altered(solution: Solution, edit: Callable[[dict[str, Any]], None]) -> Verification:
    content = json.loads(dumps(to_document(solution)))
    edit(content)
    claim = plan_file(content, "plan.json")
    return verify(claim.problem(solution.problem.county), claim)


def test_small_zones_are_proved_above_64_stations_and_proved_again(solved: Solution) -> None:
    assert solved.proof.status == "optimal"
    assert solved.score is not None
    assert solved.proof.bound == solved.score.points
    assert [c.zones for c in solved.proof.certificates] == [19, 18]
    found = verify(solved.problem, solved)
    assert (found.mistakes, found.unproved, found.proved) == ((), (), True)


def test_false_proofs_of_long_masks_are_found_out(solved: Solution) -> None:
    def lower_dual(content: dict[str, Any]) -> None:
        certificate = content["proof"]["certificates"][0]
        code = next(iter(certificate["duals"]))
        certificate["duals"][code] += 9_000
        certificate["dual_bound"] += 9_000
        certificate["bound"] = max(certificate["bound"], certificate["dual_bound"])

    assert altered(solved, lower_dual).mistakes
    assert altered(solved, lambda content: content["proof"]["certificates"].pop()).mistakes


def test_a_stopped_growth_keeps_the_better_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.large.regroup.RUNS", 1)
    monkeypatch.setattr("solvers.bounds.lagrangian.STAGES", ((20, 200, 0.5),))
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    problem = small_zones()
    begun, stopped = regroup(problem), solve(problem, stop=Stop(states=1))
    assert stopped.run.stopped == "time"
    assert stopped.proof.status == "feasible"
    assert begun.proof.bound is not None
    assert stopped.proof.bound is not None
    assert stopped.proof.bound >= begun.proof.bound
    assert stopped.score is not None
    assert stopped.proof.gap == pytest.approx((stopped.score.points - stopped.proof.bound) / stopped.score.points)
    found = verify(problem, stopped)
    assert (found.mistakes, found.unproved, found.proved) == ((), (), True)
