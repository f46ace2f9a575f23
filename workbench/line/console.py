"""The consoles of the terminal; only who shows something imports this, for its library takes time to load."""

import os
from typing import TextIO

from rich.console import Console


class _Pipe(Console):
    """A console that leaves a reader's hanging up to the caller."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(stream: TextIO, piped: int) -> Console:
    """A console on a stream, ``piped`` cells wide where it is no terminal and ``COLUMNS`` says nothing."""
    width = None
    if not os.environ.get("COLUMNS", "").isdecimal() and not stream.isatty():
        width = piped
    return _Pipe(file=stream, width=width, highlight=False, markup=False, emoji=False)
