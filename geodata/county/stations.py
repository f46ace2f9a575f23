"""The rows of ``stations.csv`` as stations.

The ranges of the fields are those of :class:`zoning.model.county.Station`; here its findings get a row, a column and a
remedy. What it may get wrong: coordinates that are exchanged are noticed only where they cannot be right, or are in
China the other way round alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from pydantic import ValidationError

from geodata.coordinates.angles import degrees, signed
from geodata.coordinates.seats import ENDS
from geodata.county.plausible import check_area_unit, note_implausible, swapped
from geodata.naming.codes import Names
from geodata.naming.labels import note_labels, one_label
from geodata.tables.cells import boolean, code, people, square_km, station_kind, whole, words
from geodata.tables.findings import Findings
from geodata.tables.settings import explain
from geodata.tables.slips import SCIENTIFIC, code_slip
from geodata.tables.table import Draft, Row, Table
from zoning.model.stations import Station
from zoning.texts import Message

Parser = Callable[[str], object | Message]
PARSERS: Mapping[str, Parser] = {
    "code": code,
    "name": words,
    "kind": station_kind,
    "lon": degrees,
    "lat": degrees,
    "area_km2": square_km,
    "population": people,
    "officers": whole,
    "auxiliaries": whole,
    "villages": whole,
    "communities": whole,
    "has_case_area": boolean,
    "is_seat": boolean,
    "current_zone": words,
}


def read_drafts(table: Table, found: Findings) -> list[Draft]:
    """What the cells of every row say; a code used twice is a mistake of its second row."""
    lines: dict[str, int] = {}
    drafts = []
    converted = [row.line for row in table.rows if any(signed(table.cell(row, key)) is not None for key in ENDS)]
    if converted:
        found.note("geodata.notice.angles", table=table.file, rows=converted, count=len(converted))
    for row in table.rows:
        name = table.cell(row, "code")
        if name and name in lines and code_slip(name) is None:
            says = Message("geodata.stations.duplicate", {"line": lines[name]})
            found.wrong(says, table.file, row.line, table.label("code"), name)
        lines.setdefault(name, row.line)
        drafts.append(
            read_row(row, table, PARSERS, found) if row.whole else Draft(row, {"code": name}, frozenset(PARSERS))
        )
    return _labelled(_without_powers(drafts, table, found), table, found)


def _without_powers(drafts: list[Draft], table: Table, found: Findings) -> list[Draft]:
    """The drafts without codes such as ``2E47`` where most others are long numbers; else they are codes, and told."""
    powers = [draft for draft in drafts if SCIENTIFIC.fullmatch(str(draft.values.get("code", "")))]
    if not powers:
        return drafts
    if not names_of([draft for draft in drafts if draft not in powers]).are_numbers:
        codes = [str(draft.values["code"]) for draft in powers]
        found.note("geodata.notice.powers", table=table.file, codes=codes, count=len(codes))
        return drafts
    for draft in powers:
        says = Message("geodata.slip.scientific")
        found.wrong(says, table.file, draft.row.line, table.label("code"), str(draft.values["code"]))
    return [_without_code(draft) if draft in powers else draft for draft in drafts]


def _without_code(draft: Draft) -> Draft:
    values = {key: value for key, value in draft.values.items() if key != "code"}
    return replace(draft, values=values, wrong=draft.wrong | {"code"})


def _labelled(drafts: list[Draft], table: Table, found: Findings) -> list[Draft]:
    """The drafts with one label for each zone of today, however it was spelled."""
    spelled = [str(label) for draft in drafts if (label := draft.values.get("current_zone")) is not None]
    chosen = one_label(spelled)
    note_labels(chosen, table.file, found)
    return [
        replace(draft, values={**draft.values, "current_zone": chosen[str(label)]})
        if (label := draft.values.get("current_zone")) is not None and chosen[str(label)] != label
        else draft
        for draft in drafts
    ]


def read_row(row: Row, table: Table, parsers: Mapping[str, Parser], found: Findings) -> Draft:
    """What the cells of a row say; one that a parser does not understand, and exchanged coordinates, are mistakes."""
    values: dict[str, object] = {}
    wrong: set[str] = set()
    for key, parse in parsers.items():
        text = table.cell(row, key)
        value = parse(text) if text else None
        if isinstance(value, Message):
            found.wrong(value, table.file, row.line, table.label(key), text)
            wrong.add(key)
        elif value is not None:
            values[key] = value
    lon, lat = values.get("lon"), values.get("lat")
    exchanged = swapped(lon, lat) if isinstance(lon, float) and isinstance(lat, float) else None
    if exchanged is not None:
        says = Message(exchanged, {"lon": lon, "lat": lat})
        found.wrong(says, table.file, row.line, table.label("lat"), table.cell(row, "lat"))
        wrong |= {"lon", "lat"}
    return Draft(row, values, frozenset(wrong))


def names_of(drafts: list[Draft]) -> Names:
    """Name of every station code that occurs, in the order of the rows."""
    coded = [draft.values for draft in drafts if "code" in draft.values]
    names = Names({str(values["code"]): str(values.get("name", "")) for values in coded})
    names.lost = len(drafts) - len(names)
    return names


def complete(
    drafts: list[Draft], areas_km2: Mapping[str, float] | None, makeshift: bool, table: Table, found: Findings
) -> list[Station] | None:
    """The stations, blank areas filled from their polygons, or ``None`` when any row is wrong.

    ``areas_km2`` is ``None`` when there are polygons but they could not be used; nothing is said of blank areas then.
    They may be those of ``makeshift`` cells.
    """
    stated = {str(d.values.get("code")): km2 for d in drafts if isinstance(km2 := d.values.get("area_km2"), float)}
    check_area_unit(stated, areas_km2 or {}, table, found)
    derived: list[str] = []
    stations = [_station(draft, areas_km2, table, derived, found) for draft in drafts]
    if derived:
        found.note(f"geodata.notice.areas_{'cells' if makeshift else 'derived'}", stations=derived, count=len(derived))
    good = [station for station in stations if station is not None]
    return good if len(good) == len(drafts) else None


def _station(
    draft: Draft, areas_km2: Mapping[str, float] | None, table: Table, derived: list[str], found: Findings
) -> Station | None:
    values, wrong = dict(draft.values), set(draft.wrong)
    if "area_km2" not in values and "area_km2" not in wrong:
        if areas_km2 is None:
            wrong.add("area_km2")
        elif values.get("code") in areas_km2:
            values["area_km2"] = areas_km2[str(values["code"])]
            derived.append(str(values.get("name", values["code"])))
    try:
        station = Station.model_validate(values)
    except ValidationError as error:
        say = partial(found.wrong, table=table.file, row=draft.row.line)
        for detail in error.errors():
            key = str(detail["loc"][0])
            blank = detail["type"] == "missing"
            if key in wrong or (blank and not table.has(key) and key != "area_km2"):
                continue
            says = Message("geodata.stations.no_area") if blank and key == "area_km2" else explain(detail)
            say(says, column=table.label(key), value=table.cell(draft.row, key) or None)
        return None
    return None if wrong else station


def note_stations(stations: list[Station], table: Table, found: Findings) -> None:
    """What a planner should know of the stations before trusting a plan."""
    if not any(station.kind == "county_seat" for station in stations):
        found.note("geodata.notice.no_county_seat")
    note_implausible(stations, found)
    if not any(station.officers for station in stations):
        found.note("geodata.notice.no_officers")
    seats = [station.name for station in stations if station.is_seat]
    if not seats:
        found.note("geodata.notice.no_seat")
    elif len(seats) > 1:
        found.note("geodata.notice.several_seats", stations=seats)
    blank = [table.cell(row, "name") for row in table.rows if not table.cell(row, "has_case_area")]
    if blank:
        found.note("geodata.notice.case_area_unknown", stations=blank, count=len(blank))
    elif not any(station.has_case_area for station in stations):
        found.note("geodata.notice.no_case_area")
    for key in ("population", "auxiliaries", "villages", "communities"):
        unknown = [station.name for station in stations if getattr(station, key) is None]
        if unknown:
            column = Message(f"geodata.heading.stations_{key}")
            found.note("geodata.notice.unknown_values", column=column, stations=unknown, count=len(unknown))
    unzoned = [station.name for station in stations if station.current_zone is None]
    if 0 < len(unzoned) < len(stations):
        found.note("geodata.notice.partly_zoned", stations=unzoned)
    _note_same_place(stations, found)


def _note_same_place(stations: list[Station], found: Findings) -> None:
    places: dict[tuple[float, float], list[str]] = {}
    for station in stations:
        places.setdefault((station.lon, station.lat), []).append(station.name)
    for names in places.values():
        if len(names) > 1:
            found.note("geodata.notice.same_place", stations=names)
