"""An upload read in a process of its own: the package of its county, or every mistake and the copy that marks them."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

import geodata
from geodata.county.export import packed
from geodata.tables.table import Tables
from workbench.given.marking import marked_copy
from workbench.web.desk.kinds import Result
from workbench.web.desk.work import Work
from zoning.model.errors import InputError, Mistake, mistake
from zoning.result.codec import encode
from zoning.result.digest import digest
from zoning.texts import Language, say

UNPACKED, ENTRIES = 200_000_000, 2_000
"""Bytes and files that an archive may hold."""
PACKAGE, FOLDER = "county.gpkg", "upload.zip"
BOOKS = (".xlsx", ".xlsm")


def check(work: Work) -> Result:
    """The county of an upload.

    The request has the ``name`` of the file, whose bytes are the package, or several ``parts`` by name, and the
    ``language`` of the marked copy.

    Returns
    -------
    Result
        ``mistakes``, and without any the county's digest, code, name and stations, with its package as a file; else the
        marked copy of a workbook, where one can be made, under its name ``marked``.
    """
    language: Language = "en" if work.request.get("language") == "en" else "zh"
    try:
        name, data = _file(work)
        _refuse_large(name, data)
        tables = geodata.read_source(data, name=name)
    except InputError as error:
        return _refused(error.mistakes, None)
    try:
        built = geodata.build(tables)
        package = packed(tables)
    except InputError as error:
        return _refused(error.mistakes, tables, _marked(name, data, tables, error.mistakes, language))
    county = built.county
    found = {"digest": digest(county), "code": county.code, "name": county.name, "stations": len(county)}
    return {"mistakes": [], "marked": None, **found, "notices": encode(built.notices)}, {PACKAGE: package}


def _file(work: Work) -> tuple[str, bytes]:
    """The name and the bytes of the upload; several files become one archive, without the folders they came from."""
    parts = work.request.get("parts")
    if not parts:
        assert isinstance(work.task.package, bytes)  # an upload has no path
        return _bare(str(work.request.get("name", ""))), work.task.package
    if len(parts) == 1:
        return next((_bare(name), data) for name, data in parts.items())
    names = [_bare(name) for name in parts]
    if "" in names or len({name.casefold() for name in names}) < len(names):
        raise InputError([mistake("workbench.desk.part", table="file", value=", ".join(names))])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in zip(names, parts.values(), strict=True):
            archive.writestr(name, data)
    return FOLDER, stream.getvalue()


def _bare(name: str) -> str:
    """The last part of a name, whatever system it comes from."""
    return PurePosixPath(name.replace("\\", "/")).name


def _refuse_large(name: str, data: bytes) -> None:
    """Refuse an archive that says it is too large; one that says less than it holds is refused by its reader."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return  # no archive, or one that its reader refuses
    size, found = sum(entry.file_size for entry in entries), []
    if size > UNPACKED:
        found.append(mistake("workbench.desk.unpacked", table=name, mb=size // 10**6, limit=UNPACKED // 10**6))
    if len(entries) > ENTRIES:
        found.append(mistake("workbench.desk.entries", table=name, count=len(entries), limit=ENTRIES))
    if found:
        raise InputError(found)


def _marked(
    name: str, data: bytes, tables: Tables, mistakes: Sequence[Mistake], language: Language
) -> tuple[str, bytes] | None:
    """The marked copy of a workbook and its name."""
    book = PurePosixPath(name)
    copy = marked_copy(data, tables, mistakes, language) if book.suffix.lower() in BOOKS else None
    suffix = say("workbench.check.suffix", language)
    return (book.stem + suffix + book.suffix, copy) if isinstance(copy, bytes) else None


def _refused(mistakes: Sequence[Mistake], tables: Tables | None, copy: tuple[str, bytes] | None = None) -> Result:
    """Every mistake, what the reading took for what, and the copy."""
    notices = [] if tables is None else encode(tables.notices)
    marked = None if copy is None else copy[0]
    return {"mistakes": encode(mistakes), "marked": marked, "notices": notices}, dict([copy] if copy else [])
