"""Files that are whole or not there, whenever the machine stops."""

import os
import tempfile
from pathlib import Path

from zoning.model.errors import InputError, mistake


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename.

    Raises
    ------
    InputError
        When the file cannot be written; what was there stays.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".zoning-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([mistake("scenarios.results.unwritable", table=str(path), reason=reason)]) from error
