"""How soon help is there: the county in words, then county, hours of the day, zones and stations under every mode."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from systems.response.crews import Band, Crew, unmanned
from systems.response.records import MODES, Interval, Mode, PoolState, ResponseReport, Summary
from workbench.tables.table import Column, Columns, Table, Value
from zoning.judge.figures import FIGURES, Figure, by_key
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.model.county import County
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent


def tables(report: ResponseReport, language: Language) -> list[Table]:
    """County, how sure its figures are, hours of the day where they differ, zones, stations."""
    names = zone_names(report.problem, score(report.problem, report.plan), language)
    stations = list(report.problem.county.short_names.values())
    return [
        county(report, language),
        sureness(report, language),
        *hours(report, language),
        parts(report, "zones", names, [mode.zones for mode in report.modes], language),
        parts(report, "stations", stations, [mode.stations for mode in report.modes], language),
    ]


def county(report: ResponseReport, language: Language) -> Table:
    """A row a mode: minutes until help is there, mean and of nine tenths, within each target, none free, busy."""
    rows: list[list[Value]] = []
    for mode in report.modes:
        s = mode.county
        rows.append([_mode(mode.key, language), s.minutes, s.p90, *s.within, s.overflow, s.busy])
    within = (Column.of(FIGURES["share"], language, _within(target, language)) for target in report.targets)
    columns: Columns = ("response_mode", *by_key("arrival", "arrival_p90"), *within, *by_key("overflow", "busy"))
    return Table.of("response", language, columns, rows, county=report.problem.county.name)


def sureness(report: ResponseReport, language: Language) -> Table:
    """A row a mode: the interval of each figure, and how it was found."""
    figures = by_key("arrival", "arrival_p90", "overflow")
    rows = [
        [
            _mode(mode.key, language),
            *(
                _between(figure, interval, language)
                for figure, interval in zip(
                    figures,
                    (mode.county.minutes_interval, mode.county.p90_interval, mode.county.overflow_interval),
                    strict=True,
                )
            ),
            _method(mode, language),
        ]
        for mode in report.modes
    ]
    titles = (Column(figure.name(language), figure.unit_name(language)) for figure in figures)
    return Table.of("response_sure", language, ("response_mode", *titles, "response_method"), rows)


def _between(figure: Figure, interval: Interval, language: Language) -> str:
    low, high = (figure.text(end) for end in interval)
    return say("workbench.response.between", language, low=low, high=high) if low != high else low


def _method(mode: Mode, language: Language) -> str:
    """How many calls were simulated, how many pools cannot keep up, and how many have nobody on duty."""
    pools = Counter(pool.method for pool in mode.pools)
    calls = sum(pool.calls for pool in mode.pools)
    told = [say("workbench.response.by_simulation", language, calls=number(calls))] if calls else []
    told += [
        say(f"workbench.response.by_{key}", language, count=pools[key])
        for key in ("overload", "limit", "reserve")
        if pools[key]
    ]
    return say("workbench.list.separator", language).join(told)


def hours(report: ResponseReport, language: Language) -> Iterator[Table]:
    """A row a band of hours: units on duty, minutes and share without a free unit by mode; none where all are alike."""
    if len(report.bands) < 2:
        return
    on_duty, arrival, overflow = by_key("units_on_duty", "arrival", "overflow")
    columns: Columns = ["hour", on_duty, *_by_mode((arrival, overflow), language)]
    rows: list[list[Value]] = []
    for k, band in enumerate(report.bands):
        units = sum(crew.units for crew in report.crews if crew.on_duty(band.start_hour))
        own = [mode.bands[k] for mode in report.modes]
        rows.append([_hours(band), float(units), *(s.minutes for s in own), *(s.overflow for s in own)])
    yield Table.of("response_hours", language, columns, rows)


def parts(
    report: ResponseReport, key: str, names: Sequence[str], modes: Sequence[Sequence[Summary]], language: Language
) -> Table:
    """Zones or stations: minutes, share within the first target and share without a free unit under every mode."""
    arrival, share, overflow = by_key("arrival", "share", "overflow")
    columns = [Column.keyed("zone" if key == "zones" else "name", language)]
    columns += _by_mode((arrival, share, overflow), language, _within(report.targets[0], language))
    rows: list[list[Value]] = []
    for k, name in enumerate(names):
        own = [mode[k] for mode in modes]
        rows.append([name, *(s.minutes for s in own), *(s.within[0] for s in own), *(s.overflow for s in own)])
    return Table.of(f"response_{key}", language, columns, rows)


def _by_mode(figures: Sequence[Figure], language: Language, within: str = "") -> list[Column]:
    """A column a figure and mode; the share of a target is called ``within``."""
    short = [say(f"workbench.response.{mode}_short", language) for mode in MODES]
    titles = [within if figure.key == "share" else figure.name(language) for figure in figures]
    return [
        Column(title if m == 0 else "", mode, figure, numeric=True)
        for title, figure in zip(titles, figures, strict=True)
        for m, mode in enumerate(short)
    ]


def _mode(key: str, language: Language) -> str:
    return say(f"workbench.response.{key}", language)


def _within(target: float, language: Language) -> str:
    return say("workbench.response.within", language, target=f"{target:g}")


def _hours(band: Band) -> str:
    return f"{band.start_hour:g}–{band.end_hour:g}"


def said(report: ResponseReport, language: Language) -> str:
    """What units of the zone change against units of the own station, in one sentence."""
    own, zone, _ = (mode.county for mode in report.modes)
    says = {"target": f"{report.targets[0]:g}", "own": percent(own.within[0]), "zone": percent(zone.within[0])}
    says |= {"before": percent(own.overflow), "after": percent(zone.overflow)}
    return say("workbench.response.says", language, **says)


def warnings(report: ResponseReport, language: Language) -> list[str]:
    """Pools that cannot keep up, by mode, with the units that they would need; stations and zones without a unit."""
    names = report.problem.county.short_names
    told = []
    for mode in report.modes:
        full = sorted((p for p in mode.pools if p.method in ("limit", "overload")), key=lambda p: -p.utilisation)
        of_stations: dict[tuple[str, ...], list[PoolState]] = {}
        for pool in full:
            of_stations.setdefault(pool.stations, []).append(pool)
        pools = [
            say(
                f"workbench.response.{'grows' if worst.growth > 0 else 'limit'}",
                language,
                stations=_pool(report, [worst, *rest], names),
                load=percent(worst.utilisation, 0),
                growth=number(worst.growth, 1),
                units=worst.units,
                needed=worst.needed,
            )
            for worst, *rest in of_stations.values()
        ]
        if pools:
            values = {"mode": _mode(mode.key, language), "share": percent(mode.county.growing), "pools": pools}
            told.append(say("workbench.response.overload", language, **values))
    return told + _unmanned(report, language)


def _pool(report: ResponseReport, full: Sequence[PoolState], names: Mapping[str, str]) -> str:
    """A pool by its first stations, with the hours in which it is so, the worst first, where a day has several."""
    codes = full[0].stations
    stations = "+".join(names[code] for code in codes[:3]) + ("…" if len(codes) > 3 else "")
    return " ".join([stations, *(_hours(report.bands[pool.band]) for pool in full if len(report.bands) > 1)])


def _unmanned(report: ResponseReport, language: Language) -> list[str]:
    """Hours without a unit on duty, of zones and of stations (N8)."""
    judged = zone_names(report.problem, score(report.problem, report.plan), language)
    groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "zones": list(zip(judged, report.plan.zones, strict=True)),
        "stations": [(name, (code,)) for code, name in report.problem.county.short_names.items()],
    }
    told = []
    for key, members in groups.items():
        gaps: dict[str, list[str]] = {}
        for name, codes in members:
            if empty := unmanned(report.crews, codes):
                times = say("workbench.list.separator", language).join(_hours(band) for band in empty)
                gaps.setdefault(times, []).append(name)
        said_of = [say("workbench.response.gap", language, hours=times, names=held) for times, held in gaps.items()]
        if said_of:
            told.append(say(f"workbench.response.unmanned_{key}", language, gaps=said_of))
    return told


def assumptions(report: ResponseReport, figures: Sequence[tuple[str, int]], language: Language) -> list[str]:
    """Where the units are from, and what the model assumes."""
    values = {
        "units": sum(crew.units for crew in report.crews),
        "reserve": report.problem.county.short_names[report.reserve],
        "seed": report.seed,
    }
    notes = [say(f"workbench.response.{key}", language, **values) for key in ("crews", "queue", "reserve", "assumed")]
    return [basis(report.problem.county, report.crews, figures, language), *notes]


def basis(county: County, crews: Sequence[Crew], figures: Sequence[tuple[str, int]], language: Language) -> str:
    """Where the units are from, and how many each station has: the most frequent number comes last, as the rest."""
    held = Counter(dict.fromkeys(county.codes, 0))
    for crew in crews:
        held[crew.station] += crew.units
    usual, times = Counter(held.values()).most_common(1)[0]
    others = [f"{county.short_names[s.code]} {held[s.code]}" for s in county.stations if held[s.code] != usual]
    key = "some" if others else "all"
    spread = say(f"workbench.response.have_{key}", language, others=others, usual=usual, times=times)
    table = "table" if county.bureau.units else "default"
    origin = "given" if any(not name for name, _ in figures) else f"{table}_but" if figures else table
    return say(f"workbench.response.units_{origin}", language, spread=spread)
