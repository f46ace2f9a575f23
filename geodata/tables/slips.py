"""What was probably meant by a cell that is no number, so that the mistake can say what to write instead.

A slip is recognised by its form: a table of patterns, asked in order. Nothing is put right in silence. What it may get
wrong: the number it suggests is that of the form, and the planner may have meant another.
"""

import re
import unicodedata
from collections.abc import Callable

from geodata.tables.columns import HINT
from geodata.tables.numerals import CHINESE, large, numeral
from geodata.tables.units import ALL, converted
from zoning.texts import Message
from zoning.texts.garbled import ungarbled

ERRORS = (
    "#n/a",
    "#na",
    "#div/0!",
    "#ref!",
    "#value!",
    "#name?",
    "#num!",
    "#null!",
    "#spill!",
    "#calc!",
    "#getting_data",
)
"""What a spreadsheet shows where a formula has no result."""
NONE = ("无", "没有", "-", "--", "—", "——", "–", "/", "\\", "none", "nil")
UNKNOWN = (
    "不详",
    "未知",
    "不明",
    "不清楚",
    "暂无",
    "待定",
    "待查",
    "缺",
    "空",
    "na",
    "n/a",
    "null",
    "?",
    "？",
    "unknown",
    "tbd",
)
BEFORE = r"(?:大约|约|大概|将近|接近|近|不足|不到|超过|共计|共有|共|计|~|≈|>|<|≥|≤)"
BEHIND = r"(?:余|多|来|左右|上下|以上|以下|\+)"
APPROXIMATE = re.compile(rf"{BEFORE}?([+-]?[0-9][0-9,.]*){BEHIND}?")
ABOUT = re.compile(rf"{BEFORE}?(.+?){BEHIND}?")
MORE = re.compile(r"(?<=[0-9一二两三四五六七八九十百千万])[余多来](?=.)")
"""Words that make a number one of about that size, before, behind and between it and its unit."""
RANGE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:-|~|—+|–|至|到)[0-9]+(?:\.[0-9]+)?[^0-9]{0,3}")
HOURS = re.compile(r"([0-9]+)(?:个)?(?:小时|时|h)([0-9]{1,2})(?:分钟|分|min|m)?")
WORDED = re.compile(r"[^0-9A-Za-z.,°′″'\"%/-]*([0-9]+(?:\.[0-9]+)?)[^0-9A-Za-z.,°′″'\"%/-]*")
"""One number among words."""
MEASURED = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9\s].*)")
SPOKEN = re.compile(f"([{CHINESE}]+)(.*)")
DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]{1,2}|[0-9]{4,})")
SPACED = re.compile(r"[+-]?[0-9]{1,3}(?:[ '’][0-9]{3})+(\.[0-9]+)?")
PERCENT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*%")
DATE = re.compile(
    r"[0-9]{4}[-/年.][0-9]{1,2}[-/月.][0-9]{1,2}日?(?: [0-9:]+)?|[0-9]{4}年[0-9]{1,2}月"
    r"|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-[a-z]{3}"
)
CLOCK = re.compile(r"([0-9]{1,3}):([0-9]{2})(?::([0-9]{2}))?")
SCIENTIFIC = re.compile(r"[0-9]{1,18}(?:\.[0-9]+)?e\+?[0-9]{1,3}", re.IGNORECASE)
"""What may be a long code that a spreadsheet took for a number and shows in powers of ten, or the code of a grid."""
SPOILT = re.compile(r"[0-9](?:\.[0-9]+)?e\+[0-9]{1,3}|[0-9]\.[0-9]+e[0-9]{1,3}", re.IGNORECASE)
"""What a spreadsheet alone writes: a sign before the power, or a point before the e."""
LOOKALIKES = str.maketrans("ol|i", "0111")
LETTERED = re.compile(r"[0-9ol|i]+(\.[0-9ol|i]+)?")


def number_slip(text: str) -> Message | None:
    """What is wrong with a cell that should be a number and is none; ``None`` when its form says nothing."""
    cell = unicodedata.normalize("NFKC", text).strip().casefold()
    for slip in SLIPS:
        says = slip(cell)
        if says is not None:
            return says
    return None


def comma_slip(text: str) -> Message | None:
    """``12,5``: a decimal comma, asked only where a number may have decimals."""
    match = DECIMAL_COMMA.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Message("geodata.slip.comma", {"number": f"{match[1]}.{match[2]}"}) if match else None


def text_slip(text: str) -> Message | None:
    """What is wrong with a cell that should be a word or a code and is something else."""
    return _error(text.casefold()) or _hint(text) or _garbled(text)


def code_slip(text: str) -> Message | None:
    """What is wrong with a cell that should be the code of a station, before anybody looks it up."""
    return Message("geodata.slip.scientific") if SPOILT.fullmatch(text) else text_slip(text)


def _error(cell: str) -> Message | None:
    return Message("geodata.slip.error") if cell in ERRORS else None


def _hint(cell: str) -> Message | None:
    return Message("geodata.slip.hint") if cell.startswith(HINT) else None


def _garbled(text: str) -> Message | None:
    meant = None if text.isascii() else ungarbled(text)
    return None if meant is None else Message("geodata.slip.garbled", {"meant": meant})


def _formula(cell: str) -> Message | None:
    return Message("geodata.slip.formula") if cell.startswith("=") and len(cell) > 1 else None


def _none(cell: str) -> Message | None:
    return Message("geodata.slip.none") if cell in NONE else None


def _unknown(cell: str) -> Message | None:
    return Message("geodata.slip.unknown") if cell in UNKNOWN else None


def _date(cell: str) -> Message | None:
    return Message("geodata.slip.date") if DATE.fullmatch(cell) else None


def _clock(cell: str) -> Message | None:
    match = CLOCK.fullmatch(cell)
    if match is None:
        return None
    minutes = 60 * int(match[1]) + int(match[2]) + int(match[3] or 0) / 60
    return Message("geodata.slip.clock", {"minutes": shown(minutes)})


def _percent(cell: str) -> Message | None:
    match = PERCENT.fullmatch(cell)
    return Message("geodata.slip.percent", {"number": shown(float(match[1]) / 100)}) if match else None


def _numeral(cell: str) -> Message | None:
    value = numeral(cell)
    return None if value is None else Message("geodata.slip.numeral", {"number": shown(value)})


def _measured(cell: str) -> Message | None:
    """``12人``, ``3.2万人``, ``十二人``: a number with its unit, converted where the unit is not the wanted one."""
    match = MEASURED.fullmatch(cell)
    spoken = SPOKEN.fullmatch(cell) if match is None else None
    unit = (match or spoken or ("", "", ""))[2].strip("()").strip()
    number = float(match[1].replace(",", "")) if match else numeral(spoken[1]) if spoken else None
    if unit not in ALL or number is None:
        return None
    return Message("geodata.slip.unit", {"unit": unit, "number": shown(converted(number, unit))})


def _large(cell: str) -> Message | None:
    """``1.1万``, ``3千``, ``1万2``: digits with a Chinese power of ten, which is a unit and no numeral."""
    found = large(cell)
    return None if found is None else Message("geodata.slip.unit", {"unit": found[1], "number": shown(found[0])})


def _hours(cell: str) -> Message | None:
    """``1小时30分``."""
    match = HOURS.fullmatch(cell)
    number = shown(60 * float(match[1]) + float(match[2])) if match else ""
    return Message("geodata.slip.unit", {"unit": "小时", "number": number}) if match else None


def _range(cell: str) -> Message | None:
    return Message("geodata.slip.range") if RANGE.fullmatch(cell) else None


def _about(cell: str) -> Message | None:
    """``约1.1万``, ``2.5万余人``: about so many of a unit."""
    match = ABOUT.fullmatch(MORE.sub("", cell))
    bare = match[1] if match and match[1] != cell else ""
    return next((says for slip in (_large, _measured) if (says := slip(bare)) is not None), None) if bare else None


def _worded(cell: str) -> Message | None:
    """``12名民警``: one number among words."""
    match = WORDED.fullmatch(cell)
    return None if match is None or match[1] == cell else Message("geodata.slip.approximate", {"number": match[1]})


def _approximate(cell: str) -> Message | None:
    match = APPROXIMATE.fullmatch(cell)
    if match is None or match[1] == cell or "," in match[1] or match[1].count(".") > 1:
        return None
    return Message("geodata.slip.approximate", {"number": match[1].rstrip(".")})


def _spaced(cell: str) -> Message | None:
    if not SPACED.fullmatch(cell):
        return None
    return Message("geodata.slip.spaced", {"number": re.sub(r"[ '’]", "", cell)})


def _angle(cell: str) -> Message | None:
    return Message("geodata.slip.angle") if any(sign in cell for sign in "°′″") else None


def _letters(cell: str) -> Message | None:
    """``1O`` and ``l2``: a letter where a digit of its shape was meant."""
    number = cell.translate(LOOKALIKES)
    if number == cell or not LETTERED.fullmatch(cell) or not any(c.isdigit() for c in cell):
        return None
    return Message("geodata.slip.letters", {"number": number})


def shown(value: float) -> str:
    """A suggested number as people write it."""
    return str(int(value)) if value.is_integer() else f"{value:.10g}"


SLIPS: tuple[Callable[[str], Message | None], ...] = (
    _measured,
    _error,
    _hint,
    _formula,
    _none,
    _unknown,
    _date,
    _clock,
    _percent,
    _large,
    _numeral,
    _hours,
    _approximate,
    _about,
    _range,
    _spaced,
    _angle,
    _letters,
    _worded,
)
"""Asked in this order, the commonest first; the first that knows the form says what is wrong."""
