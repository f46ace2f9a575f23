"""Overrides of the policy: values set and pins added, with merged stations replaced by their heirs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scenarios.spec.scenario import Override
from scenarios.whatif.builder import Builder
from scenarios.whatif.evenness import asked
from zoning.judge.settings import in_words
from zoning.model.errors import InputError, Mistake
from zoning.model.policy import Policy
from zoning.texts import Message


def value(builder: Builder, override: Override) -> None:
    """One value of the policy by its dotted key."""
    (key,) = override.target
    section, _, name = key.partition(".")
    held = builder.base.policy.model_dump()[section]
    before = held[name] if name else held
    builder.reaches(override, [("set", key)])
    if override is asked(builder.scenario):
        return  # worked out on the finished problem
    was, now = (in_words(key, held, builder.base.county.names) for held in (before, override.value))
    builder.says(override, f"scenarios.applied.set{'_same' if was == now else ''}", before=was, after=now)


def pins(builder: Builder, override: Override) -> None:
    """One pin beside those of the policy."""
    key, *words = override.target
    replaced = any(o.kind == "set" and o.target == (f"pins.{key}",) for o in builder.scenario.overrides)
    builder.reaches(override, [("set", f"pins.{key}") if replaced else ("pins", key, *words)])
    codes = [_pinned(builder, override, key, at) for at in range(len(words))]
    if None not in codes:
        builder.pins.append((key, codes[0] if key == "offices" else tuple(codes)))
        named = [builder.name(code) if code in builder.base.county.index else code for code in codes if code]
        builder.says(override, f"scenarios.applied.{key}", stations=named)


def _pinned(builder: Builder, override: Override, key: str, at: int) -> str | None:
    """A word of a pin as a code; the target of ``pinned`` may be a zone of today."""
    word = override.target[1:][at]
    zones = {s.current_zone for s in builder.base.county.stations}
    return word if key == "pinned" and at == 1 and word in zones else builder.station(override, word)


def policy_of(builder: Builder) -> Policy | None:
    """The policy of the what-if, or ``None`` with its mistakes noted."""
    later = asked(builder.scenario)
    values = {o.target[0]: o.value for o in builder.scenario.overrides if o.kind == "set" and o is not later}
    try:
        policy = builder.base.policy.override(values)
        added = {key: [*held, *(pin for k, pin in builder.pins if k == key)] for key, held in policy.pins}
        pins = {f"pins.{key}": tuple(_taken_over(builder, key, held)) for key, held in added.items()}
        return policy.override(pins)
    except InputError as error:
        builder.found += [relocated(builder, mistake) for mistake in error.mistakes]
        return None


def _taken_over(builder: Builder, key: str, held: Sequence[Any]) -> list[Any]:
    """Pins with merged stations replaced by their heirs; a pin that all plans then keep is dropped."""
    if key == "offices":
        return list(dict.fromkeys(builder.heir(code) for code in held))
    made = []
    for group in held:
        codes = tuple(dict.fromkeys(builder.heir(code) for code in group))
        if key == "apart" and len(codes) < len(set(group)):
            merges = [o for o in builder.scenario.overrides if o.kind in ("merge", "close")]
            builder.wrong(merges[0], Message("scenarios.apply.merged_apart", {"stations": list(group)}))
        elif len(codes) > 1:
            made.append(codes)
    return made


def relocated(builder: Builder, mistake: Mistake) -> Mistake:
    """A mistake of the policy or the problem at the override it comes from, or at the scenario."""
    table, scenario = builder.scenario.file, builder.scenario
    key = mistake.column or mistake.table or ""
    source = next((o for o in scenario.overrides if o.kind == "set" and key.startswith(o.target[0])), None)
    column = source.key if source else f"scenarios.{scenario.name}" + (f".{key}" if key else "")
    return replace(mistake, table=table, column=column)
