"""Collecting everything worth saying about a county's files: what is wrong, and what is only good to know.

Reading never stops at the first mistake, so every reader is handed a :class:`Findings` and adds to it. What it may get
wrong: a suggestion is the most similar spelling, which need not be what was meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from zoning.model.errors import Mistake
from zoning.texts import Message

HINTED = 50
"""Suggestions are looked for this often in one reading; a table that is wrong throughout must not take minutes."""


@dataclass
class Findings:
    """Mistakes and notices found so far, in the order of finding.

    ``reported`` holds the places (table, row, column) that a reader has told a mistake of already, such as a formula
    without a value. No second mistake is told of such a place.
    """

    mistakes: list[Mistake] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    hints: dict[tuple[str, str], Message | str] = field(default_factory=dict)
    reported: frozenset[tuple[str | None, int | None, str | None]] = frozenset()

    def wrong(
        self,
        says: Message,
        table: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Add one mistake; ``row`` is the line of the file, the header being line 1."""
        if (table, row, column) not in self.reported:
            self.mistakes.append(Mistake(says, table, row, column, value or None))

    def note(self, key: str, /, **values: object) -> None:
        """Add one notice."""
        self.notices.append(Message(key, values))

    def hint(self, value: str, about: str, options: Mapping[str, str]) -> Message | str:
        """The option most like ``value``, as half a sentence, or nothing. ``options`` maps a key to its name."""
        if (about, value) not in self.hints:
            if len(self.hints) >= HINTED:
                return ""
            self.hints[about, value] = nearest(value, options)
        return self.hints[about, value]


def nearest(value: str, options: Mapping[str, str] | Iterable[str]) -> Message | str:
    """Half a sentence that names the key most like ``value``, by key or by name; empty when none is like it."""
    names = dict(options) if isinstance(options, Mapping) else dict.fromkeys(options, "")
    by_word = {name: key for key, name in names.items() if name} | {key: key for key in names}
    close = get_close_matches(value, by_word, 1)
    if not close:
        return ""
    key = by_word[close[0]]
    return Message("geodata.hint.nearest", {"option": f"{key} {names[key]}".strip()})
