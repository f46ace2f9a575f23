"""The consoles of the terminal; only who shows something imports this, for its library takes time to load."""

import os
import sys
from typing import Any, TextIO

from rich.console import Console

from workbench.line.streams import silence, writing

NARROWEST, WIDEST = 20, 10_000
"""Cells between which a width is believed: ``COLUMNS`` may be 0, and so may a terminal that nobody sized."""


class _Results(Console):
    """A console that leaves it to the caller what to do when nothing can be written."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError

    def print(self, *parts: Any, **options: Any) -> None:
        with writing():
            super().print(*parts, **options)


class _Complaints(Console):
    """A console that falls silent when nothing can be written: there is nobody to tell."""

    def on_broken_pipe(self) -> None:
        silence("stderr")

    def print(self, *parts: Any, **options: Any) -> None:
        try:
            super().print(*parts, **options)
        except OSError:
            silence("stderr")


def console(stream: TextIO, piped: int) -> Console:
    """A console on a stream, ``piped`` cells wide where it is no terminal and ``COLUMNS`` says nothing."""
    kind = _Complaints if stream is sys.stderr else _Results
    own = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")
    }  # read here, not there
    made = kind(file=stream, highlight=False, markup=False, emoji=False, _environ=own)
    said = os.environ.get("COLUMNS", "")
    width = int(said[:6]) if said.isascii() and said.isdecimal() else made.width if stream.isatty() else piped
    made.width = min(max(width, NARROWEST), WIDEST)
    return made
