"""The time of each call from what stands in its cell: dates of spreadsheets, of databases, and written in Chinese.

Formats are tried from frequent to rare, each on what is left, so that a million cells of one format cost one pass. A
time is that of the clock on the wall; Z is UTC, and a zone other than it and +08:00 is none that an export has.
What it may get wrong: 05/06/2023 may be of May or June, so a date that does not begin with its year is not read.
"""

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.calls.clocks import AHEAD, DOTTED, HALF, UTC, halved, tidied, without_halves

if TYPE_CHECKING:
    from geodata.calls.stream import Texts

MARKS = ("-", "/")
"""What may stand behind the year; a format is tried on the cells alone that have its own."""
CLOCKED = ("%Y{0}%m{0}%d %H:%M:%S", "%Y{0}%m{0}%d %H:%M")
DAYS = ("%Y{0}%m{0}%d",)
COMPACT = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M"}
"""Formats of figures alone by their length, since a short one would also fit a longer format."""
SAID = ("%Y年%m月%d日%H时%M分%S秒", "%Y年%m月%d日 %H时%M分%S秒", "%Y年%m月%d日%H时%M分")
"""The most frequent of dates as they are said; the others are rewritten first."""
SPOKEN = (
    (r"[点时]半", ":30"),
    (r"[年月.]", "-"),
    (r"日\s*", " "),
    (r"[时点]", ":"),
    (r"分(?=[0-9])", ":"),
    (r"[分秒]", ""),
    (r":\s*$", ":00"),
)
"""Dates as they are said: 2023年1月5日13时05分, 2023.1.5."""
ZONE = r"(?:\.[0-9]+)?(?:\+08:?00)?$"
EPOCH = np.datetime64("1899-12-30T00:00:00", "s")
"""Day 0 of the numbers by which a spreadsheet counts days."""
SERIAL = r"[1-9][0-9]{4}(?:\.[0-9]+)?"
MINUTES = r"(?:[:时点.][0-9]{1,2}(?:[:分.](?:[0-9]{1,2}(?:\.[0-9]+)?秒?)?)?|[时点]半?)"
CLOCK = rf"(?:{HALF})?\s*[0-9]{{1,2}}{MINUTES}\s*(?:{HALF})?"
"""A time of day alone."""
MIDNIGHT = r"[ T]0?0:00(?::00(?:\.0+)?)?$"
Moments = np.ndarray[tuple[int], np.dtype[np.datetime64]]
Marks = np.ndarray[tuple[int], np.dtype[np.bool_]]


def joined(times: "Texts", dates: "Texts") -> "Texts":
    """Times of which those that are a clock alone have the date of another column before them."""
    clocks = tidied(times)
    bare = clocks.str.fullmatch(CLOCK)
    days = tidied(dates).str.replace(MIDNIGHT, "", regex=True)
    days = days.str.replace("^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", regex=True)
    return times.where(~bare, days + " " + clocks)


def moments(texts: "Texts") -> tuple[Moments, Marks]:
    """(n,) times to the second, NaT where a cell is none, and whether each has a time of day."""
    found = np.full(len(texts), np.datetime64("NaT", "s"), dtype="datetime64[s]")
    clocked = np.zeros(len(texts), dtype=bool)
    left = _try(texts.str.strip().str.lstrip("'"), CLOCKED, found, clocked, clock=True)
    if len(left):
        left = _said(_undivided(left), found, clocked)
    if len(left):
        left = _compact(left, found, clocked)
    if len(left):
        left = _serial(left, found, clocked)
    if len(left):
        left = _try(left, DAYS, found, clocked, clock=False)
    if len(left):
        _typed(left, found, clocked)
    return found, clocked


def _typed(texts: "Texts", found: Moments, clocked: Marks) -> None:
    """Fill in times that are rewritten first: as they are said, typed with other signs, of half a day, of UTC."""
    plain, halves = without_halves(tidied(texts))
    utc = plain.index[plain.str.contains(UTC)]
    plain = plain.str.replace(UTC, "", regex=True).str.replace(DOTTED, _colons, regex=True)
    plain = plain.str.replace("T", " ").str.replace(ZONE, "", regex=True)
    for pattern, word in SPOKEN:
        plain = plain.str.replace(pattern, word, regex=True)
    left = _try(plain.str.strip(), CLOCKED, found, clocked, clock=True)
    found[utc] += AHEAD
    left = _compact(left, found, clocked)
    _try(left, DAYS, found, clocked, clock=False)
    halved(found, halves[clocked[halves.index]])


def _colons(clock: "re.Match[str]") -> str:
    return ":".join(part for part in clock.groups() if part)


def _try(texts: "Texts", formats: tuple[str, ...], found: Moments, clocked: Marks, *, clock: bool) -> "Texts":
    """Fill in what is of one of these formats; what is left over."""
    rest = []
    behind = texts.str.slice(4, 5)
    for mark in MARKS:
        part = texts[behind == mark]
        for form in formats:
            if len(part):
                read = pd.to_datetime(part, format=form.format(mark), errors="coerce")
                part = _filled(part, read, found, clocked, clock=clock)
        rest.append(part)
    return pd.concat([*rest, texts[~behind.isin(MARKS)]])


def _undivided(texts: "Texts") -> "Texts":
    """Times of databases, 2023-01-05T13:04:09+08:00, with a blank between date and clock and without their zone."""
    parted = texts.str.slice(10, 11) == "T"
    zones = texts[parted].str.slice(19)
    ours = [str(zone) for zone in zones.unique() if not zone or re.fullmatch(ZONE, str(zone))]
    plain = zones[zones.isin(ours)].index
    written = texts[plain].str.slice(0, 10) + " " + texts[plain].str.slice(11, 19)
    return pd.concat([texts.drop(plain), written])


def _said(texts: "Texts", found: Moments, clocked: Marks) -> "Texts":
    """Fill in dates written in Chinese in one of the usual ways, and times that are whole by now."""
    texts = _try(texts, CLOCKED[:1], found, clocked, clock=True)
    spoken = texts.str.slice(4, 5) == "年"
    left = texts[spoken]
    for form in SAID:
        if len(left):
            left = _filled(left, pd.to_datetime(left, format=form, errors="coerce"), found, clocked, clock=True)
    return pd.concat([texts[~spoken], left])


def _compact(texts: "Texts", found: Moments, clocked: Marks) -> "Texts":
    """Fill in what is made of figures alone."""
    for length, form in {**COMPACT, 8: "%Y%m%d"}.items():
        fits = texts.str.fullmatch(f"[0-9]{{{length}}}")
        if fits.any():
            read = pd.to_datetime(texts.where(fits), format=form, errors="coerce")
            texts = _filled(texts, read, found, clocked, clock=length > 8)
    return texts


def _serial(texts: "Texts", found: Moments, clocked: Marks) -> "Texts":
    """Fill in days since the last day but one of 1899, as spreadsheets count them."""
    fits = texts.str.fullmatch(SERIAL)
    if not fits.any():
        return texts
    days = texts[fits].astype(float)
    seconds = (days * 86_400).round().astype("int64").to_numpy()
    found[days.index] = EPOCH + seconds.astype("timedelta64[s]")
    clocked[days.index] = seconds % 86_400 > 0
    return texts[~fits]


def _filled(texts: "Texts", read: "pd.Series[pd.Timestamp]", found: Moments, clocked: Marks, *, clock: bool) -> "Texts":
    """Fill in the times that were read; the texts that are left."""
    done = read.notna().to_numpy()
    rows = texts.index.to_numpy()[done]
    found[rows] = read.to_numpy()[done].astype("datetime64[s]")
    clocked[rows] = clock
    return texts[~done]
