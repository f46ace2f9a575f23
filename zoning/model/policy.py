"""What is wanted of a plan: zone limits, hard rules, weights, and a planner's own decisions (pins).

A policy is read from TOML, one of the presets in ``zoning/policies`` or the user's own file. Every value has a dotted
key (``zones.max``, ``weights.travel``) by which file, command line and scenario reach it.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from zoning.model.errors import InputError, Mistake, expect, mistake, reason_of
from zoning.model.reading import NotToml, content_of, toml
from zoning.model.stations import Kind, Text
from zoning.model.validation import mistakes_of, unknown_key

MAX_BYTES = 1_000_000
"""A policy file larger than this is refused."""


def _off(value: object) -> object:
    """``"none"`` and ``false`` switch a rule off, in files and on the command line."""
    return None if value is False or (isinstance(value, str) and value.strip().lower() == "none") else value


def _tuple(value: object) -> object:
    """TOML and JSON write arrays, a frozen policy holds tuples."""
    return tuple(value) if isinstance(value, list) else value


_FROZEN = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
Group = Annotated[tuple[Text, ...], Field(min_length=2), BeforeValidator(_tuple)]
Groups = Annotated[tuple[Group, ...], BeforeValidator(_tuple)]
Pairs = Annotated[tuple[Annotated[tuple[Text, Text], BeforeValidator(_tuple)], ...], BeforeValidator(_tuple)]
Codes = Annotated[tuple[Text, ...], BeforeValidator(_tuple)]
Share = Annotated[float | None, Field(ge=0, le=1000), BeforeValidator(_off)]
Minutes = Annotated[float | None, Field(ge=0, le=1e6), BeforeValidator(_off)]
Limit = Annotated[int | None, Field(ge=0, le=1_000_000), BeforeValidator(_off)]
Weight = Annotated[float, Field(ge=0, le=1e9)]


class ZoneLimits(BaseModel):
    """How many zones, which stations stand alone, how small and how large a zone may be (H1, H2, H6, G1)."""

    model_config = _FROZEN
    max: Annotated[int, Field(ge=1, le=10_000)] = 5
    min: Annotated[int, Field(ge=1, le=10_000)] = 1
    alone: Annotated[tuple[Kind, ...], BeforeValidator(_tuple)] = ("county_seat",)
    alone_as: Literal["each", "one"] = "each"
    min_stations: Annotated[int, Field(ge=1, le=10_000)] = 2
    max_stations: Annotated[int | None, Field(ge=1, le=10_000), BeforeValidator(_off)] = None


class RuleLimits(BaseModel):
    """The limits of the hard rules; ``None`` is off.

    ``workload_band`` is a share of the mean workload, ``officer_band`` one of the mean workload per officer,
    ``max_minutes`` minutes from the office, ``min_officers`` and ``max_changed`` are counts, ``case_area`` wants a
    station with a case-handling area in every zone.
    """

    model_config = _FROZEN
    workload_band: Share = None
    officer_band: Share = None
    max_minutes: Minutes = None
    min_officers: Limit = None
    case_area: Annotated[Literal[True] | None, BeforeValidator(_off)] = None
    max_changed: Limit = None


class Weights(BaseModel):
    """λ of each measure, any scale; they are scaled to sum 1 where they are used."""

    model_config = _FROZEN
    mismatch: Weight = 0.0
    overload: Weight = 0.0
    mix_loss: Weight = 0.0
    density_loss: Weight = 0.0
    travel: Weight = 0.0
    unsupported: Weight = 0.0
    border_cut: Weight = 0.0
    change: Weight = 0.0
    response: Weight = 0.0

    @model_validator(mode="after")
    def _some(self) -> "Weights":
        if not sum(value for _, value in self) > 0:
            raise ValueError("zoning.policy.no_weight")
        return self

    def shares(self) -> dict[str, float]:
        """λ scaled to sum 1, in the order of the measures."""
        values: dict[str, float] = dict(self)
        total = sum(values.values())
        return {key: value / total for key, value in values.items()}


class MeasureSettings(BaseModel):
    """What measures go by: ``tolerance`` is t of ``overload``, a share of the mean workload per officer."""

    model_config = _FROZEN
    tolerance: Annotated[float, Field(ge=0, le=1000)] = 0.25


class Pins(BaseModel):
    """A planner's own decisions, by station code.

    ``together``: these share a zone. ``apart``: no two of these share a zone. ``pinned``: (station, target); the target
    is a station, whose zone and office it is, or a current zone, of which more than half must stay with the station.
    ``offices``: each of these stations is the office of its zone.
    """

    model_config = _FROZEN
    together: Groups = ()
    apart: Groups = ()
    pinned: Pairs = ()
    offices: Codes = ()


class Policy(BaseModel):
    """Everything wanted of a plan, as it is applied and as it is stored in ``plan.json``."""

    model_config = _FROZEN
    name: Text = "custom"
    source: str = ""
    zones: ZoneLimits = ZoneLimits()
    rules: RuleLimits = RuleLimits()
    measures: MeasureSettings = MeasureSettings()
    weights: Weights = Weights(
        mismatch=0.2, overload=0.35, mix_loss=0.15, density_loss=0.05, travel=0.17, border_cut=0.08
    )
    pins: Pins = Pins()

    @model_validator(mode="after")
    def _range(self) -> "Policy":
        if self.zones.min > self.zones.max:
            raise ValueError("zoning.policy.min_above_max")
        return self

    def override(self, values: Mapping[str, object], source: str | None = None) -> "Policy":
        """This policy with values replaced by dotted key, e.g. ``{"zones.max": 4, "rules.workload_band": None}``.

        Raises
        ------
        InputError
            Naming every unknown key, with the nearest known one, and every value out of range.
        """
        expect(values=(values, Mapping))
        tables = self.model_dump()
        found = []
        for key, value in values.items():
            section, _, name = key.partition(".")
            if key in tables and not isinstance(tables[key], dict):
                tables[key] = value
            elif isinstance(tables.get(section), dict) and name in tables[section]:
                tables[section][name] = value
            else:
                found.append(_unknown(key, source, value))
        return _checked(tables, source, found)


PRESETS = tuple(
    sorted(
        p.name.removesuffix(".toml") for p in resources.files("zoning.policies").iterdir() if p.name.endswith(".toml")
    )
)
"""Names of the policies that come with the project."""


def parse_value(text: str) -> object:
    """A value as written after ``--set key=``: a TOML value, or else the text itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def read_policy(source: str | Path | bytes, *, name: str = "policy.toml") -> Policy:
    """A preset by name, a policy file by path, or the bytes of a file called ``name``.

    A file may hold only what differs: values it does not name are those of ``haidong``.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    expect(source=(source, Path | str | bytes))
    if not isinstance(source, bytes) and str(source) in PRESETS:
        text = resources.files("zoning.policies").joinpath(f"{source}.toml").read_text(encoding="utf-8")
        return _checked(tomllib.loads(text), str(source), [])
    path = Path(name) if isinstance(source, bytes) else Path(source)
    table = path.name
    try:
        content = source if isinstance(source, bytes) else _content(path)
        if len(content) > MAX_BYTES:
            raise InputError([mistake("zoning.policy.too_large", table=table, bytes=MAX_BYTES)])
        if not content:
            raise InputError([mistake("zoning.policy.empty", table=table)])
        tables = toml(content.decode("utf-8-sig"))
    except OSError as error:
        raise InputError([mistake("zoning.policy.unreadable", table=table, reason=reason_of(error))]) from error
    except UnicodeDecodeError as error:
        raise InputError([mistake("zoning.policy.not_utf8", table=table)]) from error
    except NotToml as error:
        fault = error.fault
        raise InputError([mistake("zoning.policy.not_toml", table=table, row=fault.line, reason=fault.says)]) from error
    base = read_policy("haidong").model_dump()
    base["name"], base["source"] = path.stem, ""
    found: list[Mistake] = []
    for key, value in tables.items():
        if key not in base:
            found.append(_unknown(key, table, value))
        elif isinstance(base[key], dict) and isinstance(value, dict):
            known = base[key]
            found += [_unknown(f"{key}.{name}", table, v) for name, v in value.items() if name not in known]
            known.update({name: v for name, v in value.items() if name in known})
        else:
            base[key] = value
    return _checked(base, table, found)


def _content(path: Path) -> bytes:
    """The bytes of a policy file, as many as it may have and one more."""
    try:
        return content_of(path, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError([mistake("zoning.policy.no_file", table=str(path), presets=list(PRESETS))]) from error


def policy_from(tables: object, source: str) -> Policy:
    """A policy from tables as they stand in ``plan.json``; what is absent is off."""
    return _checked(tables, source, [])


def keys() -> list[str]:
    """Every dotted key that a policy has."""
    tables = Policy().model_dump()
    return [
        f"{s}.{name}" if isinstance(t, dict) else s
        for s, t in tables.items()
        for name in (t if isinstance(t, dict) else [""])
    ]


def policy_value(policy: Policy, key: str) -> object:
    """The value behind a dotted key."""
    section, _, name = key.partition(".")
    value = getattr(policy, section)
    return getattr(value, name) if name else value


@dataclass(frozen=True)
class Departure:
    """A value of a policy that is not the preset's: its key, the value and the preset's, as ``--set`` takes them."""

    key: str
    value: str
    preset: str

    def __str__(self) -> str:
        return f"{self.key} = {self.value} ({self.preset})"


def departures(policy: Policy) -> tuple[str, tuple[Departure, ...]]:
    """The preset that a policy is named after, or ``haidong``, and every value that differs from it, pins included."""
    preset = policy.name if policy.name in PRESETS else "haidong"
    own = read_policy(preset)
    both = ((key, policy_value(policy, key), policy_value(own, key)) for key in keys() if key != "name")
    return preset, tuple(Departure(key, _written(one), _written(other)) for key, one, other in both if one != other)


def _written(value: object) -> str:
    """A value as it may be written after ``--set key=``."""
    return "none" if value is None else json.dumps(value, ensure_ascii=False)


def _unknown(key: str, source: str | None, value: object) -> Mistake:
    return unknown_key(key, keys(), source, value)


def _checked(tables: object, source: str | None, found: list[Mistake]) -> Policy:
    try:
        policy = Policy.model_validate(tables)
    except ValidationError as error:
        raise InputError([*found, *mistakes_of(error, source, lambda k, v: _unknown(k, source, v))]) from error
    if found:
        raise InputError(found)
    return policy
