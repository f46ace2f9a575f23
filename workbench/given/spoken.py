"""Settings of a policy under the names that planners use, for ``--set 防区数=4``.

A measure's weight goes by the measure's name. A name may stand for several keys, which all get the value. What is wrong
with a setting is told under the name by which it was given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from zoning.judge.measures import MEASURES
from zoning.model.errors import Mistake, mistake
from zoning.model.policy import keys
from zoning.texts import Language, Message, say
from zoning.texts.alike import alike

SETTINGS = {
    "防区数": ("zones.max", "zones.min"),
    "最多防区数": ("zones.max",),
    "防区数上限": ("zones.max",),
    "最少防区数": ("zones.min",),
    "防区数下限": ("zones.min",),
    "单设": ("zones.alone",),
    "单设方式": ("zones.alone_as",),
    "最少派出所数": ("zones.min_stations",),
    "最多派出所数": ("zones.max_stations",),
    "工作量偏差": ("rules.workload_band",),
    "人均工作量偏差": ("rules.officer_band",),
    "最多分钟": ("rules.max_minutes",),
    "最少民警数": ("rules.min_officers",),
    "办案区": ("rules.case_area",),
    "最多变动": ("rules.max_changed",),
    "忙闲容许": ("measures.tolerance",),
}
"""Keys by what they are called in Chinese; ``docs/policy.zh.md`` lists them."""


@cache
def settings() -> Mapping[str, tuple[str, ...]]:
    """Keys by every name that is understood, the keys themselves aside."""
    names = {say(f"zoning.figure.{measure.key}", "zh"): (f"weights.{measure.key}",) for measure in MEASURES}
    return {**names, **SETTINGS}


def name_of(key: str, language: Language) -> str:
    """What to type for a key: in Chinese its name where it has one of its own, else the key."""
    if language != "zh":
        return key
    return next((name for name, keys in settings().items() if keys == (key,)), key)


def keys_of(word: str) -> tuple[str, ...]:
    """The keys that a word stands for: itself where it is no name."""
    return settings().get(word, (word,))


def unknown_names(words: Sequence[tuple[str, str]], table: str) -> Iterator[Mistake]:
    """A mistake for every word, given with its value, that is neither a key nor a name: with the nearest, else all."""
    known = (*settings(), *keys())
    last = [key.rpartition(".")[2] for key in keys()]
    for word, value in words:
        if word in known or (word.isascii() and alike(word.rpartition(".")[2], last)):
            continue  # a key, or like one: told by the policy
        close = alike(word, known)
        if close:
            yield mistake("zoning.value.unknown_key", table=table, column=word, value=value, nearest=close)
        else:
            yield Mistake(Message("workbench.decision.no_setting", _listed()), table, None, word, value)


def _listed() -> dict[str, str]:
    """All names, the first of each set of keys, and the sections of the keys."""
    first = {held: name for name, held in reversed({**SETTINGS, **settings()}.items())}
    sections = dict.fromkeys(f"{key.partition('.')[0]}.…" for key in keys() if "." in key)
    return {"names": "、".join(reversed(first.values())), "keys": ", ".join(sections)}


def under_names(mistakes: Sequence[Mistake], words: Sequence[tuple[str, str]], table: str) -> list[Mistake]:
    """Mistakes of keys in ``table`` under the names that were given, each once; a number with its unit is told as such.

    Those of other tables stay.
    """
    from geodata.tables.slips import number_slip

    given = {key: (word, value) for word, value in words for key in keys_of(word)}
    told: dict[tuple[object, ...], Mistake] = {}
    for one in mistakes:
        word, value = given.get(one.column or "", (one.column, "")) if one.table == table else (one.column, "")
        wanted = one.says.values.get("wanted")
        number = isinstance(wanted, Message) and wanted.key in ("zoning.value.whole", "zoning.value.number")
        slip = number_slip(value) if number and value else None
        here = replace(one, column=word, says=slip or one.says)
        told.setdefault((here.table, here.row, here.column, here.value, here.says.text()), here)
    return list(told.values())
