"""Locks as pins: the plans that a solver may give are those in which nothing held has changed its zone."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.solve import solve
from tests.zoning.drawn import county, policy
from workbench.web.editing.content import Content, Locks
from workbench.web.editing.problems import judged_problem, problem_of
from workbench.web.editing.refusals import refuse_locked
from workbench.web.editing.slots import in_slots, moves
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.plan import Plan

SIX, OWN = county(), policy()
CODES = SIX.codes
PLANS = sorted({Plan.from_labels(CODES, labels) for labels in product(range(4), repeat=6)})


def content_of(number: int) -> Content:
    """Connected zones of the six stations, with some of them held."""
    rng = np.random.default_rng(number)
    sound = [plan for plan in PLANS if not violations(judged_problem(SIX, OWN, Content(plan.zones)), plan)]
    plan = sound[rng.integers(len(sound))]
    stations = tuple(str(code) for code in rng.choice(CODES, rng.integers(0, 3), replace=False))
    zones = tuple(int(z) for z in np.flatnonzero(rng.integers(0, 4, len(plan.zones)) == 0))
    return Content(plan.zones, Locks(stations=stations, zones=zones))


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_no_plan_under_the_locks_moves_what_is_held(number: int) -> None:
    at = content_of(number)
    held = problem_of(SIX, OWN, at, locks=True)
    assert not violations(held, at.plan), "the plan keeps its own locks"
    for plan in PLANS:
        if not violations(held, plan):
            refuse_locked(SIX, at, in_slots(at, plan, SIX.staff, at.held).zones)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_plans_left_out_take_an_office_from_what_is_held_or_bring_it_another(number: int) -> None:
    """Whoever keeps all zones held, every station held with its office, and no other office there, is let in."""
    at = content_of(number)
    free, held = (problem_of(SIX, OWN, at, locks=locks) for locks in (False, True))
    office = {z: zone.office for z, zone in zip(at.slots, score(free, at.plan).zones, strict=True)}
    for plan in PLANS:
        label = dict(zip(CODES, plan.labels(CODES).tolist(), strict=True))
        whole = all(at.zones[z] in plan.zones for z in at.locks.zones)
        stay = all(label[code] == label[office[at.slot[code]]] for code in at.locks.stations)
        touched = {at.slot[code] for code in at.locks.stations}
        single = all(label[office[z]] != label[office[other]] for z in touched for other in office if other != z)
        assert bool(violations(held, plan)) == bool(violations(free, plan) or not (whole and stay and single))


def test_without_locks_both_problems_are_one() -> None:
    at = Content((("A", "D"), ("B", "C", "E", "F")))
    assert problem_of(SIX, OWN, at, locks=True) == problem_of(SIX, OWN, at, locks=False)
    known = judged_problem(SIX, OWN, at)
    assert judged_problem(SIX, OWN, at, known) is known
    named = Content(at.zones, names={"0": "西"})
    assert judged_problem(SIX, OWN, named, known) is known
    grouped = Content(at.zones, Locks(apart=(("A", "F"),)))
    assert judged_problem(SIX, OWN, grouped, known).policy.pins.apart == (("A", "F"),)
    assert not problem_of(SIX, OWN, grouped, locks=False).policy.pins.apart


def test_a_station_moved_to_a_new_zone_stays_out_of_the_others() -> None:
    """Two stations a zone at the least: the new zone of F alone has to grow, not to go."""
    own = policy(zones__max=3, zones__min_stations=2, weights__mismatch=1)
    at = Content((("A", "D"), ("B", "C", "E"), ("F",)))
    found = solve(problem_of(SIX, own, at, locks=True, moved=["F"]))
    assert found.plan is not None
    made = in_slots(at, found.plan, SIX.staff, ["F"])
    assert made.slot["F"] == 2
    assert len(made.zones[2]) > 1
    assert moves(at, made)
    free = solve(problem_of(SIX, own, at, locks=True))
    assert free.score is not None
    assert found.score is not None
    assert free.score.points <= found.score.points
