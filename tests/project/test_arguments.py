"""What is given to the front door by mistake is told as every mistake is: which argument, its value, and the remedy."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import zoning

COUNTY = zoning.read_county("sample:xunhua")
PROBLEM = zoning.Problem(COUNTY, zoning.read_policy("haidong"))
PLAN = zoning.Plan.of([[code] for code in COUNTY.codes])
CODE = COUNTY.codes[0]
Call = Callable[[Any], object]
CALLS: dict[str, tuple[Call, str]] = {
    "a problem's county": (lambda x: zoning.Problem(x, PROBLEM.policy), "county"),
    "a problem's policy": (lambda x: zoning.Problem(COUNTY, x), "policy"),
    "a problem's plan of today": (lambda x: zoning.Problem(COUNTY, PROBLEM.policy, x), "current"),
    "what is solved": (zoning.solve, "problem"),
    "the start": (lambda x: zoning.solve(PROBLEM, start=x), "start"),
    "the stop": (lambda x: zoning.solve(PROBLEM, stop=x), "stop"),
    "the gap": (lambda x: zoning.solve(PROBLEM, gap=x), "gap"),
    "the seed": (lambda x: zoning.solve(PROBLEM, seed=x), "seed"),
    "what is judged": (lambda x: zoning.score(x, PLAN), "problem"),
    "the plan judged": (lambda x: zoning.score(PROBLEM, x), "plan"),
    "what is verified": (lambda x: zoning.verify(x, "plan.json"), "problem"),
    "what is explained": (lambda x: zoning.explain(x, PLAN), "problem"),
    "the plan explained": (lambda x: zoning.explain(PROBLEM, x), "plan"),
    "a frontier's problem": (lambda x: zoning.frontier(x, ("mismatch", "travel")), "problem"),
    "a frontier's measures": (lambda x: zoning.frontier(PROBLEM, x), "measures"),
    "a frontier's step": (lambda x: zoning.frontier(PROBLEM, ("mismatch", "travel"), step=x), "step"),
    "an edit's problem": (lambda x: zoning.Edit(x, PLAN), "problem"),
    "an edit's plan": (lambda x: zoning.Edit(PROBLEM, x), "plan"),
    "seconds": (zoning.Stop, "seconds"),
    "who is asked": (lambda x: zoning.Stop(5, x), "asked"),
    "zones as a frame": (lambda x: zoning.zones_frame(x, zoning.score(PROBLEM, PLAN)), "problem"),
    "stations as a frame": (lambda x: zoning.stations_frame(PROBLEM, x), "score"),
    "stations of frames": (lambda x: zoning.county_from_frames(x, None), "stations"),  # type: ignore[arg-type]
    "what is dumped": (lambda x: zoning.dump(x, "plan.json"), "result"),
    "values of a policy": (PROBLEM.policy.override, "values"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_text_in_the_place_of_something_else_is_a_mistake_with_a_remedy(name: str) -> None:
    call, place = CALLS[name]
    with pytest.raises(zoning.InputError) as error:
        call("五马镇")
    (told,) = error.value.mistakes
    assert told.table == place
    for language in ("zh", "en"):
        assert " str" in told.text(language)
    assert "give " in told.text("en")


@pytest.mark.parametrize(
    "call", [zoning.read_county, zoning.read_policy, zoning.load, lambda x: zoning.dump(zoning.score(PROBLEM, PLAN), x)]
)
@pytest.mark.parametrize("given", [5, None, True, 1.5])
def test_what_is_no_file_is_a_mistake_with_a_remedy(call: Call, given: object) -> None:
    with pytest.raises(zoning.InputError, match=f'"{given}" is of the type {type(given).__name__}; give the path'):
        call(given)


def test_all_wrong_arguments_are_told_at_once() -> None:
    with pytest.raises(zoning.InputError) as error:
        zoning.solve("x", start="y", stop=5)  # type: ignore[arg-type]
    assert [(one.table, one.value) for one in error.value.mistakes] == [("problem", "x"), ("start", "y"), ("stop", "5")]


@pytest.mark.parametrize("seconds", [True, -1, math.nan])
def test_seconds_are_a_number_of_0_or_more(seconds: float) -> None:
    with pytest.raises(zoning.InputError, match="seconds"):
        zoning.Stop(seconds)


@pytest.mark.parametrize("to", [True, False, 1.0, [1], 0, 10_000])
def test_what_is_no_number_of_a_zone_moves_nobody(to: Any) -> None:
    edit = zoning.Edit(PROBLEM, PLAN)
    with pytest.raises(zoning.InputError, match="there is no zone of this number"):
        edit.move(CODE, to=to)
    with pytest.raises(zoning.InputError, match="there is no zone of this number"):
        edit.merge(to, 1)
    with pytest.raises(zoning.InputError, match="station: "):
        edit.move(5, to=1)  # type: ignore[arg-type]
    assert edit.plan == PLAN
    assert not edit.undo()
