"""``zoning all``: every step once, in one folder; what is there is kept, and what was interrupted goes on."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import geodata
from tests.workbench.conftest import Said
from workbench.commands import all as steps_of
from workbench.given.ledger import FILE, Ledger
from workbench.report.renderers import FORMATS
from zoning.result.documents import load

Zoning = Callable[..., Said]
STEPS = ["solve", "compare", "stress", "organise", "report"]
QUICK = ("--replicates", "2", "--jobs", "1", "--format", "xlsx")


@pytest.fixture
def run(zoning: Zoning, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Do all of xunhua, and give what was done by step."""

    def one(*more: str, code: int = 0) -> dict[str, Any]:
        said = zoning("all", "sample:xunhua", "--out", str(tmp_path / "out"), *QUICK, *more, "--json")
        assert said.code == code, said
        return {step["name"]: step["state"] for step in said.json["steps"]}

    return one


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without chapters: what a report says is tested with reports."""
    monkeypatch.setattr("workbench.report.sections.build", lambda *_: SimpleNamespace(lost=[], texts=list))
    monkeypatch.setitem(FORMATS, "xlsx", lambda _, material: repr(material.judged.points).encode())


@pytest.mark.usefixtures("plain")
def test_every_step_is_done_once_and_only_what_changed_is_done_again(
    run: Callable[..., dict[str, Any]], zoning: Zoning, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run() == dict.fromkeys(STEPS, "done") | {"compare": "left_out"}, "today's zones are not given"
    files = {path.name: path.read_bytes() for path in out.iterdir()}
    assert {"plan.json", "map.png", "county.gpkg", "stress.json", "organisation.xlsx", "report.xlsx", FILE} <= set(
        files
    )
    kept = dict.fromkeys(STEPS, "kept") | {"compare": "left_out"}
    assert run() == kept
    assert {path.name: path.read_bytes() for path in out.iterdir()} == files
    (out / "report.xlsx").write_bytes(b"cut")
    assert run() == kept | {"report": "done"}
    zoning("organise", "sample:xunhua", str(out), "--set-name", "1=江北防区", "--out", str(out))
    assert run() == kept | {"organise": "done", "report": "done"}
    work = load(out / "organisation.json", county=geodata.read_county("sample:xunhua"))
    assert [choice.value for choice in work.choices] == ["江北防区"], "what a planner chose is kept"


def test_what_was_found_and_written_is_shown_and_the_reason_where_no_plan_is(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("全套", "sample:xunhua", "--out", str(tmp_path / "out"), *QUICK)
    assert (said.code, said.err.count("\n")) == (0, 1)
    assert said.out.startswith("已证明最优")
    for part in (
        "随机模拟 2 次",
        f"写入 {tmp_path / 'out'}",
        "稳定性检验  完成",
        "没有填写现防区，无从比较",
        "report.xlsx",
    ):
        assert part in said.out, part
    tight = zoning("all", "sample:xunhua", "--out", str(tmp_path / "none"), *QUICK, "--set", "rules.max_minutes=10")
    assert tight.code == 4
    assert "--set 最多分钟=" in tight.out, "the nearest limit that lets a plan exist"
    assert not (tmp_path / "none" / FILE).exists()


@pytest.mark.parametrize(
    "wrong", [["--format", "odt"], ["--set", "zones.max"], ["--policy", "nowhere"], ["--date", "now"]]
)
def test_mistakes_are_told_before_anything_is_begun(zoning: Zoning, tmp_path: Path, wrong: list[str]) -> None:
    said = zoning("all", "sample:xunhua", "--out", str(tmp_path / "out"), *wrong)
    assert said.code in (2, 3)
    assert not (tmp_path / "out").exists()
    assert zoning("all", str(tmp_path / "没有"), "--out", str(tmp_path / "out")).code == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("plain")
def test_what_was_done_before_it_was_interrupted_is_kept_and_the_rest_goes_on(
    run: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pressed: list[bool] = []

    @contextlib.contextmanager
    def interruptible() -> Iterator[Callable[[], bool]]:
        yield lambda: bool(pressed)

    def written(*arguments: Any) -> list[Path]:
        pressed.append(True)
        return original(*arguments)

    original = steps_of.written
    with monkeypatch.context() as patch:
        patch.setattr(steps_of, "interruptible", interruptible)
        patch.setattr(steps_of, "written", written)
        assert run(code=130) == {"solve": "done"} | dict.fromkeys(STEPS[1:], "unfinished")
    assert (tmp_path / "out" / "plan.xlsx").is_file()
    assert run() == {"solve": "kept", "compare": "left_out", "stress": "done", "organise": "done", "report": "done"}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"schema":"zoning.steps/1","steps":{"a":1}}', b"\xff"])
def test_a_ledger_that_cannot_be_read_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert Ledger.of(tmp_path).steps == {}


def test_a_step_is_held_only_with_its_key_and_its_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    Ledger(tmp_path).note("one", "key", ["a"])
    held = Ledger.of(tmp_path)
    assert (held.holds("one", "key"), held.holds("one", "other"), held.holds("two", "key")) == (["a"], None, None)
    (tmp_path / "a").write_bytes(b"2")
    assert held.holds("one", "key") is None
    (tmp_path / "a").unlink()
    assert held.holds("one", "key") is None
