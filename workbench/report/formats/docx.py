"""A report as a Word document in the form of Chinese official documents, to be edited and signed.

A4 with the margins, fonts, sizes and line spacing of GB/T 9704-2012 section 5, page numbers on the outer side (7.5).
Fonts are named, not embedded: a machine without 方正小标宋 or 仿宋_GB2312 shows its own stand-ins. English reports have
the same form with Times New Roman. Tables are set smaller than the text, repeat their heading and break no row.
"""

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from workbench.line.speech import joined, mended
from workbench.report.formats.dated import dated
from workbench.report.model import (
    SMALLER,
    TITLE,
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
from zoning.texts import Language

MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""In mm; what is left is 156 by 225 mm, 22 lines of 28 characters."""
LATIN = "Times New Roman"
TABLE_PT, CELL_MM = 10.5, 1.853
"""Size of letters in tables, and the width of a screen cell (half a Chinese character) in them."""
LEFT, RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
RED, GREY = RGBColor(0xA0, 0, 0), RGBColor(0x55, 0x55, 0x55)

STYLES: dict[str, tuple[str, float, float | None, dict[str, Any]]] = {
    # name: Chinese font, size in pt, line spacing in pt (none: single), paragraph format
    "Title": ("方正小标宋简体", 22, 34, {"alignment": CENTRE, "space_after": Pt(6)}),
    "Subtitle": ("楷体", 14, 24, {"alignment": CENTRE, "space_after": Pt(10)}),
    "Heading 1": ("黑体", 16, 28, {"first_line_indent": Pt(32), "keep_with_next": True}),
    "Heading 2": ("楷体", 16, 28, {"first_line_indent": Pt(32), "keep_with_next": True}),
    "Body": ("仿宋", 16, 28, {"first_line_indent": Pt(32), "alignment": WD_ALIGN_PARAGRAPH.JUSTIFY}),
    "Point": ("仿宋", 16, 28, {"first_line_indent": Pt(32), "alignment": LEFT}),
    "Caption": ("黑体", 12, 20, {"alignment": CENTRE, "keep_with_next": True, "space_before": Pt(6)}),
    "Below picture": ("黑体", 12, 20, {"alignment": CENTRE, "space_after": Pt(6)}),
    "Cell": ("仿宋", TABLE_PT, 14, {}),
    "Cell heading": ("黑体", TABLE_PT, 14, {}),
    "Note": ("楷体", 10.5, 15, {"space_after": Pt(6)}),
    "Drawing": ("仿宋", 16, None, {"alignment": CENTRE, "keep_with_next": True, "space_before": Pt(6)}),
    "Masthead": ("黑体", 14, 24, {"alignment": LEFT}),
    "Summary lead": ("黑体", 13, 20, {"first_line_indent": Pt(28), "space_after": Pt(2)}),
    "Summary heading": ("黑体", 11, 16.5, {"keep_with_next": True, "space_before": Pt(2)}),
    "Summary point": ("仿宋", 11, 16.5, {"left_indent": Pt(11), "first_line_indent": Pt(-11), "alignment": LEFT}),
    "Summary warning": ("仿宋", 11, 16.5, {"alignment": LEFT}),
    "Page number": ("宋体", 14, None, {}),
}


OFFICIAL = {"heading": "Heading 2", "point": "Point", "body": "Body", "lead": "Body", "warning": "Body"}
PAGE_ONE = {
    "heading": "Summary heading",
    "point": "Summary point",
    "body": "Summary point",
    "lead": "Summary lead",
    "warning": "Summary warning",
}
"""Styles of headings and paragraphs; page one is set smaller, so that it is one page."""


def docx(report: Report) -> bytes:
    """The file."""
    report = fitted(report)
    document = Document()
    _styled(document, report.language)
    _paged(document, report)
    if head := report.issue.head():
        document.add_paragraph(head, style="Masthead")
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.subtitle, style="Subtitle")
    first, *chapters = report.sections
    for block in first.blocks:  # page one speaks for itself
        _add(document, block, PAGE_ONE)
    for k, section in enumerate(chapters):
        heading = document.add_paragraph(section.title, style="Heading 1")
        heading.paragraph_format.page_break_before = k == 0 or section.fresh
        for at, block in enumerate(section.blocks):
            _add(document, block)
            if introduces(section.blocks, at):
                document.paragraphs[-1].paragraph_format.keep_with_next = True
    properties = document.core_properties
    properties.title, properties.comments = report.title, report.notice[:255]
    properties.author = properties.last_modified_by = report.issue.unit or "zoning"
    stream = io.BytesIO()
    document.save(stream)
    return dated(stream.getvalue(), report.issue.time)


def _styled(document: Any, language: Language) -> None:
    """The styles, so that whoever edits the report finds them in Word's list."""
    for name, (font, size, spacing, layout) in STYLES.items():
        known = name in [style.name for style in document.styles]
        style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.quick_style = True
        part = SMALLER[language] if name in PAGE_ONE.values() else TITLE[language] if name == "Title" else 1.0
        _lettered(style, font, round(2 * part * size) / 2)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        if spacing is not None:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(part * spacing)
        for key, value in layout.items():
            setattr(form, key, value)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)


def _lettered(style: Any, font: str, size: float) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)


def _paged(document: Any, report: Report) -> None:
    """Size, margins, the notice at the head and the page number at the outer foot of every page."""
    section = document.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, mm in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(mm))
    section.header_distance, section.footer_distance = Mm(15), Mm(24)
    document.settings.odd_and_even_pages_header_footer = True
    sides: list[tuple[Any, Any, Any]] = [
        (section.header, section.footer, RIGHT),
        (section.even_page_header, section.even_page_footer, LEFT),
    ]
    for header, footer, side in sides:
        if report.notice:
            _small(header.paragraphs[0], report.notice, 6.5, RED)
        foot = footer.paragraphs[0]
        foot.style = document.styles["Page number"]
        foot.alignment = side
        foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = Pt(14)
        foot.add_run("— ")
        _field(foot, "PAGE")
        foot.add_run(" —")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _small(paragraph: Any, text: str, size: float, colour: RGBColor) -> None:
    paragraph.style = "Note"
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(size), colour
    paragraph.paragraph_format.line_spacing = Pt(size * 1.4)


def _add(document: Any, block: Block, styles: Mapping[str, str] = OFFICIAL) -> None:
    match block:
        case Heading():
            document.add_paragraph(block.text, style=styles["heading"])
        case Paragraph(kind="note"):
            _small(document.add_paragraph(), joined(block.text), 10.5, GREY)
        case Paragraph(kind="warning"):
            document.add_paragraph(style=styles["warning"]).add_run(joined(block.text)).font.color.rgb = RED
        case Paragraph():
            paragraph = document.add_paragraph(style=styles[block.kind])
            if styles is PAGE_ONE and block.kind == "point":
                paragraph.add_run("· ")
            if block.head:
                head = paragraph.add_run(block.head)
                head._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
            paragraph.add_run(joined(block.text))
        case Picture():
            drawing = document.add_paragraph(style="Drawing")
            shape = drawing.add_run().add_picture(io.BytesIO(block.paper.png()), width=Mm(block.paper.width))
            shape._inline.docPr.set("descr", block.caption)
            document.add_paragraph(block.caption, style="Below picture")
        case Table():
            _table(document, block)


def _table(document: Any, table: Table) -> None:
    """A table as wide as the text, its heading on every page it reaches, no row and no number broken."""
    document.add_paragraph(table.title, style="Caption")
    room = (210 - MARGINS["left"] - MARGINS["right"]) / CELL_MM
    columns, scale = widths(table, room)
    grid = document.add_table(len(table.rows) + 1, len(table.columns), style="Table Grid")
    grid.autofit = False
    _inset(grid)
    for c, width in enumerate(columns):
        grid.columns[c].width = Mm(width * scale * CELL_MM)
    rows, keep = list(grid.rows), short(table)
    _kept(rows[0], "w:tblHeader")
    for c, cell in enumerate(rows[0].cells):
        column = table.columns[c]
        words = balanced(column.title, columns[c]) + (f"\n{column.unit}" if column.unit else "")
        _fill(cell, words, "Cell heading", scale, columns[c], RIGHT if column.numeric else LEFT)
        _shaded(cell, "EAF0F6")
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    for r in range(len(table.rows)):
        _kept(rows[r + 1])
        for c, cell in enumerate(rows[r + 1].cells):
            numeric = table.columns[c].numeric
            side = RIGHT if numeric else LEFT
            paragraph = _fill(cell, joined(mended(table.text(r, c))), "Cell", scale, columns[c], side)
            if keep and (r + 1 < len(table.rows) or table.note):
                paragraph.paragraph_format.keep_with_next = True
            if numeric:
                cell._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))
            if c == 0 and table.zones:
                _swatch(paragraph, slot(table.zones[r]).colour, scale)
    if table.note:
        _small(document.add_paragraph(), joined(table.note), 9, GREY)
    else:
        document.add_paragraph(style="Note")


def _swatch(paragraph: Any, colour: str, scale: float) -> None:
    """The colour of a zone before its name."""
    mark = paragraph.runs[0]._r
    swatch = paragraph.add_run("■ ")
    swatch.font.color.rgb, swatch.font.size = RGBColor.from_string(colour[1:]), Pt(TABLE_PT * scale)
    mark.addprevious(swatch._r)


def _fill(cell: Any, text: str, style: str, scale: float, width: float, side: Any) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style.replace(" ", "")  # its id; to look it up by name takes most of the time
    paragraph.alignment = side
    paragraph.add_run(text).font.size = Pt(round(2 * TABLE_PT * scale) / 2)
    cell.width, cell.vertical_alignment = Mm(width * scale * CELL_MM), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return paragraph


def _kept(row: Any, *more: str) -> None:
    """The row is not broken between pages."""
    properties = row._tr.get_or_add_trPr()
    for tag in ("w:cantSplit", *more):
        properties.append(OxmlElement(tag))


def _inset(grid: Any) -> None:
    """Little room round the text of cells, so that more columns fit."""
    margins = OxmlElement("w:tblCellMar")
    for side, mm in (("top", 0.3), ("left", 0.8), ("bottom", 0.3), ("right", 0.8)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(mm / 25.4 * 1440)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.append(margins)


def _shaded(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
