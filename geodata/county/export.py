"""A county written as a folder, a workbook or a GeoPackage: whole or not at all, and read back before it stands there.

What a form cannot hold is therefore never lost in silence: the tables that would come back otherwise are named and
nothing is written. A folder that is there changes places with the new one at a stroke; its other files stand in both.
What it may get wrong: where the system cannot do that (Windows, a folder that is a disk of its own or the one where the
program runs), files are moved one by one, and a crash of the machine in between leaves both old and new ones.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.county.describe import tables_of
from geodata.formats.held import Held
from geodata.privacy.screening import refuse_personal
from geodata.sources.attached import settings_inside
from geodata.sources.folder import is_part, read_tables, write_tables
from geodata.sources.geopackage import read_geopackage
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Tables
from geodata.workbook.reading import read_workbook
from geodata.workbook.writing import render_workbook
from zoning.files.swap import movable, stage_beside, swap
from zoning.files.whole import write_whole
from zoning.model.county import County
from zoning.model.errors import InputError, mistake, reason_of, remedy_of


@dataclass(frozen=True)
class Form:
    """A form a county may be kept in."""

    write: Callable[[Tables, Path], object]
    read: Callable[[Path], Tables]


FOLDER = Form(write_tables, read_tables)
FORMS = {
    ".xlsx": Form(lambda tables, path: path.write_bytes(render_workbook(tables)), read_workbook),
    ".gpkg": Form(lambda tables, path: path.write_bytes(render_geopackage(tables)), read_geopackage),
}
"""Forms that are one file, by suffix."""


def write_county(county: County | Tables, target: Path | str, *, overwrite: bool = False) -> None:
    """Write a county, or the tables it was read from.

    Tables lose nothing this way, not even unknown columns; a county keeps what a county knows.

    Parameters
    ----------
    target : ``.xlsx`` and ``.gpkg`` are one file, a name without suffix is a folder
    overwrite : whether a file that is there is replaced, and the tables of a county in a folder that is there; other
        files of a folder stay

    Raises
    ------
    InputError
        When something is there already, the target cannot be written or cannot hold all of the county, or a table holds
        personal data.
    """
    target = Path(os.path.abspath(target))
    form = _form(target)
    if form is FOLDER and target.exists() and not target.is_dir():
        raise InputError([mistake("geodata.folder.is_file", path=str(target))])
    occupied = target.exists() and (form is not FOLDER or any(target.iterdir()))
    if occupied and not overwrite:
        raise InputError([mistake("geodata.export.exists", path=str(target))])
    tables = tables_of(county) if isinstance(county, County) else county
    refuse_personal(tables)
    try:
        with stage_beside(target) as stage:
            made = stage / target.name
            form.write(tables, made)
            _compare(tables, form.read(made), target)
            if form is not FOLDER:
                write_whole(target, made.read_bytes())
            elif not target.exists():
                os.replace(made, target)
            elif not (movable(target) and _carried(made, target) and swap(made, target)):
                _exchange(made, target, stage / "before")
    except OSError as error:
        raise InputError(
            [mistake("geodata.folder.unwritable", path=str(target), reason=reason_of(error), remedy=remedy_of(error))]
        ) from error


def packed(tables: Tables) -> bytes:
    """A county as the bytes of a GeoPackage that gives all of it back.

    Raises
    ------
    InputError
        As :func:`write_county`.
    """
    refuse_personal(tables)
    target = Held("county.gpkg", render_geopackage(tables))
    _compare(tables, read_geopackage(target), Path(target.name))
    return target.data


def _form(target: Path) -> Form:
    """The form behind a name; figures behind a dot are part of the name of a folder."""
    suffix = target.suffix.lower()
    if suffix in FORMS and not target.is_dir():
        return FORMS[suffix]
    if target.is_dir() or not suffix or not suffix[1:].isascii() or suffix[1:].isdecimal():
        return FOLDER
    raise InputError([mistake("geodata.export.format", value=target.name, forms=list(FORMS))])


def _carried(made: Path, target: Path) -> bool:
    """Whether the other files of a folder now stand in the new one, too, under a second name."""
    try:
        for other in target.iterdir():
            if is_part(other):
                continue
            if other.is_dir() and not other.is_symlink():
                shutil.copytree(other, made / other.name, symlinks=True, copy_function=os.link)
            else:
                os.link(other, made / other.name, follow_symlinks=False)
        shutil.copystat(target, made)
    except (OSError, shutil.Error):  # a disk without second names
        return False
    return True


def _compare(tables: Tables, again: Tables, target: Path) -> None:
    """Raise :class:`InputError` with every part of the county that does not come back as it was."""
    wanted = replace(tables, settings=None if tables.settings is None else settings_inside(tables))
    lost = [part for part in ("settings", "areas", "roads", "outline") if getattr(wanted, part) != getattr(again, part)]
    lost += [key for key in {**wanted.tables, **again.tables} if wanted.tables.get(key) != again.tables.get(key)]
    if lost:
        raise InputError(
            [mistake("geodata.export.lossy", table=part, form=target.suffix or target.name) for part in lost]
        )


def _exchange(made: Path, target: Path, before: Path) -> None:
    """Put the new files in the place of those of the county that were there; on failure everything is as before."""
    before.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for old in sorted(target.iterdir()):
            if is_part(old):
                os.replace(old, before / old.name)
                moved.append((before / old.name, old))
        for new in sorted(path for path in made.iterdir() if is_part(path)):
            os.replace(new, target / new.name)
            moved.append((target / new.name, made / new.name))
    except OSError:
        for here, there in reversed(moved):
            os.replace(here, there)
        raise
