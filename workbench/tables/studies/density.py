"""Density in tables: parts of the county, its stations by class and time, villages, and what is more than chance."""

from collections.abc import Iterator, Mapping, Sequence

from geodata.density.parts import BANDS, SEASONS, Part
from systems.density.records import INTERVAL, Density, Excess, Rate
from workbench.tables.table import Column, Columns, Table, Value
from zoning.judge.figures import FIGURES, by_key
from zoning.model.stations import IncidentClass
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

SHOWN = 12
"""Rows of long tables on a screen."""
RATES = ("incidents", "incidents_per_km2", "incidents_per_1000")
EXCESS = ("period_incidents", "expected_incidents", "rate_ratio", "ratio_low", "ratio_high")


def named(part: Part, classes: Sequence[IncidentClass], language: Language) -> str:
    """What a part is called."""
    if part.by == "class":
        return next(one.name for one in classes if one.key == part.key)
    return say(f"workbench.part.{part.key or 'all'}", language)


def parts(found: Density, classes: Sequence[IncidentClass], language: Language) -> Table:
    """The county's incidents and their rates, part by part."""
    rows = [
        [named(one.part, classes, language), _kind(one.part, language), *_rates(one)]
        for one in found.densities
        if one.place.kind == "county"
    ]
    return Table.of("density_parts", language, ("part", "parted_by", *by_key(*RATES)), rows, county=found.county.name)


def _kind(part: Part, language: Language) -> str:
    return "" if part.by == "all" else say(f"workbench.part.by_{part.by}", language)


def _rates(one: Rate) -> list[Value]:
    return [one.incidents, one.per_km2, one.per_1000]


def stations(found: Density, classes: Sequence[IncidentClass], language: Language) -> Table:
    """Zones and stations with the rates of the part that is asked for."""
    rows = [
        [one.place.name, *_rates(one)]
        for one in found.densities
        if one.place.kind in ("zone", "station") and one.part == found.part
    ]
    columns: Columns = ("place", *by_key(*RATES))
    return Table.of("density_stations", language, columns, rows, part=named(found.part, classes, language))


def by_parts(found: Density, classes: Sequence[IncidentClass], language: Language) -> Iterator[Table]:
    """Incidents a year of zones and stations by class, by band of hours, by season: those per km² that are known."""
    held: dict[str, dict[Part, Rate]] = {}
    for one in found.densities:
        if one.place.kind != "village":
            held.setdefault(one.place.name, {})[one.part] = one
    wanted = {
        "class": [Part("class", one.key) for one in classes],
        "band": [Part("band", key) for key in BANDS],
        "season": [Part("season", key) for key in SEASONS],
    }
    for by, kinds in wanted.items():
        if not any(kinds[0] in own for own in held.values()):
            continue
        figure = FIGURES["incidents_per_km2"]
        columns = [Column.keyed("place", language)]
        columns += [Column.of(figure, language, named(part, classes, language)) for part in kinds]
        rows = [[place, *(own[part].per_km2 for part in kinds)] for place, own in held.items()]
        yield Table.of(f"density_by_{by}", language, columns, rows)


def villages(found: Density, language: Language) -> Table:
    """The villages with their rates, the densest first."""
    own = [one for one in found.densities if one.place.kind == "village"]
    rows: list[list[Value]] = [[one.place.name, *_rates(one)] for one in sorted(own, key=_densest)]
    return Table.of("density_villages", language, ("village", *by_key(*RATES)), rows)


def _densest(one: Rate) -> tuple[float, float, str]:
    return -(one.per_1000 or 0.0), -(one.per_km2 or 0.0), one.place.code


def hot_villages(found: Density, language: Language, most: int | None = None) -> Table:
    """Villages that are more than chance, the clearest first."""
    rows: list[list[Value]] = [
        [one.place.name, one.station, say(f"workbench.density.base_{one.base}", language), *_excess(one.excess)]
        for one in found.villages
    ]
    columns: Columns = ("village", "station", "shared_by", *by_key(*EXCESS))
    return _cut("hot_villages", language, columns, rows, most)


def hot_hours(found: Density, language: Language, most: int | None = None) -> Table:
    """Weekdays and bands of hours that are more than chance: of the county, of zones, of stations."""
    rows: list[list[Value]] = [
        [
            one.place.name,
            say(f"workbench.weekday.d{one.weekday}", language),
            say(f"workbench.part.{one.band}", language),
            *_excess(one.excess),
        ]
        for one in found.hours
    ]
    return _cut("hot_hours", language, ("place", "weekday", "band", *by_key(*EXCESS)), rows, most)


def _excess(one: Excess) -> list[Value]:
    return [one.count, one.expected, one.ratio, one.low, one.high]


def _cut(key: str, language: Language, columns: Columns, rows: Sequence[Sequence[Value]], most: int | None) -> Table:
    """A table of at most so many rows, which says how many there are."""
    if most is None or len(rows) <= most:
        return Table.of(key, language, columns, rows)
    note = say("workbench.density.more", language, count=len(rows), shown=most)
    return Table.of(key, language, columns, rows[:most], note)


def finds(found: Density, language: Language) -> str:
    """How many villages and hours are more than chance, of those that were tested."""
    tested = {"villages": found.tested.villages, "hours": found.tested.county_hours}
    told = [
        say(f"workbench.density.found_{key}", language, count=len(getattr(found, key)))
        for key, count in tested.items()
        if count
    ]
    return "".join(told)


def _untested(found: Density) -> Iterator[str]:
    """Why no villages or no hours were tested, where none were."""
    tested = found.tested
    if found.part.by in ("band", "season"):
        yield "no_tests"
        return
    if not tested.villages and not tested.villages_untested:
        yield "no_villages"
    if not tested.county_hours:
        yield "no_hours"


def lines(found: Density, language: Language, *, reported: bool = False) -> list[str]:
    """How the figures come about and what was tested; unless in a report, what is missing, and the county's notice."""
    tested, values = found.tested, {"level": percent(found.false_share, 0), "interval": percent(INTERVAL, 0)}
    told = [say("workbench.density.rates", language, years=number(found.years, 2))]
    if found.least > 1:
        told.append(say("workbench.density.least", language, least=found.least))
    if tested.villages or tested.county_hours:
        key = "bunches_unknown" if found.dispersion is None else "bunches" if found.dispersion > 1 else "bunches_none"
        told.append(say(f"workbench.density.{key}", language, spread=number(found.dispersion or 1, 2)))
    if tested.villages:
        told.append(say("workbench.density.villages", language, count=tested.villages, **values))
    if tested.villages_untested:
        told.append(say("workbench.density.untested", language, count=tested.villages_untested))
    if tested.county_hours:
        hours: Mapping[str, object] = {"zones": tested.zone_hours, "stations": tested.station_hours}
        told.append(say("workbench.density.hours", language, count=tested.county_hours, **hours, **values))
    if not reported:
        told += [say(f"workbench.density.{key}", language) for key in _untested(found)]
    if found.grid is not None:
        sizes = {"cell": number(found.grid.cell_m), "width": number(found.grid.bandwidth_m)}
        told.append(say("workbench.density.grid", language, **sizes))
    return told + (
        [say("workbench.applied.notice", language, notice=found.notice)] if found.notice and not reported else []
    )
