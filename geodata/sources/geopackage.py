"""A county from one GeoPackage, whoever wrote it, to :class:`~geodata.tables.table.Tables`.

Tables are found by their English or Chinese name, registered or not. What it may get wrong: in a package of other
programs, numbers become the shortest text that means them, rows count from 1 in the order of their keys, and of tables
that are no layers here geometries are not used.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from geodata.formats import gpkg, guard
from geodata.formats.held import File, as_file, folder_of
from geodata.formats.layers import KINDS as SHAPES
from geodata.sources.attached import KINDS as LAYERS
from geodata.sources.attached import OUTLINE, attach, codes_in, wanted_of
from geodata.sources.attached import Kind as LayerKind
from geodata.sources.flat import CLASSES, SETTINGS, read_flat
from geodata.sources.flat_layer import SHOWN
from geodata.sources.packing import PLAIN_KINDS, stated
from geodata.sources.unpacking import geometry_types, read_layer, read_table
from geodata.tables.columns import plain
from geodata.tables.findings import Findings, nearest
from geodata.tables.settings import overlaid
from geodata.tables.table import Tables
from zoning.model.errors import InputError, Mistake, mistake
from zoning.texts import Message

SERVING = re.compile(r"(?i)(gpkg|rtree|sqlite|idx)_.*|layer_styles|qgis_projects")
"""Tables that serve the format itself, or the look of a map."""
NAMES = {plain(word): kind.key for kind in PLAIN_KINDS.values() for word in (kind.key, kind.name)}
NAMES |= {plain(word): kind.key for kind in LAYERS for word in (kind.key, kind.name)}
"""What a table is by its plain name."""
DAMAGE = (sqlite3.Error, UnicodeDecodeError, MemoryError)
"""What a damaged database makes of the library: its complaints may quote it, or an absurd size that it states."""
T = TypeVar("T")


def read_geopackage(path: File | str, changes: Mapping[str, Any] = MappingProxyType({})) -> Tables:
    """All the tables of a county in one GeoPackage; what is wrong inside them is in ``mistakes`` of the result.

    ``changes`` are settings laid over those of the package, by dotted key.

    Raises
    ------
    InputError
        When the file is no GeoPackage, or one that must not be opened.
    """
    path, found = as_file(path), Findings()
    data = guard.load(path, found, ".gpkg")
    if data is None:
        raise InputError(found.mistakes)
    try:
        with gpkg.opened(data) as database:
            return _tables(database, path, changes, found)
    except DAMAGE as error:
        raise InputError([_broken(error, path.name)]) from error


def _broken(error: Exception, table: str) -> Mistake:
    """The mistake behind what the database says of itself."""
    endless = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    return mistake(
        f"geodata.package.{'endless' if endless else 'broken'}",
        table=table,
        reason=f"{type(error).__name__}: {error}"[:SHOWN],
    )


def _tables(database: sqlite3.Connection, path: File, changes: Mapping[str, Any], found: Findings) -> Tables:
    """The county behind an open package."""
    listed = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [str(name) for (name,) in database.execute(f"{listed} ORDER BY rowid")]
    if "gpkg_contents" not in names:
        raise InputError([mistake("geodata.package.foreign", table=path.name)])
    places: dict[str, str] = {}
    for name in names:
        key = NAMES.get(plain(name))
        if key in places:
            found.wrong(Message("geodata.file.twice", {"other": places[key]}), name)
        elif key is not None:
            places[key] = name
    tables, layers = {}, {}
    for key in (key for key in places if key in PLAIN_KINDS):
        if (table := _guarded(partial(read_table, database, key, places[key], found), places[key], found)) is not None:
            tables[key] = table
    own, _ = read_flat(tables.pop(SETTINGS.key, None), tables.pop(CLASSES.key, None), found)
    settings_file = places.get(SETTINGS.key, SETTINGS.key)
    wanted = overlaid(own or {}, changes)
    attached = attach(
        wanted,
        settings_file,
        folder_of(path),
        {},
        codes_in(tables.get("stations")),
        found,
    )
    layers, shapes = dict(attached.layers), geometry_types(database)
    for kind in LAYERS:
        named, key = wanted_of(wanted, kind.key)
        if kind.key in (*layers, *attached.failed):
            if kind.key in places:
                found.note("geodata.notice.layer_unused", files=[places[kind.key]], key=key, file=named.get("file"))
            continue
        inside = _inside(shapes, kind, named.get("layer"), places, names, settings_file, found)
        if inside is not None:
            places[kind.key] = inside
            layer = _guarded(partial(read_layer, database, inside, stated(own, kind.key), found), inside, found)
            layers |= {} if layer is None else {kind.key: layer}
    lost = {key for key in places if key not in {**tables, **layers} and key not in (SETTINGS.key, CLASSES.key)}
    return Tables(
        None if own is None else wanted,
        tables,
        layers.get("areas"),
        layers.get("roads"),
        layers.get("outline"),
        settings_file=settings_file,
        failed=frozenset(lost) | attached.failed | ({"county"} if own is None and SETTINGS.key in places else set()),
        unread=tuple(_free(names, places)),
        mistakes=tuple(found.mistakes),
        notices=tuple(found.notices),
        naming="{key}",
        overlaid=frozenset(changes),
    )


def _free(names: Sequence[str], places: Mapping[str, str]) -> list[str]:
    """The tables that are nothing known."""
    return [name for name in names if name not in places.values() and not SERVING.fullmatch(name)]


def _inside(
    shapes: Mapping[str, set[str]],
    kind: LayerKind,
    wanted: Any,
    places: Mapping[str, str],
    names: Sequence[str],
    settings_file: str,
    found: Findings,
) -> str | None:
    """The table of a layer: the one the settings name, else the one of that name, else the only one of its kind."""
    layers = [name for name in names if shapes.get(name.lower())]
    if isinstance(wanted, str) and wanted.strip():
        alike = [name for name in layers if name.casefold() == wanted.strip().casefold()]
        if not alike:
            says = Message("geodata.layer.unknown", {"hint": nearest(wanted, layers), "layers": layers})
            found.wrong(says, settings_file, None, f"{kind.key}.layer", wanted)
        return alike[0] if alike else None
    if kind.key in places or kind.key == OUTLINE:  # an outline is known by its name alone
        return places.get(kind.key)
    fits = {shape.upper() for shape in SHAPES[kind.shape]}
    fitting = [name for name in _free(names, places) if shapes.get(name.lower(), set()) & fits]
    if len(fitting) != 1:
        return None
    option = f"{kind.key}.layer"
    found.note("geodata.notice.layer_chosen", file=settings_file, layer=fitting[0], layers=layers, option=option)
    return fitting[0]


def _guarded(read: Callable[[], T | None], name: str, found: Findings) -> T | None:
    """What is read, or ``None`` with the mistake where the database breaks off."""
    try:
        return read()
    except DAMAGE as error:
        found.mistakes.append(_broken(error, name))
        return None
