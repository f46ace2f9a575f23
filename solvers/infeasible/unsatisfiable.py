"""Why there is no plan: simple counts first, then the smallest unsatisfiable subset of the rules.

:func:`reasons` is asked only once the exact search has proved that no plan exists. A count is a proof by itself, with
its numbers; all that apply are given. Where no count shows it, rules are switched off and on in the constraint model
(``solvers.infeasible.cpsat``) until a smallest subset that no plan keeps is known. What may go wrong: within its time
limits the model may not decide a question, and then the answer says so.

References
----------
A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS extraction with minimal hitting set dualization,
CP 2015.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from solvers.coverage import says
from solvers.infeasible.counts import counted
from solvers.infeasible.facts import Facts
from solvers.infeasible.words import chained
from solvers.stop import Stopped, Watch
from zoning.judge.settings import in_words, limit_of
from zoning.model.errors import ClaimError
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.texts import Message

WORK_A_QUESTION = 10.0
"""Units of work, about seconds, that the constraint model may spend on one question."""
GUESSES, UNDECIDED = 100, 3
"""Guesses at the smallest subset, and questions left undecided, after which what is known is said. Each may take the
work of a question: with a rule that the model knows by the judge alone all of them could."""


def reasons(problem: Problem, work: float = WORK_A_QUESTION, *, watch: Watch | None = None) -> tuple[Message, ...]:
    """Why an infeasible problem has no plan: all counts that show it, else the smallest unsatisfiable subset of rules.

    Where ``watch`` stops the run, the answer says that the subset is not known. Rules that the constraint model does
    not know are named.
    """
    return counted(problem) or (unsatisfiable_subset(problem, work, watch), *says(problem, "formulation"))


def unsatisfiable_subset(problem: Problem, work: float = WORK_A_QUESTION, watch: Watch | None = None) -> Message:
    """The smallest unsatisfiable subset of the rules, as a sentence.

    Every unsatisfiable subset holds one of the rules that a plan breaks. So the smallest set that hits the broken rules
    of all plans found so far is a guess: if no plan keeps it, it is the smallest subset; if one does, it breaks others.

    Raises
    ------
    ClaimError
        When there is a plan that keeps all rules.
    """
    try:
        return _smallest_subset(problem, work, watch or Watch())
    except Stopped:
        return Message("solvers.unsatisfiable.unknown")


def _smallest_subset(problem: Problem, work: float, watch: Watch) -> Message:
    from solvers.infeasible.cpsat import broken, feasible, switches

    rules = switches(problem)
    breaches: list[frozenset[str]] = []
    for _ in range(GUESSES):
        watch.tick()
        guess = _hitting(rules, breaches)
        plan = feasible(problem, frozenset(guess), work, watch=watch)
        if plan is None:
            return _in_sentence(problem, guess, "smallest" if len(guess) > 1 else "one")
        if plan == "unknown":
            return _some_subset(problem, rules, work, watch)
        breaches.append(broken(problem, plan))
        if not breaches[-1]:
            raise ClaimError(f"said to be infeasible, but this plan keeps all rules: {plan}")
    return _some_subset(problem, rules, work, watch)


def _hitting(rules: Sequence[str], sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The first of the smallest choices of rules of which every set has one; there are at most 2 ** 15."""
    choices = (choice for size in range(len(rules) + 1) for choice in combinations(rules, size))
    return next(choice for choice in choices if all(not one.isdisjoint(choice) for one in sets))


def _some_subset(problem: Problem, rules: Sequence[str], work: float, watch: Watch) -> Message:
    """An unsatisfiable subset: rules are dropped one by one while it stays proved that no plan keeps the rest."""
    from solvers.infeasible.cpsat import feasible

    kept, undecided = tuple(rules), 0
    for rule in reversed(rules):
        watch.tick()
        rest = tuple(key for key in kept if key != rule)
        plan = feasible(problem, frozenset(rest), work, watch=watch)
        kept = rest if plan is None else kept
        undecided += plan == "unknown"
        if undecided == UNDECIDED:
            break
    return _in_sentence(problem, kept, "some") if len(kept) < len(rules) else Message("solvers.unsatisfiable.unknown")


def _in_sentence(problem: Problem, rules: Sequence[str], key: str) -> Message:
    said = chained("solvers.unsatisfiable.then", [_in_words(problem, rule) for rule in rules])
    return Message(f"solvers.unsatisfiable.{key}", {"count": len(rules), "rules": said})


def _in_words(problem: Problem, key: str) -> Message:
    """A rule with its limit, or with the stations that it speaks of."""
    facts = Facts(problem)
    stations = {
        "alone": facts.names(np.flatnonzero(problem.alone).tolist()),
        "contiguous": [],
        "together": facts.labels(problem.together),
        "apart": facts.labels(problem.apart),
        "pinned": facts.names(row for row, _ in problem.anchored),
        "offices": facts.names(problem.offices),
    }
    if key in stations:
        return Message(f"solvers.rule.{key}", {"stations": stations[key]})
    setting, _ = limit_of(key)
    return in_words(setting, policy_value(problem.policy, setting))
