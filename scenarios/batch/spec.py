"""What a batch is asked for: a folder of counties, ``batch.toml``, or one file of many; every mistake before work.

What it may get wrong: a code that stands in a workbook is known only when the workbook was read; two counties that turn
out to have one code are then both refused.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geodata.reading import READERS
from geodata.samples import SCHEME, names
from geodata.sources.folder import SETTINGS, SETTINGS_ZH, is_part
from scenarios.batch.choosing import chosen
from scenarios.batch.keeping import FINISHED, Folder
from scenarios.batch.records import Source, Wanted
from scenarios.batch.splitting import File, Listed
from scenarios.spec.reading import read_file
from scenarios.spec.scenario import ScenarioFile
from scenarios.spec.schema import leaves
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.model.policy import PRESETS, Policy, read_policy
from zoning.model.reading import NotToml, content_of, toml
from zoning.model.validation import mistakes_of, unknown_key

MAX_BYTES = 10_000_000
FILE = "batch.toml"
PRODUCTS = ("batch.gpkg", "batch.xlsx")
"""Results of a batch that would be read as counties."""
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
    """The whole of ``batch.toml``."""

    model_config = _STRICT
    defaults: DefaultSpec = DefaultSpec()
    county: Annotated[list[CountySpec], Field(min_length=1)]


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
    if (path.suffix == ".toml" and path.is_file()) or (path.is_dir() and (path / FILE).is_file()):
        counties = _listed(path if path.is_file() else path / FILE, asked, found)
    else:
        spec = CountySpec(source=source)
        sources = _many(path, asked.split, None if folder is None else folder.listed(), found)
        counties = [
            _wanted(called, part, code, spec, DefaultSpec(), asked, Path(), found) for called, part, code in sources
        ]
    counties = chosen(counties, asked.only, folder, found)
    found += _twice(counties)
    if not counties and not found:
        found.append(mistake("scenarios.batch.empty", value=source))
    if found:
        raise InputError(list(dict.fromkeys(found)))
    return counties


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


def code_of(path: Path) -> str | None:
    """The code of a county where it is quickly found: in ``county.toml``, or in a GeoPackage's settings."""
    try:
        if path.is_dir():
            file = next((path / name for name in (SETTINGS, SETTINGS_ZH) if (path / name).is_file()), None)
            code = None if file is None else toml(content_of(file, MAX_BYTES).decode("utf-8-sig")).get("code")
        elif path.suffix.lower() == ".gpkg":
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                row = database.execute("SELECT value FROM settings WHERE key = 'code'").fetchone()
            code = None if row is None else row[0]
        else:
            return None
    except (OSError, ValueError, sqlite3.Error):
        return None  # what is wrong with it is told by whoever reads it
    return None if code is None else str(code)


def _listed(file: Path, asked: Asked, found: list[Mistake]) -> list[Wanted]:
    """The counties of ``batch.toml``; paths in it are relative to its folder."""
    try:
        spec = BatchSpec.model_validate(toml(content_of(file, MAX_BYTES).decode("utf-8-sig")))
    except OSError as error:
        raise InputError([mistake("scenarios.batch.unreadable", table=file.name, reason=reason_of(error))]) from error
    except ValidationError as error:
        raise InputError([_counted(one) for one in mistakes_of(error, file.name, _unknown(file.name))]) from error
    except NotToml as error:
        wrong = mistake("scenarios.spec.not_toml", table=file.name, row=error.fault.line, reason=error.fault.says)
        raise InputError([wrong]) from error
    except UnicodeDecodeError as error:
        raise InputError([mistake("scenarios.spec.not_utf8", table=file.name)]) from error
    counties = []
    for number, one in enumerate(spec.county, start=1):
        sample = one.source.startswith(SCHEME)
        path = file.parent / one.source
        there = one.source.removeprefix(SCHEME) in names() if sample else path.exists()
        if not there:
            column = f"county[{number}].source"
            found.append(mistake("scenarios.batch.missing", table=file.name, column=column, value=one.source))
            continue
        called = one.source.removeprefix(SCHEME) if sample else path.stem if path.is_file() else path.name
        source = one.source if sample else path
        code = None if sample else code_of(path)
        counties.append(_wanted(called, source, code, one, spec.defaults, asked, file.parent, found))
    return counties


def _unknown(file: str) -> Callable[[str, object], Mistake]:
    """What is said of a key that is none: the nearest of those that may stand there."""
    kinds: dict[str, type[BaseModel]] = {"county": CountySpec, "defaults": DefaultSpec}

    def says(key: str, value: object) -> Mistake:
        section, _, last = key.rpartition(".")
        known = kinds.get(section.partition(".")[0], BatchSpec).model_fields
        return unknown_key(last, list(known), file, value, column=key)

    return says


def _counted(wrong: Mistake) -> Mistake:
    """The mistake with counties counted from one, as a person does."""
    column = re.sub(r"^county\.(\d+)", lambda found: f"county[{int(found[1]) + 1}]", wrong.column or "")
    return replace(wrong, column=column or None)


def _wanted(
    called: str,
    source: Source,
    code: str | None,
    spec: CountySpec,
    defaults: DefaultSpec,
    asked: Asked,
    folder: Path,
    found: list[Mistake],
) -> Wanted:
    """A county with its policy and scenarios: its own before the command's before the defaults."""
    policy = _policy(spec, defaults, asked, folder, found)
    own = [_beside(name, folder) for name in (defaults.scenarios if spec.scenarios is None else spec.scenarios)]
    files = _scenarios((*asked.scenarios, *own), found)
    return Wanted(called, source, policy, {}, files, code)


def _policy(spec: CountySpec, defaults: DefaultSpec, asked: Asked, folder: Path, found: list[Mistake]) -> Policy:
    """The policy of a county; where a part of it is wrong, the rest is looked at all the same."""
    named = spec.policy or defaults.policy
    policy = Policy()
    try:
        if spec.policy is None and asked.policy is not None:
            policy = read_policy(asked.policy)
        else:
            policy = read_policy("haidong" if named is None else named if named in PRESETS else str(folder / named))
    except InputError as error:
        found += error.mistakes
    for place, values in (("defaults.set", defaults.set), ("--set", asked.values or {}), ("county.set", spec.set)):
        try:
            plain = {".".join(path): value for path, value in leaves(values)}
            policy = policy.override(plain, place) if plain else policy
        except InputError as error:
            found += error.mistakes
    return policy


def _beside(name: str, folder: Path) -> str:
    return str(folder / name) if name.endswith(".toml") else name


def _scenarios(names_: Sequence[str], found: list[Mistake]) -> tuple[ScenarioFile, ...]:
    """The scenario files; they name no county of their own, and no scenario stands in two."""
    files = []
    for name in dict.fromkeys(names_):
        try:
            file = read_file(name)
        except InputError as error:
            found += error.mistakes
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
