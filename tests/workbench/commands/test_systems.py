"""``zoning beats``, ``posts`` and ``deploy``: what people read, what programs read, what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from geodata.county.build import Built
from systems.deployment.beats import beats_of
from systems.posts.location import stands_at
from systems.rooms.records import Norms
from systems.rooms.rooms import rooms_of
from systems.rooms.villages import village_county, village_shares, villages_of
from tests.workbench.conftest import Said
from zoning.model.policy import read_policy
from zoning.result.codec import dumps
from zoning.result.documents import to_document

Zoning = Callable[..., Said]
SMALL = "sample:xunhua"


def test_g1_g2_every_village_has_a_room_or_a_workstation_and_no_other_does(zoning: Zoning) -> None:
    said = zoning("beats", "sample:fengdu", "董家镇", "--json")
    (station,) = said.json["stations"]
    rooms = [room for room in said.json["rooms"] if room["kind"] == "village"]
    served = sorted(code for room in rooms for code in room["serves"])
    assert [len(room["serves"]) for room in rooms] == [4, 4]
    assert sorted([*station["workstations"], *(room["village"] for room in rooms)]) == served
    assert all(room["village"] in room["serves"] for room in rooms)


def test_a_station_that_is_not_there_is_told_with_the_nearest(zoning: Zoning) -> None:
    said = zoning("beats", SMALL, "白桩镇")
    assert (said.code, said.out) == (3, "")
    assert "“白桩镇”：不是本县派出所的代码或名称；是否指 白庄镇？" in said.err


def test_g1_says_where_sizes_had_to_give_way(zoning: Zoning) -> None:
    said = zoning("beats", "sample:fengdu", "三建乡")
    assert said.code == 0
    assert "三建乡：分不成每组 4 至 6 个，组的大小为 3，合计超出或不足 1 个，已是最少" in said.out
    every = zoning("beats", "sample:fengdu").out
    told = [line for line in every.splitlines() if "分不成每组 4 至 6 个" in line]
    assert len({line.partition("：")[2] for line in told}) == len(told), "what holds of several is told once, with all"
    wider = zoning("beats", "sample:fengdu", "三建乡", "--set", "zones.max_stations=7", "--json")
    assert wider.json["stations"][0]["off"] == 0
    crossed = zoning("beats", "sample:fengdu", "--set", "zones.max_stations=2")
    assert crossed.code == 3
    assert "每组至多 2 个，少于至少的 4 个" in crossed.err


@pytest.fixture(scope="module")
def everywhere(built: Callable[[str], Built]) -> tuple[Built, object]:
    county = built("xunhua")
    return county, rooms_of(county, read_policy("hengshan"), Norms(communities=2))


def test_g3_as_few_rooms_as_serve_the_communities(everywhere: tuple[Built, object]) -> None:
    built, found = everywhere
    for one in found.stations:  # type: ignore[attr-defined]
        communities = [v for v in villages_of(built.county, one.station) if v.kind == "community"]
        rooms = [room for room in one.rooms if room.kind == "community"]
        assert len(rooms) >= -(-len(communities) // 2)
        assert sorted(code for room in rooms for code in room.serves) == sorted(v.code for v in communities)


def test_g4_g5_g6_g9_rooms_are_staffed_by_workload_from_the_share_of_officers(everywhere: tuple[Built, object]) -> None:
    built, found = everywhere
    for one in found.stations:  # type: ignore[attr-defined]
        station = built.county.stations[built.county.index[one.station]]
        officers = [room.officers for room in one.rooms]
        assert one.officers_needed == sum(officers) == -(-2 * station.officers // 5)
        assert one.unstaffed == officers.count(0)
        assert one.auxiliaries_short == max(0, len(one.rooms) - (station.auxiliaries or 0))
        assert all(room.manned == 20 * room.officers for room in one.rooms)
        if one.officers_needed >= len(one.rooms):
            assert min(officers) >= 1
        exact = np.array([room.hours for room in one.rooms])
        exact = one.officers_needed * exact / exact.sum()
        assert (np.abs(officers - exact) < 1).all() or min(officers) <= 1
    assert sum(one.proportional for one in found.stations) == built.county.officers.sum()  # type: ignore[attr-defined]


def test_g8_every_share_has_its_own_base(everywhere: tuple[Built, object]) -> None:
    built, found = everywhere
    kpis = {kpi.key: kpi for kpi in found.coverage}  # type: ignore[attr-defined]
    listed = sum(v.kind == "village" for v in built.county.bureau.villages)
    assert kpis["rooms"].of == kpis["near_room"].of == listed == kpis["listed"].count
    assert kpis["listed"].of == sum(s.villages or 0 for s in built.county.stations)
    assert kpis["rooms_or_workstations"].share == 1
    assert 0 < kpis["rooms"].share < kpis["near_room"].share <= 1


def test_the_villages_of_a_station_share_its_workload_and_hang_together(built: Callable[[str], Built]) -> None:
    given = built("xunhua")
    code = given.county.codes[0]
    parts = [village_county(given, code, kind) for kind in ("village", "community")]
    counts = sum(part.counts.sum(axis=0) for part in parts if part is not None)
    assert counts == pytest.approx(given.county.counts[0])
    assert all(len(part.components()) == 1 for part in parts if part is not None)
    assert village_shares(villages_of(given.county, code)).sum() == pytest.approx(1)
    assert beats_of(given.county).hours.sum() == pytest.approx(given.county.workload.sum())


def test_n1_n2_n3_posts_are_bound_and_the_conflict_with_h2_is_said(zoning: Zoning) -> None:
    said = zoning("posts", SMALL)
    assert said.code == 0
    assert "5 个警务站共可捆绑 10 个派出所，而派出所有 9 个" in said.out
    assert "城关派出所单设防区" in said.out
    for heading in ("警务站捆绑", "各所的警务站", "分流前后", "平均出警用时（全县就近派警）", "巡组", "各时段在岗"):
        assert heading in said.out
    bound = [code for post in zoning("posts", SMALL, "--json").json["binding"]["posts"] for code in post["stations"]]
    assert len(bound) == len(set(bound)) == 9


def test_n1_where_posts_are_few_the_other_stations_stay_unbound_and_are_listed(zoning: Zoning) -> None:
    said = zoning("posts", "sample:jishui")
    assert said.code == 0
    assert "3 个警务站按规定的数目捆绑 6 个派出所" in said.out
    assert "其余 12 个没有警务站：" in said.out
    bound = zoning("posts", "sample:jishui", "--json").json["binding"]
    assert [len(post["stations"]) for post in bound["posts"]] == [2, 2, 2]
    assert len(bound["unbound"]) == 12


def test_n1_a_post_that_does_not_serve_the_station_it_stands_in_is_told(zoning: Zoning) -> None:
    assert "* 1 个警务站不服务其所在的派出所：街子镇警务站（在街子镇）；" in zoning("posts", SMALL).out


def test_a_post_stands_in_the_area_that_holds_it_and_without_one_at_the_nearest_seat(
    built: Callable[[str], Built],
) -> None:
    given = built("xunhua")
    first, second = given.county.codes[:2]
    assert stands_at(given)[:2] == (first, second)
    assert stands_at(replace(given, areas={}))[:2] == (first, second)
    assert stands_at(replace(given, areas={second: given.areas[first]}))[:2] == (second, second)


def test_n4_n5_n6_what_is_diverted_is_what_was_asked_for(zoning: Zoning) -> None:
    said = zoning("posts", SMALL, "--divert", "dispute=0.4")
    assert "纠纷 40%" in said.out
    assert "全分局需现场处置总警情的 44.83%，其中 86.11%（6,041 起中的 5,202 起）就地办结" in said.out
    assert "其中 13.89% 交回派出所" in said.out
    kept, back = (
        zoning("posts", SMALL, "--divert", "dispute=0.4", *more, "--json").json["diversion"]
        for more in ((), ("--hand-back", "1"))
    )
    assert back["hours_after"] == pytest.approx(back["hours_before"])
    assert sum(kept["post_returned"]) == pytest.approx(0.1389 * sum(kept["post_incidents"]))
    assert zoning("posts", SMALL, "--divert", "dispute=4").code == 2
    assert zoning("posts", SMALL, "--divert", "noise=0.4").code == 3


def test_n10_new_posts_bring_more_into_reach(zoning: Zoning) -> None:
    found = zoning("posts", SMALL, "--new", "2", "--json").json["sites"]
    assert found["covered_before"] < found["covered"]
    assert len(found["codes"]) == 2


def test_b1_b3_b4_b7_a_deployment_with_its_base_and_its_files(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("deploy", SMALL, "--units", "12", "--persons", "40", "--out", str(tmp_path))
    assert said.code == 0
    assert "时期：1 年警情" in said.out
    assert "不说明因果" in said.out
    assert "防区执法办案队" in said.out
    content = json.loads((tmp_path / "deploy.json").read_text(encoding="utf-8"))
    assert sum(content["deployment"]["units"].values()) == 12
    assert content["deployment"]["points"] >= content["before"]["points"]
    assert sum(sum(kinds.values()) for kinds in content["persons"].values()) == 40
    assert all(code[6:9] == "100" for code in content["persons"]), "the county seat has the only communities"
    book = openpyxl.load_workbook(tmp_path / "deploy.xlsx")
    assert {
        "部署前后",
        "各防区单元",
        "各所单元",
        "案件分工",
        "城区网格警力",
        "说明",
    } <= set(book.sheetnames)


def test_b1_units_beyond_the_officers_are_refused_and_48_unless_they_are(zoning: Zoning) -> None:
    """循化 has 85 officers, 42 units of two."""
    said = zoning("deploy", SMALL, "--units", "48")
    assert said.code == 4
    assert "48 个单元每个 2 名，需民警 96 名，派出所共 85 名" in said.out
    fewer = zoning("deploy", SMALL)
    assert fewer.code == 0
    assert "按 42 个单元部署" in fewer.out
    county = zoning("deploy", SMALL, "--json").json
    assert sum(county["deployment"]["units"].values()) == 42
    assert "按 42 个单元部署" not in zoning("deploy", SMALL, "--units", "42").out, "that is what was asked for"


def test_b3_persons_by_kind_stand_in_a_column_each(zoning: Zoning) -> None:
    said = zoning("deploy", SMALL, "--persons", "特警=11", "--persons", "巡警=7", "--json").json["persons"]
    assert {kind: sum(row[kind] for row in said.values()) for kind in ("特警", "巡警")} == {"特警": 11, "巡警": 7}
    for wrong in ("特警", "特警=-1", "特警=1.5"):
        assert zoning("deploy", SMALL, "--persons", wrong).code == 2


def test_b5_b6_b7_video_patrol_check_lists_and_the_base_of_before_and_after(zoning: Zoning) -> None:
    said = zoning("deploy", SMALL).out
    for part in ("四级视频巡逻", "席位工时", "六统一", "未达标", "时期：1 年警情"):
        assert part in said


def test_b1_a_deployment_that_slows_arrival_says_so(zoning: Zoning, solved: Callable[..., Any], tmp_path: Path) -> None:
    """Sent within the zones of a plan, units that cover most are farther from where most happens."""
    plan = tmp_path / "plan.json"
    plan.write_text(dumps(to_document(solved("fengdu", 4)[0])), encoding="utf-8")
    words = ("deploy", "sample:fengdu", str(plan), "--units")
    content = zoning(*words, "48").out
    assert "出警变慢：实战单元平均出警用时（防区联动派警）由 " in content
    assert "出警变慢" not in zoning("deploy", SMALL, "--units", "12").out


def test_b1_minimums_beyond_the_units_end_with_the_numbers(zoning: Zoning) -> None:
    said = zoning("deploy", SMALL, "--units", "5", "--station-least", "1")
    assert said.code == 4
    assert "最低配置共需 9，而总数只有 5" in said.out
    english = zoning("deploy", SMALL, "--units", "5", "--station-least", "1", "--json", "--lang", "en")
    assert english.json["exit"] == 4
    assert "the minimums need 9" in english.json["reasons"][0]


@pytest.mark.parametrize("words", [["beats", SMALL, "尕楞藏族乡"], ["posts", SMALL], ["deploy", SMALL]])
def test_a_program_reads_what_is_written_with_the_exit_code(zoning: Zoning, words: list[str], tmp_path: Path) -> None:
    said = zoning(*words, "--json", "--out", str(tmp_path))
    written = json.loads((tmp_path / f"{words[0]}.json").read_text(encoding="utf-8"))
    assert written["schema"] == f"zoning.{words[0]}/1"
    assert said.json == {**written, "exit": 0}


@pytest.mark.parametrize("command", ["beats", "posts", "deploy"])
def test_every_table_speaks_english_too(command: str, zoning: Zoning, tmp_path: Path) -> None:
    said = zoning(
        command, SMALL, *(["尕楞藏族乡"] if command == "beats" else []), "--lang", "en", "--out", str(tmp_path)
    )
    assert said.code == 0
    assert "What was applied" in said.out or "applied" in said.out.lower()
    kinds = ("gpkg", "json", "png", "svg", "xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{command}.{kind}" for kind in kinds]
