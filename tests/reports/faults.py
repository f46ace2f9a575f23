"""What is wrong with the pages of a report: split numbers, overflow, letters that are missing, a page one of two pages.

Whatever a page shows as a number must be one that the report has: half of a number that was broken is none. Pages are
read by poppler's ``pdftotext``, which knows where each word stands.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from workbench.draw.fonts import lettering, remarks
from workbench.report.model import Picture, Report

NUMBER = re.compile(r"(?<![A-Za-z\d_.,])[+−±]?\d[\d,]*(?:\.\d+)?[%‰]?")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
DRAWN = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
EDGE = 8.0
"""Points from the edge of the paper that nothing may reach."""
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


def beyond(found: list[Page]) -> Iterator[str]:
    """Words too near the edge of the paper, or beyond it."""
    for k, page in enumerate(found, start=1):
        for word in page.words:
            if min(word.left, page.width - word.right, word.top, page.height - word.bottom) < EDGE:
                yield f"page {k}: {word.text} reaches the edge"


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


def of_pdf(pdf: Path, report: Report) -> list[str]:
    """Everything wrong with a PDF of a report."""
    found = pages(pdf)
    known = numbers_of(report)
    faults = [*split(found, known), *beyond(found), *lettered(found, report), *page_one(found, report)]
    return list(dict.fromkeys(faults))
