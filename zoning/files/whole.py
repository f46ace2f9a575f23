"""Files that are whole or not there, whenever the machine stops: written beside, flushed to the disk, then renamed.

Several files of one result are renamed together: pictures and workbooks, then documents, ``plan.json`` last of all. So
a new ``plan.json`` never stands beside old files; a program that is killed in between leaves the old one, whole, beside
some new pictures, and the same command again makes all of them new.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zoning.files.leftovers import clear, part_name
from zoning.model.errors import InputError, mistake, reason_of, remedy_of

LAST = "plan.json"
ROOM = 1 << 20
"""A disk with fewer bytes left is full."""


def write_whole(path: Path, content: bytes) -> None:
    """Write one file; folders on the way to it are made.

    Raises
    ------
    InputError
        When it cannot be written; what was there stays.
    """
    write_into(path.parent, {path.name: content})


def write_into(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write as :func:`write_all`; folders on the way are made, and gone again where nothing could be written."""
    with _told(folder / next(iter(contents), "")), folders_to(folder):
        return write_all(folder, contents)


def write_all(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write several files of a folder that is there, and rename them once all are on the disk; gives their paths.

    Raises
    ------
    InputError
        When one cannot be written, or replaced because another program holds it open, or is a folder, a pipe or a
        device; what was there stays.
    """
    for name in contents:
        if (folder / name).exists() and not (folder / name).is_file():
            raise InputError([mistake("zoning.files.not_a_file", table=str(folder / name))])
    clear(folder)
    waiting: list[tuple[Path, Path]] = []
    kept: list[tuple[Path, Path]] = []
    try:
        for name in sorted(contents, key=_rank):
            waiting.append((folder / part_name(), folder / name))
            with _told(folder / name):
                _write(waiting[-1][0], contents[name])
        for _, final in waiting if len(waiting) > 1 else ():
            kept += _kept(final)
        _replace(waiting, kept)
        _flush(folder)
    finally:
        for part, _ in (*waiting, *kept):
            with contextlib.suppress(OSError):  # a disk that turned read-only: what is told is why nothing was written
                part.unlink(missing_ok=True)
    return [folder / name for name in contents]


def _rank(name: str) -> int:
    return 2 if name == LAST else name.endswith((".json", ".jsonl"))


def _replace(waiting: list[tuple[Path, Path]], kept: list[tuple[Path, Path]]) -> None:
    """Rename the new files in their order; where one cannot be, those before it are as they were."""
    done: list[Path] = []
    try:
        for part, final in waiting:
            if final.name == LAST:
                _flush(final.parent)
            with _told(final):
                os.replace(part, final)
            done.append(final)
    except InputError:
        old = {final: part for part, final in kept}
        for final in done:
            with contextlib.suppress(OSError):
                os.replace(old[final], final) if final in old else final.unlink()
        raise


def _kept(final: Path) -> list[tuple[Path, Path]]:
    """The file that is there under a second name, for the time until all are replaced."""
    part = final.with_name(part_name())
    try:
        os.link(final, part)
    except FileNotFoundError:
        return []
    except OSError:  # a disk without second names
        with contextlib.suppress(OSError):
            shutil.copyfile(final, part)
        return [(part, final)] if part.exists() else []
    return [(part, final)]


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    """Have the disk keep the renames so far before any that follow; where it cannot, the order is the system's."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)  # Windows opens no folder
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses is told of the file that was to be written."""
    try:
        yield
    except OSError as error:
        raise InputError(
            [mistake("zoning.files.unwritable", table=str(path), reason=reason_of(error), remedy=remedy_of(error))]
        ) from error


@contextmanager
def folders_to(folder: Path) -> Iterator[None]:
    """Have a folder, and those on the way to it, for as long as nothing goes wrong: then those that are new are gone.

    Raises
    ------
    OSError
        When one cannot be made.
    """
    new = [at for at in (folder, *folder.parents) if not at.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for at in new:
            with contextlib.suppress(OSError):  # others have put something into it
                at.rmdir()
        raise


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for a while, for files that a library can write to a disk alone.

    Raises
    ------
    InputError
        When the system's temporary folder has no room, or there is none.
    """
    place = ""
    try:
        place = tempfile.gettempdir()
        with tempfile.TemporaryDirectory() as made:
            try:
                yield Path(made)
            except OSError:
                raise
            except Exception as error:  # libraries have errors of their own for what the system refused them
                if shutil.disk_usage(made).free > ROOM:
                    raise
                raise OSError(errno.ENOSPC, str(error)) from error
    except OSError as error:
        raise InputError([mistake("zoning.files.temporary", place=place, reason=reason_of(error))]) from error
