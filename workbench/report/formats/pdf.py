"""A report as PDF, set by Typst from ``report.typ``; no program of the system is needed.

The template gets the report as JSON, so no text of a county can become a command. The file holds no time of its making:
equal reports give equal files. Text is set in a serif, headings and tables in a sans of the same package, each in the
one weight it has. A character that neither has is replaced, and the command says which.
"""

import json
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import typst

from workbench.draw.fonts import lettering, packaged
from workbench.line.speech import joined, mended
from workbench.report.model import (
    Block,
    Heading,
    Paragraph,
    Picture,
    Report,
    balanced,
    fitted,
    introduces,
    short,
    widths,
)
from workbench.tables.palette import slot
from workbench.tables.table import Table

END, TEXT, SPARE = 279.0, 162.0, 4.0
"""Where the text of a page ends, how wide it is, and what is left free at its end, in mm, as in ``report.typ``."""
SIZES = (11.5, 11.0, 10.5, 10.0)
"""Of the letters of page one, in points."""
ROOM = 88.0
"""Screen cells that a line of a table holds at its usual size."""


def pdf(report: Report) -> bytes:
    """The file."""
    made = _laid(report).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def pages(report: Report, dots_per_inch: float) -> list[bytes]:
    """Its pages as PNG."""
    made = _laid(report).compile(format="png", ppi=dots_per_inch)
    return made if isinstance(made, list) else [made or b""]


def _laid(report: Report) -> typst.Compiler:
    """The report set in type: page one in the largest letters that it has room for, its drawing in what is left."""
    report = fitted(report)
    first = report.sections[0]
    alone = replace(report, sections=(first,))
    for size in SIZES:
        end = _end(alone, size)
        if end is not None:
            break
    for k, block in enumerate(first.blocks):
        if end is not None and isinstance(block, Picture) and block.drawn is not None:
            left = END - end - SPARE
            paper = block.drawn(block.paper.height + left * block.paper.width / TEXT)
            first = replace(first, blocks=(*first.blocks[:k], replace(block, paper=paper), *first.blocks[k + 1 :]))
            break
    return _set(replace(report, sections=(first, *report.sections[1:])), size)


def _end(report: Report, size: float) -> float | None:
    """Where page one ends in letters of so many points, in mm from the top; ``None`` where it needs another page."""
    (end,) = json.loads(_set(report, size).query("<end>", field="value"))
    return float(end["y"]) if end["page"] == 1 and end["y"] < END - SPARE else None


def _set(report: Report, size: float) -> typst.Compiler:
    """The report set in type, the letters of page one in so many points."""
    template = resources.files("workbench.report").joinpath("formats", "report.typ").read_bytes()
    content = {
        "size": size,
        "head": _safe(report.issue.head()),
        "date": [report.issue.time.year, report.issue.time.month, report.issue.time.day],
        "author": report.issue.unit or "zoning",
        "title": _safe(report.title),
        "subtitle": _safe(report.subtitle),
        "notice": _safe(report.notice),
        "language": report.language,
        "sections": [
            {
                "title": _safe(section.title),
                "fresh": section.fresh,
                "blocks": [
                    {**_block(block), "sticky": introduces(section.blocks, k)} for k, block in enumerate(section.blocks)
                ],
            }
            for section in report.sections
        ],
    }
    return typst.Compiler(
        template, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"report": json.dumps(content)}
    )


@cache
def _fonts() -> typst.Fonts:
    folders: list[Any] = sorted({str(path.parent) for path in packaged()})
    return typst.Fonts(include_system_fonts=not folders, include_embedded_fonts=False, font_paths=folders)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "text": _safe(block.text)}
        case Paragraph():
            return {"is": "paragraph", "kind": block.kind, "head": _safe(block.head), "text": _kept(block.text)}
        case Picture():
            svg = block.paper.svg(embedded=True).decode()
            return {"is": "picture", "caption": _safe(block.caption), "svg": svg, "width": block.paper.width}
        case Table():
            return _table(block)


def _table(table: Table) -> dict[str, Any]:
    columns, scale = widths(table, ROOM)
    return {
        "is": "table",
        "caption": _safe(table.title),
        "note": _kept(table.note),
        "widths": columns,
        "scale": scale,
        "columns": [
            {"heading": balanced(_safe(column.title), width), "unit": _safe(column.unit), "number": column.numeric}
            for column, width in zip(table.columns, columns, strict=True)
        ],
        "whole": short(table),
        "rows": [[_kept(mended(table.text(r, c))) for c in range(len(columns))] for r in range(len(table.rows))],
        "colours": [slot(zone).colour for zone in table.zones],
    }


def _kept(text: str) -> str:
    return joined(_safe(text))


def _safe(text: str) -> str:
    return lettering().safe(text)
