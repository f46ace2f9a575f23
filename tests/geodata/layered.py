"""Layers written by the tests: the nine squares of the drawn county in every format, encoding and coordinate system."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio.raw import write
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, move, parse
from geodata.coordinates.shifted import Shifted, from_wgs84
from tests.geodata.drawn import CODES, corner, draw

NAMES = ["甲乙所", "丙丁所", "戊己所", "庚辛所", "壬癸所", "联通所", "丂䶮所", "㐀卡所", "第九派出所"]
"""Among them bytes from all over GB18030: two and four to a character, and some that are UTF-8 by chance."""
SQUARES: list[BaseGeometry] = [
    shapely.box(x, y, round(x + 0.1, 1), round(y + 0.1, 1)) for x, y in map(corner, range(9))
]
Attributes = dict[str, list[Any]]


def save(
    path: Path,
    geometries: Sequence[Any] = SQUARES,
    attributes: Attributes | None = None,
    crs: str | None = "EPSG:4490",
    **options: Any,
) -> Path:
    """Write geometries with attributes as the layer that the suffix of ``path`` says."""
    held = {"code": CODES, "名称": NAMES} if attributes is None else attributes
    columns = [np.array(c, dtype=object if any(isinstance(v, str) for v in c) else None) for c in held.values()]
    kinds = {shape.geom_type for shape in geometries if shape is not None}
    write(
        path,
        geometry=shapely.to_wkb(np.array(geometries, dtype=object)),
        field_data=columns,
        fields=list(held),
        geometry_type=options.pop("geometry_type", kinds.pop() if len(kinds) == 1 else "Unknown"),
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
    plain = {name: f"{i:03}".rjust(len(name.encode("gbk")), "x") if gbk else name for i, name in enumerate(files)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(plain[name]), data)
    if gbk:
        content = path.read_bytes()
        for name, held in plain.items():
            assert content.count(held.encode()) == 2, "once before the member, once in the directory"
            content = content.replace(held.encode(), name.encode("gbk"))
        path.write_bytes(content)
    return path


def parts(path: Path, name: str | None = None) -> dict[str, bytes]:
    """The parts of a Shapefile, to be put in a zip under another name."""
    return {f"{name or path.stem}{p.suffix}": p.read_bytes() for p in sorted(path.parent.glob(f"{path.stem}.*"))}


def moved(system: str, shapes: Sequence[BaseGeometry] = SQUARES) -> list[BaseGeometry]:
    """The shapes, given in degrees on WGS 84, in another system."""
    target = parse(system)
    if isinstance(target, Shifted):
        shift = target

        def shifting(xy: Any) -> Any:
            return np.column_stack(from_wgs84(xy[:, 0], xy[:, 1], shift))

        return list(shapely.transform(np.array(shapes, dtype=object), shifting))
    return move(list(shapes), WGS84, target)  # type: ignore[arg-type]


def turned(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The shapes with x and y exchanged."""
    return list(shapely.transform(np.array(shapes, dtype=object), lambda xy: xy[:, ::-1]))


def county(folder: Path, write_areas: Callable[[Path], Path]) -> Path:
    """The drawn county without borders, and with areas of one's own."""
    draw(folder, areas=False, borders=False)
    write_areas(folder)
    return folder
