"""The pictures of ``docs/report.md``: pages of the report on a study of Fengdu, as small PNG files.

    zoning scenarios docs/examples/fengdu-study.toml --out out/study
    zoning frontier sample:fengdu --out out/study
    zoning frontier sample:fengdu --staircase --out out/study
    zoning stress sample:fengdu out/study/plans/base.json --out out/study
    python -m benchmarks.pages out/study

Of the PDF every picture is the page on which a chapter has its first drawing, as Typst sets it. The page of Word is
drawn by LibreOffice and pdftoppm, the web page by Chromium; a picture whose program is missing is left as it was, and
that is said.
"""

import argparse
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from workbench.given.sources import Layers
from workbench.report.formats.docx import docx
from workbench.report.formats.html import html
from workbench.report.formats.pdf import pages, pdf
from workbench.report.material import read_material
from workbench.report.model import Picture, Report
from workbench.report.sections import build

IMAGES = Path(__file__).parents[1] / "docs" / "images"
DPI, COLOURS = 84, 256
CHAPTERS = {
    "summary": "page",
    "zones": "zones",
    "chance": "stress",
    "frontier": "frontier",
    "staircase": "staircase",
    "scenarios": "scenarios",
}
"""Of which chapters a page is shown, and under which name."""


def small(picture: bytes) -> bytes:
    """The picture with as many colours as a page needs, which takes less than half of the room."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def printed(report: Report) -> dict[str, bytes]:
    """The page of the PDF with the first drawing of every chapter in ``CHAPTERS``, found by its caption."""
    said = [_squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf(report))).pages]
    drawn, found = pages(report, DPI), dict[str, bytes]()
    for section in report.sections:
        if section.key in CHAPTERS:
            caption = next(_squeezed(block.caption) for block in section.blocks if isinstance(block, Picture))
            found[CHAPTERS[section.key]] = next(page for page, text in zip(drawn, said, strict=True) if caption in text)
    return found


def _squeezed(text: str) -> str:
    """Without the breaks of lines."""
    return "".join(text.split())


def word_page(report: Report, folder: Path) -> bytes | None:
    """The first page of the Word document as LibreOffice shows it."""
    office, drawer = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or drawer is None:
        return None
    (folder / "word.docx").write_bytes(docx(report))
    convert = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "word.docx")]
    subprocess.run(convert, check=True, capture_output=True)
    draw = [drawer, "-r", str(DPI), "-png", "-singlefile", "-f", "1", str(folder / "word.pdf"), str(folder / "word")]
    subprocess.run(draw, check=True)
    return (folder / "word.png").read_bytes()


def web_page(report: Report, folder: Path) -> bytes | None:
    """The top of the web page as Chromium shows it."""
    browser = shutil.which("chromium")
    if browser is None:
        return None
    (folder / "page.html").write_bytes(html(report))
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=900,1180",
        "--force-device-scale-factor=0.8",
    ]
    shot = f"--screenshot={folder / 'page.png'}"
    subprocess.run([browser, *options, shot, (folder / "page.html").as_uri()], check=True, capture_output=True)
    return (folder / "page.png").read_bytes()


def main() -> None:
    """Make all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study")
    report = build(read_material(Path(parser.parse_args().study), None, Layers(), "zh"))
    made: dict[str, bytes | None] = {**printed(report)}
    with tempfile.TemporaryDirectory() as name:
        made |= {"word": word_page(report, Path(name)), "web": web_page(report, Path(name))}
    for key, picture in made.items():
        if picture is None:
            print(f"report-{key}.png: the program that draws it is not here")
        else:
            (IMAGES / f"report-{key}.png").write_bytes(small(picture))


if __name__ == "__main__":
    main()
