"""What a person is told when a file is not the one that was meant, in both languages and whatever the command."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import geodata
from geodata.county.build import Built
from tests.workbench.conftest import Said
from workbench.given.spoken import keys_of, settings
from workbench.line.screen import BAD_INPUT, DONE, USAGE
from zoning.model.errors import REASONS, reason_of
from zoning.model.policy import keys
from zoning.result.documents import rendered
from zoning.result.solution import Solution

Zoning = Callable[..., Said]
ASK = ["score", "verify", "explain", "response", "deploy", "stress", "compare", "organise", "staffing"]
"""Commands that take a county and a plan."""
QUICK = {"stress": ["--replicates", "1", "--jobs", "1"]}


def more(command: str, plan: Path) -> list[str]:
    """What else a command needs: little work, and a second plan to compare with."""
    if command != "compare":
        return QUICK.get(command, [])
    return [str(shutil.copy(plan, plan.with_name("other.json")))]


@pytest.fixture
def plan(solved: Callable[..., tuple[Solution, Built]], tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_bytes(rendered(solved("xunhua", 3)[0]))
    return path


@pytest.mark.parametrize("command", ASK)
def test_a_plan_of_another_county_says_whose_it_is_and_what_to_do(command: str, plan: Path, zoning: Zoning) -> None:
    said = zoning(command, "sample:qingshui", str(plan), *more(command, plan))
    assert said.code == BAD_INPUT
    assert "循化撒拉族自治县（630225）的方案" in said.err
    assert "清水县" in said.err
    assert "不在任何防区里" not in said.err, "one mistake, not a list of every station"


@pytest.mark.parametrize(
    "command", ["explain", "response", "deploy", "stress", "compare", "staffing", "organise", "score"]
)
def test_a_plan_made_for_other_data_is_told_by_every_command(
    command: str, plan: Path, zoning: Zoning, tmp_path: Path
) -> None:
    geodata.copy_sample("xunhua", tmp_path / "county")
    stations = tmp_path / "county" / "stations.csv"
    text = stations.read_text(encoding="utf-8")
    head, first, rest = text.split("\n", 2)
    column = head.split(",").index("officers")
    cells = first.split(",")
    cells[column] = str(int(cells[column]) + 1)
    stations.write_text("\n".join([head, ",".join(cells), rest]), encoding="utf-8", newline="")
    told = "plan.json 不是按现在的 循化撒拉族自治县 数据制定的"
    words = more(command, plan)
    assert told in zoning(command, str(tmp_path / "county"), str(plan), *words).err
    assert told not in zoning(command, "sample:xunhua", str(plan), *words).err


@pytest.mark.parametrize(
    "words",
    [
        ["score", "sample:xunhua", "{}"],
        ["check", "{}"],
        ["check", "sample:xunhua", "--areas", "{}.shp"],
        ["organise", "sample:xunhua", "{plan}", "--keep", "{}.json"],
        ["compare", "sample:xunhua", "{plan}", "{}.json"],
        ["evaluate", "sample:xunhua", "{}.csv", "{}.csv"],
        ["report", "{}"],
        ["scenarios", "{}.toml"],
    ],
    ids=lambda words: words[0],
)
def test_a_path_that_does_not_exist_is_said_with_the_path(
    words: list[str], plan: Path, zoning: Zoning, tmp_path: Path
) -> None:
    nowhere = str(tmp_path / "没有" / "plan")
    said = zoning(*(word.replace("{plan}", str(plan)).replace("{}", nowhere) for word in words))
    assert said.code == BAD_INPUT
    assert nowhere in said.err
    assert not any(one in said.err for one in ("No such", "Errno"))


def test_did_you_mean_is_asked_only_where_something_is_close(zoning: Zoning) -> None:
    assert "是否指 积石镇" in zoning("solve", "sample:xunhua", "--office", "积右镇").err
    said = zoning("solve", "sample:xunhua", "--office", "王府井").err
    assert "是否" not in said
    assert "本县有" in said


def sentences(language: str) -> Iterator[str]:
    yield from (reason_of(OSError(number, os.strerror(number))).text(language) for number in REASONS)  # type: ignore[arg-type]


def test_reasons_of_the_system_are_said_in_the_language_of_the_sentence() -> None:
    assert not any("a" <= letter.lower() <= "z" for said in sentences("zh") for letter in said)
    assert reason_of(OSError(errno.ENOSPC, "x")).text("en") == "No space left on device"
    assert reason_of(OSError(9999, "something new")).text("zh") == "something new"
    locked = OSError(errno.EACCES, "The process cannot access the file")
    locked.winerror = 32  # type: ignore[attr-defined]
    assert reason_of(locked).text("zh") == "正被其他程序打开，请关闭后重试"


def test_settings_may_be_called_by_their_chinese_names(zoning: Zoning) -> None:
    solution = zoning("solve", "sample:xunhua", "--set", "防区数=3", "--set", "支援路程=0.5", "--json")
    assert solution.code == DONE
    policy = solution.json["policy"]
    assert (policy["zones"]["max"], policy["zones"]["min"], policy["weights"]["travel"]) == (3, 3, 0.5)
    assert {override["what"] for override in solution.json["overrides"]} == {
        "zones.max = 3", "zones.min = 3", "weights.travel = 0.5",
    }  # fmt: skip
    twice = zoning("solve", "sample:xunhua", "--set", "防区数=3", "--set", "zones.max=4")
    assert twice.code == USAGE


def test_every_chinese_name_is_one_of_a_setting() -> None:
    assert {key for known in settings().values() for key in known} <= set(keys())
    assert keys_of("zones.max") == ("zones.max",)
    assert set(keys()) - {key for known in settings().values() for key in known} == {
        "name", "source", "pins.together", "pins.apart", "pins.pinned", "pins.offices",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "has", "lacks"),
    [
        ("deploy", ["实战单元总数", "默认 10"], ["巡组", "警务站", "默认 15"]),
        ("response", ["值班巡组数"], ["实战单元"]),
        ("posts", ["警务站在多少分钟内", "默认 15"], ["默认 10", "实战单元"]),
        ("beats", ["村到最近警务室", "默认 15"], ["默认 10", "实战单元"]),
        ("solve", ["--gap", "0.05"], []),
    ],
)
def test_help_is_that_of_the_command(command: str, has: list[str], lacks: list[str], zoning: Zoning) -> None:
    said = zoning(command, "--help").out.replace("\n", "")
    assert [word for word in has if word not in said] == []
    assert [word for word in lacks if word in said] == []


def test_a_folder_that_holds_files_of_an_earlier_plan_is_told(zoning: Zoning, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    shutil.copy(plan, out / "plan.json")
    (out / "organisation.json").write_bytes(b"{}")
    said = zoning("solve", "sample:xunhua", "--set", "防区数=2", "--out", str(out))
    assert said.code == DONE
    told = said.err.splitlines()
    assert any("旧方案的文件：organisation.json" in line for line in told[-4:]), "among the last lines"
    assert "- organisation.json" in (out / "stale.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("防区树=4",), ["--set 防区树：“4”：没有这个设置项；是否想写 防区数？"]),
        (("zones.mx=4",), ["--set zones.mx：“4”：没有这个设置项；是否想写 zones.max？"]),
        (("防区数=四",), ["--set 防区数：“四”：是中文数字；请填 4"]),
        (("防区数=4个",), ["--set 防区数：“4个”：带有单位“个”；请只填数，按这里的单位为 4"]),
        (("防区树=4", "最多分钟=-1"), ["是否想写 防区数？", "--set 最多分钟：“-1”：超出范围；应 ≥ 0"]),
    ],
)
@pytest.mark.parametrize("command", ["solve", "batch"])
def test_a_slip_in_a_setting_is_told_by_the_name_that_was_given(
    zoning: Zoning, tmp_path: Path, command: str, words: tuple[str, ...], says: list[str]
) -> None:
    (tmp_path / "batch.toml").write_text('[[county]]\nsource = "sample:xunhua"\n', encoding="utf-8")
    source = {"solve": "sample:xunhua", "batch": str(tmp_path / "batch.toml")}[command]
    said = zoning(command, source, *(part for one in words for part in ("--set", one)), "--out", str(tmp_path / "o"))
    assert said.code == BAD_INPUT
    told = says if command == "solve" else says[:1]  # names come before values there
    assert all(one in said.err for one in told), said.err
    assert f"共 {len(told)} 处" in said.err


def test_a_word_that_is_no_setting_is_answered_with_what_there_is(zoning: Zoning) -> None:
    chinese = zoning("solve", "sample:xunhua", "--set", "胡说=4").err
    assert "可写 防区数、最多防区数" in chinese
    assert all(name in chinese for name in ("人均工作量偏差", "支援路程"))
    assert "zones.…" in zoning("solve", "sample:xunhua", "--set", "胡说=4", "--lang", "en").err
    assert "可用：警力警情错配、" in zoning("frontier", "sample:xunhua", "--between", "出形,mismatch").err
