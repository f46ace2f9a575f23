"""What a planner says on the command line, as a policy and as overrides with their reason.

Stations may be named by code or, where it is unique, by name (with or without 派出所). Every decision ends up as a
value of the policy, so nothing is stored that a policy file could not say, and under ``overrides`` in the plan.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

from workbench.given.spoken import keys_of, under_names, unknown_names
from workbench.line.options import Wishes
from workbench.line.screen import Misused
from zoning.judge.measures import MEASURES
from zoning.judge.names import station_called
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.policy import Policy, parse_value, read_policy
from zoning.model.problem import Override, Problem, no_target
from zoning.texts import Language, say
from zoning.texts.alike import alike
from zoning.texts.stems import called

SEPARATORS = "，、"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def problem_of(county: County, wishes: Wishes) -> Problem:
    """The problem of this county under the policy and the decisions.

    Raises
    ------
    Misused
        With every decision that does not have its form: nothing is read then.
    InputError
        With every mistake of the policy, or else of the decisions.
    """
    policy = policy_of(wishes)
    found: list[Mistake] = []
    pins: dict[str, list[object]] = {  # in the order of the fields of wishes, as their reasons are
        "pinned": [_pin(county, words, found) for words in wishes.pin or ()],
        "together": [_group(county, words, "--together", found) for words in wishes.together or ()],
        "apart": [_group(county, words, "--apart", found) for words in wishes.apart or ()],
        "offices": [station_of(county, word, "--office", found) for word in wishes.office or ()],
    }
    if found:
        raise InputError(found)
    reasons = chain(wishes.reasons or (), repeat(""))
    overrides = [
        Override(f"{key} = {value}", reason)
        for words, reason in zip(wishes.set_ or (), reasons, strict=False)
        for key, value in _set(words)
    ]
    for key, decisions in pins.items():
        overrides += [Override(f"pins.{key}: {_described(county, one)}", next(reasons)) for one in decisions]
    return Problem(county, _with_pins(policy, pins), overrides=tuple(overrides))


def policy_of(wishes: Wishes) -> Policy:
    """The policy with its values replaced; raises as :func:`problem_of`."""
    if wrong := list(_misused(wishes)):
        raise Misused(wrong)
    words = [_parted(one) for one in wishes.set_ or ()]
    return changed(read_policy(wishes.policy), words)


def changed(policy: Policy, words: Sequence[tuple[str, str]]) -> Policy:
    """The policy with values of ``--set``, each a key or name and what is given for it.

    Raises
    ------
    InputError
        With every name that is none and every value that cannot be, under the names that were given.
    """
    unknown = list(unknown_names(words, "--set"))
    strange = {one.column for one in unknown}
    values = {key: parse_value(value) for word, value in words if word not in strange for key in keys_of(word)}
    try:
        made = policy.override(values, "--set")
    except InputError as error:
        raise InputError([*unknown, *under_names(error.mistakes, words, "--set")]) from error
    if unknown:
        raise InputError(unknown)
    return made


def _misused(wishes: Wishes) -> Iterator[Mistake]:
    """Decisions without the form of their option, whatever the county is."""
    keys: set[str] = set()
    for words in wishes.set_ or ():
        key, _ = _parted(words)
        if "=" not in words or not key:
            yield mistake("workbench.decision.no_value", table="--set", value=words)
        elif keys.intersection(keys_of(key)):
            yield mistake("workbench.decision.twice", table="--set", value=key)
        keys.update(keys_of(key))
    for words in wishes.pin or ():
        if not all(_parted(words)):
            yield mistake("workbench.decision.no_target", table="--pin", value=words)
    for option, groups in (("--together", wishes.together), ("--apart", wishes.apart)):
        for words in groups or ():
            if len(set(_split(words))) < 2:
                yield mistake("workbench.decision.too_few", table=option, value=words)


def _parted(words: str) -> tuple[str, str]:
    """What stands before and behind the first equals sign."""
    key, _, value = words.partition("=")
    return key.strip(), value.strip()


def _settings(wishes: Wishes) -> Iterator[tuple[str, str]]:
    """Keys of the policy with the values that they are given."""
    return chain.from_iterable(_set(words) for words in wishes.set_ or ())


def _set(words: str) -> list[tuple[str, str]]:
    """The keys that one wish stands for, with their value."""
    name, value = _parted(words)
    return [(key, value) for key in keys_of(name)]


def _with_pins(policy: Policy, pins: dict[str, list[object]]) -> Policy:
    """The policy with decisions added to those it already holds."""
    held = policy.pins.model_dump()
    added = {
        f"pins.{key}": [*held[key], *(d for d in decisions if d not in held[key])] for key, decisions in pins.items()
    }
    return policy.override({key: tuple(value) for key, value in added.items()}, "pins")


def _group(county: County, words: str, option: str, found: list[Mistake]) -> object:
    """Codes of the stations between commas."""
    return tuple(station_of(county, name, option, found) for name in _split(words))


def _pin(county: County, words: str, found: list[Mistake]) -> object:
    """A station's code and its target: a station's code or a zone of today."""
    station, target = _parted(words)
    zones = {s.current_zone for s in county.stations if s.current_zone}
    held = station_of(county, station, "--pin", found)
    if target in zones or not zones or called(county.names, target):
        return (held, target if target in zones else station_of(county, target, "--pin", found))
    found.append(no_target(county, target, "--pin"))
    return (held, target)


def measures_of(words: str, option: str, *, slacks: bool = False) -> dict[str, float]:
    """Measures between commas by key or name, each with the slack behind its colon, a share.

    Raises
    ------
    Misused
        With every measure that there is not, that stands there twice, or whose slack is no share.
    """
    found: list[Mistake] = []
    measures: dict[str, float] = {}
    names = {say(f"zoning.figure.{m.key}", language): m.key for m in MEASURES for language in LANGUAGES}
    known = {**names, **{m.key: m.key for m in MEASURES}}
    for words_ in _split(words):
        name, _, slack = (part.strip() for part in words_.replace("：", ":").partition(":"))
        key = known.get(name)
        if key is None:
            found.append(_no_measure(name, option, known))
        elif key in measures:
            found.append(mistake("workbench.decision.twice", table=option, value=name))
        else:
            measures[key] = _share(slack) if slack and slacks else 0.0
            if (not slacks and slack) or not 0 <= measures[key] <= 1000:
                found.append(mistake("workbench.decision.no_slack", table=option, value=words_))
    if found:
        raise Misused(found)
    return measures


def _no_measure(name: str, option: str, known: Mapping[str, str]) -> Mistake:
    """What is said of a measure that there is not: the nearest by name or key, else all."""
    if close := alike(name, known):
        return mistake("workbench.decision.no_measure_near", table=option, value=name, nearest=close)
    names = "、".join(say(f"zoning.figure.{measure.key}", "zh") for measure in MEASURES)
    keys = ", ".join(measure.key for measure in MEASURES)
    return mistake("workbench.decision.no_measure", table=option, value=name, names=names, keys=keys)


def _share(text: str) -> float:
    """A share written as a number or in per cent; NaN where it is neither."""
    try:
        return float(text.rstrip("%％")) / (100 if text[-1] in "%％" else 1)
    except ValueError:
        return math.nan


def _split(words: str) -> list[str]:
    for separator in SEPARATORS:
        words = words.replace(separator, ",")
    return [name.strip() for name in words.split(",") if name.strip()]


def station_of(county: County, word: str, option: str, found: list[Mistake]) -> str:
    """The code behind a code or a unique name; an empty text, and a mistake, where there is none."""
    code = station_called(county, word := word.strip())
    if isinstance(code, str):
        return code
    found.append(Mistake(code, table=option, value=word))
    return ""


def _described(county: County, decision: object) -> str:
    """Codes with their names, for a reader of the plan file."""
    codes = decision if isinstance(decision, tuple) else (decision,)
    return " · ".join(f"{code} {county.names[code]}" if code in county.names else str(code) for code in codes)
