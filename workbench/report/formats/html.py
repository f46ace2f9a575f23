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
from workbench.draw.paper import Paper
from workbench.line.speech import NUMBERS, mended
from workbench.report.model import Block, Heading, Paragraph, Picture, Report, fitted, needed, short
from workbench.tables.palette import slot
from workbench.tables.table import Column, Table

SCREEN = 120.0
"""Height of page one's drawing on a screen, in mm of a page as wide as the text of an official document."""
IDS = re.compile(r'((?:\bid=")|(?:href="#)|(?:url\(#))')


def html(report: Report) -> bytes:
    """The page."""
    report = fitted(report)
    style = resources.files("workbench.report").joinpath("formats", "report.css").read_text(encoding="utf-8")
    language = "zh-CN" if report.language == "zh" else "en"
    head = f'<p class="masthead">{escape(report.issue.head())}</p>\n' if report.issue.head() else ""
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *([f'<meta name="date" content="{report.issue.date}">'] if report.issue.date else []),
        f"<title>{escape(report.title)}</title>\n<style>\n{_font(report)}{style}</style>\n</head>\n<body>",
        f"<header>\n{head}<h1>{escape(report.title)}</h1>\n<p>{escape(report.subtitle)}</p>\n</header>",
        *([f'<p class="notice">{escape(report.notice)}</p>'] if report.notice else []),
    ]
    pictures = 0
    for k, section in enumerate(report.sections):
        fresh = ' class="fresh"' if section.fresh else ""
        parts.append(f'<section id="{section.key}"{fresh}>')
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
            return f'<p class="{block.kind}">{head}{_kept(block.text)}</p>'
        case Picture():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>"
            return f'<figure role="img" aria-label="{escape(block.caption)}">{_drawn(block, number)}{caption}</figure>'
        case Table():
            return "\n".join(_table(block))


def _table(table: Table) -> Iterator[str]:
    whole = " whole" if short(table) else ""
    cells = f"--cells:{sum(needed(table)):g}"  # for letters that are smaller where there is less room
    yield f'<div class="table{whole}" style="{cells}"><table>\n<caption>{escape(table.title)}</caption>\n<thead><tr>'
    yield "".join(_heading(column) for column in table.columns) + "</tr></thead>\n<tbody>"
    for r in range(len(table.rows)):
        yield f"<tr>{''.join(_cell(table, r, c) for c in range(len(table.columns)))}</tr>"
    yield "</tbody></table></div>"
    if table.note:
        yield f'<p class="note">{_kept(table.note)}</p>'


def _kept(text: str) -> str:
    """The text as HTML, each number of several characters kept on one line."""
    return NUMBERS.sub(
        lambda found: f'<span class="n">{found[0]}</span>' if len(found[0]) > 1 else found[0], escape(text)
    )


def _heading(column: Column) -> str:
    unit = f"<br><small>{escape(column.unit)}</small>" if column.unit else ""
    return f'<th class="{_kind(column)}" scope="col">{escape(column.title)}{unit}</th>'


def _cell(table: Table, row: int, column: int) -> str:
    """A cell, the colour of a zone before the first."""
    swatch = f'<i style="background:{slot(table.zones[row]).colour}"></i>' if table.zones and column == 0 else ""
    text = _kept(mended(table.text(row, column)))
    return f'<td class="{_kind(table.columns[column])}">{swatch}{text}</td>'


def _kind(column: Column) -> str:
    return "number" if column.numeric else "text"


def _drawn(picture: Picture, number: int) -> str:
    """The drawing; one that can fill more room is larger on a screen than on page one, which is one page of paper."""
    if picture.drawn is None:
        return _svg(picture.paper, f"p{number}")
    shown = _svg(picture.drawn(SCREEN), f"p{number}s"), _svg(picture.paper, f"p{number}")
    return '<div class="screen">{}</div><div class="sheet">{}</div>'.format(*shown)


def _svg(paper: Paper, name: str) -> str:
    """The drawing for the inside of a page: no prologue, its names its own among those of other drawings."""
    drawn = paper.svg(embedded=True).decode()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"\s*<metadata>.*?</metadata>| xmlns(?::xlink)?=\"[^\"]*\"", "", drawn, flags=re.DOTALL)
    return IDS.sub(rf"\g<1>{name}-", drawn)


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
