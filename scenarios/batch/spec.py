"""What a batch is asked for: a folder of counties, ``batch.toml``, or one file of many; every mistake before work.

What it may get wrong: a code that stands in a workbook is known only when the workbook was read; two counties that turn
out to have one code are then both refused.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from geodata.reading import READERS
from geodata.samples import SCHEME, names
from geodata.sources.folder import is_part
from scenarios.batch.choosing import chosen
from scenarios.batch.keeping import FINISHED, Folder
from scenarios.batch.records import Source, Wanted
from scenarios.batch.splitting import MAX_BYTES, File, Listed, code_of
from scenarios.spec.reading import read_file
from scenarios.spec.scenario import ScenarioFile
from scenarios.spec.schema import leaves
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.model.policy import PRESETS, Policy, parse_value, read_policy
from zoning.model.reading import NotToml, content_of, toml
from zoning.model.validation import salvaged
from zoning.texts import Message

FILE = "batch.toml"
PRODUCTS = ("batch.gpkg", "batch.xlsx")
"""Results of a batch that would be read as counties."""
M = TypeVar("M", bound=BaseModel)
_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True)
Word = Annotated[str, Field(min_length=1, max_length=1000)]


class CountySpec(BaseModel):
    """``[[county]]``: its source, and what it has of its own."""

    model_config = _STRICT
    source: Word
    policy: Word | None = None
    set: dict[str, Any] = {}
    scenarios: list[Word] | None = None


class DefaultSpec(BaseModel):
    """``[defaults]``: what counties have that say nothing else."""

    model_config = _STRICT
    policy: Word | None = None
    set: dict[str, Any] = {}
    scenarios: list[Word] = []


class BatchSpec(BaseModel):
    """The whole of ``batch.toml``, its parts yet to be looked at; ``name`` is that of all counties together."""

    model_config = _STRICT
    name: Word = ""
    defaults: Any = {}
    county: list[Any] = []


@dataclass(frozen=True)
class Asked:
    """What a command says of all counties: policy, values changed, scenario files, how one file is split, which."""

    policy: str | None = None
    values: Mapping[str, Any] | None = None
    scenarios: tuple[str, ...] = ()
    split: str | None = None
    only: tuple[str, ...] = ()


def gathered(source: str, asked: Asked, folder: Folder | None = None) -> list[Wanted]:
    """The counties of a batch, in the order of the file, or by name; those that were not asked for are not chosen.

    Parameters
    ----------
    folder : that of the results: it knows counties of an earlier run, and a file of many that is as it was is not read

    Raises
    ------
    InputError
        With every mistake: sources, policies and scenarios that are missing or wrong, codes given twice,
        results among the sources.
    """
    found: list[Mistake] = []
    path = Path(source)
    if source.startswith(SCHEME) or not path.exists():
        raise InputError([mistake("scenarios.batch.no_source", value=source)])
    if not path.is_dir() and not path.is_file():
        raise InputError([mistake("zoning.files.not_a_file", table=source)])
    if folder is not None and path.is_dir() and folder.path.resolve() == path.resolve():
        raise InputError([mistake("scenarios.batch.out_is_source", table="--out", value=str(folder.path))])
    file = _list_of(path)
    if file is not None:
        counties = _listed(file, asked, found)
    else:
        spec = CountySpec(source=source)
        sources = _many(path, asked.split, None if folder is None else folder.listed(), found)
        counties = [
            _wanted(called, part, code, spec, DefaultSpec(), asked, NOWHERE, found) for called, part, code in sources
        ]
    counties = chosen(counties, asked.only, folder, found)
    found += _twice(counties)
    if not counties and not found:
        found.append(mistake("scenarios.batch.empty", value=source))
    if found:
        raise InputError(list(dict.fromkeys(found)))
    return counties


def named(source: str) -> str:
    """What all counties together are called: the ``name`` in ``batch.toml``; empty without one."""
    file = _list_of(Path(source))
    return "" if file is None else str(_content(file).get("name", ""))


def _list_of(path: Path) -> Path | None:
    """``batch.toml`` itself, or that in a folder."""
    file = path / FILE if path.is_dir() else path
    return file if file.suffix == ".toml" and file.is_file() else None


def _many(
    path: Path, split: str | None, listed: Listed | None, found: list[Mistake]
) -> list[tuple[str, Source, str | None]]:
    """The counties in a folder of counties, or in one file or folder of tables of many."""
    if path.is_dir() and not any(is_part(file) for file in path.iterdir()):
        return [(one.stem if one.is_file() else one.name, one, code_of(one)) for one in _children(path)]
    try:
        parts = File(path, split, listed).counties
    except InputError as error:
        found += error.mistakes
        return []
    return [(code, part, code) for code, part in parts.items()]


def _children(folder: Path) -> list[Path]:
    """Folders that hold tables, and files that hold a county; what hides, is left over or is a result is none."""
    results = PRODUCTS if (folder / FINISHED).is_dir() else ()
    return [
        one for one in sorted(folder.iterdir())
        if not one.name.startswith((".", "~$"))
        and one.name not in results
        and (any(map(is_part, one.iterdir())) if one.is_dir() else one.is_file() and one.suffix.lower() in READERS)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where something is asked for: the file, its folder, and the dotted key of the part, ``county[2]``."""

    file: str = ""
    folder: Path = Path()
    key: str = ""

    def of_file(self, one: Mistake, key: str, name: str) -> Mistake:
        """A mistake of a whole file stands where the file is named; one inside it stays there."""
        named_here = self.key and one.column is None and one.row is None
        return replace(one, table=self.file, column=f"{self.key}.{key}", value=name) if named_here else one

    def of_value(self, one: Mistake, key: str) -> Mistake:
        """A mistake of a value stands where the value is given."""
        column = ".".join(filter(None, (self.key, key, one.column)))
        return replace(one, table=self.file, column=column) if self.key else one


NOWHERE = _Place()
"""Of what no list asks for, but the command."""


def _content(file: Path) -> dict[str, Any]:
    """What stands in ``batch.toml``."""
    try:
        return toml(content_of(file, MAX_BYTES).decode("utf-8-sig"))
    except OSError as error:
        raise InputError([mistake("scenarios.batch.unreadable", table=file.name, reason=reason_of(error))]) from error
    except NotToml as error:
        wrong = mistake("scenarios.spec.not_toml", table=file.name, row=error.fault.line, reason=error.fault.says)
        raise InputError([wrong]) from error
    except UnicodeDecodeError as error:
        raise InputError([mistake("scenarios.spec.not_utf8", table=file.name)]) from error


def _listed(file: Path, asked: Asked, found: list[Mistake]) -> list[Wanted]:
    """The counties of ``batch.toml``, as far as they are right; paths in it are relative to its folder."""
    told: list[Mistake] = []
    spec = salvaged(BatchSpec, _content(file), file.name, "", told) or BatchSpec()
    if not spec.county and not any(one.column == "county" or _means_county(one) for one in told):
        told.append(mistake("zoning.value.missing", table=file.name, column="county"))
    found += [replace(one, says=LIKE_COUNTY) if _means_county(one) else one for one in told]
    defaults = _part(DefaultSpec, spec.defaults, file.name, "defaults", found) or DefaultSpec()
    counties: dict[Path | str, tuple[int, Wanted]] = {}
    for number, given in enumerate(spec.county, start=1):
        place = _Place(file.name, file.parent, f"county[{number}]")
        one = _part(CountySpec, given, file.name, place.key, found)
        at = None if one is None else _source(one.source, place, found)
        if one is not None and at is not None:
            wanted = _wanted(*at, one, defaults, asked, place, found)
            same = at[1].resolve() if isinstance(at[1], Path) else one.source
            first, _ = counties.setdefault(same, (number, wanted))
            if first != number:
                says = Message("scenarios.batch.listed_twice", {"first": f"county[{first}]"})
                found.append(Mistake(says, file.name, None, f"{place.key}.source", one.source))
    return [wanted for _, wanted in counties.values()]


LIKE_COUNTY = Message("zoning.value.unknown_key", {"nearest": ["[[county]]"]})
"""What is said of ``[[country]]``."""


def _means_county(one: Mistake) -> bool:
    """Whether a key of the list is one that was meant to be ``[[county]]``."""
    return one.says.key == LIKE_COUNTY.key and "county" in one.says.values["nearest"]


def _part(kind: type[M], content: object, file: str, key: str, found: list[Mistake]) -> M | None:
    """A part of ``batch.toml``; of a ``set`` that is no table it is told how what it says is written."""
    told: list[Mistake] = []
    part = salvaged(kind, content, file, key, told)
    given = content.get("set") if isinstance(content, Mapping) else None
    form = Message("scenarios.batch.set_form", {"form": _as_table(given)})
    found += [replace(one, says=form) if one.column == f"{key}.set" else one for one in told]
    return part


def _as_table(given: object) -> str:
    """Settings as on a command line, ``["zones.max=4"]``, as a table; an example where they are none."""
    lines = given if isinstance(given, list) else [given]
    parts = [line.partition("=") for line in lines if isinstance(line, str) and "=" in line]
    values = {key.strip(): parse_value(value.strip()) for key, _, value in parts} or {"zones.max": 4}
    said = ", ".join(f'"{key}" = {json.dumps(value, ensure_ascii=False, default=str)}' for key, value in values.items())
    return f"set = {{ {said} }}"


def _source(source: str, place: _Place, found: list[Mistake]) -> tuple[str, Source, str | None] | None:
    """What a county is called, where it is, and its code where that is known; ``None`` where it is not there."""
    sample, name, path = source.startswith(SCHEME), source.removeprefix(SCHEME), place.folder / source
    if not (name in names() if sample else path.exists()):
        found.append(mistake("scenarios.batch.missing", table=place.file, column=f"{place.key}.source", value=source))
        return None
    return (name, source, None) if sample else (path.stem if path.is_file() else path.name, path, code_of(path))


def _wanted(
    called: str,
    source: Source,
    code: str | None,
    spec: CountySpec,
    defaults: DefaultSpec,
    asked: Asked,
    place: _Place,
    found: list[Mistake],
) -> Wanted:
    """A county with its policy and scenarios: its own before the command's before the defaults."""
    general = replace(place, key="defaults") if place.key else place
    given = ((defaults.set, general), (asked.values or {}, _Place("--set")), (spec.set, place))
    policy = _policy(spec, defaults, asked, (place, general), given, found)
    own, at = (defaults.scenarios, general) if spec.scenarios is None else (spec.scenarios, place)
    asking = {name: (name, NOWHERE) for name in asked.scenarios}
    for name in own:
        asking.setdefault(str(place.folder / name) if name.endswith(".toml") else name, (name, at))
    stood = {key: (at.file, ".".join(filter(None, (at.key, "set")))) for values, at in given for key in _plain(values)}
    return Wanted(called, source, policy, {}, _scenarios(asking, found), code, places=stood)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings by dotted key."""
    return {".".join(path): value for path, value in leaves(values)}


def _policy(
    spec: CountySpec,
    defaults: DefaultSpec,
    asked: Asked,
    places: tuple[_Place, _Place],
    given: Sequence[tuple[Mapping[str, Any], _Place]],
    found: list[Mistake],
) -> Policy:
    """The policy of a county; where a part of it is wrong, the rest is looked at all the same.

    ``places`` are the county's own and that of the defaults; ``given`` has values that are changed, later ones last.
    """
    own, general = places
    name, at = (spec.policy, own) if spec.policy is not None else (defaults.policy or "haidong", general)
    if spec.policy is None and asked.policy is not None:
        name, at = asked.policy, NOWHERE
    policy = Policy()
    try:
        policy = read_policy(name if name in PRESETS else str(at.folder / name))
    except InputError as error:
        found += [at.of_file(one, "policy", name) for one in error.mistakes]
    for values, stands in given:
        try:
            plain = _plain(values)
            policy = policy.override(plain, stands.file) if plain else policy
        except InputError as error:
            found += [stands.of_value(one, "set") for one in error.mistakes]
    return policy


def _scenarios(asking: Mapping[str, tuple[str, _Place]], found: list[Mistake]) -> tuple[ScenarioFile, ...]:
    """The scenario files, by path as they are called where they are asked for.

    They name no county of their own, and no scenario stands in two.
    """
    files = []
    for path, (name, place) in asking.items():
        try:
            file = read_file(path)
        except InputError as error:
            found += [place.of_file(one, "scenarios", name) for one in error.mistakes]
            continue
        if file.base is not None and file.base.county:
            found.append(mistake("scenarios.batch.base", table=file.name, column="base.county", value=file.base.county))
        files.append(file)
    counts = Counter(one.name.casefold() for file in files for one in file.scenarios)
    found += [mistake("scenarios.batch.scenario_twice", value=name) for name, n in counts.items() if n > 1]
    return tuple(files)


def _twice(counties: Sequence[Wanted]) -> list[Mistake]:
    """Codes and names that two counties have."""
    codes = Counter(one.code for one in counties if one.code is not None)
    calls = Counter(one.called for one in counties)
    return [
        *(
            mistake("scenarios.batch.twice", value=code, count=n, names=[c.called for c in counties if c.code == code])
            for code, n in codes.items()
            if n > 1
        ),
        *(mistake("scenarios.batch.called_twice", value=called, count=n) for called, n in calls.items() if n > 1),
    ]
