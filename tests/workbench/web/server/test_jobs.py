"""Jobs as a page begins, hears and stops them; the desk only pretends, and says what a real one says."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scenarios.store import StoreBusy, StoreFull
from tests.workbench.web.served import PATIENT, Served, ask, served
from workbench.web.service import jobs
from zoning.model.errors import mistake

DONE = {"event": "done", "result": {"content": None, "points": 7}, "files": {}}


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as one:
        yield one


def begun(server: Served, kind: str = "repair", **more: Any) -> str:
    return str(server.post("/api/plans/1/jobs", {"kind": kind, **more}, 202)["job"])


def test_a_job_gets_what_it_has_to_know(mine: Served) -> None:
    plan = mine.plan()
    job = begun(mine, "explain", base=1, station="630225100")
    (task,) = mine.desk.tasks
    assert (task.job, task.kind, task.county) == (job, "explain", plan["plan"]["county"]["digest"])
    assert task.content["zones"] == plan["zones"]
    assert task.request == {"station": "630225100"}
    assert task.policy["weights"]["travel"] == pytest.approx(0.17)
    entry = mine.get(f"/api/jobs/{job}")
    assert (entry["state"], entry["kind"], entry["plan"], entry["rev"]) == ("queued", "explain", 1, 1)
    assert mine.get("/api/plans/1/head")["jobs"] == 1
    assert [one["job"] for one in mine.get("/api/plans/1")["jobs"]] == [job]


def test_what_was_moved_since_the_last_optimum_is_held(mine: Served) -> None:
    plan = mine.plan()
    code = plan["zones"][0][3]
    one = mine.edit(plan, op="move", stations=[code], zone="new")
    two = mine.edit({**one, "plan": plan["plan"]}, op="move", stations=[plan["zones"][0][4]], zone=1)
    mine.edit({**two, "plan": plan["plan"]}, op="undo")
    begun(mine, "around")
    assert mine.desk.tasks[0].request["moved"] == [code]


@pytest.mark.parametrize(("kind", "held"), [("repair", 2), ("around", 1)])
def test_only_an_optimum_decides_everything_anew(mine: Served, kind: str, held: int) -> None:
    plan = mine.plan()
    first, second = plan["zones"][0][3:5]
    one = mine.edit(plan, op="move", stations=[first], zone="new")
    job = begun(mine, kind)
    offered = {"zones": mine.get("/api/plans/1")["zones"], "locks": plan["locks"], "policy": {}, "names": {}}
    mine.state.heard(job, {"event": "done", "result": {"content": offered}, "files": {}})
    taken = mine.edit({**one, "plan": plan["plan"]}, op="take", job=job)
    mine.edit({**taken, "plan": plan["plan"]}, op="move", stations=[second], zone=1)
    begun(mine, "around")
    assert mine.desk.tasks[-1].request["moved"] == [first, second][2 - held :]


def test_a_third_job_of_a_plan_is_refused_and_a_bound_is_not(mine: Served) -> None:
    mine.plan()
    first = begun(mine)
    begun(mine)
    assert mine.post("/api/plans/1/jobs", {"kind": "repair"}, 429)["error"] == "too_many_jobs"
    begun(mine, "bound")
    mine.state.heard(first, DONE)
    begun(mine)


def test_a_bound_is_sought_once_and_the_one_for_other_locks_ends(mine: Served) -> None:
    plan = mine.plan()
    job = begun(mine, "bound", base=1)
    assert begun(mine, "bound", base=1) == job
    mine.edit(plan, op="policy", set={"weights.travel": 0.9}, why="山区路远")
    later = begun(mine, "bound", base=2)
    assert later != job
    assert mine.desk.stopped == [job]
    assert mine.desk.tasks[0].request == {"locks": False}


def test_a_proof_is_kept_and_shown_in_the_gap_box(mine: Served) -> None:
    plan = mine.plan("drawn", groups=[["630225100"]])
    job = begun(mine, "bound")
    document = {"county": {"digest": plan["plan"]["county"]["digest"]}, "proof": {"reasons": []}}
    key = mine.state.known.key(*_content(mine), locks=False)
    result = {"key": key, "status": "optimal", "points": 9, "bound": 9, "seconds": 0.1, "document": document}
    mine.state.heard(job, {"event": "done", "result": result, "files": {}})
    box = mine.get("/api/plans/1/head")["gap_box"]
    assert box["bound"] == 9
    assert mine.get(f"/api/jobs/{job}")["result"] == {k: result[k] for k in result if k != "document"}
    kept = mine.state.store.answer(key)
    assert kept is not None
    assert kept.document == document
    assert mine.state.store.run(job).answer == key


def _content(server: Served) -> Any:
    from workbench.web.service.plans import view

    one = view(server.state, 1)
    return one.held, one.content


def test_an_offer_is_taken_and_only_on_its_plan(mine: Served) -> None:
    plan = mine.plan()
    mine.plan("drawn", groups=[])
    job = begun(mine, "around")
    offered = {**json.loads(json.dumps(_content(mine)[1].document()))}
    offered["zones"] = [plan["zones"][0][:4], plan["zones"][0][4:]]
    mine.state.heard(job, {"event": "done", "result": {"content": offered, "points": 1}, "files": {}})
    taken = mine.edit(plan, op="take", job=job)
    assert taken["labels"] == [0] * 4 + [1] * (len(plan["labels"]) - 4)
    assert taken["what"] == {"op": "take", "job": job}
    wrong = mine.client.post("/api/plans/2/edits", json={"key": "x", "base": 1, "op": "take", "job": job})
    assert (wrong.status_code, wrong.json()["error"]) == (409, "no_offer")


def test_the_optimum_becomes_the_second_revision_unless_somebody_was_first(mine: Served) -> None:
    for name, steps in (("one", 0), ("two", 1)):
        body = {"key": name, "county": mine.county(), "name": name, "start": "optimum"}
        plan = mine.post("/api/plans", body, 201)
        task = mine.desk.tasks[-1]
        assert (task.kind, task.request) == ("around", {"anew": True})
        for _ in range(steps):
            mine.edit(plan, op="note", why="先看看")
        zones = [[code for zone in plan["zones"] for code in zone]]
        content = {"zones": zones, "locks": {**plan["locks"]}, "policy": {}, "names": {}}
        mine.state.heard(task.job, {"event": "done", "result": {"content": content, "points": 1}, "files": {}})
        now = mine.get(f"/api/plans/{plan['plan']['id']}")
        assert (now["rev"], now["what"]["op"]) == ((2, "note") if steps else (2, "take"))
        assert steps or set(now["labels"]) == {0}


def test_a_stream_tells_progress_and_the_end(mine: Served) -> None:
    mine.plan()
    job = begun(mine)
    heard: list[str] = []

    def listen() -> None:
        with mine.client.stream("GET", f"/api/jobs/{job}/events") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["x-accel-buffering"] == "no"
            for line in answer.iter_lines():
                heard.append(line)
                if len(heard) == 2:
                    told.set()

    told = threading.Event()
    listener = threading.Thread(target=listen)
    listener.start()
    assert told.wait(PATIENT)
    progress = {"event": "progress", "stage": "growth", "seconds": 0.5, "points": 9, "bound": 8, "grown": 12}
    mine.state.heard(job, progress)
    assert mine.get(f"/api/jobs/{job}")["state"] == "running"
    assert mine.get(f"/api/jobs/{job}")["progress"]["grown"] == 12
    mine.state.heard(job, {"event": "failed", "says": "求解进程中断", "says_en": "the solving process broke off"})
    listener.join(PATIENT)
    assert not listener.is_alive()
    names = [line.removeprefix("event: ") for line in heard if line.startswith("event")]
    assert names == ["progress", "progress", "failed"]
    assert json.loads(heard[-2].removeprefix("data: "))["says"] == "求解进程中断"
    assert mine.get(f"/api/jobs/{job}")["state"] == "failed"
    assert mine.get(f"/api/jobs/{job}")["says_en"] == "the solving process broke off"


def test_a_stream_of_a_job_that_has_ended_says_so_and_ends(mine: Served) -> None:
    mine.plan()
    job = begun(mine)
    mine.state.heard(job, DONE)
    assert mine.client.get(f"/api/jobs/{job}/events").text.startswith("event: done\n")


def test_a_silent_stream_says_that_it_is_still_there(mine: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "COMMENT", 0.05)
    mine.plan()
    job = begun(mine)
    with mine.client.stream("GET", f"/api/jobs/{job}/events") as answer:
        assert ": still there" in (line for line in answer.iter_lines())
    assert mine.state.jobs._live[job].listeners == [] or _left(mine, job)


def _left(server: Served, job: str) -> bool:
    """Whether a page that went away is soon no listener any more."""
    import time

    for _ in range(int(PATIENT / 0.05)):
        if not server.state.jobs._live[job].listeners:
            return True
        time.sleep(0.05)
    return False


def test_a_job_is_stopped_and_one_that_has_ended_left_alone(mine: Served) -> None:
    mine.plan()
    job = begun(mine)
    assert mine.client.delete(f"/api/jobs/{job}").status_code == 204
    assert mine.desk.stopped == [job]
    mine.state.heard(job, {"event": "stopped"})
    assert mine.get(f"/api/jobs/{job}")["state"] == "stopped"
    assert mine.client.delete(f"/api/jobs/{job}").status_code == 204
    assert mine.desk.stopped == [job]
    assert mine.client.delete("/api/jobs/nobody").status_code == 404


def test_files_of_a_job_are_kept_for_a_day(mine: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.plan()
    job = begun(mine, "report", formats=["docx"])
    day = datetime.fromisoformat(mine.state.store.revision(1).at).astimezone().date().isoformat()
    assert mine.desk.tasks[0].request == {"formats": ["docx"], "language": "zh", "date": day}
    mine.state.heard(job, {"event": "done", "result": {}, "files": {"report.docx": b"PK-docx"}})
    (file,) = mine.get(f"/api/jobs/{job}")["files"]
    assert file == {"name": "report.docx", "url": f"api/jobs/{job}/report.docx"}
    answer = mine.client.get("/" + file["url"])
    assert answer.content == b"PK-docx"
    assert answer.headers["content-disposition"] == 'attachment; filename="report.docx"'
    assert mine.client.get(f"/api/jobs/{job}/report.pdf").status_code == 404
    assert mine.client.get(f"/api/jobs/{job}/..%2Fstore.db").status_code in (404, 422)

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Tomorrow":
            return cls.fromisoformat((datetime.now(tz) + timedelta(hours=25)).isoformat())

    monkeypatch.setattr(jobs, "datetime", Tomorrow)
    assert mine.client.get("/" + file["url"]).status_code == 404


def test_jobs_of_a_server_that_ended_are_lost(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.plan()
        job = begun(server)
    with served(tmp_path) as server:
        entry = server.get(f"/api/jobs/{job}")
        assert (entry["state"], entry["says"]) == ("lost", "服务中断，任务没有完成：请重试")
        assert server.get("/api/jobs")["jobs"][0]["job"] == job
        assert server.get("/api/plans/1/head")["jobs"] == 0


def test_a_new_plan_whose_server_ended_is_made_the_optimum_by_the_next(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        for name in ("one", "two"):
            body = {"key": name, "county": server.county(), "name": name, "start": "optimum"}
            plan = server.post("/api/plans", body, 201)
        server.edit(plan, op="note", why="已动手")
        left = server.state.store.runs()
    with served(tmp_path) as server:
        server.state.jobs.resume(left)
        (task,) = server.desk.tasks
        assert (task.kind, task.request) == ("around", {"anew": True})
        assert server.get("/api/plans/1/head")["jobs"] == 1
        assert server.get("/api/plans/2/head")["jobs"] == 0


def test_a_full_disk_keeps_nobody_from_looking(mine: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.plan()
    monkeypatch.setattr(mine.state.store, "record", full)
    mine.post("/api/session", {"token": mine.state.sessions.token}, 204)
    assert mine.client.get("/api/plans/1/plan.json").status_code == 200


def full(*_: Any, **__: Any) -> None:
    raise StoreFull(mistake("scenarios.store.full", table="/home/secret/store.db"))


def test_what_cannot_be_kept_has_failed_and_is_told(mine: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.plan()
    job = begun(mine)
    with monkeypatch.context() as patched:
        patched.setattr(mine.state.store, "put", full)
        patched.setattr(mine.state.store, "move_run", full)
        mine.state.heard(job, DONE)
        mine.state.jobs.beat()
        entry = mine.get(f"/api/jobs/{job}")
        assert (entry["state"], "磁盘已满" in entry["says"]) == ("failed", True)
        assert mine.get("/api/plans/1/head")["jobs"] == 0
        assert mine.client.get(f"/api/jobs/{job}/events").text.startswith("event: failed\n")
    assert mine.state.store.run(job).state == "queued"
    mine.state.jobs.beat()
    assert mine.state.store.run(job).state == "failed"


@pytest.mark.parametrize(("error", "status", "code"), [(StoreFull, 507, "full"), (StoreBusy, 503, "busy")])
def test_a_store_that_cannot_write_says_so_and_changes_nothing(
    mine: Served, monkeypatch: pytest.MonkeyPatch, error: Any, status: int, code: str
) -> None:
    plan = mine.plan()

    def broken(*_: Any, **__: Any) -> None:
        raise error(mistake("scenarios.store.full", table="/home/secret/store.db"))

    with monkeypatch.context() as patched:
        patched.setattr(mine.state.store, "append", broken)
        patched.setattr(mine.state.store, "begin_run", broken)
        step = {"key": "x", "base": 1, "op": "note", "why": "x"}
        for path, body in (("/api/plans/1/edits", step), ("/api/plans/1/jobs", {"kind": "repair"})):
            answer = mine.client.post(path, json=body)
            assert (answer.status_code, answer.json()["error"]) == (status, code)
            assert "secret" not in answer.text
    assert mine.edit(plan, op="note", why="x", key="x")["rev"] == 2


def test_a_job_that_the_desk_refuses_is_none_of_the_plan(mine: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.plan()
    with monkeypatch.context() as patched:
        patched.setattr(mine.desk, "submit", full)
        assert mine.post("/api/plans/1/jobs", {"kind": "repair"}, 507)["error"] == "full"
    assert mine.get("/api/plans/1/head")["jobs"] == 0
    assert mine.get("/api/jobs")["jobs"][0]["state"] == "failed"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "fly"},
        {"kind": "bound", "locks": "yes"},
        {"kind": "report", "formats": ["exe"]},
        {"kind": "report", "formats": []},
        {"kind": "report", "date": "2026-02-30"},
        {"kind": "report", "number": "5\n6"},
        {"kind": "stress", "replicates": 0},
        {"kind": "stress", "replicates": 2001},
        {"kind": "frontier", "between": ["travel"]},
        {"kind": "explain", "station": 1},
        {"kind": "around", "seconds": float("inf")},
    ],
)
def test_a_job_that_is_none_is_refused(server: Served, wrong: dict[str, Any]) -> None:
    server.plan()
    content = json.dumps(wrong)
    answer = server.client.post("/api/plans/1/jobs", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")


def test_jobs_of_plans_that_are_not_there_are_not_found(server: Served) -> None:
    assert server.client.post("/api/plans/99/jobs", json={"kind": "bound"}).status_code == 404
    server.plan()
    assert server.client.post("/api/plans/1/jobs", json={"kind": "bound", "base": 99}).status_code == 404
    assert server.client.get("/api/jobs/x").status_code == 404
    assert server.client.get("/api/jobs/x/events").status_code == 404
    assert ask("GET", f"{server.address}/api/jobs").status_code == 401
