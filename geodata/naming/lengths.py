"""Codes of another length than the stations' own: 9 digits of a town where others write 12, or the end of a longer one.

Nine digits in front tell a town for certain. The end of a code is weaker: three digits may be the end of one by chance,
so whoever asks for it has to see it fit often. What it may get wrong: a town with two stations, whose codes share nine
digits, is none of them.
"""

import re
from collections.abc import Collection, Iterable, Mapping

DIGITS = re.compile(r"[0-9]{1,18}")
TOWN = 9
"""Digits of the code of a town; further ones are those of a village or a unit."""
SUFFIX = 3
"""Digits, at least, by whose end a code is known."""


class Lengths:
    """What digits of another length mean among these codes."""

    def __init__(self, codes: Collection[str]) -> None:
        self.codes = frozenset(codes)
        coded = [code for code in codes if DIGITS.fullmatch(code)]
        self.fronts = only((code[:TOWN], code) for code in coded if len(code) >= TOWN)
        self.sizes = sorted({len(code) for code in codes})
        self.ends: dict[str, str] = only(
            (code[-length:], code) for code in coded for length in range(SUFFIX, len(code))
        )

    def by_town(self, text: str) -> str | None:
        """The one code that begins with the same town."""
        return self.fronts.get(text[:TOWN]) if DIGITS.fullmatch(text) and len(text) >= TOWN else None

    def by_end(self, text: str) -> str | None:
        """The one code that the text ends with, or that ends with the text."""
        if not DIGITS.fullmatch(text):
            return None
        tails = {text[-size:] for size in self.sizes if SUFFIX <= size < len(text)} & self.codes
        fitting = tails | ({self.ends[text]} if text in self.ends else set())
        return next(iter(fitting)) if len(fitting) == 1 else None


def only(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each word means, where it means one thing alone."""
    held: dict[str, set[str]] = {}
    for word, meant in pairs:
        held.setdefault(word, set()).add(meant)
    return {word: next(iter(meant)) for word, meant in held.items() if word and len(meant) == 1}


def of_another_length(words: Collection[str], codes: Collection[str]) -> Mapping[str, str]:
    """The code that each word means which is none itself, told by its town, or by its end where most words are so.

    ``words`` are the different ones of a table. Two words that mean one station mean nobody.
    """
    strange = [word for word in words if word not in codes and DIGITS.fullmatch(word)]
    if not strange:
        return {}
    lengths = Lengths(codes)
    sizes = {len(code) for code in codes}
    towns = {w: code for w in strange if len(w) not in sizes and (code := lengths.by_town(w)) is not None}
    ends = {w: code for w in strange if w not in towns and (code := lengths.by_end(w)) is not None}
    meant = towns | (ends if 2 * len(ends) > len(words) else {})
    held = list(meant.values())
    return {word: code for word, code in meant.items() if held.count(code) == 1}
