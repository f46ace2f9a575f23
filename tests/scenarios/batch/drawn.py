"""A batch made by hand: a county that is not proved, with a scenario without a plan, and one with a mistake."""

from typing import Any

from scenarios.batch.records import Batch, CountyResult, Item, Way
from zoning.model.errors import mistake
from zoning.model.policy import Departure
from zoning.texts import Message

FIGURES = dict.fromkeys(("max_over_mean", "gini", "mean_minutes", "p90_minutes", "today_gini"), 0.5)


def batch() -> Batch:
    """Two counties of three."""
    said = Message.of("原因", "reason")
    items = (
        Item("base", "feasible", 4, 100, 90, 0.1, FIGURES, 0.2),
        Item("far", "infeasible", reasons=(said,), relaxed=(Way(said, "zones.max=5"),)),
    )
    held: dict[str, Any] = {"code": "1", "name": "县", "stations": 9, "officers": 80, "incidents": 900.0, "host": "vm"}
    held |= {"policy": "haidong", "departures": (Departure("zones.max", "4", "6"),)}
    good = CountyResult("a", "a.gpkg", "", "0f", today=True, items=items, seconds=0.3, **held)
    wrong = mistake("scenarios.batch.missing", table="stations.csv", row=2, column="code", value="x")
    return Batch((good, CountyResult("b", "b.gpkg", "", "1f", "bad", mistakes=(wrong,))), 3, 1, 0.4, True, "市")
