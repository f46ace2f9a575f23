"""The settings of a policy in words, as a person reads them; keys are for files and for ``--set``."""

from collections.abc import Mapping
from typing import get_args

from zoning.judge.rules import ALL_RULES, PlanRule, Rule
from zoning.model.stations import Kind
from zoning.texts import Message
from zoning.texts.numbers import percent


def rule_of(setting: str) -> Rule | PlanRule | None:
    """The first rule that a dotted key of the policy sets, if any."""
    return next((rule for rule in ALL_RULES if setting in rule.settings), None)


def limit_of(key: str) -> tuple[str, Rule | PlanRule]:
    """The setting that holds the limit of a rule, and the rule; ``zones_max`` and ``zones_min`` are those of H1.

    Raises
    ------
    KeyError
        When there is no such rule, or it has no limit.
    """
    for rule in ALL_RULES:
        for setting in rule.settings:
            if key in (rule.key, setting.replace(".", "_")):
                return setting, rule
    raise KeyError(key)


def spoken(setting: str, value: object) -> str:
    """A value of a setting: a share in per cent, minutes and counts as they are."""
    rule = rule_of(setting)
    if rule is not None and rule.share and isinstance(value, float | int):
        return percent(value, 2).replace(".00%", "%")
    return f"{value:g}" if isinstance(value, float) else str(value)


def in_words(setting: str, value: object, names: Mapping[str, str] | None = None) -> Message:
    """What a value of the policy says, e.g. ``at most 5 zones``; ``names`` are those of stations by code."""
    key, section = f"zoning.limit.{setting.replace('.', '_')}", setting.partition(".")[0]
    if section in ("weights", "measures"):
        measure = setting.partition(".")[2].replace("tolerance", "overload")
        told = {"name": Message(f"zoning.figure.{measure}"), "value": spoken(setting, value)}
        return Message(f"zoning.limit.{section}", told)
    if setting in ("name", "source"):
        return Message(key, {"value": str(value)})
    if setting == "zones.alone":
        kinds = [Message(f"zoning.kind.{kind}") if kind in get_args(Kind) else str(kind) for kind in _many(value)]
        return Message(key if kinds else f"{key}_none", {"value": kinds})
    if setting == "zones.alone_as":
        return Message(key + ("_one" if value == "one" else "_each"))
    if section == "pins":
        return Message(key, {"value": _stations(_many(value), names or {})})
    if value in (None, "none"):  # as a file writes it
        return Message("zoning.limit.off", {"limit": Message(key, {"value": "…"})})
    return Message(key, {"value": spoken(setting, value)})


def _many(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _stations(groups: tuple[object, ...], names: Mapping[str, str]) -> list[str]:
    """Stations by name; those of one decision are joined by a plus sign."""
    return ["+".join(names.get(str(code), str(code)) for code in _many(group)) for group in groups]
