"""Polygons of the stations: GeoJSON to a layer and back.

Geometries are taken as they are: nothing is repaired here, and :mod:`geodata.areas` names what is unusable. What it
may get wrong: GeoJSON without a ``crs`` member says nothing of its coordinates, so the county's own ``crs`` is taken.
"""

import json
from collections.abc import Mapping
from typing import Any

import shapely

from geodata.findings import Findings
from geodata.table import Feature, Layer
from zoning.texts import Message


def read_geojson(text: str, file: str, found: Findings) -> Layer | None:
    """The features of a GeoJSON feature collection, or ``None`` when it is none."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        found.wrong(Message("geodata.areas.broken"), file, error.lineno)
        return None
    except (ValueError, RecursionError):
        found.wrong(Message("geodata.areas.broken"), file)
        return None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        found.wrong(Message("geodata.areas.no_collection"), file)
        return None
    if not features:
        found.wrong(Message("geodata.areas.empty"), file)
        return None
    return Layer(file, tuple(_feature(feature) for feature in features), _crs(content))


def _feature(feature: Mapping[str, Any]) -> Feature:
    properties = feature.get("properties")
    geometry = feature.get("geometry")
    shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore") if isinstance(geometry, dict) else None
    return Feature(properties if isinstance(properties, dict) else {}, shape)


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
        lines.append(json.dumps(record, ensure_ascii=False))
    name = json.dumps({"type": "name", "properties": {"name": layer.crs}})
    crs = "" if layer.crs is None else f'"crs": {name},\n'
    return '{"type": "FeatureCollection",\n' + crs + '"features": [\n' + ",\n".join(lines) + "\n]}\n"
