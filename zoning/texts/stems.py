"""What a person may call a station: its code, its name, or the stem that 虎威镇 and 丰都县公安局虎威派出所 share.

What it may get wrong: a name of which the first characters look like those of a county loses them.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from zoning.texts.signs import UNSEEN

ENDINGS = re.compile(r"(?:派出所|(?:人民)?政府|公安|辖区|警务区|街道办事处|街道办|街道|办事处|民族乡|镇|乡|所)$")
STATION = "派出所"
BUREAU = re.compile(r"^.*(?:公安局|公安分局|分局|县局|市局|区局)(?=..)")
PLACE = re.compile(r"^[^省市州盟县区旗]{1,8}(?:自治[区州县旗]|[省市州盟县区旗])(?=..)")
"""A province, city or county in front of a name of two characters or more."""


@lru_cache(maxsize=10_000)
def stem(name: str) -> str:
    """A name without its place and its ending; less than two characters are too little to go by."""
    short = "".join(UNSEEN.sub("", unicodedata.normalize("NFKC", name[:200])).split())
    for part in (BUREAU, ENDINGS, PLACE):
        while len(cut := part.sub("", short)) >= 2 and cut != short:
            short = cut
    return short


def called(names: Mapping[str, str], word: str) -> tuple[str, ...]:
    """Codes of the stations, named by code in ``names``, that a word may mean.

    That of this code, else all of this name, or of its stem. A code may have its name beside it, as in drop-downs.
    """
    if word in names:
        return (word,)
    short = word.removesuffix(STATION)
    named = tuple(code for code, name in names.items() if name.removesuffix(STATION) == short)
    if named:
        return named
    code, _, name = word.partition(" ")
    if code in names and stem(name) == stem(names[code]):
        return (code,)
    return tuple(code for code, name in names.items() if word and stem(name) == stem(word))
