"""What one cell of text means: a whole number, a number, yes or no, a kind of station, a kind of border.

Every function returns the value, or the :class:`~zoning.texts.Message` that says why there is none. Digits may be in
full width. A comma is taken for a thousands separator only where it cannot be a decimal comma. Where the form of a cell
tells what was meant (:mod:`geodata.tables.slips`), the message says what to write instead.
"""

import math
import re
import unicodedata

from geodata.tables.slips import code_slip, comma_slip, number_slip, text_slip
from zoning.texts import Message

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?(e[+-]?[0-9]{1,3})?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
LONGEST = 60
TRUE, FALSE = ("是", "有", "1", "true", "yes", "y", "t", "√"), ("否", "无", "0", "false", "no", "n", "f", "×")
STATION_KINDS = {
    "county_seat": ("county_seat", "county seat", "城关", "城关所", "城关派出所", "县城", "城关镇"),
    "urban": ("urban", "城区", "城区所", "街道"),
    "town": ("town", "镇", "建制镇", "镇所"),
    "township": ("township", "乡", "建制乡", "乡所", "民族乡"),
}
BORDER_KINDS = {
    "shared": ("shared", "相邻", "邻接", "共界", "接壤", "毗邻"),
    "link": ("link", "连接", "联通", "连通", "通道", "桥", "桥梁", "隧道", "渡口"),
    "barred": ("barred", "阻断", "阻隔", "隔断", "禁止", "不通"),
}
VILLAGE_KINDS = {
    "village": ("village", "村", "行政村", "建制村"),
    "community": ("community", "社区", "居委会", "居民委员会", "城市社区"),
}
UNIT_KINDS = {
    "patrol": ("patrol", "巡组", "巡逻组", "巡逻"),
    "response_car": ("response_car", "response car", "冲锋车"),
}
VIDEO_LEVELS = {
    "bureau": ("bureau", "县局", "分局", "市局", "局"),
    "zone": ("zone", "防区"),
    "station": ("station", "派出所", "所"),
    "post": ("post", "警务站", "警务室"),
}
CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::00)?")
PARTS = re.compile(r"[、,，;；/|]")
"""What parts the words of a cell that holds several."""


def simple(text: str) -> str:
    """The cell in half width and lower case, with a real minus sign."""
    if text.isascii():
        return text.strip().lower()
    half = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("−", "-")
    return half.strip().casefold()


def whole(text: str) -> int | Message:
    """A whole number; ``12.0`` and ``1,234`` are whole numbers, ``12.5`` and ``十二`` are not."""
    cell = simple(text)
    if len(cell) > LONGEST:
        return Message("geodata.cell.whole")
    if THOUSANDS.fullmatch(cell):
        cell = cell.replace(",", "")
    if not NUMBER.fullmatch(cell) or not float(cell).is_integer():
        return number_slip(text) or Message("geodata.cell.whole")
    return int(cell) if cell.lstrip("+-").isdecimal() else int(float(cell))


MOST_TEN_THOUSANDS = 1000
"""A number of residents with a fraction, up to so many, is one in ten thousands: no county has ten million."""


def people(text: str) -> int | Message:
    """A number of residents; ``3.2`` is taken for 万 that should have been written out."""
    value = whole(text)
    fraction = decimal(text) if isinstance(value, Message) else None
    if isinstance(fraction, float) and 0 < fraction < MOST_TEN_THOUSANDS:
        return Message("geodata.slip.ten_thousands", {"number": round(10_000 * fraction)})
    return value


def decimal(text: str) -> float | Message:
    """A number; ``1,234`` may mean 1234 or 1.234 and is refused, ``1,234.5`` and ``1,234,567`` are not."""
    cell = simple(text)
    if len(cell) <= LONGEST:
        if "," in cell and THOUSANDS.fullmatch(cell):
            if cell.count(",") == 1 and "." not in cell:
                return Message("geodata.cell.comma")
            cell = cell.replace(",", "")
        if NUMBER.fullmatch(cell) and math.isfinite(value := float(cell)):
            return value
        return number_slip(text) or comma_slip(text) or Message("geodata.cell.number")
    return Message("geodata.cell.number")


MOST = 1_000_000_000
"""The largest amount a cell may hold: incidents, km or minutes beyond it are a slip of the keyboard."""


def amount(text: str) -> float | Message:
    """A number from 0 to :data:`MOST`."""
    value = decimal(text)
    if isinstance(value, float) and value < 0:
        return Message("geodata.cell.negative")
    return Message("geodata.cell.too_large", {"most": MOST}) if isinstance(value, float) and value > MOST else value


LEAST_KM2 = 0.0001
"""The smallest area of a station: a house has more, and nothing divided by it leaves the range of numbers."""


def square_km(text: str) -> float | Message:
    """An area above :data:`LEAST_KM2`."""
    value = decimal(text)
    small = isinstance(value, float) and value <= LEAST_KM2
    return Message("zoning.value.out_of_range", {"wanted": f"> {LEAST_KM2}"}) if small else value


def boolean(text: str) -> bool | Message:
    """Yes or no."""
    cell = simple(text)
    return True if cell in TRUE else False if cell in FALSE else Message("geodata.cell.boolean")


def station_kind(text: str) -> str | Message:
    """The kind of a station, by key or Chinese word."""
    return _word(text, STATION_KINDS, "geodata.cell.station_kind")


def border_kind(text: str) -> str | Message:
    """The kind of a border, by key or Chinese word."""
    return _word(text, BORDER_KINDS, "geodata.cell.border_kind")


def village_kind(text: str) -> str | Message:
    """Village or community, by key or Chinese word."""
    return _word(text, VILLAGE_KINDS, "geodata.cell.village_kind")


def unit_kind(text: str) -> str | Message:
    """The kind of a patrol unit, by key or Chinese word."""
    return _word(text, UNIT_KINDS, "geodata.cell.unit_kind")


def video_level(text: str) -> str | Message:
    """The level of a room of the video patrol, by key or Chinese word."""
    return _word(text, VIDEO_LEVELS, "geodata.cell.video_level")


def hour(text: str) -> float | Message:
    """An hour of the day: ``8``, ``8.5``, ``8:30`` or ``8时``."""
    cell = simple(text)
    if (clock := CLOCK.fullmatch(cell)) is not None:
        return int(clock[1]) + int(clock[2]) / 60
    value = decimal(cell.removesuffix("时"))
    return Message("geodata.cell.hour") if isinstance(value, Message) else value


def listed(text: str) -> tuple[str, ...] | Message:
    """The words of a cell that holds several, each once."""
    return text_slip(text) or tuple(dict.fromkeys(part for word in PARTS.split(text) if (part := word.strip())))


def as_cell(value: object) -> str:
    """The shortest text that reads back as the same value; unknown is blank, several words are listed."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (tuple, list)):
        return "、".join(map(str, value))
    text = str(value).strip()
    return text.removesuffix(".0") if isinstance(value, float) else text


def words(text: str) -> str | Message:
    """The cell as it stands, unless it is no words of anybody's."""
    return text_slip(text) or text


NUMBERED = re.compile(r"[0-9]{6,}\.0")
"""A code that a program took for a number."""
LONGEST_CODE = 120
"""Characters of a code at most, as :data:`zoning.model.stations.Text` has it."""


def code(text: str) -> str | Message:
    """The code of a station as it stands, unless a spreadsheet has spoilt it or nobody can have typed it."""
    if len(text) > LONGEST_CODE:
        return Message("zoning.value.string_too_long", {"limit": LONGEST_CODE})
    half = unicodedata.normalize("NFKC", text)
    bare = half if half.isascii() else text  # digits in full width
    return code_slip(text) or (bare[:-2] if NUMBERED.fullmatch(bare) else bare)


def _word(text: str, kinds: dict[str, tuple[str, ...]], key: str) -> str | Message:
    cell = simple(text)
    for kind, aliases in kinds.items():
        if cell in aliases:
            return kind
    return Message(key, {"options": [f"{kind} {chinese(aliases)}" for kind, aliases in kinds.items()]})


def chinese(aliases: tuple[str, ...]) -> str:
    """The first of the words that is Chinese."""
    return next(alias for alias in aliases if not alias.isascii())
