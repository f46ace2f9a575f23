"""Layers in every format and encoding, whole and damaged: what is read is what was drawn, and what is not is named."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from geodata.findings import Findings
from geodata.layers import read_layer
from geodata.table import Layer
from tests.geodata.drawn import CODES, corner

NAMES = ["甲乙所", "丙丁所", "戊己所", "庚辛所", "壬癸所", "联通所", "丂䶮所", "㐀卡所", "第九派出所"]
"""Among them bytes from all over GB18030: two and four to a character, and some that are UTF-8 by chance."""
SQUARES = [shapely.box(x, y, round(x + 0.1, 1), round(y + 0.1, 1)) for x, y in map(corner, range(9))]
LINES = [shapely.LineString([(107, 30), (107.3, 30.3)]), shapely.LineString([(107, 30.1), (107.3, 30.1)])]
Attributes = dict[str, list[Any]]


def save(
    path: Path,
    geometries: list[Any] = SQUARES,
    attributes: Attributes | None = None,
    crs: str | None = "EPSG:4490",
    **options: Any,
) -> Path:
    """Write geometries with attributes as the layer that the suffix of ``path`` says."""
    held = {"code": CODES, "名称": NAMES} if attributes is None else attributes
    columns = [np.array(c, dtype=object if any(isinstance(v, str) for v in c) else None) for c in held.values()]
    write(
        path,
        geometry=shapely.to_wkb(np.array(geometries, dtype=object)),
        field_data=columns,
        fields=list(held),
        geometry_type=options.pop("geometry_type", geometries[0].geom_type),
        crs=crs,
        **options,
    )
    return path


def shapefile(folder: Path, name: str = "areas", encoding: str = "GB18030", cpg: bool = True, **options: Any) -> Path:
    path = save(folder / f"{name}.shp", encoding=encoding, **options)
    if not cpg:
        (folder / f"{name}.cpg").unlink()
    return path


def zipped(path: Path, files: dict[str, bytes], gbk: bool = False) -> Path:
    """A zip of these files; ``gbk`` writes names as Windows in Chinese does, without saying so."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name.encode("gbk").decode("cp437") if gbk else name)
            archive.writestr(entry, data)
    return path


def parts(path: Path, name: str | None = None) -> dict[str, bytes]:
    """The parts of a Shapefile, to be put in a zip under another name."""
    return {f"{name or path.stem}{p.suffix}": p.read_bytes() for p in sorted(path.parent.glob(f"{path.stem}.*"))}


def read(path: Path, **options: Any) -> tuple[Layer | None, Findings]:
    found = Findings()
    return read_layer(path, found, **options), found


def layer_of(path: Path, **options: Any) -> Layer:
    layer, found = read(path, **options)
    assert [str(mistake) for mistake in found.mistakes] == []
    assert layer is not None
    return layer


def refused(path: Path, **options: Any) -> list[str]:
    """Keys of the mistakes, each with a sentence in both languages."""
    layer, found = read(path, **options)
    assert layer is None
    assert all(mistake.text("zh") and mistake.text("en") for mistake in found.mistakes)
    return [mistake.says.key.removeprefix("geodata.") for mistake in found.mistakes]


def held(layer: Layer, name: str) -> list[Any]:
    return [feature.properties[name] for feature in layer.features]


WAYS: dict[str, Callable[[Path], Path]] = {
    "GeoPackage": lambda at: save(at / "areas.gpkg"),
    "GeoJSON": lambda at: save(at / "areas.geojson"),
    "Shapefile": shapefile,
    "Shapefile in UTF-8": lambda at: shapefile(at, encoding="UTF-8"),
    "Shapefile without .cpg": lambda at: shapefile(at, cpg=False),
    "Shapefile in UTF-8 without .cpg": lambda at: shapefile(at, encoding="UTF-8", cpg=False),
    "zip": lambda at: zipped(at / "areas.zip", parts(shapefile(at))),
    "zip with Chinese names": lambda at: zipped(at / "areas.zip", parts(shapefile(at), "数据/辖区"), gbk=True),
    "zip with backslashes": lambda at: zipped(at / "areas.zip", parts(shapefile(at), "data\\areas")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_layer_is_read_as_it_was_drawn(way: str, tmp_path: Path) -> None:
    layer = layer_of(WAYS[way](tmp_path))
    assert held(layer, "code") == CODES
    assert held(layer, "名称") == NAMES
    assert [shapely.normalize(f.geometry) for f in layer.features] == [shapely.normalize(square) for square in SQUARES]
    assert layer.crs in ("EPSG:4490", "urn:ogc:def:crs:EPSG::4490")
