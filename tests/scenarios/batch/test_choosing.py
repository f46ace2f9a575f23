"""Which counties of a batch are worked on, by every word for them, and what becomes of the others."""

import json
from pathlib import Path

import pytest

import geodata
from benchmarks.many import FIRST, write
from scenarios.batch import run as running
from scenarios.batch.keeping import Folder
from scenarios.batch.run import Orders, run
from scenarios.batch.spec import Asked, gathered
from scenarios.spread.records import Inline
from tests.scenarios.batch.work import begin
from zoning.model.errors import InputError


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two counties: a folder and a workbook, called otherwise than their codes and names."""
    folder = tmp_path_factory.mktemp("two")
    for path, called in zip(write(folder, [6, 6]), ("甲", "乙.xlsx"), strict=True):
        geodata.write_county(geodata.read_source(path), folder / called)
        path.unlink()
    return folder


def chosen(source: Path, *only: str, folder: Folder | None = None) -> list[str]:
    return [one.called for one in gathered(str(source), Asked(only=only), folder) if one.chosen]


@pytest.mark.parametrize("word", ["乙", str(FIRST + 1), f"{FIRST + 1}县"])
def test_a_county_is_chosen_by_what_it_is_called_its_code_or_its_name(source: Path, word: str) -> None:
    assert chosen(source, word) == ["乙"]
    assert chosen(source, "甲", word) == ["乙", "甲"]


def test_a_word_for_none_is_told_with_those_there_are(source: Path) -> None:
    with pytest.raises(InputError) as told:
        chosen(source, "999999")
    says = told.value.mistakes[0].text("zh")
    assert f"{FIRST} {FIRST}县 甲" in says
    assert f"{FIRST + 1} {FIRST + 1}县 乙" in says


def test_the_others_keep_their_results_even_where_something_changed(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "begin", begin)
    folder = Folder(tmp_path)
    lone = run(gathered(str(source), Asked(only=("甲",)), folder), Inline(), Orders(limit=None), folder=folder)
    assert ([one.called for one in lone.counties], lone.asked) == (["甲"], 1), "nothing is known of the other"
    first = run(gathered(str(source), Asked(), folder), Inline(), Orders(limit=None), folder=folder)
    asked = Asked(values={"zones.max": 2}, only=(f"{FIRST + 1}县",))
    with monkeypatch.context() as patch:  # an earlier run knows the names: no file is read for them
        patch.setattr(geodata, "read_source", lambda *_, **__: pytest.fail("read"))
        wanted = gathered(str(source), asked, folder)
    second = run(wanted, Inline(), Orders(limit=None), folder=folder)
    before, after = ({one.called: one for one in batch.counties} for batch in (first, second))
    assert (list(after), second.asked, second.known, second.interrupted) == (["乙", "甲"], 2, 1, False)
    assert after["甲"] == before["甲"]
    assert after["乙"].key != before["乙"].key
    plans = {path.parent.name: json.loads(path.read_text("utf-8")) for path in tmp_path.glob("plans/*/base.json")}
    assert len(plans[str(FIRST + 1)]["zones"]) == 2 == (after["乙"].base and after["乙"].base.zones)


def test_results_are_no_counties(source: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        gathered(str(source), Asked(), Folder(source / ".." / source.name))
    assert [one.says.key for one in told.value.mistakes] == ["scenarios.batch.out_is_source"]
    write(tmp_path, [6])
    for name in ("batch.gpkg", "batch.xlsx"):
        (tmp_path / name).touch()
    (tmp_path / ".finished").mkdir()
    assert [one.called for one in gathered(str(tmp_path), Asked())] == [str(FIRST)]
