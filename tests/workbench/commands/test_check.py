"""``zoning check`` on a workbook: every mistake told, all of them marked in a copy; ``zoning template`` writes one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from geodata.marked.book import MARK, is_marked
from tests.geodata.books import cell, sheets, write
from workbench.line.mistakes import SAME, told
from zoning.files import whole
from zoning.model.errors import Mistake
from zoning.texts import Message

Zoning = Callable[..., Any]
WRONG = (cell("派出所!H3", "十二"), cell("派出所!G4", "3.2"), cell("参数!B5", "飞机"))


def comments(path: Path) -> dict[str, str]:
    book = load_workbook(path)
    return {
        f"{one.title}!{c.coordinate}": c.comment.text
        for one in book.worksheets
        for row in one.iter_rows()
        for c in row
        if c.comment
    }


def test_mistakes_are_told_with_sheet_and_cell_and_marked_beside_the_workbook(zoning: Zoning, tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", None, *WRONG)
    before = path.read_bytes()
    said = zoning("check", str(path))
    assert said.code == 3
    assert "派出所!H3 “民警（人）”列：“十二”：是中文数字；请填 12" in said.err
    assert "县_校验.xlsx" in said.err
    assert set(comments(tmp_path / "县_校验.xlsx")) == {"派出所!H3", "派出所!G4", "参数!B5"}
    assert path.read_bytes() == before


def test_english_speaks_english_and_names_the_copy_so(zoning: Zoning, tmp_path: Path) -> None:
    path = write(tmp_path / "county.xlsx", None, *WRONG)
    said = zoning("check", str(path), "--lang", "en")
    assert "all mistakes are marked in" in said.err
    assert comments(tmp_path / "county_checked.xlsx")["派出所!H3"] == "is a Chinese numeral; write 12"


def test_a_program_hears_where_the_copy_is_and_every_cell(zoning: Zoning, tmp_path: Path) -> None:
    content = zoning("check", str(write(tmp_path / "县.xlsx", None, *WRONG)), "--json").json
    assert content["marked"] == str(tmp_path / "县_校验.xlsx")
    assert {m["cell"] for m in content["mistakes"]} == {"H3", "G4", "B5"}


def test_a_workbook_without_mistakes_leaves_no_copy(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("check", str(write(tmp_path / "县.xlsx")))
    assert said.code == 0
    assert "九宫县" in said.out
    assert list(tmp_path.iterdir()) == [tmp_path / "县.xlsx"]


def test_an_earlier_copy_is_replaced_and_told_when_it_is_out_of_date(zoning: Zoning, tmp_path: Path) -> None:
    path, copy = tmp_path / "县.xlsx", tmp_path / "县_校验.xlsx"
    zoning("check", str(write(path, None, *WRONG)))
    zoning("check", str(write(path, None, WRONG[0])))
    assert set(comments(copy)) == {"派出所!H3"}
    said = zoning("check", str(write(path)))
    assert said.code == 0
    assert "还在" in said.out
    assert copy.exists()


def test_somebody_elses_file_is_never_overwritten(zoning: Zoning, tmp_path: Path) -> None:
    path, copy = write(tmp_path / "县.xlsx", None, *WRONG), tmp_path / "县_校验.xlsx"
    copy.write_bytes(b"my own notes")
    said = zoning("check", str(path))
    assert said.code == 3
    assert "--marked" in said.err
    assert copy.read_bytes() == b"my own notes"
    assert zoning("check", str(path), "--json").json["marked"] is None


@pytest.mark.parametrize("name", ["县.xlsx", "别处/标注.xlsx"])
def test_the_copy_goes_where_it_is_asked_for_but_never_over_the_workbook(
    name: str, zoning: Zoning, tmp_path: Path
) -> None:
    path, target = write(tmp_path / "县.xlsx", None, *WRONG), tmp_path / name
    before = path.read_bytes()
    target.parent.mkdir(exist_ok=True)
    zoning("check", str(path), "--marked", str(target))
    assert path.read_bytes() == before
    assert is_marked(target.read_bytes()) == (name != "县.xlsx")


def test_a_marked_copy_that_is_checked_again_is_not_overwritten(zoning: Zoning, tmp_path: Path) -> None:
    path, copy = write(tmp_path / "县.xlsx", None, *WRONG), tmp_path / "县_校验.xlsx"
    zoning("check", str(path))
    before = copy.read_bytes()
    zoning("check", str(copy), "--marked", str(copy))
    assert copy.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_with_the_way_out(zoning: Zoning, tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", None, *WRONG)
    said = zoning("check", str(path), "--marked", str(tmp_path / "nowhere" / "x.xlsx"))
    assert said.code == 3
    assert "没有写校验文件" in said.err
    assert "十二" in said.err, "the mistakes are told all the same"


def test_a_read_only_folder_is_told_behind_the_mistakes(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "县.xlsx", None, *WRONG)

    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(whole, "_write", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    said = zoning("check", str(path))
    assert said.code == 3
    assert said.err.index("十二") < said.err.index("只读")
    assert [one.name for one in tmp_path.iterdir()] == ["县.xlsx"]


def test_a_workbook_that_cannot_be_marked_is_told_with_the_reason(
    zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise ValueError("no styles")

    monkeypatch.setattr("workbench.given.marking.marked", refuse)
    said = zoning("check", str(write(tmp_path / "县.xlsx", None, *WRONG)))
    assert "（no styles）" in said.err


def test_what_was_taken_for_what_is_told_beside_the_mistakes(zoning: Zoning, tmp_path: Path) -> None:
    content = sheets()
    content["警情统计"] = content.pop("警情")
    said = zoning("check", str(write(tmp_path / "县.xlsx", content, *WRONG)))
    assert "工作表 警情统计 按 警情 表读取" in said.err


def test_a_folder_has_no_copy(zoning: Zoning, tmp_path: Path) -> None:
    assert zoning("check", str(tmp_path)).code == 3
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_workbook_is_refused_without_a_copy(zoning: Zoning, tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(b"")
    assert zoning("check", str(path)).code == 3
    assert list(tmp_path.iterdir()) == [path]


def test_macros_stay_in_the_copy(zoning: Zoning, tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", None, *WRONG).rename(tmp_path / "县.xlsm")
    zoning("check", str(path))
    assert (tmp_path / "县_校验.xlsm").read_bytes().endswith(MARK)


def many(count: int, value: str = "x") -> list[Mistake]:
    says = Message("geodata.cell.whole")
    return [Mistake(says, "派出所", row, "民警", value, f"H{row}") for row in range(3, 3 + count)]


def test_a_few_mistakes_are_told_one_by_one() -> None:
    few = many(SAME - 1)
    assert told(few, "zh") == [f"* {mistake.text('zh')}" for mistake in few]


def test_a_hundred_equal_mistakes_are_one_sentence_with_all_places() -> None:
    lines = told(many(100), "zh")
    assert lines[0] == "派出所：100 处"
    assert lines[1].startswith("  * H3–H102“x” “民警”列：不是整数")
    assert len(lines) == 2


def test_no_place_is_left_out_however_many_there_are() -> None:
    mistakes = [m for i, m in enumerate(many(300)) if i % 3] + many(2, "y")
    lines = told(mistakes, "zh")
    assert lines[1].startswith("  * “民警”列，202 处：不是整数")
    text = "".join(lines)
    for row in (4, 5, 299, 302):
        assert f"H{row}" in text
    assert text.count("“x”") == 100
    assert "“y”" in text


def test_different_mistakes_stay_apart_and_under_their_table() -> None:
    other = [Mistake(Message("geodata.incidents.blank"), "incidents.csv", row, "count") for row in (4, 9)]
    alone = Mistake(Message("geodata.settings.missing"), "county.toml")
    lines = told([*many(20), *other, alone], "en")
    assert lines[2] == "incidents.csv: 2"
    assert lines[3].startswith("  * row 4, row 9, column count: is blank")
    assert lines[-1].startswith("  * county.toml: ")


def test_an_empty_template_is_written_once(zoning: Zoning, tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    said = zoning("template", str(path))
    assert said.code == 0
    assert "zoning check" in said.out
    assert "填写说明" in load_workbook(path).sheetnames
    before = path.read_bytes()
    assert zoning("template", str(path)).code == 3
    assert path.read_bytes() == before


def test_a_filled_template_is_checked_without_a_mistake(zoning: Zoning, tmp_path: Path) -> None:
    path = tmp_path / "丰都.xlsx"
    assert zoning("template", str(path), "--filled", "sample:fengdu").code == 0
    digests = [zoning("check", name, "--json").json["county"]["digest"] for name in (str(path), "sample:fengdu")]
    assert digests[0] == digests[1]


def test_a_template_in_english_has_english_sheets(zoning: Zoning, tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    zoning("template", str(path), "--lang", "en")
    assert load_workbook(path).sheetnames[:3] == ["guide", "settings", "classes"]
    assert zoning("template", str(path), "--lang", "en", "--json").json["mistakes"]


@pytest.mark.parametrize(("name", "key"), [("县.csv", ".xlsx"), ("nowhere/县.xlsx", "无法写入")])
def test_a_template_that_cannot_be_written_is_told(name: str, key: str, zoning: Zoning, tmp_path: Path) -> None:
    said = zoning("template", str(tmp_path / name))
    assert said.code == 3
    assert key in said.err


def test_a_full_disk_leaves_no_half_template(zoning: Zoning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole, "_write", full)
    said = zoning("template", str(tmp_path / "县.xlsx"))
    assert said.code == 3
    assert "磁盘已满" in said.err
    assert not list(tmp_path.iterdir())


def test_a_county_with_mistakes_fills_no_template(zoning: Zoning, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", None, *WRONG)
    assert zoning("template", str(tmp_path / "b.xlsx"), "--filled", str(path)).code == 3
    assert not (tmp_path / "b.xlsx").exists()


def test_a_workbook_with_data_on_persons_is_not_copied(zoning: Zoning, tmp_path: Path) -> None:
    number = "110101199003070038"
    path = write(tmp_path / "县.xlsx", None, cell("派出所!P1", "报警人身份证号"), cell("派出所!P2", number))
    said = zoning("check", str(path))
    assert said.code == 3
    assert "个人信息" in said.err
    assert number not in said.err + said.out + zoning("check", str(path), "--json").out
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("fault", ["another name in its head", "a flag of patched data"])
def test_a_damaged_part_that_nobody_reads_stops_the_marked_copy_and_not_the_mistakes(
    fault: str, zoning: Zoning, tmp_path: Path
) -> None:
    path, part = write(tmp_path / "县.xlsx", None, *WRONG), "docProps/app.xml"
    data = bytearray(path.read_bytes())
    name = data.index(part.encode()) if "name" in fault else data.rindex(part.encode())
    data[name if "name" in fault else name - 38] ^= 0x20
    path.write_bytes(data)
    said = zoning("check", str(path))
    assert said.code == 3
    assert "派出所!H3 “民警（人）”列：“十二”：是中文数字；请填 12" in said.err
    assert "没有写校验文件：工作簿里有不能改动的部分" in said.err
    assert list(tmp_path.iterdir()) == [path]
