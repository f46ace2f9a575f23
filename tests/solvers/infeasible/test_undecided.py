"""What is said of a conflict that the constraint model does not decide in its time."""

import pytest

from solvers.infeasible.unsatisfiable import UNDECIDED, unsatisfiable_subset
from tests.solvers.infeasible.test_infeasible import drawn
from zoning.model.plan import Plan
from zoning.model.problem import Problem


def test_without_time_the_answer_says_so() -> None:
    problem = drawn("ab bc", {"zones.max": 2, "pins.apart": [["a", "b"], ["b", "c"]]})
    assert unsatisfiable_subset(problem, 0.0).key == "solvers.unsatisfiable.unknown"
    assert "未能确定" in unsatisfiable_subset(problem, 0.0).text("zh")


def test_where_the_smallest_is_not_decided_a_conflict_is_still_given(monkeypatch: pytest.MonkeyPatch) -> None:
    from solvers.infeasible import cpsat

    def unsure(_problem: Problem, rules: frozenset[str], _limit: float, **_options: object) -> Plan | str | None:
        return None if len(rules) > 3 else "unknown"

    problem = drawn(
        "ab bc", {"zones.max": 2, "zones.min": 2, "pins.apart": [["a", "b"], ["b", "c"]], "rules.case_area": True}
    )
    monkeypatch.setattr(cpsat, "feasible", unsure)
    message = unsatisfiable_subset(problem)
    assert (message.key, message.values["count"]) == ("solvers.unsatisfiable.some", 4)
    assert "not decided" in message.text("en")


def test_questions_that_nothing_decides_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may take ten seconds; a rule that the model does not know left all of them open."""
    from solvers.infeasible import cpsat

    asked: list[frozenset[str]] = []

    def open_(_problem: Problem, rules: frozenset[str], _limit: float, **_options: object) -> Plan | str | None:
        asked.append(rules)
        return "unknown"

    monkeypatch.setattr(cpsat, "feasible", open_)
    problem = drawn("ab bc", {"zones.max": 2, "zones.min": 2, "rules.min_officers": 1, "rules.case_area": True})
    assert unsatisfiable_subset(problem).key == "solvers.unsatisfiable.unknown"
    assert len(asked) == 1 + UNDECIDED
