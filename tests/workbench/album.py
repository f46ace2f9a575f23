"""What the pictures of the documents are made with: commands that have to succeed, pages as pictures of few colours."""

import shutil
import subprocess
from pathlib import Path

from PIL import Image

from workbench.cli import main as zoning

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ENDINGS = {"zh": ".zh.png", "en": ".png"}
SECONDS = 180


class Lacking(Exception):
    """A program that draws is not on this machine; what it says is which."""


def done(*words: str) -> None:
    """A command that has to succeed."""
    code = zoning(list(words))
    assert code == 0, words


def program(*names: str) -> str:
    """The path of a program by one of its names.

    Raises
    ------
    Lacking
        When this machine has none of them.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise Lacking(names[0])
    return found


def kept(source: Path, name: str, width: int, box: tuple[int, int, int, int] | None = None) -> Path:
    """The picture, or the box of it, among those of the documents: of few colours and of that width at most."""
    picture = Image.open(source).convert("RGB").crop(box)
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(256, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)
    return IMAGES / name


def drawn(pdf: Path, page: int, dots: int = 150) -> Path:
    """One page of a PDF as a picture beside it."""
    target, number = pdf.with_name(f"{pdf.stem}-{page}"), str(page)
    places = ["-r", str(dots), "-f", number, "-l", number, "-singlefile", str(pdf), str(target)]
    subprocess.run([program("pdftoppm"), "-png", *places], check=True, timeout=SECONDS)
    return target.with_suffix(".png")


def printed(path: Path) -> Path:
    """A document or workbook as LibreOffice prints it, a PDF beside it called so with its suffix."""
    out = path.parent / f"printed-{path.suffix[1:]}"
    home = f"-env:UserInstallation={(path.parent / 'office').absolute().as_uri()}"
    command = [program("soffice"), home, "--headless", "--convert-to", "pdf", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return out / f"{path.stem}.pdf"
