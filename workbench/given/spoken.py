"""Settings of a policy under the names that planners use, for ``--set 防区数=4``.

A measure's weight goes by the measure's name. A name may stand for several keys, which all get the value.
"""

from collections.abc import Mapping
from functools import cache

from zoning.judge.measures import MEASURES
from zoning.texts import Language, say

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
