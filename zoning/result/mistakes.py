"""The mistakes of an input as a result of its own: what a command answers that could not begin."""

from dataclasses import dataclass

from zoning.model.equality import ByValue
from zoning.model.errors import Mistake


@dataclass(frozen=True, eq=False)
class Mistakes(ByValue):
    """Everything that is wrong with an input."""

    mistakes: tuple[Mistake, ...]
