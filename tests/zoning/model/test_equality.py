"""Equal values are equal, unknown numbers and arrays too, and stay so through a pickle."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solvers.drawn import draw, problem_of
from tests.zoning.drawn import changed, county, discs, plan, policy, problem
from zoning.judge.score import score
from zoning.model.equality import ByValue, equal
from zoning.model.problem import Override, Problem

NAN = float("nan")
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.just(NAN), st.text(max_size=2))
ARRAYS = st.lists(st.just(NAN) | st.floats(-2, 2), max_size=3).map(np.array)
VALUES = st.recursive(
    LEAVES | ARRAYS,
    lambda inner: st.tuples(inner, inner) | st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=1), inner),
    max_leaves=6,
)


@dataclass(frozen=True, eq=False)
class Record(ByValue):
    """Something of every kind; ``note`` does not count."""

    values: Any
    by_key: Mapping[str, Any] = field(default_factory=dict)
    note: str = field(default="", compare=False)


def copies(value: Any) -> list[Any]:
    return [pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)]


@given(VALUES)
def test_a_copy_is_equal_and_has_the_same_hash(value: Any) -> None:
    record = Record(value, {"x": value})
    for other in copies(record):
        assert other == record
        assert hash(other) == hash(record)


@given(VALUES, VALUES)
def test_values_written_differently_are_not_equal(a: Any, b: Any) -> None:
    """What is read off their text is a comparison of its own, once signs of zero and kinds of number are the same."""

    def written(value: Any) -> str:
        if isinstance(value, np.ndarray):
            return f"array{[written(x) for x in value.tolist()]}"
        if isinstance(value, dict):
            return f"{{{sorted((k, written(v)) for k, v in value.items())}}}"
        if isinstance(value, (tuple, list)):
            return f"{type(value).__name__}{[written(x) for x in value]}"
        return repr(value) if value is None or isinstance(value, str) else str(float(value) + 0.0)

    assert equal(a, b) == (written(a) == written(b))


def test_what_is_declared_not_to_count_does_not() -> None:
    assert Record((1,), note="a") == Record((1,), note="b")
    assert hash(Record((1,), note="a")) == hash(Record((1,), note="b"))
    assert Record((1,)) != Record((2,))
    assert Record((1,)) != (1,)


def test_an_array_is_equal_to_no_list_and_to_no_array_of_another_shape() -> None:
    assert not equal(np.zeros(2), [0.0, 0.0])
    assert not equal(np.zeros(2), np.zeros((2, 1)))
    assert not equal([0.0], (0.0,))
    assert equal(np.array(["a", "b"]), np.array(["a", "b"]))
    assert equal(np.array([1, 2]), np.array([1.0, 2.0]))


def test_arrays_and_mappings_stay_as_writable_as_they_were() -> None:
    closed = np.zeros(2)
    closed.setflags(write=False)
    for other in copies(Record(closed, MappingProxyType({"x": 1}))):
        assert not other.values.flags.writeable
        assert isinstance(other.by_key, MappingProxyType)
    for other in copies(Record(np.zeros(2), {"x": 1})):
        assert other.values.flags.writeable
        assert isinstance(other.by_key, dict)


def everything() -> Problem:
    given = discs(county(stations=changed(B={"population": None, "officers": 0})), radius_km=2.0)
    return Problem(given, policy(pins__offices=["A"]), overrides=(Override("pins.offices", "the bridge is closed"),))


def test_a_county_and_a_problem_made_twice_are_equal_and_hash_alike() -> None:
    assert everything() == everything()
    assert len({everything(), everything()}) == 1
    assert len({everything().county, everything().county, county()}) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(county(), name="七宫县"),
        replace(county(), counts=county().counts + np.eye(6, 2)),
        replace(county(), minutes=county().minutes * 2),
        replace(county(), stations=changed(C={"officers": 11})),
        discs(county(), radius_km=2.0),
    ],
)
def test_a_county_with_another_value_is_another_county(other: Any) -> None:
    assert county() != other
    assert problem() != Problem(other, policy())


def test_a_problem_with_another_policy_or_another_plan_of_today_is_another_problem() -> None:
    assert problem() != problem(zones__max=5)
    assert problem() != Problem(county(), policy(), plan("ABCDEF"))
    assert problem() != Problem(county(), policy(), overrides=(Override("x"),))


def test_what_was_derived_is_not_pickled_and_read_only_arrays_stay_so() -> None:
    given = everything()
    before = len(pickle.dumps(given))
    judged = score(given, plan("AD", "BE", "CF"))
    assert len(pickle.dumps(given)) == before
    for again in copies(given):
        assert again == given
        assert score(again, plan("AD", "BE", "CF")) == judged
        for array in (again.county.counts, again.county.minutes, again.county.outline.polar_km4, again.alone):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1


def test_scores_with_unknown_figures_are_equal_after_a_pickle_and_differ_where_one_figure_does() -> None:
    judged = score(problem(county(stations=changed(A={"population": None}))), plan("AD", "BE", "CF"))
    assert np.isnan(judged.zones[0].figures["population"])
    for again in copies(judged):
        assert again == judged
        assert hash(again) == hash(judged)
    known = score(problem(), plan("AD", "BE", "CF"))
    assert known != judged
    assert (known - judged) == (known - pickle.loads(pickle.dumps(judged)))


@given(st.integers(0, 10_000))
def test_drawn_problems_with_policies_of_every_kind_come_back_equal(seed: int) -> None:
    given_ = problem_of(draw(seed))
    assert pickle.loads(pickle.dumps(given_)) == given_ == problem_of(draw(seed))
    assert pickle.loads(pickle.dumps(given_.policy)) == given_.policy
    assert hash(pickle.loads(pickle.dumps(given_.policy))) == hash(given_.policy)
