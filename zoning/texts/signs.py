"""Characters that nobody sees, and how they are shown where they matter.

What it may get wrong: a font that lacks a character shows nothing for it either.
"""

import re

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters without a shape: joiners, direction marks, byte order marks, tags."""
OBEYED = "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85"
"""White space by which some screens move."""


def visible(text: str) -> str:
    """The text with what a screen does not show, or would obey, by its number: ``<U+200B>``."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or (c.isspace() and c not in OBEYED) else f"<U+{ord(c):04X}>" for c in text)
