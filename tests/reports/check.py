"""Are the pages of reports sound? ``python -m tests.reports.check [FOLDER [NAME ...]]``.

Reports of samples, of drawn counties of 9, 40 and 120 stations, of a study, of a pinned plan and of one drawn by hand
are made; every page of the PDF, of the Word document as LibreOffice prints it, and of the web page as Chromium prints
it is read for faults, and the web page at 600 and 1400 pixels. What this machine lacks is said. Files stay in FOLDER.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import geodata
from benchmarks.counties import county as drawn_county
from geodata.county.build import Built
from solvers.solve import solve
from solvers.stop import Stop
from tests.reports.faults import of_pdf
from tests.workbench.drawn import grown
from workbench.given.sources import Layers
from workbench.report.material import Material, read_material
from workbench.report.renderers import FORMATS
from workbench.report.sections import build
from zoning.judge.score import score
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import rendered
from zoning.result.solution import Proof, Run, Solution

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice")
SAMPLES = ("xunhua", "qingshui", "xihe", "jishui", "dianjiang", "fengdu", "shizhu", "kaizhou")
ZONES = {9: 3, 40: 6, 120: 14}
SECONDS = 120
STUDY = """\
[base]
county = "sample:xunhua"

[scenarios.three]
why = "只设三个防区"
set = { "zones.max" = 3 }
"""


def makers(folder: Path) -> dict[str, Callable[[], Material]]:
    """What is reported on, by name."""
    made: dict[str, Callable[[], Material]] = {name: partial(of_sample, folder, name) for name in SAMPLES}
    made |= {"pinned": partial(pinned, folder), "hand": partial(by_hand, folder), "study": partial(of_study, folder)}
    return made | {f"drawn{n}": partial(of_drawn, n, zones) for n, zones in ZONES.items()}


def of_sample(folder: Path, name: str) -> Material:
    """The best plan of a sample."""
    problem = Problem(geodata.read_county(f"sample:{name}"), read_policy("haidong"))
    return of(folder / name, solve(problem, stop=Stop(60)), f"sample:{name}")


def pinned(folder: Path) -> Material:
    """The best plan with stations set apart that would share a zone."""
    problem = Problem(geodata.read_county("sample:kaizhou"), read_policy("haidong"))
    best = solve(problem).plan
    assert best is not None
    far = [(zone[0], zone[-1]) for zone in best.zones if len(zone) > 3][:2]
    policy = problem.policy.override({"pins.apart": far})
    return of(folder / "pinned", solve(Problem(problem.county, policy)), "sample:kaizhou")


def of_study(folder: Path) -> Material:
    """A study of two scenarios."""
    from workbench.cli import main

    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    assert main(["scenarios", str(folder / "study.toml"), "--out", str(folder / "study")]) == 0
    return read_material(folder / "study", None, Layers(), "zh")


def of(folder: Path, solution: Solution, county: str) -> Material:
    """The material of a solution in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_bytes(rendered(solution))
    return read_material(folder, county, Layers(), "zh")


def by_hand(folder: Path) -> Material:
    """A plan drawn by hand as a table of two columns."""
    county = geodata.read_county("sample:xunhua")
    plan = grown(Problem(county, read_policy("haidong")), 3)
    lines = [f"{county.names[code]},{z}" for z, zone in enumerate(plan.zones) for code in zone]
    path = folder / "draft.csv"
    path.write_text("\n".join(["派出所,防区", *lines]), encoding="utf-8")
    return read_material(path, "sample:xunhua", Layers(), "zh")


def of_drawn(stations: int, zones: int) -> Material:
    """A plan of a made-up county, by no solver."""
    county = drawn_county(stations, 1)
    limits = {"zones.max": zones + 1}
    problem = Problem(county, read_policy("haidong").override(limits))
    plan = grown(problem, zones)
    judged = score(problem, plan)
    solution = Solution(problem, Proof("feasible"), Run("hand", 0.5, 0), plan, judged)
    return Material("zh", Built(county, {}), solution, judged, proved=False, files=("county.gpkg", "plan.json"))


def printed(name: str, path: Path, folder: Path) -> Path:
    """A Word document or a web page as a PDF."""
    if path.suffix == ".docx":
        home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        command = [OFFICE or "", "--headless", home, "--convert-to", "pdf", "--outdir", str(folder), str(path)]
        made = folder / f"{path.stem}.pdf"
    else:
        made = folder / "web.pdf"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run"]
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [CHROMIUM or "", *options, profile, f"--print-to-pdf={made}", path.as_uri()]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    return made.rename(folder / f"{name}-{path.suffix[1:]}.pdf")


def on_screen(page: Path) -> Iterator[str]:
    """Numbers on two lines and a page wider than its window, at 600 and 1400 pixels."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (600, 1400):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.goto(page.as_uri())
            if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                yield f"at {width} pixels the page is wider than its window"
            lines = "[...document.querySelectorAll('.n')].filter(e => e.getClientRects().length > 1)"
            yield from (f"at {width} pixels {text} is split" for text in tab.evaluate(f"{lines}.map(e => e.innerText)"))
        browser.close()


def main(arguments: list[str]) -> int:
    """Make the reports and tell what is wrong; 1 when anything is."""
    if shutil.which("pdftotext") is None:
        print("no pdftotext (poppler-utils) on this machine: nothing was checked")
        return 0
    lacking = [name for name, path in (("LibreOffice", OFFICE), ("Chromium", CHROMIUM)) if path is None]
    for name in lacking:
        print(f"no {name} on this machine: its pages are not checked")
    wrong = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(arguments[0]) if arguments else Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        known = makers(folder)
        for name in arguments[1:] or known:
            material = known[name]()
            report = build(material)
            for suffix in ("pdf", "docx", "html"):
                path = folder / f"{name}.{suffix}"
                path.write_bytes(FORMATS[suffix](report, material))
                if (suffix == "docx" and OFFICE is None) or (suffix == "html" and CHROMIUM is None):
                    continue
                faults = of_pdf(path if suffix == "pdf" else printed(name, path, folder), report)
                faults += on_screen(path) if suffix == "html" else ()
                wrong += len(faults)
                print(f"{name}.{suffix}: {len(faults) or 'no'} faults", *faults[:8], sep="\n  ", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
