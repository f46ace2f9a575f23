"""The values of a policy as a person reads them, and as they are typed after ``--set``."""

import math
from collections.abc import Mapping

from zoning.judge.settings import in_words, rule_of
from zoning.model.policy import Policy
from zoning.texts import Language, say
from zoning.texts.numbers import percent

OFF = "none"


def phrase(
    key: str, value: object, language: Language, names: Mapping[str, str] | None = None, *, keyed: bool = True
) -> str:
    """What a value of the policy says, with its key, e.g. ``防区不多于 5 个（zones.max）``; ``names`` are stations'."""
    says = _chosen(key, value, language, names or {}) or in_words(key, value).text(language)
    return say("workbench.setting.keyed", language, says=says, key=key) if keyed else says


def _chosen(key: str, value: object, language: Language, names: Mapping[str, str]) -> str:
    """What is said of a value that is no limit but a choice of kinds or stations; nothing of a limit."""
    if key == "zones.alone":
        kinds = value if isinstance(value, tuple) else ()
        return say(
            "workbench.setting.zones_alone", language, value=[say(f"workbench.kind.{kind}", language) for kind in kinds]
        )
    if key == "zones.alone_as":
        return say(
            "workbench.setting.zones_alone_as", language, value=say(f"workbench.setting.alone_{value}", language)
        )
    if key.startswith("pins."):
        stations = value if isinstance(value, tuple) else (value,)
        return say(f"workbench.setting.{key.replace('.', '_')}", language, value=[names.get(c, c) for c in stations])
    return ""


def applied_limits(policy: Policy, language: Language) -> list[str]:
    """Every zone limit and rule that is on."""
    values = {f"zones.{key}": value for key, value in policy.zones} | {f"rules.{k}": v for k, v in policy.rules}
    on = {key: value for key, value in values.items() if value not in (None, ())}
    if "zones.alone" not in on:
        del on["zones.alone_as"]
    return [phrase(key, value, language) for key, value in on.items()]


def applied_weights(policy: Policy, language: Language) -> list[str]:
    """Every measure that weighs, with its share of the weights."""
    return [
        say(
            "workbench.setting.weight",
            language,
            name=say(f"zoning.figure.{k}", language),
            share=percent(v, 0),
            key=k,
        )
        for k, v in policy.weights.shares().items()
        if v > 0
    ]


def typed(key: str, value: object, refused: object = None) -> str:
    """``KEY=VALUE`` for ``--set``; a fraction is rounded away from the value that was refused."""
    if value in (None, ()):
        return f"{key}={OFF if value is None else '[]'}"
    if isinstance(value, float) and isinstance(refused, float | int):
        rule = rule_of(key)
        scale = 10 ** (0 if rule is None else rule.digits)
        near = round(value * scale)
        looser = math.ceil if value > refused else math.floor
        whole = near if abs(near - value * scale) < 1e-6 else looser(value * scale)
        return f"{key}={whole / scale:g}"
    return f"{key}={value}"
