"""Density of a county's incidents: rates of every place by part, what is more than chance, the grid of one part."""

from collections.abc import Iterator, Sequence

import numpy as np

from geodata.density.kept import Kept, Squares
from geodata.density.parts import BANDS, Part, month_of
from systems.density.chance import dispersion
from systems.density.hidden import Summed, hidden
from systems.density.hot import SLOTS, Trial, even_trial, profile_trial, slots, village_trial
from systems.density.rates import counts_of, places, rate, rates
from systems.density.records import Density, HotHours, HotVillage, Place, Rate, Smoothed, Square, Tested
from systems.deployment.standing import Standing
from zoning.judge.calendar import in_part
from zoning.model.bureau import Village
from zoning.model.county import County

ALL = Part()
LEAST, LEVEL = 3, 0.05
"""The smallest count that is shown, and the share of false finds, unless told otherwise."""


def density(
    county: County, standing: Standing, kept: Kept, part: Part = ALL, least: int = LEAST, level: float = LEVEL
) -> Density:
    """The rates of all parts, and of one ``part`` the villages and hours that are more than chance, and its grid.

    Of a band or a season neither villages nor hours are known, and none are tested.
    """
    counts = counts_of(county, kept)
    bunched = spread(county, part)
    phi = bunched or 1.0
    by_village = _villages(county, kept, part)
    tested, trial, untested = village_trial(county, by_village)
    found = trial.excesses(phi, least)
    by_part = list(rates(counts, standing, least))
    closed = {
        one.place.code for one in by_part if one.place.kind == "station" and one.part == part and one.count is None
    }
    by_place = list(_village_rates(county, kept, by_village, part, (least, closed)))
    shown = {one.place.code for one in by_place if one.count is not None}
    villages = [
        HotVillage(Place("village", v.code, v.name), county.short_names[v.station], base, excess)
        for (v, base), excess in zip(tested, found, strict=True)
        if excess.q <= level and v.code in shown
    ]
    hours, numbers = _hours(county, standing, kept, part, (phi, least, level))
    made = [*by_part, *by_place]
    return Density(
        county=Place("county", county.code, county.name),
        notice=county.notice,
        part=part,
        years=county.years,
        least=least,
        false_share=level,
        dispersion=bunched,
        densities=tuple(made),
        tested=Tested(len(tested), len(untested), *numbers),
        villages=tuple(sorted(villages, key=lambda one: (one.excess.p, one.place.code))),
        hours=tuple(hours),
        grid=None if kept.grid is None else _grid(kept.grid, part, least),
    )


def spread(county: County, part: Part = ALL) -> float | None:
    """φ of the months of the stations, all that are whole; of the classes of a part."""
    named = {one.name for one in county.bureau.periods if month_of(one.name) is not None}
    months = sorted(named - set(in_part(named)))
    at, row = {name: k for k, name in enumerate(months)}, county.index
    counts, whole = np.zeros((len(county), len(months))), np.ones(len(county), dtype=bool)
    keys = [one.key for one in county.classes]
    for one in county.bureau.periods:
        held = one.counts[keys.index(part.key)] if part.by == "class" else sum(one.counts)
        if one.name in at:
            counts[row[one.station], at[one.name]] += held
        elif held and one.name not in named:
            whole[row[one.station]] = False  # some of its months were put together
    counts = counts[whole]
    return dispersion(counts) if counts.size else None


def _villages(county: County, kept: Kept, part: Part) -> dict[str, float]:
    """Counts of the villages of the county, of its own table where no other is given; empty for a band or season."""
    villages = county.bureau.villages
    if kept.villages is not None and part.by in ("all", "class"):
        c = [one.key for one in county.classes].index(part.key) if part.by == "class" else slice(None)
        return {code: float(np.sum(counts[c])) for code, counts in kept.villages.items()}
    if kept.villages is None and part.by == "all":
        return {v.code: float(round(v.incidents * county.years)) for v in villages if v.incidents is not None}
    return {}


def _village_rates(
    county: County, kept: Kept, counts: dict[str, float], part: Part, asked: tuple[int, set[str]]
) -> Iterator[Rate]:
    """The villages that have counts, station by station; none is shown of stations whose own count is not."""
    least, closed = asked
    for code in county.codes:
        own: Sequence[Village] = [v for v in county.bureau.villages if v.station == code and v.code in counts]
        if not own:
            continue
        table = _parted(county, kept, counts, own)
        fixed = [(place, one) for place in range(len(own), len(table.places)) for one in table.counts]
        unseen = hidden(table, least, fixed)
        for k, village in enumerate(own):
            by = (village.area_km2 or np.nan, float("nan") if village.population is None else village.population)
            count = None if code in closed or (k, part) in unseen else counts[village.code]
            yield rate(Place("village", village.code, village.name), part, count, county.years, by)


def _parted(county: County, kept: Kept, counts: dict[str, float], own: Sequence[Village]) -> Summed:
    """Villages of a station in all classes, whichever is asked for; then its kinds of villages, and all of it."""
    if kept.villages is None:
        held = {ALL: [round(counts[one.code]) for one in own]}
    else:
        every = np.array([kept.villages[one.code] for one in own]).round().astype(int)
        held = {ALL: every.sum(axis=1).tolist()}
        held |= {Part("class", one.key): every[:, c].tolist() for c, one in enumerate(county.classes)}
    kinds = [[k for k, one in enumerate(own) if one.kind == kind] for kind in {village.kind: None for village in own}]
    return Summed(held, [*([k] for k in range(len(own))), *(rows for rows in kinds if len(rows) > 1), range(len(own))])


def _hours(
    county: County, standing: Standing, kept: Kept, part: Part, asked: tuple[float, int, float]
) -> tuple[list[HotHours], tuple[int, int, int]]:
    """The hours that are more than chance, and how many were tested of the county, of zones and of stations."""
    if kept.hours is None or part.by not in ("all", "class"):
        return [], (0, 0, 0)
    c = [one.key for one in county.classes].index(part.key) if part.by == "class" else slice(None)
    held = slots(np.asarray(kept.hours[:, c].reshape(len(county), -1, *kept.hours.shape[2:]).sum(axis=1)))
    found: list[HotHours] = []
    numbers = []
    for kind in ("county", "zone", "station"):
        named = [(place, rows) for place, rows in places(county, standing) if place.kind == kind]
        own = np.array([held[rows].sum(axis=0) for _, rows in named]).reshape(-1, SLOTS)
        trial = even_trial(own[0]) if kind == "county" else profile_trial(own) if len(own) > 1 else None
        numbers.append(0 if trial is None else len(trial.counts))
        if trial is not None:
            found += _found([place for place, _ in named], trial, asked)
    return found, (numbers[0], numbers[1], numbers[2])


def _found(named: Sequence[Place], trial: Trial, asked: tuple[float, int, float]) -> Iterator[HotHours]:
    """The slots of places that are more than chance, the clearest first."""
    phi, least, level = asked
    excesses = list(enumerate(trial.excesses(phi, least)))
    for at, excess in sorted(excesses, key=lambda one: (one[1].p, one[0])):
        if excess.q <= level:
            place, slot = divmod(at, SLOTS)
            day, band = divmod(slot, len(BANDS))
            yield HotHours(named[place], day + 1, BANDS[band], excess)


def _grid(squares: Squares, part: Part, least: int) -> Smoothed | None:
    """The cells of a part; counts below ``least`` are not shown, whatever those who counted let through."""
    shown = tuple(
        Square(one.lon, one.lat, one.count if one.count is not None and one.count >= least else None, one.per_km2)
        for one in squares.parts.get(part, ())
    )
    return Smoothed(squares.cell_m, squares.bandwidth_m, shown) if shown else None
