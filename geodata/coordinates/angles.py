"""Longitudes and latitudes as people write them: decimal degrees, or degrees, minutes and seconds.

``107.72``, ``东经107°43′12″``, ``107°43'12"E`` and ``E107.72°`` are all read. What it may get wrong: nothing is
guessed, so ``107 43 12``, or ``107.4312`` for 107°43′12″, is not recognised.
"""

import re
import unicodedata

from geodata.tables.cells import decimal
from zoning.texts import Message

SIDES = {"东经": 1, "北纬": 1, "e": 1, "n": 1, "西经": -1, "南纬": -1, "w": -1, "s": -1}
MARKS = str.maketrans({**dict.fromkeys("º˚度", "°"), **dict.fromkeys("′’‘分", "'"), **dict.fromkeys("″”“秒", '"')})
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
SIDE = "|".join(SIDES)
ANGLE = re.compile(
    rf"(?P<before>{SIDE})?:?(?P<minus>-)?(?P<degrees>{NUMBER})"
    rf"(?P<sign>°(?:(?P<minutes>{NUMBER})')?(?:(?P<seconds>{NUMBER})\")?)?(?P<after>{SIDE})?"
)
DECIMALS = 8
"""Of a degree: a millimetre."""
LONGEST = 40
CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east, north of the People's Republic, its sea included; degrees."""


def degrees(text: str) -> float | Message:
    """An angle in decimal degrees."""
    value = signed(text)
    return decimal(text) if value is None else value


def signed(text: str) -> float | None:
    """The decimal degrees of an angle written with signs or words; ``None`` when it is not written so."""
    cell = "".join(unicodedata.normalize("NFKC", text[:LONGEST].translate(MARKS)).casefold().split())
    match = ANGLE.fullmatch(cell.replace("''", '"').replace("−", "-"))
    side = (match["before"] or match["after"]) if match else None
    if match is None or not (match["sign"] or side) or (match["before"] and match["after"]):
        return None
    whole, minutes, seconds = (float(match[part] or 0) for part in ("degrees", "minutes", "seconds"))
    if max(minutes, seconds) >= 60 or (not whole.is_integer() and (minutes or seconds)):
        return None
    sign = SIDES.get(side or "e", 1) * (-1 if match["minus"] else 1)
    return round(sign * (whole + minutes / 60 + seconds / 3600), DECIMALS)
