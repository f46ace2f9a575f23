"""The pictures of ``docs/report.md`` and of the pages on what a report shows: a study of Fengdu, made from nothing.

Of the PDF every picture is the page on which a chapter has its first drawing. The page of Word is drawn by LibreOffice,
the web page by Chromium.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from tests.workbench.album import IMAGES, SECONDS, done, drawn, kept, printed, program
from workbench.given.sources import Layers
from workbench.report.issue import Issue
from workbench.report.material import read_material
from workbench.report.model import Picture, Report
from workbench.report.renderers import FORMATS
from workbench.report.sections import build

STUDY = IMAGES.parent / "examples" / "fengdu-study.toml"
CHAPTERS = {
    "summary": "page",
    "zones": "zones",
    "chance": "stress",
    "frontier": "frontier",
    "staircase": "staircase",
    "scenarios": "scenarios",
}
"""Of which chapters a page is shown, and under which name."""
ISSUE = Issue("某县公安局", "2026-11-30", "内部", "某公〔2026〕5号")
WIDTH = 800


def taken() -> Iterator[Path]:
    """All of them, in the folder where this is run."""
    folder = Path("study")
    done("scenarios", str(STUDY), "--out", str(folder), "--lang", "zh")
    done("frontier", "sample:fengdu", "--out", str(folder))
    done("frontier", "sample:fengdu", "--staircase", "--out", str(folder))
    done("stress", "sample:fengdu", str(folder / "plans" / "base.json"), "--out", str(folder))
    material = replace(read_material(folder, None, Layers(), "zh"), issue=ISSUE)
    report = build(material)
    for suffix in ("pdf", "docx", "html"):
        (folder / f"report.{suffix}").write_bytes(FORMATS[suffix](report, material))
    for name, page in chapters(report, folder / "report.pdf").items():
        yield kept(drawn(folder / "report.pdf", page), f"report-{name}.png", WIDTH)
    yield kept(drawn(printed(folder / "report.docx"), 1), "report-word.png", WIDTH)
    yield kept(web_page(folder / "report.html"), "report-web.png", WIDTH)


def chapters(report: Report, pdf: Path) -> dict[str, int]:
    """The page with the first drawing of every chapter in ``CHAPTERS``, found by its caption."""
    said = [_squeezed(page.extract_text()) for page in PdfReader(pdf).pages]
    found = dict[str, int]()
    for section in report.sections:
        if section.key in CHAPTERS:
            caption = next(_squeezed(block.caption) for block in section.blocks if isinstance(block, Picture))
            found[CHAPTERS[section.key]] = next(k for k, text in enumerate(said, start=1) if caption in text)
    return found


def _squeezed(text: str) -> str:
    """Without the breaks of lines."""
    return "".join(text.split())


def web_page(page: Path) -> Path:
    """The top of the web page as Chromium shows it."""
    shot = page.with_name("web.png").absolute()
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=900,1180"]
    command = [program("chromium", "google-chrome"), *options, f"--screenshot={shot}", page.absolute().as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return shot
