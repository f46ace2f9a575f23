"""``zoning store`` and ``--store``: what is kept is told, verified, and taken instead of being solved again."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios.store import open_store
from tests.scenarios.store.drawn import edited, package
from tests.workbench.conftest import Said

Zoning = Callable[..., Said]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with a plan of six versions."""
    with open_store(tmp_path / "store.db") as store:
        edited(store, package())
    return tmp_path / "store.db"


def test_a_store_is_told_in_both_languages_and_as_a_document(zoning: Zoning, place: Path) -> None:
    assert "版本" in zoning("store", "--store", str(place)).out
    assert "versions" in zoning("store", "info", "--store", str(place), "--lang", "en").out
    told = zoning("store", "info", "--store", str(place), "--json").json
    assert told["rows"] == {
        "blob": 3,
        "person": 1,
        "county": 1,
        "plan": 1,
        "revision": 6,
        "answer": 0,
        "batch_item": 0,
        "run": 0,
        "event": 1,
    }
    assert (told["schema"], told["server"], told["exit"]) == ("zoning.store/1", None, 0)


def test_a_whole_store_is_verified_and_a_changed_one_ends_with_exit_code_6(zoning: Zoning, place: Path) -> None:
    told = zoning("store", "verify", "--store", str(place), "--json").json
    assert told["checked"] == {"blob": 3, "plan": 1, "revision": 6, "county": 1, "head": 1}
    assert (told["different"], told["exit"]) == ([], 0)
    raw = sqlite3.connect(place)
    raw.execute("DROP TRIGGER revision_no_update")
    raw.execute("UPDATE revision SET points = points + 1 WHERE number = 3")
    raw.commit()
    raw.close()
    said = zoning("store", "verify", "--store", str(place), "--lang", "en")
    assert said.code == 6
    assert '"1@3" the row is not what its digest says' in said.err


def test_a_store_goes_through_files_and_comes_back(zoning: Zoning, place: Path, tmp_path: Path) -> None:
    assert zoning("store", "export", str(tmp_path / "out"), "--store", str(place)).code == 0
    again = str(tmp_path / "again.db")
    assert zoning("store", "import", str(tmp_path / "out"), "--store", again, "--json").json["rows"]["revision"] == 6
    assert zoning("store", "backup", str(tmp_path / "copy.db"), "--store", again).code == 0
    assert zoning("store", "verify", "--store", str(tmp_path / "copy.db")).code == 0


def test_pruning_asks_and_makes_no_store(
    zoning: Zoning, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("store", "prune", "--before", "2026-01-01", "--store")
    assert zoning(*words, str(place)).code == 2, "nobody can be asked"
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: "n")
    assert "没有清理" in zoning(*words, str(place)).out
    monkeypatch.setattr("builtins.input", lambda: "y")
    assert "已清理" in zoning(*words, str(place)).out
    assert zoning(*words, str(tmp_path / "none.db"), "--yes").code == 3
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("backup",), ("info", "x"), ("info", "--salvage"), ("export", "x", "--yes"), ("prune", "--before", "1.1.2026"),
        ("prune",), ("verify", "--before", "2026-01-01"), ("dust",),
    ],
)  # fmt: skip
def test_words_that_do_not_belong_together_are_usage(zoning: Zoning, words: tuple[str, ...]) -> None:
    assert zoning("store", *words).code == 2


def test_a_solution_is_solved_once_and_then_taken_from_the_store(zoning: Zoning, tmp_path: Path) -> None:
    solve = ("solve", "sample:xunhua", "--store", str(tmp_path / "k.db"))
    first = zoning(*solve, "--json")
    second = zoning(*solve, "--json")
    assert "取自存储库" in second.err
    assert "取自存储库" not in first.err
    assert second.json == first.json, "seconds and all"
    assert "取自存储库" not in zoning(*solve, "--set", "zones.max=3").err
    assert "普通求解" in zoning(*solve, "--plans", "2").err
    with open_store(tmp_path / "k.db") as store:
        rows = store.info().rows
        assert (rows["answer"], rows["run"], rows["county"]) == (2, 2, 1)
        assert store.verify().different == ()
    said = zoning("scenarios", "zones-3-4-5", "--county", "sample:xunhua", "--store", str(tmp_path / "k.db"), "--json")
    assert said.json["kept"] >= 1, "the base was solved before"


def test_a_forged_answer_is_solved_again(zoning: Zoning, tmp_path: Path) -> None:
    solve = ("solve", "sample:xunhua", "--store", str(tmp_path / "k.db"))
    points = zoning(*solve, "--json").json["points"]
    raw = sqlite3.connect(tmp_path / "k.db")
    raw.execute("DROP TRIGGER answer_no_update")
    raw.execute("UPDATE answer SET document = (SELECT sha256 FROM blob WHERE media LIKE '%geopackage%')")
    raw.commit()
    raw.close()
    said = zoning(*solve, "--json")
    assert (said.code, said.json["points"]) == (0, points)


def test_a_plan_of_the_store_becomes_a_report_that_is_kept(zoning: Zoning, place: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    said = zoning("report", "1@3", "--store", str(place), "--out", str(out), "--format", "xlsx", "--json")
    assert said.code in (0, 6)
    book = (out / "report.xlsx").read_bytes()
    with open_store(place) as store:
        (run,) = store.runs()
        assert (run.kind, run.plan, run.number, run.state) == ("report", 1, 3, "done")
        assert store.get(run.says["files"]["report.xlsx"]) == book
    assert zoning("report", "1", "--store", str(place)).code == 3
    assert zoning("report", "9", "--store", str(place), "--out", str(out)).code == 3


def test_the_variable_names_a_store(zoning: Zoning, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONING_STORE", str(place))
    assert json.loads(zoning("store", "--json").out)["store"] == str(place)
