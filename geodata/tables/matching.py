"""Which station each feature of a layer belongs to: by the column with its codes, else by the one with its names.

The column is the one that is asked for, else the one that most stations occur in; a guess is told. Many programs turn a
code into a number, so ``630222001``, ``630222001.0`` and ``"630222001"`` are one code. What it may get wrong: codes
that differ in leading zeros alone are told apart only where the layer keeps them as text.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from geodata.tables.columns import find, plain
from geodata.tables.findings import Findings, nearest
from geodata.tables.kinds import AREA_CODE
from geodata.tables.table import Layer
from zoning.texts import Message

DIGITS = re.compile(r"[0-9]{1,18}")
ENDINGS = ("派出所", "公安", "辖区")
"""What the name of a station may lack, or have too much, in a layer."""
Owners = list[str | None]
"""The station of each feature, ``None`` where a mistake or a notice says why there is none."""


def owners(
    layer: Layer, names: Mapping[str, str], wanted: str | None, settings_file: str, found: Findings
) -> Owners | None:
    """The station code of every feature, or ``None`` when no column says it.

    A feature of a station unknown to the county is a mistake where any station is left without one, since then one of
    the two codes is wrong; else it lies beyond the county and is told.
    """
    column, meaning = _column(layer, names, wanted, settings_file, found)
    if column is None:
        return None
    told = [meaning(feature.properties.get(column)) for feature in layer.features]
    held: Owners = [code if code in names else None for code in told]
    complete = set(names) <= set(held)
    beyond = []
    for row, (text, code) in enumerate(zip(told, held, strict=True), start=1):
        if not text:
            found.wrong(Message("geodata.areas.no_code"), layer.file, row, column)
        elif code is None and complete:
            beyond.append(text)
        elif code is None:
            says = Message("geodata.areas.unknown_code", {"hint": found.hint(text, "code", names)})
            found.wrong(says, layer.file, row, column, text)
    if beyond:
        found.note("geodata.notice.areas_beyond", file=layer.file, areas=beyond, count=len(beyond))
    return held


def _column(
    layer: Layer, names: Mapping[str, str], wanted: str | None, settings_file: str, found: Findings
) -> tuple[str | None, Callable[[Any], str]]:
    """The column that says which station a feature belongs to, and what its values mean."""
    columns = columns_of(layer)
    codes, numbers, called = set(names), by_number(names), _by_name(names)

    def by_code(value: Any) -> str:
        return code_of(value, codes, numbers)

    def by_name(value: Any) -> str:
        text = written(value)
        return called.get(_bare(text), text)

    if wanted is not None:
        alike = [column for column in columns if plain(column) == plain(wanted)]
        columns = [column for column in alike if column == wanted] or alike
        if not columns:
            listed = columns_of(layer)
            says = Message("geodata.areas.no_column", {"hint": nearest(wanted, listed), "columns": listed})
            found.wrong(says, settings_file, None, "areas.code", wanted)
            return None, by_code
    known = {column for column in columns if find(column, (AREA_CODE,))[0] is not None}
    for meaning in (by_code, by_name):
        counts = {column: _count(layer, column, meaning, codes) for column in columns}
        best = max(counts, key=lambda column: (counts[column], column in known), default=None)
        if best is not None and counts[best]:
            if wanted is None and (meaning is by_name or best not in known):
                kind = "code" if meaning is by_code else "name"
                found.note(f"geodata.notice.column_{kind}", file=layer.file, column=best, count=counts[best])
            return best, meaning
    hopeful = [column for column in columns if column in known or wanted is not None]
    if not hopeful:
        found.wrong(Message("geodata.areas.no_codes", {"columns": columns}), layer.file)
    return next(iter(hopeful), None), by_code


def _count(layer: Layer, column: str, meaning: Callable[[Any], str], codes: Collection[str]) -> int:
    """How many stations occur in a column."""
    return len({meaning(feature.properties.get(column)) for feature in layer.features} & set(codes))


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    """The stations by bare name; those that share one are left out."""
    counts = Counter(map(_bare, names.values()))
    return {_bare(name): code for code, name in names.items() if _bare(name) and counts[_bare(name)] == 1}


def _bare(name: str) -> str:
    """A name without width, case, spaces and the words every station has."""
    text = plain(name)
    for ending in ENDINGS:
        text = text.removesuffix(ending) or text
    return text


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


def columns_of(layer: Layer) -> list[str]:
    """The names of the attributes, in the order they first occur."""
    return list(dict.fromkeys(name for feature in layer.features for name in feature.properties))


def most_matched(layer: Layer, codes: Collection[str]) -> int:
    """How many stations occur in the column that holds most of their codes."""
    numbers, held = by_number(codes), set(codes)
    columns = columns_of(layer)
    return max(
        (_count(layer, column, lambda value: code_of(value, held, numbers), held) for column in columns), default=0
    )
