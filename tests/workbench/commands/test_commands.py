"""Every command, every exit code, in both languages and for programs."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.workbench.commands.plans import Zoning
from workbench.line.words import in_order
from workbench.tables.palette import slot
from zoning.texts.stems import short_names


def test_samples_are_listed_with_their_chinese_names(zoning: Zoning) -> None:
    assert "丰都县" in zoning("sample").out
    listed = zoning("sample", "--json").json["samples"]
    assert {"key": "fengdu", "name": "丰都县"} in listed


def test_a_sample_is_written_and_read_back_the_same(zoning: Zoning, tmp_path: Path) -> None:
    target = tmp_path / "x"
    assert zoning("sample", "xunhua", str(target)).code == 0
    written, packaged = zoning("check", str(target), "--json").json, zoning("check", "sample:xunhua", "--json").json
    assert written["county"]["digest"] == packaged["county"]["digest"]


def test_check_names_every_station_and_where_borders_come_from(zoning: Zoning) -> None:
    said = zoning("check", "sample:xunhua")
    assert said.code == 0
    assert "积石镇" in said.out
    assert "泰森多边形" in said.out
    assert "连成一片" in said.out
    assert "stations hang together" in zoning("check", "sample:xunhua", "--lang", "en").out


def test_check_says_of_every_border_where_it_came_from(zoning: Zoning, tmp_path: Path) -> None:
    """A bar and a link are laid over the Voronoi borders of a sample."""
    at = tmp_path / "county"
    zoning("sample", "xunhua", str(at))
    with (at / "borders.csv").open("a", encoding="utf-8") as table:
        table.write("630225100,630225102,,barred,\n630225102,630225200,,link,\n")
    borders = {(b["a"], b["b"]): b for b in zoning("check", str(at), "--json").json["borders"]}
    barred, link = borders["630225100", "630225102"], borders["630225102", "630225200"]
    assert (barred["from"], barred["overruled_km"], link["from"], link["overruled_km"]) == (
        "hand",
        10.848,
        "hand",
        None,
    )
    assert borders["630225100", "630225201"]["from"] == "table"
    said = zoning("check", str(at), "--lang", "en").out
    assert (
        "13 shared are rows of the borders table; 2 were made by hand in the borders table, 1 of them in place of a"
        in said
    )
    assert "积石镇 – 街子镇 10.85 → barred" in said


def test_check_shows_the_longest_ways_each_in_its_longer_direction(zoning: Zoning, tmp_path: Path) -> None:
    """Of a matrix in which every minute differs, the way back being one longer."""
    at = tmp_path / "county"
    zoning("sample", "xunhua", str(at))
    codes = [station["code"] for station in zoning("check", str(at), "--json").json["stations"]]
    rows = [f"{a},{b},{20 + 10 * i + j}" for i, a in enumerate(codes) for j, b in enumerate(codes) if a != b]
    (at / "travel.csv").write_text("\n".join(["from,to,minutes", *rows]), encoding="utf-8")
    settings = at / "county.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"straight"', '"matrix"'), encoding="utf-8")
    told = zoning("check", str(at), "--json").json
    names = {station["code"]: station["name"] for station in told["stations"]}
    assert [way["minutes"] for way in told["longest"]] == [107, 106, 105, 104, 103]
    assert (told["longest"][0]["from"], told["longest"][0]["to"]) == (names[codes[8]], names[codes[7]])
    said = zoning("check", str(at), "--lang", "en").out.replace("\n  ", " ")
    called = short_names(names)
    assert f"Longest ways (min): {called[codes[8]]} → {called[codes[7]]} 107.0, " in said
    assert "the two directions differ at 36 pairs, by up to 72 min" in said


def test_check_gives_a_program_no_nan_but_null(zoning: Zoning) -> None:
    stations = zoning("check", "sample:xunhua", "--json").json["stations"]
    assert any(station["incidents_per_1000"] is None for station in stations)


@pytest.mark.parametrize(
    "words", [["sample"], ["check", "sample:xunhua"], ["scenarios"], ["completion"], ["template", "x.xlsx"]]
)
def test_a_program_always_reads_the_exit_code(
    zoning: Zoning, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert zoning(*words, "--json").json["exit"] == 0


def test_a_county_that_is_not_there_is_bad_input(zoning: Zoning) -> None:
    said = zoning("check", "no-such-county")
    assert (said.code, said.out) == (3, "")
    assert "no-such-county" in said.err
    refused = zoning("check", "no-such-county", "--json")
    assert (refused.code, refused.json["exit"]) == (3, 3)
    places = {"table", "row", "column", "cell", "value"}
    assert set(refused.json["mistakes"][0]) == places | {"says", "says_zh", "says_en"}


def test_all_mistakes_of_a_folder_are_listed_at_once(zoning: Zoning, tmp_path: Path) -> None:
    zoning("sample", "xunhua", str(tmp_path / "x"))
    table = tmp_path / "x" / "stations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("township", "hamlet"), encoding="utf-8")
    said = zoning("check", str(tmp_path / "x"), "--json")
    assert said.code == 3
    assert len(said.json["mistakes"]) > 1
    assert all(m["row"] and m["table"] == "stations.csv" for m in said.json["mistakes"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["slove"], "slove"),
        (["solve"], "COUNTY"),
        (["solve", "sample:xunhua", "--sead", "3"], "--sead"),
        (["solve", "sample:xunhua", "--seed", "x"], "--seed"),
        (["solve", "sample:xunhua", "--gap", "7"], "0–1"),
        (["solve", "sample:xunhua", "--seed", "1", "--seed", "2"], "--seed"),
        (["check", "a", "b"], "b"),
        (["check", "a", "--lang", "fr"], "--lang"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error_in_both_languages(zoning: Zoning, words: list[str], said: str) -> None:
    chinese, english = zoning(*words), zoning(*words, "--lang", "en") if "--lang" not in words else zoning(*words)
    assert (chinese.code, english.code, chinese.out) == (2, 2, "")
    assert said in chinese.err
    assert said in english.err
    assert zoning(*words, "--json").json["exit"] == 2


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["solve", "sample:xunhua", "--outt", "x"], "--out"),
        (["solve", "sample:xunhua", "--gapp=3"], "--gap"),
        (["rosters", "sample:xunhua", "--stations", "x"], "--station"),
        (["solve", "sample:xunhua", "--zzz"], None),
        (["sovle", "sample:xunhua"], "solve"),
    ],
)
def test_what_was_probably_meant_is_offered(zoning: Zoning, words: list[str], near: str | None) -> None:
    chinese, english = zoning(*words).err, zoning(*words, "--lang", "en").err
    if near is None:
        assert "是否指" not in chinese
        assert "did you mean" not in english
    else:
        assert f"；是否指 {near}？" in chinese
        assert f"; did you mean {near}?" in english


@pytest.mark.parametrize("command", ["density", "forecast"])
def test_the_table_of_counts_has_one_name_in_every_command_that_reads_it(zoning: Zoning, command: str) -> None:
    for option in ("--counts", "--incidents"):
        said = zoning(command, "sample:xunhua", option, "no-such.csv")
        assert (said.code, said.out) == (3, "")
        assert "no-such.csv" in said.err


def test_options_for_every_command_may_stand_before_it() -> None:
    assert in_order(["--lang", "en", "--json", "check", "x"]) == ["check", "x", "--lang", "en", "--json"]
    assert in_order(["--lang=en", "check", "x"]) == ["check", "x", "--lang=en"]
    assert in_order(["check", "x", "--json"]) == ["check", "x", "--json"]


def test_help_speaks_the_language_asked_for(zoning: Zoning) -> None:
    assert "用法：zoning solve [选项] COUNTY" in zoning("solve", "--help").out
    english = zoning("solve", "--help", "--lang", "en").out
    assert "Usage: zoning solve [OPTIONS] COUNTY" in english
    assert not any(ord(c) > 0x2E80 for c in english)
    assert "Usage: zoning COMMAND" in zoning("--lang", "en").out
    assert zoning("--version").out.strip()
    assert zoning("--json").json["exit"] == 2, "a program is never given help for people"


def test_completion_scripts_know_commands_and_options(zoning: Zoning) -> None:
    for shell in ("bash", "zsh", "fish", "powershell"):
        script = zoning("completion", shell).out
        assert "solve" in script
        assert "require-proof" in script


@pytest.mark.parametrize("width", [24, 40, 80, 120])
def test_no_line_is_wider_than_the_screen(
    zoning: Zoning, answered: Zoning, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    answered("fengdu", 4, 2)
    monkeypatch.setenv("COLUMNS", str(width))
    for words in (["solve", "sample:fengdu"], ["check", "sample:fengdu"], ["sample"], ["check", "no-such-county"]):
        said = zoning(*words)
        folded = [line for line in (said.out + said.err).splitlines() if "：zoning " not in line]  # commands are whole
        assert max(cell_len(line) for line in folded) <= width


def test_piped_output_has_no_escape_codes(zoning: Zoning, answered: Zoning) -> None:
    answered()
    said = zoning("solve", "sample:xunhua")
    assert "\x1b" not in said.out + said.err


def test_zones_of_today_are_what_the_plan_is_compared_with(zoning: Zoning, answered: Zoning, tmp_path: Path) -> None:
    zoning("sample", "xunhua", str(tmp_path / "x"))
    table = tmp_path / "x" / "stations.csv"
    lines = table.read_text(encoding="utf-8-sig").strip().split("\n")
    at = lines[0].split(",").index("current_zone")
    rows = [line.split(",") for line in lines]
    for k, row in enumerate(rows[1:]):
        row[at] = "甲防区" if k < 5 else "乙防区"
    table.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    answered()
    said = zoning(
        "solve", str(tmp_path / "x"), "--pin", "清水乡=甲防区", "--reason", "冬季封路", "--out", str(tmp_path / "o")
    )
    assert said.code == 0
    assert "与现行防区相比" in said.out
    assert "涉及调整的派出所" in said.out
    assert "理由：冬季封路" in said.out
    stored = json.loads((tmp_path / "o" / "plan.json").read_text(encoding="utf-8"))
    assert stored["overrides"] == [{"what": "pins.pinned: 630225201 清水乡 · 甲防区", "reason": "冬季封路"}]
    wrong = zoning("solve", str(tmp_path / "x"), "--pin", "清水乡=甲方区")
    assert (wrong.code, "是否指 甲防区？现有防区：乙防区、甲防区" in wrong.err) == (3, True)
    other = zoning("solve", str(tmp_path / "x"), "--pin", "清水乡=丁", "--lang", "en")
    assert (other.code, "neither a station nor a zone of today; zones of today: 乙防区, 甲防区" in other.err) == (
        3,
        True,
    )


def test_names_from_a_file_can_neither_colour_nor_steer_the_terminal(
    zoning: Zoning, answered: Zoning, tmp_path: Path
) -> None:
    zoning("sample", "xunhua", str(tmp_path / "x"))
    table = tmp_path / "x" / "stations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("清水乡", "清[red]水\x1b[2J乡"), encoding="utf-8")
    answered()
    for words in (["check", str(tmp_path / "x")], ["solve", str(tmp_path / "x")]):
        said = zoning(*words)
        assert said.code in (0, 3)
        assert "\x1b" not in said.out + said.err
        assert "清[red]水" in said.out + said.err


def test_the_terminal_shows_the_colours_of_the_map(
    zoning: Zoning, answered: Zoning, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered()
    for name, value in {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm", "COLUMNS": "120"}.items():
        monkeypatch.setenv(name, value)
    coloured = zoning("solve", "sample:xunhua").out
    for zone in range(4):
        red, green, blue = (int(slot(zone).colour[i : i + 2], 16) for i in (1, 3, 5))
        assert f"38;2;{red};{green};{blue}m██" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "38;2" not in zoning("solve", "sample:xunhua").out


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "zones.max"),
        ("--set", "zones.max=4", "--set", "zones.max=5"),
        ("--pin", "白庄镇"),
        ("--apart", "白庄镇"),
        ("--pin", "白庄镇=无此", "--pin", "白庄镇"),
        ("--set", "zones.max", "--set", "zones.mx=3", "--office", "无此", "--policy", "nowhere"),
        ("--order", "travel,beauty"),
        ("--order", "travel:much"),
        ("--order", "travel,travel"),
        ("--mode", "order"),
        ("--order", "travel", "--mode", "minimax"),
        ("--mode", "minimax", "--plans", "3"),
    ],
)
def test_words_without_the_form_of_their_option_are_a_matter_of_usage(zoning: Zoning, words: tuple[str, ...]) -> None:
    said = zoning("solve", "sample:xunhua", *words)
    assert (said.code, said.out) == (2, "")
    assert words[0] in said.err
    assert zoning("solve", "sample:xunhua", *words, "--json").json["exit"] == 2


def test_a_station_that_is_not_there_is_bad_input(zoning: Zoning) -> None:
    assert zoning("solve", "sample:xunhua", "--apart", "白庄镇,清水乡", "--pin", "白庄镇=无此").code == 3
