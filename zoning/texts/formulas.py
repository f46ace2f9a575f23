"""Cells of a text table that a spreadsheet would run as a formula, written as text and read back as they were.

A name such as ``=HYPERLINK("http://…")`` runs when the file is opened in Excel or WPS; behind an apostrophe it is text.
What it may get wrong: who reads such a file with another program sees the apostrophe. Reference: OWASP, CSV injection.
"""

import csv
import io
import re
from collections.abc import Iterable

RUNS = re.compile(r"'*[=@\t\r+-]")
"""How a cell begins that may be run, or that was written as if it were."""
NUMBER = re.compile(r"[+-]?[0-9.,]+(?:[eE][+-]?[0-9]+)?")


def safe(value: object) -> str:
    """The cell as it may be written; numbers stay as they are."""
    text = str(value)
    if type(value) is int:
        return text
    return f"'{text}" if len(text) > 1 and RUNS.match(text) and not NUMBER.fullmatch(text) else text


def bare(text: str) -> str:
    """The cell without the apostrophe that :func:`safe` put in front."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


def csv_text(rows: Iterable[Iterable[object]], end: str = "\n") -> str:
    """Rows as comma-separated text, nothing in them a formula; a missing value is a blank cell."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=end)
    writer.writerows(["" if value is None else safe(value) for value in row] for row in rows)
    return stream.getvalue()
