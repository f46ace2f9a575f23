"""Which station each feature of a layer belongs to: by the column with its codes, else by the one with its names.

The column is the one that is asked for, else the one that most stations occur in; a guess is told. Many programs turn a
code into a number, so ``630222001``, ``630222001.0`` and ``"630222001"`` are one code. Codes of another length are
matched by the 9 digits of a town that both begin with, or by the end of one, and names by their stems (东北镇 is
东北派出所), where each fits one station alone. What it may get wrong: codes that differ in leading zeros alone are told
apart only where the layer keeps them as text; towns and stations of one name need not have the same ground.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.naming.codes import likely, plain_code
from geodata.naming.lengths import DIGITS, Lengths, only
from geodata.tables.cleaning import seen, unwrapped
from geodata.tables.columns import find, plain
from geodata.tables.findings import Findings, nearest
from geodata.tables.kinds import AREA_CODE
from geodata.tables.table import Layer
from zoning.texts import Message
from zoning.texts.stems import stem

ENDINGS = ("派出所", "公安", "辖区")
"""What the name of a station may lack, or have too much, in a layer."""
PATH = re.compile(r"[./:#?=&]")
SHOWN = 3
"""Values of a column that are shown where none of them fits."""
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
            says = Message("geodata.areas.unknown_code", {"hint": likely(text, names, found)})
            found.wrong(says, layer.file, row, column, text)
    if beyond:
        found.note("geodata.notice.areas_beyond", file=layer.file, areas=beyond, count=len(beyond))
    return held


@dataclass(frozen=True)
class Meaning:
    """How the values of a column are understood: a key of the notice that tells it, and the code of each value."""

    key: str
    of: Callable[[Any], str]


Fit = tuple[Meaning, int, str]
"""A meaning, how many stations it finds, and the column in which."""


def _column(
    layer: Layer, names: Mapping[str, str], wanted: str | None, settings_file: str, found: Findings
) -> tuple[str | None, Callable[[Any], str]]:
    """The column that says which station a feature belongs to, and what its values mean.

    A looser meaning counts only where it fits more than twice as many stations as every stricter one; codes of another
    length win over names that fit no more stations than they.
    """
    columns = columns_of(layer)
    codes, numbers = set(names), by_number(names)

    def by_code(value: Any) -> str:
        return code_of(value, codes, numbers)

    if wanted is not None:
        alike = [column for column in columns if plain(column) == plain(wanted)]
        columns = [column for column in alike if column == wanted] or alike
        if not columns:
            listed = columns_of(layer)
            says = Message("geodata.areas.no_column", {"hint": nearest(wanted, listed), "columns": listed})
            found.wrong(says, settings_file, None, "areas.code", wanted)
            return None, by_code
    known = {column for column in columns if find(column, (AREA_CODE,))[0] is not None}
    best: Fit | None = None
    for meant in (lambda _: Meaning("code", by_code), *(make(names) for make in LOOSER)):
        options = [
            (meaning := meant(_values(layer, column)), _count(layer, column, meaning.of, codes), column)
            for column in columns
        ]
        top = max(options, key=lambda option: (option[1], option[2] in known), default=None)
        if top is not None and top[1] > (2 * best[1] if best else 0):
            best = top
        elif top is not None and best is not None and top[0].key == "town" and best[1] <= top[1]:
            best = top if best[0].key == "name" else best
    if best is None:
        return _strange(layer, columns, known if wanted is None else set(columns), names, found), by_code
    meaning, count, column = best
    if wanted is None and (meaning.key != "code" or column not in known):
        beside = [name for name in _coded(layer, columns, known, LONG_CODE) if name != column]
        key = f"{meaning.key}_beside" if beside and meaning.key in ("name", "stem") else meaning.key
        found.note(f"geodata.notice.column_{key}", file=layer.file, column=column, count=count, codes=beside)
    return column, meaning.of


def _strange(
    layer: Layer, columns: list[str], hopeful: Collection[str], names: Mapping[str, str], found: Findings
) -> str | None:
    """The mistake of a layer in which no value fits a station: columns that look like codes are said to be such.

    A single feature under a known heading is told with its own code, so its column is given back.
    """
    coded = _coded(layer, columns, hopeful, CODE_LIKE)
    if not coded:
        blank = next((column for column in columns if column in hopeful), None)
        if blank is None:
            found.wrong(Message("geodata.areas.no_codes", {"columns": columns}), layer.file)
        return blank
    if len(layer.features) == 1 and coded[0] in hopeful:
        return coded[0]
    shown = [f"{column}: {' '.join(_values(layer, column)[:SHOWN])}" for column in coded]
    others = [column for column in columns if column not in coded]
    own = [f"{code} {name}".strip() for code, name in list(names.items())[:SHOWN]]
    values = {"codes": shown, "columns": others or ["—"], "stations": own}
    found.wrong(Message("geodata.areas.strange_codes", values), layer.file)
    return None


CODE_LIKE = re.compile(r"[0-9A-Za-z]*[0-9]{3}[0-9A-Za-z]*")
LONG_CODE = re.compile(r"[0-9]{6,18}")
"""What may be the code of something, and what hardly is anything else."""


def _coded(layer: Layer, columns: list[str], hopeful: Collection[str], form: re.Pattern[str]) -> list[str]:
    """The columns of codes: those of a hopeful heading, and those in which every value has the form of one."""
    listed = {column: _values(layer, column) for column in columns}
    return [c for c in columns if listed[c] and (c in hopeful or all(map(form.fullmatch, listed[c])))]


def _values(layer: Layer, column: str) -> list[str]:
    """The different values of a column that say something."""
    return [text for text in dict.fromkeys(written(f.properties.get(column)) for f in layer.features) if text]


def _names(names: Mapping[str, str]) -> Callable[[list[str]], Meaning]:
    """Whole names, without width, case and the words every station has."""
    called = _by_name(names)
    return lambda _: Meaning("name", lambda value: called.get(_bare(written(value)), written(value)))


def _towns(names: Mapping[str, str]) -> Callable[[list[str]], Meaning]:
    """Codes of another length, by the digits of the town in front, or by the end of the longer one."""
    lengths = Lengths(names)

    def of(value: Any) -> str:
        text = written(value)
        return text if text in names else lengths.by_town(text) or lengths.by_end(text) or text

    return lambda _: Meaning("town", of)


def _stems(names: Mapping[str, str]) -> Callable[[list[str]], Meaning]:
    """Stems of names; one that several stations or several names of the column have is none."""
    stations = only((stem(name), code) for code, name in names.items() if name)

    def among(values: list[str]) -> Meaning:
        met = only((stem(text), text) for text in values)

        def of(value: Any) -> str:
            text = written(value)
            short = stem(text) if text else ""
            return stations[short] if short in stations and short in met else text

        return Meaning("stem", of)

    return among


def _dotted(names: Mapping[str, str]) -> Callable[[list[str]], Meaning]:
    """Codes behind the name of a layer, as servers of maps write ids: ``areas.500230001``, ``areas/500230001``."""
    codes, numbers = set(names), by_number(names)

    def of(value: Any) -> str:
        text = written(value)
        code = code_of(PATH.split(text)[-1], codes, numbers)
        return code if code in codes else text

    return lambda _: Meaning("dotted", of)


def _forms(names: Mapping[str, str]) -> Callable[[list[str]], Meaning]:
    """Codes with blanks, dashes or a case of their own: ``630225 100``."""
    forms = only((form, code) for code in names if (form := plain_code(code)))

    def of(value: Any) -> str:
        text = written(value)
        return forms.get(plain_code(text), text)

    return lambda _: Meaning("form", of)


LOOSER = (_forms, _dotted, _names, _towns, _stems)
"""What else than its code may tell a station, from strict to loose."""


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
    text = unwrapped(seen(str(value)))
    half = unicodedata.normalize("NFKC", text)
    text = half if half.isascii() else text  # digits in full width
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
