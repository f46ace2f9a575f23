"""A problem as plain arrays for the pair step (``solvers.large.recombine``), and a plan on its way through it."""

from collections.abc import Sequence

import numpy as np

from solvers.large.recombine import ANCHORED, APART, STEP, TOGETHER, State, Terrain
from zoning.judge.measures import POINTS, points
from zoning.judge.rules import zone_rules
from zoning.judge.zones import MemberZones
from zoning.model.county import Bools, Floats, Ints
from zoning.model.problem import Problem

BY_PAIRS = ("alone", "contiguous")
"""Rules that every pair step keeps."""


def terrain(problem: Problem) -> Terrain:
    """The arrays of a problem, without the limits that depend on the number of zones; see :func:`limited`."""
    county, n = problem.county, len(problem)
    weights = {key: POINTS * share for key, share in problem.policy.weights.shares().items()}
    free = ~problem.alone
    rows, neighbours = np.nonzero(county.adjacent & free[:, None] & free[None, :])
    km = county.border_km
    border = weights["border_cut"] / (km.sum() / 2) if km.any() else 0.0
    change = weights["change"] / (n * (n - 1) / 2) if problem.current is not None and n > 1 else 0.0
    work, staff = county.workload, county.officers
    uneven = weights["mismatch"] / 2 * county.mismatch_terms
    today = np.arange(n) if problem.current_labels is None else problem.current_labels
    linear = border * km.sum(axis=1) / 2 + change * (np.bincount(today, minlength=n)[today] - 1) / 2
    x = county.log_density - county.log_density.mean()
    cases = np.array([float(station.has_case_area) for station in county.stations])
    by_class = county.smoothed.sum(axis=0)
    lost = [weights["mix_loss"], county.mix_total], [weights["density_loss"], county.density_total]
    features = [county.smoothed, county.smoothed.sum(axis=1), county.mix_terms, x**2, x, work, staff, cases]
    unsupported = weights["unsupported"] * work / work.sum() if work.any() else 0 * work
    return Terrain(
        first=np.searchsorted(rows, np.arange(n + 1)),
        neighbours=np.ascontiguousarray(neighbours),
        bond=border * km[rows, neighbours],
        features=np.column_stack([*features, uneven, linear]),
        mix=by_class / max(float(by_class.sum()), 1e-300),
        scales=np.array([weight / total if total else 0.0 for weight, total in lost]),
        today=today,
        joined=change,
        weighted=np.asfortranarray(county.weighted_minutes),
        travel=weights["travel"] / county.travel_total if county.travel_total else 0.0,
        minutes=np.ascontiguousarray(county.minutes),
        chosen=np.isin(np.arange(n), problem.offices),
        near=np.asfortranarray(county.near),
        lonely=unsupported if unsupported.any() else unsupported[:0],
        limits=np.zeros(7),
        **_groups(problem),
    )


def limited(land: Terrain, problem: Problem, others: int) -> Terrain:
    """The same with the limits for ``others`` zones outside the alone ones."""
    low, high = problem.band(others)
    rules, least = problem.policy.rules, problem.policy.zones.min_stations
    minutes = np.inf if rules.max_minutes is None else rules.max_minutes
    mean = problem.rest_workload / max(others, 1)
    officers, case = float(rules.min_officers or 0), float(bool(rules.case_area))
    return land._replace(limits=np.array([low, high, mean or 1.0, least, minutes, officers, case]))


def _groups(problem: Problem) -> dict[str, Ints | Floats]:
    """What is wanted of stations together, as groups and the stations of each."""
    groups = [(TOGETHER, group, 0, -1) for group in problem.together]
    groups += [(APART, group, 0, -1) for group in (*problem.apart, problem.offices) if len(group) > 1]
    groups += [(ANCHORED, members, len(members) // 2 + 1, row) for row, members in problem.anchored]
    entries = sorted(
        [(row, g, 1.0) for g, (_, members, _, _) in enumerate(groups) for row in members]
        + [(row, g, 0.0) for g, (_, members, _, row) in enumerate(groups) if row >= 0 and row not in members]
    )
    at = np.array([row for row, _, _ in entries], dtype=np.int64)
    return {
        "member_first": np.searchsorted(at, np.arange(len(problem) + 1)),
        "member": np.array([g for _, g, _ in entries], dtype=np.int64),
        "counts": np.array([count for _, _, count in entries], dtype=np.float64),
        "kind": np.array([kind for kind, _, _, _ in groups], dtype=np.int64),
        "need": np.array([need for _, _, need, _ in groups], dtype=np.float64),
        "whole": np.array([len(members) for _, members, _, _ in groups], dtype=np.float64),
        "anchor": np.array([row for _, _, _, row in groups], dtype=np.int64),
    }


def state_of(problem: Problem, label: Ints, luck: Ints) -> State:
    """A plan on its way from zones that hang together, ``label`` (n,), −1 for stations that stand alone."""
    zones = int(label.max(initial=-1)) + 1
    cost, breach = appraised(problem, label[None, :] == np.arange(zones)[:, None], zones)
    name, changed = np.full(zones, -1, dtype=np.int64), np.array([0.0, np.inf])
    state = State(label, cost, breach, name, changed, luck)
    renamed(problem, state)
    return state


def appraised(problem: Problem, member: Bools, others: int) -> tuple[Floats, Floats]:
    """Points (m,) of zones ``member`` (m, n), and by how much of their limits they break the rules of a zone."""
    zones, breach = MemberZones(problem, member), np.zeros(len(member))
    rules, least = problem.policy.rules, problem.policy.zones.min_stations
    whole = {
        "workload_band": problem.rest_workload / max(others, 1),
        "max_minutes": max(rules.max_minutes or 0.0, 1.0),
        "min_officers": rules.min_officers or 1,
        "min_stations": least,
    }
    for rule in zone_rules(problem):
        if rule.key not in BY_PAIRS:
            beyond = rule.breach(zones, others)
            breach += beyond / (whole.get(rule.key) or 1.0) + STEP * (beyond > 0) * (rule.key in whole)
    return points(zones).astype(np.float64), breach


def renamed(problem: Problem, state: State) -> None:
    """Let every zone carry on the zone of today with which, all together, the fewest stations change."""
    from scipy.optimize import linear_sum_assignment

    most = problem.policy.rules.max_changed
    if most is None or problem.current_labels is None:
        return
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


def rows_by_zone(label: Ints) -> Sequence[Ints]:
    """Stations of every zone, in order."""
    return [np.flatnonzero(label == z) for z in range(int(label.max(initial=-1)) + 1)]
