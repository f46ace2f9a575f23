"""Times as people type them: full-width, with signs nobody sees, 下午1:04, 1:04 PM, 13.04.09, and of UTC (…Z).

What it may get wrong: 晚上12点 may be of either end of a day, so such a time is not read; a system that writes Z behind
the clock on the wall has its calls eight hours late.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from geodata.calls.moments import Moments
    from geodata.calls.stream import Texts

UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
EARLY, LATE = ("上午", "早上", "早晨", "清晨", "凌晨", "AM", "A.M."), ("下午", "傍晚", "PM", "P.M.")
NOON, NIGHT = ("中午",), ("晚上",)
HALF = "((?i:" + "|".join(map(re.escape, (*EARLY, *LATE, *NOON, *NIGHT))) + "))"
"""A part of the day beside a clock of twelve hours."""
UTC = re.compile(r"(?<=[0-9])Z$")
AHEAD = np.timedelta64(8, "h")
"""Of the clock on the wall before UTC."""
DOTTED = r"(?<=[ T])([0-9]{1,2})\.([0-9]{2})(?:\.([0-9]{2}))?$"
BLANK = r"[-—/\\.*?\s]*|无|暂无|空|不详|未知|null|none|nan|nat|n/a"
"""What stands for no time."""
FORM = re.compile(r"[^-0-9/:.+TZ 年月日时点分秒上下中午晚凌晨早傍半AMPamp]+")
LONGEST = 30


def tidied(texts: "Texts") -> "Texts":
    """Texts with signs of usual width and without those that nobody sees."""
    return texts.map(lambda text: UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip().lstrip("'"))


def without_halves(texts: "Texts") -> tuple["Texts", "Texts"]:
    """Texts without the part of the day, a blank in its place, and these parts, NaN where there is none."""
    halves = texts.str.extract(HALF, expand=False)
    if halves.isna().all():
        return texts, halves
    return texts.str.replace(HALF, " ", regex=True).str.replace(r"\s+", " ", regex=True).str.strip(), halves


def halved(found: "Moments", halves: "Texts") -> None:
    """Move the times of these rows to their part of the day; one that has no such hour is none."""
    for row, half in halves.dropna().items():
        hour = int(found[row].astype("datetime64[h]").astype("int64") % 24)  # type: ignore[call-overload]
        meant = None if np.isnat(found[row]) else _hour(hour, half.upper())  # type: ignore[call-overload]
        found[row] = np.datetime64("NaT", "s") if meant is None else found[row] + np.timedelta64(meant - hour, "h")  # type: ignore[call-overload]


def _hour(hour: int, half: str) -> int | None:
    """The hour of 24 that is meant."""
    if half in EARLY:
        return hour % 12 if hour <= 12 else None
    if half in NOON:
        return hour if 10 <= hour <= 14 else hour + 12 if 1 <= hour <= 2 else None
    if half in NIGHT:
        return hour + 12 if 5 <= hour < 12 else hour if hour >= 17 else None
    return hour + 12 if hour < 12 else hour


def form(text: str) -> str:
    """How a time is written, with 9 for every figure, and nothing of what else stands in its cell."""
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()
    return FORM.sub("…", re.sub(r"[0-9]", "9", plain))[:LONGEST]
