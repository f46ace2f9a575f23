"""Sums over members alone are those over all stations of the county, to the last bit; so is a score by its zones."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.solvers.drawn import draw, problem_of
from tests.zoning.drawn import county, discs
from tests.zoning.judge.plain import PlainZones
from zoning.judge.measures import MEASURES, points
from zoning.judge.rules import RULES
from zoning.judge.score import evenness, rescored, score, spread
from zoning.judge.zones import MemberZones, offices
from zoning.mathematics.ratios import ratio
from zoning.model.answering import STEPS
from zoning.model.county import Floats
from zoning.model.plan import Plan
from zoning.model.problem import Problem

NUMBERS = st.integers(0, 10_000)
ODD = np.array([0.0, -0.0, np.nan, np.inf, -np.inf, 1e300, -1e300, 5e-324])


def same_bits(one: object, other: object) -> None:
    """Equal in shape, in every bit and in the sign of zero; NaN is NaN."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    assert a.shape == b.shape
    known = ~np.isnan(a)
    assert (known == ~np.isnan(b)).all()
    assert a[known].tobytes() == b[known].tobytes()


def zones_of(seed: int, other: int) -> tuple[Problem, MemberZones, PlainZones]:
    """A drawn problem, and any zones of it: some overlap, some are empty, some are whole."""
    problem, rng = problem_of(draw(seed, fewest=2, most=14)), np.random.default_rng(other)
    member = rng.random((int(rng.integers(0, 9)), len(problem))) < rng.choice([0, 0.3, 0.7, 1])
    return problem, MemberZones(problem, member), PlainZones(problem, member)


def numbers(rng: np.random.Generator, *shape: int) -> Floats:
    """Of every size and sign, a few of them odd."""
    values = rng.normal(size=shape) * 10.0 ** rng.integers(-9, 9, shape)
    odd = rng.random(shape) < rng.choice([0, 0.1])
    return np.where(odd, rng.choice(ODD, shape), values)


@given(NUMBERS, NUMBERS)
def test_whatever_is_asked_of_zones_has_the_bits_of_station_after_station(seed: int, other: int) -> None:
    problem, fast, plain = zones_of(seed, other)
    rng, n = np.random.default_rng(other + 1), len(problem)
    values, table, origin = numbers(rng, n), numbers(rng, n, n), rng.integers(0, n, len(fast))
    near = rng.random((n, n)) < 0.3
    with np.errstate(invalid="ignore", over="ignore"):
        for shape in ((n,), (n, 1), (n, 3), (n, 0)):
            given_ = numbers(rng, *shape)
            same_bits(fast.sum(given_), plain.sum(given_))
        same_bits(fast.costs(table), plain.costs(table))
        same_bits(fast.pairs(table + table.T), plain.pairs(table + table.T))
        same_bits(fast.lonely(values, near), plain.lonely(values, near))
        steps = rng.integers(0, STEPS + 1, (n, n)).astype(np.int8)
        np.fill_diagonal(steps, STEPS)
        same_bits(fast.steps_alone(values, steps), plain.steps_alone(values, steps))
        same_bits(fast.farthest(table, origin), plain.farthest(table, origin))
    assert fast.connected().tolist() == plain.connected().tolist()
    assert len(fast) == len(plain)


@given(NUMBERS, NUMBERS)
def test_measures_points_offices_and_rules_have_the_bits_of_station_after_station(seed: int, other: int) -> None:
    problem, fast, plain = zones_of(seed, other)
    for measure in MEASURES:
        same_bits(measure.share(fast), measure.share(plain))
    held = plain.member.any(axis=1)
    assert offices(fast)[held].tolist() == offices(plain)[held].tolist()
    if held.all():
        assert points(fast).tolist() == points(plain).tolist()
        for rule in RULES:
            if rule.on(problem):
                same_bits(rule.breach(fast, 3), rule.breach(plain, 3))


@given(NUMBERS, NUMBERS)
def test_a_score_has_the_bits_of_its_definition(seed: int, other: int) -> None:
    problem, rng = known_in_part(seed, other)
    plan = drawn_plan(problem, rng)
    judged = score(problem, plan)
    labels, given_ = plan.labels(problem.county.codes), problem.county
    plain = PlainZones(problem, labels[None, :] == np.arange(len(plan.zones))[:, None])
    assert [zone.stations for zone in judged.zones] == list(plan.zones)
    for measure in MEASURES:
        same_bits([zone.measures[measure.key] for zone in judged.zones], measure.share(plain))
        same_bits(judged.measures[measure.key], measure.share(plain).sum())
    assert [zone.points for zone in judged.zones] == points(plain).tolist()
    assert judged.points == points(plain).sum()
    office = offices(plain)
    assert [zone.office for zone in judged.zones] == [given_.codes[o] for o in office]
    people = np.array([np.nan if s.population is None else s.population for s in given_.stations])
    by_hand = {
        "population": plain.sum(people),
        "workload": plain.sum(given_.workload),
        "incidents_per_1000": 1000 * ratio(plain.sum(given_.incidents.sum(axis=1)), plain.sum(people)),
        "farthest_minutes": plain.farthest(given_.minutes, office),
        "p90_minutes": [
            spread(given_.minutes[o][row], given_.workload[row])[1] for o, row in zip(office, plain.member, strict=True)
        ],
    }
    for key, values in by_hand.items():
        same_bits([zone.figures[key] for zone in judged.zones], values)
    whole = evenness(plain.sum(given_.workload), plain.sum(given_.officers))
    whole["mean_minutes"] = spread(given_.minutes[office[labels], np.arange(len(problem))], given_.workload)[0]
    same_bits([judged.figures[key] for key in whole], list(whole.values()))


@given(NUMBERS, NUMBERS, st.integers(0, 4))
def test_a_plan_judged_from_another_has_the_bits_of_one_judged_afresh(seed: int, other: int, steps: int) -> None:
    problem, rng = known_in_part(seed, other)
    labels = drawn_plan(problem, rng).labels(problem.county.codes)
    before = score(problem, Plan.from_labels(problem.county.codes, labels.tolist()))
    for _ in range(steps):
        labels[rng.integers(len(labels))] = rng.integers(0, labels.max() + 2)
    plan = Plan.from_labels(problem.county.codes, labels.tolist())
    after, afresh = rescored(problem, before, plan), score(problem, plan)
    assert after == afresh
    assert repr(after) == repr(afresh)  # signs of zero, too


def known_in_part(seed: int, other: int) -> tuple[Problem, np.random.Generator]:
    """A drawn problem, some of whose stations have unknown residents or no officers, at times with polygons."""
    problem, rng = problem_of(draw(seed, fewest=2, most=14)), np.random.default_rng(other)
    stations = tuple(
        s.model_copy(update={"population": None if rng.random() < 0.2 else 7, "officers": int(rng.integers(0, 3))})
        for s in problem.county.stations
    )
    partly = replace(problem.county, stations=stations)
    return replace(problem, county=discs(partly, radius_km=3.0) if rng.random() < 0.5 else partly), rng


def drawn_plan(problem: Problem, rng: np.random.Generator) -> Plan:
    return Plan.from_labels(problem.county.codes, rng.integers(0, rng.integers(1, 6), len(problem)).tolist())


def test_a_plan_judged_from_itself_keeps_every_zone() -> None:
    problem = Problem(county(), problem_of(draw(1)).policy.override({"zones.max": 6, "pins.pinned": []}))
    plan = Plan.of([["A", "D"], ["B", "C"], ["E", "F"]])
    first = score(problem, plan)
    again = rescored(problem, first, plan)
    assert all(one is other for one, other in zip(first.zones, again.zones, strict=True))
    moved = rescored(problem, first, Plan.of([["A", "D"], ["B", "C", "F"], ["E"]]))
    assert moved.zones[0] is first.zones[0]
    assert moved.zones[1] is not first.zones[1]
