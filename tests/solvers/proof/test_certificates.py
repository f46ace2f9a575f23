"""No certificate is believed that says more than brute force finds, whatever numbers stand in it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.exact.search import Search
from solvers.instances.instance import Instance
from solvers.proof.certificates import Certificates, sum_of
from solvers.proof.findings import Findings
from solvers.solve import solve
from solvers.stop import Watch
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from zoning.model.errors import InputError
from zoning.model.problem import Problem
from zoning.result.certificates import certificate_documents, certificates
from zoning.result.plan_file import MOST, CertificateClaim

SEEDS = (5, 12, 20, 28, 45, 48, 59, 60, 66, 80, 85, 99, 113)
"""Counties of 5 to 7 stations with several numbers of zones; with and without a band, with ``max_changed``."""
SIZES = (1, 10, 1000, 10**5, 2**30, 2**42, MOST, 2**53, 2**80, 10**400)


@cache
def solved(seed: int) -> tuple[Problem, dict[int, int], list[dict[str, Any]]]:
    """A problem, the least points by number of zones, and its certificates as they are written."""
    case = draw(seed, 5, 7)
    problem = problem_of(case)
    made = certificate_documents(problem.county, solve(problem).proof.certificates)
    return problem, Oracle(case, settle(problem)).best_by_zones, made


def checked(problem: Problem, written: Sequence[dict[str, Any]]) -> Certificates:
    claims = [CertificateClaim.model_validate(one) for one in written]
    made = Certificates(Search(Instance(problem), Watch(), 0), "certificates", Findings("file"))
    made.check(claims, complete=True)
    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_solver_proves_is_believed(seed: int) -> None:
    problem, least, written = solved(seed)
    made = checked(problem, written)
    assert not made.found.mistakes
    assert all(one["bound"] is None or one["bound"] <= least.get(one["zones"], one["bound"]) for one in written)


@given(st.data())
@settings(max_examples=150)
def test_whatever_is_believed_is_so(data: st.DataObject) -> None:
    """Some numbers are altered, and the sum is put right so that it is no give-away."""
    problem, least, written = solved(data.draw(st.sampled_from(SEEDS)))
    altered = [{**one, "duals": dict(one["duals"])} for one in written]
    one = data.draw(st.sampled_from(altered))
    numbers = st.builds(lambda size, sign: size * sign, st.sampled_from(SIZES), st.sampled_from((-1, 1)))
    for _ in range(data.draw(st.integers(1, 3))):
        key = data.draw(st.sampled_from(("duals", "zone_dual", "change_dual", "label_duals", "bound", "pair")))
        if key in ("duals", "pair"):
            codes = data.draw(st.permutations(sorted(one["duals"])))
            by = data.draw(numbers)
            one["duals"][codes[0]] += by
            one["duals"][codes[1]] -= by if key == "pair" else 0
        elif key == "label_duals":
            one[key] = [dual + data.draw(numbers) for dual in one[key]]
        else:
            one[key] = data.draw(st.none()) if one[key] is None else one[key] + data.draw(numbers)
    try:
        claim = CertificateClaim.model_validate(one)
        (read,) = certificates([claim], problem.county)
        search = Search(Instance(problem), Watch(), 0)
        subproblem = next(s for s in search.subproblems if s.zones == claim.zones)
        one["dual_bound"] = -(-sum_of(subproblem, read) // 1)
        made = checked(problem, altered)
    except (InputError, ValueError):
        return  # refused as it is read
    for at, claimed in enumerate(altered):
        zones, bound = claimed["zones"], claimed["bound"]
        if not any(f"certificates.{at}." in str(m.column) for m in made.found.mistakes) and zones in least:
            assert bound is not None
            assert bound <= least[zones]


@pytest.mark.parametrize("by", [2**80, MOST, 2**42, 2**33])
def test_two_duals_far_apart_do_not_swallow_the_others(by: int) -> None:
    """In 64-bit floats ±2⁸⁰ on two stations made every other dual vanish; a plan twice as dear was then the best."""
    problem, least, written = solved(80)
    zones = min(least, key=lambda k: least[k])
    one = next(one for one in written if one["zones"] == zones)
    first, *_, last = sorted(one["duals"])
    duals = {code: dual + 50_000 for code, dual in one["duals"].items()}
    forged = {**one, "duals": duals | {first: duals[first] + by, last: duals[last] - by}, "bound": least[zones] + 9}
    forged["dual_bound"] += 50_000 * len(duals)
    try:
        made = checked(problem, [forged])
    except ValueError:
        assert by >= MOST - 1_000_000
        return
    assert any(m.column and m.column.startswith("certificates.0") for m in made.found.mistakes)


def test_sums_are_exact_where_floats_are_not() -> None:
    problem, _, written = solved(80)
    (read,) = certificates([CertificateClaim.model_validate(written[2])], problem.county)
    search = Search(Instance(problem), Watch(), 0)
    subproblem = next(s for s in search.subproblems if s.zones == read.zones)
    large = replace(read, duals=(2**60, 1, -(2**60), *read.duals[3:]))
    assert sum_of(subproblem, large) - sum_of(subproblem, replace(large, duals=(0, 0, 0, *read.duals[3:]))) == 1
