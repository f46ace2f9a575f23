"""Duty rosters, linked nights and weekly rotas as tables: figures a station, and the roster itself a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from systems.rosters.checking import missing_by_day
from systems.rosters.records import OFF, Month, Shift
from systems.rosters.rota import FREE, HALVES, IN_ROOM
from workbench.tables.table import Column, Columns, Table, Value
from zoning.judge.figures import by_key
from zoning.texts import Language, say

if TYPE_CHECKING:
    from systems.rosters.report import DutyRoster, RostersReport
    from systems.rosters.rota import RoomRota

SHOWN = 3
"""Rosters that are shown on the terminal, where no more are asked for."""

WIDE, NARROW, SUMS = 16.0, 5.0, 7.0
"""Characters of groups, days and sums on a sheet: a month fits on one page."""


def title(found: "RostersReport", language: Language) -> str:
    """How many rosters can be manned."""
    final = found.final
    values = {"rosters": len(final), "works": sum(one.works for one in final), "month": month_name(found, language)}
    return say("workbench.rosters.title", language, **values)


def month_name(found: "RostersReport", language: Language) -> str:
    """The month, or that it is four weeks from a Monday."""
    return found.wanted.month.name or say("workbench.rosters.four_weeks", language)


def shown(found: "RostersReport", language: Language) -> list[Table]:
    """What the terminal shows: figures, and the rosters themselves where they are few."""
    tables = [stations(found, language), linked(found, language), rooms(found, language)]
    if len(found.final) <= SHOWN:
        tables += [roster(one, found, language) for one in found.final]
    return [table for table in tables if table.rows]


def sheets(found: "RostersReport", language: Language) -> list[Table]:
    """What the workbook holds: all of it, a sheet a roster."""
    figures = [stations(found, language), linked(found, language), rooms(found, language)]
    rosters = [roster(one, found, language) for one in found.final]
    weekly = [rota(found, language)] if found.rotas else []
    return [table for table in (*figures, *rosters, *weekly) if table.rows]


def stations(found: "RostersReport", language: Language) -> Table:
    """A row a station by itself: people, groups, groups on duty, nights, and whether it can be manned."""
    county = found.county
    rows: list[list[Value]] = []
    for one in found.stations:
        station = county.stations[county.index[one.stations[0]]]
        low, high, mean = one.nights
        rows.append(
            [
                county.short_names[station.code],
                float(station.officers),
                None if station.auxiliaries is None else float(station.auxiliaries),
                float(sum(one.task.groups)),
                _asked(one, "day"),
                _asked(one, "night"),
                f"{low}–{high}" if high > low else f"{high}",
                mean,
                one.open_hours,
                verdict(one, language),
            ]
        )
    columns: Columns = (
        "name",
        *by_key("officers", "auxiliaries", "duty_groups"),
        Column.keyed("by_day", language, numeric=True),
        Column.keyed("by_night", language, numeric=True),
        Column.keyed("nights_range", language, numeric=True),
        *by_key("nights_each", "open_group_hours"),
        "verdict",
    )
    return Table.of("rosters_stations", language, columns, rows, month=month_name(found, language))


def _asked(one: "DutyRoster", kind: Literal["day", "night"]) -> str:
    """Groups on duty that the days, or the nights, ask for: the fewest to the most of a shift."""
    counts = [d.count for d in one.task.demands if getattr(one.task.shifts[d.shift], kind)]
    if not counts:
        return "0"
    return f"{min(counts)}–{max(counts)}" if max(counts) > min(counts) else f"{counts[0]}"


def verdict(one: "DutyRoster", language: Language) -> str:
    """Whether a roster can be worked."""
    roster = one.manned.roster
    key = "short" if one.manned.shortage else "no_people" if one.persons_short else roster.status
    return say(f"workbench.rosters.verdict_{key}", language)


def linked(found: "RostersReport", language: Language) -> Table:
    """A row a zone whose small stations link their nights, beside each of them by itself."""
    names = found.county.short_names
    rows: list[list[Value]] = [
        [
            zone.roster.name,
            float(sum(zone.roster.task.groups)),
            zone.crews_apart,
            zone.crews,
            zone.nights_apart,
            zone.nights,
            zone.open_apart,
            zone.roster.open_hours,
            names[zone.base],
            zone.minutes,
            verdict(zone.roster, language),
            tuple(names[code] for code in zone.roster.stations),
        ]
        for zone in found.linked
    ]
    figures = by_key(
        "duty_groups", "night_crews_apart", "night_crews", "nights_apart", "nights_linked", "open_apart", "open_linked"
    )
    columns: Columns = ("zone", *figures, "base", *by_key("mean_minutes"), "verdict", "stations")
    return Table.of("rosters_linked", language, columns, rows, say("workbench.rosters.linked_note", language))


def letters(shifts: Sequence[Shift], language: Language) -> list[str]:
    """What stands in a roster for every shift: day, night or both, numbered where there are several of a kind."""
    kinds = [("whole" if shift.day else "night") if shift.night else "day" for shift in shifts]
    return [
        say(f"workbench.rosters.{kind}", language) + (str(kinds[: s + 1].count(kind)) if kinds.count(kind) > 1 else "")
        for s, kind in enumerate(kinds)
    ]


def marks(one: "DutyRoster", language: Language) -> Iterator[list[str]]:
    """What stands on every day of every group: a shift, reserve or rest."""
    words = letters(one.task.shifts, language)
    reserve = say("workbench.rosters.reserve", language) if one.task.rules.alternate else ""
    for row in one.manned.roster.duties:
        yield [words[s] if s != OFF else reserve if day and row[day - 1] != OFF else "" for day, s in enumerate(row)]


def group_names(one: "DutyRoster", found: "RostersReport", language: Language) -> list[str]:
    """Groups by number, with their station where there are several."""
    names = found.county.short_names
    made = []
    for home, count in enumerate(one.task.groups):
        for k in range(count):
            word = say("workbench.rosters.group", language, number=k + 1)
            made.append(f"{names[one.stations[home]]} {word}" if len(one.stations) > 1 else word)
    return made


def day_heads(month: Month, language: Language) -> list[tuple[str, str]]:
    """Number of every day, and its day of the week."""
    return [
        (str(day + 1), say(f"workbench.rosters.weekday_{month.weekday(day)}", language)) for day in range(month.days)
    ]


def roster(one: "DutyRoster", found: "RostersReport", language: Language) -> Table:
    """The roster itself: a row a group, a column a day, and its nights and duties."""
    names = group_names(one, found, language)
    rows: list[list[Value]] = []
    shifts = one.task.shifts
    for name, cells, row in zip(names, marks(one, language), one.manned.roster.duties, strict=False):
        nights = sum(s != OFF and shifts[s].night for s in row)
        rows.append([name, *cells, float(sum(s != OFF for s in row)), float(nights)])
    if rows and one.manned.roster.gaps:
        missing = [str(count) if count else "" for count in missing_by_day(one.task, one.manned.roster.duties)]
        rows.append([say("workbench.rosters.open_row", language), *missing, "", ""])
    days = [Column(number_, week) for number_, week in day_heads(one.task.month, language)]
    columns: Columns = ("group", *days, *by_key("duties", "nights"))
    note = say("workbench.rosters.key", language, shifts=spelled(shifts, language), reserve=_reserve(one, language))
    made = Table.of("roster", language, columns, rows, note, **numbered(one, found, language))
    return replace(made, widths=(WIDE, *(NARROW,) * len(days), *(2 * [SUMS])))


def numbered(one: "DutyRoster", found: "RostersReport", language: Language) -> dict[str, object]:
    """Number, name and month of a roster: its title."""
    return {"number": found.final.index(one) + 1, "name": one.name, "month": month_name(found, language)}


def spelled(shifts: Sequence[Shift], language: Language) -> list[str]:
    """Every shift with its hours."""
    return [
        f"{word} {_clock(shift.start_hour)}–{_clock(shift.end_hour)}"
        for word, shift in zip(letters(shifts, language), shifts, strict=True)
    ]


def _clock(hour: float) -> str:
    return f"{int(hour)}:{round(60 * (hour % 1)):02}"


def _reserve(one: "DutyRoster", language: Language) -> str:
    return say("workbench.rosters.reserve_key", language) if one.task.rules.alternate else ""


def rooms(found: "RostersReport", language: Language) -> Table:
    """A row a room: its people, and the half days a week that nobody can work."""
    names = {village.code: village.name for village in found.county.bureau.villages}
    rows: list[list[Value]] = [
        [
            found.county.short_names[room.station],
            names[room.village],
            float(room.quota.officers),
            float(room.quota.auxiliaries),
            float(room.quota.workstations),
            float(room.rota.presence),
            float(room.rota.visits),
            float(room.rota.opening),
            float(room.rota.extra_officers),
            float(room.rota.extra_auxiliaries),
        ]
        for room in found.rotas
    ]
    figures = by_key(
        "officers",
        "auxiliaries",
        "workstations",
        "presence_short",
        "visits_short",
        "opening_short",
        "extra_officers",
        "extra_auxiliaries",
    )
    return Table.of("rosters_rooms", language, ("name", "room", *figures), rows)


def rota(found: "RostersReport", language: Language) -> Table:
    """The weekly rotas: a row a person, a column a half day."""
    names = {village.code: village.name for village in found.county.bureau.villages}
    rows: list[list[Value]] = []
    for room in found.rotas:
        for person, row in enumerate(room.rota.halves):
            kind = "officer" if person < room.quota.officers else "auxiliary"
            count = person + 1 if kind == "officer" else person + 1 - room.quota.officers
            who = say(f"workbench.rosters.{kind}", language, number=count)
            cells = [_place(place, room, names, language) for place in row]
            rows.append([found.county.short_names[room.station], names[room.village], who, *cells])
    halves = [
        Column(
            say(f"workbench.rosters.weekday_{half // 2}", language),
            say(f"workbench.rosters.{'afternoon' if half % 2 else 'morning'}", language),
        )
        for half in range(HALVES)
    ]
    return Table.of("rosters_rota", language, ("name", "room", "person", *halves), rows)


def _place(place: int, room: "RoomRota", names: dict[str, str], language: Language) -> str:
    if place == FREE:
        return ""
    return say("workbench.rosters.room", language) if place == IN_ROOM else names[room.workstations[place - 1]]
