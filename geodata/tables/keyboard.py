"""Slips of the keyboard in a number: the numbers that one slip makes of it, or by which one slip made it.

Every kind of slip undoes itself or another one, so that what was typed leads to what was meant. What it may get wrong:
a number of one or two digits is one slip away from most others.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

Slip = Callable[[str], Iterator[str]]
DIGITS = "0123456789"
LONGEST = 20
"""Characters of a number in which slips are looked for."""


def moved(text: str) -> Iterator[str]:
    """With the point elsewhere: zeros too many or too few."""
    yield from (f"{text}e{power}" for power in (-3, -2, -1, 1, 2, 3))


def sign(text: str) -> Iterator[str]:
    """With the other sign."""
    yield text.removeprefix("-") if text.startswith("-") else f"-{text}"


def digit_lost(text: str) -> Iterator[str]:
    """With one digit more: one was lost."""
    yield from (text[:at] + digit + text[at:] for at in range(len(text) + 1) for digit in DIGITS)


def digit_more(text: str) -> Iterator[str]:
    """With one digit less: one was too many."""
    yield from (text[:at] + text[at + 1 :] for at in range(len(text)))


def exchanged(text: str) -> Iterator[str]:
    """With two neighbours exchanged."""
    for at, (a, b) in enumerate(pairwise(text)):
        yield text[:at] + b + a + text[at + 2 :]


def digit_wrong(text: str) -> Iterator[str]:
    """With another digit."""
    yield from (text[:at] + digit + text[at + 1 :] for at in range(len(text)) for digit in DIGITS)


SLIPS: tuple[Slip, ...] = (moved, sign, digit_lost, digit_more, exchanged, digit_wrong)
"""From the likeliest on, by how few numbers they lead to."""


def numbers(value: float, slip: Slip) -> set[float]:
    """The other numbers that a slip leads to."""
    text = f"{value:.10g}"
    found = set() if len(text) > LONGEST else {number for other in slip(text) if (number := _number(other)) is not None}
    return found - {value}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:  # a point or sign left alone
        return None
