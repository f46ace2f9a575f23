"""What is said to come next: commands that exist, with the paths that were typed, read alike by the shells."""

import json
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cyclopts import App
from hypothesis import given
from hypothesis import strategies as st

from tests.workbench.conftest import Said
from workbench.cli import COMMANDS
from workbench.line.onward import COUNTY, PLAN, STEPS, quoted, tell
from workbench.line.screen import BAD_INPUT, BROKEN_RULE, DONE, Screen
from workbench.line.shell import application, name_of

Zoning = Callable[..., Said]
SILENT = {"serve", "store", "completion"}
"""Commands after which nothing is said: they run on, or their output is for a program."""


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12))
def test_a_word_that_was_quoted_is_read_as_it_was(word: str) -> None:
    assert shlex.split(quoted(word, windows=False)) == [word]


def test_a_shell_reads_the_words_as_they_were() -> None:
    words = [
        "方案",
        "my plan",
        "a&b",
        "a;b",
        "$HOME",
        "a`b",
        "it's",
        'say "x"',
        "100%",
        "(1)",
        "*",
        "~",
        "a\\b",
        "一 二",
        "#",
    ]
    line = " ".join(quoted(word, windows=False) for word in words)
    said = subprocess.run(["/bin/sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == words


@pytest.mark.parametrize("word", ["方案/丰都 县.xlsx", "my plan", "a&b", "(1)", "a;b", "it's"])
def test_most_names_are_quoted_alike_for_both_shells(word: str) -> None:
    assert quoted(word, windows=True) == quoted(word, windows=False) == f'"{word}"'


def test_a_path_of_windows_keeps_its_backslashes() -> None:
    assert quoted("C:\\data\\县.xlsx", windows=True) == "C:\\data\\县.xlsx"
    assert quoted("C:\\a & b\\县.xlsx", windows=True) == '"C:\\a & b\\县.xlsx"'
    assert quoted("C:\\data", windows=False) == "'C:\\data'"


def test_every_command_that_ends_says_what_comes_next() -> None:
    assert set(STEPS) == {name_of(command) for command in COMMANDS} - SILENT


GIVEN: dict[str, dict[str, Any]] = {
    "sample": {"name": "fengdu"},
    "template": {"file": "县.xlsx"},
    "count": {"calls": "明细.csv", "from_county": "县.xlsx"},
    "export": {"target": "县.gpkg"},
    "compare": {"files": ["a.json", "b.json"]},
    "scenarios": {"names": ["zones-3-4-5"]},
    "evaluate": {"before": "a.csv", "after": "b.csv"},
}


@pytest.fixture(scope="module")
def line_of_commands() -> App:
    return application(COMMANDS, "zh")


@pytest.mark.parametrize("name", [*STEPS])
@pytest.mark.parametrize("out", [True, False])
@pytest.mark.parametrize("code", [DONE, BROKEN_RULE])
def test_what_is_said_can_be_run(
    name: str,
    out: bool,
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    line_of_commands: App,
) -> None:
    for file in (PLAN, COUNTY):
        (tmp_path / file).write_text("{}", encoding="utf-8")
    folder = tmp_path / "mismatch-travel"
    folder.mkdir()
    for k in (1, 2):
        (folder / f"plan-{k}.json").touch()
    given: dict[str, Any] = {"county": "my county", "plan": tmp_path, "source": tmp_path, "areas": Path("a b.gpkg")}
    given |= GIVEN.get(name, {}) | ({"out": tmp_path} if out else {})
    if name in ("beats", "posts"):
        del given["plan"]
    words = [name, *([] if name == "report" else ["my county"]), *map(str, GIVEN.get(name, {}).get("files", []))]
    if name == "count":
        words = [name, "明细.csv", "--county", "县.xlsx"]
    if name == "evaluate":
        words += ["a.csv", "b.csv"]
    if name == "organise":
        words += [str(tmp_path)]
    if name == "stress":
        words += [str(tmp_path)]
    if name == "batch":  # which is not run without
        words += ["--out", str(tmp_path)]
    tell(words, Screen("zh"), name, given | {"lang": "en"}, code)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) <= 2
    for line in lines:
        command = shlex.split(line.split("：", 1)[1])
        assert command[0] == "zoning"
        assert command[-2:] == ["--lang", "en"], "in the language that was asked for"
        line_of_commands.parse_args(command[1:], print_error=False, exit_on_error=False)


@pytest.mark.parametrize(("stations", "command"), [(64, "stress"), (65, "organise")])
def test_a_county_that_is_not_solved_often_goes_on_without(
    stations: int, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zones = [{"stations": ["0"] * 40}, {"stations": ["0"] * (stations - 40)}]
    (tmp_path / PLAN).write_text(json.dumps({"zones": zones}), encoding="utf-8")
    tell(["solve", "my county"], Screen("zh"), "solve", {"county": "my county", "out": tmp_path}, DONE)
    assert capsys.readouterr().err.splitlines()[0].split("：", 1)[1].startswith(f"zoning {command} ")


def test_nothing_is_said_to_a_program_or_after_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    tell(["check", "x"], Screen("zh", json=True), "check", {"county": "x"}, DONE)
    tell(["check", "x"], Screen("zh"), "check", {"county": "x"}, BAD_INPUT)
    assert capsys.readouterr() == ("", "")


def test_a_command_is_one_line_however_narrow_the_screen(zoning: Zoning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert zoning("check", "sample:xunhua").err == "下一步，求最优方案：zoning solve sample:xunhua --out 方案\n"


def test_a_folder_that_is_there_is_not_the_one_for_the_next_plan(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "方案").mkdir()
    assert zoning("check", "sample:xunhua").err.endswith("--out 方案2\n")
    shutil.rmtree(tmp_path / "方案")
    assert zoning("check", "sample:xunhua").err.endswith("--out 方案\n")


def test_a_mistyped_command_is_told_with_the_one_meant(zoning: Zoning) -> None:
    assert zoning("slove").err.startswith("没有命令“slove”；是否指 solve？\n")
    assert zoning("zzz").err.startswith("没有命令“zzz”。\n")
