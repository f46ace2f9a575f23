"""Results of every kind on real counties, each with what its document needs to be read again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import geodata
from geodata.county.build import Built
from scenarios.chance.stress import stress
from scenarios.compare.compare import Candidate, compare
from scenarios.compare.compare import Case as Situation
from scenarios.compare.study import of_records
from scenarios.runs.run import Outcome, run
from scenarios.runs.worker import Answer
from scenarios.spec.reading import checked
from scenarios.whatif.study import Study, opened
from solvers.solve import solve
from systems.organisation.organise import organise
from systems.organisation.records import Choice
from systems.response.response import response
from systems.rooms.rooms import rooms_of
from systems.staffing.staffing import staffing
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Override, Problem
from zoning.result.documents import to_document
from zoning.result.solution import Solution


@dataclass(frozen=True)
class Case:
    """A result, and by keyword what is needed to read its document."""

    result: Any
    needs: dict[str, Any]


@cache
def built(name: str = "xunhua") -> Built:
    return geodata.read(f"sample:{name}")


@cache
def problem() -> Problem:
    policy = read_policy("haidong").override({"zones.max": 3})
    return Problem(built().county, policy, overrides=(Override("zones.max", "试点"),))


@cache
def solution() -> Solution:
    return solve(problem(), gap=0.01)


def plan() -> Plan:
    best = solution().plan
    assert best is not None
    return best


def solutions() -> Iterator[Case]:
    from solvers.objectives.modes import solve_in_stages

    yield Case(solution(), {"county": built().county})
    yield Case(solve_in_stages(problem(), {"travel": 0.1, "mismatch": 0.0}), {"problem": problem()})
    tight = Problem(problem().county, problem().policy.override({"rules.max_minutes": 1.0}))
    yield Case(solve(tight), {"county": tight.county})


def scores() -> Iterator[Case]:
    yield Case(solution().score, {})


def organisations() -> Iterator[Case]:
    own = Choice(what="name", value="江北防区", stations=plan().zones[1], reason="惯称")
    yield Case(organise(problem(), plan(), choices=[own]), {"county": built().county})


def staffings() -> Iterator[Case]:
    yield Case(staffing(built().county, plan()), {"county": built().county})
    yield Case(staffing(built().county), {"county": built().county})


def rooms() -> Iterator[Case]:
    county = built().county
    some = list(dict.fromkeys(village.station for village in county.bureau.villages))[:2]
    found = rooms_of(
        built(), read_policy("hengshan"), stations=[*some, *(c for c in county.codes if c not in some)][:4]
    )
    yield Case(found, {"county": county})


def responses() -> Iterator[Case]:
    units = [k % 3 for k in range(len(built().county))]
    yield Case(response(problem(), plan(), units=units, target_minutes=(7.5, 10, 15)), {"problem": problem()})


@cache
def outcome() -> tuple[Study, Outcome]:
    """A base and three scenarios: a few officers more, a station merged away, one that this county refuses."""
    first, last = built().county.codes[0], built().county.codes[-1]
    contents: list[dict[str, Any]] = [
        {"stations": {first: {"officers": "+2"}}},
        {"merge": [[last, first]]},
        {"close": ["X"]},
    ]
    scenarios = {f"s{k}": {"why": f"why {k}", **content} for k, content in enumerate(contents)}
    file = checked({"base": {"county": "sample:xunhua", "why": "今年"}, "scenarios": scenarios}, "study.toml")
    study = opened([file], lenient=True)
    return study, run(study)


def comparisons() -> Iterator[Case]:
    study, done = outcome()
    problems = {"base": study.base, **{name: one.problem for name, one in study.applied.items()}}
    yield Case(of_records(done.records), {"problems": problems})
    tight = Problem(problem().county, problem().policy.override({"rules.max_minutes": 1.0}))
    yield Case(compare([Situation("tight", tight)], [Candidate("best", plan())]), {"problems": {"tight": tight}})


def stresses() -> Iterator[Case]:
    yield Case(stress(problem(), plan(), replicates=6, seed=3), {"problem": problem()})
    tight = Problem(problem().county, problem().policy.override({"rules.max_minutes": 1.0}))
    yield Case(stress(tight, plan(), replicates=2), {"problem": tight})


def records() -> Iterator[Case]:
    study, done = outcome()
    yield from (Case(record, {"study": study}) for record in done.records)


def runs() -> Iterator[Case]:
    study, done = outcome()
    yield Case(replace(done, files=(Path("out") / "results.jsonl",)), {"study": study})


def answers() -> Iterator[Case]:
    plan_ = to_document(solution()) | {"overrides": []}
    yield Case(Answer("abc", plan_, 0.5), {"key": "abc"})


CASES: dict[str, Callable[[], Iterator[Case]]] = {
    "zoning.plan/1": solutions,
    "zoning.score/1": scores,
    "zoning.organisation/1": organisations,
    "zoning.staffing/1": staffings,
    "zoning.beats/1": rooms,
    "zoning.response/1": responses,
    "zoning.comparison/1": comparisons,
    "zoning.stress/1": stresses,
    "zoning.scenario/1": records,
    "zoning.scenarios/1": runs,
    "zoning.answer/1": answers,
}
"""By schema."""


@cache
def cases(schema: str) -> tuple[Case, ...]:
    return tuple(CASES[schema]())
