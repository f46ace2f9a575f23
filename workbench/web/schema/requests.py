"""The bodies that routes take. A field that is not known is refused, and so is text longer than :data:`LONGEST`."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LONGEST = 500
"""Characters of a text."""
MOST = 10_000
"""Entries of a list: more stations than any county has."""


def _readable(text: str) -> str:
    """The text without blanks at its ends; characters that cannot be shown are refused."""
    if not all(c.isprintable() or c in "\n\t" for c in text):
        raise ValueError("workbench.refused.unreadable")
    return text.strip()


def _line(text: str) -> str:
    """A text of one line that says something."""
    if not text.isprintable():
        raise ValueError("workbench.refused.unreadable")
    if not text.strip():
        raise ValueError("workbench.refused.blank")
    return text.strip()


def _day(text: str) -> str:
    """A date as ``YYYY-MM-DD`` that the calendar has."""
    date.fromisoformat(text)
    return text


Text = Annotated[str, Field(max_length=LONGEST), AfterValidator(_readable)]
Word = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_line)]
"""The key of a request, the code of a station, the number of a job."""
Name = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_line)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
Number = Annotated[int, Field(ge=0, le=2**31)]
Codes = Annotated[list[Word], Field(max_length=MOST)]
Version = Annotated[str, Field(pattern=r"^[0-9]{1,9}(@[0-9]{1,9})?$")]
"""A plan, or one revision of it: ``3`` or ``3@12``."""
Start = Literal["optimum", "today", "empty", "plan", "drawn"]
Kind = Literal["bound", "around", "repair", "explain", "frontier", "scenarios", "stress", "report"]
Operation = Literal[
    "move", "swap", "merge", "lock", "unlock", "together", "apart", "office", "policy", "rename", "take", "restore",
    "note", "undo", "redo",
]  # fmt: skip


class Asked(BaseModel):
    """A body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Entry(Asked):
    """What lets somebody in: the token of this start of the server."""

    token: Text


class Preferences(Asked):
    """What a person chooses of the pages."""

    lang: Literal["zh", "en"]


class Sample(Asked):
    """A sample county to be taken into the store."""

    sample: Name


class NewPlan(Asked):
    """A plan to begin: from the optimum, today's zones, no zones, another plan (``3@12``), or groups of stations."""

    key: Word
    county: Word
    name: Name
    start: Start
    plan: Version | None = None
    groups: Annotated[list[Codes], Field(max_length=MOST)] | None = None
    why: Text = ""


class NewName(Asked):
    """Another name of a plan."""

    name: Name


class NewState(Asked):
    """Another state of a plan; an approval wants a reason."""

    state: Literal["draft", "review", "approved", "archived"]
    why: Text = ""


class Edit(Asked):
    """One step on a plan: made on revision ``base``, under a key by which a repetition is known.

    Which of the other fields an operation takes, and what they mean, is ``docs/serve.md``'s; it refuses the others.
    ``sure`` undoes another person's step without asking.
    """

    key: Word
    base: Number
    op: Operation
    why: Text = ""
    sure: bool = False
    stations: Codes | None = None
    zone: Number | Literal["new"] | None = None
    zones: Annotated[list[Number], Field(max_length=MOST)] | None = None
    all: bool | None = None
    off: bool | None = None
    station: Word | None = None
    name: Annotated[str, Field(max_length=60)] | None = None
    set: Annotated[dict[Word, Any], Field(max_length=100)] | None = None
    job: Word | None = None
    to: Number | None = None

    @property
    def step(self) -> dict[str, Any]:
        """The operation and the fields that were sent with it."""
        return self.model_dump(exclude={"key", "base", "why", "sure"}, exclude_unset=True, exclude_none=True)


class NewJob(Asked):
    """Work to be done on revision ``base`` of a plan, the present one unless given.

    ``locks`` says of which problem a bound is sought, by default of the one that lacks it first; ``moved`` are stations
    held where they are (around, repair), by default those moved since the last optimum. Other fields belong to one
    kind each: ``station`` explain, ``between`` frontier, ``files`` of the library and ``toml``
    scenarios, ``formats`` and who issues it (``unit``, ``date``, ``secrecy``, ``number``) report, ``replicates`` and
    ``seed`` stress. ``seconds`` limits a search.
    """

    kind: Kind
    base: Number | None = None
    station: Word | None = None
    between: Annotated[list[Word], Field(min_length=2, max_length=2)] | None = None
    locks: bool | None = None
    moved: Codes | None = None
    files: Annotated[list[Word], Field(max_length=100)] | None = None
    toml: Annotated[str, Field(max_length=100_000)] | None = None
    formats: (
        Annotated[list[Literal["docx", "pdf", "html", "xlsx", "pptx"]], Field(min_length=1, max_length=5)] | None
    ) = None
    unit: Name | None = None
    date: Day | None = None
    secrecy: Name | None = None
    number: Name | None = None
    replicates: Annotated[int, Field(ge=1, le=2_000)] | None = None
    seed: Number | None = None
    seconds: Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)] | None = None

    @property
    def request(self) -> dict[str, Any]:
        """What the job is to know beside plan and revision."""
        return self.model_dump(exclude={"kind", "base"}, exclude_none=True)


class Compared(Asked):
    """Plans to be put side by side; ``current`` stands for the zones of today."""

    plans: Annotated[list[Version | Literal["current"]], Field(min_length=2, max_length=4)]
