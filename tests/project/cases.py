"""Results of every kind on real counties, each with what its document needs to be read again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import geodata
from geodata.county.build import Built
from geodata.county.summary import summary
from scenarios.chance.stress import stress
from scenarios.compare.compare import Candidate, compare
from scenarios.compare.compare import Case as Situation
from scenarios.runs.comparison import of_records
from scenarios.runs.run import Outcome, run
from scenarios.runs.worker import Answer
from scenarios.spec.reading import checked
from scenarios.store import Info, Moved, Verified
from scenarios.whatif.study import Study, opened
from solvers.explain.explanation import explain_plan, explain_station
from solvers.objectives.staircase import most_even, staircase
from solvers.objectives.tradeoff import Frontier, Frontiers, trade_off
from solvers.proof.verify import Verification, verify
from solvers.solve import solve
from solvers.stop import Stop
from systems.deployment.evaluation import Period, Side, evaluate
from systems.deployment.mexclp import Fleet
from systems.deployment.report import deployment_report
from systems.deployment.standing import Standing, standing_today
from systems.organisation.organise import organise
from systems.organisation.records import Choice
from systems.posts.report import posts_report
from systems.response.response import response
from systems.rooms.rooms import rooms_of
from systems.series.forecasting import forecast
from systems.staffing.staffing import staffing
from tests.geodata.calls.example import CALL_COUNTS
from tests.scenarios.batch.drawn import batch
from tests.systems.density.drawn import densities
from tests.systems.rosters.drawn import small_report
from workbench.commands.check import RefusedCounty
from workbench.commands.completion import Completion
from workbench.commands.export import CountyName, Exported
from workbench.commands.report import Reported
from workbench.commands.sample import Copied, Sample, Samples
from workbench.commands.scenarios import Library, LibraryFile, Named
from workbench.commands.serve import Started
from workbench.commands.template import Template
from workbench.given.ledger import Everything, StepDone
from workbench.web.editing.repair import drafted
from zoning.judge.score import score
from zoning.judge.slices import Slices
from zoning.model.errors import mistake
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Override, Problem
from zoning.result.documents import to_document
from zoning.result.judgement import Judgement
from zoning.result.mistakes import Mistakes
from zoning.result.solution import Solution
from zoning.texts import Message


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
    return solve(problem(), gap=0.2)


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


def judgements() -> Iterator[Case]:
    yield Case(Judgement(problem(), score(problem(), plan()), same_county=True), {"problem": problem()})


def drafts() -> Iterator[Case]:
    apart = Plan.of([built().county.codes[:4], built().county.codes[4:]])
    for one in (plan(), apart):
        yield Case(drafted(problem(), one), {"problem": problem()})


def verifications() -> Iterator[Case]:
    yield Case(verify(problem(), solution()), {})
    yield Case(Verification((mistake("zoning.value.missing", table="plan.json", column="points"),), False, 0.5), {})
    broken = score(problem(), Plan.of([built().county.codes])).violations
    yield Case(Verification((), True, 0.25, broken, "minimax", 2), {})


def move_prices() -> Iterator[Case]:
    county, labels = built().county, plan().labels(built().county.codes)
    beside = (county.adjacent & (labels[:, None] != labels)).any(axis=1)
    for station in (code for zone in plan().zones if len(zone) > 2 for code in zone if beside[county.index[code]]):
        yield Case(explain_station(problem(), plan(), station), {"problem": problem()})


def plan_prices() -> Iterator[Case]:
    yield Case(explain_plan(problem(), plan(), mode="minimax"), {"problem": problem()})
    yield Case(explain_plan(problem(), plan(), stop=Stop(asked=lambda: True)), {"problem": problem()})


@cache
def frontier() -> Frontier:
    return trade_off(problem(), ("mismatch", "travel"))


def frontiers() -> Iterator[Case]:
    yield Case(frontier(), {"problem": problem()})
    limited = replace(frontier(), complete=False, step=5000, limit=Message("solvers.frontier.too_many"))
    yield Case(limited, {"problem": problem()})


def several() -> Iterator[Case]:
    yield Case(Frontiers((frontier(), trade_off(problem(), ("travel", "mix_loss")))), {"problem": problem()})


def stairs() -> Iterator[Case]:
    yield Case(staircase(problem()), {"problem": problem()})
    yield Case(most_even(solution(), stop=Stop(states=0)), {"problem": problem()})


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
    yield Case(response(problem(), plan(), units=units, target_minutes=(7.5, 10, 15), calls=20), {"problem": problem()})
    yield Case(response(problem(), plan(), calls=20), {"problem": problem()})


@cache
def outcome() -> tuple[Study, Outcome]:
    """A base and four: more officers and what that does to the norms, no posts, a station merged, one refused."""
    first, last = built().county.codes[0], built().county.codes[-1]
    contents: list[dict[str, Any]] = [
        {"stations": {first: {"officers": "+2"}}, "ask": ["staffing"]},
        {"posts": {post.code: "none" for post in built().county.bureau.posts}, "ask": ["posts"]},
        {"merge": [[last, first]]},
        {"close": ["X"]},
    ]
    scenarios = {f"s{k}": {"why": f"why {k}", **content} for k, content in enumerate(contents)}
    file = checked({"base": {"county": "sample:xunhua", "why": "今年"}, "scenarios": scenarios}, "study.toml")
    study = opened([file], lenient=True)
    return study, run(study)


def posts() -> Iterator[Case]:
    county = built().county
    yield Case(posts_report(county, new=2), {"county": county})
    few = replace(county, bureau=county.bureau.model_copy(update={"posts": county.bureau.posts[:2]}))
    yield Case(posts_report(few), {"county": few})
    bare = replace(county, bureau=county.bureau.model_copy(update={"posts": (), "units": ()}))
    yield Case(posts_report(bare, new=1), {"county": bare})


def evaluations() -> Iterator[Case]:
    """One of months beside a station, one without incidents in the later period."""
    county = built().county
    standing, counts = standing_today(county), county.counts[:, :, None]
    first = Side(Period("2023", 1.0), Slices(("2023",), counts * 0.9))
    none = Side(Period("2024", 0.5), Slices(("2024",), counts * 0))
    yield Case(evaluate(county, standing, first, none), {"county": county})
    halves = ("2024-01", "2024-02")
    later = Side(Period("2024", 0.5, halves), Slices(halves, counts * [0.3, 0.5]))
    yield Case(evaluate(county, standing, first, later, county.codes[:1]), {"county": county})


def forecasts() -> Iterator[Case]:
    """Two months after the periods of the sample."""
    county = built().county
    yield Case(forecast(county, 2), {"county": county})


def deployments() -> Iterator[Case]:
    county = built().county
    standing = Standing(plan(), tuple(f"防区{z}" for z in range(len(plan().zones))))
    yield Case(
        deployment_report(county, standing, Fleet(units=12), persons={"特警": 12, "巡警": 8}), {"county": county}
    )
    yield Case(deployment_report(county, standing_today(county), Fleet(units=20, most=4)), {"county": county})


def comparisons() -> Iterator[Case]:
    study, done = outcome()
    problems = {"base": study.base, **{name: one.problem for name, one in study.applied.items()}}
    yield Case(of_records(done.records), {"problems": problems})
    tight = Problem(problem().county, problem().policy.override({"rules.max_minutes": 1.0}))
    plans = [
        Candidate("best", plan(), offices=problem().county.codes[:1], names={"北片": plan().zones[0]}),
        Candidate("today", plan(), today=True),
    ]
    yield Case(compare([Situation("tight", tight)], plans), {"problems": {"tight": tight}})


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


def mistakes() -> Iterator[Case]:
    places = (
        mistake("zoning.value.missing", table="a.csv", row=3, column="b", value="x"),
        mistake("zoning.files.no_zones"),
    )
    yield Case(Mistakes((replace(places[0], cell="B3"), places[1])), {})
    yield Case(Mistakes(()), {})


def counties() -> Iterator[Case]:
    yield Case(summary(built(), ["一句话"]), {})


def said() -> Iterator[Case]:
    yield Case(RefusedCounty((mistake("zoning.files.no_zones"),), "县-校验.xlsx", ("读作数",)), {})
    yield Case(RefusedCounty((), None, ()), {})


def small(*results: Any) -> Callable[[], Iterator[Case]]:
    """Cases of records that say what a command did."""
    return lambda: (Case(result, {}) for result in results)


FOLDER = Path("out") / "county"
CASES: dict[str, Callable[[], Iterator[Case]]] = {
    "zoning.plan/1": solutions,
    "zoning.score/1": scores,
    "zoning.judgement/1": judgements,
    "zoning.draft/1": drafts,
    "zoning.verification/1": verifications,
    "zoning.move_prices/1": move_prices,
    "zoning.plan_prices/1": plan_prices,
    "zoning.frontier/1": frontiers,
    "zoning.frontiers/1": several,
    "zoning.staircase/1": stairs,
    "zoning.organisation/1": organisations,
    "zoning.staffing/1": staffings,
    "zoning.beats/1": rooms,
    "zoning.response/1": responses,
    "zoning.posts/1": posts,
    "zoning.rosters/1": lambda: iter([Case(small_report(built()), {"county": built().county})]),
    "zoning.deploy/1": deployments,
    "zoning.evaluate/1": evaluations,
    "zoning.density/1": lambda: (Case(one, {}) for one in densities(built().county)),
    "zoning.forecast/1": forecasts,
    "zoning.comparison/1": comparisons,
    "zoning.stress/1": stresses,
    "zoning.scenario/1": records,
    "zoning.scenarios/1": runs,
    "zoning.answer/1": answers,
    "zoning.batch/1": small(batch()),
    "zoning.store/1": small(
        Info("store.db", "0001", 86_016, {"plan": 2}, "serve vm:12", "2026-11-30T02:48:59.418Z"),
        Info("store.db", "0001", 86_016, {"plan": 2}, None, None),
    ),
    "zoning.store_verification/1": small(
        Verified("store.db", {"blob": 4}),
        Verified("store.db", {"blob": 4}, *[(mistake("scenarios.store.chain_broken", value="1@3"),)] * 3),
    ),
    "zoning.store_work/1": small(
        Moved("store.db", "export", "out", {"plan": 1}, (mistake("scenarios.store.blob_changed", value="ab"),)),
    ),
    "zoning.mistakes/1": mistakes,
    "zoning.county/1": counties,
    "zoning.count/1": small(
        *CALL_COUNTS,
    ),
    "zoning.refused_county/1": said,
    "zoning.samples/1": small(Samples((Sample("xunhua", "循化"),))),
    "zoning.sample/1": small(Copied("xunhua", FOLDER, ("county.toml",))),
    "zoning.template/1": small(Template(FOLDER / "县.xlsx", None), Template(FOLDER, "sample:xunhua")),
    "zoning.export/1": small(Exported(CountyName("1", "县", "sha256:0"), FOLDER, {"stations": 9}, {}, ("未写",))),
    "zoning.report/1": small(Reported(FOLDER, ("report.pdf",), ())),
    "zoning.all/1": small(Everything(FOLDER, (StepDone("solve", "kept", ("plan.json",)),))),
    "zoning.serving/1": small(Started("http://127.0.0.1:8765/", "http://127.0.0.1:8765/enter#a", "store.db")),
    "zoning.library/1": small(Library((LibraryFile("traffic+30", (Named("a", "b"),)),))),
    "zoning.completion/1": small(Completion("bash", "complete")),
}
"""By schema."""


@cache
def cases(schema: str) -> tuple[Case, ...]:
    return tuple(CASES[schema]())
