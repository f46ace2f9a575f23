"""Which language is spoken, and the numbers in it.

The language is that of ``--lang``, else of the locale (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), else Chinese.
"""

import re
from collections.abc import Mapping, Sequence

from zoning.texts import Language

WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
OPEN, CLOSE = "（【《“‘", "，。；：、！？）】》”’…"
PIECES = re.compile(rf"[{OPEN}]*(?:[{WIDE}]|[^\s{WIDE}{OPEN}]+)[{CLOSE}]*\s*|[{OPEN}]|\s+")
"""What a line is never broken within: a wide character or a word with the marks round it and the space behind it."""
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a command line, before it is parsed: help and usage errors need it already."""
    for i, word in enumerate(arguments):
        if word == "--":
            break
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and i + 1 < len(arguments):
            value = arguments[i + 1]
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    return of_locale(environment)


def of_locale(environment: Mapping[str, str]) -> Language:
    """English where the locale says so, Chinese everywhere else."""
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh"


def mended(text: str) -> str:
    """Text that no terminal acts upon and no file chokes on: control characters out, lone surrogates marked."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c == "\n" or c.isprintable() else " " for c in safe)


NUMBERS = re.compile(r"(?<![A-Za-z\d_:.])[+−±-]?\d[\d,.]*%?(?![A-Za-z\d_])(?: [^\W\d])?")
"""A number with its sign and the first letter of its unit."""


def joined(text: str) -> str:
    """The text with every number and its unit on one line: no program breaks there; within a number none does."""
    return NUMBERS.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def folded(text: str, cells: int) -> list[str]:
    """The text in lines of at most ``cells`` screen cells: broken at spaces and between Chinese characters.

    A closing mark never begins a line, and an opening one ends none. A word longer than a line is broken where the line
    ends.
    """
    from rich.cells import cell_len, set_cell_size

    lines = [""]
    for piece in PIECES.findall(mended(text).replace("\n", " ")):
        room = cells - cell_len(lines[-1])
        if lines[-1] and cell_len(piece.rstrip()) > room:
            lines.append("")
        rest = piece if lines[-1] else piece.lstrip()
        while cell_len(rest.rstrip()) > cells:
            lines[-1] = set_cell_size(rest, cells).rstrip()
            rest = rest[len(lines[-1]) :]
            lines.append("")
        lines[-1] += rest
    return [line.rstrip() for line in lines if line.strip()] or [""]
