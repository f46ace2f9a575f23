"""The pictures of the README and the tutorial: ``python -m tests.workbench.pictures`` makes them in both languages.

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


def taken(language: str) -> list[Path]:
    """The change, which the README shows, too, the map, and page one of the report."""
    spoken, ending = ("--lang", language), ENDINGS[language]
    plan, second, report = (Path(f"{name}-{language}") for name in ("plan", "second", "report"))
    done("solve", "sample:qingshui", "--out", str(plan), *spoken)
    reason = "两所同时承担铁路护路，不宜同区"
    done("solve", "sample:qingshui", "--apart", "黄门镇,新城乡", "--reason", reason, "--out", str(second), *spoken)
    done("report", str(second), "--county", "sample:qingshui", "--out", str(report), "--format", "pdf", *spoken)
    page = [
        "pdftoppm",
        "-png",
        "-r",
        "150",
        "-f",
        "1",
        "-l",
        "1",
        "-singlefile",
        report / "report.pdf",
        report / "page",
    ]
    subprocess.run([*map(str, page)], check=True)
    return [
        kept(plan / "map.png", IMAGES / f"tutorial-map{ending}", WIDTH),
        kept(plan / "change.png", IMAGES / f"tutorial-change{ending}", WIDTH),
        kept(report / "page.png", IMAGES / f"tutorial-report{ending}", PAGE_WIDTH),
    ]


def main() -> int:
    """Make all of them in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        made = [path for language in ENDINGS for path in taken(language)]
    print(*made, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
