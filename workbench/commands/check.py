"""``zoning check``: a county read and shown, or every mistake told and, of a workbook, a copy with all of them marked.

The copy lies beside the workbook and replaces nothing but an earlier copy of ours. A workbook with data on persons is
not copied: what is refused is written nowhere. What it may get wrong: a workbook
that changes while it is checked is marked as it is by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geodata
from geodata.county.build import Built
from geodata.county.summary import summary
from geodata.formats import guard
from geodata.marked.book import is_marked
from geodata.tables.findings import Findings, by_importance
from geodata.tables.table import Tables
from geodata.workbook.reading import SUFFIXES
from workbench.given.marking import marked_copy
from workbench.given.sources import Source
from workbench.line.mistakes import most_important
from workbench.line.screen import BAD_INPUT, DONE, Screen
from workbench.tables.plan.county import show_county
from zoning.files.whole import write_all
from zoning.judge.slices import by_period
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, Mistake
from zoning.result.documents import to_document
from zoning.texts import Message


@dataclass(frozen=True, eq=False)
class RefusedCounty(ByValue):
    """The mistakes of a county, the file in which they are ``marked``, and what the reading took for what."""

    mistakes: tuple[Mistake, ...]
    marked: str | None
    notices: tuple[str, ...]


def check_county(screen: Screen, source: Source, copy: Path | None) -> int:
    """Show the county, or tell its mistakes and mark them in a copy of its workbook."""
    from workbench.given.periods import together

    tables = source.tables()
    built = built_or_refused(screen, source, tables, copy)
    if built is None:
        return BAD_INPUT
    target = _copy_of(screen, source, copy)
    notices = [notice.text(screen.language) for notice in built.notices]
    notices[:0] = together(by_period(built.county), screen.language)
    if target is not None and _is_ours(target):
        notices.insert(0, screen.say("workbench.check.stale", file=str(target)))
    found = summary(built, notices)
    screen.emit(to_document(found))
    show_county(screen, built, found.longest, notices)
    return DONE


def built_or_refused(screen: Screen, source: Source, tables: Tables, copy: Path | None = None) -> Built | None:
    """The county of these tables; ``None`` where it has mistakes, which have then been told and marked."""
    try:
        return geodata.build(tables)
    except InputError as error:
        _refuse(screen, tables, error.mistakes, Path(source.county), _copy_of(screen, source, copy))
        return None


def _copy_of(screen: Screen, source: Source, copy: Path | None) -> Path | None:
    """Where the mistakes of a workbook are marked; ``None`` for a county that is no workbook."""
    book = Path(source.county)
    if book.suffix.lower() not in SUFFIXES or not book.is_file():
        return None
    return copy or book.with_name(book.stem + screen.say("workbench.check.suffix") + book.suffix)


def _refuse(screen: Screen, tables: Tables, mistakes: Sequence[Mistake], book: Path, target: Path | None) -> int:
    """Tell the mistakes, what the reading took for what, and where they are marked."""
    says = None if target is None else _mark(screen, tables, mistakes, book, target)
    notices = [notice.text(screen.language) for notice in by_importance(tables.notices)]
    sentence = screen.say("workbench.error.input", count=len(mistakes))
    written = str(target) if target is not None and says is None else None
    refused = RefusedCounty(tuple(mistakes), written, tuple(notices))
    # the document is of all mistakes, which takes its time
    code = screen.refuse(sentence, BAD_INPUT, mistakes, to_document(refused, screen.language) if screen.json else None)
    if not screen.json:
        if notices:
            screen.note("", screen.say("workbench.check.notices"), *most_important(notices, screen.language))
        if target is not None:
            screen.note(
                "", says.text(screen.language) if says else screen.say("workbench.check.marked", file=str(target))
            )
    return code


def _mark(screen: Screen, tables: Tables, mistakes: Sequence[Mistake], book: Path, target: Path) -> Message | None:
    """Write the marked copy; the message says why there is none."""
    if target.exists() and (not _is_ours(target) or target.samefile(book)):
        return Message("workbench.check.not_ours", {"file": str(target)})
    data = guard.load(book, Findings(), ".xlsx")
    if data is None:
        return Message("workbench.check.cannot_mark", {"reason": book.name})
    copy = marked_copy(data, tables, mistakes, screen.language)
    if isinstance(copy, Message):
        return copy
    try:
        write_all(target.parent, {target.name: copy})
    except InputError as error:
        return Message("workbench.check.unwritable", {"file": str(target), "reason": error.mistakes[0].says})
    return None


def _is_ours(path: Path) -> bool:
    """Whether a file is there that was made here."""
    try:
        return path.is_file() and is_marked(path.read_bytes())
    except OSError:  # what cannot be read is somebody else's
        return False
