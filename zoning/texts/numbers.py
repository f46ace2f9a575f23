"""Numbers as a person reads them, in every language: thousands separated, a real minus sign, a dash for none."""

import math

UNKNOWN = "–"
"""What stands for a figure that is not known."""


def number(value: float | None, digits: int = 0, *, signed: bool = False) -> str:
    """A number with thousands separators, a real minus sign and no negative zero; a dash where it is unknown."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    rounded = round(value, digits) + 0.0
    text = f"{rounded:{'+' if signed and rounded else ''},.{digits}f}"
    return text.replace("-", "−")


def percent(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """A share as a percentage."""
    text = number(None if value is None else 100 * value, digits, signed=signed)
    return text if text == UNKNOWN else f"{text}%"
