"""What is wrong with the pages of a report: split numbers, overflow, letters that are missing, a page one of two pages.

Whatever a page shows as a number must be one that the report has: half of a number that was broken is none. Pages are
read by poppler's ``pdftotext``, which knows where each word stands: none in the margin, none on another.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from pathlib import Path

from workbench.draw.fonts import lettering, remarks
from workbench.draw.labels import Box
from workbench.draw.paper import Paper
from workbench.report.model import Picture, Report

NUMBER = re.compile(r"(?<![A-Za-z\d_.,])[+−±]?\d[\d,]*(?:\.\d+)?[%‰]?(?![A-Za-z\d])")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
DRAWN = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
POINT = 72 / 25.4
"""Points a mm."""
MARGINS = {"pdf": (25.0, 23.0), "docx": (28.0, 26.0), "html": (18.0, 18.0)}
"""Left and right margin of a page by format, in mm: nothing stands in them, so that no table is wider than the page."""
TOLERANCE, EDGE = 1.0, 3.0
"""By how much a word may reach into a margin, and how near the edge of the paper it may be, in mm."""
HANGING = "，。、；：！？）》”’（《“‘·"
"""Signs that may hang into the margin or over each other: half of each is empty."""
DEEP, MIDDLE = 0.4, 0.25
"""Parts of a word's height: by which it may reach into another, and that its box has above and below its letters."""
SLIDES = 5
SIGNS, NEAR = "+−±", 6.0
"""Signs of numbers, and how near, in points, the number then is."""
MISSING = "\ufffd□▯"
"""What stands where a letter is missing."""


@dataclass(frozen=True)
class Word:
    """A word on a page and where it stands, in points from the upper left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Page:
    """A page and its words in reading order."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


def pages(pdf: Path) -> list[Page]:
    """The pages of a PDF with the words on them."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True).stdout
    return [Page(float(width), float(height), tuple(_words(of))) for width, height, of in PAGE.findall(said)]


def _words(page: str) -> list[Word]:
    """The words of a page; a sign that another font has, and that pdftotext parts from its number, is put back."""
    words: list[Word] = []
    for left, top, right, bottom, text in WORD.findall(page):
        word = Word(float(left), float(top), float(right), float(bottom), unescape(text))
        last = words[-1] if words else None
        if last and last.text[-1] in SIGNS and abs(last.bottom - word.bottom) < NEAR and word.left - last.right < NEAR:
            words[-1] = Word(last.left, last.top, word.right, word.bottom, last.text + word.text)
        else:
            words.append(word)
    return words


def numbers_of(report: Report) -> frozenset[str]:
    """Every number that the report says, those in its drawings included."""
    said = [*report.texts(), *(section.title for section in report.sections)]
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Picture):
                said += map(unescape, DRAWN.findall(block.paper.svg().decode()))
    return frozenset(number for text in said for number in NUMBER.findall(lettering().safe(text)))


def split(found: list[Page], known: frozenset[str]) -> Iterator[str]:
    """Numbers on the pages that the report does not have, page numbers aside."""
    for k, page in enumerate(found, start=1):
        for word in page.words:
            for number in NUMBER.findall(word.text):
                if number not in known and not re.fullmatch(r"\d{1,3}", number):
                    yield f"page {k}: {number} of {word.text} is no number of the report"


def beyond(found: list[Page], margins: tuple[float, float] = (EDGE, EDGE)) -> Iterator[str]:
    """Words in the margins, given in mm, or too near the upper or lower edge of the paper."""
    left, right = ((margin - TOLERANCE) * POINT for margin in margins)
    for k, page in enumerate(found, start=1):
        for word in page.words:
            before, after = (_hanging(word, end) for end in (0, -1))
            if word.left < left - before or word.right > page.width - right + after:
                yield f"page {k}: {word.text} stands in the margin"
            elif min(word.top, page.height - word.bottom) < EDGE * POINT:
                yield f"page {k}: {word.text} reaches the edge"


def overlapping(found: list[Page]) -> Iterator[str]:
    """Words that lie on each other."""
    for k, page in enumerate(found, start=1):
        words = sorted(page.words, key=lambda word: word.left)
        for at, word in enumerate(words):
            for other in words[at + 1 :]:
                size = min(word.bottom - word.top, other.bottom - other.top)
                if other.left > word.right:
                    break
                hanging = _hanging(word, -1) + _hanging(other, 0)
                if word.right - other.left > DEEP * size + hanging and _level(word, other) > DEEP * size:
                    yield f"page {k}: {word.text} and {other.text} lie on each other"


def _hanging(word: Word, end: int) -> float:
    """How far a word may reach beyond its place at its beginning (0) or end (-1), in points."""
    return (word.bottom - word.top) / 2 if word.text[end] in HANGING else 0.0


def _level(word: Word, other: Word) -> float:
    """How much of their heights two words share, the rooms above and below their letters aside."""
    (top, bottom), (above, below) = (
        (w.top + MIDDLE * (w.bottom - w.top), w.bottom - MIDDLE * (w.bottom - w.top)) for w in (word, other)
    )
    return min(bottom, below) - max(top, above)


def lettered(found: list[Page], report: Report) -> Iterator[str]:
    """Letters that are missing."""
    yield from (remark.text("en") for remark in remarks(report.texts()))
    for k, page in enumerate(found, start=1):
        yield from (f"page {k}: {word.text} lacks a letter" for word in page.words if set(word.text) & set(MISSING))


def page_one(found: list[Page], report: Report) -> Iterator[str]:
    """Page one ends with the first page, and the first chapter begins with the second."""
    first = re.sub(r"\s", "", report.sections[1].title)
    if first in found[0].text:
        yield "page one goes on with the first chapter"
    if len(found) < 2 or first not in found[1].text:
        yield "page one is more than one page"


def of_pages(pdf: Path, report: Report, margins: tuple[float, float]) -> list[str]:
    """Everything wrong with the pages of a report."""
    found, known = pages(pdf), numbers_of(report)
    faults = [*split(found, known), *beyond(found, margins), *overlapping(found)]
    return list(dict.fromkeys([*faults, *lettered(found, report), *page_one(found, report)]))


def of_slides(pdf: Path, slides: Path, report: Report) -> list[str]:
    """Everything wrong with the slides of a report and how they are printed."""
    found, known = pages(pdf), frozenset(number for text in texts_of(slides) for number in NUMBER.findall(text))
    faults = [] if len(found) == SLIDES else [f"{len(found)} slides"]
    faults += [*split(found, known), *beyond(found), *overlapping(found), *lettered(found, report)]
    return list(dict.fromkeys(faults))


def texts_of(slides: Path) -> Iterator[str]:
    """What the shapes, tables and notes of slides say, a paragraph each."""
    from pptx import Presentation

    for slide in Presentation(str(slides)).slides:
        for shape in slide.shapes:
            cells = [cell for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            frames = [cell.text_frame for cell in cells] + ([shape.text_frame] if shape.has_text_frame else [])
            yield from (paragraph.text for frame in frames for paragraph in frame.paragraphs)


def of_paper(paper: Paper) -> list[str]:
    """What is wrong with a drawing on a sheet of its own: words off the sheet, on each other, letters missing."""
    sheet, faults = Box(0, 0, paper.width, paper.height), list[str]()
    boxes = [(text.get_text(), paper.extent(text)) for text in paper.texts if text.get_text()]
    faults += [f"{words} leaves the sheet" for words, box in boxes if not box.within(sheet)]
    pairs = combinations(boxes, 2)
    faults += [f"{a} and {b} lie on each other" for (a, first), (b, second) in pairs if first.meets(second)]
    return faults + [remark.text("en") for remark in remarks(words for words, _ in boxes)]
