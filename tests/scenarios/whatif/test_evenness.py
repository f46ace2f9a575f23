"""The band of a scenario that is named after the tightest, on the drawn county of ``tests.zoning.drawn``."""

import math
from itertools import product

import pytest

from scenarios.spec.reading import scenario_of
from scenarios.whatif.apply import applied
from solvers.solve import solve
from tests.scenarios.whatif.test_apply import made, refused
from tests.zoning import drawn
from zoning.judge.score import score
from zoning.model.plan import Plan


def test_the_band_named_after_the_tightest_is_worked_out_and_kept_in_the_file() -> None:
    """By brute force over all plans with as many zones: the least largest deviation from the common mean."""
    base = drawn.problem(weights__travel=1.0, zones__min=2)
    best = solve(base).plan
    assert best is not None
    mean = base.county.workload.sum() / base.county.officers.sum()
    spread = []
    for labels in product(range(len(best.zones)), repeat=6):
        drawn_ = Plan.from_labels(drawn.CODES, labels)
        if len(drawn_.zones) == len(best.zones) and not (judged := score(base, drawn_)).violations:
            spread.append(max(abs(zone.figures["workload_per_officer"] / mean - 1) for zone in judged.zones))
    done = applied(base, scenario_of({"set": {"rules.officer_band": "tightest + 5%"}}))
    band = math.ceil(100 * min(spread) - 1e-7) / 100
    assert done.problem.policy.rules.officer_band == pytest.approx(band + 0.05)
    assert (done.problem.policy.zones.min, done.problem.policy.zones.max) == (len(best.zones), len(best.zones))
    again = scenario_of({"set": {"rules.officer_band": "tightest"}, "tightest": {"band": 0.3, "zones": 2}})
    assert made(base, **again.content).policy.rules.officer_band == 0.3


def test_a_band_that_cannot_be_worked_out_refuses_the_scenario() -> None:
    never = drawn.problem(rules__max_minutes=0.01, zones__max=1)
    (told,) = refused(never, set={"rules.officer_band": "tightest"})
    assert "no plan that is proved best" in told
