"""A county from where it is kept: a folder, a workbook, a GeoPackage, or a sample.

What a reader needs is imported when a file of its kind is met.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geodata.county.build import Built, build
from geodata.sources.folder import read_tables
from geodata.tables.table import Tables
from zoning.model.county import County

READERS = {
    ".xlsx": "geodata.workbook.reading:read_workbook",
    ".xlsm": "geodata.workbook.reading:read_workbook",
    ".xls": "geodata.workbook.reading:read_workbook",  # older workbooks are told how to become new ones
    ".gpkg": "geodata.sources.geopackage:read_geopackage",
}
"""What reads a county from one file, by its suffix."""


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
    from geodata.samples import SCHEME, folder

    text = str(path)
    if text.startswith(SCHEME):
        return read_tables(folder(text.removeprefix(SCHEME)), settings)
    home = READERS.get(Path(path).suffix.lower())
    if home is None or Path(path).is_dir():
        return read_tables(path, settings)
    module, _, name = home.partition(":")
    reader: Callable[..., Tables] = getattr(import_module(module), name)
    return reader(path, settings)


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
