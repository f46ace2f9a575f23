"""Numbers as people write them in words: 十二, 三千五百, 二〇二三; and with digits before a power of ten: 1.2万.

What it may get wrong: 一百二 is read as 120, as it is spoken, never as 102.
"""

import re

DIGITS = {
    digit: value
    for value, digits in enumerate(("〇零", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in digits
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
MIXED = re.compile(r"([0-9]+(?:\.[0-9]+)?)([十百千万萬亿]{1,2})")
CHINESE = "".join((*DIGITS, *TENS, *GROUPS))
SIGNS = re.compile(f"[{CHINESE}]+")
FIGURES = re.compile(f"(?:[0-9][{''.join((*TENS, *GROUPS))}])+[0-9]?")
LONGEST = 24


def large(text: str) -> tuple[float, str] | None:
    """The number behind digits with Chinese powers of ten (1.1万, 1万2千), and the largest of these; else ``None``."""
    if len(text) > LONGEST:
        return None
    mixed = MIXED.fullmatch(text)
    if mixed:
        value = float(mixed[1])
        for unit in mixed[2]:
            value *= TENS.get(unit) or GROUPS[unit]
        return round(value, 6), mixed[2]
    if not FIGURES.fullmatch(text):
        return None
    value = _spoken("".join("零一二三四五六七八九"[int(c)] if c.isdecimal() else c for c in text)) or 0.0
    return (value, text[1]) if value else None


def numeral(text: str) -> float | None:
    """The number behind a Chinese numeral, with or without digits in front; ``None`` when it is none."""
    if not text or len(text) > LONGEST:
        return None
    if (found := large(text)) is not None:
        return found[0]
    if not SIGNS.fullmatch(text):
        return None
    if all(c in DIGITS for c in text):
        return float("".join(str(DIGITS[c]) for c in text))
    return _spoken(text)


def _spoken(text: str) -> float | None:
    """三千五百 by its parts; ``None`` where a part stands without the digit it needs."""
    total = section = digit = last = 0
    for i, c in enumerate(text):
        if c in DIGITS:
            if digit and text[i - 1] in DIGITS:
                return None
            digit = DIGITS[c]
            last = 1 if digit == 0 else last  # 一百零二: what follows a zero counts single
        elif c in TENS:
            if not digit and not (i == 0 and TENS[c] == 10):
                return None
            section += (digit or 1) * TENS[c]
            digit, last = 0, TENS[c]
        else:
            if not section and not digit:
                return None
            total = (total + section + digit) * GROUPS[c]
            section, digit, last = 0, 0, GROUPS[c]
    if digit and last >= 100 and text[-1] in DIGITS and text[-2] not in DIGITS:
        digit *= last // 10
    return float(total + section + digit)
