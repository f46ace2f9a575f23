"""``county.toml``: what a county is called, how its files are to be read, how travel and borders come about.

What it may get wrong: the defaults (40 km/h, detour 1.35, the minutes and officers of the classes) are assumptions.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from geodata.tables.cleaning import seen
from geodata.tables.findings import Findings, nearest
from geodata.tables.slips import number_slip
from zoning.model.reading import NotToml, toml
from zoning.model.stations import DEFAULT_CLASSES, BorderSource, IncidentClass, Travel
from zoning.model.validation import remedy
from zoning.texts import Message, written
from zoning.texts.signs import UNSEEN

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
SYSTEMS = (("crs", "int"), ("crs", "str"))
"""How pydantic places a coordinate system that is neither a number nor text."""
QUOTED = re.compile(r"'([^']*)'")


class TravelSettings(BaseModel):
    """``[travel]``: how minutes come about; speed and detour serve travel inside a station in every mode."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    mode: Travel = "straight"
    speed_kmh: float = Field(default=40.0, gt=0.01, le=1000, allow_inf_nan=False)
    detour: float = Field(default=1.35, gt=0.01, le=100, allow_inf_nan=False)


class BorderSettings(BaseModel):
    """``[borders]``: where shared borders come from, and what counts as one when they are derived from polygons."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)
    source: BorderSource | None = Field(default=None, alias="from")
    min_m: float = Field(default=10.0, ge=0, allow_inf_nan=False)
    tolerance_m: float = Field(default=1.0, ge=0, le=1000, allow_inf_nan=False)


class LayerSettings(BaseModel):
    """The file of a layer, beside the county's own, which layer of it, and its coordinate system."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    file: Name | None = None
    layer: Name | None = None
    crs: int | str | None = None


class AreaSettings(LayerSettings):
    """``[areas]``: also which column holds the codes, what may be mended, and the outline used without polygons."""

    code: Name | None = None
    outline: Name | None = None
    repair: bool = False
    close_m: float = Field(default=5.0, ge=0, le=1000, allow_inf_nan=False)


class RoadSettings(LayerSettings):
    """``[roads]``: also how roads are driven and joined, and how a station comes to its road."""

    speed_kmh: float | None = Field(default=None, ge=1, le=200, allow_inf_nan=False)
    speed_column: Name | None = None
    one_way_column: Name | None = None
    access_kmh: float = Field(default=20.0, ge=1, le=200, allow_inf_nan=False)
    snap_m: float = Field(default=2000.0, ge=0, le=100_000, allow_inf_nan=False)
    join_m: float = Field(default=1.0, ge=0, le=1000, allow_inf_nan=False)
    crossings: bool = False


class BureauSettings(BaseModel):
    """``[bureau]``: the officers of the whole bureau, of which the stations have a share (C1)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    officers: int | None = Field(default=None, ge=0, le=10**9)


class Settings(BaseModel):
    """The whole of ``county.toml``, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    code: Name
    name: Name
    crs: int | str = 4326
    years: float = Field(default=1.0, gt=0.001, le=1000, allow_inf_nan=False)
    notice: str = ""
    travel: TravelSettings = TravelSettings()
    borders: BorderSettings = BorderSettings()
    areas: AreaSettings = AreaSettings()
    roads: RoadSettings = RoadSettings()
    bureau: BureauSettings = BureauSettings()
    classes: list[IncidentClass] = Field(default=list(DEFAULT_CLASSES), min_length=1)


VALID_KEYS: dict[tuple[str, ...], tuple[str, ...]] = {
    (): tuple(Settings.model_fields),
    ("travel",): tuple(TravelSettings.model_fields),
    ("borders",): ("from", "min_m", "tolerance_m"),
    ("areas",): tuple(AreaSettings.model_fields),
    ("roads",): tuple(RoadSettings.model_fields),
    ("bureau",): tuple(BureauSettings.model_fields),
    ("classes",): tuple(IncidentClass.model_fields),
}
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "travel.mode": {"straight": ("直线", "直线距离"), "matrix": ("矩阵", "出行时间表"), "roads": ("路网", "道路")},
    "borders.from": {"table": ("相邻表", "表"), "areas": ("辖区面", "辖区"), "voronoi": ("泰森多边形",)},
    "team": {"case": ("执法办案", "执法办案队", "办案", "案件"), "community": ("社区", "社区警务", "社区警务队")},
}
"""Chinese words for values that have a key; the first is the one that is written."""


def parse_toml(text: str, file: str, found: Findings) -> dict[str, Any] | None:
    """The content of a TOML text, or ``None`` when it is broken."""
    try:
        return toml(text)
    except NotToml as error:
        found.wrong(Message("geodata.settings.broken", {"reason": error.fault.says}), file, error.fault.line)
        return None


def read_settings(content: Mapping[str, Any], file: str, found: Findings) -> Settings | None:
    """The checked settings, or ``None`` with every mistake in ``found``."""
    unseen: list[str] = []
    content = {key: _seen(value, key, unseen) for key, value in content.items()}
    if unseen:
        found.note("geodata.notice.unseen_settings", file=file, keys=unseen)
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        for detail in error.errors():
            if detail["loc"][-2:] != ("crs", "str"):  # a crs that is neither number nor text is said once, not twice
                value = "" if detail["type"] in ("missing", "extra_forbidden") else written(detail["input"])
                found.wrong(explain(detail), file, None, _place(detail["loc"]), value or None)
        return None
    _note_defaults(settings, found)
    return settings if _classes_differ(settings.classes, file, found) else None


def _seen(value: Any, key: str, unseen: list[str]) -> Any:
    """A setting without what nobody sees; the dotted keys of those that had it are remembered."""
    if isinstance(value, Mapping):
        return {name: _seen(inner, f"{key}.{name}", unseen) for name, inner in value.items()}
    if isinstance(value, list):
        return [_seen(inner, f"{key}[{at}]", unseen) for at, inner in enumerate(value)]
    if isinstance(value, str) and UNSEEN.search(value):
        unseen.append(key)
        return seen(value)
    return value


def _note_defaults(settings: Settings, found: Findings) -> None:
    """Assumptions a planner should hear of."""
    if "years" not in settings.model_fields_set:
        found.note("geodata.notice.years")
    if "classes" not in settings.model_fields_set:
        found.note("geodata.notice.classes")
    if "mode" not in settings.travel.model_fields_set:
        found.note("geodata.notice.travel_mode")


def _classes_differ(classes: Sequence[IncidentClass], file: str, found: Findings) -> bool:
    """Whether every class has words of its own; incidents name a class by key or by name."""
    words = [word for entry in classes for word in {entry.key, entry.name}]
    twice = sorted({word for word in words if words.count(word) > 1})
    for word in twice:
        found.wrong(Message("geodata.settings.duplicate_class"), file, None, "classes", word)
    return not twice


def _place(loc: Sequence[int | str]) -> str:
    """``("classes", 0, "minutes")`` as ``classes[1].minutes``; counted from 1, as people count."""
    kept = loc[:-1] if loc[-2:] in SYSTEMS else loc
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in kept).lstrip(".")


def explain(detail: Mapping[str, Any]) -> Message:
    """A finding of pydantic as a sentence of ours, with the remedy; what is blank, chosen or a key has words here."""
    kind = detail["type"]
    if detail["loc"][-2:] in SYSTEMS:
        return Message("geodata.crs.unknown")
    if kind in ("missing", "string_too_short"):
        return Message("geodata.field.blank")
    if kind == "literal_error":
        return Message("geodata.field.one_of", {"options": _options(detail["loc"], detail["ctx"]["expected"])})
    if kind == "extra_forbidden":
        valid = VALID_KEYS[tuple(part for part in detail["loc"][:-1] if isinstance(part, str))]
        return Message("geodata.settings.unknown_key", {"hint": nearest(str(detail["loc"][-1]), valid), "keys": valid})
    if (
        kind.startswith(("float", "int"))
        and isinstance(detail["input"], str)
        and (slip := number_slip(detail["input"]))
    ):
        return slip
    return remedy(detail)


def overlaid(content: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The content with some keys set anew; a change names its dotted key, such as ``areas.file``.

    What stands where a section should be stays there, for the checks to find.
    """
    result = dict(content)
    for key, value in changes.items():
        section, _, name = key.rpartition(".")
        held = result.get(section, {}) if section else result
        if section and isinstance(held, Mapping):
            result[section] = {**held, name: value}
        elif not section:
            result[name] = value
    return result


def _options(loc: Sequence[int | str], expected: str) -> list[str]:
    """The values a setting may have, each with the Chinese word for it."""
    words = WORDS.get("team" if loc[-1] == "team" else ".".join(map(str, loc)), {})
    return [f"{key} {''.join(words.get(key, ())[:1])}".strip() for key in QUOTED.findall(expected)]


def render_toml(content: Mapping[str, Any]) -> str:
    """The content as TOML: plain values first, then tables, then arrays of tables. Comments are not kept."""
    return "\n".join(_toml_lines(content, "")).lstrip("\n") + "\n"


def _toml_lines(content: Mapping[str, Any], prefix: str) -> list[str]:
    plain = {k: v for k, v in content.items() if not isinstance(v, Mapping) and not _is_tables(v)}
    lines = [f"{toml_key(key)} = {toml_value(value)}" for key, value in plain.items()]
    for key, value in content.items():
        if key in plain:
            continue
        name = prefix + toml_key(key)
        for heading, part in [(f"[[{name}]]", p) for p in value] if _is_tables(value) else [(f"[{name}]", value)]:
            lines += ["", heading, *_toml_lines(part, name + ".")]
    return lines


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, Mapping) for part in value)


def toml_key(key: str) -> str:
    """A key as TOML writes it."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def toml_value(value: Any) -> str:
    """A value on one line, as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(part) for part in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml_key(key)} = {toml_value(part)}" for key, part in value.items()) + "}"
    return repr(value)
