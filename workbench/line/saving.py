"""A folder that is refused before an hour is spent on what goes in it."""

import tempfile
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
        reason = error.strerror or type(error).__name__
        wrong = mistake("workbench.saving.unwritable", table="--out", value=folder, reason=reason)
        raise InputError([wrong]) from error
    return folder
