"""What can be wrong with what we are given, said all at once.

A :class:`Mistake` has a place, a value and a remedy; an :class:`InputError` carries every mistake found, never only the
first. :class:`ClaimError` is the judge's: a solver said something that is not so, which is a fault of the program.
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from types import TracebackType, UnionType
from typing import get_args

from zoning.texts import Language, Message, say, written
from zoning.texts.signs import visible


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with the input.

    ``says`` names what is wrong and what to do about it; ``table``, ``row`` (the line of the file, the header being
    line 1) and ``column`` say where, as far as that is known, and ``value`` repeats what stood there. ``cell`` is the
    place in a spreadsheet, such as ``E4``, where ``table`` is a sheet of one.
    """

    says: Message
    table: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    cell: str | None = None

    def place(self, language: Language = "en") -> str:
        parts = [f"{self.table or ''}!{self.cell}" if self.cell else self.table or ""]
        if self.row is not None and self.cell is None:
            parts.append(say("zoning.mistake.row", language, row=self.row))
        if self.column is not None and self.row is None and (self.cell or self._is_key()):
            parts.append(self.column)
        elif self.column is not None:
            parts.append(say("zoning.mistake.column", language, column=self.column))
        return " ".join(part for part in parts if part)

    def _is_key(self) -> bool:
        """Whether ``column`` is the key of a setting, or the dotted one of a document, and no column of a table."""
        table = (self.table or "").lower()
        return "." in (self.column or "") or table.startswith("--") or table.endswith(".toml")

    def text(self, language: Language = "en") -> str:
        """Place, value and remedy in one line, e.g. ``stations.csv row 4, officers: "十二" is not a whole number``."""
        value = "" if self.value is None else say("zoning.mistake.value", language, value=cut(self.value))
        sentence = value + self.says.text(language)
        place = self.place(language)
        return say("zoning.mistake.placed", language, place=place, sentence=sentence) if place else sentence

    def __str__(self) -> str:
        return self.text()


REASONS = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only", errno.EACCES: "denied", errno.EPERM: "denied",
    errno.ENOENT: "missing", errno.ENOTDIR: "no_folder", errno.EISDIR: "folder", errno.EEXIST: "exists",
    errno.ENAMETOOLONG: "too_long", errno.EBUSY: "busy", errno.ETXTBSY: "busy", errno.EIO: "broken",
    errno.ELOOP: "loop", errno.EMFILE: "too_many", errno.ENFILE: "too_many", errno.ENOTEMPTY: "not_empty",
    errno.EPIPE: "hung_up",
}  # fmt: skip
"""What a system refuses for, by the end of the key of its sentence."""


def reason_of(error: OSError) -> Message:
    """Why the system refused something, in both languages; in its own words where it has a reason of its own."""
    if getattr(error, "winerror", None) in (32, 33):  # another program holds the file open, say a spreadsheet
        return Message("zoning.reason.in_use")
    if error.errno in REASONS:
        return Message(f"zoning.reason.{REASONS[error.errno]}")
    said = cut(error.strerror or str(error)) or type(error).__name__
    return Message.of(said, said)


REMEDIES = {"full": "full", "read_only": "denied", "denied": "denied", "too_long": "shorter"}
"""What to do about a refusal to write, by its reason; of every other kind another place is the remedy."""


def remedy_of(error: OSError) -> Message:
    """What to do about a file that could not be written, by the reason."""
    remedy = REMEDIES.get(REASONS.get(error.errno or 0, ""), "elsewhere")
    return Message(f"zoning.remedy.{remedy}")


def cut(value: str, longest: int = 60) -> str:
    """The value on one line and of bounded length, however long the cell was."""
    flat = visible(" ".join(value[: 100 * longest].split()))
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


TOLD = 1000
"""Mistakes that the text of the exception holds; the exception itself holds all."""


class InputError(Exception):
    """The input cannot be used; ``mistakes`` holds everything that is wrong with it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        told = [f"* {mistake}" for mistake in self.mistakes[:TOLD]]
        more = len(self.mistakes) - TOLD
        super().__init__("\n".join(told + ([f"* … {more} more"] if more > 0 else [])))


class Slips:
    """Mistakes of several readings, told all at once: behind a ``with`` of this that is refused the work goes on."""

    def __init__(self) -> None:
        self.refused: list[InputError] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: TracebackType | None) -> bool:
        if isinstance(error, InputError):
            self.refused.append(error)
        return isinstance(error, InputError)

    def refuse(self) -> None:
        """Go on only where nothing was refused.

        Raises
        ------
        InputError
            With every mistake; of the kind of the refusals where they are all of one.
        """
        kinds = {type(error) for error in self.refused}
        if kinds:
            kind = kinds.pop() if len(kinds) == 1 else InputError
            raise kind([one for error in self.refused for one in error.mistakes])


def unlike(name: str, given: object, wanted: str) -> Mistake:
    """An argument that is of another type than ``wanted``; small values are repeated."""
    value = given if isinstance(given, str | bytes | Real | None) else None
    says = Message(
        "zoning.argument.wrong", {"given": type(given).__name__, "wanted": Message(f"zoning.argument.{wanted}")}
    )
    return Mistake(says, name, value=str(value) if value is not None or given is None else None)


def expect(**arguments: tuple[object, type | UnionType]) -> None:
    """Refuse arguments of a wrong type: by name, what was given and the type that it must have.

    Of a union the first type is the one that the remedy speaks of. A truth value is no number.

    Raises
    ------
    InputError
        With a mistake for every such argument, its value and the remedy.
    """
    found = []
    for name, (given, kind) in arguments.items():
        wanted = [one.__name__ for one in get_args(kind) or (kind,) if one is not type(None)]
        if not isinstance(given, kind) or (isinstance(given, bool) and "bool" not in wanted):
            found.append(unlike(name, given, wanted[0]))
    if found:
        raise InputError(found)


class ClaimError(Exception):
    """A solution claims something the judge finds to be false."""


def mistake(
    key: str,
    /,
    *,
    table: str | None = None,
    row: int | None = None,
    column: str | None = None,
    value: object = None,
    **values: object,
) -> Mistake:
    """A :class:`Mistake` whose sentence is ``key`` filled with ``values``."""
    return Mistake(Message(key, values), table, row, column, None if value is None else written(value))
