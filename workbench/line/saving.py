"""Results saved in a folder: refused before an hour is spent on them, whole, and those of an earlier plan marked.

A folder that holds files of an earlier plan beside the new one has a list of them, ``stale.txt``, until each is made
anew. What it may get wrong: a file is known by its name only.
"""

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zoning.files.leftovers import part_name
from zoning.files.whole import LAST, folders_to, write_all, write_into, write_whole
from zoning.model.errors import InputError, Mistake, mistake, reason_of, remedy_of
from zoning.texts import LANGUAGES, say

STALE = "stale.txt"
FROM_A_PLAN = re.compile(
    r"(plan|map|change|county|organisation|report|response|staffing|deploy|evaluate|stress)\.(json|xlsx|docx|pdf|html|pptx|png|svg|gpkg)"
    r"|replicates\.csv"
)
"""What commands make of a plan; reports and services lie beside it where ``--out`` says so."""


class _Probed(Exception):
    """A folder can be written; what was made to find out is to go."""


def prepared(folder: Path) -> Path:
    """The folder, known to be writable; one that is not there is left so until there is something to put into it.

    Raises
    ------
    InputError
        When a file stands in its place or nothing can be written there.
    """
    try:
        with contextlib.suppress(_Probed), folders_to(folder), tempfile.TemporaryFile(dir=folder):
            raise _Probed
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError([mistake("workbench.saving.not_a_folder", table="--out", value=folder)]) from error
    except OSError as error:
        wrong = mistake(
            "workbench.saving.unwritable", table="--out", value=folder, reason=reason_of(error), remedy=remedy_of(error)
        )
        raise InputError([wrong]) from error
    return folder


def save(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files of a result; those among them that were stale no longer are.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    written = write_into(folder, files)
    _mark(folder, stale_files(folder) - set(files))
    return written


@contextmanager
def kept(folder: Path, plan: bytes) -> Iterator[None]:
    """Have a plan on the disk while all else is made of it; where that fails, ``plan.json`` is there alone.

    Raises
    ------
    InputError
        When the plan cannot be written, or something else cannot; it then names the place of the plan.
    """
    part = folder / part_name()
    write_whole(part, plan)
    try:
        with _temporary(folder):
            yield
    except Exception as error:
        with contextlib.suppress(InputError):  # a disk too full for a list of names
            _mark(folder, _stale(folder, {LAST: plan}))
        os.replace(part, folder / LAST)
        if isinstance(error, InputError | OSError | RuntimeError | MemoryError):  # GDAL's are RuntimeErrors
            place = str(folder / LAST)
            raise InputError([mistake("workbench.saving.only_plan", table=place), *_reasons(error)]) from error
        raise
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Have temporary files go to a folder for a while where the system has no other place for them."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = None
    else:
        yield


def _reasons(error: Exception) -> Sequence[Mistake]:
    """Why something could not be made."""
    if isinstance(error, InputError):
        return error.mistakes
    if isinstance(error, OSError):
        return [
            mistake(
                "zoning.files.unwritable",
                table=error.filename and str(error.filename),
                reason=reason_of(error),
                remedy=remedy_of(error),
            )
        ]
    key = "memory" if isinstance(error, MemoryError) else "library"
    return [mistake(f"workbench.saving.{key}", kind=type(error).__name__)]


def save_plan(folder: Path, files: Mapping[str, bytes]) -> tuple[list[Path], list[str]]:
    """Write a plan with what was drawn of it; also the names of files of an earlier plan, which are marked.

    Raises
    ------
    InputError
        When a file cannot be written.
    """
    stale = _stale(folder, files)
    if stale:
        _mark(folder, stale)  # first: no moment in which old files pass for those of the new plan
    written = write_all(folder, files)
    _mark(folder, stale)
    return written, sorted(stale)


def outdated(folder: Path) -> None:
    """Mark everything in a folder that was made of a plan: what it was part of has been made anew without it."""
    _mark(folder, {path.name for path in folder.iterdir() if FROM_A_PLAN.fullmatch(path.name)})


def _stale(folder: Path, files: Mapping[str, bytes]) -> set[str]:
    """Names in the folder that are of another plan than the one among ``files``, and not among these."""
    there = {path.name for path in folder.iterdir() if FROM_A_PLAN.fullmatch(path.name)}
    other = LAST in there and _meaning(folder / LAST) != _meaning(files[LAST])
    return (there if other else stale_files(folder) & there) - set(files)


def _meaning(plan: "Path | bytes") -> Any:
    """What makes a plan file another one: county, policy, zones and offices; ``None`` where it is none."""
    try:
        content = json.loads(plan.read_bytes() if isinstance(plan, Path) else plan)
        zones = [(zone["stations"], zone.get("office")) for zone in content["zones"]]
        return content["county"]["digest"], content["policy"], zones
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def stale_files(folder: Path) -> set[str]:
    """The names in the list of stale files."""
    with contextlib.suppress(OSError, ValueError):
        lines = (folder / STALE).read_text(encoding="utf-8").splitlines()
        return {line[2:] for line in lines if line.startswith("- ")}
    return set()


def _mark(folder: Path, names: Iterable[str]) -> None:
    """Write the list of stale files, or remove it where there are none."""
    if held := sorted(names):
        head = [say("workbench.saving.stale_head", language) for language in LANGUAGES]
        text = "\n".join([*head, *(f"- {name}" for name in held)]) + "\n"
        write_whole(folder / STALE, text.encode())
    else:
        (folder / STALE).unlink(missing_ok=True)
