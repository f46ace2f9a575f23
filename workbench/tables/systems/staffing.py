"""Officers against the norms: zones, stations, moves, groups and supports, on the terminal and as a workbook."""

from systems.staffing.records import Staffing, ZoneStaff
from workbench.line.screen import Screen
from workbench.tables.book import Book
from workbench.tables.table import Columns, Table, Value
from workbench.tables.terminal import show_lines, show_table
from zoning.judge.figures import FIGURES
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

SUMS = (
    FIGURES["officers"],
    FIGURES["norm"],
    FIGURES["short"],
    FIGURES["auxiliaries_short"],
    FIGURES["community_staff"],
    FIGURES["community_hours"],
    FIGURES["case_hours"],
    FIGURES["capacity"],
    FIGURES["hours_per_capacity"],
)


def show(screen: Screen, found: Staffing, names: list[str]) -> None:
    """The county in one sentence, then zones or stations, moves, groups, and what has to be known."""
    total = found.total
    share = screen.say("workbench.staffing.share", share=percent(found.share)) if found.share is not None else ""
    screen.sentence(
        screen.say(
            "workbench.staffing.title",
            county=found.county.name,
            officers=number(total.officers),
            norm=number(total.norm),
            short=number(total.short),
            share=share,
        ),
        "bold",
    )
    for table in tables(found, names, screen.language):
        if table.rows:
            show_table(screen, table)
    screen.heading("workbench.organise.notes")
    show_lines(screen, (f"* {line}" for line in lines(found, screen.language)))


def lines(found: Staffing, language: Language) -> list[str]:
    """What has to be known, as plain sentences."""
    said = [note.text(language) for note in found.notes]
    capacity = found.norms.community_officers * found.norms.community_hours
    said.append(say("workbench.staffing.capacity", language, share=capacity))
    said.append(say("workbench.staffing.forms", language, officers=found.norms.two_teams_from))
    if found.groups:
        key = "proved" if found.groups_status == "optimal" else "found"
        said.append(say(f"workbench.staffing.groups_{key}", language))
    if found.county.notice:
        said.append(say("workbench.applied.notice", language, notice=found.county.notice))
    return said


def tables(found: Staffing, names: list[str], language: Language) -> tuple[Table, ...]:
    """Zones, stations, officers to come, moves, groups."""
    zones = [[name, *_sums(zone)] for name, zone in zip(names, found.zones, strict=True)]
    zones.append([say("workbench.staffing.total", language), *_sums(found.total)])
    return (
        Table.of("staff_zones", language, ("zone", *SUMS), zones),
        _stations(found, language),
        _newcomers(found, language),
        _moves(found, language),
        _groups(found, language),
    )


def workbook(found: Staffing, names: list[str], language: Language) -> bytes:
    """All tables, and a last sheet with what has to be known and the values that were used."""
    book = Book(language)
    for table in (*tables(found, names, language), _supports(found, language)):
        if table.rows:
            book.add(table)
    rows = [(str(number), line) for number, line in enumerate(lines(found, language), start=1)]
    book.notes([*rows, *((key, str(value)) for key, value in found.norms.model_dump().items())])
    return book.done()


def _sums(zone: ZoneStaff) -> list[Value]:
    hours = zone.community_hours / zone.capacity if zone.capacity else None
    return [
        zone.officers,
        zone.norm,
        zone.short,
        zone.auxiliaries_short,
        zone.community_staff,
        zone.community_hours,
        zone.case_hours,
        zone.capacity,
        hours,
    ]


def _stations(found: Staffing, language: Language) -> Table:
    columns: Columns = (
        "name",
        "form",
        *SUMS[:3],
        FIGURES["spare"],
        FIGURES["can_give"],
        FIGURES["auxiliaries"],
        FIGURES["auxiliary_norm"],
        *SUMS[4:],
    )
    rows: list[list[Value]] = [
        [
            found.county.short_names[s.station],
            say(f"workbench.form.{s.form}", language),
            s.officers,
            s.norm,
            s.short,
            s.spare,
            s.can_give,
            s.auxiliaries,
            s.auxiliary_norm,
            s.community_staff,
            s.community_hours,
            s.case_hours,
            s.capacity,
            s.community_hours / s.capacity if s.capacity else None,
        ]
        for s in found.stations
    ]
    return Table.of("staff_stations", language, columns, rows)


def _newcomers(found: Staffing, language: Language) -> Table:
    rows: list[list[Value]] = [[found.county.short_names[one.station], one.officers] for one in found.newcomers]
    return Table.of("newcomers", language, ("to", FIGURES["newcomers"]), rows)


def _moves(found: Staffing, language: Language) -> Table:
    names = found.county.short_names
    columns: Columns = ("from", "to", FIGURES["officers"], FIGURES["way"])
    rows: list[list[Value]] = [
        [names[move.origin], names[move.target], move.officers, move.minutes] for move in found.moves
    ]
    return Table.of("moves", language, columns, rows)


def _groups(found: Staffing, language: Language) -> Table:
    names, separator = found.county.short_names, say("workbench.list.separator", language)
    columns: Columns = (
        "centre",
        "stations",
        FIGURES["officers"],
        FIGURES["mean_travel"],
        "to_rooms",
    )
    rows: list[list[Value]] = [
        [
            names[group.centre],
            separator.join(names[c] for c in group.stations),
            group.officers,
            group.mean_minutes,
            separator.join(names[c] for c in group.rooms),
        ]
        for group in found.groups or ()
    ]
    return Table.of("groups", language, columns, rows)


def _supports(found: Staffing, language: Language) -> Table:
    names = found.county.short_names
    columns: Columns = ("name", "support", FIGURES["way"])
    rows: list[list[Value]] = [
        [names[s.station], names[support.station], support.minutes] for s in found.stations for support in s.supports
    ]
    return Table.of("supports", language, columns, rows)
