"""A batch summed up: counts, quartiles over counties, changes against today and against the base, what needs a look.

Points are scaled within a county, so they are never added up or ranked here; shares, minutes and persons are. A figure
of a zone's evenness is better when smaller, and so are minutes. What it may get wrong: quartiles count counties, large
ones as much as small ones.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.batch.records import Batch, CountyResult, Item
from scenarios.spec.scenario import BASE
from zoning.judge.figures import FIGURES
from zoning.model.equality import ByValue
from zoning.texts import Message

SPREAD = ("gap", "max_over_mean", "gini", "mean_minutes", "p90_minutes", "moved_stations", "moved_officers")
"""Figures whose spread over the counties is told."""
COMPARED = ("max_over_mean", "gini", "mean_minutes", "p90_minutes")
"""Figures that a plan is held against another by; smaller is better."""
SUMMED = (
    "staffing.short", "staffing.auxiliaries_short", "staffing.newcomers", "organise.zones_unled",
    "organise.zones_caseless", "organise.team_short",
)  # fmt: skip
"""Shortfalls, which are persons or zones and may be added up."""
LACKING = ("infeasible", "refused")
"""What becomes of a scenario that has no plan for reasons that can be told."""
WIDEST = 20
UNEVEN, FAR = 2.0, 60.0
"""Load of the busiest zone over the mean, and minutes of nine in ten ways, from which a county needs a look."""


@dataclass(frozen=True)
class Quartiles:
    """The spread of a figure over ``count`` counties; ends and quartiles by linear interpolation."""

    count: int
    least: float
    lower: float
    median: float
    upper: float
    most: float


@dataclass(frozen=True)
class Against:
    """A figure after and before in the same counties: how many are better, worse, the same; spread of differences."""

    better: int
    worse: int
    same: int
    difference: Quartiles


@dataclass(frozen=True, eq=False)
class Sums(ByValue):
    """A scenario over all counties: counts by status, spreads by figure, shortfalls added up, changes.

    ``against`` holds it against the base, the base against today. ``lost`` have a plan in the base and none here,
    ``won`` the other way round.
    """

    scenario: str
    statuses: Mapping[str, int]
    spreads: Mapping[str, Quartiles]
    sums: Mapping[str, float]
    against: Mapping[str, Against]
    lost: int = 0
    won: int = 0


@dataclass(frozen=True)
class Wide:
    """A plan that is not proved: the county, the scenario, and the share by which a better one may be cheaper."""

    county: str
    scenario: str
    gap: float


@dataclass(frozen=True, eq=False)
class Look(ByValue):
    """A county that needs a look, and why."""

    county: str
    code: str
    why: tuple[Message, ...]


@dataclass(frozen=True, eq=False)
class Rollup(ByValue):
    """All of it: a row a scenario, the widest gaps, the counties that need a look."""

    scenarios: tuple[Sums, ...]
    widest: tuple[Wide, ...]
    looks: tuple[Look, ...]


def rolled(batch: Batch) -> Rollup:
    """The batch summed up."""
    sums = tuple(_sums(batch, scenario) for scenario in batch.scenarios)
    gaps = [
        Wide(county.title, item.scenario, item.gap)
        for county in batch.counties
        for item in county.items
        if item.gap is not None and item.gap > 0
    ]
    widest = tuple(sorted(gaps, key=lambda one: -one.gap)[:WIDEST])
    looks = (Look(county.title, county.code, tuple(why)) for county in batch.counties if (why := _why(county)))
    return Rollup(sums, widest, tuple(looks))


def quartiles(values: Iterable[float]) -> Quartiles | None:
    """The spread of the values that are known; ``None`` without one."""
    known = np.array([value for value in values if math.isfinite(value)], dtype=np.float64)
    if not known.size:
        return None
    return Quartiles(len(known), *(float(x) for x in np.quantile(known, (0, 0.25, 0.5, 0.75, 1))))


def against(pairs: Sequence[tuple[float, float]], key: str) -> Against | None:
    """Pairs of a figure before and after; ``None`` where no pair is known. Differences are those of the
    figures as they are shown, as everywhere, so equal as shown is the same.
    """
    shown = FIGURES[key].rounded
    known = [(b, a) for b, a in pairs if math.isfinite(b) and math.isfinite(a)]
    differences = [shown(shown(after) - shown(before)) for before, after in known]
    spread = quartiles(differences)
    if spread is None:
        return None
    better, worse = sum(one < 0 for one in differences), sum(one > 0 for one in differences)
    return Against(better, worse, len(known) - better - worse, spread)


def _sums(batch: Batch, scenario: str) -> Sums:
    pairs = [(county, item) for county in batch.counties if (item := county.item(scenario)) is not None]
    items = [item for _, item in pairs]
    spreads = {key: found for key in SPREAD if (found := quartiles(_values(items, key))) is not None}
    sums = {
        key: sum(item.figures[key] for item in items if math.isfinite(item.figures.get(key, math.nan)))
        for key in SUMMED
        if any(key in item.figures for item in items)
    }
    held = {
        key: against([(_before(county, scenario, key), item.figures.get(key, math.nan)) for county, item in pairs], key)
        for key in COMPARED
    }
    changes = {key: change for key, change in held.items() if change is not None}
    bases = [(county.base, item) for county, item in pairs if county.base is not None and scenario != BASE]
    return Sums(
        scenario,
        dict(sorted(Counter(item.status for item in items).items())),
        spreads,
        sums,
        changes,
        sum(base.solved and not item.solved for base, item in bases),
        sum(item.solved and not base.solved for base, item in bases),
    )


def comparable(batch: Batch, key: str) -> list[CountyResult]:
    """The counties that have a figure in every scenario: only over these are sums of scenarios held against others."""

    def known(county: CountyResult) -> bool:
        items = map(county.item, batch.scenarios)
        return all(item is not None and math.isfinite(item.figures.get(key, math.nan)) for item in items)

    return [county for county in batch.counties if known(county)]


def _values(items: Sequence[Item], key: str) -> list[float]:
    if key == "gap":
        return [math.nan if item.gap is None else item.gap for item in items]
    return [item.figures.get(key, math.nan) for item in items]


def _before(county: CountyResult, scenario: str, key: str) -> float:
    """The figure that a scenario is held against: the base's, or for the base itself that of today's zones."""
    base = county.base
    if base is None or (scenario == BASE and not county.today):
        return math.nan
    return base.figures.get(f"today_{key}" if scenario == BASE else key, math.nan)


def _why(county: CountyResult) -> list[Message]:
    """Why a county needs a look; nothing where it does not."""
    if county.state != "solved":
        return [Message(f"scenarios.batch.look_{county.state}", {"count": len(county.mistakes)})]
    base, found = county.base, _unproved(county)
    if base is None or not base.solved:
        return found
    figures = base.figures
    limits = {"max_over_mean": UNEVEN, "p90_minutes": FAR}
    limits |= dict.fromkeys(("organise.zones_unled", "organise.zones_caseless"), 0.0)
    for key, limit in limits.items():
        value = figures.get(key, math.nan)
        if value > limit:
            figure = key.rpartition(".")[2]
            values = {"value": f"{FIGURES[figure].rounded(value):.6g}", "limit": f"{limit:g}"}
            found.append(Message(f"scenarios.batch.look_{figure}", values))
    return found


def _unproved(county: CountyResult) -> list[Message]:
    """The scenarios that are not proved, those of one cause together; of rules that clash what relaxing them takes."""
    alike: dict[Item, list[str]] = {}
    for item in county.items:
        if item.status != "optimal":
            cause = Item("", item.status, gap=item.gap, reasons=item.reasons, relaxed=item.relaxed)
            alike.setdefault(cause, []).append(item.scenario)
    found = []
    for cause, scenarios in alike.items():
        every = len(scenarios) == len(county.items) > 1
        values = {"scenarios": scenarios, "every": every, "gap": math.nan if cause.gap is None else cause.gap}
        found.append(Message(f"scenarios.batch.look_{cause.status}", values))
        found += cause.reasons if cause.status in LACKING else ()
        ways = [way.says for way in cause.relaxed if way.set_]
        found += [way.says for way in cause.relaxed if not way.set_]
        found += [Message("scenarios.batch.look_relaxed", {"ways": ways})] if ways else []
    return found
