"""The values of a policy as a person reads them, and as they are typed after ``--set``."""

import math
from collections.abc import Mapping

from zoning.model.policy import Policy
from zoning.texts import Language, say
from zoning.texts.numbers import percent

OFF = "none"
DIGITS = {"rules.workload_band": 4, "rules.max_minutes": 1}
"""Decimals of the limits that are no whole numbers."""


def phrase(
    key: str, value: object, language: Language, names: Mapping[str, str] | None = None, *, keyed: bool = True
) -> str:
    """What a value of the policy says, with its key, e.g. ``防区不多于 5 个（zones.max）``; ``names`` are stations'."""
    name = f"workbench.setting.{key.replace('.', '_')}"
    said = say(name, language, value=_spoken(key, value, language, names or {}))
    return say("workbench.setting.keyed", language, says=said, key=key) if keyed else said


def _spoken(key: str, value: object, language: Language, names: Mapping[str, str]) -> object:
    if key == "zones.alone":
        kinds = value if isinstance(value, tuple) else ()
        return [say(f"workbench.kind.{kind}", language) for kind in kinds]
    if key == "zones.alone_as":
        return say(f"workbench.setting.alone_{value}", language)
    if key == "rules.workload_band" and isinstance(value, float | int):
        return percent(value, 2).replace(".00%", "%")
    if isinstance(value, tuple):
        return [names.get(part, part) for part in value]
    return f"{value:g}" if isinstance(value, float) else value


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
        scale = 10 ** DIGITS.get(key, 0)
        near = round(value * scale)
        looser = math.ceil if value > refused else math.floor
        whole = near if abs(near - value * scale) < 1e-6 else looser(value * scale)
        return f"{key}={whole / scale:g}"
    return f"{key}={value}"
