"""A report as one web page: nothing is loaded from anywhere, and it prints on A4.

The page brings the letters it needs, a subset of the project's font; drawings are SVG in it, their letters text. Where
that font is not installed, or lacks a character, the reader's own fonts stand in.
"""

import base64
import io
import re
from collections.abc import Iterator
from html import escape
from importlib import resources

from workbench.draw.fonts import CHINESE, packaged
from workbench.report.model import Block, Cell, Column, Heading, Paragraph, Picture, Report, Table
from workbench.tables.palette import Slot

IDS = re.compile(r'((?:\bid=")|(?:href="#)|(?:url\(#))')


def html(report: Report) -> bytes:
    """The page."""
    style = resources.files("workbench.report").joinpath("report.css").read_text(encoding="utf-8")
    language = "zh-CN" if report.language == "zh" else "en"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(report.title)}</title>\n<style>\n{_font(report)}{style}</style>\n</head>\n<body>",
        f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{escape(report.subtitle)}</p>\n</header>",
        *([f'<p class="notice">{escape(report.notice)}</p>'] if report.notice else []),
    ]
    pictures = 0
    for k, section in enumerate(report.sections):
        parts.append(f'<section id="{section.key}">')
        if k:  # page one speaks for itself
            parts.append(f"<h2>{escape(section.title)}</h2>")
        for block in section.blocks:
            pictures += isinstance(block, Picture)
            parts.append(_block(block, pictures))
        parts.append("</section>")
    return "\n".join([*parts, "</body>\n</html>\n"]).encode()


def _block(block: Block, number: int) -> str:
    match block:
        case Heading():
            return f"<h3>{escape(block.text)}</h3>"
        case Paragraph():
            head = f"<b>{escape(block.head)}</b>" if block.head else ""
            return f'<p class="{block.kind}">{head}{escape(block.text)}</p>'
        case Picture():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>"
            return f'<figure role="img" aria-label="{escape(block.caption)}">{_svg(block, number)}{caption}</figure>'
        case Table():
            return "\n".join(_table(block))


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="table"><table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>'
    yield "".join(_heading(column) for column in table.columns) + "</tr></thead>\n<tbody>"
    for r, row in enumerate(table.rows):
        look = table.looks[r] if table.looks else None
        cells = (
            _cell(cell, column, look if c == 0 else None)
            for c, (cell, column) in enumerate(zip(row, table.columns, strict=True))
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"
    if table.note:
        yield f'<p class="note">{escape(table.note)}</p>'


def _heading(column: Column) -> str:
    unit = f"<br><small>{escape(column.unit)}</small>" if column.unit else ""
    return f'<th class="{"number" if column.number else "text"}" scope="col">{escape(column.heading)}{unit}</th>'


def _cell(cell: Cell, column: Column, look: Slot | None) -> str:
    swatch = f'<i style="background:{look.colour}"></i>' if look else ""
    return f'<td class="{"number" if column.number else "text"}">{swatch}{escape(cell.text)}</td>'


def _svg(picture: Picture, number: int) -> str:
    """The drawing for the inside of a page: no prologue, its names its own among those of other drawings."""
    drawn = picture.paper.svg(text=True).decode()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"\s*<metadata>.*?</metadata>| xmlns(?::xlink)?=\"[^\"]*\"", "", drawn, flags=re.DOTALL)
    return IDS.sub(rf"\g<1>p{number}-", drawn)


def _font(report: Report) -> str:
    """The letters of the page as a font of its own; nothing where the project's font is not installed."""
    paths = packaged()
    if not paths:
        return ""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["kern", "locl"], notdef_outline=True, hinting=False)
    options.drop_tables += ["BASE", "DSIG", "vhea", "vmtx", "VORG", "GPOS"]
    subsetter, stream = subset.Subsetter(options), io.BytesIO()
    subsetter.populate(text="".join(sorted(set("".join(report.texts())))) + "".join(map(chr, range(32, 127))))
    with subset.load_font(str(paths[0]), options) as font:
        subsetter.subset(font)
        subset.save_font(font, stream, options)
    data = base64.b64encode(stream.getvalue()).decode()
    return f'@font-face {{ font-family: "{CHINESE}"; src: url(data:font/woff;base64,{data}) format("woff"); }}\n'
