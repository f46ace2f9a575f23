"""The zones of a plan: all of them beside each other, the stations of each, and the stations that change zone."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.tables.table import Columns, Table, Value
from zoning.judge.figures import FIGURES, MEASURE_FIGURES, STATION_FIGURES, ZONE_FIGURES, Figure, by_key
from zoning.judge.kept import moved_since_today
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.judge.values import office_minutes, station_values, zone_values
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Language, say

BRIEF = by_key(
    "officers",
    "workload",
    "workload_per_officer",
    "deviation",
    "mean_minutes",
    "p90_minutes",
    "farthest_minutes",
    "points",
)
FIRST = by_key("stations", *(figure.key for figure in BRIEF))
"""Figures of a zone that stand beside its stations in a workbook."""
FURTHER = tuple(f for f in ZONE_FIGURES if f not in (*MEASURE_FIGURES, *FIRST) and f.key != "moment_index")
"""Every other figure of a zone but its measures and the index of its shape, which have tables of their own."""
OF_STATION = by_key("officers", "incidents", "incidents_per_officer", "workload", "workload_per_officer")


def zones(
    problem: Problem,
    judged: Score,
    language: Language,
    figures: Sequence[Figure] = BRIEF,
    *,
    members: bool = True,
    codes: bool = False,
    offices: bool = True,
) -> Table:
    """A row a zone: number and name, office, its stations where ``members`` are wanted, figures.

    With ``codes``, for readers that calculate, the number and, unless ``offices`` have none, the code of the office
    have columns of their own.
    """
    names, county = zone_names(problem, judged, language), problem.county
    called = county.short_names
    rows: list[list[Value]] = []
    for z, zone in enumerate(judged.zones):
        values = zone_values(problem, zone)
        head: list[Value] = [z + 1, names[z]] if codes else [f"{z + 1} {names[z]}"]
        head += [called[zone.office], *([zone.office] if codes and offices else [])]
        head += [tuple(called[code] for code in zone.stations)] if members else []
        rows.append([*head, *(values[figure.key] for figure in figures)])
    number, code = ((FIGURES["number"],), ("office_code",) if offices else ()) if codes else ((), ())
    columns: Columns = (*number, "zone", "office", *code, *(("members",) if members else ()), *figures)
    note = "" if codes or FIGURES["deviation"] not in figures else means(problem, judged, language)
    table = Table.of("zones", language, columns, rows, note, count=len(rows))
    return replace(table, zones=tuple(range(len(rows))))


def means(problem: Problem, judged: Score, language: Language) -> str:
    """What deviations are from, what the most load is compared with, and what ways are the mean of."""
    rest, whole = (FIGURES["workload_per_officer"].text(one.mean_load) for one in (problem, problem.county))
    other = say("workbench.zones.of_county", language, mean=whole) if problem.alone.any() else ""
    called = mean_called(problem, judged, language)
    return say("workbench.zones.note", language, called=called, mean=rest, county=other)


def stands(problem: Problem, zone: Sequence[str]) -> bool:
    """Whether a zone really stands alone: exactly one that the rules want so, or one such station."""
    rows = tuple(sorted(problem.county.index[code] for code in zone))
    return rows in problem.alone_zones or (len(rows) == 1 and bool(problem.alone[rows[0]]))


def aside(problem: Problem, language: Language) -> str:
    """That zones which stand alone are left out of a statement on evenness; nothing where none does."""
    return say("workbench.zones.aside", language) if problem.alone.any() else ""


def mean_called(problem: Problem, judged: Score, language: Language) -> str:
    """What the mean workload per officer is the mean of: a station that has to stand alone may lie with others."""
    alone = {code for code, one in zip(problem.county.codes, problem.alone, strict=True) if one}
    standing = {code for zone in judged.zones if stands(problem, zone.stations) for code in zone.stations}
    key = "county" if not alone else "zones" if alone <= standing else "stations"
    return say(f"workbench.zones.mean_{key}", language)


def zone_stations(problem: Problem, judged: Score, zone: int, language: Language) -> Table:
    """The stations of one zone, each with its way from the office."""
    county, name, office = problem.county, zone_names(problem, judged, language)[zone], judged.zones[zone].office
    values, minutes = station_values(county), office_minutes(county, judged)
    rows: list[list[Value]] = []
    for code in judged.zones[zone].stations:
        row = county.index[code]
        station = county.stations[row]
        called = county.short_names[code] + (say("workbench.zones.is_office", language) if code == office else "")
        figures = (values[row][figure.key] for figure in OF_STATION)
        rows.append([called, say(f"zoning.kind.{station.kind}", language), *figures, minutes[code]])
    columns: Columns = ("name", "kind", *OF_STATION, FIGURES["office_minutes"])
    return Table.of("zone_stations", language, columns, rows, zone=name)


OF_PLAN = by_key("officers", "incidents", "workload", "workload_per_officer")
"""Figures of a station that stand beside its zone; the others have a table of their own."""
OF_COUNTY = tuple(figure for figure in STATION_FIGURES if figure not in OF_PLAN)


def station_figures(county: County, language: Language) -> Table:
    """A row a station of the county: the figures that :func:`stations` leaves out."""
    rows: list[list[Value]] = [
        [station.code, county.short_names[station.code], *(values[figure.key] for figure in OF_COUNTY)]
        for station, values in zip(county.stations, station_values(county), strict=True)
    ]
    return Table.of("stations", language, ("code", "name", *OF_COUNTY), rows)


def stations(problem: Problem, judged: Score, language: Language) -> Table:
    """A row a station of the county: its zone, its zone of today, its office and the way from there, main figures."""
    names, county = zone_names(problem, judged, language), problem.county
    zone_of = {code: z for z, zone in enumerate(judged.zones) for code in zone.stations}
    minutes = office_minutes(county, judged)
    rows: list[list[Value]] = []
    for station, values in zip(county.stations, station_values(county), strict=True):
        z = zone_of[station.code]
        office = judged.zones[z].office
        kind = say(f"zoning.kind.{station.kind}", language)
        short = county.short_names
        words = [station.code, short[station.code], kind, names[z], station.current_zone, short[office]]
        rows.append([*words, minutes[station.code], *(values[figure.key] for figure in OF_PLAN)])
    columns: Columns = (
        "code",
        "name",
        "kind",
        "zone",
        "current_zone",
        "office",
        FIGURES["office_minutes"],
        *OF_PLAN,
    )
    return Table.of("stations", language, columns, rows)


def zone_today(problem: Problem, codes: Sequence[str], language: Language) -> str:
    """The name of a zone of today, as its stations give it."""
    stations_ = problem.county.stations
    labels = (stations_[problem.county.index[code]].current_zone for code in codes)
    return next((label for label in labels if label), say("workbench.zones.none_today", language))


def changes(
    problem: Problem, judged: Score, current: Plan, language: Language, most: int | None = None, rest: str = ""
) -> Table:
    """Every station whose zone changes against today, from where to where.

    Where there are more than ``most`` the table has the first so many, and its note says where the ``rest`` is.
    """
    county, names = problem.county, zone_names(problem, judged, language)
    before = {code: zone for zone in current.zones for code in zone}
    after = {code: name for zone, name in zip(judged.plan.zones, names, strict=True) for code in zone}
    rows: list[list[Value]] = []
    for code in moved_since_today(problem, judged.plan):
        station = county.stations[county.index[code]]
        kind = say(f"zoning.kind.{station.kind}", language)
        was = zone_today(problem, before[code], language)
        rows.append([county.short_names[code], kind, float(station.officers), was, after[code]])
    columns: Columns = ("name", "kind", FIGURES["officers"], "current_zone", "new_zone")
    left = len(rows) - most if most is not None else 0
    note = say("workbench.movers.more", language, count=left, rest=rest) if left > 0 else ""
    return Table.of("changes", language, columns, rows[:most], note)
