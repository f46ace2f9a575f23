"""Plans and steps on them, as a page asks for them."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from geodata.county.build import Built
from tests.workbench.web.served import PATIENT, Served, served
from workbench.web.session import EDITS
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem


@pytest.fixture
def mine(tmp_path: Path) -> Any:
    with served(tmp_path) as one:
        yield one


def codes(server: Served, plan: Any) -> list[str]:
    found: list[str] = server.get(f"/api/counties/{plan['plan']['county']['digest']}/shapes")["codes"]
    return found


@pytest.fixture
def second(mine: Served) -> Iterator[Served]:
    """A second person, with a session of his own on the same server."""
    name = mine.state.sessions.enter(mine.state.sessions.token)
    session = mine.state.sessions.find(name)
    assert session is not None
    with mine.state.store._write() as connection:  # a server of one computer has one person: here is another
        connection.execute(text("INSERT INTO person (name, role, disabled, at) VALUES ('李四', 'planner', 0, 'x')"))
        session.person = connection.execute(text("SELECT id FROM person WHERE name = '李四'")).scalar_one()
    session.name = "李四"
    with httpx.Client(base_url=mine.address, cookies={mine.state.door.cookie: name}, timeout=PATIENT) as client:
        yield Served(mine.state, mine.address, client, mine.desk)


def test_a_plan_is_worth_what_the_judge_says(mine: Served, built: Callable[[str], Built]) -> None:
    county = built("xunhua").county
    groups = [county.codes[:4], county.codes[4:7], county.codes[7:]]
    plan = mine.plan("drawn", groups=[list(group) for group in groups])
    judged = score(Problem(county, read_policy("haidong")), Plan.of(groups))
    assert plan["score"]["points"] == judged.points
    assert plan["score"]["measures"] == pytest.approx(judged.measures)
    assert len(plan["score"]["broken"]) == len(judged.violations)
    assert plan["labels"] == [0] * 4 + [1] * 3 + [2] * (len(county) - 7)
    assert [zone["points"] for zone in plan["score"]["zones"]] == [zone.points for zone in judged.zones]


def test_a_step_becomes_a_revision_and_is_judged(mine: Served, built: Callable[[str], Built]) -> None:
    plan = mine.plan()
    code = codes(mine, plan)[2]
    done = mine.edit(plan, op="move", stations=[code], zone="new", why="山路冬季不通")
    assert (done["rev"], done["undo_to"], done["redo_to"], done["why"]) == (2, 1, None, "山路冬季不通")
    assert done["labels"][2] == 1
    county = built("xunhua").county
    rest = [one for one in county.codes if one != code]
    points = score(Problem(county, read_policy("haidong")), Plan.of([rest, [code]])).points
    assert done["score"]["points"] == points
    assert done["score"]["delta"]["before"] == points - plan["score"]["points"]
    assert mine.get("/api/plans/1")["score"] == done["score"]
    assert mine.get("/api/plans")["plans"][0]["points"] == points


def test_a_step_sent_again_is_the_same_revision(mine: Served) -> None:
    plan = mine.plan()
    code = codes(mine, plan)[2]
    first = mine.edit(plan, op="move", stations=[code], zone="new", key="again")
    mine.edit({**first, "plan": plan["plan"]}, op="note", why="其后")
    assert mine.edit(plan, op="move", stations=[code], zone="new", key="again") == first
    assert mine.get("/api/plans/1/head")["rev"] == 3


def test_a_plan_begun_again_with_the_same_key_is_the_same_plan(mine: Served) -> None:
    assert mine.plan()["plan"] == mine.plan()["plan"]
    assert len(mine.get("/api/plans")["plans"]) == 1


def test_twenty_steps_and_twenty_times_back_are_the_first_plan(mine: Served) -> None:
    plan = first = mine.plan()
    known = codes(mine, plan)
    head = plan["plan"]
    for k in range(20):
        if k % 5 == 4:
            plan = mine.edit({**plan, "plan": head}, op="lock", stations=[known[0]], key=f"s{k}")
        else:
            zone = "new" if k < 2 else (k % 2) + 1
            plan = mine.edit({**plan, "plan": head}, op="move", stations=[known[1 + k % 5]], zone=zone, key=f"s{k}")
    last = plan
    for k in range(20):
        plan = mine.edit({**plan, "plan": head}, op="undo", key=f"u{k}")
    same = ("labels", "locks")
    assert {key: plan[key] for key in same} == {key: first[key] for key in same}
    assert plan["score"]["points"] == first["score"]["points"]
    assert mine.edit({**plan, "plan": head}, 422, op="undo", key="none")["error"] == "invalid"
    for k in range(20):
        plan = mine.edit({**plan, "plan": head}, op="redo", key=f"r{k}")
    assert {key: plan[key] for key in same} == {key: last[key] for key in same}
    assert mine.edit({**plan, "plan": head}, 422, op="redo", key="no more")["error"] == "invalid"
    history = mine.get("/api/plans/1/history")
    assert [line["rev"] for line in history["revisions"]] == list(range(61, 0, -1))
    assert not any(line["undone"] for line in history["revisions"])


def test_what_was_undone_and_left_is_told_in_the_history(mine: Served) -> None:
    plan = mine.plan()
    head, known = plan["plan"], codes(mine, plan)
    one = mine.edit(plan, op="move", stations=[known[1]], zone="new")
    back = mine.edit({**one, "plan": head}, op="undo")
    mine.edit({**back, "plan": head}, op="move", stations=[known[2]], zone="new")
    lines = {line["rev"]: line["undone"] for line in mine.get("/api/plans/1/history")["revisions"]}
    assert lines == {4: False, 3: False, 2: True, 1: False}


def test_who_comes_second_is_told_who_was_first_and_whether_the_step_still_fits(mine: Served, second: Served) -> None:
    plan = mine.plan()
    known = codes(mine, plan)
    second.edit(plan, op="lock", stations=[known[3]])
    far = mine.edit(plan, 409, op="move", stations=[known[1]], zone="new")
    assert (far["error"], far["head"], far["by"]) == ("conflict", 2, "李四")
    assert far["what"] == {"op": "lock", "stations": [known[3]]}
    assert far["again"] is True
    near = mine.edit(plan, 409, op="move", stations=[known[3]], zone="new")
    assert near["again"] is False
    assert mine.get("/api/plans/1/head")["rev"] == 2


def test_fifty_hands_on_one_plan_lose_nothing(mine: Served) -> None:
    plan = mine.plan()
    known = codes(mine, plan)

    def hand(k: int) -> int:
        step = {"key": f"hand{k}", "base": 1, "op": "move", "stations": [known[1 + k % 8]], "zone": "new"}
        return mine.client.post("/api/plans/1/edits", json=step).status_code

    with ThreadPoolExecutor(12) as hands:
        answers = list(hands.map(hand, range(50)))
    assert sorted(set(answers)) == [200, 409]
    assert answers.count(200) == 1
    assert mine.get("/api/plans/1/head")["rev"] == 2


def test_another_persons_step_is_undone_only_when_that_is_meant(mine: Served, second: Served) -> None:
    plan = mine.plan()
    done = second.edit(plan, op="move", stations=[codes(mine, plan)[1]], zone="new")
    asked = mine.edit({**done, "plan": plan["plan"]}, 409, op="undo")
    assert (asked["error"], asked["by"]) == ("ask", "李四")
    assert mine.edit({**done, "plan": plan["plan"]}, op="undo", sure=True)["labels"] == plan["labels"]


def test_a_lock_refuses_and_names_itself(mine: Served) -> None:
    plan = mine.plan()
    code = codes(mine, plan)[1]
    held = mine.edit(plan, op="lock", stations=[code])
    refused = mine.edit({**held, "plan": plan["plan"]}, 423, op="move", stations=[code], zone="new")
    assert (refused["error"], refused["locks"]) == ("locked", [f"station:{code}"])
    assert mine.get("/api/plans/1/head")["rev"] == 2


def test_a_policy_wants_a_reason_and_changes_the_points(mine: Served) -> None:
    plan = mine.plan()
    step = {"op": "policy", "set": {"weights.travel": 0.9}}
    assert mine.edit(plan, 422, **step)["error"] == "why"
    done = mine.edit(plan, **step, why="山区路远")
    assert done["score"]["points"] != plan["score"]["points"]
    whole = mine.get("/api/plans/1")
    assert whole["policy"]["changed"] == {"weights.travel": 0.9}
    assert whole["policy"]["effective"]["weights.travel"] == 0.9
    assert done["score"]["delta"]["before"] == 0, "both are judged by the new policy, and no station moved"


def test_a_restored_revision_is_the_old_content(mine: Served) -> None:
    plan = mine.plan()
    one = mine.edit(plan, op="move", stations=[codes(mine, plan)[1]], zone="new")
    assert mine.edit({**one, "plan": plan["plan"]}, op="restore", to=1)["labels"] == plan["labels"]
    assert (
        mine.edit({**one, "plan": plan["plan"], "rev": 3}, 404, op="restore", to=9, key="nowhere")["error"] == "missing"
    )


@pytest.mark.parametrize(
    "step",
    [
        {"op": "move"},
        {"op": "move", "stations": []},
        {"op": "move", "stations": ["nobody"], "zone": 0},
        {"op": "move", "stations": ["nobody"], "zone": 99},
        {"op": "swap", "stations": ["nobody"]},
        {"op": "take"},
        {"op": "restore"},
        {"op": "undo", "zone": 1},
        {"op": "rename", "zone": 0},
        {"op": "policy", "set": {"no.key": 1}, "why": "x"},
        {"op": "policy", "set": {"weights.travel": "much"}, "why": "x"},
        {"op": "fly"},
        {"op": "note", "unknown": 1},
        {"op": "note", "why": "x" * 501},
        {"op": "note", "base": "1"},
        {"op": "move", "stations": ["x"], "zone": -1},
    ],
)
def test_a_wrong_step_is_told_all_its_mistakes(server: Served, step: dict[str, Any]) -> None:
    plan = server.plan()
    refused = server.edit(plan, 422, **{"key": json.dumps(step), **step})
    assert refused["error"] == "invalid"
    assert refused["mistakes"]
    assert all(one["says"] and one["says_en"] for one in refused["mistakes"])
    assert server.get(f"/api/plans/{plan['plan']['id']}/head")["rev"] == 1


def test_an_approved_plan_takes_no_steps_and_can_be_copied(mine: Served) -> None:
    plan = mine.plan()
    assert mine.post("/api/plans/1/state", {"state": "approved"}, 422)["error"] == "why"
    assert mine.post("/api/plans/1/state", {"state": "approved", "why": "局务会通过"})["state"] == "approved"
    assert mine.edit(plan, 409, op="note", why="迟")["error"] == "fixed"
    copy = mine.plan("plan", plan="1@1")
    assert copy["plan"]["forked"] == [1, 1]
    assert copy["labels"] == plan["labels"]
    assert mine.post("/api/plans/2/name", {"name": "备选"})["name"] == "备选"
    mine.post("/api/plans/2/state", {"state": "archived"})
    assert [row["id"] for row in mine.get("/api/plans")["plans"]] == [1]
    assert {row["id"] for row in mine.get("/api/plans", params={"archived": 1})["plans"]} == {1, 2}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "today"},
        {"start": "plan"},
        {"start": "drawn"},
        {"start": "empty", "groups": [["a"]]},
        {"start": "empty", "plan": "1"},
        {"start": "drawn", "groups": [["nobody"]]},
        {"start": "drawn", "groups": [["630225100"], ["630225100"]]},
        {"start": "plan", "plan": "../../etc"},
        {"start": "never"},
    ],
)
def test_a_plan_that_cannot_begin_is_refused(server: Served, wrong: dict[str, Any]) -> None:
    body = {"key": json.dumps(wrong), "county": server.county(), "name": "试", **wrong}
    assert server.post("/api/plans", body, 422)["error"] == "invalid"


def test_a_plan_of_no_county_is_not_found(server: Served) -> None:
    body = {"key": "x", "county": "sha256:" + "0" * 64, "name": "试", "start": "empty"}
    assert server.post("/api/plans", body, 404)["error"] == "missing"
    assert server.client.get("/api/counties/sha256:00/shapes").status_code == 404


def test_more_edits_than_anybody_makes_are_refused(mine: Served) -> None:
    plan = mine.plan()
    bearer = {"authorization": f"Bearer {mine.state.sessions.token}"}
    mine.client.cookies.clear()
    session = mine.state.sessions.of_bearer(mine.state.sessions.token)
    assert session is not None
    for _ in range(EDITS):
        session.edits.count()
    step = {"key": "x", "base": plan["rev"], "op": "note", "why": "x"}
    answer = mine.client.post("/api/plans/1/edits", json=step, headers=bearer)
    assert (answer.status_code, answer.json()["error"], answer.headers["retry-after"]) == (429, "too_many_edits", "60")


def test_undo_goes_on_after_a_new_start(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        plan = server.plan()
        server.edit(plan, op="move", stations=[codes(server, plan)[1]], zone="new")
    with served(tmp_path) as server:
        now = server.get("/api/plans/1")
        assert now["rev"] == 2
        assert server.edit(now, op="undo")["labels"] == plan["labels"]


def test_a_store_that_is_only_read_shows_and_refuses(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        plan = server.plan()
    with served(tmp_path, read_only=True) as server:
        assert server.get("/api/plans/1")["labels"] == plan["labels"]
        assert server.get("/api/me")["read_only"] is True
        for name in ("plan.json", "plan.xlsx", "plan.gpkg", "map.svg"):
            assert server.client.get(f"/api/plans/1@1/{name}").status_code == 200
        assert server.edit(plan, 403, op="note", why="x")["error"] == "read_only"
        assert server.post("/api/plans/1/jobs", {"kind": "bound"}, 403)["error"] == "read_only"
        assert server.client.post("/api/compare", json={"plans": ["1", "1@1"]}).status_code == 200


def test_plans_stand_side_by_side(mine: Served) -> None:
    plan = mine.plan()
    mine.edit(plan, op="move", stations=[codes(mine, plan)[1]], zone="new")
    both = mine.post("/api/compare", {"plans": ["1@1", "1@2"]})
    assert [row["score"]["points"] for row in both["plans"]] == [
        mine.get(f"/api/plans/1@{k}")["score"]["points"] for k in (1, 2)
    ]
    for wrong in (["1"], ["1"] * 5, ["current", "current"], ["1", "current"], ["1", "x"]):
        assert mine.client.post("/api/compare", json={"plans": wrong}).status_code == 422
    assert mine.client.post("/api/compare", json={"plans": ["1", "9"]}).status_code == 404


@pytest.mark.parametrize(
    ("body", "where", "says"),
    [
        ({"op": "note", "foo": 1}, "foo", "这里没有这一项"),
        ({"op": "fly"}, "op", "move"),
        ({"op": "move", "stations": ["x"], "zone": "old"}, "zone", ""),
        ({"op": "move", "stations": [1], "zone": 0}, "stations.0", "文字"),
        ({"op": "note", "why": "a\0b"}, "why", "无法显示"),
        ({"op": "note", "key": "  "}, "key", "空白"),
    ],
)
def test_mistakes_of_a_body_are_in_our_own_words(server: Served, body: dict[str, Any], where: str, says: str) -> None:
    plan = server.plan()
    refused = server.edit(plan, 422, **body)
    (one,) = refused["mistakes"]
    assert one["where"] == one["where_en"] == where
    assert says in one["says"]
    assert not re.search(r"[A-Za-z]{3} [A-Za-z]{3}", one["says"].replace("zone", "")), one["says"]
    assert not re.search(r"[\u4e00-\u9fff]", one["says_en"]), one["says_en"]


def test_a_body_that_is_no_json_says_where_it_breaks_off(server: Served) -> None:
    answer = server.client.post("/api/plans", content=b'{"key": ,}', headers={"content-type": "application/json"})
    assert answer.json()["mistakes"][0]["says"] == "JSON 读不懂（第 8 个字符）"


@pytest.mark.parametrize("name", ["   ", "a\0b", "a\nb", "x" * 61, ""])
def test_a_name_is_one_line_that_can_be_read(server: Served, name: str) -> None:
    plan = server.plan()["plan"]["id"]
    assert server.post(f"/api/plans/{plan}/name", {"name": name}, 422)["error"] == "invalid"
    assert server.post(f"/api/plans/{plan}/name", {"name": "  备选  "})["name"] == "备选"


def test_an_address_that_is_none_is_not_found_on_a_page_of_its_own(server: Served) -> None:
    for path in ("/plans/abc", "/plans/99", "/nowhere", "/plans/99/history", "/plans/1@x"):
        answer = server.client.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert "没有找到" in answer.text
    assert server.client.get("/api/plans/abc").json()["error"] == "missing"
