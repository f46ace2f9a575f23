"""The settings of the rules in words: the limit that a rule goes by, as a person reads it."""

from zoning.judge.rules import ALL_RULES, PlanRule, Rule
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


def in_words(setting: str, value: object) -> Message:
    """What a limit says, e.g. ``at most 5 zones``."""
    return Message(f"zoning.limit.{setting.replace('.', '_')}", {"value": spoken(setting, value)})
