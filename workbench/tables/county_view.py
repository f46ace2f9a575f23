"""``zoning sample`` and ``zoning check``: what counties there are, and what a county holds as it was understood."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

import geodata
from geodata.county.build import Built
from geodata.space.neighbours import Origins
from workbench.line.screen import DONE, Screen
from workbench.line.speech import number
from workbench.tables.figures import STATION_FIGURES, station_values
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.model.county import County
from zoning.model.stations import Border
from zoning.result.codec import known
from zoning.result.digest import digest

Way = tuple[str, str, float]
"""From where, to where, and the minutes."""
LONGEST = 5
"""Of the ways between stations, so many are shown."""


def list_samples(screen: Screen) -> int:
    """The sample counties by name."""
    names = geodata.sample_names()
    screen.emit({"samples": [{"key": key, "name": name} for key, name in names.items()]})
    screen.show(screen.say("workbench.sample.title"))
    columns = [
        Column(screen.say("workbench.sample.key"), right=False),
        Column(screen.say("workbench.sample.county"), right=False),
    ]
    screen.show(fitted(columns, [[f"sample:{key}", name] for key, name in names.items()], screen.width))
    return DONE


def write_sample(screen: Screen, name: str, folder: Path | None) -> int:
    """Write a sample county as a folder of plain tables."""
    target = folder or Path(name)
    geodata.copy_sample(name, target)
    screen.emit({"sample": name, "folder": str(target), "files": sorted(path.name for path in target.iterdir())})
    screen.show(screen.say("workbench.sample.written", folder=str(target)))
    return DONE


def show_county(screen: Screen, built: Built, remarks: Sequence[str] = ()) -> int:
    """Everything that was read and derived; ``remarks`` are told after the notices."""
    county = built.county
    longest = _longest(county)
    notices = [*(notice.text(screen.language) for notice in built.notices), *remarks]
    screen.emit(_object(built, longest, notices))
    screen.sentence(screen.say("workbench.check.title", name=county.name, code=county.code), "bold")
    screen.show(*(indented(line, screen.width) for line in _facts(screen, built, longest)))
    screen.heading("workbench.check.stations")
    screen.show(fitted(*_table(screen, county), screen.width))
    lines = [*([screen.say("workbench.applied.notice", notice=county.notice)] if county.notice else []), *notices]
    if lines:
        screen.heading("workbench.check.notices")
        screen.show(*(indented(f"* {line}", screen.width) for line in lines))
    return DONE


def _facts(screen: Screen, built: Built, longest: list[Way]) -> list[str]:
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
    if longest:
        ways = [f"{a} → {b} {number(minutes, 1)}" for a, b, minutes in longest]
        lines.append(screen.say("workbench.check.longest", ways=ways))
    if len(parts) == 1:
        return [*lines, screen.say("workbench.check.connected")]
    lines.append(screen.say("workbench.check.parts", count=len(parts)))
    return lines + [
        "  · " + screen.say("workbench.check.part", stations=[county.stations[row].name for row in part])
        for part in parts
    ]


def _longest(county: County) -> list[Way]:
    """The pairs of stations that take the most minutes, each in its longer direction."""
    longer = np.triu(np.maximum(county.minutes, county.minutes.T), 1).ravel()
    most = np.flatnonzero(longer > 0)
    if len(most) > LONGEST:
        most = np.flatnonzero(longer >= np.partition(longer, -LONGEST)[-LONGEST])
    most = most[np.argsort(-longer[most], kind="stable")][:LONGEST]
    pairs = [divmod(at, len(county)) for at in most.tolist()]
    ways = [(i, j) if county.minutes[i, j] >= county.minutes[j, i] else (j, i) for i, j in pairs]
    return [(county.stations[i].name, county.stations[j].name, float(county.minutes[i, j])) for i, j in ways]


def _table(screen: Screen, county: County) -> tuple[list[Column], list[list[Cell]]]:
    """Every station with what is derived from its rows."""
    columns = [
        Column(screen.say("workbench.check.code"), right=False),
        Column(screen.say("workbench.check.name"), right=False),
        Column(screen.say("workbench.check.kind"), right=False),
    ]
    columns += [Column(f.name(screen.language), f.unit_name(screen.language)) for f in STATION_FIGURES]
    rows: list[list[Cell]] = []
    for station, values in zip(county.stations, station_values(county), strict=True):
        figures = [figure.text(values[figure.key]) for figure in STATION_FIGURES]
        rows.append([station.code, station.name, screen.say(f"workbench.kind.{station.kind}"), *figures])
    return columns, rows


def _object(built: Built, longest: list[Way], notices: list[str]) -> dict[str, object]:
    """The county as one JSON object."""
    county = built.county
    values = station_values(county)
    return {
        "county": {
            "code": county.code,
            "name": county.name,
            "digest": digest(county),
            "notice": county.notice,
            "years": county.years,
            "travel": county.travel,
            "borders": county.borders_from,
        },
        "components": [[county.codes[row] for row in part] for part in county.components()],
        "borders": [_border(border, built.origins) for border in county.borders],
        "longest": [{"from": a, "to": b, "minutes": minutes} for a, b, minutes in longest],
        "stations": [
            {"code": s.code, "name": s.name, "kind": s.kind, "current_zone": s.current_zone, **known(figures)}
            for s, figures in zip(county.stations, values, strict=True)
        ],
        "areas": len(built.areas),
        "notices": notices,
    }


def _border(border: Border, origins: Origins) -> dict[str, object]:
    """A border, where it came from, and the km of the shared border that a link or bar took the place of."""
    overruled = origins.overruled.get((border.a, border.b))
    values = {"a": border.a, "b": border.b, "km": border.km, "kind": border.kind}
    return {**values, "from": origins.of(border), "overruled_km": overruled}
