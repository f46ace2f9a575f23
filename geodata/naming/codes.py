"""Codes of stations that are none, and which station was probably meant by them.

A name in place of the code, a code that lost its leading zeros, and one that a spreadsheet turned into powers of ten
are recognised where only one station fits; else the most similar code is suggested. What it may get wrong: the station
suggested need not be the one that was meant.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from geodata.tables.findings import Findings
from geodata.tables.slips import SCIENTIFIC, SPOILT, text_slip
from zoning.texts import Message
from zoning.texts.stems import stem

LONG = 9
"""Digits from which on a spreadsheet may show a code in powers of ten."""
PAIR = re.compile(r"(\S+?)[\s(（]+(\S+?)[)）]?")
"""A code and a name, in either order."""


class Names(dict[str, str]):
    """Name of every station by its code, and the code by what else people write for it.

    ``lost`` counts the rows of stations whose code is blank or spoilt: so many codes elsewhere may be theirs.
    """

    lost: int = 0

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Codes by name and by name without its ending, where only one station is called so."""
        return self._only(lambda code: {self[code], stem(self[code])} - {""})

    @cached_property
    def by_choice(self) -> Mapping[str, str]:
        """Codes by code and name as a drop-down offers them, whatever signs the name holds."""
        return self._only(lambda code: {joined(code, self[code])})

    @cached_property
    def by_form(self) -> Mapping[str, str]:
        """Codes by what they are without width, case, blanks and dashes."""
        return self._only(lambda code: {plain_code(code)} - {""})

    @cached_property
    def by_number(self) -> Mapping[str, str]:
        """Codes that begin with zeros, without these."""
        return self._only(lambda code: {code.lstrip("0")} - {code, ""})

    @cached_property
    def by_stem(self) -> Mapping[str, list[str]]:
        """Codes by the stem of the name, of however many stations."""
        held: dict[str, list[str]] = {}
        for code, name in self.items():
            held.setdefault(stem(name), []).append(code)
        held.pop("", None)
        return held

    @cached_property
    def are_numbers(self) -> bool:
        """Whether most codes are long numbers, such as a spreadsheet spoils; ``2E47`` among ``2A06`` is a code."""
        return 2 * sum(code.isdecimal() and len(code) >= LONG for code in self) > len(self)

    def called(self, text: str) -> str | None:
        """The code of the one station that a name means, or a code and a name beside each other."""
        if text.isascii() and text.isdecimal():  # no name, and no blanks to be taken out
            return self.by_form.get(text)
        known = self.by_name.get(text) or self.by_name.get(stem(text)) or self.by_choice.get(text)
        known = known or self.by_form.get(plain_code(text))
        if known is not None:
            return known
        parts = PAIR.fullmatch(text)
        ends = (parts[1], parts[2]) if parts else ()
        codes = [end for end in ends if end in self]
        others = [end for end in ends if end not in self]
        if len(codes) == 1 and others and stem(others[0].strip("()（） ")) == stem(self[codes[0]]):
            return codes[0]
        return None

    def _only(self, words: Callable[[str], Iterable[str]]) -> Mapping[str, str]:
        pairs = [(word, code) for code in self for word in words(code)]
        counts = Counter(word for word, _ in pairs)
        return {word: code for word, code in pairs if counts[word] == 1}

    def rounded(self, value: str) -> str | None:
        """The only code that a spreadsheet would show as ``6.30222E+11``."""
        number = Decimal(value)
        places, length = len(number.as_tuple().digits) - 1, number.adjusted() + 1
        shown = f"{number:.{places}e}"
        close = [c for c in self if c.isdecimal() and len(c) == length and f"{Decimal(c):.{places}e}" == shown]
        return close[0] if len(close) == 1 else None


def plain_code(text: str) -> str:
    """A code without width, case, blanks and dashes, and without the ``.0`` of a number; blank where it is none."""
    bare = re.sub(r"[\s\-_—–·]", "", unicodedata.normalize("NFKC", text)).removesuffix(".0").casefold()
    return bare if bare.isascii() and bare.isalnum() else ""


def joined(code: str, name: str) -> str:
    """A station as the drop-downs of a template offer it."""
    return " ".join(f"{code} {name}".split())


def meant(value: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The one station that a spoilt code means, and by what it was spoilt: lost zeros, powers of ten."""
    known = names if isinstance(names, Names) else Names(names)
    if (code := known.by_number.get(value)) is not None:
        return code, "zeros"
    code = known.rounded(value) if not value.isdecimal() and SCIENTIFIC.fullmatch(value) else None
    return None if code is None else (code, "scientific")


def unknown_code(value: str, names: Mapping[str, str], found: Findings) -> Message:
    """What is said of a code that no station has."""
    if not value:
        return Message("geodata.field.blank")
    if (says := text_slip(value)) is not None:
        return says
    known = meant(value, names)
    if known is not None:
        return Message(f"geodata.code.{known[1]}", {"code": known[0], "station": names[known[0]]})
    numbers = (names if isinstance(names, Names) else Names(names)).are_numbers
    if not value.isdecimal() and (SPOILT.fullmatch(value) or (SCIENTIFIC.fullmatch(value) and numbers)):
        return Message("geodata.slip.scientific")
    return Message("geodata.code.unknown", {"hint": likely(value, names, found)})


def likely(value: str, names: Mapping[str, str], found: Findings) -> Message | str:
    """Half a sentence with the stations of the same stem where they are several, else with the one most alike."""
    known = names if isinstance(names, Names) else Names(names)
    alike = [] if value.isdecimal() else [f"{code} {names[code]}" for code in known.by_stem.get(stem(value), ())]
    return Message("geodata.hint.several", {"options": alike}) if len(alike) > 1 else found.hint(value, "code", names)
