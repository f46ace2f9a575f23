"""What of a list of calls may be shown: what is made of known words alone, since anything else may tell of somebody.

Names of persons cannot be listed; words of the trade can (``words.toml``, ``kinds.toml``, the bureau's own). A kind or
a state in which anything else stands (嫌疑人马小明盗窃) is shown as the known word in it that decides (盗窃). What it
may get wrong: a word that is not in the tables is hidden though it tells of nobody; how many calls have such is told.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geodata.privacy.personal import half
from geodata.privacy.screening import SMALL
from geodata.tables.columns import plain

LONGEST = 24
"""Characters of a word that is shown."""
BETWEEN = frozenset("的与和及或等类被在中内件")
"""Characters that may stand behind a known word, one at a time."""
APART = re.compile(r"[\W_]+")
DATED = re.compile(
    "(?<![0-9])(?:(?:19|20)[0-9]{2}年?(?:[01]?[0-9]月份?|第?[1-4一二三四]季度)?|[01]?[0-9]月份?|第?[1-4一二三四]季度"
    "|(?<=sheet)[0-9]{1,2})(?![0-9])"
)
"""Periods, and the number of a sheet, that headings and names of sheets hold."""


@dataclass(frozen=True)
class Word:
    """A word of the list, and how many calls have it."""

    word: str
    count: int


@dataclass(frozen=True)
class Vocabulary:
    """Known words in half width and lower case."""

    words: frozenset[str]

    def more(self, words: Iterable[str]) -> "Vocabulary":
        """With further words; single characters are none, since surnames are such."""
        return Vocabulary(self.words | {word for word in map(plain, words) if len(word) > 1})

    def knows(self, text: str) -> bool:
        """Whether nothing is in a text but known words, characters between them, and signs."""
        if len(text) > LONGEST:
            return False
        parts = [part for part in APART.split(half(text).casefold()) if part]
        return plain(text) in self.words or (bool(parts) and all(map(self._made, parts)))

    def names(self, text: str) -> bool:
        """Whether nothing is in a heading or the name of a sheet but known words and periods."""
        rest = DATED.sub(" ", half(text).casefold())
        return len(text) <= LONGEST and (not APART.sub("", rest) or self.knows(rest))

    def _made(self, text: str) -> bool:
        """Whether known words one behind the other make up a text; ``ends`` are where such a row of words ends."""
        longest, ends = max(map(len, self.words), default=0), {0: True}
        for end in range(1, len(text) + 1):
            starts = range(max(0, end - longest), end)
            if any(start in ends and text[start:end] in self.words for start in starts):
                ends[end] = True
            elif ends.get(end - 1) and end > 1 and text[end - 1] in BETWEEN:
                ends[end] = False
        return len(text) in ends


@cache
def vocabulary() -> Vocabulary:
    """The words of the two tables."""
    tables = [
        tomllib.loads(resources.files("geodata.calls").joinpath(name).read_text("utf-8"))
        for name in ("words.toml", "kinds.toml")
    ]
    return Vocabulary(frozenset()).more(
        word for table in tables for section in table.values() for words in section.values() for word in words
    )


def shown(
    words: Counter[str], known: Vocabulary, least: int = SMALL, deciding: Iterable[str] = ()
) -> tuple[tuple[Word, ...], int]:
    """Words of so many calls to show, the most frequent first, and how many calls have others.

    Where a word is not known as a whole, the first of the ``deciding`` words that is in it stands for it.
    """
    told: Counter[str] = Counter()
    deciding = [word for word in deciding if len(word) > 1]
    for word, count in words.items():
        label = word if known.knows(word) else next((one for one in deciding if one in plain(word)), None)
        if label is not None:
            told[label] += count
    enough = max(least, SMALL)
    ordered = sorted((-count, word) for word, count in told.items() if count >= enough)
    return tuple(Word(word, -count) for count, word in ordered), words.total() + sum(count for count, _ in ordered)


def deciding(words: Mapping[str, object], meaning: object) -> list[str]:
    """The words of this meaning, in their order."""
    return [word for word, meant in words.items() if meant == meaning]
