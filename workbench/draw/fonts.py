"""Letters for pictures: a font that has Chinese, and a remark where no font has a character.

Noto Sans SC from the package ``pylopdf-fonts-zh-cn`` comes first, then what the system has. What it may get wrong: on a
system without either, Chinese is replaced by :data:`MISSING` and the remark says so; no empty box is ever drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from zoning.texts import Message

CHINESE = "Noto Sans SC"
"""The family that the package brings."""
SYSTEM = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "SimHei", "PingFang SC")
LAST = "DejaVu Sans"
"""The font that comes with matplotlib: Latin letters, stars and arrows."""
EDITORS = ("Microsoft YaHei", "SimHei", *SYSTEM[:3], CHINESE, "PingFang SC", "sans-serif")
"""Families of text that stays text, for whatever program opens it: Windows and WPS, Linux, macOS."""
HIGH = 1.15
"""Height of a line of letters without what hangs far below it, in em."""
MM_PER_POINT = 25.4 / 72
MISSING = "〓"
"""What printers set for a character they lack."""


@dataclass(frozen=True)
class Lettering:
    """The fonts in use, best first, and the characters that one of them has."""

    families: tuple[str, ...]
    known: frozenset[int]

    def properties(self, size: float, weight: str = "normal") -> FontProperties:
        return FontProperties(family=list(self.families), size=size, weight=weight)

    def lacking(self, texts: Iterable[str]) -> list[str]:
        """The characters that no font has, in order."""
        return sorted({c for text in texts for c in text if ord(c) not in self.known and not c.isspace()})

    def safe(self, text: str) -> str:
        """The text with every character that no font has replaced."""
        stand_in = MISSING if ord(MISSING) in self.known else "?"
        return "".join(c if ord(c) in self.known else " " if c.isspace() else stand_in for c in text)


@cache
def lettering() -> Lettering:
    """The fonts of this machine, found once."""
    return Lettering(
        tuple(font.family_name for font in _fonts()), frozenset(code for f in _fonts() for code in f.get_charmap())
    )


def measured(text: str, size: float) -> tuple[float, float]:
    """Width and height in mm of a line of text of ``size`` points, from the metrics of the fonts: nothing is drawn."""
    em = size * MM_PER_POINT
    return em * sum(_advance(character) for character in lettering().safe(text)), em * HIGH


@cache
def _fonts() -> tuple[FT2Font, ...]:
    """The fonts in use, at 100 points."""
    paths = [*packaged()[:1], *_installed(), Path(font_manager.findfont(LAST))]
    for path in paths:
        font_manager.fontManager.addfont(path)
    fonts = tuple(FT2Font(str(path)) for path in paths)
    for font in fonts:
        font.set_size(100, 72)
    return fonts


@cache
def _advance(character: str) -> float:
    """From a character to the next, in em, in the first font that has it."""
    for font in _fonts():
        if font.get_char_index(ord(character)):
            glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
            return glyph.linearHoriAdvance / 65536 / 100
    return 1.0


def remarks(texts: Iterable[str]) -> tuple[Message, ...]:
    """The characters that cannot be drawn, as a sentence to pass on; none where every text is safe."""
    lacking = lettering().lacking(texts)
    return (Message("workbench.map.lacking", {"characters": lacking, "stand_in": MISSING}),) if lacking else ()


def packaged() -> list[Path]:
    """The files of the sans and the serif that the package brings; none where it is not installed."""
    try:
        from pylopdf_fonts_zh_cn import sans_path, serif_path
    except ImportError:
        return []
    return [sans_path(), serif_path()]


def _installed() -> list[Path]:
    by_name = {font.name: Path(font.fname) for font in font_manager.fontManager.ttflist}
    return [by_name[name] for name in SYSTEM if name in by_name]
