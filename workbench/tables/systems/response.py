"""How soon help is there: the county in words, then county, zones and stations under every mode."""

from collections import Counter
from collections.abc import Sequence

from systems.response.records import MODES, Mode, ResponseReport, Summary
from workbench.line.screen import Screen
from workbench.tables.table import Column, Columns, Table, Value
from workbench.tables.terminal import show_lines, show_table
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.names import shortened, zone_names
from zoning.judge.score import score
from zoning.model.county import County, Ints
from zoning.texts import Language, say
from zoning.texts.numbers import percent


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
    language = screen.language
    screen.sentence(said(report, language), "bold")
    show_table(screen, county(report, language))
    names = zone_names(report.problem, score(report.problem, report.plan))
    show_table(screen, parts(report, "zones", names, [mode.zones for mode in report.modes], language))
    stations = [shortened(station.name) for station in report.problem.county.stations]
    show_table(screen, parts(report, "stations", stations, [_stations(mode) for mode in report.modes], language))
    screen.heading("workbench.applied.title")
    show_lines(screen, assumptions(report, figures, language))


def county(report: ResponseReport, language: Language) -> Table:
    """A row a mode: minutes until help is there, shares within each target, without a free unit, and busy."""
    rows: list[list[Value]] = []
    for mode in report.modes:
        s = mode.county
        rows.append([say(f"workbench.response.{mode.key}", language), s.minutes, *s.within, s.overflow, s.busy])
    within = (Column.of(FIGURES["share"], language, _within(target, language)) for target in report.targets)
    columns: Columns = ("response_mode", FIGURES["arrival"], *within, *by_key("overflow", "busy"))
    return Table.of("response", language, columns, rows, county=report.problem.county.name)


def parts(
    report: ResponseReport, key: str, names: Sequence[str], modes: Sequence[Sequence[Summary]], language: Language
) -> Table:
    """Zones or stations: minutes, share within the first target and overflow under every mode."""
    arrival, share, overflow = by_key("arrival", "share", "overflow")
    titles = (arrival.name(language), _within(report.targets[0], language), overflow.name(language))
    short = [say(f"workbench.response.{mode}_short", language) for mode in MODES]
    columns = [Column.keyed("zone" if key == "zones" else "name", language)]
    columns += [
        Column(title if m == 0 else "", mode, figure, numeric=True)
        for title, figure in zip(titles, (arrival, share, overflow), strict=True)
        for m, mode in enumerate(short)
    ]
    rows: list[list[Value]] = []
    for k, name in enumerate(names):
        own = [mode[k] for mode in modes]
        rows.append([name, *(s.minutes for s in own), *(s.within[0] for s in own), *(s.overflow for s in own)])
    return Table.of(f"response_{key}", language, columns, rows)


def _within(target: float, language: Language) -> str:
    return say("workbench.response.within", language, target=f"{target:g}")


def said(report: ResponseReport, language: Language) -> str:
    """What units of the zone change against units of the own station, in one sentence."""
    own, zone, _ = (mode.county for mode in report.modes)
    says = {"target": f"{report.targets[0]:g}", "own": percent(own.within[0]), "zone": percent(zone.within[0])}
    says |= {"before": percent(own.overflow), "after": percent(zone.overflow)}
    return say("workbench.response.says", language, **says)


def assumptions(report: ResponseReport, figures: Sequence[tuple[str, int]], language: Language) -> list[str]:
    """Where the units are from, and what the model assumes."""
    reserve, units = shortened(report.problem.county.names[report.reserve]), int(report.units.sum())
    values = {"units": units, "reserve": reserve}
    notes = [say(f"workbench.response.{key}", language, **values) for key in ("crews", "overflow", "assumed")]
    return [basis(report.problem.county, report.units, figures, language), *notes]


def _stations(mode: Mode) -> list[Summary]:
    figures = zip(mode.minutes, mode.within, mode.overflow, mode.busy, strict=True)
    return [Summary(float(m), tuple(w.tolist()), float(o), float(b)) for m, w, o, b in figures]
