"""Numbers as a person reads them, in every language: thousands separated, a real minus sign, a dash for none."""

import math
from decimal import ROUND_HALF_UP, Decimal

UNKNOWN = "–"
"""What stands for a figure that is not known."""
WHOLE = 1e15
"""From here on a number has no decimals that are known."""


def rounded(value: float, digits: int = 0) -> float:
    """A finite number with so many decimals, halves away from zero, as spreadsheets and browsers show it.

    A number of 15 digits is looked at, so that 2.85 is a half, though in binary it lies a little below.
    """
    if abs(value) >= WHOLE:
        return value
    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def number(value: float | None, digits: int = 0, *, signed: bool = False) -> str:
    """A number with thousands separators, a real minus sign and no negative zero; a dash where it is unknown."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    near = rounded(value, digits) + 0.0
    text = f"{near:{'+' if signed and near else ''},.{digits}f}"
    return text.replace("-", "−")


def percent(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """A share as a percentage."""
    text = number(None if value is None else 100 * value, digits, signed=signed)
    return text if text == UNKNOWN else f"{text}%"
