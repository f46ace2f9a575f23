"""Codes of stations that are none, and which station was probably meant by them.

A name in place of the code, a code that lost its leading zeros, and one that a spreadsheet turned into powers of ten
are recognised where only one station fits; else the most similar code is suggested. Names count without what stands
before and behind them in an address or a register: 东北 of 试验县东北镇 and of 试验县公安局东北派出所. What it may get
wrong: the station suggested need not be the one that was meant.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from geodata.tables.columns import UNSEEN
from geodata.tables.findings import Findings
from geodata.tables.slips import SCIENTIFIC, text_slip
from zoning.texts import Message

ENDINGS = re.compile(r"(?:派出所|公安|辖区|警务区|街道办事处|街道办|街道|办事处|民族乡|镇|乡|所)$")
BUREAU = re.compile(r"^.*(?:公安局|公安分局|分局|县局|市局|区局)(?=..)")
PLACE = re.compile(r"^[^省市州盟县区旗]{1,8}(?:自治[区州县旗]|[省市州盟县区旗])(?=..)")
"""A province, city or county in front of a name of two characters or more."""


class Names(dict[str, str]):
    """Name of every station by its code, and the code by what else people write for it."""

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Codes by name and by name without its ending, where only one station is called so."""
        return self._only(lambda code: {self[code], stem(self[code])} - {""})

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


def stem(name: str) -> str:
    """A name without its place and its ending: 虎威 of 虎威镇 and of 丰都县公安局虎威派出所.

    Less than two characters are too little to go by.
    """
    short = "".join(UNSEEN.sub("", unicodedata.normalize("NFKC", name)).split())
    for part in (BUREAU, ENDINGS, PLACE):
        while len(cut := part.sub("", short)) >= 2 and cut != short:
            short = cut
    return short


def meant(value: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The one station that something else than its code means, and by what: its name, lost zeros, powers of ten."""
    known = names if isinstance(names, Names) else Names(names)
    options = {
        "scientific": known.rounded(value) if SCIENTIFIC.fullmatch(value) else None,
        "name": known.by_name.get(value) or known.by_name.get(stem(value)),
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
