"""What comes with the duals of a search that grows columns: all of them up to a reduced cost, and none is negative."""

from types import SimpleNamespace

import numpy as np
import pytest

from solvers.engine import Engine
from solvers.exact import column_generation
from solvers.exact.pool import grow_sets
from solvers.instances.columns import Candidates, PricedColumns
from solvers.stop import Watch
from tests.solvers.drawn import draw, problem_of


@pytest.mark.parametrize("share", range(2))
def test_no_reduced_cost_is_negative_and_no_column_within_reach_is_missing(
    share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    reached = 0
    for seed in range(30_000 + share, 30_012, 2):
        engine = Engine()
        case = draw(seed, fewest=8).but(max_changed=None)
        for each in (case, case.but(weights={"travel": 0.5, "mix_loss": 0.5})):
            search = engine.search(problem_of(each), Watch())  # the second is warm
            for k, result in search.results.items():
                relaxation, subproblem = result.relaxation, result.relaxation.subproblem
                sets = grow_sets(subproblem, 10**6, Watch())
                if k < 2 or relaxation.reach < 0 or sets is None:
                    continue
                every = subproblem.candidates(sets)
                reduced = search.instance.reduced(relaxation.duals, every)
                found = search.instance.reduced(relaxation.duals, relaxation.found)
                assert reduced.min() >= 0, (seed, k)
                within = set(every.masks[reduced <= relaxation.reach].tolist())
                assert within == set(relaxation.found.masks[found <= relaxation.reach].tolist()), (seed, k)
                reached += len(within)
    assert reached > 10


def test_columns_are_enough_where_the_dearest_zone_of_a_good_plan_is_among_them() -> None:
    """Three zones, bound 1000, best plan 1100: two at −50 leave 200 to the third, and rounding may move 10 of it."""
    instance = SimpleNamespace(problem=range(2), most=np.zeros(0))
    subproblem = SimpleNamespace(dual_value=lambda _: 1000.0, zones=3, instance=instance)
    none = np.zeros(0, dtype=np.int64)
    found = PricedColumns(Candidates(none.astype(np.uint64), none, none), np.array([-50.0, 20.0]), complete=True)
    enough = [
        column_generation._enough(subproblem, None, found, grown, 1100)  # type: ignore[arg-type]
        for grown in (209.0, 210.0)
    ]
    assert enough == [False, True]
