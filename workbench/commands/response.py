"""``zoning response``: how soon help is there when units come from the own station, the zone, or the whole county."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from systems.response.records import MODES, Mode, ResponseReport, Summary
from systems.response.response import TARGETS, response
from systems.shifts import crews
from workbench.line.decisions import station_of
from workbench.line.options import Crews
from workbench.line.screen import DONE, Misused, Screen
from workbench.line.sources import Source
from workbench.line.speech import number, percent
from workbench.tables.plan_view import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County, Ints
from zoning.model.errors import InputError, Mistake, mistake
from zoning.result.plan_file import read_plan
from zoning.texts import Language, say

MOST = 100
"""Units of a station; the model's memory grows with the square of all of them."""


def show_response(screen: Screen, source: Source, path: Path, crews: Crews) -> int:
    """Model the response of a plan file."""
    figures = figures_of(crews.units or ())
    built = source.read()
    claim = read_plan(path)
    units = units_of(built.county, figures)
    minutes = tuple(sorted(set(crews.within or TARGETS)))
    report = response(claim.problem(built.county), claim.plan, units=units, target_minutes=minutes)
    screen.emit(report.document())
    show(screen, report, figures)
    return DONE


def figures_of(words: Sequence[str]) -> list[tuple[str, int]]:
    """(station, units) of each word, those for every station first: they have no station.

    Raises
    ------
    Misused
        With every word that is no number of units.
    """
    parts = [[part.strip() for part in word.rpartition("=")] for word in words]
    found = [
        mistake("workbench.response.no_units", table="--units", value=word, most=MOST)
        for word, (name, sign, figure) in zip(words, parts, strict=True)
        if bool(name) != bool(sign) or not (figure.isdecimal() and len(figure) < 10 and 1 <= int(figure) <= MOST)
    ]
    times = Counter(name for name, _, _ in parts)
    found += [
        mistake("workbench.decision.twice", table="--units", value=w)
        for w, (n, *_) in zip(words, parts, strict=True)
        if times[n] > 1
    ]
    if found:
        raise Misused(found)
    return sorted(((name, int(figure)) for name, _, figure in parts), key=lambda part: bool(part[0]))


def units_of(county: County, figures: Sequence[tuple[str, int]]) -> Ints:
    """(n,) units of every station: by the units table, or the number given for all, then those for single stations.

    Raises
    ------
    InputError
        With every word that names no station.
    """
    units = crews(county)
    found: list[Mistake] = []
    for name, figure in figures:
        code = station_of(county, name, "--units", found) if name else None
        units[slice(None) if code is None else county.index.get(code, slice(0))] = figure
    if found:
        raise InputError(found)
    return units


def basis(county: County, units: Ints, figures: Sequence[tuple[str, int]], language: Language) -> str:
    """Where the units are from, and how many each station has: the most frequent number comes last, as the rest."""
    usual, times = Counter(units.tolist()).most_common(1)[0]
    others = [
        f"{shortened(station.name)} {count}"
        for station, count in zip(county.stations, units.tolist(), strict=True)
        if count != usual
    ]
    key = "some" if others else "all"
    spread = say(f"workbench.response.have_{key}", language, others=others, usual=usual, times=times)
    table = "table" if county.bureau.units else "default"
    origin = "given" if any(not name for name, _ in figures) else f"{table}_but" if figures else table
    return say(f"workbench.response.units_{origin}", language, spread=spread)


def show(screen: Screen, report: ResponseReport, figures: Sequence[tuple[str, int]] = ()) -> None:
    """The county in words, then county, zones and stations under every mode."""
    own, zone, _ = (mode.county for mode in report.modes)
    says = {"target": f"{report.targets[0]:g}", "own": percent(own.within[0]), "zone": percent(zone.within[0])}
    says |= {"before": percent(own.overflow), "after": percent(zone.overflow)}
    screen.sentence(screen.say("workbench.response.says", **says), "bold")
    _show_county(screen, report)
    names = zone_names(report.problem, score(report.problem, report.plan))
    _show_parts(screen, report, "zones", names, [mode.zones for mode in report.modes])
    stations = [shortened(station.name) for station in report.problem.county.stations]
    _show_parts(screen, report, "stations", stations, [_stations(mode) for mode in report.modes])
    reserve = shortened(report.problem.county.names[report.reserve])
    units = int(report.units.sum())
    screen.heading("workbench.applied.title")
    screen.show(indented(basis(report.problem.county, report.units, figures, screen.language), screen.width))
    for key in ("crews", "overflow", "assumed"):
        note = screen.say(f"workbench.response.{key}", units=units, reserve=reserve)
        screen.show(indented(note, screen.width))


def _show_county(screen: Screen, report: ResponseReport) -> None:
    targets = [screen.say("workbench.response.within", target=f"{target:g}") for target in report.targets]
    columns = [
        Column(screen.say("workbench.response.mode"), right=False),
        Column(screen.say("workbench.response.minutes"), screen.say("workbench.unit.minutes")),
        *(Column(target) for target in targets),
        Column(screen.say("workbench.response.late")),
        Column(screen.say("workbench.response.busy")),
    ]
    rows: list[list[Cell]] = []
    for mode in report.modes:
        s = mode.county
        shares = [percent(share) for share in (*s.within, s.overflow, s.busy)]
        rows.append([screen.say(f"workbench.response.{mode.key}"), number(s.minutes, 1), *shares])
    screen.heading("workbench.response.county_title", county=report.problem.county.name)
    screen.show(fitted(columns, rows, screen.width))


def _show_parts(
    screen: Screen, report: ResponseReport, kind: str, names: Sequence[str], modes: Sequence[Sequence[Summary]]
) -> None:
    """Zones or stations: minutes, share within the first target and overflow under every mode."""
    short = [screen.say(f"workbench.response.{key}_short") for key in MODES]
    first = screen.say("workbench.response.within", target=f"{report.targets[0]:g}")
    titles = [screen.say("workbench.response.minutes"), first, screen.say("workbench.response.late")]
    columns = [Column(screen.say(f"workbench.response.{kind}"), right=False)]
    columns += [Column(title if m == 0 else "", key) for title in titles for m, key in enumerate(short)]
    rows: list[list[Cell]] = []
    for k, name in enumerate(names):
        parts = [mode[k] for mode in modes]
        rows.append(
            [
                name,
                *(number(part.minutes, 1) for part in parts),
                *(percent(part.within[0]) for part in parts),
                *(percent(part.overflow) for part in parts),
            ]
        )
    screen.heading(f"workbench.response.{kind}_title")
    screen.show(fitted(columns, rows, screen.width))


def _stations(mode: Mode) -> list[Summary]:
    figures = zip(mode.minutes, mode.within, mode.overflow, mode.busy, strict=True)
    return [Summary(float(m), tuple(w.tolist()), float(o), float(b)) for m, w, o, b in figures]
