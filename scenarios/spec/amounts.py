"""Amounts as a scenario writes them: a number, ``x0.9``, ``+2``, ``-2`` or ``+30%``."""

import re
from dataclasses import dataclass

MOST = 1e9
RELATIVE = re.compile(r"([x×X*]|[+\-−])\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(%?)")


@dataclass(frozen=True)
class Amount:
    """``factor`` · before + ``plus``; a plain number has the factor 0. ``text`` is the amount as written."""

    text: str
    factor: float
    plus: float = 0.0

    def of(self, before: float) -> float:
        """``factor`` · ``before`` + ``plus``."""
        return self.factor * before + self.plus

    @property
    def relative(self) -> bool:
        """Whether the value before has to be known."""
        return self.factor != 0

    def __str__(self) -> str:
        return self.text


def amount(value: object) -> Amount:
    """The amount of a written value.

    Raises
    ------
    ValueError
        With the key of the sentence on the forms of an amount.
    """
    if isinstance(value, Amount):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= MOST:
        return Amount(f"{value:.10g}", 0.0, float(value))
    parts = RELATIVE.fullmatch(value.strip()) if isinstance(value, str) else None
    if parts is None:
        raise ValueError("scenarios.spec.amount")
    sign, number = parts[1], float(parts[2])
    signed = -number if sign in "-−" else number
    if sign in "+-−":
        written = f"{'−' if signed < 0 else '+'}{parts[2]}{parts[3]}"
        return Amount(written, 1 + signed / 100) if parts[3] else Amount(written, 1.0, signed)
    if parts[3]:
        raise ValueError("scenarios.spec.amount")
    return Amount(f"×{parts[2]}", number)


def exact(value: float | None) -> str:
    """A number given by somebody, or computed from one, with all its digits, for a sentence."""
    return "–" if value is None else f"{value:,.10g}"


def shown(value: float) -> str:
    """A measured number to two decimals, for a sentence."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
