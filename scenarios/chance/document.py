"""``stress.json``: what draws say of a plan as one object, both ways; the draws themselves are not in it.

What it may get wrong: what the draws say is the file's claim. Only figures of the data as they are, and numbers of
draws, are checked.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NotRequired, TypedDict

import numpy as np

from scenarios.chance.records import INTERVAL, ZONE_KEYS, Spread, Spreads, Stress, Varied, plan_figures
from scenarios.compare.changes import Together
from zoning.judge.score import ZoneScore, score
from zoning.model.county import Ints
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.decoding import decode, in_order
from zoning.result.kinds import Shape


class ZoneFields(TypedDict):
    """A zone and its figures, as given and by percentile."""

    stations: tuple[str, ...]
    figures: dict[str, dict[str, float]]


class OptimumFields(TypedDict):
    """An optimum and its number of draws."""

    times: int
    zones: Plan


class TogetherFields(TypedDict):
    """In how many draws pairs of stations share a zone of the optimum."""

    codes: tuple[str, ...]
    counts: Ints


PLAIN = (
    "seed",
    "asked",
    "replicates",
    "judged",
    "optimal",
    "keeps",
    "infeasible",
    "unsettled",
    "regret",
    "regret_share",
    "rates",
)
"""Fields of the record that the object has under the same name, as they are."""


class Fields(TypedDict):
    """What is read; draws a second are derived."""

    seed: int
    asked: int
    replicates: int
    judged: int
    optimal: int
    keeps: int
    infeasible: int
    unsettled: int
    regret: dict[str, float]
    regret_share: NotRequired[dict[str, float]]
    rates: Spreads
    variation: NotRequired[Varied]
    figures: dict[str, dict[str, float]]
    zones: tuple[ZoneFields, ...]
    optima: tuple[OptimumFields, ...]
    together: TogetherFields | None
    jobs: int
    seconds: float


def written(found: Stress) -> dict[str, Any]:
    """The object of ``stress.json``."""
    pairs = found.together
    return {
        **{key: getattr(found, key) for key in PLAIN},
        **({} if found.variation is None else {"variation": found.variation}),
        "figures": found.figures,
        "zones": [
            {"stations": zone.stations, "figures": figures}
            for zone, figures in zip(found.given.zones, found.zones, strict=True)
        ],
        "optima": [{"times": times, "zones": plan} for plan, times in found.optima],
        "together": None if pairs is None else {"codes": pairs.codes, "counts": pairs.counts},
        "jobs": found.jobs,
        "seconds": found.seconds,
        "per_second": found.per_second,
    }


def read(document: Mapping[str, Any], *, problem: Problem) -> Stress:
    """What an object states of a plan of a problem; figures as they are given have to be the judge's."""
    fields = decode(Fields, document)
    given = score(problem, Plan.of(zone["stations"] for zone in fields["zones"]))
    whole = plan_figures(given)
    figures = {
        key: _interval(spread, whole.get(key, math.nan), f"figures.{key}") for key, spread in fields["figures"].items()
    }
    zones = tuple(
        _zone_figures(zone, stated["figures"], f"zones.{z}.figures")
        for z, (zone, stated) in enumerate(zip(given.zones, fields["zones"], strict=True))
    )
    optima = tuple((one["zones"], one["times"]) for one in fields["optima"])
    plain: dict[str, Any] = {"regret_share": dict.fromkeys(fields["regret"], math.nan), **fields}
    wrong = list(_miscounted(fields, problem))
    if wrong:
        raise InputError(wrong)
    return Stress(
        problem,
        given,
        **{key: plain[key] for key in PLAIN},
        variation=fields.get("variation"),
        figures=figures,
        zones=zones,
        optima=optima,
        together=_together(fields["together"], sum(times for _, times in optima)),
        jobs=fields["jobs"],
        seconds=fields["seconds"],
    )


def _miscounted(fields: Fields, problem: Problem) -> Iterator[Mistake]:
    """Numbers of draws that do not add up; an optimum that is no plan of the county raises."""
    judged, drawn = fields["judged"], fields["replicates"]
    settled = sum(one["times"] for one in fields["optima"])
    if settled != judged:
        yield mistake("zoning.documents.differs", column="judged", value=judged, actual=settled)
    if (whole := judged + fields["infeasible"] + fields["unsettled"]) != drawn:
        yield mistake("zoning.documents.differs", column="replicates", value=drawn, actual=whole)
    limits = {"optimal": min(judged, fields["keeps"]), "keeps": drawn, "replicates": fields["asked"]}
    for key, most in limits.items():
        value = fields[key]  # type: ignore[literal-required]
        if not 0 <= value <= most:
            yield mistake("zoning.value.out_of_range", column=key, value=value, wanted=f"0–{most}")
    for k, one in enumerate(fields["optima"]):
        one["zones"].labels(problem.county.codes)
        if one["times"] < 1:
            yield mistake("zoning.value.out_of_range", column=f"optima.{k}.times", value=one["times"], wanted="≥ 1")


def _zone_figures(zone: ZoneScore, stated: Mapping[str, Mapping[str, float]], at: str) -> dict[str, Spread]:
    spreads = in_order(stated, ZONE_KEYS, at)
    return {
        key: _interval(spread, zone.figures[key], f"{at}.{key}") for key, spread in zip(ZONE_KEYS, spreads, strict=True)
    }


def _interval(stated: Mapping[str, float], given: float, at: str) -> Spread:
    """The interval that is stated, about the figure of the judge."""
    keys = [f"p{p:g}" for p in INTERVAL]
    return {"given": given, **dict(zip(keys, in_order(stated, keys, at), strict=True))}


def _together(stated: TogetherFields | None, plans: int) -> Together | None:
    if stated is None:
        return None
    codes, counts = stated["codes"], stated["counts"]
    if counts.shape != (len(codes), len(codes)):
        raise InputError(
            [mistake("zoning.value.entries", column="together.counts", value=len(counts), count=len(codes))]
        )
    return Together(codes, np.asarray(counts), plans)


SHAPE = Shape(written, read, ("problem",))
