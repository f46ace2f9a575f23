"""The values of a policy as a person reads them."""

from collections.abc import Mapping, Sequence

from zoning.judge.settings import in_words
from zoning.model.policy import Departure, Policy, parse_value
from zoning.texts import Language, say
from zoning.texts.numbers import percent


def phrase(key: str, value: object, language: Language, names: Mapping[str, str] | None = None) -> str:
    """What a value of the policy says, e.g. ``防区不多于 5 个``; ``names`` are those of stations by code."""
    return in_words(key, value, names).text(language)


def departed(departures: Sequence[Departure], names: Mapping[str, str], language: Language) -> list[str]:
    """Values of a policy that are not the preset's, in words, with the preset's behind them."""
    said = ((in_words(one.key, parse_value(value), names) for value in (one.value, one.preset)) for one in departures)
    return [say("workbench.setting.departed", language, says=now, preset=preset) for now, preset in said]


def applied_limits(policy: Policy, language: Language) -> list[str]:
    """Every zone limit and rule that is on."""
    values = {f"zones.{key}": value for key, value in policy.zones} | {f"rules.{k}": v for k, v in policy.rules}
    on = {key: value for key, value in values.items() if value not in (None, ())}
    if "zones.alone" not in on:
        del on["zones.alone_as"]
    if on["zones.min"] == 1:
        del on["zones.min"]  # says nothing
    return [phrase(key, value, language) for key, value in on.items()]


def applied_weights(policy: Policy, language: Language) -> list[str]:
    """Every measure that weighs, with its share of the weights."""
    return [
        say(
            "workbench.setting.weight",
            language,
            name=say(f"zoning.figure.{k}", language),
            share=percent(v, 0),
        )
        for k, v in policy.weights.shares().items()
        if v > 0
    ]
