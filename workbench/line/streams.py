"""The streams of the system made fit to write to: some are missing, some closed, some know no Chinese, some are full.

What it may get wrong: a stream whose encoding is unknown to Python is taken for one that knows no Chinese.
"""

import codecs
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from zoning.model.errors import reason_of
from zoning.texts import Language

SIGNS = {
    "²": "2", "³": "3", "×": "x", "·": "-", "–": "-", "—": "-", "−": "-", "…": "...", "±": "+-", "≤": "<=", "≥": ">=",
    "→": "->", "←": "<-", "’": "'", "‘": "'", "“": '"', "”": '"', "½": "1/2", "Δ": "d", "█": "#", "▲": "^", "▼": "v",
}  # fmt: skip
"""What a sign is written as where the stream does not have it; every other one becomes an escape."""
ERRORS = "zoning.signs"
CHINESE = "防区，：。"
"""What a stream must be able to say for a person to read Chinese on it."""


class Unwritable(Exception):
    """Results can no longer be shown: the disk behind the stream is full, or it was closed."""


def _signs(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(SIGNS.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lost), error.end


codecs.register_error(ERRORS, _signs)


def prepare() -> None:
    """Give the program streams where the system gave none, and have them write what they cannot encode as signs.

    A service or a scheduler starts programs with their streams closed; what is opened next would take their numbers,
    and a library that complains would write into a file of results. Windows programs without a console have none.
    """
    while True:
        number = os.open(os.devnull, os.O_RDWR)
        if number > 2:
            os.close(number)
            break
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the program runs
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=ERRORS)


def readable(language: Language) -> Language:
    """The language, or English where the results' stream cannot write Chinese."""
    try:
        CHINESE.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return "en"
    return language


@contextmanager
def writing() -> Iterator[None]:
    """What the system refuses while results are shown is :class:`Unwritable`, or a reader that hung up.

    Raises
    ------
    BrokenPipeError
        When whoever read has read enough.
    Unwritable
        With the system's reason, a message.
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):
            raise BrokenPipeError from error
        raise Unwritable(reason_of(error)) from error


def silence(name: str) -> None:
    """Let a stream that failed write to nowhere, so that nothing fails again when the program ends."""
    stream: TextIO = getattr(sys, name)
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # no file of the system behind it
        setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the program runs
