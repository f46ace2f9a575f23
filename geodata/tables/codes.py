"""Codes of stations that are none, and which station was probably meant by them.

A name in place of the code, a code that lost its leading zeros, and one that a spreadsheet turned into powers of ten
are recognised where only one station fits; else the most similar code is suggested. What it may get wrong: the station
suggested need not be the one that was meant.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from geodata.tables.findings import Findings
from geodata.tables.slips import SCIENTIFIC, text_slip
from zoning.texts import Message

ENDINGS = re.compile(r"(?:派出所|街道办事处|街道办|街道|民族乡|镇|乡|所)$")


class Names(dict[str, str]):
    """Name of every station by its code, and the code by what else people write for it."""

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Codes by name and by name without its ending, where only one station is called so."""
        return self._only(lambda code: {self[code], _stem(self[code])} - {""})

    @cached_property
    def by_number(self) -> Mapping[str, str]:
        """Codes that begin with zeros, without these."""
        return self._only(lambda code: {code.lstrip("0")} - {code, ""})

    def _only(self, words: Callable[[str], Iterable[str]]) -> Mapping[str, str]:
        pairs = [(word, code) for code in self for word in words(code)]
        counts = Counter(word for word, _ in pairs)
        return {word: code for word, code in pairs if counts[word] == 1}

    def rounded(self, value: str) -> str | None:
        """The only code that a spreadsheet would show as ``6.30222E+11``."""
        digits, _, power = value.lower().partition("e")
        shown = digits.replace(".", "")
        places, length = len(shown) - 1, int(power) + 1
        close = [
            c for c in self if c.isdecimal() and len(c) == length and f"{int(c):.{places}e}"[: len(digits)] == digits
        ]
        return close[0] if len(close) == 1 else None


def _stem(name: str) -> str:
    """A name without its ending: 虎威 of 虎威镇 and of 虎威派出所; one character is too little to go by."""
    short = name
    while len(cut := ENDINGS.sub("", short)) >= 2 and cut != short:
        short = cut
    return short


def meant(value: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The one station that something else than its code means, and by what: its name, lost zeros, powers of ten."""
    known = names if isinstance(names, Names) else Names(names)
    options = {
        "scientific": known.rounded(value) if SCIENTIFIC.fullmatch(value) else None,
        "name": known.by_name.get(value) or known.by_name.get(_stem(value)),
        "zeros": known.by_number.get(value),
    }
    return next(((code, key) for key, code in options.items() if code), None)


def unknown_code(value: str, names: Mapping[str, str], found: Findings) -> Message:
    """What is said of a code that no station has."""
    if not value:
        return Message("geodata.field.blank")
    if (says := text_slip(value)) is not None:
        return says
    known = meant(value, names)
    if known is not None:
        return Message(f"geodata.code.{known[1]}", {"code": known[0], "station": names[known[0]]})
    if SCIENTIFIC.fullmatch(value):
        return Message("geodata.slip.scientific")
    return Message("geodata.code.unknown", {"hint": found.hint(value, "code", names)})
