"""A plan as a GeoPackage that opens finished in QGIS: layers ``zones``, ``stations`` (polygons) and ``seats`` (points).

Every layer has its style, and all of them a project (:mod:`workbench.draw.qgis.project`). In WGS 84, every figure in a
field named with its unit; shares are numbers from 0 to 1. What it may get wrong: without areas the polygons are
Voronoi cells of the seats, and the field on where the shapes come from says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas  # type: ignore[import-untyped]
import numpy as np
import pyogrio  # type: ignore[import-untyped]
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.county.frames import in_zones
from workbench.draw.ground import Ground
from workbench.draw.qgis import looks
from workbench.draw.qgis.project import DATE, Project, Shown, furnish, project_of
from workbench.draw.qgis.style import Style
from workbench.tables.palette import slot
from zoning.files.whole import temporary_folder
from zoning.judge.figures import FIGURES, STATION_FIGURES, ZONE_FIGURES, Figure
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.judge.values import zone_values
from zoning.model.problem import Problem
from zoning.texts import Language, say

OLD = {"VERSION": "1.2"}
"""Of the format: what programs of some years ago read without a word."""
WHOLE = ("stations", "officers", "points")
"""Figures that count and are never unknown, stored as whole numbers."""
MEASURED = ("number", "office_minutes")
"""Fields beside those of :data:`ZONE_FIGURES` and :data:`STATION_FIGURES` that are figures, too."""
Record = dict[str, object]


def package(problem: Problem, judged: Score, ground: Ground, language: Language) -> bytes:
    """The GeoPackage file."""
    stations = _stations(problem, judged, ground, language)
    seats = ground.degrees([shapely.Point(seat) for seat in ground.seats])
    called = {key: say(f"workbench.field.{key}", language) for key in ("zone", "short_name", "is_office", "is_seat")}
    marks = {key: say(f"workbench.map.{key}", language) for key in ("office", "seat", "station", "station_line")}
    number = field(FIGURES["number"], language)
    layers = [
        Layer(
            "zones",
            _zones(problem, judged, ground, language),
            _zone_shapes(problem, judged, ground),
            looks.zones(zone_names(problem, judged, language), number, called["zone"]),
        ),
        Layer("stations", stations, ground.degrees(ground.areas), looks.borders(marks["station_line"])),
        Layer(
            "seats", stations, seats, looks.seats(marks, called["is_office"], called["is_seat"], called["short_name"])
        ),
    ]
    county = problem.county
    title = say("workbench.map.title", language, county=county.name, code=county.code)
    return packaged(layers, project_of(title, "plan.gpkg", ground), language)


@dataclass(frozen=True)
class Layer:
    """Records with a shape in degrees each, and how they are drawn."""

    name: str
    records: Sequence[Record]
    shapes: Sequence[BaseGeometry]
    style: Style


def packaged(layers: Sequence[Layer], project: Project, language: Language) -> bytes:
    """A GeoPackage of layers, the first at the bottom, with their project; the same bytes every time."""
    titles = [say(f"workbench.layer.{layer.name}", language) for layer in layers]
    with temporary_folder() as folder:
        path = folder / "plan.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": DATE})
        try:
            for title, layer in zip(titles, layers, strict=True):
                _write(path, layer.name, title, layer.records, layer.shapes)
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        shown = [Shown(layer.name, title, layer.style) for title, layer in zip(titles, layers, strict=True)]
        furnish(path, project, shown)
        return path.read_bytes()


def field(figure: Figure, language: Language) -> str:
    """The name of a figure's field."""
    if figure.share:
        return say(
            "zoning.figure.header", language, name=figure.name(language), unit=say("zoning.unit.share", language)
        )
    return figure.header(language)


def _write(path: Path, name: str, title: str, records: Sequence[Record], shapes: Sequence[BaseGeometry]) -> None:
    polygons = [shape if shape.geom_type in ("Point", "LineString") else _polygons(shape) for shape in shapes]
    frame = geopandas.GeoDataFrame(list(records), geometry=polygons, crs="EPSG:4326")
    options = {"layer_options": {"IDENTIFIER": title}} | ({} if path.exists() else {"dataset_options": OLD})
    frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio", append=path.exists(), **options)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape as one multipolygon, so that a layer holds a single type."""
    parts: BaseGeometry = shapely.multipolygons(
        [part for part in shapely.get_parts(shape).tolist() if part.geom_type == "Polygon"]
    )
    return parts


def _zone_shapes(problem: Problem, judged: Score, ground: Ground) -> list[BaseGeometry]:
    at = problem.county.index
    return ground.degrees([ground.merged([at[code] for code in zone.stations]) for zone in judged.zones])


def _zones(problem: Problem, judged: Score, ground: Ground, language: Language) -> list[Record]:
    """One record a zone."""
    names, stations = zone_names(problem, judged, language), problem.county.short_names
    records: list[Record] = []
    for z, zone in enumerate(judged.zones):
        values = zone_values(problem, zone)
        texts: Record = {
            "number": z + 1,
            "zone": names[z],
            "office_code": zone.office,
            "office": stations[zone.office],
            "members": say("workbench.list.separator", language).join(stations[code] for code in zone.stations),
            "member_codes": ",".join(zone.stations),
            "colour": slot(z).colour,
        }
        records.append(
            {
                **named(texts, language),
                **_figures(ZONE_FIGURES, values, language),
                **_origin(problem, ground, language),
            }
        )
    return records


def _stations(problem: Problem, judged: Score, ground: Ground, language: Language) -> list[Record]:
    """One record a station, in county order."""
    county, names = problem.county, zone_names(problem, judged, language)
    records: list[Record] = []
    for station, values, z, office, minutes in in_zones(problem, judged):
        texts: Record = {
            "code": station.code,
            "name": station.name,
            "short_name": county.short_names[station.code],
            "kind": say(f"zoning.kind.{station.kind}", language),
            "number": z + 1,
            "zone": names[z],
            "office": county.short_names[office],
            "is_office": office == station.code,
            "is_seat": station.is_seat,
            "current_zone": station.current_zone,
            "office_minutes": minutes,
        }
        records.append(
            {
                **named(texts, language),
                **_figures(STATION_FIGURES, values, language),
                **_origin(problem, ground, language),
            }
        )
    return records


def named(values: Mapping[str, object], language: Language) -> Record:
    """The values by the names of their fields; those of :data:`MEASURED` are figures."""
    return {
        field(FIGURES[key], language) if key in MEASURED else say(f"workbench.field.{key}", language): value
        for key, value in values.items()
    }


def _figures(figures: Sequence[Figure], values: Mapping[str, float], language: Language) -> Record:
    return {field(figure, language): _number(figure, values[figure.key]) for figure in figures}


def _number(figure: Figure, value: float) -> float | int | None:
    """The value, whole where it counts something, nothing where it is unknown."""
    if not np.isfinite(value):
        return None
    return round(value) if figure.key in WHOLE else figure.shown(value)


def _origin(problem: Problem, ground: Ground, language: Language) -> Record:
    """Where the shapes come from and the county's notice, in every record: layers get parted from their maps."""
    says = say("workbench.map.areas" if ground.given else "workbench.map.cells", language)
    return named({"shapes": says, "notice": problem.county.notice or None}, language)
