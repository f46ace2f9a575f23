"""Chinese text that was read in a wrong encoding and saved again: what it was before.

What it may get wrong: text of which some characters were lost on the way stays as it is.
"""

import re

WAYS = (("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"), ("cp1252", "gb18030"), ("gb18030", "utf-8"))
"""The encoding that it was read in, and its own."""
FOREIGN = re.compile("[\\x80-\\xff]{2}|[€-™].|[\\u4e00-\\u9fff]{2}")
"""What such text holds: signs of the West beside each other, or Chinese signs."""
COMMON = re.compile("[\\u4e00-\\u9fff]")


def ungarbled(text: str) -> str | None:
    """The Chinese text that a garbled one was; ``None`` where it is not garbled, or nobody can tell."""
    if not FOREIGN.search(text):
        return None
    for read, own in WAYS:
        try:
            meant = text.encode(read).decode(own)
        except UnicodeError:
            continue
        strange = [
            sign for sign in meant if not sign.isascii() and not COMMON.match(sign) and sign not in "，。、（）：；“”"
        ]
        if meant != text and COMMON.search(meant) and not strange:
            return meant
    return None
