"""Times as people type them: full-width, with signs nobody sees, 下午1:04, 1:04 PM, 13.04.09, days of a spreadsheet,
and of another zone (…Z, …+00:00).

What it may get wrong: 晚上12点 may be of either end of a day, so such a time is not read; a system that writes Z behind
the clock on the wall has its calls eight hours late, which is told.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
EARLY, LATE = ("上午", "早上", "早晨", "清晨", "凌晨", "AM", "A.M."), ("下午", "傍晚", "PM", "P.M.")
NOON, NIGHT = ("中午",), ("晚上",)
HALF = "((?i:" + "|".join(map(re.escape, (*EARLY, *LATE, *NOON, *NIGHT))) + "))"
"""A part of the day beside a clock of twelve hours."""
ZONE = re.compile(
    r"(?P<clock>[0-9]{2}|(?<=[0-9]):[0-9])(?:\.[0-9]+)?\s*(?:(?P<ours>\+08:?(?:00)?)|(?P<utc>Z|UTC|GMT))$"
    r"|(?P<whole>:[0-9]{2}:[0-9]{2}|[0-9]{14})(?:\.[0-9]+)?\s*(?P<sign>[+-])(?P<hours>[01][0-9]):?(?P<minutes>[0-5]0)?$"
)
"""Behind a clock; an offset only behind seconds, else 10:00-11:30 would be one."""
FRACTION = re.compile(r"(?<=:[0-9]{2})\.[0-9]+$")
OURS = 8 * 60
"""Minutes by which the clock on the wall is ahead of UTC."""
DOTTED = re.compile(r"(?<=[ T])([0-9]{1,2})\.([0-9]{2})(?:\.([0-9]{2}))?$")
SPOKEN = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"[点时]半", ":30"),
        (r"[年月.]", "-"),
        (r"日\s*", " "),
        (r"[时点]", ":"),
        (r"分(?=[0-9])", ":"),
        (r"[分秒]", ""),
        (r":\s*$", ":00"),
        (r"\s+", " "),
    )
)
"""Dates as they are said: 2023年1月5日13时05分, 2023.1.5."""
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - of the clock on the wall
"""Day 0 of the numbers by which a spreadsheet counts days."""
SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
MINUTES = r"(?:[:时点.][0-9]{1,2}(?:[:分.](?:[0-9]{1,2}(?:\.[0-9]+)?秒?)?)?|[时点]半?)"
CLOCK = re.compile(rf"(?:{HALF})?\s*[0-9]{{1,2}}{MINUTES}\s*(?:{HALF})?")
"""A time of day alone."""
SHARE = re.compile(r"0(?:\.[0-9]+)?")
"""A time of day as the share of a day by which a spreadsheet has it."""
SURE_SHARE = re.compile(r"0\.(?:[0-9]|[6-9][0-9]|[0-9]{3,})")
"""One that is no clock such as 0.25, which may be 0:25."""
BLANK = re.compile(r"[-—/\\.*?\s]*|无|暂无|空|不详|未知|null|none|nan|nat|n/a", re.IGNORECASE)
"""What stands for no time."""
FORM = re.compile(r"[^-0-9/:.+TZ 年月日时点分秒上下中午晚凌晨早傍半AMPamp]+")
LONGEST = 30


@dataclass(frozen=True)
class Typed:
    """A time written in the usual way, the part of the day beside it, and minutes to the clock on the wall."""

    text: str
    half: str | None = None
    behind: int = 0


def tidied(text: str) -> str:
    """A text with signs of usual width and without those that nobody sees."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip().lstrip("'")


def typed(text: str) -> Typed:
    """A time as it was typed, rewritten; what is none stays none."""
    plain = tidied(text)
    if SERIAL.fullmatch(plain):
        days = timedelta(seconds=round(float(plain) * 86_400))
        return Typed(str(EPOCH + days)[: 19 if days.seconds else 10])
    half = re.search(HALF, plain)
    if half:
        plain = re.sub(r"\s+", " ", re.sub(HALF, " ", plain)).strip()
    behind, zone = 0, ZONE.search(plain)
    if zone:
        behind = 0 if zone["ours"] else OURS if zone["utc"] else OURS - _ahead(zone)
        plain = plain[: zone.end("clock") if zone["clock"] else zone.end("whole")]
    plain = DOTTED.sub(lambda clock: ":".join(part for part in clock.groups() if part), plain)
    plain = FRACTION.sub("", plain.replace("T", " "))
    for pattern, word in SPOKEN:
        plain = pattern.sub(word, plain)
    return Typed(plain.strip(), half and half[1].upper(), behind)


def clock_of_share(text: str) -> str:
    """The clock that stands for a share of a day, to the second."""
    return f"{(EPOCH + timedelta(seconds=round(float(text) * 86_400))):%H:%M:%S}"


def _ahead(zone: "re.Match[str]") -> int:
    return int(f"{zone['sign']}1") * (int(zone["hours"]) * 60 + int(zone["minutes"] or 0))


def hour_of(hour: int, half: str) -> int | None:
    """The hour of 24 that is meant, ``None`` where a part of the day has none such."""
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
