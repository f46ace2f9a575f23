"""What a report says, whatever it is printed on: sections of paragraphs, tables and pictures, in one language.

Every number is put into words by its table, once, so that no two formats can differ. A renderer chooses letters and
lines and nothing else.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rich.cells import cell_len

from workbench.draw.paper import Paper
from workbench.report.issue import Issue
from workbench.tables.table import Table
from zoning.texts import Language, say

Kind = Literal["body", "lead", "point", "note", "warning"]
"""``lead`` is the sentence to remember, ``point`` one of several, ``note`` small print, ``warning`` is red."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; what ``head`` says stands out at its beginning."""

    text: str
    kind: Kind = "body"
    head: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A drawing with its caption; ``drawn`` makes it anew for a room of so many mm, where it can fill more or less."""

    caption: str
    paper: Paper
    drawn: Callable[[float], Paper] | None = None


Block = Paragraph | Heading | Table | Picture


@dataclass(frozen=True)
class Section:
    """A chapter; its ``key`` is that of its row in ``sections.SECTIONS``; a ``fresh`` one begins on a new page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    fresh: bool = False


@dataclass(frozen=True)
class Report:
    """Title, chapters and ``notice``, which stands on every page; ``lost`` says which chapters could not be made.

    ``issue`` is who issues it, when, and what stands above the title.
    """

    title: str
    subtitle: str
    notice: str
    language: Language
    sections: tuple[Section, ...]
    lost: tuple[str, ...] = ()
    issue: Issue = field(default=Issue())

    def texts(self) -> Iterator[str]:
        """Every text there is, for the fonts."""
        yield from (self.issue.head(), self.title, self.subtitle, self.notice)
        for section in self.sections:
            yield section.title
            for block in section.blocks:
                yield from texts(block)


def texts(block: Block) -> Iterator[str]:
    """The texts of a block, those in a picture included."""
    match block:
        case Paragraph():
            yield from (block.head, block.text)
        case Heading():
            yield block.text
        case Picture():
            yield from (block.caption, *(drawn.get_text() for drawn in block.paper.texts))
        case Table():
            yield from (block.title, block.note)
            yield from (part for column in block.columns for part in (column.title, column.unit))
            yield from (block.text(r, c) for r in range(len(block.rows)) for c in range(len(block.columns)))


SMALLER: dict[Language, float] = {"zh": 1.0, "en": 10 / 11}
TITLE: dict[Language, float] = {"zh": 1.0, "en": 18 / 22}
"""Letters of page one in Word and of its title, as a part of those in Chinese: English says the same in more room."""
SHORT, BRIEF = 14, 80
"""A table of so few rows and of texts of so few cells stays on one page, with its title and note."""
WORDS = (
    "派出所|工作量|办公室|办案区|警务室|行政村|社区|划分前|划分后|"
    "民警|辅警|人均|接警|警情|车程|均值|之差|综合|代价|防区|平均|最远|占比|全县|用时|警力|办案队|警务队|警务站|工作站|"
    "占用率|中位数|容许|类别|规则|方案|指数|情景|应到|工时|组数|村数|支援|应配|分摊|承办|缺员|误差|违反|捆绑|民警数"
)
"""Words of headings that are hard to read on two lines."""
ATOMS = re.compile(rf"[（“《]*(?:[!-~]+ [^!-~ ]{{2}}|[!-~]+ ?|(?:{WORDS})[数率值缺]?|.)[）”》、，]*")
"""What a heading is not broken within: a number and its unit, a word, a character, brackets with their next."""


def short(table: Table) -> bool:
    """Whether a table stays on one page."""
    texts = (table.text(r, c) for r in range(len(table.rows)) for c in range(len(table.columns)))
    return len(table.rows) <= SHORT and all(cell_len(text) <= BRIEF for text in texts)


def introduces(blocks: Sequence[Block], k: int) -> bool:
    """Whether block ``k`` is a paragraph that a table follows, which it then stays with."""
    return k + 1 < len(blocks) and isinstance(blocks[k], Paragraph) and isinstance(blocks[k + 1], Table)


def balanced(title: str, width: float) -> str:
    """The Chinese heading of a column so many cells wide, broken into lines of about one length where it is longer.

    A heading of English words is left to whoever sets it.
    """
    room = width - PADDING
    if cell_len(title) <= max(room, UNBROKEN) or title.isascii():
        return title
    fewest = _lines(title, room)
    share = math.ceil(cell_len(title) / len(fewest))
    tries = [*(_lines(title, limit) for limit in range(share, math.ceil(room))), fewest]
    best = min(tries, key=lambda lines: (len(lines), sum(len(line) == 1 for line in lines)))
    return "\n".join(best)


def _lines(title: str, limit: float) -> list[str]:
    """A heading in lines of at most so many cells, each as long as can be; only what is never broken is longer."""
    lines = [""]
    for atom in ATOMS.findall(title):
        if lines[-1] and cell_len(lines[-1] + atom.rstrip()) > limit:
            lines.append("")
        lines[-1] += atom
    return [line.strip() for line in lines]


def widths(table: Table, room: float) -> tuple[list[float], float]:
    """Widths of the columns, in screen cells, and the scale of letters at which the table is ``room`` cells wide.

    Numbers, units and words are never broken, texts and headings are folded as need be: each column gets what it cannot
    do without, and what is left goes to the columns that would like more. The scale is below 1 only where even that is
    too wide.
    """
    least = needed(table)
    wanted = [max(_wanted(table, c), least[c]) for c in range(len(table.columns))]
    if sum(least) >= room:
        return least, room / sum(least)
    longing = [want - need for want, need in zip(wanted, least, strict=True)]
    share = min(1.0, (room - sum(least)) / sum(longing)) if sum(longing) else 0.0
    shared = [need + share * more for need, more in zip(least, longing, strict=True)]
    rest = (room - sum(shared)) / len(shared)
    return [width + rest for width in shared], 1.0


def needed(table: Table) -> list[float]:
    """Screen cells that each column cannot do without: no number, no unit and no word of its heading is broken."""
    return [_least(table, c) for c in range(len(table.columns))]


MOST_CELLS = 112.0
"""Beyond so many cells the letters of a table would be too small on a page, three quarters of what they should be."""


def fitted(report: Report) -> Report:
    """The report for pages: a table that is too wide for them is parted, its first column in every part."""
    sections = [
        replace(section, blocks=tuple(part for block in section.blocks for part in _parted(block)))
        for section in report.sections
    ]
    return replace(report, sections=tuple(sections))


def _parted(block: Block) -> list[Block]:
    """A table in parts of about one width, its note below the last; any other block, and a table that fits, alone."""
    if not isinstance(block, Table) or sum(needed(block)) <= MOST_CELLS:
        return [block]
    first, *others = needed(block)
    groups = list[list[int]]([[]])
    share = sum(others) / math.ceil(sum(others) / (MOST_CELLS - first))
    for c, cells in enumerate(others, start=1):
        if sum(others[: c - 1]) + cells / 2 > share * len(groups):
            groups.append([])
        groups[-1].append(c)
    return [_part(block, (0, *group), k, last=k + 1 == len(groups)) for k, group in enumerate(groups)]


def _part(table: Table, columns: Sequence[int], k: int, *, last: bool) -> Table:
    title = say("workbench.report.continued", table.language, title=table.title) if k else table.title
    return replace(
        table,
        title=title,
        columns=tuple(table.columns[c] for c in columns),
        rows=[[row[c] for c in columns] for row in table.rows],
        note=table.note if last else "",
        strong=frozenset((r, columns.index(c)) for r, c in table.strong if c in columns),
        widths=(),
    )


PADDING, SWATCH, UNBROKEN = 2, 3, 6
"""Cells round what stands in a column, of the colour before a zone, and of a heading that is not broken."""
WIDE = re.compile(r"%|[+−±](?=[\d.]+%)|(?<=\d{3}),(?=\d)")
"""What is wider than its cell: a % nearly twice; in the fonts of machines without Times the sign of a share, and the
digits of a number of six."""
BROAD = re.compile(r"[MWmw]")
SHORTEST = 14
"""A column of text is at least so wide, or as wide as its longest entry."""


def _least(table: Table, c: int) -> float:
    column = table.columns[c]
    texts = [table.text(r, c) for r in range(len(table.rows))]
    cells = [cell_len(text) + len(WIDE.findall(text)) for text in texts]
    heading = max(map(_letters, column.title.split()), default=0)
    if not column.numeric:
        return (
            PADDING
            + SWATCH * (c == 0 and bool(table.zones))
            + max(min(max(cells, default=0), SHORTEST), min(heading, SHORTEST))
        )
    atoms = () if column.title.isascii() else map(_letters, map(str.strip, ATOMS.findall(column.title)))
    if len(column.title) < heading == cell_len(column.title):  # no spaces, and in Chinese: broken between words
        heading = min(heading, max(UNBROKEN, 2 * math.ceil(len(column.title) / 2)))
    heading = max(heading, *atoms, 0)
    return PADDING + max(max(cells, default=0), cell_len(column.unit), heading)


def _letters(word: str) -> int:
    """Cells of a word of a heading in the fonts that stand in, which have broad letters and signs."""
    return cell_len(word) + len(WIDE.findall(word)) + math.ceil(len(BROAD.findall(word)) / 2)


def _wanted(table: Table, c: int) -> float:
    texts = [table.columns[c].title, *(table.text(r, c) for r in range(len(table.rows)))]
    return PADDING + max(map(cell_len, texts))
