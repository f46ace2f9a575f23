"""Mistakes by the hundred thousand: the first ten of each kind, how many more there are, and no long wait."""

import time

from workbench.line.mistakes import FIRST, told
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

CODE, CLASS = "geodata.code.unknown", "geodata.cell.whole"


def many(key: str, column: str, count: int) -> list[Mistake]:
    values = {"hint": ""} if key == CODE else {}
    return [Mistake(Message(key, values), "incidents.csv", row, column, f"X{row}") for row in range(2, count + 2)]


def test_the_first_ten_and_how_many_more_are_told() -> None:
    began = time.process_time()
    mistakes = [*many(CODE, "station", 100_000), *many(CLASS, "count", 50_000), *many(CODE, "b", 3)]
    for language, more in (("zh", "另有"), ("en", "more")):
        lines = told(mistakes, language)  # type: ignore[arg-type]
        assert len(lines) < 12
        assert any("99,990" in line and more in line for line in lines)
        assert any("49,990" in line and more in line for line in lines)
        assert sum(f"X{FIRST + 1}" in line for line in lines) == 2
        assert not any(f"X{FIRST + 2}" in line for line in lines)
    assert len(str(InputError(mistakes))) < 500_000
    assert time.process_time() - began < 5


def test_a_hundred_are_told_each() -> None:
    lines = "\n".join(told(many(CODE, "station", 100), "zh"))
    assert all(f"“X{row}”" in lines for row in range(2, 102))
