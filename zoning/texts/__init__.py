"""Every sentence a person reads, in Chinese and English, one table a package and language.

A key is ``package.section.name``; the sentence stands in ``package/texts/<language>.toml``. So each floor owns its
words and the ground needs to import none of them. Placeholders are those of :meth:`str.format`; a list is joined and
cut to :data:`LISTED` items, so that no sentence grows without end. ``{count:zone|zones}`` is the first word for 1, else
the second.
"""

import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from zoning.texts.signs import visible

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LISTED = 8


class _Numbered(string.Formatter):
    """:meth:`str.format` that also chooses between the words for one and for several."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, several, words = format_spec.partition("|")
        if not several:
            return str(super().format_field(value, format_spec))
        return one if str(value) in {"1", "1.0"} else words


@cache
def table(package: str, language: Language) -> Mapping[str, str]:
    """The sentences of one package, keyed ``section.name``."""
    source = resources.files(f"{package}.texts").joinpath(f"{language}.toml")
    with source.open("rb") as stream:
        sections = tomllib.load(stream)
    return {f"{section}.{name}": text for section, texts in sections.items() for name, text in texts.items()}


def written(value: object) -> str:
    """A value as people write it in a file: ``true`` and ``false``, all else as it is."""
    return str(value).lower() if isinstance(value, bool) else visible(str(value))


def joined(items: Sequence[object], language: Language) -> str:
    """The items as one phrase: the first :data:`LISTED`, then how many there are in all."""
    separator = "、" if language == "zh" else ", "
    phrase = separator.join(
        visible(item.text(language)) if isinstance(item, Message) else written(item) for item in items[:LISTED]
    )
    if len(items) <= LISTED:
        return phrase
    return phrase + (f"等 {len(items)} 个" if language == "zh" else f" … ({len(items)} in all)")


def say(key: str, language: Language = "en", /, **values: Any) -> str:
    """The sentence behind ``key`` with its placeholders filled.

    Raises
    ------
    KeyError
        When the table has no such key, or the sentence wants a value that was not given.
    """
    package, _, name = key.partition(".")
    spoken = {
        label: joined(value, language)
        if isinstance(value, (list, tuple))
        else value.text(language)
        if isinstance(value, Message)
        else written(value)
        if isinstance(value, (str, bool))
        else value
        for label, value in values.items()
    }
    return _Numbered().vformat(table(package, language)[name], (), spoken)


@dataclass(frozen=True, eq=False)
class Message:
    """A sentence not yet spoken: its key and the values that go in it.

    Two are equal when they say the same in every language, so a sentence read from a file is equal to the one written.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, zh: str, en: str) -> "Message":
        """A sentence that was spoken already; it has no key."""
        return cls("", {"zh": zh, "en": en})

    def text(self, language: Language = "en") -> str:
        return say(self.key, language, **self.values) if self.key else str(self.values[language])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return all(self.text(language) == other.text(language) for language in LANGUAGES)

    def __hash__(self) -> int:
        return hash(self.text())

    def __str__(self) -> str:
        return self.text()
