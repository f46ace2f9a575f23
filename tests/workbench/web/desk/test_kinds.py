"""What the jobs say, done in this process, beside the functions that the command line calls."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from solvers.explain.explanation import explain_station
from solvers.solve import solve
from solvers.stop import Progress, Stop
from tests.workbench.web.desk.tasks import SHELF, Desktop, desktop
from workbench.given.sources import Layers
from workbench.report.chapters.summary import proposal
from workbench.report.issue import Issue
from workbench.report.material import Material, read_material
from workbench.report.renderers import FORMATS
from workbench.web.desk.jobs.solving import LARGE, LONG
from workbench.web.desk.kinds import KINDS
from workbench.web.desk.task import Event
from workbench.web.desk.work import Work
from workbench.web.editing.content import Content, Locks
from workbench.web.editing.gap import Bound, gap_box
from workbench.web.editing.problems import problem_of
from workbench.web.editing.repair import drafted
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.result.documents import from_document
from zoning.result.solution import Solution


@pytest.fixture(scope="module")
def desk() -> Desktop:
    """The sample with its best plan."""
    plain = desktop("xihe")
    best = solve(plain.problem).plan
    assert best is not None
    return replace(plain, content=Content.started(plain.problem, best))


def test_a_bound_is_the_solvers_and_its_document_is_believed_by_nobody(desk: Desktop) -> None:
    found, own = desk.result("bound"), solve(desk.problem)
    assert (found["status"], found["points"], found["bound"]) == ("optimal", own.proof.bound, own.proof.bound)
    answer: Solution = from_document(json.loads(json.dumps(found["document"])), county=desk.county)
    assert answer.plan == own.plan
    box = gap_box(found["points"], 0, Bound("optimal", found["bound"]), Bound("optimal", found["bound"]))
    assert (box["state"], box["still"], box["price_of_locks"]) == ("proved", 0, 0)


def test_around_an_edit_is_what_the_command_line_finds_with_the_same_pins(
    desk: Desktop, zoning: Callable[..., Any]
) -> None:
    codes, county = desk.content.zones[1], desk.county
    border = next(code for code in codes if leaves(desk, code))
    to = next(z for z in leaves(desk, border))
    edited = replace(
        desk.content,
        zones=tuple(
            tuple(c for c in (*zone, *([border] if z == to else [])) if c != border or z == to)
            for z, zone in enumerate(desk.content.zones)
        ),
        locks=Locks(
            stations=(desk.content.zones[3][0],), apart=((desk.content.zones[1][0], desk.content.zones[2][0]),)
        ),
    )
    found = desk.result("around", edited, moved=[border], free_bound=1000)
    pins = problem_of(county, desk.policy, edited, locks=True, moved=[border]).policy.pins
    words = [word for name in ("together", "apart") for group in getattr(pins, name)
             for word in (f"--{name}", ",".join(group))]  # fmt: skip
    said = zoning("solve", "sample:xihe", *words, "--json").json
    assert (found["points"], found["bound"]) == (said["points"], said["proof"]["bound"])
    offer = found["content"]["zones"]
    assert Plan.of(zone for zone in offer if zone) == Plan.of(zone["stations"] for zone in said["zones"])
    assert border in offer[to], "the station stays where it was put"
    assert desk.content.zones[3][0] in offer[3]
    moved = {move["station"]: (move["from"], move["to"]) for move in found["moves"]}
    where = {code: z for z, zone in enumerate(offer) for code in zone}
    assert moved == {code: (z, where[code]) for code, z in edited.slot.items() if where[code] != z}
    assert found["price_of_locks"] == found["bound"] - 1000
    assert found["content"]["locks"] == edited.document()["locks"]


def leaves(desk: Desktop, code: str) -> list[int]:
    """Other zones, none of them alone, that a station borders on."""
    county, slot = desk.county, desk.content.slot
    beside = {slot[county.codes[row]] for row in county.neighbours[county.index[code]]} - {slot[code]}
    return sorted(z for z in beside if len(desk.content.zones[z]) > 1)


def test_a_plan_begun_anew_is_numbered_from_zero(desk: Desktop) -> None:
    each = Content(tuple((code,) for code in desk.county.codes))
    found = desk.result("around", each, anew=True)
    assert found["content"] == desk.content.document()


def test_locks_that_no_plan_keeps_come_back_with_reasons(desk: Desktop) -> None:
    seat = desk.content.zones[0][0]
    clash = replace(desk.content, locks=Locks(together=((desk.content.zones[1][0], seat),)))
    for kind in ("bound", "around"):
        found = desk.result(kind, clash, locks=True)
        assert found["status"] == "infeasible"
        assert all(reason["says"] != reason["says_en"] for reason in found["reasons"])
        assert found["reasons"]


def test_prices_of_a_station_are_those_of_explain_by_slot(desk: Desktop) -> None:
    station = next(code for code in desk.content.zones[1] if leaves(desk, code))
    emptied = replace(desk.content, zones=((), *desk.content.zones))  # slots differ from the order of the plan
    told = explain_station(desk.problem, desk.content.plan, station)
    choices = desk.result("explain", emptied, station=station)["choices"]
    assert [choice["to"] for choice in choices] == [move.zone + 1 for move in told.moves]
    assert [choice["best"] for choice in choices] == [move.price and move.price.points for move in told.moves]
    for choice, move in zip(choices, told.moves, strict=True):
        assert (choice["as_is"] is None) == bool(choice["broken"]) == bool(move.violations)
    assert desk.done("explain", station="nobody")["mistakes"][0]["value"] == "nobody"


def test_a_price_is_not_laid_at_rules_that_were_broken_before(desk: Desktop) -> None:
    station = next(code for code in desk.content.zones[1] if leaves(desk, code))
    sound = {choice["to"]: choice for choice in desk.result("explain", station=station)["choices"]}
    strict = replace(desk.content, policy={"zones.max": len(desk.content.zones) - 1})  # one zone too many, wherever
    for choice in desk.result("explain", strict, station=station)["choices"]:
        expected = sound[choice["to"]]
        assert (choice["as_is"], choice["broken"]) == (expected["as_is"], expected["broken"])
        assert choice["heals"] == []
    loose = next(code for code in desk.content.zones[1] if leaves(desk, code))
    zones = [[code for code in zone if code != loose] for zone in desk.content.zones]
    zones[0].append(loose)  # the seat has to stand alone
    back = desk.result("explain", Content(tuple(map(tuple, zones))), station=loose)["choices"]
    healing = next(choice for choice in back if choice["to"] == 1)
    assert healing["broken"] == []
    assert healing["as_is"] is not None
    assert len(healing["heals"]) >= 1


def test_a_broken_plan_is_put_right(desk: Desktop) -> None:
    loose = next(code for code in desk.content.zones[1] if leaves(desk, code))
    zones = [[c for c in zone if c != loose] for zone in desk.content.zones]
    zones[0].append(loose)  # the seat has to stand alone
    found = desk.result("repair", Content(tuple(tuple(zone) for zone in zones)))
    assert found["fewest"]
    assert [move["station"] for move in found["moves"]] == [loose]
    assert found["points"] == score(desk.problem, Plan.of(found["content"]["zones"])).points


def test_studies_give_the_documents_of_the_command_line(desk: Desktop, zoning: Callable[..., Any]) -> None:
    found = desktop("xunhua").result("frontier", between=["travel", "mismatch"])
    said = zoning("frontier", "sample:xunhua", "--between", "travel,mismatch", "--json").json["frontiers"][0]
    assert found["document"]["plans"] == said["plans"]
    assert [content["zones"] for content in found["contents"]] == [plan["zones"] for plan in said["plans"]]
    assert desk.done("frontier", between=["travel", "speed"])["event"] == "failed"
    assert desk.result("stress", replicates=3)["document"]["replicates"] == 3
    assert desk.done("stress", replicates=0)["event"] == desk.done("stress", replicates="x")["event"] == "failed"


def test_scenarios_are_the_librarys_or_a_text_that_names_no_file(desk: Desktop) -> None:
    own = '[scenarios.fewer]\nwhy = "three zones"\nset = {"zones.max" = 3}\n'
    found = desk.result("scenarios", files=["keep-today"], toml=own)["document"]["scenarios"]
    assert found[0]["name"] == "base"
    fewer = next(one for one in found if one["name"] == "fewer")
    assert len(fewer["plan"]["zones"]) <= 3
    for request in ({"files": ["/etc/passwd"]}, {}, {"toml": "x"}):
        assert desk.done("scenarios", **request)["event"] == "failed"
    for table in ('incidents_table = "/etc/passwd"', 'travel = {table = "/etc/passwd"}'):
        failed = desk.done("scenarios", toml=f'[scenarios.a]\nwhy = "x"\n{table}\n')
        assert failed["mistakes"][0]["says_en"].startswith("a scenario here cannot name a file")


def test_a_report_states_the_proof_of_an_answer_to_the_same_problem_only(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[Material] = []

    def build(material: Material) -> SimpleNamespace:
        made.append(material)
        return SimpleNamespace(lost=())

    monkeypatch.setattr("workbench.web.desk.jobs.printing.build", build)
    monkeypatch.setitem(FORMATS, "html", lambda _, __: b"<html>")
    answer = desk.result("bound")["document"]
    issued = {"unit": "某县公安局", "date": "2026-11-30", "secrecy": "内部", "number": "某公〔2026〕5号"}
    last = desk.done("report", formats=["html"], language="en", answer=answer, **issued)
    assert (last["result"]["proved"], last["files"]) == (True, {"report.html": b"<html>"})
    other = replace(desk.content, policy={"zones.max": 4})
    assert not desk.result("report", other, formats=["html"], answer=answer)["proved"]
    assert [(one.language, one.solution.proof.status) for one in made] == [("en", "optimal"), ("zh", "feasible")]
    assert made[1].solution.proof.bound is None
    assert [one.issue for one in made] == [Issue(**issued), Issue()]
    for name in ("plan.json", "county.gpkg"):
        (tmp_path / name).write_bytes(desk.done("files", other)["files"][name])
    read = read_material(tmp_path, None, Layers(), "zh")
    assert read.wants_draft
    read = replace(read, draft=drafted(read.problem, read.judged.plan))
    assert [proposal(one) for one in made[1:]] == [proposal(read)], "as zoning report says of its file"
    assert "手工划分的方案" in proposal(read)
    for request in ({"formats": ["exe"]}, {"formats": []}, {"language": "fr"}):
        assert desk.done("report", **request)["event"] == "failed"


def test_the_files_of_a_plan_are_those_of_solve(desk: Desktop) -> None:
    last = desk.done("files", answer=desk.result("bound")["document"])
    assert set(last["files"]) >= {"plan.json", "plan.xlsx", "plan.gpkg", "map.svg", "county.gpkg"}
    plan: Solution = from_document(json.loads(last["files"]["plan.json"]), county=desk.county)
    assert plan.proof.status == "optimal"


def test_contents_from_outside_are_checked(desk: Desktop) -> None:
    assert desk.done("around", Content(desk.content.zones[:2]))["event"] == "failed"
    assert desk.done("around", replace(desk.content, policy={"zones.max": -1}))["event"] == "failed"


def test_every_kind_is_there() -> None:
    wanted = {"bound", "around", "repair", "explain", "frontier", "scenarios", "stress", "report", "check"}
    assert wanted <= set(KINDS)
    assert LARGE < LONG


def test_progress_is_told_ten_times_a_second_at_the_most(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Event] = []
    work = Work(desk.task("bound"), SHELF, Stop(), events.append)
    now = [1000.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    for k in range(33):
        now[0] = 1000 + k / 64
        work.progress(Progress("growth", 4, 7, 100, 90, k / 64))
    assert [event["seconds"] for event in events] == [round(k / 64, 3) for k in (0, 7, 14, 21, 28)]
    told = {key: value for key, value in events[0].items() if key != "seconds"}
    assert told == {"event": "progress", "stage": "growth", "points": 100, "bound": 90, "grown": 7}
