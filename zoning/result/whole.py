"""Files that are whole or not there, whenever the machine stops: written beside, flushed to the disk, then renamed."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zoning.model.errors import InputError, mistake


def write_whole(path: Path, content: bytes) -> None:
    """Write one file; folders on the way to it are made.

    Raises
    ------
    InputError
        When it cannot be written; what was there stays.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_all(path.parent, {path.name: content})


def write_all(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write several files of a folder that is there, and rename them once all are on the disk; gives their paths.

    Raises
    ------
    InputError
        When one cannot be written; what was there stays.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            waiting.append((folder / f".zoning-{secrets.token_hex(8)}", folder / name))
            with _told(folder / name):
                _write(waiting[-1][0], content)
        for part, final in waiting:
            with _told(final):
                os.replace(part, final)
    finally:
        for part, _ in waiting:
            part.unlink(missing_ok=True)
    return [final for _, final in waiting]


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses is told of the file that was to be written."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([mistake("zoning.files.unwritable", table=str(path), reason=reason)]) from error
