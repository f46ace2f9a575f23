"""Groupings drawn by hand are plans for every command, and are told how far they are from the best one."""

import json
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest

import geodata
from geodata.grouping import read_grouping
from geodata.naming.labels import is_name
from tests.workbench.commands.plans import Zoning
from workbench.web.editing.repair import drafted
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import Ints
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import dump, load, to_document

COUNTY = geodata.read_county("sample:xunhua")
PROBLEM = Problem(COUNTY, read_policy("haidong"))
SEAT = "积石镇"
ZONES = ("城关", "东片", "西片")
DRAWN = tuple(
    zip(COUNTY.names.values(), ("城关", "东片", "西片", "东片", "东片", "西片", "西片", "西片", "西片"), strict=True)
)
"""Stations and their zones in a draft that keeps the rules."""
GROUPED = [(zone, [code for code, (_, z) in zip(COUNTY.codes, DRAWN, strict=True) if z == zone]) for zone in ZONES]


def table(folder: Path, zone_of: dict[str, str]) -> Path:
    path = folder / "草案.csv"
    lines = ["派出所,防区", *(f"{name},{zone_of.get(name, '其他')}" for name in COUNTY.names.values())]
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    return path


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """A draft with a zone in two parts."""
    west = ("街子镇", "清水乡", "查汗都斯乡", "尕楞藏族乡")
    return table(tmp_path, {SEAT: "城关"} | dict.fromkeys(west, "西片"))


def test_a_draft_is_judged_beside_the_best_plan(zoning: Zoning, loose: Path) -> None:
    best = zoning("solve", "sample:xunhua", "--json").json
    said = zoning("score", "sample:xunhua", str(loose), "--json")
    assert said.code == 6
    found = said.json["draft"]
    assert found["best"]["points"] == best["points"]
    assert found["above_bound"] is None, "a plan that breaks a rule has no distance"
    assert found["points"] == said.json["points"]
    rule = {one["rule"] for one in said.json["violations"]}
    assert rule == {"contiguous"}


def test_its_repair_moves_the_fewest_stations(loose: Path) -> None:
    plan = Plan.of(codes for _, codes in read_grouping(loose, COUNTY.names))
    found = drafted(PROBLEM, plan)
    assert found.fewest
    assert found.repaired is not None
    assert not found.repaired.violations
    labels = plan.labels(COUNTY.codes)
    zones = [*range(len(plan.zones)), len(plan.zones)]
    fewer = []
    for count in range(1, len(found.moves) + 1):
        for rows in combinations(range(len(COUNTY)), count):
            options = [labels.copy()]
            for row in rows:
                options = [_with(one, row, z) for one in options for z in zones if z != labels[row]]
            fewer += [
                (count, judged.points)
                for one in options
                if not (judged := score(PROBLEM, Plan.from_labels(COUNTY.codes, one.tolist()))).violations
            ]
    assert min(fewer) == (len(found.moves), found.repaired.points)


def _with(labels: Ints, row: int, zone: int) -> Ints:
    changed = labels.copy()
    changed[row] = zone
    return changed


def test_every_difference_is_told_with_what_it_costs_alone() -> None:
    best = drafted(PROBLEM, Plan.of([[code] for code in COUNTY.codes])).best
    assert best.plan is not None
    free = [zone for zone in best.plan.zones if len(zone) > 2]
    one = free[0][0]
    other = next(zone for zone in best.plan.zones if one not in zone and len(zone) > 1)
    zones = [tuple(c for c in zone if c != one) + ((one,) if zone == other else ()) for zone in best.plan.zones]
    found = drafted(PROBLEM, Plan.of(zones))
    (difference,) = found.differences
    assert difference.station == one
    assert not difference.broken
    assert difference.points == best.score.points - found.judged.points
    assert (found.gap is None) == bool(found.judged.violations)
    if found.gap is not None:
        assert found.gap == -difference.points


def test_a_difference_is_not_blamed_for_what_the_draft_breaks_elsewhere(loose: Path) -> None:
    plan = Plan.of(codes for _, codes in read_grouping(loose, COUNTY.names))
    found = drafted(PROBLEM, plan)
    assert found.judged.violations
    for one in found.differences:
        labels = _with(plan.labels(COUNTY.codes), COUNTY.index[one.station], one.to if one.to is not None else 9)
        after = score(PROBLEM, Plan.from_labels(COUNTY.codes, labels.tolist()))
        assert set(one.broken) <= set(after.violations)
        old = {(v.rule, v.amount, v.stations) for v in found.judged.violations}
        assert not {(v.rule, v.amount, v.stations) for v in one.broken} & old
        assert one.points == after.points - found.judged.points
    assert any(not one.broken for one in found.differences), "each was forbidden for what another zone breaks"


def test_the_best_plan_has_the_names_that_a_search_gives_it(zoning: Zoning, tmp_path: Path) -> None:
    path = str(table(tmp_path, dict(DRAWN)))
    best = {zone["name"] for zone in zoning("solve", "sample:xunhua", "--json").json["zones"]}
    draft = zoning("score", "sample:xunhua", path, "--json").json["draft"]
    assert {zone["name"] for zone in draft["best"]["zones"]} == best
    assert {one["best_zone"] for one in draft["differences"]} <= best
    told = zoning("score", "sample:xunhua", path).out
    assert all(f"{one['zone']} " in told and f"{one['best_zone']} " in told for one in draft["differences"])


def test_a_draft_that_is_the_best_plan_is_said_to_be(zoning: Zoning, tmp_path: Path) -> None:
    best = zoning("solve", "sample:xunhua", "--json").json
    zone_of = {COUNTY.names[code]: str(z) for z, zone in enumerate(best["zones"]) for code in zone["stations"]}
    said = zoning("score", "sample:xunhua", str(table(tmp_path, zone_of)))
    assert said.code == 0
    assert "草案就是最优方案" in said.out


def test_a_draft_goes_under_the_policy_that_is_given(zoning: Zoning, loose: Path) -> None:
    own = zoning("score", "sample:xunhua", str(loose), "--no-best", "--json").json
    assert "draft" not in own
    assert zoning("score", "sample:xunhua", str(loose), "--policy", "nothing.toml").code == 3


def test_a_plan_file_keeps_its_policy_and_is_compared_when_asked(zoning: Zoning, tmp_path: Path) -> None:
    zoning("solve", "sample:xunhua", "--out", str(tmp_path))
    plan = str(tmp_path / "plan.json")
    assert zoning("score", "sample:xunhua", plan, "--policy", "haidong").code == 2
    assert zoning("score", "sample:xunhua", str(tmp_path), "--best", "--json").json["draft"]["above_bound"] == 0
    assert "draft" not in zoning("score", "sample:xunhua", plan, "--json").json


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "sample:xunhua", "草案", "清水乡"),
        ("compare", "sample:xunhua", "草案", "草案"),
        ("response", "sample:xunhua", "草案"),
        ("organise", "sample:xunhua", "草案"),
        ("staffing", "sample:xunhua", "草案"),
        ("deploy", "sample:xunhua", "草案"),
        ("stress", "sample:xunhua", "草案", "--replicates", "2"),
    ],
)
def test_every_command_that_takes_a_plan_takes_a_draft(zoning: Zoning, loose: Path, words: tuple[str, ...]) -> None:
    said = zoning(*(str(loose) if word == "草案" else word for word in words), "--json")
    assert said.code in (0, 6), said.err
    assert said.json["exit"] == said.code


def test_a_draft_is_reported(zoning: Zoning, loose: Path) -> None:
    said = zoning("report", str(loose), "--county", "sample:xunhua", "--format", "xlsx", "--json")
    assert said.code == 6
    assert (loose.parent / "report.xlsx").is_file()


def test_a_search_may_begin_with_a_draft(zoning: Zoning, loose: Path) -> None:
    plain, begun = (zoning("solve", "sample:xunhua", "--json", *more).json for more in ((), ("--start", str(loose))))
    assert begun["points"] == plain["points"]
    assert zoning("solve", "sample:xunhua", "--start", str(loose.parent / "none.csv")).code == 3


MESSY = {
    "a sheet with a title, a total and short names": (
        "草案.xlsx",
        [
            ["循化县防区草案"],
            [],
            ["序号", "派出所", "新防区"],
            *([k, n, z] for k, (n, z) in enumerate(DRAWN, 1)),
            ["", "合计", 3],
        ],
    ),
    "a row a zone": ("草案.csv", [["防区", "派出所"], *([z, "、".join(n for n, y in DRAWN if y == z)] for z in ZONES)]),
    "codes behind zones": (
        "草案.csv",
        [["防区", "派出所代码"], *([z, c] for c, (_, z) in zip(COUNTY.codes, DRAWN, strict=True))],
    ),
}


@pytest.mark.parametrize("name", MESSY)
def test_a_draft_is_read_as_people_write_it(zoning: Zoning, tmp_path: Path, name: str) -> None:
    file, rows = MESSY[name]
    path = tmp_path / file
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="gb18030")
    said = zoning("score", "sample:xunhua", str(path), "--no-best", "--json")
    assert (said.code, said.json["points"]) == (0, 243_406)


def test_how_far_a_draft_is_counts_from_the_best_plan_and_moves_are_priced_together(
    zoning: Zoning, tmp_path: Path
) -> None:
    path = str(table(tmp_path, dict(DRAWN)))
    said = zoning("score", "sample:xunhua", path)
    assert "草案比最优方案高 45,050 分（22.7%），已证明。" in said.out, "45,050 of 198,356, as compare says it, too"
    told = zoning("score", "sample:xunhua", path, "--json").json["draft"]["differences"]
    assert [(one["station"]["name"], one["together_points"]) for one in told] == [
        ("街子镇", -45_050),
        ("文都藏族乡", -45_050),
    ]
    assert all(one["violations"] for one in told), "neither may be a zone by itself"


def test_explain_says_which_rules_a_draft_breaks(zoning: Zoning, loose: Path) -> None:
    assert (
        "防区内的派出所不相连：街子镇、清水乡、查汗都斯乡、尕楞乡" in zoning("explain", "sample:xunhua", str(loose)).out
    )


def test_a_draft_of_another_county_is_bad_input(zoning: Zoning, loose: Path) -> None:
    said = zoning("score", "sample:qingshui", str(loose))
    assert said.code == 3


def test_its_document_is_read_back(tmp_path: Path) -> None:
    found = drafted(PROBLEM, Plan.of([COUNTY.codes[:4], COUNTY.codes[4:]]))
    document = to_document(found)
    path = tmp_path / "draft.json"
    dump(found, path)
    again = load(path, problem=PROBLEM)
    assert to_document(again) == document


def test_a_draft_that_three_moves_put_right_is_not_said_to_need_four() -> None:
    zones = (SEAT, "街子镇"), ("白庄镇", "清水乡", "岗察藏族乡"), ("道帏藏族乡",)
    code = {name: code for code, name in COUNTY.names.items()}
    rest = tuple(name for name in code if not any(name in zone for zone in zones))
    found = drafted(PROBLEM, Plan.of([code[name] for name in zone] for zone in (*zones, rest)))
    assert found.fewest
    assert found.moves == tuple(sorted(code[name] for name in ("街子镇", "道帏藏族乡", "岗察藏族乡")))


def test_names_that_people_gave_to_zones_stay(zoning: Zoning, tmp_path: Path) -> None:
    path = str(table(tmp_path, dict(DRAWN)))
    said = zoning("score", "sample:xunhua", path, "--json").json
    assert {zone["name"] for zone in said["zones"]} == set(ZONES)
    assert {one["zone"] for one in said["draft"]["differences"]} <= set(ZONES)
    assert zoning("explain", "sample:xunhua", path, "清水乡", "--to", "西片", "--json").code == 0
    work = zoning("organise", "sample:xunhua", path, "--json").json
    assert all(zone in json.dumps(work, ensure_ascii=False) for zone in ZONES)
    assert "东片" in zoning("score", "sample:xunhua", path, "--no-best", "--lang", "en").out
    numbered = str(table(tmp_path, {name: str(ZONES.index(zone)) for name, zone in DRAWN}))
    called = {zone["name"] for zone in zoning("score", "sample:xunhua", numbered, "--no-best", "--json").json["zones"]}
    assert all(name.endswith("防区") for name in called)


def test_a_name_goes_where_most_of_its_stations_go_and_stands_once() -> None:
    plan = Plan.of(codes for _, codes in GROUPED)
    names = zone_names(PROBLEM, score(PROBLEM, plan))
    named = Problem(COUNTY, PROBLEM.policy, names=((names[1], plan.zones[0]),))
    changed = Plan.from_labels(COUNTY.codes, [*plan.labels(COUNTY.codes)[:-1], 9])
    called = zone_names(named, score(named, changed))
    assert called[0] == names[1]
    assert len(set(called)) == len(called)


@pytest.mark.parametrize("label", ["3", "一区", "第三防区", "A区", "甲", "Ⅱ", "防区2"])
def test_a_mere_count_is_no_name(label: str) -> None:
    assert not is_name(label)
    assert is_name("西部防区")


def test_zones_that_have_the_names_of_today_are_these(zoning: Zoning, tmp_path: Path) -> None:
    """Two of today's zones with their names exchanged, and one station elsewhere: by name all of these move."""
    county = geodata.read_county("sample:qingshui")
    today = {code: str(county.stations[row].current_zone) for code, row in county.index.items()}
    names = {"南部防区": "县城防区", "县城防区": "南部防区"}
    drawn = {code: names.get(zone, zone) for code, zone in today.items()} | {"620521106": "西部防区"}
    codes = {code for code in today if drawn[code] != today[code]}
    paths = [tmp_path / "today.csv", tmp_path / "草案.csv"]
    for path, zones in zip(paths, (today, drawn), strict=True):
        path.write_text("代码,防区\n" + "".join(f"{code},{zone}\n" for code, zone in zones.items()), encoding="utf-8")
    words = ("score", "sample:qingshui", str(paths[1]), "--no-best")
    assert zoning(*words, "--json").json["figures"]["moved_stations"] == len(codes)
    told = zoning(*words).out.partition("\n涉及调整的派出所\n")[2]
    for code in codes:
        (line,) = [line for line in told.splitlines() if line.startswith(county.short_names[code])]
        assert line.split()[-2:] == [today[code], drawn[code]]
    (change,) = zoning("compare", "sample:qingshui", *map(str, paths), "--json").json["changes"]
    assert set(change["stations"]) == codes
