"""The copy of a workbook in which every mistake is marked. A workbook with data on persons is not copied."""

import zlib
from collections.abc import Sequence
from zipfile import BadZipFile

from geodata.marked.book import marked, notes_on, sheet_names
from geodata.tables.table import Tables
from zoning.model.errors import Mistake
from zoning.texts import Language, Message

PRIVATE = "geodata.privacy."
"""How the keys of mistakes about data on persons begin."""


def marked_copy(data: bytes, tables: Tables, mistakes: Sequence[Mistake], language: Language) -> bytes | Message:
    """The bytes of the copy, or the reason why there is none.

    Parameters
    ----------
    data : of the workbook, known to be one
    tables : what was read of it
    """
    if any(mistake.says.key.startswith(PRIVATE) for mistake in mistakes):
        return Message("workbench.check.private")
    try:
        return marked(data, notes_on(mistakes, tables, sheet_names(data), language), language)
    except ValueError as error:
        return Message("workbench.check.cannot_mark", {"reason": str(error)})
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:  # a part nobody had to read
        return Message("workbench.check.cannot_mark", {"reason": type(error).__name__})
