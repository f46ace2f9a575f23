"""Cells of a text table that a spreadsheet would run as a formula, written as text and read back as they were.

A name such as ``=HYPERLINK("http://…")`` runs when the file is opened in Excel or WPS; behind an apostrophe it is text.
What it may get wrong: who reads such a file with another program sees the apostrophe. Reference: OWASP, CSV injection.
"""

import re

RUNS = re.compile(r"'*[=@\t\r+-]")
"""How a cell begins that may be run, or that was written as if it were."""
NUMBER = re.compile(r"[+-]?[0-9.,]+(?:[eE][+-]?[0-9]+)?")


def safe(value: object) -> str:
    """The cell as it may be written; numbers stay as they are."""
    text = str(value)
    return f"'{text}" if len(text) > 1 and RUNS.match(text) and not NUMBER.fullmatch(text) else text


def bare(cell: str) -> str:
    """The cell without surrounding space and without the apostrophe that :func:`safe` put in front."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and RUNS.match(text) else text
