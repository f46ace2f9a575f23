"""The schema of a scenario file: ``[base]`` and ``[scenarios.NAME]`` as pydantic models, amounts and pairs read.

What it may get wrong: whether a station, a class or a policy key exists is not known here.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints

from scenarios.spec.amounts import Amount, amount
from zoning.model.policy import Pins
from zoning.model.stations import Kind

_FROZEN = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
Change = Annotated[Amount, PlainValidator(amount)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=250)]


def _pair(value: object) -> tuple[str, str]:
    """Two stations."""
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(w, str) and w.strip() for w in value):
        return value[0].strip(), value[1].strip()
    raise ValueError("scenarios.spec.no_pair")


def _link(value: object) -> tuple[str, str] | tuple[str, str, float]:
    """Two stations, and kilometres where given."""
    if isinstance(value, (list, tuple)) and len(value) == 3:
        km = value[2]
        if isinstance(km, (int, float)) and not isinstance(km, bool) and 0 <= km <= 1e6:
            return *_pair(value[:2]), float(km)
    return _pair(value)


GONE = "none"
"""What stands in place of a row that a scenario takes away."""
Pair = Annotated[tuple[str, str], PlainValidator(_pair)]
Link = Annotated[Any, PlainValidator(_link)]
Bar = Annotated[Any, PlainValidator(lambda value: value.strip() if isinstance(value, str) else _pair(value))]


def leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of nested tables with the path of keys to it."""
    for key, part in table.items():
        if isinstance(part, Mapping) and part:
            yield from leaves(part, (*path, key))
        else:
            yield (*path, key), part


def _flat(value: object) -> object:
    """Nested tables as dotted keys, since TOML reads ``zones.max = 4`` without quotes as a table in a table."""
    return {".".join(path): part for path, part in leaves(value)} if isinstance(value, Mapping) else value


class BaseSpec(BaseModel):
    """``[base]``: a county, as a path from the file or ``sample:NAME``, and a policy, a preset or a path."""

    model_config = _FROZEN
    county: Word
    policy: Word = "haidong"
    why: str = ""


class StationSpec(BaseModel):
    """The fields of a station that may be overridden."""

    model_config = _FROZEN
    population: Change | None = None
    officers: Change | None = None
    auxiliaries: Change | None = None
    villages: Change | None = None
    communities: Change | None = None
    area_km2: Change | None = None
    has_case_area: bool | None = None
    kind: Kind | None = None
    current_zone: str | None = None


class ClassSpec(BaseModel):
    """The fields of an incident class that may be overridden."""

    model_config = _FROZEN
    minutes: Change | None = None
    officers: Change | None = None


def _row(value: object) -> object:
    """A row of one of the bureau's tables, or ``"none"`` for none any more."""
    if value == GONE or (isinstance(value, Mapping) and value):
        return value
    raise ValueError("scenarios.spec.no_row")


Row = Annotated[Any, PlainValidator(_row)]


class TravelSpec(BaseModel):
    """The parts of travel that may be overridden; ``table`` is a file of minutes beside the scenario file."""

    model_config = _FROZEN
    speed_kmh: Change | None = None
    detour: Change | None = None
    table: Word | None = None


Service = Literal["response", "staffing", "posts", "organise", "rooms"]
"""A system beside the zones whose figures a scenario may ask for, by its command."""


class TightestSpec(BaseModel):
    """What ``rules.officer_band = "tightest"`` came to in an earlier run; it is not worked out again."""

    model_config = _FROZEN
    band: Annotated[float, Field(ge=0)]
    zones: Annotated[int, Field(ge=1)]


class ScenarioSpec(BaseModel):
    """``[scenarios.NAME]``."""

    model_config = _FROZEN
    why: Why
    extends: Word | None = None
    set: Annotated[dict[str, Any], BeforeValidator(_flat)] = {}
    pins: Pins = Pins()
    incidents: Annotated[dict[Word, Change], BeforeValidator(_flat)] = {}
    incidents_table: Word | None = None
    years: Annotated[float, Field(gt=0.001, le=1000)] | None = None
    classes: dict[Word, ClassSpec] = {}
    stations: dict[Word, StationSpec] = {}
    leaders: dict[Word, Row] = {}
    branches: dict[Word, Row] = {}
    posts: dict[Word, Row] = {}
    units: dict[Word, Row] = {}
    close: list[Word] = []
    merge: list[Pair] = []
    link: list[Link] = []
    bar: list[Bar] = []
    travel: TravelSpec = TravelSpec()
    tightest: TightestSpec | None = None
    ask: list[Service] = []


class FileSpec(BaseModel):
    """The whole file; a library file has no base."""

    model_config = _FROZEN
    base: BaseSpec | None = None
    scenarios: Annotated[dict[str, ScenarioSpec], Field(min_length=1)]
