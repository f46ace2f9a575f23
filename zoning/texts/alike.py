"""Which of the words that are known a word is most like, for “did you mean”.

What it may get wrong: of a Chinese word of two characters one slip changes half; it is taken for another one that
shares the rest in its place, though nobody need have meant it.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from zoning.texts.stems import stem

CLOSE = 0.6
"""Likeness, from 0 to 1, from which on a word may have been meant."""
SHORT = 4
"""Characters of a Chinese word in which one slip is too much for the likeness of letters."""


def alike(word: str, options: Iterable[str], most: int = 1) -> list[str]:
    """The options most like a word, the likest first, at most ``most``; nothing where none is close.

    A Chinese word of few characters is like another one of the same length, or with the same stem (青水, 清水派出所),
    that differs in one of them; where more than ``most`` do, nobody can tell.
    """
    known = list(dict.fromkeys(options))
    close = get_close_matches(word, known, most, CLOSE)
    if close or word.isascii():
        return close
    near = [one for one in known if _one_slip(word, one) or _one_slip(stem(word), stem(one))]
    return near if len(near) <= most else []


def _one_slip(word: str, other: str) -> bool:
    """Whether two short words of one length differ in one character."""
    return 1 < len(word) == len(other) <= SHORT and sum(a != b for a, b in zip(word, other, strict=True)) == 1
