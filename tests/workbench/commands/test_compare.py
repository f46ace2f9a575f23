"""``zoning compare``: what is said, what a program reads, and what is wrong with the files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.commands.compare import plan_names
from zoning.result.codec import dumps
from zoning.result.documents import to_document

Zoning = Callable[..., Any]


@pytest.fixture
def files(solved: Callable[..., Any], tmp_path: Path) -> list[str]:
    """Three plans of fengdu made by hand, the last under a policy of its own and with a station closed since."""
    for zones, folder in ((4, "four"), (3, "three")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.json").write_text(dumps(to_document(solved("fengdu", zones)[0])), encoding="utf-8")
    other = json.loads((tmp_path / "four" / "plan.json").read_text(encoding="utf-8"))
    other["policy"]["weights"]["travel"] = 1.0
    other["zones"][-1]["stations"].pop()
    (tmp_path / "closed.json").write_text(json.dumps(other), encoding="utf-8")
    return [str(tmp_path / "four" / "plan.json"), str(tmp_path / "three" / "plan.json"), str(tmp_path / "closed.json")]


def test_plans_are_compared_in_both_languages(zoning: Zoning, files: list[str]) -> None:
    said = zoning("compare", "sample:fengdu", *files)
    assert (said.code, said.err.count("zoning "), said.err.count("\n")) == (0, 1, 1)
    assert said.out.startswith("首选：four"), "the policy of closed has other weights"
    assert "closed 的规则、权重或人工决定与“海东 2023 · four”不同" in said.out
    assert "海东 2023 · four" in said.out
    assert "海东 2023 · closed" in said.out
    assert "closed 在“海东 2023 · four”中补上方案里没有的派出所" in said.out
    english = zoning("compare", "sample:fengdu", *files, "--lang", "en").out
    for heading in (
        "over 1 comparable scenario\n",
        "From plan to plan",
        "Stations together in the 2 good plans",
        'Figures under "Haidong 2023',
    ):
        assert heading in english


def test_an_equal_plan_is_named_beside_the_first(
    zoning: Zoning, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = tmp_path / "twin.json"
    twin.write_bytes(Path(files[0]).read_bytes())
    monkeypatch.setenv("COLUMNS", "60")
    said = zoning("compare", "sample:fengdu", *files, str(twin)).out
    robust = said[said.index("各方案的稳妥程度") : said.index("下的各项数字")]
    assert "相同的方案" in robust
    assert "twin" in robust
    assert "个所）" not in robust, "plans are no stations"


def test_a_program_reads_the_cross_table(zoning: Zoning, files: list[str]) -> None:
    told = zoning("compare", "sample:fengdu", *files, "--json").json
    assert [case["name"] for case in told["cases"]] == ["haidong · four", "haidong · closed"]
    four, _, closed = told["plans"]
    assert [len(cell["placed"]) for cell in closed["cases"]] == [1, 1]
    judged = zoning("score", "sample:fengdu", files[0], "--json").json
    assert four["cases"][0]["points"] == judged["points"]
    assert (told["robust"], told["good_plans"]) == ("four", ["four", "closed"])
    assert next(c["stations"] for c in told["changes"] if (c["from"], c["to"]) == ("four", "closed")) == []


def test_too_few_plans_are_a_matter_of_usage(zoning: Zoning, files: list[str]) -> None:
    for words in ([], files[:1]):
        said = zoning("compare", "sample:fengdu", *words)
        assert said.code == 2
        assert "至少需要两个方案文件" in said.err


def test_all_mistakes_of_all_files_are_told_at_once(zoning: Zoning, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    said = zoning("compare", "sample:fengdu", str(tmp_path / "none.json"), str(tmp_path / "broken.json"), files[0])
    assert said.code == 3
    assert "none.json" in said.err
    assert "broken.json" in said.err
    foreign = zoning("compare", "sample:xunhua", *files[:2])
    assert foreign.code == 3
    assert "循化" in foreign.err


def test_plans_are_called_by_what_tells_them_apart() -> None:
    paths = [Path("a/plan.json"), Path("b/plan.json"), Path("c.json"), Path("x/c.json")]
    assert plan_names(paths) == ["a", "b", "c.json", str(Path("x/c.json"))]


def test_files_of_one_name_are_told_apart_in_what_is_said_of_them(zoning: Zoning, files: list[str]) -> None:
    changed = json.loads(Path(files[1]).read_text(encoding="utf-8"))
    changed["county"]["digest"] = "sha256:other"
    Path(files[1]).write_text(json.dumps(changed), encoding="utf-8")
    said = zoning("compare", "sample:fengdu", *files[:2])
    assert f"注意：{files[1]} 不是按现在的" in said.err
    refused = zoning("compare", "sample:xunhua", str(Path(files[0]).parent), files[1]).err
    assert f"{files[0]}：是丰都县" in refused
    assert f"{files[1]}：是丰都县" in refused
