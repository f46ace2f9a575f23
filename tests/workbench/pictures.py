"""The pictures of the README, the tutorial and the pages on many counties and on density, in both languages.

    python -m tests.workbench.pictures

It needs ``pdftoppm`` (poppler). The pictures of the workbench are taken by ``tests.workbench.web.pictures``.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from workbench.cli import main as zoning

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ENDINGS = {"zh": ".zh.png", "en": ".png"}
CITY = {"zh": "某市（虚构）", "en": "Six counties (made up)"}
"""Folder of the six counties, which the report is called after."""
WIDTH, PAGE_WIDTH = 1400, 1000
"""Of maps and of a page, in pixels."""


def done(*words: str) -> None:
    """A command that has to succeed."""
    code = zoning(list(words))
    assert code == 0, words


def kept(source: Path, target: Path, width: int) -> Path:
    """A picture of few colours and of that width at most."""
    picture = Image.open(source).convert("RGB")
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def drawn(report: Path, page: int) -> Path:
    """One page of a report as a picture beside it."""
    target, number = report.with_name(f"page-{page}"), str(page)
    places = ["-r", "150", "-f", number, "-l", number, "-singlefile", str(report), str(target)]
    subprocess.run(["pdftoppm", "-png", *places], check=True)
    return target.with_suffix(".png")


def summed_up(language: str) -> list[Path]:
    """Page one of the report on six sample counties, and the page with all their maps."""
    counties, out, ending = Path(CITY[language]), Path(f"batch-{language}"), ENDINGS[language]
    for name in ("dianjiang", "fengdu", "jishui", "qingshui", "xihe", "xunhua"):
        done("sample", name, str(counties / name), "--lang", language)
    done("batch", str(counties), "--out", str(out), "--jobs", "1", "--lang", language)
    pages = {"summary": 1, "maps": 2}
    return [
        kept(drawn(out / "batch.pdf", page), IMAGES / f"batch-{name}{ending}", PAGE_WIDTH)
        for name, page in pages.items()
    ]


def taken(language: str) -> list[Path]:
    """The change, which the README shows, too, the map, and page one of the report."""
    spoken, ending = ("--lang", language), ENDINGS[language]
    plan, second, report = (Path(f"{name}-{language}") for name in ("plan", "second", "report"))
    done("solve", "sample:qingshui", "--out", str(plan), *spoken)
    reason = "两所同时承担铁路护路，不宜同区"
    done("solve", "sample:qingshui", "--apart", "黄门镇,新城乡", "--reason", reason, "--out", str(second), *spoken)
    done("report", str(second), "--county", "sample:qingshui", "--out", str(report), "--format", "pdf", *spoken)
    page = drawn(report / "report.pdf", 1)
    return [
        kept(plan / "map.png", IMAGES / f"tutorial-map{ending}", WIDTH),
        kept(plan / "change.png", IMAGES / f"tutorial-change{ending}", WIDTH),
        kept(page, IMAGES / f"tutorial-report{ending}", PAGE_WIDTH),
    ]


def dense(language: str) -> list[Path]:
    """The smoothed grid of the example in the page on density, which makes its calls."""
    page = (IMAGES.parent / "density.md").read_text(encoding="utf-8")
    exec(page.partition("```python\n")[2].partition("```")[0], {})
    counts, out = Path(f"counts-{language}") / "incidents.csv", Path(f"density-{language}")
    done("count", "calls.csv", "--county", "sample:qingshui", "--out", str(counts), "--lang", language)
    done("density", "sample:qingshui", "--counts", str(counts), "--out", str(out), "--lang", language)
    return [kept(out / "density_grid.png", IMAGES / f"density-grid{ENDINGS[language]}", WIDTH)]


def main() -> int:
    """Make all of them in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        made = [path for language in ENDINGS for path in (*taken(language), *summed_up(language), *dense(language))]
    print(*made, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
