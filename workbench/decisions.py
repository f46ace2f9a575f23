"""What a planner says on the command line, as a policy and as overrides with their reason.

Stations may be named by code or, where it is unique, by name (with or without 派出所). Every decision ends up as a
value of the policy, so nothing is stored that a policy file could not say, and under ``overrides`` in the plan.
"""

import difflib
from dataclasses import dataclass

from workbench.screen import Misused
from zoning.county import County
from zoning.errors import InputError, Mistake, mistake
from zoning.policy import Policy, parse_value, read_policy
from zoning.problem import Override, Problem

SHORT = "派出所"
SEPARATORS = "，、"
FORMS = ("workbench.decision.no_target", "workbench.decision.too_few")


@dataclass(frozen=True)
class Wishes:
    """The words after ``--policy``, ``--set``, ``--pin``, ``--together``, ``--apart``, ``--office``, ``--reason``."""

    policy: str
    values: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    reason: str = ""


def problem_of(county: County, wishes: Wishes) -> Problem:
    """The problem of this county under the policy and the decisions.

    Raises
    ------
    InputError
        With every mistake of the policy, or else of the decisions.
    Misused
        When nothing but the form of the decisions is wrong.
    """
    found: list[Mistake] = []
    values, overrides = _settings(wishes, found)
    policy = read_policy(wishes.policy)
    if found:
        raise Misused(found)
    policy = policy.override(values, "--set")
    pins: dict[str, list[object]] = {
        "together": [_group(county, words, "--together", found) for words in wishes.together],
        "apart": [_group(county, words, "--apart", found) for words in wishes.apart],
        "pinned": [_pin(county, words, found) for words in wishes.pins],
        "offices": [_station(county, word, "--office", found) for word in wishes.offices],
    }
    if found:
        raise (Misused if all(m.says.key in FORMS for m in found) else InputError)(found)
    for key, decisions in pins.items():
        overrides += [Override(f"pins.{key}: {_described(county, decision)}", wishes.reason) for decision in decisions]
    return Problem(county, _with_pins(policy, pins), overrides=tuple(overrides))


def _settings(wishes: Wishes, found: list[Mistake]) -> tuple[dict[str, object], list[Override]]:
    """Values by dotted key; each of them is an override with the reason given."""
    values: dict[str, object] = {}
    overrides = []
    for words in wishes.values:
        key, sign, value = words.partition("=")
        if not sign or not key.strip():
            found.append(mistake("workbench.decision.no_value", table="--set", value=words))
        elif key.strip() in values:
            found.append(mistake("workbench.decision.twice", table="--set", value=key.strip()))
        else:
            values[key.strip()] = parse_value(value.strip())
            overrides.append(Override(f"{key.strip()} = {value.strip()}", wishes.reason))
    return values, overrides


def _with_pins(policy: Policy, pins: dict[str, list[object]]) -> Policy:
    """The policy with decisions added to those it already holds."""
    held = policy.pins.model_dump()
    added = {
        f"pins.{key}": [*held[key], *(d for d in decisions if d not in held[key])] for key, decisions in pins.items()
    }
    return policy.override({key: tuple(value) for key, value in added.items()}, "pins")


def _group(county: County, words: str, option: str, found: list[Mistake]) -> object:
    """Codes of the stations between commas."""
    names = _split(words)
    if len(set(names)) < 2:
        found.append(mistake("workbench.decision.too_few", table=option, value=words))
    return tuple(_station(county, name, option, found) for name in names)


def _pin(county: County, words: str, found: list[Mistake]) -> object:
    """A station's code and its target: a station's code or a zone of today."""
    station, sign, target = (part.strip() for part in words.partition("="))
    if not sign or not target:
        found.append(mistake("workbench.decision.no_target", table="--pin", value=words))
        return ()
    zones = {s.current_zone for s in county.stations}
    goal = target if target in zones else _station(county, target, "--pin", found)
    return (_station(county, station, "--pin", found), goal)


def _split(words: str) -> list[str]:
    for separator in SEPARATORS:
        words = words.replace(separator, ",")
    return [name.strip() for name in words.split(",") if name.strip()]


def _station(county: County, word: str, option: str, found: list[Mistake]) -> str:
    """The code behind a code or a unique name; an empty text, and a mistake, where there is none."""
    word = word.strip()
    if word in county.index:
        return word
    stem = word.removesuffix(SHORT)
    codes = [code for code, name in county.names.items() if name.removesuffix(SHORT) == stem]
    if len(codes) == 1:
        return codes[0]
    if codes:
        found.append(mistake("workbench.decision.ambiguous", table=option, value=word, codes=codes))
    else:
        close = difflib.get_close_matches(word, [*county.names.values(), *county.codes], 3, 0.4)
        close = close or [f"{code} {name}" for code, name in county.names.items()]
        found.append(mistake("workbench.decision.unknown", table=option, value=word, nearest=close))
    return ""


def _described(county: County, decision: object) -> str:
    """Codes with their names, for a reader of the plan file."""
    codes = decision if isinstance(decision, tuple) else (decision,)
    return " · ".join(f"{code} {county.names[code]}" if code in county.names else str(code) for code in codes)
