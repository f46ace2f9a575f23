"""``zoning count``: a list of single calls counted for a county, shown, and written as its incidents.

What the list says of persons is neither read nor written. ``--into`` writes the county anew with the counts in it; a
workbook that is replaced stays beside under another name.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from geodata.calls.count import Wanted, opened, with_counts
from geodata.calls.result import BY, SLOTS, CallCount, Sheets
from workbench.given.counts import refuse_other, removed
from workbench.given.sources import Source
from workbench.line.options import Counting
from workbench.line.progress import status
from workbench.line.saving import prepared
from workbench.line.screen import DONE, Misused, Screen
from workbench.tables.table import Table, Value
from workbench.tables.terminal import show_lines, show_table
from zoning.files.whole import write_into, write_whole
from zoning.judge.calendar import in_part
from zoning.judge.figures import FIGURES
from zoning.model.errors import InputError, Mistake, Slips, mistake
from zoning.result.documents import to_document
from zoning.texts import LANGUAGES, Message, say
from zoning.texts.formulas import csv_text
from zoning.texts.numbers import number

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FORMS = (".xlsx", ".gpkg")
"""What the counts can be put into."""
SHOWN = 12
"""Kinds, known and unknown, that a table names."""


def count_county(
    screen: Screen, calls: Path, source: Source, counting: Counting, out: Path | None, into: Path | None
) -> int:
    """Count the calls of a list, show what was counted and what was not, and write it where that is asked for.

    Raises
    ------
    InputError
        When the county, the list or an option is wrong, or something cannot be written.
    Misused
        When nothing is wrong but that ``--by`` is no period.
    """
    import geodata

    slips = Slips()
    wanted = replace(_wanted(counting, slips), gridded=out is not None)
    if into is not None:
        with slips:
            _refuse_target(into, Path(source.county))
    if out is not None:
        with slips:
            refuse_other(out, calls, Path(source.county))
    reading = screen.say("workbench.count.reading", file=calls.name)
    with slips:
        tables = source.tables()
        with status(screen, reading, lambda: ""):
            ready = opened(tables, calls, wanted)
    slips.refuse()
    with status(screen, reading, lambda: ""):
        found, sheets = ready.count()
    if not found.counted and (out is not None or into is not None):
        raise InputError([_nothing(found)])
    written: list[Path] = []
    stale: list[Path] = []
    if out is not None:
        written += _write(out, sheets, screen)
        stale = removed(out, written)
    if into is not None:
        whole = with_counts(tables, found, sheets)
        geodata.build(whole)
        if into.exists():
            written.append(_kept(screen, into))
        geodata.write_county(whole, into, overwrite=True)
        written.insert(0, into)
    screen.emit(to_document(found))
    _show(screen, found)
    for path in written:
        screen.show(screen.say("workbench.count.written", file=str(path)))
    for path in stale:
        screen.show(screen.say("workbench.count.removed", file=str(path)))
    return DONE


def _wanted(counting: Counting, slips: Slips) -> Wanted:
    """The options in the words of :mod:`geodata.calls.count`, without those that are wrong, which go to ``slips``."""
    wrong, columns = [], {}
    by = _periods(counting.by)
    with slips:
        if by is None:
            raise Misused([mistake("workbench.count.no_by", table="--by", value=counting.by)])
    for word in counting.column or ():
        role, equals, heading = word.partition("=")
        if not equals or not heading:
            wrong.append(mistake("workbench.count.no_column", table="--column", value=word))
        else:
            columns[role] = heading
    days: dict[str, date | None] = {}
    for name, text in (("since", counting.since), ("until", counting.until)):
        try:
            days[name] = None if text is None else _day(text)
        except ValueError:
            days[name] = None
            wrong.append(mistake("workbench.count.no_day", table=f"--{name}", value=text))
    with slips:
        if wrong:
            raise InputError(wrong)
    today = date.today()  # noqa: DTZ011 - calls are dated by the clock on the wall
    return Wanted(
        today, columns, counting.kinds, by or "", days["since"], days["until"], counting.at_least, counting.rest,
        counting.points,
    )  # fmt: skip


def _periods(word: str) -> str | None:
    """The periods that a word means, in any language; ``None`` where it means none."""
    meant = {
        one: key
        for key in (*BY, *SLOTS, "all")
        for language in LANGUAGES
        for one in (key, *say(f"workbench.count_by.{key}", language).split("|"))
    }
    return meant.get(word.strip().casefold())


def _day(text: str) -> date:
    """A day as 2023-01-31, nothing else."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _refuse_target(into: Path, county: Path) -> None:
    """Refuse to write over what is not the county that was named, and what is no single file."""
    if into.suffix.lower() not in FORMS:
        raise InputError([mistake("workbench.count.into", table="--into", value=into)])
    if into.exists() and not (county.exists() and into.samefile(county)):
        raise InputError([mistake("workbench.count.other", table="--into", value=into)])


def _nothing(found: CallCount) -> Mistake:
    """That no call was counted, with how many calls were left out for each reason."""
    why = [
        Message("workbench.count.left", {"reason": Message(f"workbench.count_reason.{reason}"), "calls": count})
        for reason, count in found.not_counted.items()
        if count
    ]
    return mistake("workbench.count.nothing", table=found.calls_file, read=found.read, why=why)


def _kept(screen: Screen, into: Path) -> Path:
    """A copy of a workbook beside it, under a name that is free."""
    stem = screen.say("workbench.count.kept", stem=into.stem)
    names = (f"{stem}{number}{into.suffix}" for number in ("", *range(2, 10_000)))
    kept = next(into.with_name(name) for name in names if not into.with_name(name).exists())
    write_whole(kept, into.read_bytes())
    return kept


def _write(out: Path, sheets: Sheets, screen: Screen) -> list[Path]:
    """Write the tables beside each other: incidents under the name given, the others under names of their own."""
    parts = {"incidents": sheets.incidents, "hours": sheets.hours, "villages": sheets.villages, "grid": sheets.grid}
    named = {
        out.name if key == "incidents" else f"{out.stem}_{screen.say(f'workbench.count.{key}')}.csv": rows
        for key, rows in parts.items()
        if len(rows) > 1
    }
    return write_into(
        prepared(out.parent), {name: b"\xef\xbb\xbf" + csv_text(rows).encode() for name, rows in named.items()}
    )


def _show(screen: Screen, found: CallCount) -> None:
    """What was read and counted, by class; what was not, by reason; words that nobody knows."""
    language = screen.language
    days = {"first": found.first or "—", "last": found.last or "—", "years": number(found.years, 2)}
    counts = {"read": number(found.read), "counted": number(found.counted)}
    if found.counted:
        screen.sentence(screen.say("workbench.count.title", county=found.county, **counts, **days), "bold green")
    else:
        screen.sentence(screen.say("workbench.count.title_none", county=found.county, **counts), "bold yellow")
    roles = [f"{screen.say(f'workbench.count_role.{role}')} ← {heading}" for role, heading in found.columns.items()]
    show_lines(screen, [screen.say("workbench.count.columns", columns=roles), *_sheets(screen, found)])
    figure = FIGURES["period_incidents"]
    rows: list[list[Value]] = [
        [one.name, one.count, "、".join(word.word for word in one.kinds[:SHOWN])] for one in found.classes
    ]
    show_table(screen, Table.of("counted", language, ("class", figure, "kinds_counted"), rows))
    said = {one.reason: "、".join(word.word for word in one.words[:SHOWN]) for one in found.left_out}
    left: list[list[Value]] = [
        [screen.say(f"workbench.count_reason.{reason}"), count, said.get(reason, "")]
        for reason, count in found.not_counted.items()
        if count
    ]
    if left:
        show_table(screen, Table.of("not_counted", language, ("reason", figure, "kinds_left"), left))
    show_lines(screen, (f"* {line}" for line in _notices(screen, found)), "yellow")


def _notices(screen: Screen, found: CallCount) -> Iterator[str]:
    """What to look at, the gravest first."""
    for one in found.sheets_lacking:
        named = one.sheet or screen.say("workbench.count.sheet_hidden")
        columns = [screen.say(f"workbench.count_role.{role}") for role in one.roles]
        yield screen.say("workbench.count.sheets_lacking", sheet=named, columns=columns, rows=number(one.read))
    yield from _unknown(screen, found)
    yield from _points(screen, found)
    if found.by_town:
        yield screen.say("workbench.count.by_town", calls=number(found.by_town))
    if found.total_rows:
        yield screen.say("workbench.count.total_rows", count=number(found.total_rows))
    if found.empty_months:
        yield screen.say("workbench.count.empty_months", months=list(found.empty_months))
    if found.same_number:
        yield screen.say("workbench.count.same_number", calls=number(found.same_number))
    if found.other_zone:
        yield screen.say("workbench.count.other_zone", calls=number(found.other_zone))
    if found.without_hour:
        yield screen.say("workbench.count.without_hour", calls=number(found.without_hour))
    if found.at_midnight:
        yield screen.say("workbench.count.at_midnight", calls=number(found.at_midnight))
    if found.small_merged:
        yield screen.say("workbench.count.small_merged", count=number(found.small_merged))
    for table, count in found.small_left.items():
        if count:
            named = screen.say(f"workbench.count.{table}")
            yield screen.say("workbench.count.small_left", table=named, count=number(count))
    yield from _days(screen, found)
    if found.counted:
        yield screen.say("workbench.count.years", years=number(found.years, 4).rstrip("0").rstrip("."))


def _unknown(screen: Screen, found: CallCount) -> Iterator[str]:
    """Kinds and units that nobody knows, and where the first of those stand that are not shown."""
    for key, words, hidden in (
        ("kinds", found.kinds, found.hidden_kinds),
        ("stations", found.stations, found.hidden_stations),
    ):
        if words:
            shown = [f"{one.word} {number(one.count)}" for one in words]
            yield screen.say(f"workbench.count.unknown_{key}", words=shown, count=len(words))
        if hidden:
            yield screen.say(f"workbench.count.hidden_{key}", calls=number(hidden))
    if found.unknown_units:
        units, calls = number(found.unknown_units), number(found.not_counted["station"])
        yield screen.say("workbench.count.unknown_units", units=units, calls=calls)
    if found.hidden_kinds_at:
        yield screen.say("workbench.count.hidden_at", places=[number(place) for place in found.hidden_kinds_at])


def _points(screen: Screen, found: CallCount) -> Iterator[str]:
    """Points that were swapped, lie far away, or seem to be on another system."""
    if found.points_like is not None:
        fit = {
            key: number(found.points_fit[one])
            for key, one in (("looked", "looked"), ("taken", "taken"), ("fits", "like"))
        }
        yield screen.say("workbench.count.points_like", like=found.points_like, **fit)
    if found.turned_points:
        yield screen.say("workbench.count.turned_points", calls=number(found.turned_points))
    if found.far_points:
        yield screen.say("workbench.count.far_points", calls=number(found.far_points))


def _sheets(screen: Screen, found: CallCount) -> Iterator[str]:
    """Which sheets of a workbook were read, and which were not, where there are several."""
    if found.sheets:
        yield screen.say("workbench.count.sheets", sheets=list(found.sheets))
    if found.sheets_unread:
        yield screen.say("workbench.count.sheets_unread", sheets=list(found.sheets_unread))
    if found.sheets_hidden:
        yield screen.say("workbench.count.sheets_hidden", count=found.sheets_hidden)


def _days(screen: Screen, found: CallCount) -> Iterator[str]:
    """Periods of which some days are not covered, and months that may be such."""
    if parted := in_part(found.periods):
        yield screen.say("workbench.count.in_part", periods=list(parted))
    if found.assumed_whole:
        yield screen.say(
            "workbench.count.assumed_whole", months=list(found.assumed_whole), first=found.first, last=found.last
        )
