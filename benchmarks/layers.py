"""The layers that come with libpysal, each as a county.

A station stands in every polygon, at its representative point. Incidents are a column of the layer, officers are drawn
from a seed, and every station has a case-handling area: all but the polygons and that column is made up.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas  # type: ignore[import-untyped]
import libpysal
import numpy as np

HOME = Path(libpysal.__file__).parent / "examples"
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class Real:
    """A layer of libpysal: its file, the attributes that hold code and incidents, and the system it is in."""

    file: str
    code: str
    incidents: str
    crs: int
    says: bool = False
    seat: str = ""


LAYERS = {
    "columbus": Real("columbus/columbus.shp", "POLYID", "CRIME", 4326),
    "stl": Real("stl/stl_hom.shp", "FIPSNO", "HC8893", 4269),
    "georgia": Real("georgia/G_utm.shp", "AreaKey", "PctPov", 26916),
    "tokyo": Real("tokyo/tokyomet262.shp", "AreaID", "AreaID", 30166, says=True),
    "virginia": Real("virginia/virginia.shp", "FIPS", "POLY_ID", 4326, says=True),
    "mexico": Real("mexico/mexicojoin.shp", "POLY_ID", "PCGDP2000", 4326, seat="1"),
    "sids2": Real("sids2/sids2.shp", "FIPSNO", "BIR79", 4267),
    "chicago": Real("chicago/Chicago77.shp", "AREANO", "AREANO", 3435),
    "us48": Real("us_income/us48.shp", "STATE_FIPS", "AREA", 4326),
    "polygon": Real("Polygon/Polygon.shp", "IValue", "FValue", 4326, says=True),
    "rook31": Real("wmat/rook31.shp", "POLY_ID", "POLY_ID", 4326, seat="2"),
}


def there(real: Real) -> bool:
    """Whether the installed libpysal comes with it."""
    return (HOME / real.file).is_file()


def frame(real: Real) -> Any:
    """The layer as geopandas reads it, in its system."""
    return geopandas.read_file(HOME / real.file).set_crs(real.crs, allow_override=True)


def code(value: object) -> str:
    """A code as the layer's readers write it."""
    return str(int(value)) if isinstance(value, float) else str(value)


def laid(at: Path, real: Real, settings: str | None = None) -> Path:
    """A county of the layer: its own files as areas.*, and a station for every polygon."""
    polygons = frame(real)
    at.mkdir(parents=True, exist_ok=True)
    for part in (HOME / real.file).parent.iterdir():
        if part.stem == Path(real.file).stem and part.suffix in SUFFIXES:
            shutil.copy(part, at / f"areas{part.suffix}")
    seats = polygons.geometry.make_valid().representative_point().to_crs(4326)
    officers = np.random.default_rng(0).integers(5, 15, len(polygons))
    stations, incidents = [], []
    for row, place, people in zip(polygons.to_dict("records"), seats, officers, strict=True):
        own = code(row[real.code])
        kind = "county_seat" if own == real.seat else "town"
        stations.append(f"{own},第{own}所,{kind},{place.x:.6f},{place.y:.6f},{people},是")
        incidents.append(f"{own},criminal,{float(row[real.incidents]):g}")
    said = settings if settings is not None else "" if real.says else f"crs = {real.crs}"
    toml = f'code = "1"\nname = "{at.name}"\nyears = 1\n[travel]\nmode = "straight"\n'
    for name, lines in {
        "stations.csv": ["code,name,kind,lon,lat,officers,has_case_area", *stations],
        "incidents.csv": ["station,class,count", *incidents],
        "county.toml": [toml + f'[areas]\ncode = "{real.code}"', said],
    }.items():
        (at / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return at
