"""Who issues a report, when, how secret it is and under which number: what its head says and its file's properties."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from zoning.model.errors import InputError, mistake
from zoning.texts import Language, say

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The time in the properties of a file whose report has no date."""


@dataclass(frozen=True)
class Issue:
    """The unit that issues it, its ``date`` (YYYY-MM-DD), its secrecy and its number; empty is not said.

    Raises
    ------
    InputError
        When the date is none.
    """

    unit: str = ""
    date: str = ""
    secrecy: str = ""
    number: str = ""

    def __post_init__(self) -> None:
        if self.date and not _is_date(self.date):
            raise InputError([mistake("workbench.report.no_date", table="--date", value=self.date)])

    @property
    def time(self) -> datetime:
        """The date as a time for the properties of a file."""
        if not self.date:
            return UNDATED
        day = date.fromisoformat(self.date)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    def head(self) -> str:
        """What stands above the title: secrecy and number."""
        return "　".join(part for part in (self.secrecy, self.number) if part)

    def signed(self, language: Language) -> tuple[str, ...]:
        """Unit and date as they are written in the language, for the line below the title."""
        told = (self.unit, _spoken(self.date, language) if self.date else "")
        return tuple(part for part in told if part)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None


def _spoken(text: str, language: Language) -> str:
    """A date, e.g. ``2026年11月30日``."""
    day = date.fromisoformat(text)
    return say("workbench.report.date", language, year=str(day.year), month=day.month, day=day.day)
