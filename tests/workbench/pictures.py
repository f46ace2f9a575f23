"""The pictures of the documents, made anew: ``python -m tests.workbench.pictures [NAME ...]``.

Names are the rows of ``ALBUMS``; all of them without one. They need poppler, the later ones LibreOffice, Chromium or
QGIS, too: what this machine lacks is said, and its pictures stay as they are. The pictures of the workbench are taken
by ``tests.workbench.web.pictures``; those of the template are of the spreadsheet program's own window.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.workbench.album import ENDINGS, IMAGES, Lacking, done, drawn, kept
from tests.workbench.draw.pictures import taken as maps
from tests.workbench.report.pictures import taken as report

CITY = {"zh": "某市（虚构）", "en": "a prefecture (made up)"}
"""What the six counties are called together."""
SIX = ("dianjiang", "fengdu", "jishui", "qingshui", "xihe", "xunhua")
WIDTH, PAGE_WIDTH = 1400, 1000
"""Of maps and of a page, in pixels."""


def batch() -> Iterator[Path]:
    """Page one of the report on six sample counties, and the page with all their maps."""
    for language, ending in ENDINGS.items():
        counties, out = Path(f"six-{language}"), Path(f"batch-{language}")
        for name in SIX:
            done("sample", name, str(counties / name), "--lang", language)
        listed = "".join(f'[[county]]\nsource = "{name}"\n' for name in SIX)
        (counties / "batch.toml").write_text(f'name = "{CITY[language]}"\n{listed}', encoding="utf-8")
        said = ("--systems", "organise,staffing", "--date", "2026-11-30", "--lang", language)
        done("batch", str(counties), "--out", str(out), "--jobs", "1", *said)
        for name, page in {"summary": 1, "maps": 3}.items():
            yield kept(drawn(out / "batch.pdf", page), f"batch-{name}{ending}", PAGE_WIDTH)


def tutorial() -> Iterator[Path]:
    """The change, which the README shows, too, the map, and page one of the report."""
    reason = "两所同时承担铁路护路，不宜同区"
    for language, ending in ENDINGS.items():
        spoken = ("--lang", language)
        plan, second, out = (Path(f"{name}-{language}") for name in ("plan", "second", "report"))
        done("solve", "sample:qingshui", "--out", str(plan), *spoken)
        done("solve", "sample:qingshui", "--apart", "黄门镇,新城乡", "--reason", reason, "--out", str(second), *spoken)
        dated = ("--date", "2026-11-30", *spoken)
        done("report", str(second), "--county", "sample:qingshui", "--out", str(out), "--format", "pdf", *dated)
        yield kept(plan / "map.png", f"tutorial-map{ending}", WIDTH)
        yield kept(plan / "change.png", f"tutorial-change{ending}", WIDTH)
        yield kept(drawn(out / "report.pdf", 1), f"tutorial-report{ending}", PAGE_WIDTH)


def density() -> Iterator[Path]:
    """The smoothed grid of the example in the page on density, which makes its calls."""
    page = (IMAGES.parent / "density.md").read_text(encoding="utf-8")
    exec(page.partition("```python\n")[2].partition("```")[0], {})
    for language, ending in ENDINGS.items():
        counts, out = Path(f"counts-{language}") / "incidents.csv", Path(f"density-{language}")
        done("count", "calls.csv", "--county", "sample:qingshui", "--out", str(counts), "--lang", language)
        done("density", "sample:qingshui", "--counts", str(counts), "--out", str(out), "--lang", language)
        yield kept(out / "density_grid.png", f"density-grid{ending}", WIDTH)


ALBUMS: dict[str, Callable[[], Iterable[Path]]] = {
    "tutorial": tutorial,
    "maps": maps,
    "batch": batch,
    "density": density,
    "report": report,
}


def main(names: list[str]) -> int:
    """Make them in a folder that is thrown away."""
    unknown = [name for name in names if name not in ALBUMS]
    if unknown:
        print(f"no such pictures: {', '.join(unknown)}; there are {', '.join(ALBUMS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in names or ALBUMS:
            try:
                for path in ALBUMS[name]():
                    print(path, flush=True)
            except Lacking as program:
                print(f"no {program} on this machine: the rest of the pictures called {name} are as they were")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
