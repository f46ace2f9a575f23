"""Which station an attribute of a layer means, although many programs turn a code into a number.

``630222001``, ``630222001.0`` and ``"630222001"`` are one code. What it may get wrong: codes that differ in leading
zeros alone are told apart only where the layer keeps them as text.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from geodata.table import Layer

DIGITS = re.compile(r"[0-9]{1,18}")


def written(value: Any) -> str:
    """An attribute as the text of a code, blank when it can be none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else str(value)
    text = str(value).strip()
    return text[:-2] if text.endswith(".0") and DIGITS.fullmatch(text[:-2]) else text


def by_number(codes: Collection[str]) -> dict[int, str]:
    """The codes made of digits, by number; those that share a number are left out."""
    numbers = Counter(int(code) for code in codes if DIGITS.fullmatch(code))
    return {int(code): code for code in codes if DIGITS.fullmatch(code) and numbers[int(code)] == 1}


def code_of(value: Any, codes: Collection[str], numbers: Mapping[int, str]) -> str:
    """The station code an attribute means, or the attribute as text when it means none."""
    text = written(value)
    if text in codes or isinstance(value, str) or not DIGITS.fullmatch(text):
        return text
    return numbers.get(int(text), text)


def matched(layer: Layer, column: str, codes: Collection[str]) -> int:
    """How many stations occur in a column."""
    numbers = by_number(codes)
    return len({code_of(feature.properties.get(column), codes, numbers) for feature in layer.features} & set(codes))


def columns_of(layer: Layer) -> list[str]:
    """The names of the attributes, in the order they first occur."""
    return list(dict.fromkeys(name for feature in layer.features for name in feature.properties))


def most_matched(layer: Layer, codes: Collection[str]) -> int:
    """How many stations occur in the column that holds most of them."""
    return max((matched(layer, column, codes) for column in columns_of(layer)), default=0)
