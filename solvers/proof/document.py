"""A verification as one object, both ways."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from solvers.proof.verify import Verification
from zoning.judge.rules import Violation
from zoning.model.errors import Mistake
from zoning.model.policy import Departure
from zoning.result.decoding import decode
from zoning.result.kinds import Shape
from zoning.result.solution import Mode
from zoning.texts import Message


class Fields(TypedDict):
    """What is read: ``violations`` only where there are some, ``mode`` only of a plan that has one."""

    mistakes: tuple[Mistake, ...]
    violations: NotRequired[tuple[Violation, ...]]
    proved: bool
    seconds: float
    mode: NotRequired[Mode]
    stages_checked: NotRequired[int]
    unproved: tuple[Message, ...]
    preset: str
    departures: tuple[Departure, ...]


def written(found: Verification) -> dict[str, Any]:
    """The object of ``zoning verify --json``."""
    return {
        "mistakes": found.mistakes,
        **({"violations": found.violations} if found.violations else {}),
        "proved": found.proved,
        "seconds": found.seconds,
        **({"mode": found.mode, "stages_checked": found.stages_checked} if found.mode else {}),
        "unproved": found.unproved,
        "preset": found.preset,
        "departures": found.departures,
    }


def read(document: Mapping[str, Any]) -> Verification:
    """The verification that an object states."""
    return Verification(**decode(Fields, document))


SHAPE = Shape(written, read)
