"""``zoning scenarios``: the library listed, a file of what-ifs solved, shown and kept, and every mistake of it told."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios.runs.results import read
from tests.workbench.conftest import Said
from workbench.line.onward import quoted

Zoning = Callable[..., Said]
FILE = """
[base]
county = "sample:xunhua"
[scenarios.four]
why = "四个防区会怎样"
set = { "zones.max" = 4 }
[scenarios."节假日"]
why = "交通警情上升三成"
extends = "four"
incidents = { traffic = "x1.3" }
[scenarios.near]
why = "一分钟以内"
set = { "rules.max_minutes" = 1, "weights.travel" = 1 }
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "what-if.toml").write_text(FILE, encoding="utf-8")
    return str(tmp_path / "what-if.toml")


def test_without_a_file_the_library_is_listed(zoning: Zoning) -> None:
    said = zoning("scenarios")
    assert said.code == 0
    assert "traffic+30" in said.out
    assert "交通警情上升三成" in said.out
    listed = {entry["name"]: entry["scenarios"] for entry in zoning("scenarios", "--json").json["library"]}
    assert [one["name"] for one in listed["zones-3-4-5"]] == ["zones-3", "zones-4", "zones-5"]


def test_every_scenario_has_its_row_and_what_it_changes(zoning: Zoning, file: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    said = zoning("scenarios", file, "--out", out)
    assert said.code == 0
    rows = [line.split() for line in said.out.splitlines()]
    assert [row[0] for row in rows if row and row[-1] in ("已证明最优", "无解")] == ["基准", "four", "节假日", "near"]
    for part in (
        "新求解 4 个",
        "192,872",
        "1,401 → 1,821 起",
        "防区不多于 5 个 → 防区不多于 4 个",
        "四个防区会怎样",
        "权重不同",
        "plans/",
    ):
        assert part in said.out, part
    again = zoning("scenarios", file, "--out", out, "--lang", "en")
    for part in (
        "0 solved now, 4 kept",
        "proved best",
        "infeasible",
        "1,401 → 1,821",
        "Points of scenarios with other",
    ):
        assert part in again.out, part
    assert said.err.splitlines() == [
        f"下一步，把方案放在一起比较：zoning compare {quoted(out)}",
        f"写成报告：zoning report {quoted(out)}",
    ]
    assert len(again.err.splitlines()) == 2
    assert [record.name for record in read(out).records] == ["base", "four", "节假日", "near"]
    compared = zoning("compare", out).out
    assert "基准" in compared
    assert "base" not in compared, "planners read its name"
    assert zoning("compare", out, "--json").json["cases"][0]["name"] == "base"


def test_a_program_gets_one_object(zoning: Zoning, file: str) -> None:
    content = zoning("scenarios", file, "--json").json
    festival = content["scenarios"][2]
    assert (festival["name"], festival["extends"], festival["status"]) == ("节假日", ["four"], "optimal")
    assert [one["key"] for one in festival["applied"]] == ["incidents.traffic", "set.zones.max"]
    assert festival["plan"]["schema"] == "zoning.plan/1"
    assert content["files"] == []


def test_an_interrupted_run_keeps_what_is_done_and_says_so(
    zoning: Zoning, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def pressed() -> Iterator[Callable[[], bool]]:
        yield lambda: any((tmp_path / "out" / ".finished").glob("*.json"))

    monkeypatch.setattr("workbench.commands.scenarios.interruptible", pressed)
    said = zoning("scenarios", file, "--out", str(tmp_path / "out"))
    assert said.code == 130
    assert "完成的 1 个情景已保留" in said.err
    monkeypatch.undo()
    assert zoning("scenarios", file, "--out", str(tmp_path / "out"), "--json").json["kept"] == 1


MISTAKEN = """
[scenarios.form]
why = ""
[scenarios.key]
why = "x"
set = { "zones.mx" = 3 }
[scenarios.station]
why = "x"
close = ["没有这个所"]
travel = { speed_kmh = 0.001 }
[scenarios.later]
why = "x"
extends = "station"
[scenarios.child]
why = "x"
extends = "form"
bar = [["没有", "这个"]]
"""


def test_mistakes_of_form_and_of_the_county_are_told_in_one_run(zoning: Zoning, tmp_path: Path) -> None:
    """A scenario is put on the county where it and its ancestors are well formed; ``child`` has none to stand on."""
    (tmp_path / "w.toml").write_text(FILE + MISTAKEN, encoding="utf-8")
    said = zoning("scenarios", str(tmp_path / "w.toml"), "--json")
    assert (said.code, [m["column"].removeprefix("scenarios.") for m in said.json["mistakes"]]) == (
        3,
        ["form.why", "key.set.zones.mx", "station.travel.speed_kmh", "station.close"],
    )
    (tmp_path / "w.toml").write_text(FILE.replace("county", "conty") + MISTAKEN, encoding="utf-8")
    said = zoning("scenarios", str(tmp_path / "w.toml"), "--json")
    assert [m["column"].removeprefix("scenarios.") for m in said.json["mistakes"]] == [
        *("base.county", "base.conty", "form.why", "key.set.zones.mx")
    ]


def test_bad_input_is_told_all_at_once(zoning: Zoning, tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(FILE + '[scenarios.x]\nwhy = ""\nclose = [3]\n', encoding="utf-8")
    said = zoning("scenarios", str(tmp_path / "w.toml"), "no-such", "--json")
    assert said.code == 3
    places = [(m["table"], m["column"]) for m in said.json["mistakes"]]
    assert places == [("w.toml", "scenarios.x.why"), ("w.toml", "scenarios.x.close[1]"), ("no-such", None)]
    (tmp_path / "w.toml").write_text(FILE.replace("traffic", "trafic"), encoding="utf-8")
    said = zoning("scenarios", str(tmp_path / "w.toml"))
    assert said.code == 3
    assert "scenarios.节假日.incidents.trafic" in said.err
    assert zoning("scenarios", "traffic+30").code == 3, "for which county?"
    taken = zoning("scenarios", "traffic+30", "--county", "sample:xunhua", "--out", str(tmp_path / "w.toml"))
    assert taken.code == 3


def test_scenarios_of_the_project_are_called_in_the_language_of_the_reader(zoning: Zoning) -> None:
    words = ("scenarios", "traffic+30", "--county", "sample:xunhua", "--lang")
    zh, en = zoning(*words, "zh").out, zoning(*words, "en").out
    assert "交通警情上升三成：节假日交通警情上升三成\n" in zh
    assert "Traffic up by 30 %: traffic incidents up by 30 % on holidays\n" in en
    assert "traffic+30" not in zh, "keys stand in files and commands"
