"""A ``frontier.json`` read again: its plans are judged, and what cannot be a frontier is refused."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from solvers.objectives.tradeoff import Frontier, trade_off
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of
from zoning.judge.score import score
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.result.documents import from_document, to_document

Content = dict[str, Any]


def found() -> Frontier:
    return trade_off(problem_of(draw(28, 6, 8)), ("mismatch", "travel"))


def stated(plan: Plan) -> Content:
    """A plan as the file would state it, its figures true."""
    judged = score(found().problem, plan)
    return {
        "number": 1,
        "measures": judged.measures,
        "points": judged.points,
        "zones": [*map(list, plan.zones)],
        "moved": [],
    }


def apart() -> Plan:
    """Zones that no frontier has: two that do not hang together."""
    codes = found().problem.county.codes
    return Plan.of([codes[::2], codes[1::2]])


def dominated(content: Content) -> None:
    """A plan that keeps the rules, and is worse than one of the others in both measures, put beside them."""
    seen = found()
    known = [[one.measures[key] for key in seen.between] for one in seen.scores]
    for plan in solve(seen.problem, gap=9.0, most=200).alternatives:
        own = [score(seen.problem, plan).measures[key] for key in seen.between]
        if any(other[0] < own[0] and other[1] < own[1] for other in known):
            content["plans"].append(stated(plan))
            return
    pytest.fail("there is no such plan")


CHANGES: dict[str, tuple[Callable[[Content], None], str]] = {
    "a plan that breaks a rule": (lambda c: c["plans"].insert(0, stated(apart())), r"plans\.0\.zones.*breaks a rule"),
    "a plan that another dominates": (dominated, r"plans\.\d+\.zones.*no efficient plan"),
    "plans in another order": (lambda c: c["plans"].reverse(), r"plans\.1\.zones.*place"),
    "other points": (lambda c: c["plans"][0].update(points=1), r"plans\.0\.points"),
    "another knee": (lambda c: c.update(knee=99), "knee"),
    "no such measure": (lambda c: c.update(between=["mismatch", "beauty"]), r"between\.1"),
    "a step below 1": (lambda c: c.update(step=0), "step"),
    "another county": (lambda c: c["county"].update(code="x"), r"county\.code"),
}


def test_a_true_file_is_what_was_written() -> None:
    seen = found()
    assert len(seen.scores) > 3
    assert from_document(to_document(seen), problem=seen.problem) == seen


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_a_frontier_is_refused(name: str) -> None:
    change, says = CHANGES[name]
    content = to_document(found())
    change(content)
    with pytest.raises(InputError) as error:
        from_document(content, problem=found().problem)
    assert any(re.search(says, str(one)) for one in error.value.mistakes), str(error.value)
