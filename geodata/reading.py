"""A county from where it is kept: a folder, a workbook, a GeoPackage, a zip of a folder, or a sample.

It may be handed over as bytes; what a reader needs is imported when a file of its kind is met.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from geodata.county.build import Built, build
from geodata.formats.held import File, Held
from geodata.tables.table import Tables
from zoning.model.county import County
from zoning.model.errors import InputError, expect, mistake

if TYPE_CHECKING:
    from pandas import DataFrame

READERS = {
    ".xlsx": "geodata.workbook.reading:read_workbook",
    ".xlsm": "geodata.workbook.reading:read_workbook",
    ".xls": "geodata.workbook.reading:read_workbook",  # older workbooks are told how to become new ones
    ".gpkg": "geodata.sources.geopackage:read_geopackage",
    ".zip": "geodata.sources.folder:read_zip",
}
"""What reads a county from one file, by its suffix."""
FOLDER = "geodata.sources.folder:read_tables"
Source = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""Where a county is: a path, ``sample:NAME``, or the content of a file."""


def read_source(source: Source, settings: Mapping[str, Any] = MappingProxyType({}), *, name: str = "") -> Tables:
    """The raw tables of a county: a folder, a workbook, a GeoPackage, a zip of a folder, or a sample.

    Parameters
    ----------
    source : the path, ``sample:NAME``, or the bytes of a file, or a binary stream that gives them; of these, settings
        can name files of the same zip alone
    settings : laid over those of the county, by dotted key, such as ``{"areas.file": "/data/bureau.gpkg"}``; a
        relative file is looked for beside the county's tables
    name : of a file that is handed over as bytes, such as ``county.xlsx``: its suffix says what it is, and mistakes
        are placed in it

    Raises
    ------
    InputError
        When there is no such county, or its file cannot be opened. What is wrong inside it is raised by :func:`build`.
    """
    from geodata.samples import SCHEME, folder

    if not hasattr(source, "read"):
        expect(source=(source, Path | str | PathLike | bytes | bytearray | memoryview))
    expect(settings=(settings, Mapping))
    if not isinstance(source, (str, PathLike)):
        return _reader(_handed_over(source, name))(settings)
    text = fspath(source)
    path = folder(text.removeprefix(SCHEME)) if text.startswith(SCHEME) else Path(text)
    return _reader(path)(settings)


def read(source: Source, settings: Mapping[str, Any] = MappingProxyType({}), *, name: str = "") -> Built:
    """The county, the notices of how it came about, and its polygons; parameters as for :func:`read_source`.

    Raises
    ------
    InputError
        With every mistake of the county's files.
    """
    return build(read_source(source, settings, name=name))


def read_county(source: Source, settings: Mapping[str, Any] = MappingProxyType({}), *, name: str = "") -> County:
    """The county in a folder, a file, some bytes or a sample; parameters as for :func:`read_source`.

    Raises
    ------
    InputError
        With every mistake of the county's files.
    """
    return read(source, settings, name=name).county


def from_frames(
    stations: "DataFrame",
    incidents: "DataFrame",
    *,
    areas: "DataFrame | None" = None,
    borders: "DataFrame | None" = None,
    travel: "DataFrame | None" = None,
    roads: "DataFrame | None" = None,
    settings: Mapping[str, Any] = MappingProxyType({}),
    **others: "DataFrame",
) -> Built:
    """The county in (Geo)DataFrames, with its notices and polygons.

    Headings are those of files, in Chinese or English, and so are all checks; records count from 1 in mistakes.

    Parameters
    ----------
    stations : a record a station; the points of a GeoDataFrame may stand for ``lon`` and ``lat``
    incidents : a record a station and class, or a column a class
    areas, roads : GeoDataFrames of polygons and lines, in any coordinate system
    borders, travel : shared borders and links, minutes between stations
    settings : those of ``county.toml``, nested as there or by dotted key; without ``name`` it is called 县
    others : further tables by their key, such as ``villages``

    Raises
    ------
    InputError
        With every mistake of the frames, each with its table, record, column, value and remedy.
    TypeError
        When one of the others is no table of a county.
    """
    from geodata.sources.frames import tables_from_frames

    frames = {"stations": stations, "incidents": incidents, "borders": borders, "travel": travel, **others}
    return build(tables_from_frames(frames, {"areas": areas, "roads": roads}, settings))


def county_from_frames(
    stations: "DataFrame",
    incidents: "DataFrame",
    *,
    areas: "DataFrame | None" = None,
    borders: "DataFrame | None" = None,
    travel: "DataFrame | None" = None,
    roads: "DataFrame | None" = None,
    settings: Mapping[str, Any] = MappingProxyType({}),
    **others: "DataFrame",
) -> County:
    """The county in (Geo)DataFrames; parameters and mistakes as for :func:`from_frames`."""
    built = from_frames(
        stations, incidents, areas=areas, borders=borders, travel=travel, roads=roads, settings=settings, **others
    )
    return built.county


def _handed_over(source: bytes | bytearray | memoryview | BinaryIO, name: str) -> Held:
    """The bytes as a file of that name.

    Raises
    ------
    InputError
        When the name is of no kind of file that holds a county.
    """
    held = Held(name, bytes(source) if isinstance(source, bytes | bytearray | memoryview) else source.read())
    if held.suffix.lower() not in READERS:
        raise InputError([mistake("geodata.source.name", value=name or None, suffixes=list(READERS))])
    return held


def _reader(file: File) -> Callable[[Mapping[str, Any]], Tables]:
    """What reads this file or folder once it is told the settings."""
    home = READERS.get(file.suffix.lower(), FOLDER)
    module, _, name = (FOLDER if isinstance(file, Path) and file.is_dir() else home).partition(":")
    read: Callable[..., Tables] = getattr(import_module(module), name)
    return lambda settings: read(file, settings)
