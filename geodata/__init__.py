"""Files to a county: tables and polygons are read, checked all at once and finished; nobody later cleans a value.

``read`` gives a county with its notices and polygons, ``read_county`` the county alone; ``write_county`` writes one.
What it may get wrong is said by each part: :mod:`geodata.space.borders`, :mod:`geodata.coordinates.crs`,
:mod:`geodata.travel.minutes`.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geodata.county.build import Built, build
from geodata.county.describe import tables_of
from geodata.county.export import write_county
from geodata.samples import SCHEME, copy_sample
from geodata.samples import folder as sample_folder
from geodata.samples import names as sample_names
from geodata.sources.folder import read_tables
from geodata.sources.geopackage import read_geopackage
from geodata.tables.table import Tables
from geodata.workbook.reading import SUFFIXES, read_workbook
from zoning.model.county import County

__all__ = [
    "Built",
    "Tables",
    "build",
    "copy_sample",
    "read",
    "read_county",
    "read_source",
    "sample_names",
    "tables_of",
    "write_county",
]


FILES = dict.fromkeys((*SUFFIXES, ".xls"), read_workbook) | {".gpkg": read_geopackage}
"""What reads a county from one file, by its suffix; older workbooks are told how to become new ones."""


def read_source(path: Path | str, settings: Mapping[str, Any] = MappingProxyType({})) -> Tables:
    """The raw tables of a county: a folder, a workbook, a GeoPackage, or a sample as ``sample:NAME``.

    Parameters
    ----------
    settings : laid over those of the county, by dotted key, such as ``{"areas.file": "/data/bureau.gpkg"}``; a
        relative file is looked for beside the county's tables

    Raises
    ------
    InputError
        When there is no such county, or its file cannot be opened. What is wrong inside it is raised by :func:`build`.
    """
    text = str(path)
    if text.startswith(SCHEME):
        return read_tables(sample_folder(text.removeprefix(SCHEME)), settings)
    reader = FILES.get(Path(path).suffix.lower())
    return read_tables(path, settings) if reader is None or Path(path).is_dir() else reader(path, settings)


def read(path: Path | str, settings: Mapping[str, Any] = MappingProxyType({})) -> Built:
    """The county, the notices of how it came about, and its polygons; ``settings`` as for :func:`read_source`.

    Raises
    ------
    InputError
        With every mistake of the county's files.
    """
    return build(read_source(path, settings))


def read_county(path: Path | str, settings: Mapping[str, Any] = MappingProxyType({})) -> County:
    """The county in a folder, or a sample as ``sample:NAME``; ``settings`` as for :func:`read_source`.

    Raises
    ------
    InputError
        With every mistake of the county's files.
    """
    return read(path, settings).county
