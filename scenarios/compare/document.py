"""A comparison of plans as one object, both ways; a reader compares the plans anew, under problems it is given."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import numpy as np

from scenarios.compare.changes import Change, Together
from scenarios.compare.compare import Candidate, Case, Cell, Comparison, compare, sentences
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import spoken
from zoning.result.decoding import decode
from zoning.result.kinds import Shape


class CaseFields(TypedDict):
    """A case by its name, and what the stations merged in it went into."""

    name: str
    heirs: NotRequired[dict[str, str]]


class PlanFields(TypedDict):
    """A plan, its equals, its chosen offices, heirs of merged stations, if it is today's zones, given names."""

    name: str
    also: tuple[str, ...]
    zones: Plan
    offices: NotRequired[tuple[str, ...]]
    follows: NotRequired[dict[str, str]]
    today: NotRequired[bool]
    names: NotRequired[dict[str, tuple[str, ...]]]


class Fields(TypedDict):
    """What is read; everything else follows from it."""

    cases: tuple[CaseFields, ...]
    plans: tuple[PlanFields, ...]


def written(found: Comparison) -> dict[str, Any]:
    """The object of ``zoning compare --json``."""
    return {
        "cases": [
            {"name": case.name, "policy": case.problem.policy.name, "best": _whole(best), "comparable": bool(counts)}
            | ({"heirs": case.heirs} if case.heirs else {})
            for case, best, counts in zip(found.cases, found.best, found.comparable, strict=True)
        ],
        "plans": [_plan(found, p) for p in range(len(found.candidates))],
        "robust": None if found.robust is None else found.candidates[found.robust].name,
        "says": [spoken(sentence) for sentence in sentences(found)],
        "changes": [_change(found, c) for c in found.changes],
        "good_plans": [found.candidates[p].name for p in found.good],
        "together": None if found.together is None else _pairs(found.together),
    }


def _plan(found: Comparison, p: int) -> dict[str, Any]:
    candidate, (worst, where) = found.candidates[p], found.worst(p)
    return {
        "name": candidate.name,
        "also": candidate.also,
        **({"offices": candidate.offices} if candidate.offices else {}),
        **({"follows": candidate.follows} if candidate.follows else {}),
        **({"today": True} if candidate.today else {}),
        **({"names": candidate.names} if candidate.names else {}),
        "zones": candidate.plan,
        "worst_regret": _whole(worst),
        "worst_case": None if where is None else found.cases[where].name,
        "mean_regret": found.mean(p),
        "worst_points": int(found.points[p][found.comparable].max()),
        "broken": [found.cases[s].name for s in found.broken(p)],
        "cases": [
            {"name": case.name, "regret": _whole(regret), **_cell(cell)}
            for case, cell, regret in zip(found.cases, found.cells[p], found.regret[p], strict=True)
        ],
    }


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _cell(cell: Cell) -> dict[str, Any]:
    fitted, judged = cell.fitted, cell.score
    return {
        "points": judged.points,
        "measures": judged.measures,
        "figures": judged.figures,
        "violations": [{"rule": v.rule, "stations": v.stations, **spoken(v.says)} for v in judged.violations],
        "left_out": fitted.left_out,
        "placed": [{"station": code, "with": host} for code, host in fitted.placed],
    }


def _change(found: Comparison, c: Change) -> dict[str, Any]:
    return {
        "from": found.candidates[c.before].name,
        "to": found.candidates[c.after].name,
        "stations": c.stations,
        "officers": c.officers,
        "residents": c.residents,
        "workload": c.workload,
        "workload_share": c.workload_share,
        "variation_of_information": c.variation_of_information,
    }


def _pairs(found: Together) -> dict[str, Any]:
    return {
        "plans": found.plans,
        "pairs": found.tally,
        "always": found.always,
        "sometimes": [{"a": a, "b": b, "plans": count} for a, b, count in found.sometimes],
    }


def read(document: Mapping[str, Any], *, problems: Mapping[str, Problem]) -> Comparison:
    """The comparison of the plans that an object states, under the problems of its cases by name."""
    fields = decode(Fields, document)
    found = [
        mistake("scenarios.compare.unknown_case", column=f"cases.{k}.name", value=case["name"])
        for k, case in enumerate(fields["cases"])
        if case["name"] not in problems
    ]
    found += [mistake("zoning.value.too_short", column=key, limit=1) for key in ("cases", "plans") if not document[key]]
    if found:
        raise InputError(found)
    cases = [Case(case["name"], problems[case["name"]], case.get("heirs", {})) for case in fields["cases"]]
    plans = [
        Candidate(
            one["name"],
            one["zones"],
            one["also"],
            one.get("offices", ()),
            one.get("follows", {}),
            one.get("today", False),
            one.get("names", {}),
        )
        for one in fields["plans"]
    ]
    return compare(cases, plans)


SHAPE = Shape(written, read, ("problems",))
