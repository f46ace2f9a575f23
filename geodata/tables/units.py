"""Units that people write where another is wanted, and how many of the one make how many of the other.

What it may get wrong: 里 is taken for the 500 m of today, 亩 for the 15th part of a hectare.
"""

from collections.abc import Mapping

from zoning.texts import Message

PEOPLE, AREA, LENGTH, TIME = "人", "km2", "km", "min"
CONVERSIONS: Mapping[str, tuple[str, int, int]] = {
    "万人": (PEOPLE, 1, 10_000),
    "万": (PEOPLE, 1, 10_000),
    "千人": (PEOPLE, 1, 1_000),
    "亩": (AREA, 1_500, 1),
    "万亩": (AREA, 3, 20),
    "公顷": (AREA, 100, 1),
    "ha": (AREA, 100, 1),
    "千公顷": (AREA, 1, 10),
    "万公顷": (AREA, 1, 100),
    "平方米": (AREA, 1_000_000, 1),
    "万平方米": (AREA, 100, 1),
    "亿平方米": (AREA, 1, 100),
    "平米": (AREA, 1_000_000, 1),
    "m2": (AREA, 1_000_000, 1),
    "米": (LENGTH, 1_000, 1),
    "m": (LENGTH, 1_000, 1),
    "里": (LENGTH, 2, 1),
    "华里": (LENGTH, 2, 1),
    "小时": (TIME, 1, 60),
    "时": (TIME, 1, 60),
    "h": (TIME, 1, 60),
    "hours": (TIME, 1, 60),
    "秒": (TIME, 60, 1),
    "s": (TIME, 60, 1),
}
"""By unit (quantity, a, b): a of it are b of the wanted unit of that quantity."""
WANTED: Mapping[str, tuple[str, ...]] = {
    PEOPLE: ("人", "名", "人口", "people", "persons", "个"),
    AREA: ("km2", "平方公里", "平方千米", "sqkm"),
    LENGTH: ("km", "公里", "千米"),
    TIME: ("min", "minutes", "分钟", "分"),
}
"""Spellings of the wanted unit of each quantity."""
COUNTED = ("起", "件", "次", "宗")
"""Of incidents."""
ALL = {
    *CONVERSIONS,
    *COUNTED,
    *(word for words in WANTED.values() for word in words),
    "°",
    "度",
    "辆",
    "年",
    "公里/小时",
    "km/h",
}


def factor(unit: str, wanted: str) -> Message | str:
    """Half a sentence that says how a unit is converted to the wanted one; empty where that is not known."""
    measure, many, few = CONVERSIONS.get(unit, ("", 1, 1))
    if wanted not in WANTED.get(measure, ()):
        return ""
    return Message("geodata.hint.factor", {"many": many, "unit": unit, "few": few, "wanted": wanted})


def converted(number: float, unit: str) -> float:
    """The number in the unit that is wanted."""
    _, many, few = CONVERSIONS.get(unit, ("", 1, 1))
    return number * few / many
