"""Digests: of a county's source, without reading what it means, and of everything that its result depends on.

What it may get wrong: files that a county's settings name elsewhere are known once the county was read; their digests
are kept with its result and compared, too.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from geodata.tables.table import Layer, Table, Tables
from scenarios.batch.records import CountyResult, Held, Part, Source, Wanted
from scenarios.spec.scenario import ScenarioFile
from zoning.model.errors import InputError, mistake, reason_of
from zoning.result.solution import version

SCHEMA = "zoning.batch_county/2"
MOST_BYTES = 20_000_000
"""A source larger than this is not sent to workers that do not see the disk."""


def key_of(wanted: Wanted, digest: str, systems: Sequence[str], seed: int, limit: float | None) -> str:
    """The digest of the inputs of a county's result."""
    content = {
        "schema": SCHEMA,
        "version": version(),
        "source": digest,
        "settings": dict(wanted.settings),
        "policy": wanted.policy.model_dump(mode="json"),
        "places": {key: place for key, place in wanted.places.items() if key.startswith("pins.")},
        "scenarios": [_scenarios(file) for file in wanted.scenarios],
        "systems": list(systems),
        "seed": seed,
        "limit": limit,
    }
    return _hashed(content)


def _scenarios(file: ScenarioFile) -> list[Any]:
    """The scenarios of a file as they are written, and the bytes of the tables they name."""
    written = []
    for one in file.scenarios:
        named = [o.value for o in one.overrides if o.kind in ("incidents_table", "travel_table")]
        tables = [_digest_of_file(one.folder / name) for name in named]
        written.append([one.name, one.why, [str(o) for o in one.overrides], list(one.ask), tables])
    return written


def digest_of(source: Source) -> str:
    """The sha256 of the bytes of a source; of a folder, of its files by name.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    match source:
        case Held():
            return hashlib.sha256(source.content).hexdigest()
        case Part():
            return source.digest
        case Tables():
            return _digest_of_tables(source)
        case _:
            return _digest_of_path(path_of(source))


def digests_of(parts: Mapping[str, Tables]) -> dict[str, str]:
    """The digests of the parts of a file; of a layer that is all's, such as roads, the shapes are hashed once."""
    known: dict[int, str] = {}
    return {code: _digest_of_tables(tables, known) for code, tables in parts.items()}


def _digest_of_tables(tables: Tables, known: dict[int, str] | None = None) -> str:
    """The digest of cells and shapes, with the lines that mistakes are placed in; ``known`` are digests of layers."""
    known = {} if known is None else known
    layers = {"areas": tables.areas, "roads": tables.roads, "outline": tables.outline}
    content = {
        "settings": tables.settings,
        "tables": {key: _table(table) for key, table in tables.tables.items()},
        "layers": {key: _layer(layer, known) for key, layer in layers.items() if layer is not None},
        "failed": sorted(tables.failed),
        "mistakes": [one.text("en") for one in tables.mistakes],
    }
    return _hashed(content)


def _table(table: Table) -> list[Any]:
    return [table.file, table.header, table.keys, [[row.line, row.whole, *row.cells] for row in table.rows]]


def _layer(layer: Layer, known: dict[int, str]) -> str:
    """The digest of a layer, looked at once; the layers live as long as ``known`` does."""
    if id(layer) not in known:
        shapes = [None if one.geometry is None else one.geometry.wkb_hex for one in layer.features]
        properties = [dict(one.properties) for one in layer.features]
        known[id(layer)] = _hashed([layer.file, layer.crs, layer.lines, properties, shapes])
    return known[id(layer)]


def _hashed(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def path_of(source: Path | str) -> Path:
    """The place of a source on the disk; that of a sample, too."""
    from geodata.samples import SCHEME, folder

    text = str(source)
    return folder(text.removeprefix(SCHEME)) if text.startswith(SCHEME) else Path(source)


def _digest_of_path(path: Path) -> str:
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            raise InputError([mistake("zoning.files.not_a_file", table=str(path))])
        if not path.is_dir():
            return hashlib.sha256(path.read_bytes()).hexdigest()
        whole = hashlib.sha256()
        for file in _files(path):
            whole.update(f"{file.relative_to(path).as_posix()}\0{_digest_of_file(file)}\0".encode())
        return whole.hexdigest()
    except OSError as error:
        raise InputError([mistake("scenarios.batch.unreadable", table=str(path), reason=reason_of(error))]) from error


def _files(folder: Path) -> Iterable[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _digest_of_file(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def beside(settings: Mapping[str, Any] | None, source: Source) -> dict[str, str]:
    """The digests of the files that a county's settings name, by path."""
    if isinstance(source, Held | Part | Tables):
        return {}
    path = path_of(source)
    base = path if path.is_dir() else path.parent
    named = []
    for section, key in (("areas", "file"), ("areas", "outline"), ("roads", "file")):
        held = (settings or {}).get(section)
        name = held.get(key) if isinstance(held, Mapping) else None
        if isinstance(name, str) and name:
            named.append(base / name)
    return {str(file): _digest_of_file(file) for file in named}


def still(result: CountyResult) -> bool:
    """Whether the files outside a county's own are as they were."""
    return unchanged(result.beside)


def unchanged(digests: Mapping[str, str]) -> bool:
    """Whether files, by path, still have these digests."""
    return all(_digest_of_file(Path(path)) == digest for path, digest in digests.items())


def held(source: Source) -> Source:
    """The source as bytes, a folder as a zip, for workers that do not see the disk.

    Raises
    ------
    InputError
        When it is too large.
    """
    if isinstance(source, Part):
        return source.whole.part(source.code)
    if isinstance(source, Held | Tables):
        return source
    path = path_of(source)
    if path.is_dir():
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in _files(path):
                packed.writestr(zipfile.ZipInfo(file.relative_to(path).as_posix()), file.read_bytes())
        found = Held(f"{path.name}.zip", stream.getvalue(), str(source))
    else:
        found = Held(path.name, path.read_bytes(), str(source))
    if len(found.content) > MOST_BYTES:
        raise InputError([mistake("scenarios.batch.too_large", table=str(path), most=MOST_BYTES // 1_000_000)])
    return found


def size_of(source: Source) -> int:
    """About how large a source is: of a path its bytes, of tables their rows."""
    match source:
        case Part():
            return size_of(source.whole.part(source.code))
        case Held():
            return len(source.content)
        case Tables():
            return sum(len(table.rows) for table in source.tables.values())
        case _:
            path = path_of(source)
            return sum(file.stat().st_size for file in _files(path)) if path.is_dir() else path.stat().st_size
