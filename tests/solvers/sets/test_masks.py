"""Fast is simple: sums over bit masks answer every question as plain membership does, and points are equal exactly."""

import numpy as np
import pytest

from solvers.exact.start import connected
from solvers.instances.duals import Change, Duals
from solvers.sets.masks import CHUNK, Bits, Masks, Tables, mask_of, pack, points, rows_of, unpack
from tests.solvers.drawn import draw, problem_of, square, wide
from tests.solvers.written import MEASURES as KEYS
from tests.solvers.written import Case
from zoning.judge.measures import MEASURES
from zoning.judge.measures import points as plain_points
from zoning.judge.rules import RULES, zone_rules
from zoning.judge.zones import MemberZones, offices
from zoning.model.plan import Plan, moved
from zoning.model.problem import Problem

SIZES = (1, 2, 12, 13, 14, 26, 27, 39, 40, 52, 53, 63, 64)


def some_masks(rng: np.random.Generator, n: int, many: int = 400) -> Bits:
    """Random masks of every density, single stations and the whole county among them; none is empty."""
    member = rng.random((many, n)) < rng.random((many, 1))
    member[np.arange(many), rng.integers(0, n, many)] = True
    return np.concatenate((pack(member), pack(np.eye(n, dtype=bool)), pack(np.ones((1, n), dtype=bool))))


def both(problem: Problem, masks: Bits) -> tuple[Masks, MemberZones]:
    n = len(problem)
    return Masks(problem, Tables(n), masks), MemberZones(problem, unpack(masks, n))


@pytest.mark.parametrize("n", SIZES)
def test_every_question_has_the_same_answer(n: int) -> None:
    problem = problem_of(wide(n, n))
    rng = np.random.default_rng(n)
    fast, simple = both(problem, some_masks(rng, n))
    assert len(fast) == len(simple)
    values, table, symmetric = rng.random(n) * 1e4, rng.random((n, n)), rng.random((n, n))
    symmetric = symmetric + symmetric.T
    np.fill_diagonal(symmetric, 0)
    near = rng.random((n, n)) < 0.1
    np.fill_diagonal(near, False)
    origin = rng.integers(0, n, len(fast))
    close = {"rtol": 1e-12, "atol": 0}
    np.testing.assert_allclose(fast.sum(values), simple.sum(values), **close)
    np.testing.assert_allclose(fast.sum(rng.random((n, 3))).shape, (len(fast), 3))
    np.testing.assert_allclose(fast.costs(table), simple.costs(table), **close)
    np.testing.assert_allclose(fast.pairs(symmetric), simple.pairs(symmetric), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(fast.lonely(values, near), simple.lonely(values, near), **close)
    np.testing.assert_array_equal(fast.farthest(table, origin), simple.farthest(table, origin))
    np.testing.assert_array_equal(fast.member, simple.member)


@pytest.mark.parametrize("n", SIZES)
def test_every_measure_every_office_and_all_points_are_the_same(n: int) -> None:
    for seed in range(3):
        problem = problem_of(wide(100 * n + seed, n))
        fast, simple = both(problem, some_masks(np.random.default_rng(seed), n))
        for measure in MEASURES:
            np.testing.assert_allclose(measure.share(fast), measure.share(simple), rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(offices(fast), offices(simple))
        np.testing.assert_array_equal(points(problem, Tables(n), fast.masks), plain_points(simple))


@pytest.mark.parametrize("n", SIZES)
def test_every_rule_refuses_the_same_zones(n: int) -> None:
    case = wide(n, n)
    rng = np.random.default_rng(n)
    some = tuple(int(i) for i in rng.choice(n, min(n, 4), replace=False))
    sizes: dict[str, int] = {"min_stations": 3, "max_stations": 9}
    case = case.but(
        band=0.4, max_minutes=40.0, min_officers=20, case_area=True, alone=("urban",), offices=some[:2], **sizes
    )
    if n > 3:
        case = case.but(together=(some[:2],), apart=(some[1:],))
    problem = problem_of(case)
    fast, simple = both(problem, some_masks(rng, n))
    for rule in RULES:
        if rule.key != "contiguous" and (rule in zone_rules(problem) or rule.key in ("pinned", "together")):
            broken = rule.breach(fast, 3) > 0
            np.testing.assert_array_equal(broken, rule.breach(simple, 3) > 0, err_msg=rule.key)
    np.testing.assert_array_equal(connected(pack(problem.county.adjacent), fast.masks), simple.connected())


def halves(key: str) -> Case:
    """Equal stations, so that shares are multiples of 1/128 and costs of 10⁶/128 = 7812.5 points."""
    officers = tuple(1 if i < 32 else 3 for i in range(64))  # 128 in all
    return square(8).but(weights={key: 1.0}, officers=officers, today=tuple(f"{i // 8}" for i in range(64)))


@pytest.mark.parametrize("key", KEYS)
def test_points_on_an_exact_half_are_the_judges(key: str) -> None:
    problem = problem_of(halves(key))
    masks = some_masks(np.random.default_rng(1), 64, 3000)
    _, simple = both(problem, masks)
    cost = 1e6 * next(m for m in MEASURES if m.key == key).share(simple)
    if key == "mismatch":
        assert (np.abs(cost % 1 - 0.5) < 1e-9).sum() > 100, "half the zones should stand on a half"
    np.testing.assert_array_equal(points(problem, Tables(64), masks), plain_points(simple))


def test_an_exact_half_is_rounded_to_the_even_neighbour() -> None:
    """Twelve borders of 64 km in all: a zone whose border is k km long costs k · 7812.5 points."""
    case = square(3)
    borders = tuple((i, j, 53.0 if (i, j) == (7, 8) else 1.0, kind) for i, j, _, kind in case.borders)
    problem = problem_of(case.but(borders=borders, weights={"border_cut": 1.0}))
    rows = ([0, 1], [0, 1, 2, 4])  # 3 km, 5 km
    masks = np.array([mask_of(zone) for zone in rows], dtype=np.uint64)
    assert points(problem, Tables(9), masks).tolist() == [23438, 39062]
    assert plain_points(both(problem, masks)[1]).tolist() == [23438, 39062]


@pytest.mark.parametrize("size", [1_000, 20_000])
def test_points_are_equal_where_all_stations_have_nearly_the_same_mix(size: int) -> None:
    """Counts as sample data have them: residents times one rate a class, made whole."""
    unequal = 0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        counts = np.rint(np.outer(rng.uniform(0.5, 1.5, 30) * size, rng.random(4)))
        case = wide(seed, 30).but(
            counts=tuple(map(tuple, counts.tolist())), classes=((60.0, 2.0),) * 4, weights={"mix_loss": 1.0}
        )
        problem = problem_of(case)
        masks = some_masks(rng, 30, 2000)
        unequal += (points(problem, Tables(30), masks) != plain_points(both(problem, masks)[1])).sum()
    assert unequal == 0


def test_a_long_batch_is_costed_in_chunks_like_a_short_one() -> None:
    problem = problem_of(draw(5))
    n = len(problem)
    masks = np.arange(1, 1 << n, dtype=np.uint64)
    many = np.tile(masks, CHUNK // len(masks) + 2)
    np.testing.assert_array_equal(
        points(problem, Tables(n), many), np.tile(points(problem, Tables(n), masks), CHUNK // len(masks) + 2)
    )
    assert len(points(problem, Tables(n), masks[:0])) == 0


def test_tables_of_values_that_may_change_are_not_kept() -> None:
    tables = Tables(4)
    values = np.ones(4)
    rows = tables.rows(np.array([15], dtype=np.uint64))
    assert tables.sums(values, rows) == [4]
    values[0] = 5
    assert tables.sums(values, rows) == [8]
    frozen = np.ones(4)
    frozen.setflags(write=False)
    assert tables.sums(frozen, rows) == tables.sums(frozen, rows) == [4]


@pytest.mark.parametrize("n", [1, 13, 64])
def test_packing_and_unpacking_give_the_same_back(n: int) -> None:
    member = np.random.default_rng(n).random((50, n)) < 0.5
    masks = pack(member)
    np.testing.assert_array_equal(unpack(masks, n), member)
    for mask, row in zip(masks.tolist(), member, strict=True):
        assert rows_of(mask) == tuple(np.flatnonzero(row))
        assert mask_of(rows_of(mask)) == mask


def test_the_best_name_of_today_is_found_zone_by_zone() -> None:
    case = draw(3).but(today=("a", "a", "b", "b", *[None] * (len(draw(3).codes) - 4)), max_changed=2)
    problem = problem_of(case)
    n = len(problem)
    change = Change.of(problem)
    assert change.stay == n - 2
    labels = [{0, 1}, {2, 3}, *({i} for i in range(4, n))]
    rng = np.random.default_rng(0)
    duals = Duals(rng.integers(0, 9, n).astype(float), 3.0, 5.0, rng.integers(0, 9, len(labels)).astype(float))
    masks = np.arange(1, 1 << n, dtype=np.uint64)
    value, which = duals.best_label(change, masks)
    reduced = duals.reduced(Tables(n), change, masks, 100 * np.ones(len(masks), dtype=np.int64))
    for mask, worth, label, rest in zip(masks.tolist(), value, which, reduced, strict=True):
        zone = set(rows_of(mask))
        named = [5 * len(zone & group) - dual for group, dual in zip(labels, duals.labels, strict=True)]
        assert worth == max(0, *named)
        assert (label == -1) if worth == 0 else named[label] == worth
        assert rest == 100 - sum(duals.stations[i] for i in zone) - 3 - worth


def test_stations_that_stay_are_counted_alike_by_masks_and_by_matching() -> None:
    for seed in range(40):
        case = draw(seed)
        if not any(case.today):
            continue
        problem = problem_of(case.but(max_changed=1))
        assert problem.current is not None
        plan = Plan.from_labels(problem.county.codes, np.random.default_rng(seed).integers(0, 3, len(problem)).tolist())
        masks = pack(MemberZones.of(problem, plan).member)
        kept = Change.of(problem).kept(masks)
        assert kept.sum() == len(problem)
        assert len(problem) - len(moved(problem.current, plan, problem.county.staff)) <= kept.max(axis=1).sum()
