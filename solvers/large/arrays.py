"""A problem as plain arrays for two-zone recombination, by what ``solvers.coverage`` says of rules and measures."""

from dataclasses import fields

import numpy as np

from solvers.coverage import measure_row, measures_in_force, rule_row, rules_in_force, whole_amount
from solvers.forms.measures import Term
from solvers.forms.rules import Farthest, Group, Groups, Range, Ratio
from solvers.large.limits import CLOSE, STEP
from solvers.large.recombine import Arrays
from zoning.judge.measures import POINTS
from zoning.judge.rules import Rule, zone_rules
from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem


def arrays_of(problem: Problem) -> Arrays:
    """The arrays of a problem, without the limits that depend on the number of zones; see :func:`limited`."""
    county, n = problem.county, len(problem)
    free = ~problem.alone
    rows, neighbours = np.nonzero(county.adjacent & free[:, None] & free[None, :])
    terms = _terms(problem)
    signed = [term.signed for term in terms if term.signed is not None]
    allowed = [np.zeros(n) if term.allowance is None else term.allowance for term in terms if term.signed is not None]
    bond, lonely = _total(terms, "bond", (n, n)), _total(terms, "lonely", (n,))
    x = county.centred_density
    by_class = county.smoothed.sum(axis=0)
    losses = [county.smoothed, county.smoothed.sum(axis=1), county.mix_terms, x**2, x]
    ranged = [form.values(problem) for _, form in ranges(problem)]
    forms = [rule_row(key).recombination for key in rules_in_force(problem)]
    farthest = [form.minutes(problem) for form in forms if isinstance(form, Farthest)]
    return Arrays(
        first=np.searchsorted(rows, np.arange(n + 1)),
        neighbours=np.ascontiguousarray(neighbours),
        bond=bond[rows, neighbours],
        features=np.column_stack([*losses, county.workload, _total(terms, "linear", (n,)), *signed, *allowed, *ranged]),
        mix=by_class / max(float(by_class.sum()), 1e-300),
        scales=np.array([sum(term.mix for term in terms), sum(term.density for term in terms)], dtype=np.float64),
        signed=len(signed),
        ranges=np.zeros((0, 7)),
        mean=1.0,
        today=np.arange(n) if problem.current_labels is None else problem.current_labels,
        joined=float(sum(term.joined for term in terms)),
        weighted=np.asfortranarray(county.weighted_minutes),
        travel=float(sum(term.travel for term in terms)),
        minutes=np.ascontiguousarray(county.minutes),
        chosen=np.isin(np.arange(n), problem.offices),
        most=min(farthest, default=np.inf),
        near=np.asfortranarray(county.near),
        lonely=lonely if lonely.any() else lonely[:0],
        **_groups(n, [group for form in forms if isinstance(form, Groups) for group in form.groups(problem)]),
    )


def _terms(problem: Problem) -> list[Term]:
    """Terms of the measures with a weight, as far as recombination knows them."""
    shares, terms = problem.policy.weights.shares(), []
    for key in measures_in_force(problem):
        term = measure_row(key).recombination
        if term is not None:
            terms.append(term(problem, POINTS * shares[key]))
    return terms


def _total(terms: list[Term], part: str, shape: tuple[int, ...]) -> Floats:
    assert part in {field.name for field in fields(Term)}
    total = np.zeros(shape)
    for term in terms:
        values = getattr(term, part)
        total = total if values is None else total + values
    return total


def ranges(problem: Problem) -> list[tuple[Rule, Range]]:
    """The rules in force that hold a sum within a range, in their order; a ratio has two."""
    rules = {rule.key: rule for rule in zone_rules(problem)}
    forms = [(rules[key], rule_row(key).recombination) for key in rules_in_force(problem) if key in rules]
    parts = [(rule, form.sides(CLOSE) if isinstance(form, Ratio) else (form,)) for rule, form in forms]
    return [(rule, form) for rule, part in parts for form in part if isinstance(form, Range)]


def limited(t: Arrays, problem: Problem, k: int) -> Arrays:
    """The same with the limits for k free zones."""
    rows = [_range(problem, rule, form, k) for rule, form in ranges(problem)]
    mean = problem.rest_workload / max(k, 1)
    return t._replace(ranges=np.array(rows, dtype=np.float64).reshape(-1, 7), mean=mean or 1.0)


def _range(problem: Problem, rule: Rule, form: Range, k: int) -> tuple[float, ...]:
    """A row of ``Arrays.ranges``: sums of whole numbers are told apart by half of one, others by :data:`CLOSE`.

    Starts look at no lower limit that alone zones have to keep, too: too few officers are left to the descents.
    """
    low, high = form.limits(problem, k)
    least, most = (low - 0.5, high + 0.5) if form.whole else (low * (1.0 - CLOSE), high * (1.0 + CLOSE))
    amount = whole_amount(rule, problem, k)
    whole, step = (1.0, 0.0) if amount is None else (amount, STEP)
    return least, most, low, high, whole, step, float(not form.of_alone or np.isfinite(high))


def _groups(n: int, groups: list[Group]) -> dict[str, Ints | Floats]:
    """What is wanted of stations together, as groups and the stations of each."""
    entries = sorted(
        [(row, g, 1.0) for g, group in enumerate(groups) for row in group.rows]
        + [
            (group.anchor, g, 0.0)
            for g, group in enumerate(groups)
            if group.anchor >= 0 and group.anchor not in group.rows
        ]
    )
    at = np.array([row for row, _, _ in entries], dtype=np.int64)
    return {
        "member_first": np.searchsorted(at, np.arange(n + 1)),
        "member": np.array([g for _, g, _ in entries], dtype=np.int64),
        "counts": np.array([count for _, _, count in entries], dtype=np.float64),
        "kind": np.array([group.kind for group in groups], dtype=np.int64),
        "need": np.array([group.need for group in groups], dtype=np.float64),
        "whole": np.array([len(group.rows) for group in groups], dtype=np.float64),
        "anchor": np.array([group.anchor for group in groups], dtype=np.int64),
    }
