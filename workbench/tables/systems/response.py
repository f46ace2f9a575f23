"""How soon help is there: the county in words, then county, zones and stations under every mode."""

from collections import Counter
from collections.abc import Sequence

from systems.response.records import MODES, Mode, ResponseReport, Summary
from workbench.line.screen import Screen
from workbench.tables.plan.plan import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County, Ints
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent


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
        Column(screen.say("workbench.response.minutes"), screen.say("zoning.unit.minutes")),
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
