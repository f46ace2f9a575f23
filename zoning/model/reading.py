"""The bytes of a file that a person names: an ordinary one, and no more than it may hold; and TOML not nested too deep.

A pipe or a device is never opened, since nobody can tell whether it ends. What it may get wrong: a file that is
replaced between the look and the reading.
"""

import tomllib
from pathlib import Path
from typing import Any

from zoning.model.errors import InputError, mistake
from zoning.texts.syntax import NESTED, Fault, toml_fault


def content_of(path: Path, most: int) -> bytes:
    """The bytes of a file, at most one more than ``most``, by which a file too large is known.

    Raises
    ------
    InputError
        When it is a folder, a pipe or a device.
    OSError
        When it is not there or cannot be read.
    """
    if path.exists() and not path.is_file():
        raise InputError([mistake("zoning.files.not_a_file", table=str(path))])
    with path.open("rb") as stream:
        return stream.read(most + 1)


DEEPEST = 50
"""Tables and lists within each other; whoever walks through more runs out of stack."""


class NotToml(ValueError):
    """A text that is no TOML: the line, the character and the cause, in both languages."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"line {fault.line}: {fault.says}" if fault.line else str(fault.says))
        self.fault = fault


def toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises
    ------
    NotToml
        When it is none, holds a number of thousands of digits, or is nested too deep.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotToml(toml_fault(text, error)) from error
    held: list[Any] = [content]
    for _ in range(DEEPEST):
        held = [
            inner
            for one in held
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not held:
            return content
    raise NotToml(toml_fault(text, ValueError(NESTED)))
