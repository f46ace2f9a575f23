"""What a county holds as it was understood: facts in words, a row a station, notices."""

from collections import Counter
from collections.abc import Sequence

from geodata.county.build import Built
from geodata.county.summary import Way
from workbench.line.mistakes import most_important
from workbench.line.screen import Screen
from workbench.tables.table import Table, Value
from workbench.tables.terminal import show_lines, show_table
from zoning.judge.figures import STATION_FIGURES
from zoning.judge.slices import Slices, by_period
from zoning.judge.values import station_values
from zoning.model.county import County
from zoning.texts import Language, say
from zoning.texts.numbers import number


def show_county(screen: Screen, built: Built, longest: Sequence[Way], notices: Sequence[str]) -> None:
    """Everything that was read and derived, then what has to be known of it."""
    county = built.county
    screen.sentence(screen.say("workbench.check.title", name=county.name, code=county.code), "bold")
    show_lines(screen, _facts(screen, built, longest))
    show_table(screen, stations(county, screen.language))
    own = [f"* {screen.say('workbench.applied.notice', notice=county.notice)}"] if county.notice else []
    lines = [*most_important(notices, screen.language), *own]
    if lines:
        screen.heading("workbench.check.notices")
        show_lines(screen, lines)


def _facts(screen: Screen, built: Built, longest: Sequence[Way]) -> list[str]:
    """Stations, components, borders, travel, the longest ways and the workload of the county."""
    county, origins = built.county, built.origins
    parts = county.components()
    kinds = [border.kind for border in county.borders]
    hand = len(kinds) - kinds.count("shared")
    lines = [
        screen.say(
            "workbench.check.counts",
            stations=len(county),
            officers=number(float(county.officers.sum())),
            incidents=number(float(county.incidents.sum())),
            workload=number(float(county.workload.sum())),
            years=f"{county.years:g}",
        ),
        screen.say(
            "workbench.check.borders",
            shared=kinds.count("shared"),
            links=kinds.count("link"),
            barred=kinds.count("barred"),
        ),
        screen.say(f"workbench.check.origins_{origins.shared}", shared=kinds.count("shared"))
        + (screen.say("workbench.check.by_hand", hand=hand, overruled=len(origins.overruled)) if hand else ""),
        screen.say(f"workbench.map.borders_{county.borders_from}"),
        screen.say(
            f"workbench.applied.travel_{county.travel}", speed=f"{county.speed_kmh:g}", detour=f"{county.detour:g}"
        ),
    ]
    if held := by_period(county):
        lines.append(_periods(screen, held))
    today = Counter(station.current_zone for station in county.stations if station.current_zone is not None)
    if today:
        zones = [f"{zone} ({count})" for zone, count in today.items()]
        lines.append(screen.say("workbench.check.today", zones=zones, count=len(zones)))
    if longest:
        called = {station.name: county.short_names[station.code] for station in county.stations}
        ways = [f"{called[way.from_]} → {called[way.to]} {number(way.minutes, 1)}" for way in longest]
        lines.append(screen.say("workbench.check.longest", ways=ways))
    if len(parts) == 1:
        return [*lines, screen.say("workbench.check.connected")]
    lines.append(screen.say("workbench.check.parts", count=len(parts)))
    return lines + [
        "  · " + screen.say("workbench.check.part", stations=[county.short_names[county.codes[row]] for row in part])
        for part in parts
    ]


def _periods(screen: Screen, held: Slices) -> str:
    """Number of periods, first and last, months that lack, and that they are not equally long, where that is so."""
    values = {"count": len(held), "first": held.names[0], "last": held.names[-1]}
    gaps = screen.say("workbench.check.missing", months=list(held.missing)) if held.missing else ""
    unlike = screen.say("workbench.check.mixed", names=list(held.mixed)) if held.mixed else ""
    return screen.say("workbench.check.periods", **values) + gaps + unlike


def stations(county: County, language: Language) -> Table:
    """Every station with what is derived from its rows."""
    rows: list[list[Value]] = [
        [
            station.code,
            county.short_names[station.code],
            say(f"zoning.kind.{station.kind}", language),
            *(values[figure.key] for figure in STATION_FIGURES),
        ]
        for station, values in zip(county.stations, station_values(county), strict=True)
    ]
    return Table.of("stations", language, ("code", "name", "kind", *STATION_FIGURES), rows)
