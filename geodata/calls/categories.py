"""What class a kind of call is counted in, or why it is none for a station; a table of words, the bureau's own first.

A kind that is a word of the table means it; else the longest word that it contains does, and of words of one length a
reason to leave it out. The keys and names of the county's classes are words, too. What it may get wrong: a kind of
several words is counted by the longest alone.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from geodata.formats import guard
from geodata.tables.columns import plain
from geodata.tables.findings import Findings, nearest
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.stations import DEFAULT_CLASSES, IncidentClass

REASONS = ("test", "cancelled", "repeated", "nuisance")
"""Why a call is none for a station."""
STATED = 10
"""A longer state is a story, and its words mean nothing."""
Meaning = int | str
"""A class by its place among those of the county, or a reason."""


@dataclass(frozen=True)
class Categories:
    """What each word means; of words of one length, reasons stand first."""

    words: Mapping[str, Meaning]

    def of(self, kind: str) -> Meaning | None:
        """What a kind of call means, ``None`` where no word is in it."""
        text = plain(kind)
        if text in self.words:
            return self.words[text]
        return next((meaning for word, meaning in self.words.items() if word in text), None)

    def reason(self, state: str) -> str | None:
        """Why a call of this state is left out, ``None`` where it is not."""
        text = plain(state)
        if not text or len(text) > STATED:
            return None
        reasons = ((word, meaning) for word, meaning in self.words.items() if isinstance(meaning, str))
        return next((meaning for word, meaning in reasons if word in text), None)


def read_categories(classes: Sequence[IncidentClass], own: Path | None = None) -> Categories:
    """The words of the default table and of a bureau's own one, which win.

    Raises
    ------
    InputError
        With every mistake of the bureau's table.
    """
    default = tomllib.loads(resources.files("geodata.calls").joinpath("kinds.toml").read_text("utf-8"))
    usual = {entry.key: entry.name for entry in DEFAULT_CLASSES}
    at = {plain(word): place for place, one in reversed(list(enumerate(classes))) for word in (one.key, one.name)}
    words: dict[str, Meaning] = {}
    for key, listed in default["classes"].items():
        place = at.get(plain(key), at.get(plain(usual[key])))
        words.update({plain(word): place for word in listed if place is not None})
    words.update({plain(word): reason for reason, listed in default["left_out"].items() for word in listed})
    words.update(at)
    if own is not None:
        words.update(_own(own, classes, at))
    ordered = sorted(words, key=lambda word: (-len(word), isinstance(words[word], int), word))
    return Categories({word: words[word] for word in ordered})


def _own(path: Path, classes: Sequence[IncidentClass], at: Mapping[str, int]) -> dict[str, Meaning]:
    """The words of a bureau's table; all its mistakes at once."""
    table = _loaded(path)
    wrong = [*_misshapen(table, path.name)]
    words: dict[str, Meaning] = {}
    names = {entry.key: entry.name for entry in classes}
    for section in ("classes", "left_out") if not wrong else ():
        for key, listed in table.get(section, {}).items():
            meaning = at.get(plain(key)) if section == "classes" else key if key in REASONS else None
            if meaning is None:
                options = [f"{one} {name}" for one, name in names.items()] if section == "classes" else list(REASONS)
                hint = nearest(key, names if section == "classes" else REASONS)
                wrong.append(
                    mistake(
                        "geodata.calls.no_class", table=path.name, column=f"{section}.{key}", hint=hint, known=options
                    )
                )
                continue
            for word in listed:
                if words.setdefault(plain(word), meaning) != meaning:
                    place = f"{section}.{key}"
                    wrong.append(mistake("geodata.calls.two_classes", table=path.name, column=place, value=word))
    if wrong:
        raise InputError(wrong)
    return words


def _loaded(path: Path) -> dict[str, Any]:
    """The content of a TOML file."""
    found = Findings()
    data = guard.load(path, found, ".toml")
    if data is None:
        raise InputError(found.mistakes)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise InputError([mistake("geodata.calls.no_toml", table=path.name)]) from error


def _misshapen(table: Mapping[str, Any], file: str) -> Iterator[Mistake]:
    """Parts of the table that are no lists of words by class or by reason."""
    for section, held in table.items():
        if section not in ("classes", "left_out") or not isinstance(held, dict):
            yield mistake("geodata.calls.no_section", table=file, column=section)
            continue
        for key, listed in held.items():
            if not isinstance(listed, list) or not all(isinstance(word, str) and plain(word) for word in listed):
                yield mistake("geodata.calls.no_words", table=file, column=f"{section}.{key}")
