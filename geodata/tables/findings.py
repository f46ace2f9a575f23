"""Collecting everything worth saying about a county's files: what is wrong, and what is only good to know.

Reading never stops at the first mistake, so every reader is handed a :class:`Findings` and adds to it. What it may get
wrong: a suggestion is the most similar spelling, which need not be what was meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zoning.model.errors import Mistake
from zoning.texts import Message
from zoning.texts.alike import alike

HINTED = 50
"""Suggestions are looked for this often in one reading; a table that is wrong throughout must not take minutes."""


IMPORTANCE: Mapping[str, str] = {
    "wrong": "no_officers no_incidents totals_differ totals_beside seat_far seat_outside area_total areas_differ "
    "few_residents makeshift_outline makeshift_hull makeshift outline_repaired outline_all labels lengths powers "
    "column_stem column_stem_beside column_name_beside column_town counted_as_zero periods_missing more_years "
    "other_years areas_overlap areas_holes components components_near no_time fast slow straight_speed way_round "
    "lopsided roads_far same_place borders_apart borders_unlisted borders_differ encoding_wrong small_counts "
    "areas_beyond areas_cells datum_assumed",
    "taken": "column_name column_code column_dotted named areas_merged areas_repaired areas_unclosed areas_closed "
    "areas_enclosed layer_beside crs_overruled other_datum old_datum within_unknown layer_chosen encoding_guessed "
    "unknown_columns unread table_unused binary_columns specialities unknown_values partly_zoned case_area_unknown "
    "no_case_area no_county_seat no_seat several_seats cut_by_seats enclaves cut_stations directions one_triangle "
    "borders_voronoi borders_overruled roads_read roads_left_out roads_before not_driven speeds_unread "
    "travel_over_roads merged sheet_headings outline_of outline_unused equal_fields "
    "column_form nested_attributes title_lines headings_again dated_periods one_period",
    "harmless": "totals remarks wide unseen unseen_settings unwrapped angles areas_derived sheet_taken hidden_sheet "
    "hidden_rows hidden_columns matrix_unused roads_unused layer_unused views borders_areas years classes travel_mode",
}
"""What notices are about: what may make an answer wrong, what was taken for what, what is as usual. Told in this order,
and within a row as they stand in it; a notice of elsewhere stands with those that may make an answer wrong."""
RANKS = {
    f"geodata.notice.{key}": rank
    for rank, key in enumerate(key for keys in IMPORTANCE.values() for key in keys.split())
}


def by_importance(notices: Iterable[Message]) -> list[Message]:
    """The notices, what may make an answer wrong first and what is as usual last; equal ones as they were found."""
    return sorted(notices, key=lambda notice: RANKS.get(notice.key, -1))


@dataclass
class Findings:
    """Mistakes and notices found so far, in the order of finding.

    ``reported`` holds the places (table, row, column) that a reader has told a mistake of already, such as a formula
    without a value. No second mistake is told of such a place; ``silent`` counts those that were not.
    """

    mistakes: list[Mistake] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    hints: dict[tuple[str, str], Message | str] = field(default_factory=dict)
    reported: frozenset[tuple[str | None, int | None, str | None]] = frozenset()
    silent: int = 0

    def wrong(
        self,
        says: Message,
        table: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Add one mistake; ``row`` is the line of the file, the header being line 1."""
        if (table, row, column) in self.reported:
            self.silent += 1
        else:
            self.mistakes.append(Mistake(says, table, row, column, value or None))

    @property
    def faults(self) -> int:
        """How often something was wrong so far, told or not: what is read is sound where this stays the same."""
        return len(self.mistakes) + self.silent

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
    close = alike(value, by_word)
    if not close:
        return ""
    key = by_word[close[0]]
    return Message("geodata.hint.nearest", {"option": f"{key} {names[key]}".strip()})
