"""JSON of maps that is no GeoJSON, known for what it is: TopoJSON, Esri JSON, compressed maps of ECharts, and others.

What it may get wrong: a file of a kind that is not listed here is called no GeoJSON and nothing more.
"""

import json
import re
from collections.abc import Callable
from typing import Any


def _topojson(content: dict[str, Any]) -> bool:
    return content.get("type") == "Topology" or ("arcs" in content and "objects" in content)


def _esri(content: dict[str, Any]) -> bool:
    if str(content.get("geometryType", "")).startswith("esri"):
        return True
    first = _first(content)
    shape = first.get("geometry")
    return "attributes" in first and (shape is None or (isinstance(shape, dict) and "type" not in shape))


def _echarts(content: dict[str, Any]) -> bool:
    shape = _first(content).get("geometry")
    return "UTF8Encoding" in content or "UTF8Scale" in content or (isinstance(shape, dict) and "encodeOffsets" in shape)


def _overpass(content: dict[str, Any]) -> bool:
    return isinstance(content.get("elements"), list) and ("osm3s" in content or "generator" in content)


def _district(content: dict[str, Any]) -> bool:
    return isinstance(content.get("districts"), list)


def _single(content: dict[str, Any]) -> bool:
    return content.get("type") in ("Feature", "Polygon", "MultiPolygon", "LineString", "GeometryCollection")


def _first(content: dict[str, Any]) -> dict[str, Any]:
    features = content.get("features")
    first = features[0] if isinstance(features, list) and features else {}
    return first if isinstance(first, dict) else {}


KINDS: tuple[tuple[str, Callable[[dict[str, Any]], bool]], ...] = (
    ("topojson", _topojson),
    ("esri_json", _esri),
    ("echarts", _echarts),
    ("overpass", _overpass),
    ("district", _district),
    ("single", _single),
)
"""Asked in this order; each is a sentence of ``[areas]`` in the texts."""


def json_kind(content: object) -> str | None:
    """What a JSON value is that should be a collection of GeoJSON; ``None`` where it may be one."""
    if not isinstance(content, dict):
        return None
    return next((kind for kind, fits in KINDS if fits(content)), None)


SCRIPT = re.compile(r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*\s*[(=]")
"""How a script begins that gives JSON a name or hands it to a function (JSONP)."""


def broken_kind(text: str) -> str:
    """What a text is that should be JSON and is none."""
    if SCRIPT.match(text[:200]):
        return "script"
    first = text.lstrip("\ufeff\x1e \r\n").partition("\n")[0]
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return "broken"
    return "lines" if isinstance(record, dict) and record.get("type") == "Feature" else "broken"
