"""A project of QGIS within the GeoPackage whose layers it shows, as QGIS itself keeps one: it opens finished.

Layers are found by the name of the file beside the project, so a GeoPackage that is renamed keeps its styles and loses
its project's layers. Equal input gives equal bytes: nothing has a date or a number drawn by chance.
"""

import io
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from pyproj import CRS

from workbench.draw.ground import Ground
from workbench.draw.qgis.style import DOCTYPE, VERSION, Style

DATE = "2000-01-01T00:00:00Z"
"""Stands for the time of writing, so that equal plans give equal files."""
MARGIN = 0.06
"""Round the county on the canvas, as a share of its extent."""
WEST, BELTS = (4534, 75), 20
"""CGCS2000's westernmost belt of 3°: its EPSG code and meridian; as many more follow it, code by code."""
STYLES = """CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
update_time DATETIME DEFAULT CURRENT_TIMESTAMP)"""
PROJECTS = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"


@dataclass(frozen=True)
class Shown:
    """A layer of the GeoPackage under its name and its title, and how it is drawn."""

    name: str
    title: str
    style: Style


@dataclass(frozen=True)
class Project:
    """What is shown of which ``file``, the first layer at the bottom, in the plane ``crs`` within ``box`` (metres)."""

    title: str
    file: str
    crs: CRS
    box: tuple[float, float, float, float]


def project_of(title: str, file: str, ground: Ground) -> Project:
    """A project in the belt that the map is drawn in, by its code in China, where it has one."""
    belt = (ground.meridian - WEST[1]) / 3
    crs = CRS.from_epsg(WEST[0] + round(belt)) if 0 <= belt <= BELTS else ground.crs
    return Project(title, file, crs, ground.box)


def furnish(path: Path, project: Project, layers: Sequence[Shown]) -> None:
    """Write the styles of layers and their project into a GeoPackage."""
    with closing(sqlite3.connect(path)) as held, held:
        held.execute(STYLES)
        held.execute(PROJECTS)
        held.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
            (DATE,),
        )
        for layer in layers:
            held.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
                " VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', ?)",
                (layer.name, layer.title, layer.style.qml(), DATE.replace("Z", ".000Z")),
            )
        about = f'{{"last_modified_time": "{DATE}", "last_modified_user": "zoning" }}'
        content = _zipped(project, layers).hex()
        held.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", (project.title, about, content))


def _zipped(project: Project, layers: Sequence[Shown]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("project.qgs", (2000, 1, 1, 0, 0, 0))
        archive.writestr(entry, qgs(project, layers), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def qgs(project: Project, layers: Sequence[Shown]) -> str:
    """The project as XML: the tree of layers, the canvas, and every layer with its style."""
    root = Element("qgis", {"version": VERSION, "projectname": project.title})
    SubElement(root, "title").text = project.title
    _crs(SubElement(root, "projectCrs"), project.crs)
    tree = SubElement(root, "layer-tree-group")
    canvas = SubElement(root, "mapcanvas", {"name": "theMapCanvas", "annotationsVisible": "1"})
    SubElement(canvas, "units").text = "meters"
    west, south, east, north = project.box
    room = MARGIN * max(east - west, north - south, 1.0)
    extent = SubElement(canvas, "extent")
    for key, value in zip(("xmin", "ymin", "xmax", "ymax"), project.box, strict=True):
        SubElement(extent, key).text = f"{value + (room if key.endswith('max') else -room):.1f}"
    _crs(SubElement(canvas, "destinationsrs"), project.crs)
    held, order = SubElement(root, "projectlayers"), SubElement(root, "layerorder")
    for layer in reversed(layers):
        known = {"id": _id(layer), "name": layer.title, "source": _source(project, layer), "providerKey": "ogr"}
        SubElement(tree, "layer-tree-layer", {**known, "checked": "Qt::Checked", "expanded": "1"})
        held.append(_layer(project, layer))
        SubElement(order, "layer", {"id": _id(layer)})
    properties = SubElement(root, "properties")
    projected = SubElement(SubElement(properties, "SpatialRefSys"), "ProjectionsEnabled", {"type": "int"})
    projected.text = "1"
    SubElement(SubElement(properties, "Paths"), "Absolute", {"type": "bool"}).text = "false"
    return DOCTYPE + tostring(root, encoding="unicode")


def _layer(project: Project, layer: Shown) -> Element:
    style = layer.style
    made = Element("maplayer", {"type": "vector", "geometry": style.geometry, "styleCategories": "AllStyleCategories"})
    made.set("labelsEnabled", str(int(style.words is not None)))
    SubElement(made, "id").text = _id(layer)
    SubElement(made, "datasource").text = _source(project, layer)
    SubElement(made, "layername").text = layer.title
    _crs(SubElement(made, "srs"), CRS.from_epsg(4326))
    SubElement(made, "provider", {"encoding": "UTF-8"}).text = "ogr"
    made.extend(style.elements())
    return made


def _id(layer: Shown) -> str:
    """QGIS takes an identifier of at most ten letters for none."""
    return f"{layer.name}_of_the_zoning_plan"


def _source(project: Project, layer: Shown) -> str:
    return f"./{project.file}|layername={layer.name}"


def _crs(parent: Element, crs: CRS) -> None:
    """A reference system by its code where it has one, and by its definition."""
    known = SubElement(parent, "spatialrefsys")
    SubElement(known, "wkt").text = crs.to_wkt()
    if code := crs.to_epsg():
        SubElement(known, "authid").text = f"EPSG:{code}"
        SubElement(known, "srid").text = str(code)
