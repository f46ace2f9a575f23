"""A file of scenarios: one base, named what-ifs, each a list of single overrides and a sentence why.

A scenario that extends another one has the overrides of both. The same thing overridden twice on the way is a mistake
that names both places: nobody has to know which of them wins. What it may get wrong: whether a station or a class
exists is not known here; :mod:`scenarios.whatif.apply` asks that of a county.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints, ValidationError

from scenarios.whatif.amounts import Amount, amount
from zoning.model.county import Floats
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.policy import Pins, keys
from zoning.model.stations import Kind
from zoning.texts import Message

MAX_BYTES = 10_000_000
"""A scenario file larger than this is refused."""
SUFFIX = ".toml"
BASE = "base"
"""Name of the base among the results; no scenario may be called so."""
NAME = re.compile(r"\w[\w+.\-]{0,79}")
"""Names of scenarios become names of files."""

_FROZEN = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
Change_ = Annotated[Amount, PlainValidator(amount)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=250)]


def _pair(value: object) -> tuple[str, str]:
    """Two stations."""
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(w, str) and w.strip() for w in value):
        return value[0].strip(), value[1].strip()
    raise ValueError("scenarios.spec.no_pair")


def _link(value: object) -> tuple[str, str] | tuple[str, str, float]:
    """Two stations and, if so wished, kilometres."""
    if isinstance(value, (list, tuple)) and len(value) == 3:
        km = value[2]
        if isinstance(km, (int, float)) and not isinstance(km, bool) and 0 <= km <= 1e6:
            return *_pair(value[:2]), float(km)
    return _pair(value)


Pair = Annotated[tuple[str, str], PlainValidator(_pair)]
Link = Annotated[Any, PlainValidator(_link)]
Bar = Annotated[Any, PlainValidator(lambda value: value.strip() if isinstance(value, str) else _pair(value))]


def _leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value in tables within tables, with the keys on the way to it."""
    for key, part in table.items():
        if isinstance(part, Mapping) and part:
            yield from _leaves(part, (*path, key))
        else:
            yield (*path, key), part


def _flat(value: object) -> object:
    """Keys as TOML joins them: ``zones.max = 4`` without quotes is a table in a table, and means the same."""
    return {".".join(path): part for path, part in _leaves(value)} if isinstance(value, Mapping) else value


class BaseSpec(BaseModel):
    """``[base]``: a county, as a path from the file or ``sample:NAME``, and a policy, a preset or a path."""

    model_config = _FROZEN
    county: Word
    policy: Word = "haidong"
    why: str = ""


class StationSpec(BaseModel):
    """What may be overridden of a station."""

    model_config = _FROZEN
    population: Change_ | None = None
    officers: Change_ | None = None
    auxiliaries: Change_ | None = None
    villages: Change_ | None = None
    communities: Change_ | None = None
    area_km2: Change_ | None = None
    has_case_area: bool | None = None
    kind: Kind | None = None
    current_zone: str | None = None


class TravelSpec(BaseModel):
    """What may be overridden of travel; ``table`` is a file of minutes beside the scenario file."""

    model_config = _FROZEN
    speed_kmh: Change_ | None = None
    detour: Change_ | None = None
    table: Word | None = None


class ScenarioSpec(BaseModel):
    """``[scenarios.NAME]``."""

    model_config = _FROZEN
    why: Why
    extends: Word | None = None
    set: Annotated[dict[str, Any], BeforeValidator(_flat)] = {}
    pins: Pins = Pins()
    incidents: Annotated[dict[Word, Change_], BeforeValidator(_flat)] = {}
    incidents_table: Word | None = None
    years: Annotated[float, Field(gt=0.001, le=1000)] | None = None
    stations: dict[Word, StationSpec] = {}
    close: list[Word] = []
    merge: list[Pair] = []
    link: list[Link] = []
    bar: list[Bar] = []
    travel: TravelSpec = TravelSpec()


class FileSpec(BaseModel):
    """The whole file; a library file has no base."""

    model_config = _FROZEN
    base: BaseSpec | None = None
    scenarios: Annotated[dict[str, ScenarioSpec], Field(min_length=1)]


@dataclass(frozen=True)
class Override:
    """One thing overridden: ``kind`` and ``target`` say which, ``place`` is its dotted key within its scenario."""

    scenario: str
    place: str
    kind: str
    target: tuple[str, ...]
    value: Any

    @property
    def key(self) -> str:
        """Its dotted key within the file."""
        return f"scenarios.{self.scenario}.{self.place}"

    def __str__(self) -> str:
        return f"{self.place} = {worded(self.value)}"


@dataclass(frozen=True, eq=False)
class Scenario:
    """A what-if: its name, why, and every override on the way from the base, those of its ancestors first.

    ``chain`` names its ancestors, the oldest first. ``content`` is the table as written. ``counts`` (n, c) and
    ``minutes`` (n, n) of other tables are filled in, in the order of the county, by :mod:`scenarios.whatif.study`.
    """

    name: str
    why: str
    overrides: tuple[Override, ...] = ()
    chain: tuple[str, ...] = ()
    file: str = ""
    folder: Path = Path()
    content: Mapping[str, Any] = field(default_factory=dict)
    counts: Floats | None = None
    minutes: Floats | None = None

    def find(self, kind: str) -> Override | None:
        """The override of a kind that there can be only one of."""
        return next((override for override in self.overrides if override.kind == kind), None)


@dataclass(frozen=True)
class ScenarioFile:
    """A file as read: every override well formed, none of them twice on the way to one scenario."""

    name: str
    base: BaseSpec | None
    scenarios: tuple[Scenario, ...]
    folder: Path = Path()


def worded(value: object) -> str:
    """A value as a reader of TOML would write it, short."""
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(worded(part) for part in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {worded(part)}" for key, part in value.items()) + "}"
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def library() -> dict[str, ScenarioFile]:
    """The scenario files that come with the project, by name; each applies to any county."""
    home = resources.files("scenarios").joinpath("library")
    names = sorted(entry.name.removesuffix(SUFFIX) for entry in home.iterdir() if entry.name.endswith(SUFFIX))
    return {name: parsed(home.joinpath(name + SUFFIX).read_text(encoding="utf-8"), name) for name in names}


def read_file(name: Path | str, found: list[Mistake] | None = None) -> ScenarioFile:
    """A scenario file, or one of the library by name; ``found`` as for :func:`checked`.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    path = Path(name)
    if path.suffix != SUFFIX and not path.exists():
        known = library()
        if str(name) in known:
            return known[str(name)]
        raise InputError([mistake("scenarios.spec.no_file", table=str(name), library=list(known))])
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([mistake("scenarios.spec.unreadable", table=str(name), reason=reason)]) from error
    if data is None:
        raise InputError([mistake("scenarios.spec.too_large", table=path.name, bytes=MAX_BYTES)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([mistake("scenarios.spec.not_utf8", table=path.name)]) from error
    return parsed(text, path.name, path.parent, found)


def parsed(text: str, file: str, folder: Path = Path(), found: list[Mistake] | None = None) -> ScenarioFile:
    """The scenarios in the text of a file; ``found`` as for :func:`checked`.

    Raises
    ------
    InputError
        With every mistake of the text.
    """
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError([mistake("scenarios.spec.not_toml", table=file, reason=str(error))]) from error
    return checked(content, file, folder, found)


def checked(
    content: Mapping[str, Any], file: str, folder: Path = Path(), found: list[Mistake] | None = None
) -> ScenarioFile:
    """The scenarios in the tables of a file.

    Parameters
    ----------
    found : takes the mistakes, so that a county may judge the scenarios that have none in them or in their ancestors;
        a key that no policy has is left out of these

    Raises
    ------
    InputError
        With every mistake, where ``found`` is not given or no scenario is well formed.
    """
    told: list[Mistake] = []
    spec = _well_formed(content, file, told)
    written = content.get("scenarios")
    names = list(written) if isinstance(written, Mapping) else []
    misnamed = list(_wrong_names(names, file))
    told += misnamed
    if spec is None:
        raise InputError(told)
    own = {name: tuple(_overrides(name, part)) for name, part in spec.scenarios.items()}
    unknown = [o for part in own.values() for o in part if o.kind == "set" and o.target[0] not in keys()]
    told += [_unknown_key(o, file) for o in unknown]
    own = {name: tuple(o for o in part if o not in unknown) for name, part in own.items()}
    reached: dict[str, tuple[Override, ...]] = {}
    chains: dict[str, tuple[str, ...]] = {}
    sound = set(own) - {mistake.value for mistake in misnamed}
    for name in own:
        wrong: list[Mistake] = []
        chains[name] = _chain(name, spec.scenarios, names, file, wrong)
        reached[name] = tuple(o for one in (*chains[name], name) for o in own.get(one, ()))
        wrong += clashes([(o, [(o.kind, *o.target)]) for o in _spelt(name, content["scenarios"][name])], file)
        wrong += clashes([(o, [(o.kind, *o.target)]) for o in reached[name]], file, only=name)
        sound -= {name} if wrong else set()
        told += wrong
    if told and found is None:
        raise InputError(told)
    if found is not None:
        found += told
    made = (
        Scenario(name, part.why, reached[name], chains[name], file, folder, content["scenarios"][name])
        for name, part in spec.scenarios.items()
        if sound.issuperset((*chains[name], name))
    )
    return ScenarioFile(file, spec.base, tuple(made), folder)


def _well_formed(content: Mapping[str, Any], file: str, found: list[Mistake]) -> FileSpec | None:
    """The file without the tables that are wrong; ``None`` where that leaves no scenario."""
    try:
        return FileSpec.model_validate(content)
    except ValidationError as error:
        found += [_translated(dict(e), file) for e in error.errors()]
        wrong = {e["loc"][: 2 if e["loc"][0] == "scenarios" else 1] for e in error.errors()}
    rest = {key: part for key, part in content.items() if (key,) not in wrong}
    scenarios = rest.get("scenarios", {})
    rest["scenarios"] = {name: part for name, part in scenarios.items() if ("scenarios", name) not in wrong}
    return FileSpec.model_validate(rest) if rest["scenarios"] else None


def scenario_of(content: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """One scenario from a table as it would stand in a file.

    Raises
    ------
    InputError
        With every mistake of the table.
    """
    return checked({"scenarios": {name: {"why": name, **content}}}, name).scenarios[0]


def clashes(
    reached: Sequence[tuple[Override, Sequence[tuple[object, ...]]]], file: str, only: str | None = None
) -> list[Mistake]:
    """A mistake for every two overrides that reach the same thing.

    Parameters
    ----------
    reached : every override with the things it changes
    only : the scenario whose own overrides are to be looked at, for those of its ancestors are told there
    """
    taken: dict[tuple[object, ...], Override] = {}
    found: dict[tuple[str, str], Mistake] = {}
    for override, things in reached:
        for thing in things:
            other = taken.setdefault(thing, override)
            if other is not override and only in (None, override.scenario):
                before = worded(other.value)
                found[other.key, override.key] = wrong(
                    override, file, "scenarios.spec.clash", other=other.key, before=before
                )
    return list(found.values())


def wrong(override: Override, file: str, key: str, /, **values: object) -> Mistake:
    """What is wrong with an override, at its place in the file."""
    return Mistake(Message(key, values), table=file, column=override.key, value=worded(override.value))


def _overrides(name: str, spec: ScenarioSpec) -> Iterator[Override]:
    """Every single override of a scenario."""

    def one(kind: str, place: str, value: object, *target: str) -> Override:
        return Override(name, place, kind, target, value)

    for key in ("incidents_table", "years"):
        if getattr(spec, key) is not None:
            yield one(key, key, getattr(spec, key))
    for key, value in spec.travel:
        if value is not None:
            yield one(f"travel_{key}", f"travel.{key}", value)
    for where, change in spec.incidents.items():
        yield one("incidents", f"incidents.{where}", change, where)
    for station, fields in spec.stations.items():
        for key, value in fields:
            if value is not None:
                yield one("stations", f"stations.{station}.{key}", value, station, key)
    for kind, pairs in (("link", spec.link), ("bar", spec.bar)):
        for pair in pairs:
            yield one(kind, kind, pair, *((pair,) if isinstance(pair, str) else sorted(pair[:2])))
    for station, into in spec.merge:
        yield one("merge", "merge", (station, into), station)
    for station in spec.close:
        yield one("close", "close", station, station)
    for key, value in spec.set.items():
        yield one("set", f"set.{key}", value, key)
    for key, values in spec.pins:
        for value in values:
            yield one("pins", f"pins.{key}", value, key, *((value,) if isinstance(value, str) else value))


def _spelt(name: str, table: Mapping[str, Any]) -> Iterator[Override]:
    """What stands in tables whose keys may be spelt in two ways, before one spelling takes the place of the other."""
    for kind in ("set", "incidents", "stations"):
        part = table.get(kind, {})
        for path, value in _leaves(part) if kind != "stations" else (((key,), inner) for key, inner in part.items()):
            keys_ = (f'"{key}"' if "." in key or key != key.strip() else key for key in path)
            yield Override(name, ".".join([kind, *keys_]), kind, (".".join(path).strip(),), value)


def _wrong_names(names: Sequence[str], file: str) -> Iterator[Mistake]:
    """Names that cannot be those of files, or that some file systems take for one another."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if not NAME.fullmatch(name) or name.endswith("."):
            yield mistake("scenarios.spec.name", table=file, column="scenarios", value=name)
        elif name.casefold() == BASE:
            yield mistake("scenarios.spec.name_base", table=file, column="scenarios", value=name)
        elif other != name:
            yield mistake("scenarios.spec.name_twice", table=file, column="scenarios", value=name, other=other)


def _chain(
    name: str, specs: Mapping[str, ScenarioSpec], names: Sequence[str], file: str, found: list[Mistake]
) -> tuple[str, ...]:
    """The ancestors of a scenario, the oldest first; a missing one or a circle is a mistake of the scenario itself.

    One of ``names`` that is not well formed is the last that is looked at.
    """
    chain: list[str] = []
    at = specs[name].extends
    while at is not None:
        if at not in names:
            if not chain:
                close = difflib.get_close_matches(at, names, 1, 0.4) or names
                column = f"scenarios.{name}.extends"
                found.append(mistake("scenarios.spec.no_parent", table=file, column=column, value=at, nearest=close))
            break
        if at == name:
            circle = " → ".join([name, *chain, name])
            column, value = f"scenarios.{name}.extends", specs[name].extends
            found.append(mistake("scenarios.spec.circle", table=file, column=column, value=value, circle=circle))
        if at == name or at in chain:
            break
        chain.append(at)
        at = specs[at].extends if at in specs else None
    return tuple(reversed(chain))


def _unknown_key(override: Override, file: str) -> Mistake:
    close = difflib.get_close_matches(override.target[0], keys(), 1, 0.4)
    return wrong(override, file, "scenarios.spec.unknown_key", nearest=close or keys())


FIELDS: dict[str, type[BaseModel]] = {"base": BaseSpec, "travel": TravelSpec, "stations": StationSpec, "pins": Pins}
"""The model whose fields are known within a table of this name."""
KINDS: Mapping[str, str] = {
    "string": "text",
    "float": "number",
    "finite": "number",
    "bool": "boolean",
    "tuple": "list",
    "list": "list",
    "dict": "table",
    "model": "table",
}
"""What a value should have been, by how the type of its error begins."""

LENGTHS = ("too_short", "too_long", "string_too_short", "string_too_long")
"""Errors of lists and texts that are too short or too long."""


def _translated(error: Mapping[str, Any], file: str) -> Mistake:
    """One pydantic error as a mistake with its dotted key, its value and the remedy."""
    parts = [p for p in error["loc"] if not (isinstance(p, str) and "[" in p)]
    column = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
    kind, limits, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "missing":
        key = {"why": "no_why", "scenarios": "no_scenarios"}.get(str(parts[-1]), "missing")
        return mistake(f"scenarios.spec.{key}", table=file, column=column)
    if kind == "extra_forbidden":
        table = next((p for p in reversed(parts[:-1]) if p in FIELDS), None)
        model = FIELDS[str(table)] if table else FileSpec if len(parts) == 1 else ScenarioSpec
        close = difflib.get_close_matches(str(parts[-1]), model.model_fields, 1, 0.4) or list(model.model_fields)
        return mistake("scenarios.spec.unknown_key", table=file, column=column, value=worded(value), nearest=close)
    stated = str(limits.get("error", ""))
    if stated.startswith("scenarios."):
        return mistake(stated, table=file, column=column, value=worded(value))
    if "expected" in limits:
        return mistake("scenarios.spec.choice", table=file, column=column, value=value, wanted=limits["expected"])
    bound = next((f"{s} {limits[n]:,g}" for n, s in (("ge", "≥"), ("gt", ">"), ("le", "≤")) if n in limits), None)
    if bound and kind.startswith(("greater", "less")):
        return mistake("scenarios.spec.out_of_range", table=file, column=column, value=value, wanted=bound)
    if kind == "too_short" and parts == ["scenarios"]:
        return mistake("scenarios.spec.no_scenarios", table=file, column=column)
    if kind in LENGTHS:
        limit = limits.get("min_length", limits.get("max_length"))
        return mistake(f"scenarios.spec.{kind}", table=file, column=column, value=worded(value), limit=limit)
    known = KINDS.get(kind.partition("_")[0])
    wanted = Message(f"scenarios.spec.{known}") if known else error["msg"]
    return mistake("scenarios.spec.wrong_kind", table=file, column=column, value=worded(value), wanted=wanted)
