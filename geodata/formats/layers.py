"""Layers of polygons or lines: GeoPackage, GeoJSON, Shapefile and zipped Shapefile to a layer, and GeoJSON back.

Geometries are taken as they are, without heights: nothing is repaired here, and :mod:`geodata.space.areas` names what
is unusable. Of several layers in one file the one asked for is taken, else the only one of its kind, else the one whose
attributes hold most station codes. What it may get wrong: GeoJSON without a ``crs`` member says nothing of its
coordinates, so the county's own ``crs`` is taken.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from geodata.coordinates.crs import UNSTATED, name_of
from geodata.formats.delimited import decode
from geodata.formats.guard import load
from geodata.formats.held import File, as_file
from geodata.formats.json_kinds import broken_kind, json_kind
from geodata.formats.raw import Raw, as_layer, quietly, read_raw, without_queries
from geodata.formats.shapefile import Parts, beside, bundled, members, text_encoding, whole
from geodata.naming.matching import most_matched
from geodata.tables.findings import Findings, nearest
from geodata.tables.table import Feature, Layer
from zoning.texts import Message
from zoning.texts.syntax import json_fault

ID = "id"
"""The attribute that the ``id`` of a GeoJSON feature becomes, behind it where there is another one."""
LEVELS = 3
"""Levels of attributes within attributes that are read."""
SUFFIXES = (".gpkg", ".geojson", ".json", ".shp", ".zip")
Shape = Literal["polygon", "line"]
KINDS = {
    "polygon": ("Polygon", "MultiPolygon", "CurvePolygon", "MultiSurface", "Surface"),
    "line": ("LineString", "MultiLineString", "CompoundCurve", "MultiCurve", "Curve", "CircularString"),
}
VIEW = "View"
"""Stands for the kind of a stored query, which is never taken unasked."""
MIXED = ("Unknown", "GeometryCollection", "Geometry")
SHAPE_TYPES = {1: "Point", 3: "LineString", 5: "Polygon", 8: "MultiPoint"}
"""Kinds of geometries by the type in the header of a ``.shp``; those with heights or measures are 10 and 20 higher."""


@dataclass(frozen=True)
class Part:
    """One layer of a file that may be read: its name, the kind of its geometries as the file calls it."""

    name: str
    geometry: str
    read: Callable[[str, Findings], Layer | None]


def read_layer(
    path: File | str,
    found: Findings,
    *,
    layer: str | None = None,
    shape: Shape = "polygon",
    codes: Collection[str] = (),
    key: str = "areas",
) -> Layer | None:
    """The layer in a GeoPackage, a GeoJSON file, a Shapefile or a zipped Shapefile.

    Parameters
    ----------
    found : what is wrong with the file, and which of several layers was taken, is added here
    layer : name of the layer, needed only where a guess fails
    shape : what is looked for: ``polygon`` or ``line``
    codes : station codes, by which a layer is recognised among several
    key : the section of the settings that may name the layer, for the remedy

    Returns
    -------
    layer : ``None`` when nothing could be read; a mistake says why
    """
    path = as_file(path)
    suffix = path.suffix.lower()
    if isinstance(path, Path) and path.exists() and not path.is_file():
        found.wrong(Message("geodata.file.not_a_file"), path.name)
        return None
    if suffix not in SUFFIXES:
        found.wrong(Message("geodata.layer.format", {"formats": SUFFIXES}), path.name)
        return None
    if isinstance(path, Path) and not path.exists():
        found.wrong(Message("geodata.layer.no_file", {"path": str(path)}), path.name)
        return None
    return _chosen(_parts(path, suffix, found), path.name, layer, shape, codes, f"{key}.layer", found)


def _parts(path: File, suffix: str, found: Findings) -> list[Part]:
    """What may be read from a file; nothing, with the mistake in ``found``, when it cannot be opened."""
    if suffix == ".shp":
        held = beside(path, found)
        return [] if held is None else [_shapefile(path.stem, held)]
    data = load(path, found)
    if data is None:
        return []
    if suffix == ".gpkg":
        return _geopackage(data, path.name, found)
    if suffix == ".zip":
        return [_shapefile(name, held) for name, held in members(data, path.name, found).items()]
    text = decode(data)
    if isinstance(text, Message):
        found.wrong(text, path.name)
        return []
    return [Part(path.stem, "Unknown", partial(read_geojson, text))]


def _shapefile(name: str, parts: Parts) -> Part:
    kind = SHAPE_TYPES.get(int.from_bytes(parts[".shp"][32:36], "little") % 10, "Unknown")
    return Part(name, kind, partial(_read_shapefile, parts))


def _read_shapefile(parts: Parts, file: str, found: Findings) -> Layer | None:
    """A Shapefile, its text read byte by byte and then decoded; ``None`` with the mistake in ``found``."""
    raw = read_raw(bundled(parts), None, file, found, "ISO-8859-1") if whole(parts, file, found) else None
    if raw is None:
        return None
    texts = [value for column in (raw.fields, *raw.columns) for value in column if isinstance(value, str)]
    encoding = text_encoding([text.encode("latin-1") for text in texts], parts, file, found)
    fields, *columns = ([_recoded(value, encoding) for value in column] for column in (raw.fields, *raw.columns))
    crs = name_of(parts.get(".prj", b"").decode("utf-8", "replace")) or UNSTATED
    return as_layer(Raw(fields, columns, raw.shapes, crs), file, found)


def _recoded(value: Any, encoding: str) -> Any:
    """Text that was read byte by byte, in its own encoding."""
    return value.encode("latin-1").decode(encoding, "ignore") if isinstance(value, str) else value


def _chosen(
    parts: Sequence[Part],
    file: str,
    wanted: str | None,
    shape: Shape,
    codes: Collection[str],
    option: str,
    found: Findings,
) -> Layer | None:
    """The layer asked for, else the only one of its kind, else the one that holds most stations."""
    if not parts:
        return None
    names = [part.name for part in parts]
    tables = [part for part in parts if part.geometry != VIEW]
    fitting = [part for part in tables if {*KINDS[shape], *MIXED} & set(part.geometry.split())] or tables
    if wanted is not None:
        alike = [part for part in parts if part.name.casefold() == wanted.strip().casefold()]
        fitting = [part for part in alike if part.name == wanted] or alike
        if not fitting:
            says = Message("geodata.layer.unknown", {"hint": nearest(wanted, names), "layers": names})
            found.wrong(says, file, None, option, wanted)
            return None
    if len(tables) == 1 and (wanted is None or fitting == tables):
        return tables[0].read(file, found)
    if len(fitting) > 1:
        layers = [part.read(f"{file}:{part.name}", Findings()) for part in fitting]
        counts = [0 if layer is None else most_matched(layer, codes) for layer in layers]
        best = max(counts)
        fitting = [part for part, count in zip(fitting, counts, strict=True) if count == best]
    if len(fitting) > 1:
        found.wrong(Message("geodata.layer.which", {"layers": names, "option": option}), file)
        return None
    if wanted is None:
        found.note("geodata.notice.layer_chosen", file=file, layer=fitting[0].name, layers=names, option=option)
    return fitting[0].read(f"{file}:{fitting[0].name}", found)


def _geopackage(data: bytes, file: str, found: Findings) -> list[Part]:
    """The layers of a GeoPackage that have geometries."""
    from pyogrio import list_layers  # type: ignore[import-untyped]

    sound = without_queries(data)
    if sound is None:
        found.wrong(Message("geodata.layer.unreadable"), file)
        return []
    data, views = sound
    listed = quietly(lambda: list_layers(data).tolist())
    if listed is None and not views:
        found.wrong(Message("geodata.layer.unreadable"), file)
        return []
    tables = [(name, kind) for name, kind in listed or () if kind is not None]
    if views and not tables:
        found.wrong(Message("geodata.layer.query"), file)
        return []
    if views:
        found.note("geodata.notice.views", file=file, views=views)
    parts = [Part(name, kind, partial(_read_geopackage, data, name)) for name, kind in tables]
    if not parts:
        found.wrong(Message("geodata.layer.no_layers"), file)
    return [*parts, *(Part(name, VIEW, _refuse_view) for name in views)]


def _refuse_view(file: str, found: Findings) -> None:
    """The mistake of a query that was asked for as a layer."""
    found.wrong(Message("geodata.layer.is_view"), file)


def _read_geopackage(data: bytes, name: str, file: str, found: Findings) -> Layer | None:
    raw = read_raw(data, name, file, found)
    return None if raw is None else as_layer(raw, file, found)


def read_geojson(text: str, file: str, found: Findings) -> Layer | None:
    """The features of a GeoJSON feature collection, or ``None`` when it is none."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        other, fault = broken_kind(text), json_fault(text, error)
        broken = other == "broken"
        says = Message(f"geodata.areas.{other}", {"reason": fault.says} if broken else {})
        found.wrong(says, file, fault.line if broken else None)
        return None
    except (ValueError, RecursionError) as error:
        found.wrong(Message(f"geodata.areas.{'nested' if isinstance(error, RecursionError) else 'digits'}"), file)
        return None
    kind = json_kind(content)
    if kind is not None:
        found.wrong(Message(f"geodata.areas.{kind}"), file)
        return None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        found.wrong(Message("geodata.areas.no_collection"), file)
        return None
    if not features:
        found.wrong(Message("geodata.areas.empty"), file)
        return None
    nested = dict.fromkeys(name for one in features for name in _groups(one))
    if nested:
        found.note("geodata.notice.nested_attributes", file=file, groups=list(nested), count=len(nested))
    return Layer(file, tuple(_feature(feature) for feature in features), _crs(content))


def _feature(feature: Mapping[str, Any]) -> Feature:
    properties = feature.get("properties")
    geometry = feature.get("geometry")
    with np.errstate(all="ignore"):  # figures beyond all bounds become infinite, which is told like any such place
        shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore") if isinstance(geometry, dict) else None
    held = _level(properties) if isinstance(properties, dict) else {}
    own = feature.get("id")
    own = int(own) if isinstance(own, float) and own.is_integer() else own
    if isinstance(own, str | int) and not isinstance(own, bool) and own not in (held.get(ID), held.get(f"{ID}_1")):
        held[f"{ID}_1" if ID in held else ID] = own
    return Feature(held, shape)


def _groups(feature: Mapping[str, Any]) -> list[str]:
    """The names of properties that hold attributes themselves, as services of maps write them."""
    properties = feature.get("properties")
    items = properties.items() if isinstance(properties, dict) else ()
    return [name for name, value in items if _is_group(value)]


def _is_group(value: object, levels: int = LEVELS) -> bool:
    """Whether a property holds attributes: an object with a plain value in it, or in one of its own objects."""
    inner = value.values() if isinstance(value, dict) and levels else ()
    return any(not isinstance(one, dict | list) or _is_group(one, levels - 1) for one in inner)


def _level(properties: Mapping[str, Any], levels: int = LEVELS) -> dict[str, Any]:
    """The properties, attributes within them beside the others; one whose name is taken keeps that of its group."""
    held = {name: value for name, value in properties.items() if not _is_group(value, levels)}
    for group, inner in properties.items():
        for name, value in _level(inner, levels - 1).items() if group not in held else ():
            held[f"{group}.{name}" if name in held else name] = value
    return held


def _crs(content: Mapping[str, Any]) -> str | None:
    """The name in the ``crs`` member of older GeoJSON files."""
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def render_geojson(layer: Layer) -> str:
    """The layer as GeoJSON, one feature a line."""
    lines = []
    for feature in layer.features:
        geometry = None if feature.geometry is None else shapely.geometry.mapping(feature.geometry)
        record = {"type": "Feature", "properties": dict(feature.properties), "geometry": geometry}
        line = json.dumps(record, ensure_ascii=False)
        lines.append(line if line == line.encode("utf-8", "ignore").decode() else json.dumps(record))
    name = json.dumps({"type": "name", "properties": {"name": layer.crs}})
    crs = "" if layer.crs is None else f'"crs": {name},\n'
    return '{"type": "FeatureCollection",\n' + crs + '"features": [\n' + ",\n".join(lines) + "\n]}\n"
