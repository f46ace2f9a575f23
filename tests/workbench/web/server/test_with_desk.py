"""The server with a real desk: the optimum of a new plan, bounds, files with their proof, uploads, a process killed."""

import io
import os
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from geodata.county.build import Built
from geodata.samples import folder
from solvers.proof.verify import verify
from solvers.solve import solve
from tests.workbench.web.served import Served, served
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.plan_file import plan_file

LONG = 90.0
HAIDONG = read_policy("haidong")


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("working"), slots=1) as one:
        yield one


def until(server: Served, path: str, holds: Callable[[Any], bool]) -> Any:
    """The JSON of a page once something holds of it."""
    end = time.monotonic() + LONG
    while not holds(found := server.get(path)):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def done(server: Served, job: str) -> Any:
    return until(server, f"/api/jobs/{job}", lambda entry: entry["state"] not in ("queued", "running"))


@pytest.fixture(scope="module")
def optimum(working: Served) -> Any:
    """A plan from the optimum, once that is there and proved."""
    plan = working.plan("optimum")["plan"]["id"]
    until(working, f"/api/plans/{plan}/head", lambda head: head["rev"] == 2)
    job = working.post(f"/api/plans/{plan}/jobs", {"kind": "bound"}, 202)["job"]
    assert done(working, job)["state"] == "done"
    return working.get(f"/api/plans/{plan}")


def test_a_plan_from_the_optimum_is_the_optimum_and_its_bound_that_of_a_fresh_solve(
    optimum: Any, built: Callable[[str], Built]
) -> None:
    best = solve(Problem(built("xunhua").county, HAIDONG))
    assert best.score is not None
    assert optimum["score"]["points"] == best.score.points
    box = optimum["score"]["gap_box"]
    assert (box["state"], box["bound"], box["locked_bound"], box["still"]) == (
        "proved",
        best.proof.bound,
        best.proof.bound,
        0,
    )
    assert set(optimum["labels"]) == set(range(len(best.score.zones))), "zones are numbered anew"
    assert (optimum["rev"], optimum["what"]["op"], optimum["undo_to"]) == (2, "take", 1)


def test_the_plan_file_carries_its_proof(working: Served, optimum: Any, built: Callable[[str], Built]) -> None:
    claim = plan_file(working.client.get(f"/api/plans/{optimum['plan']['id']}/plan.json").json(), "plan.json")
    assert claim.document.proof.status == "optimal"
    found = verify(claim.problem(built("xunhua").county), claim)
    assert found.proved
    assert not found.mistakes


def test_an_edited_plan_has_the_gap_to_the_bound_and_states_it(working: Served, optimum: Any) -> None:
    loads = {zone["slot"]: zone for zone in optimum["score"]["zones"]}
    for code, slot in ((c, s) for s, zone in enumerate(optimum["zones"]) for c in zone if not loads[s]["alone"]):
        for other in loads:
            body = {"key": f"{code}-{other}", "base": optimum["rev"], "op": "move", "stations": [code], "zone": other}
            if other == slot or loads[other]["alone"]:
                continue
            tried = working.post(f"/api/plans/{optimum['plan']['id']}/edits", body)
            optimum["rev"] = tried["rev"]
            if not tried["score"]["broken"]:
                box, points = tried["score"]["gap_box"], tried["score"]["points"]
                assert box["bound"] == optimum["score"]["points"]
                assert tried["score"]["gap"] == pytest.approx((points - box["bound"]) / points)
                return
            assert tried["score"]["gap"] is None, "a plan that breaks a rule has no gap"
            back = {"key": f"back-{code}-{other}", "base": tried["rev"], "op": "undo"}
            optimum["rev"] = working.post(f"/api/plans/{optimum['plan']['id']}/edits", back)["rev"]


def test_a_package_is_written_in_the_desk(working: Served, optimum: Any) -> None:
    package = working.client.get(f"/api/plans/{optimum['plan']['id']}/plan.gpkg")
    assert package.status_code == 200, package.text
    assert package.content.startswith(b"SQLite format 3")


def test_an_upload_is_checked_and_its_mistakes_are_placed(working: Served) -> None:
    def zipped(change: Callable[[str, str], str]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            for path in sorted(folder("xunhua").iterdir()):
                made.writestr(path.name, change(path.name, path.read_text(encoding="utf-8")))
        return stream.getvalue()

    def upload(content: bytes) -> httpx.Response:
        parts = {"file": ("县.zip", content)}
        return working.client.post("/api/counties", files=parts, headers={"x-zoning": "1"})

    def wrong(name: str, text: str) -> str:
        return text.replace(",102.48", ",一百零二", 1) if name == "stations.csv" else text

    refused = upload(zipped(wrong))
    assert refused.status_code == 422, refused.text
    assert refused.json()["mistakes"][0]["where"].startswith("stations.csv 第 2 行")
    right = upload(zipped(lambda _, text: text.replace("循化撒拉族自治县", "另一县")))
    assert right.status_code == 201, right.text
    names = {row["name"]: row["source"] for row in working.get("/api/counties")["counties"]}
    assert names["另一县"] == "县.zip"


def test_a_killed_process_fails_its_job_and_the_next_one_works(working: Served, optimum: Any) -> None:
    plan = optimum["plan"]["id"]
    before = working.get(f"/api/plans/{plan}/head")["rev"]
    job = working.post(f"/api/plans/{plan}/jobs", {"kind": "stress", "replicates": 2000}, 202)["job"]
    until(working, f"/api/jobs/{job}", lambda entry: entry["state"] == "running")
    assert working.state.desk is not None
    process = working.state.desk._slots[0].process
    assert process is not None
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    failed = done(working, job)
    assert failed["state"] == "failed"
    assert "中断" in failed["says"]
    again = working.post(f"/api/plans/{plan}/jobs", {"kind": "around", "base": 2}, 202)["job"]
    assert done(working, again)["state"] == "done"
    assert working.get(f"/api/plans/{plan}/head")["rev"] == before
