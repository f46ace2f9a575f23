"""What class a kind of call is counted in, or why it is none for a station; a table of words, the bureau's own first.

A kind that is a word of the table means it. A reason to leave a call out has to be all that a part of the kind or of
the state says, but for words such as 已 and 警情: a death after 抢救无效 is a call, 性骚扰 is no nuisance. Only a test
may also be named by what it exercises (消防演练), and a bureau's own words may stand anywhere. Else the longest word
that the kind contains decides. The keys and names of the county's classes are words, too. What it may get wrong: a
kind of several words is counted by the longest alone, and a reason in words that are not foreseen is an unknown kind.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from geodata.formats import guard
from geodata.formats.delimited import decode
from geodata.tables.columns import plain
from geodata.tables.findings import Findings, nearest
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.reading import NotToml, toml
from zoning.model.stations import DEFAULT_CLASSES, IncidentClass
from zoning.texts import Message

REASONS = ("test", "cancelled", "repeated", "nuisance")
"""Why a call is none for a station."""
STATED = 10
"""A longer state is a story, and its words mean nothing."""
PARTS = re.compile(r"[\s/|、,，;；:：。()（）\[\]【】_—–-]+")
"""What stands between the parts of a kind or of a state."""
BEFORE = (
    "(?:已经?|被|系|属于?|为|确认|报警人|当事人|群众|对方|自行|主动|要求|申请|恶意|人为"
    "|系统|110|设备|线路|电话|多次|本次|例行)*"
)
BEHIND = "(?:警情|报警|警单|报案|电话|来电|接警|信息|工单|处理|办结|结案|归档|关闭|操作|[的了类单件])*"
"""What may stand about a reason in a part of a kind or of a state that says nothing else."""
DENIED = re.compile("(?:[未非不没无]|没有|不是|不属于|酒精|呼气)$")
"""Before a reason: it is none."""
Meaning = int | str
"""A class by its place among those of the county, or a reason."""


@dataclass(frozen=True)
class Categories:
    """What each word means; of words of one length, reasons stand first. ``own`` are those of the bureau."""

    words: Mapping[str, Meaning]
    own: frozenset[str] = frozenset()

    def of(self, kind: str) -> Meaning | None:
        """What a kind of call means, ``None`` where no word is in it."""
        text = plain(kind)
        if text in self.words:
            return self.words[text]
        stated = self._stated(kind)
        if stated is not None:
            return stated
        contained = (word for word in self.words if word in text)
        fitting = (word for word in contained if isinstance(self.words[word], int) or self._said(word, text))
        return next((self.words[word] for word in fitting), None)

    def reason(self, state: str) -> str | None:
        """Why a call of this state is left out, ``None`` where it is not."""
        text = plain(state)
        if not text or len(text) > STATED:
            return None
        own = (word for word in self.words if word in self.own and word in text and self._said(word, text))
        return next((one for one in map(self.words.get, own) if isinstance(one, str)), None) or self._stated(state)

    def _said(self, word: str, text: str) -> bool:
        """Whether a reason is one wherever it stands in a kind, and is not denied there."""
        anywhere = self.words[word] == "test" or word in self.own
        return anywhere and not DENIED.search(text[: text.index(word)])

    def _stated(self, said: str) -> str | None:
        """The reason that is all that a part of a kind or of a state says."""
        reasons = [(word, meaning) for word, meaning in self.words.items() if isinstance(meaning, str)]
        for part in filter(None, map(plain, PARTS.split(said))):
            for word, meaning in reasons:
                if word in part and re.fullmatch(f"{BEFORE}{re.escape(word)}{BEHIND}", part):
                    return meaning
        return None


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
    bureau = {} if own is None else _own(own, classes, at)
    words.update(bureau)
    ordered = sorted(words, key=lambda word: (-len(word), isinstance(words[word], int), word))
    return Categories({word: words[word] for word in ordered}, frozenset(bureau))


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
    text = Message("") if data is None else decode(data)
    if isinstance(text, Message):
        raise InputError(found.mistakes or [Mistake(text, path.name)])
    try:
        return toml(text)
    except NotToml as error:
        fault = error.fault
        raise InputError(
            [mistake("geodata.calls.no_toml", table=path.name, row=fault.line, reason=fault.says)]
        ) from error


def _misshapen(table: Mapping[str, Any], file: str) -> Iterator[Mistake]:
    """Parts of the table that are no lists of words by class or by reason."""
    for section, held in table.items():
        if section not in ("classes", "left_out") or not isinstance(held, dict):
            yield mistake("geodata.calls.no_section", table=file, column=section)
            continue
        for key, listed in held.items():
            if not isinstance(listed, list) or not all(isinstance(word, str) and plain(word) for word in listed):
                yield mistake("geodata.calls.no_words", table=file, column=f"{section}.{key}")
