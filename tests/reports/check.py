"""Are the pages of reports sound? ``python -m tests.reports.check [FOLDER [NAME ...]]``.

Of every subject (:mod:`tests.reports.subjects`) a report is made. The pages of the PDF, of the Word document and the
slides as LibreOffice prints them, and of the web page as Chromium prints it are read for faults, the web page at 600
and 1400 pixels too, and the maps on A4 and A3. What this machine lacks is said. Files stay in FOLDER, one folder a
subject, to be looked at.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.reports.faults import MARGINS, of_pages, of_paper, of_slides
from tests.reports.subjects import ISSUE, subjects
from workbench.draw.before_after import before_after, change
from workbench.draw.mapping.sheet import Sheet
from workbench.draw.mapping.spread import FORMATS as SHEETS
from workbench.draw.maps import draw
from workbench.draw.paper import Paper
from workbench.report.material import Material
from workbench.report.model import Report
from workbench.report.renderers import FORMATS
from workbench.report.sections import build

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice")
SECONDS = 180
PRINTERS = {"docx": OFFICE, "pptx": OFFICE, "html": CHROMIUM}
"""What prints a format that is no PDF."""
WIDE = """[...document.querySelectorAll('.table')].filter(e => e.scrollWidth > e.clientWidth + 1)
.map(e => e.querySelector('caption').innerText)"""
LINES = """[...document.querySelectorAll('.n')].filter(e => e.getClientRects().length > 1).map(e => e.innerText)"""


def printed(path: Path, folder: Path) -> Path:
    """A document, slides or a web page as a PDF."""
    made = folder / f"{path.stem}-{path.suffix[1:]}.pdf"
    if path.suffix == ".html":
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run"]
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [CHROMIUM or "", *options, profile, f"--print-to-pdf={made}", path.as_uri()]
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        return made
    with tempfile.TemporaryDirectory() as place:
        home = f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"
        command = [OFFICE or "", "--headless", home, "--convert-to", "pdf", "--outdir", place, str(path)]
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        return Path(shutil.move(Path(place) / f"{path.stem}.pdf", made))


def on_screen(page: Path) -> Iterator[str]:
    """Numbers on two lines, a page wider than its window, a table wider than the page, at 600 and 1400 pixels."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (600, 1400):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.goto(page.as_uri())
            if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                yield f"at {width} pixels the page is wider than its window"
            yield from (f"at {width} pixels {text} is split" for text in tab.evaluate(LINES))
            yield from (f"at {width} pixels {text} is wider than the page" for text in tab.evaluate(WIDE))
            tab.screenshot(path=page.with_name(f"web-{width}.png"), full_page=False)
        browser.close()


def of_report(folder: Path, report: Report, material: Material) -> Iterator[tuple[str, list[str]]]:
    """What is wrong with the report in every format that can be printed here."""
    for suffix in (*MARGINS, "pptx"):
        path = folder / f"report.{suffix}"
        path.write_bytes(FORMATS[suffix](report, material))
        if suffix in PRINTERS and PRINTERS[suffix] is None:
            continue
        pdf = path if suffix == "pdf" else printed(path, folder)
        faults = of_slides(pdf, path, report) if suffix == "pptx" else of_pages(pdf, report, MARGINS[suffix])
        yield path.name, [*faults, *(on_screen(path) if suffix == "html" else ())]


def papers(material: Material) -> dict[str, Paper]:
    """The maps on sheets of their own."""
    notices = (material.problem.county.notice,) if material.problem.county.notice else ()
    sheet = Sheet(material.problem, material.judged, material.ground, "", notices, material.language)
    made = {f"map-{size}": draw(sheet, size) for size in SHEETS}
    changed = change(sheet)
    return made | ({} if changed is None else {"change": before_after(changed)})


def main(arguments: list[str]) -> int:
    """Make the reports and tell what is wrong; 1 when anything is."""
    if shutil.which("pdftotext") is None:
        print("no pdftotext (poppler-utils) on this machine: nothing was checked")
        return 0
    for name, path in (("LibreOffice", OFFICE), ("Chromium", CHROMIUM)):
        if path is None:
            print(f"no {name} on this machine: its pages are not checked")
    wrong = 0
    with tempfile.TemporaryDirectory() as made:
        place = Path(arguments[0] if arguments else made).absolute()
        place.mkdir(parents=True, exist_ok=True)
        known = subjects(place)
        for name in arguments[1:] or known:
            folder, material = place / name, known[name]()
            folder.mkdir(exist_ok=True)
            report = build(material)
            assert report.issue == ISSUE
            found = dict(of_report(folder, report, material))
            for drawn, paper in papers(material).items():
                found[f"{drawn}.png"] = of_paper(paper)
                (folder / f"{drawn}.png").write_bytes(paper.png())
                (folder / f"{drawn}.svg").write_bytes(paper.svg())
            for file, faults in found.items():
                wrong += len(faults)
                print(f"{name}/{file}: {len(faults) or 'no'} faults", *faults[:12], sep="\n  ", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
