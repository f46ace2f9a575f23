"""A plan on its way through two-zone recombination: its points and breaches as the judge's rows say, and its names."""

import numpy as np

from solvers.coverage import rule_row, whole_amount
from solvers.forms.rules import Kept
from solvers.large.limits import STEP
from solvers.large.recombine import State
from zoning.judge.measures import points
from zoning.judge.rules import Rule, zone_rules
from zoning.judge.zones import MemberZones, Zones
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem


def state_of(problem: Problem, label: Ints, random: Ints) -> State:
    """The state of zones that hang together, ``label`` (n,), −1 for stations that stand alone."""
    zones = int(label.max(initial=-1)) + 1
    cost, breach = appraised(problem, label[None, :] == np.arange(zones)[:, None], zones)
    name, changed = np.full(zones, -1, dtype=np.int64), np.array([0.0, np.inf])
    state = State(label, cost, breach, name, changed, random)
    renamed(problem, state)
    return state


def appraised(problem: Problem, member: Bools, k: int) -> tuple[Floats, Floats]:
    """Points (m,) of zones ``member`` (m, n), and by how much of their limits they break the rules on zones."""
    zones = MemberZones(problem, member)
    rules = [rule for rule in zone_rules(problem) if not isinstance(rule_row(rule.key).recombination, Kept)]
    return points(zones).astype(np.float64), breaches(zones, rules, k)


def breaches(zones: Zones, rules: list[Rule], k: int) -> Floats:
    """(m,) by how much of their limits zones break these rules, for k free zones."""
    breach = np.zeros(len(zones))
    for rule in rules:
        beyond, whole = rule.breach(zones, k), whole_amount(rule, zones.problem, k)
        breach += beyond if whole is None else beyond / whole + STEP * (beyond > 0)
    return breach


def renamed(problem: Problem, state: State) -> None:
    """Let every zone carry on the zone of today with which, all together, the fewest stations change."""
    most = problem.policy.rules.max_changed
    if most is None or problem.current_labels is None:
        return
    from scipy.optimize import linear_sum_assignment  # takes most of a second, and few problems need it

    zones = len(state.points)
    label = numbered(problem, state.label)
    shared = np.zeros((label.max() + 1, problem.current_labels.max() + 1))
    np.add.at(shared, (label, problem.current_labels), 1.0)
    row, column = linear_sum_assignment(shared, maximize=True)
    state.name[:] = -1
    state.name[row[row < zones]] = column[row < zones]
    state.changed[:] = len(label) - shared[row, column].sum(), most


def numbered(problem: Problem, label: Ints) -> Ints:
    """(n,) the labels with a number for every zone that stands alone, too."""
    full, zones = label.copy(), int(label.max(initial=-1)) + 1
    for k, zone in enumerate(problem.alone_zones):
        full[list(zone)] = zones + k
    return full
