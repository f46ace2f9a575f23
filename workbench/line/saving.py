"""Files that are written whole or not at all, and a folder refused before an hour is spent on what goes in it."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from zoning.model.errors import InputError, mistake


def prepared(folder: Path) -> Path:
    """The folder, made if need be and known to be writable.

    Raises
    ------
    InputError
        When a file stands in its place or nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError([mistake("workbench.saving.not_a_folder", table="--out", value=folder)]) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def save(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write every file under a temporary name and rename them all at the end.

    Raises
    ------
    InputError
        When a file cannot be written; those already there stay as they were.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            waiting.append((folder / f".{name}.{os.getpid()}", folder / name))
            waiting[-1][0].write_bytes(content)
        for part, final in waiting:
            os.replace(part, final)
    except OSError as error:
        raise _unwritable(Path(error.filename or folder), error) from error
    finally:
        for part, _ in waiting:
            part.unlink(missing_ok=True)
    return [final for _, final in waiting]


def _unwritable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or type(error).__name__
    return InputError([mistake("workbench.saving.unwritable", table="--out", value=path, reason=reason)])
