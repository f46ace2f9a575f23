"""Mistakes by the hundred thousand: the first ten of each kind, how many more there are, no sentence made in vain."""

import pytest

from workbench.line.mistakes import FIRST, most_important, told
from zoning.model.errors import InputError, Mistake
from zoning.texts import Language, Message

CODE, CLASS = "geodata.code.unknown", "geodata.cell.whole"


def many(key: str, column: str, count: int) -> list[Mistake]:
    values = {"hint": ""} if key == CODE else {}
    return [Mistake(Message(key, values), "incidents.csv", row, column, f"X{row}") for row in range(2, count + 2)]


def test_the_first_ten_and_how_many_more_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    text = Message.text

    def counted(self: Message, language: Language) -> str:
        made.append(self.key)
        return text(self, language)

    monkeypatch.setattr(Message, "text", counted)
    mistakes = [*many(CODE, "station", 100_000), *many(CLASS, "count", 50_000), *many(CODE, "b", 3)]
    for language, more in (("zh", "另有"), ("en", "more")):
        lines = told(mistakes, language)  # type: ignore[arg-type]
        assert len(lines) < 12
        assert any("99,990" in line and more in line for line in lines)
        assert any("49,990" in line and more in line for line in lines)
        assert sum(f"X{FIRST + 1}" in line for line in lines) == 2
        assert not any(f"X{FIRST + 2}" in line for line in lines)
    assert len(made) < 100
    assert len(str(InputError(mistakes))) < 500_000
    assert len(made) < 1_100


def test_a_hundred_are_told_each() -> None:
    lines = "\n".join(told(many(CODE, "station", 100), "zh"))
    assert all(f"“X{row}”" in lines for row in range(2, 102))


def numerals(count: int) -> list[Mistake]:
    return [
        Mistake(Message("geodata.slip.numeral", {"number": 10_000 * row}), "stations.csv", row, "人口", f"{row}万")
        for row in range(2, count + 2)
    ]


@pytest.mark.parametrize("count", [4, 12, 22, 325])
def test_a_column_with_one_mistake_in_every_row_is_told_once_with_every_remedy(count: int) -> None:
    lines = told(numerals(count), "zh")
    assert len(lines) == (3 if count <= FIRST else 4)
    text = "\n".join(lines)
    assert text.count("是中文数字") == 1
    assert "第 2 行“2万”：是中文数字；请填 20000" in text
    assert "第 3 行“3万”（30000）" in text
    assert f"第 {count + 1} 行" in text
    assert "likewise" in "\n".join(told(numerals(count), "en"))


def test_what_differs_in_a_hint_stands_behind_its_place() -> None:
    hints = [Message("geodata.hint.nearest", {"option": f"10{i} 乡"}) for i in range(5)]
    held = [Mistake(Message(CODE, {"hint": hint}), "a.csv", i + 2, "station", f"X{i}") for i, hint in enumerate(hints)]
    assert "第 4 行“X2”（是否指 102 乡？）" in "\n".join(told(held, "zh"))


@pytest.mark.parametrize(("kinds", "shown"), [(10, 10), (14, 10)])
def test_of_many_kinds_those_with_most_mistakes_are_told_and_how_many_more_there_are(kinds: int, shown: int) -> None:
    held = [one for k in range(kinds) for one in many(CLASS, f"c{k}.", 2 + k)]
    text = "\n".join(told(held, "zh"))
    assert [k for k in range(kinds) if f"“c{k}.”" in text] == list(range(kinds - shown, kinds))
    rest = sum(2 + k for k in range(kinds - shown))
    assert (f"另有 {kinds - shown} 类错误，共 {rest} 处" in text) == (kinds > shown)
    assert "--json" in text or kinds == shown
    assert (f"{rest} more mistakes" in "\n".join(told(held, "en"))) == (kinds > shown)


def test_a_column_that_is_not_there_is_told_before_cells_that_are_wrong() -> None:
    held = [one for k in range(12) for one in many(CLASS, f"c{k}.", 5)]
    lacking = Mistake(Message("geodata.table.missing_column", {"aliases": ["count"]}), "incidents.csv", None, "count")
    text = "\n".join(told([*held, lacking], "zh"))
    assert "count" in text
    assert "另有 3 类错误，共 15 处" in text


@pytest.mark.parametrize("count", [10, 13])
def test_the_first_notices_are_told_and_how_many_more_there_are(count: int) -> None:
    lines = most_important([f"n{k}" for k in range(count)], "zh")
    assert lines[:10] == [f"* n{k}" for k in range(10)]
    assert [line for line in lines if "--json" in line] == lines[10:]
    assert len(lines) == min(count, 11)
    assert count == 10 or "另有 3 条" in lines[10]
