"""The pictures of ``docs/maps.md`` and ``docs/response.md``: A3, a printed workbook, QGIS, minutes on a map."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.qgis.check import PYTHON, opened
from tests.workbench.album import ENDINGS, Lacking, done, drawn, kept, printed

SHEET = "现防区"
"""A heading of the sheet of the stations alone."""
WIDTH, WORKBOOK, QGIS, RESPONSE = 1000, 1100, 1200, 1240
"""Of the pictures, in pixels."""
UPPER = 0.38
"""Part of the printed sheet that is shown."""


def taken() -> Iterator[Path]:
    """All of them, in the folder where this is run."""
    for language, ending in ENDINGS.items():
        done("solve", "sample:kaizhou", "--out", f"a3-{language}", "--paper", "a3", "--lang", language)
        yield kept(Path(f"a3-{language}") / "map.png", f"map-a3{ending}", WIDTH)
    done("solve", "sample:qingshui", "--out", "book", "--lang", "zh")
    page = drawn(stations(printed(Path("book") / "plan.xlsx")), 1)
    with Image.open(page) as whole:
        box = (0, 0, whole.width, round(whole.height * UPPER))
    yield kept(page, "plan-workbook.png", WORKBOOK, box)
    done("response", "sample:fengdu", *_plan("fengdu"), "--out", "response", "--lang", "zh")
    yield kept(Path("response") / "response.png", "response-map.png", RESPONSE)
    if subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        raise Lacking("QGIS")
    shown = Path("qgis.png").absolute()
    opened((Path("a3-zh") / "plan.gpkg").read_bytes(), "plan.gpkg", shown)
    yield kept(shown, "map-qgis.png", QGIS)


def _plan(sample: str) -> tuple[str, ...]:
    """The best plan of a sample, as a file."""
    done("solve", f"sample:{sample}", "--out", sample, "--lang", "zh")
    return (str(Path(sample) / "plan.json"),)


def stations(book: Path) -> Path:
    """The page with the stations of a printed workbook, as a PDF of its own."""
    page = next(one for one in PdfReader(book).pages if SHEET in one.extract_text())
    one, target = PdfWriter(), book.with_name("stations.pdf")
    one.add_page(page)
    one.write(target)
    return target
