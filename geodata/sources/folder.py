"""A county as a folder of plain files, to :class:`~geodata.tables.table.Tables` and back.

Nothing is given a meaning here beyond the headings. What it may get wrong: comments in ``county.toml`` are not kept,
and other files of the folder are left where they are.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geodata.formats.delimited import decode, read_table, render_table
from geodata.formats.guard import container, load, other, read_bytes
from geodata.formats.held import File, as_file, unzipped
from geodata.formats.layers import render_geojson
from geodata.formats.shapefile import PARTS
from geodata.sources.attached import KINDS as LAYERS
from geodata.sources.attached import SUFFIXES, attach, codes_in, settings_inside
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from geodata.tables.settings import overlaid, parse_toml, render_toml
from geodata.tables.table import Table, Tables
from zoning.model.errors import InputError, mistake, reason_of, remedy_of
from zoning.texts import Message

SETTINGS, SETTINGS_ZH = "county.toml", "参数.toml"


def read_tables(folder: Path | str, changes: Mapping[str, Any] = MappingProxyType({})) -> Tables:
    """All the tables of a county folder; what is wrong inside them is in ``mistakes`` of the result.

    ``changes`` are settings laid over those of ``county.toml``, by dotted key.

    Raises
    ------
    InputError
        When there is no such folder.
    """
    return tables_among(_listing(Path(folder)), Path(folder), changes)


def read_zip(path: File | str, changes: Mapping[str, Any] = MappingProxyType({})) -> Tables:
    """All the tables of a county folder in a zip, as :func:`read_tables`; its settings can name no file outside it.

    Raises
    ------
    InputError
        When the file is no zip, or one that must not be opened.
    """
    path, found = as_file(path), Findings()
    data = read_bytes(path, found)
    files = None if data is None else unzipped(data) if container(data) == "zip" else other(container(data), ".zip")
    if isinstance(files, Message):
        found.wrong(files, path.name)
    if files is None or isinstance(files, Message):
        raise InputError(found.mistakes)
    return tables_among(files, None, changes)


def tables_among(files: Mapping[str, File], base: Path | None, changes: Mapping[str, Any]) -> Tables:
    """The tables among these files, by name; ``base`` is the folder they lie in."""
    found = Findings()
    tables: dict[str, Table] = {}
    failed = set()
    for key, kind in KINDS.items():
        path = _pick(files, f"{key}.csv", f"{kind.name}.csv", found)
        text = None if path is None else _text(path, found)
        table = None if path is None or text is None else read_table(kind, text, path.name, found)
        if table is not None:
            tables[key] = table
        elif path is not None:
            failed.add(key)
    settings_path = _pick(files, SETTINGS, SETTINGS_ZH, found)
    text = None if settings_path is None else _text(settings_path, found)
    settings = None if settings_path is None or text is None else parse_toml(text, settings_path.name, found)
    settings_file = settings_path.name if settings_path else SETTINGS
    wanted = overlaid(settings or {}, changes)
    attached = attach(wanted, settings_file, base, files, codes_in(tables.get("stations")), found)
    failed |= attached.failed | ({"county"} if settings is None and settings_path is not None else set())
    known = {f"{stem}.csv" for kind in KINDS.values() for stem in (kind.key, kind.name)} | attached.files
    unread = tuple(name for name in files if Path(name).suffix.lower() in READABLE and name not in known)
    return Tables(
        None if settings is None else wanted,
        tables,
        attached.layers.get("areas"),
        attached.layers.get("roads"),
        attached.layers.get("outline"),
        settings_file=settings_file,
        failed=frozenset(failed),
        unread=unread,
        mistakes=tuple(found.mistakes),
        notices=tuple(found.notices),
        overlaid=frozenset(changes),
    )


def _listing(folder: Path) -> dict[str, File]:
    """What lies in a folder, by name; raises :class:`InputError` when there is no folder to look into."""
    key, reason = "geodata.folder.missing", Message.of("", "")
    if folder.is_dir():
        try:
            return {entry.name: entry for entry in sorted(folder.iterdir())}
        except OSError as error:
            key, reason = "geodata.folder.unreadable", reason_of(error)
    elif folder.exists():
        if not folder.is_file():
            raise InputError([mistake("zoning.files.not_a_file", table=str(folder))])
        key = "geodata.folder.not_a_folder"
    raise InputError([mistake(key, path=str(folder), reason=reason)])


READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".gpkg", ".shp", ".geojson")
"""Suffixes of files that look like tables; those nothing here knows are named in a notice."""


def _pick(files: Mapping[str, File], name: str, chinese: str, found: Findings) -> File | None:
    """The file under its English or Chinese name."""
    present = [files[option] for option in (name, chinese) if option in files]
    if len(present) > 1:
        found.wrong(Message("geodata.file.twice", {"other": name}), chinese)
    return present[0] if present else None


def _text(path: File, found: Findings) -> str | None:
    """The decoded content of a file, or ``None`` when it cannot be had."""
    data = load(path, found)
    if data is None:
        return None
    text = decode(data)
    if isinstance(text, Message):
        found.wrong(text, path.name)
        return None
    return text


def render(tables: Tables) -> dict[str, str]:
    """The text of every file of the folder, by file name."""
    texts = {} if tables.settings is None else {SETTINGS: render_toml(settings_inside(tables))}
    texts |= {f"{key}.csv": render_table(table) for key, table in tables.tables.items()}
    layers = {kind.key: getattr(tables, kind.key) for kind in LAYERS}
    return texts | {f"{key}.geojson": render_geojson(layer) for key, layer in layers.items() if layer is not None}


def write_tables(tables: Tables, folder: Path) -> None:
    """Write the tables as a new folder, UTF-8 throughout; ``geodata.county.export`` sees to all else."""
    folder.mkdir()
    for name, text in render(tables).items():
        (folder / name).write_bytes(text.encode())


def is_part(file: Path) -> bool:
    """Whether a file beside others would be read as a part of a county, or belongs to one that would."""
    tables = {f"{stem}.csv" for kind in KINDS.values() for stem in (kind.key, kind.name)} | {SETTINGS, SETTINGS_ZH}
    layers = {stem for kind in LAYERS for stem in (kind.key, kind.name)}
    of_layer = file.stem in layers and file.suffix.lower() in (*SUFFIXES, *PARTS)
    return file.is_file() and (file.name in tables or of_layer)


def refuse_occupied(folder: Path) -> None:
    """Raise :class:`InputError` unless ``folder`` is an empty folder or nothing yet."""
    if folder.exists() and not folder.is_dir():
        raise InputError([mistake("geodata.folder.is_file", path=str(folder))])
    if folder.exists() and _listing(folder):
        raise InputError([mistake("geodata.folder.occupied", path=str(folder))])


def unwritable(folder: Path, error: OSError) -> InputError:
    """The mistake behind a folder that cannot be written."""
    return InputError(
        [mistake("geodata.folder.unwritable", path=str(folder), reason=reason_of(error), remedy=remedy_of(error))]
    )
