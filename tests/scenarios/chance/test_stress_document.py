"""A ``stress.json`` read again: numbers of draws add up, and the figures of the data as they are are the judge's."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from scenarios.chance.records import Stress
from scenarios.chance.stress import stress
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of
from zoning.model.errors import InputError
from zoning.result.documents import from_document, to_document

Content = dict[str, Any]


@cache
def found() -> Stress:
    problem = problem_of(draw(20, 5, 7))
    plan = solve(problem).plan
    assert plan is not None
    return stress(problem, plan, replicates=4)


def stated() -> Content:
    return to_document(found())


CHANGES: dict[str, tuple[Callable[[Content], None], str]] = {
    "more draws that stay best than draws": (lambda c: c.update(optimal=5), "optimal"),
    "fewer than none": (lambda c: c.update(optimal=-1), "optimal"),
    "more draws that keep the rules": (lambda c: c.update(keeps=9), "keeps"),
    "more draws than were asked for": (lambda c: c.update(asked=1), "replicates"),
    "draws that nobody counted": (lambda c: c.update(judged=c["judged"] + 1), "judged"),
    "draws that are none of the three": (lambda c: c.update(unsettled=7), "replicates"),
    "an optimum that never was": (lambda c: c["optima"][0].update(times=0), "times"),
    "a figure as given": (lambda c: c["zones"][0]["figures"]["workload"].update(given=1.0), r"workload\.given"),
    "a number in quotes": (lambda c: c.update(judged=str(c["judged"])), "judged"),
}


def test_a_true_file_is_what_was_written() -> None:
    assert from_document(stated(), problem=found().problem) == found()


@pytest.mark.parametrize("name", CHANGES)
def test_draws_that_cannot_be_are_refused(name: str) -> None:
    change, says = CHANGES[name]
    content = stated()
    change(content)
    with pytest.raises(InputError, match=says):
        from_document(content, problem=found().problem)
