"""The pictures of ``docs/report.md``: pages of the reports on a plan and on a study, as small PNG files.

    zoning solve sample:fengdu --plans 4 --out out/fengdu
    zoning scenarios zones-3-4-5 traffic+30 merge-smallest --county sample:fengdu --out out/study
    python -m benchmarks.pages out/fengdu sample:fengdu out/study

Pages of the PDF are drawn by Typst. The page of Word is drawn by LibreOffice and pdftoppm, the web page by Chromium; a
picture whose program is missing is left as it was, and that is said.
"""

import argparse
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from workbench.report.docx import docx
from workbench.report.html import html
from workbench.report.material import read_material
from workbench.report.model import Report
from workbench.report.pdf import pages
from workbench.report.sections import build
from workbench.sources import Layers

IMAGES = Path(__file__).parents[1] / "docs" / "images"
DPI, COLOURS = 84, 64


def small(picture: bytes) -> bytes:
    """The picture with few colours: a page has no more, and takes a quarter of the room."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def with_maps(study: Report) -> bytes:
    """The page of a study that has the small maps: of those behind the zones the one with most ink."""
    return max(pages(study, DPI)[3:], key=len)


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
    for name in ("plan", "county", "study"):
        parser.add_argument(name)
    given = parser.parse_args()
    plan = build(read_material(Path(given.plan), given.county, Layers(), "zh"))
    study = build(read_material(Path(given.study), None, Layers(), "zh"))
    first, second, *_ = pages(plan, DPI)
    with tempfile.TemporaryDirectory() as name:
        made: dict[str, bytes | None] = {"page": first, "zones": second, "scenarios": with_maps(study)}
        made |= {"word": word_page(plan, Path(name)), "web": web_page(plan, Path(name))}
    for key, picture in made.items():
        if picture is None:
            print(f"report-{key}.png: the program that draws it is not here")
        else:
            (IMAGES / f"report-{key}.png").write_bytes(small(picture))


if __name__ == "__main__":
    main()
