"""A list of calls as chunks of the columns that are counted; cells of other columns never become a text.

Text is UTF-8, UTF-16 or GB18030, parted as its headings are recognised; of a workbook every sheet that has the headings
is read, row by row. The headings are the row among the first that has most of them, or two that merged cells make one,
so a title above is no matter. What it may get wrong: a row with more cells than headings is read by its first cells; a
sheet that repeats the calls of another counts twice where calls have neither numbers nor seconds.
"""

import csv
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from geodata.calls.headings import ROLES, Chosen, header_of, heading_shown, roles
from geodata.formats import guard
from geodata.formats.delimited import DELIMITERS, LINE_END, decode, utf16
from geodata.listing.cells import Cells, Words
from geodata.listing.files import beginning, encoding_of, refuse_nul
from geodata.listing.lines import blocks, column, filled
from geodata.openxml.package import SheetPart, sheet_parts
from geodata.openxml.plain_book import transitional
from geodata.privacy.personal import SHARE, SURE, personal
from geodata.tables.cleaning import seen, unwrapped
from geodata.tables.columns import plain
from geodata.tables.findings import Findings
from geodata.workbook.sheets import streamed, text
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.texts import Message

if TYPE_CHECKING:
    import pandas as pd

ROWS = 100_000
"""Rows of one chunk, where rows are read one by one."""
TITLES = 20
"""Rows among which the headings are looked for."""
LOOKED_AT = 1_000
"""Rows of a chosen column that are looked at for data on persons."""
WORDS = frozenset(("station", "kind", "status"))
"""Roles whose words may be shown; numbers of calls are shown nowhere."""
BOOKS = (".xlsx", ".xlsm")
PLAIN = {"utf-8-sig": "utf-8", "gb18030": "gb18030"}
"""Encodings whose bytes are parted as they stand."""


@dataclass(frozen=True)
class Chunk:
    """Columns of rows that hold something in one of them, by role; ``None`` where a list has no such column."""

    time: Cells
    kind: Words
    date: Cells | None = None
    station: Words | None = None
    lon: Cells | None = None
    lat: Cells | None = None
    id: Cells | None = None
    status: Words | None = None

    @classmethod
    def of(cls, cells: Mapping[str, Cells]) -> "Chunk":
        """The columns of these cells."""
        return cls(**{role: Words.of(held) if role in WORDS else held for role, held in cells.items()})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Calls:
    """A list that is open: heading by role, and an iterator of chunks with rows numbered from 0.

    Of a workbook with several sheets ``sheets`` are those that are read, ``unread`` the others that hold something,
    ``lacking`` those that are read without a column that another has.
    """

    file: str
    headings: Mapping[str, str]
    chunks: Iterator[Chunk]
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    lacking: tuple["Lacking", ...] = ()


@dataclass
class Lacking:
    """A sheet that is read without columns, by role, that others have, and how many rows of it were read so far.

    The name is empty where it may not be shown.
    """

    sheet: str
    roles: tuple[str, ...]
    read: int = 0


@dataclass(frozen=True)
class _Part:
    """A text file or a sheet: heading by role, its chunks, and what it lacks beside other sheets."""

    headings: Mapping[str, str]
    chunks: Iterator[Chunk]
    lacking: Lacking | None = None


@dataclass(frozen=True)
class _Tab:
    """A sheet of a workbook: how many headings of calls its best row has, the rows down to it, its cells."""

    part: SheetPart
    known: int
    before: int
    header: Sequence[str]
    sheet: Any


def open_calls(path: Path, chosen: Chosen) -> Calls:
    """The list in a file.

    Raises
    ------
    InputError
        When it cannot be read, has no headings of calls, or a chosen column holds data on persons.
    """
    parts, sheets, unread = _book(path, chosen) if path.suffix.lower() in BOOKS else (_text(path, chosen), (), ())
    headings = {role: heading for part in reversed(parts) for role, heading in part.headings.items()}
    filled = itertools.chain.from_iterable(_filled(path, part, chosen) for part in parts)
    first = next(filled, None)
    if first is None:
        raise InputError([mistake("geodata.table.no_rows", table=path.name)])
    lacking = tuple(part.lacking for part in parts if part.lacking is not None)
    return Calls(path.name, headings, itertools.chain([first], filled), sheets, unread, lacking)


def _filled(path: Path, part: _Part, chosen: Chosen) -> Iterator[Chunk]:
    """The chunks of a part that hold something; the first is looked through for data on persons."""
    chunks = (chunk for chunk in _told(path, part.chunks) if len(chunk.time))
    for number, chunk in enumerate(chunks):
        if number == 0 and (wrong := [*_personal(path.name, part.headings, chunk, chosen)]):
            raise InputError(wrong)
        if part.lacking is not None:
            part.lacking.read += len(chunk.time)
        yield chunk


def _personal(file: str, headings: Mapping[str, str], chunk: Chunk, chosen: Chosen) -> Iterator[Mistake]:
    """Columns of words, and a chosen one of numbers, that are of names, numbers or addresses of persons.

    Numbers of calls are made of a region and a day as identity numbers are, so only a heading tells these. Single cells
    of a column of words are nobody's reason to refuse a list: they are unknown words, which are shown nowhere.
    """
    for role in sorted((WORDS | ({"id"} & chosen.keys())) & headings.keys()):
        cells = getattr(chunk, role).head(LOOKED_AT)
        what = personal(headings[role], cells)
        if what is None:
            continue
        named = SURE[what.kind].search(plain(headings[role])) is not None
        many = role in WORDS and len(what.rows) >= SHARE * sum(bool(cell.strip()) for cell in cells)
        if named or many or (role == "id" and what.kind != "identity"):
            says = Message(f"geodata.calls.not_{what.kind}", {"count": len(what.rows), "role": role})
            yield Mistake(says, file, None, heading_shown(headings[role]))


def _text(path: Path, chosen: Chosen) -> list[_Part]:
    """A text file as the one part that it is."""
    head = beginning(path)
    start = decode(head)
    encoding = utf16(head) or encoding_of(head)
    if isinstance(start, Message) or encoding is None:
        says = start if isinstance(start, Message) else Message("geodata.file.encoding", {"line": 1})
        if says.key == "geodata.file.garbled":  # which would show what stands there
            says = Message("geodata.file.garbled_list")
        raise InputError([Mistake(says, path.name)])
    refuse_nul(path, encoding)
    line, delimiter, header = _headings(start)
    columns = roles(header, chosen, path.name)
    return [_part(header, columns, _lines(path, line, delimiter, encoding, len(header), columns))]


def _part(
    header: Sequence[str], columns: Mapping[str, int], chunks: Iterator[Chunk], lacking: Lacking | None = None
) -> _Part:
    return _Part({role: header[place] for role, place in columns.items()}, chunks, lacking)


def _lines(
    path: Path, line: int, delimiter: str, encoding: str, width: int, columns: Mapping[str, int]
) -> Iterator[Chunk]:
    """Chunks of a text file behind its first lines; the file is closed when nobody asks for more."""
    with path.open("rb") as stream:
        if delimiter.isascii() and encoding in PLAIN:
            for _ in range(line):
                stream.readline()
            line = 0
            for begun, rows in blocks(stream, delimiter):
                if rows is None:
                    stream.seek(begun)
                    break
                where, count = filled(rows, sorted(columns.values()))
                if count:
                    cells = {
                        role: column(rows, where[place], PLAIN[encoding], bare=role not in WORDS)
                        for role, place in columns.items()
                    }
                    yield Chunk.of(cells)
            else:
                return
        yield from _irregular(stream, line, delimiter, encoding, width, columns)


def _irregular(
    stream: BinaryIO, line: int, delimiter: str, encoding: str, width: int, columns: Mapping[str, int]
) -> Iterator[Chunk]:
    """Chunks of the rest of a text, read in one of the ways that spreadsheets do."""
    import pandas as pd

    with pd.read_csv(
        stream,
        sep=delimiter,
        engine="c" if delimiter.isascii() else "python",  # the fast one knows delimiters of one byte
        header=None,
        names=list(range(width)),
        index_col=False,
        usecols=sorted(columns.values()),
        skiprows=line,
        dtype=str,
        keep_default_na=False,
        encoding=encoding,
        chunksize=ROWS,
    ) as frames:
        for frame in frames:
            yield _cleaned(frame, columns)


def _headings(start: str) -> tuple[int, str, list[str]]:
    """Rows down to the headings with these, the delimiter, the headings; the row that has most known ones counts."""
    lines = LINE_END.split(start)[:TITLES]
    options = []
    for delimiter in DELIMITERS:
        rows = [[_seen(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])] for line in lines]
        many, before, header = header_of(rows)
        options.append((many, -before, delimiter, [*header]))
    _, before, delimiter, header = max(options, key=lambda option: option[:2])
    return -before, delimiter, header


def _book(path: Path, chosen: Chosen) -> tuple[list[_Part], tuple[str, ...], tuple[str, ...]]:
    """The sheets of a workbook that have the headings of calls, their names, and those of the others.

    Hidden sheets are read only where no other has the headings.
    """
    tabs = _tabs(path)
    fitting = [(tab, columns) for tab in tabs if (columns := _roles(tab, chosen))]
    read = [one for one in fitting if not one[0].part.hidden] or fitting
    if not read:
        best = max(tabs, key=lambda tab: tab.known, default=None)
        roles([] if best is None else best.header, chosen, path.name)  # says what it lacks
    every = {role for _, columns in read for role in columns} - {"date"}  # which is in the time elsewhere
    parts = []
    for tab, columns in read:
        lacks = tuple(role for role in ROLES if role in every - columns.keys())
        rows = _rows(tab.sheet.iter_rows(min_row=tab.before + 1, values_only=True), columns)
        parts.append(_part(tab.header, columns, rows, Lacking(tab.part.name, lacks) if lacks else None))
    rest = [tab for tab in tabs if any(tab.header) and all(tab is not one for one, _ in read)]
    several = len(read) + len(rest) > 1
    return parts, tuple(tab.part.name for tab, _ in read if several), tuple(tab.part.name for tab in rest)


def _tabs(path: Path) -> list[_Tab]:
    """The sheets of a workbook with the row of each that has most headings of calls."""
    found = Findings()
    data = guard.load(path, found)
    if data is None:
        raise InputError(found.mistakes)
    try:
        data = transitional(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = sheet_parts(archive)
        return [_tab(part, sheet) for part, sheet in zip(parts, streamed(data, parts), strict=True)]
    except Exception as error:
        raise InputError([mistake("geodata.calls.broken", table=path.name)]) from error


def _tab(part: SheetPart, sheet: Any) -> _Tab:
    rows = [[_seen(text(cell)) for cell in cells] for cells in _quietly(sheet.iter_rows(values_only=True), TITLES)]
    return _Tab(part, *header_of(rows), sheet)


def _roles(tab: _Tab, chosen: Chosen) -> dict[str, int] | None:
    """The places of roles on a sheet; ``None`` where it has not the headings."""
    try:
        return roles(tab.header, chosen, tab.part.name)
    except InputError:
        return None


def _quietly(rows: Iterable[Sequence[object]], count: int) -> list[Sequence[object]]:
    """The next rows; warnings of the reader are about styles and extensions, not about cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(itertools.islice(rows, count))


def _rows(rows: Iterable[Sequence[object]], columns: Mapping[str, int]) -> Iterator[Chunk]:
    """Chunks of the columns of rows that hold something in them."""
    import pandas as pd

    places, more = sorted(columns.values()), iter(rows)
    while part := _quietly(more, ROWS):
        texts = [[text(row[place]) if place < len(row) else "" for place in places] for row in part]
        yield _cleaned(pd.DataFrame(texts, columns=places, dtype=object), columns)


def _cleaned(frame: "pd.DataFrame", columns: Mapping[str, int]) -> Chunk:
    """The columns by role; rows without a word in any of them are left out, the others numbered from 0."""
    frame = frame.fillna("")
    texts = {place: [cell.strip() for cell in frame[place]] for place in frame}
    held = [row for row, cells in enumerate(zip(*texts.values(), strict=True)) if any(cells)]
    return Chunk.of(
        {
            role: Cells.of([texts[place][row].lstrip("" if role in WORDS else "'") for row in held])
            for role, place in columns.items()
        }
    )


def _seen(text: str) -> str:
    return unwrapped(seen(text)).strip()


def _told(path: Path, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks; what breaks off a list is a mistake, without a word of what stands there."""
    try:
        yield from chunks
    except UnicodeDecodeError as error:
        raise InputError([mistake("geodata.file.bytes", table=path.name)]) from error
    except OSError as error:
        raise InputError([mistake("geodata.file.unreadable", table=path.name, reason=reason_of(error))]) from error
    except Exception as error:  # a quote without end, a sheet that is cut: readers raise whatever they run into
        raise InputError([mistake("geodata.calls.broken", table=path.name)]) from error
