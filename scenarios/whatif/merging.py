"""Two stations merged into one: all that is additive is added.

The station that stays keeps code, name, seat, zone of today and minutes. Its kind is :func:`kind_of`, so that a county
seat does not lose its place as a zone by itself (H2) with its name. It takes over officers, auxiliaries,
residents, villages, communities, patrols, area, incidents and borders of the other; their common border is gone, and
borders with a common neighbour add up. What it may get wrong: a figure unknown of one of the two is unknown of both;
minutes stay those of the seat, although the area is larger now.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, get_args

import numpy as np

from zoning.model.bureau import KEYS, STATIONS, Bureau, Period
from zoning.model.county import County, Floats
from zoning.model.outline import Outline
from zoning.model.stations import Border, BorderKind, Kind, Station

URBAN_FIRST: tuple[Kind, ...] = get_args(Kind)
"""Kinds of stations, the most urban first."""
COUNTED = ("population", "officers", "auxiliaries", "villages", "communities")
SIDES: dict[BorderKind, tuple[bool, bool]] = {"shared": (True, True), "link": (True, False), "barred": (False, True)}
"""Whether stations are neighbours over a border of this kind, and whether their areas touch there."""


def kind_of(stays: Station, gone: Station, alone: Collection[Kind]) -> Kind:
    """The kind of a merged station: one of ``alone`` if either is of one, else the more urban of both."""
    return min(stays.kind, gone.kind, key=lambda kind: (kind not in alone, URBAN_FIRST.index(kind)))


def merged(county: County, code: str, into: str, alone: Collection[Kind] = frozenset()) -> County:
    """The county in which station ``into`` takes over station ``code``.

    Parameters
    ----------
    alone : kinds whose stations are zones by themselves (H2)
    """
    gone, stays = county.index[code], county.index[into]
    rows = [i for i in range(len(county)) if i != gone]
    counts = county.counts.copy()
    counts[stays] += counts[gone]
    one = _station(county.stations[stays], county.stations[gone], alone)
    return replace(
        county,
        stations=tuple(one if i == stays else county.stations[i] for i in rows),
        counts=counts[rows],
        minutes=county.minutes[np.ix_(rows, rows)],
        borders=_borders(county.borders, code, into),
        bureau=_bureau(county.bureau, code, into),
        outline=None if county.outline is None else _outline(county, gone, stays, rows),
        areas=_areas(county, code, into),
    )


def heir(county: County, code: str) -> tuple[str, float] | None:
    """The neighbour of the longest border and its kilometres, of equals the first code; ``None`` without any."""
    row = county.index[code]
    near = np.flatnonzero(county.adjacent[row])
    if not len(near):
        return None
    best = near[county.border_km[row, near].argmax()]
    return county.codes[best], float(county.border_km[row, best])


def _areas(county: County, code: str, into: str) -> dict[str, tuple[bytes, ...]]:
    """The areas, both of those of the one that stays; it has none unless both have."""
    held = dict(county.areas)
    both = [held.pop(end, ()) for end in (into, code)]
    return held | ({into: (*both[0], *both[1])} if all(both) else {})


def _station(stays: Station, gone: Station, alone: Collection[Kind]) -> Station:
    added = {}
    for key in COUNTED:
        parts = (getattr(stays, key), getattr(gone, key))
        added[key] = None if None in parts else sum(parts)
    return stays.model_copy(
        update={
            **added,
            "kind": kind_of(stays, gone, alone),
            "area_km2": stays.area_km2 + gone.area_km2,
            "has_case_area": stays.has_case_area or gone.has_case_area,
            "is_seat": stays.is_seat or gone.is_seat,
        }
    )


def _bureau(bureau: Bureau, code: str, into: str) -> Bureau:
    """The bureau with villages and patrols of station ``code`` at ``into``, and its counts added to those there."""
    moved = {
        table: tuple(
            row.model_copy(update={field: into}) if getattr(row, field) == code else row
            for row in getattr(bureau, table)
        )
        for table, field in STATIONS.items()
    }
    for table, field in STATIONS.items():
        if KEYS[table] == field:  # one row a station
            moved[table] = _one_each(moved[table], field, into)
    return bureau.model_copy(update=moved | {"periods": _periods(bureau, code, into)})


def _periods(bureau: Bureau, code: str, into: str) -> tuple[Period, ...]:
    """The incidents by period, those of station ``code`` added to those of ``into``."""
    held: dict[tuple[str, str], Period] = {}
    for row in bureau.periods:
        station = into if row.station == code else row.station
        there = held.get((row.name, station))
        added = row.counts if there is None else tuple(map(sum, zip(there.counts, row.counts, strict=True)))
        held[row.name, station] = Period(name=row.name, station=station, counts=added)
    return tuple(held[key] for key in sorted(held))


def _one_each(rows: tuple[Any, ...], field: str, into: str) -> tuple[Any, ...]:
    """The rows with those of ``into`` added up; what is unknown of one is unknown of both."""
    own = [row for row in rows if getattr(row, field) == into]
    if len(own) < 2:
        return rows
    counts = [key for key in type(own[0]).model_fields if key != field]
    parts = {key: [getattr(row, key) for row in own] for key in counts}
    one = own[0].model_copy(update={key: None if None in held else sum(held) for key, held in parts.items()})
    return tuple(one if row is own[0] else row for row in rows if row is own[0] or row not in own)


def _borders(borders: tuple[Border, ...], code: str, into: str) -> tuple[Border, ...]:
    """The borders with ``into`` in place of ``code``; two borders with one neighbour become their sum."""
    by_pair: dict[tuple[str, str], Border] = {}
    for border in borders:
        a, b = sorted(into if end == code else end for end in (border.a, border.b))
        if a == b:
            continue
        other = by_pair.get((a, b))
        by_pair[a, b] = replace(border, a=a, b=b) if other is None else _joined(other, border)
    return tuple(by_pair.values())


def _joined(one: Border, other: Border) -> Border:
    """The sum of two borders: neighbours if either made neighbours, touching if either touched."""
    sides = tuple(x or y for x, y in zip(SIDES[one.kind], SIDES[other.kind], strict=True))
    (kind,) = (kind for kind, of in SIDES.items() if of == sides)
    return replace(one, km=one.km + other.km, kind=kind)


def _outline(county: County, gone: int, stays: int, rows: list[int]) -> Outline:
    """Perimeters less twice the common border, and moments by the parallel-axis theorem."""
    outline, area = county.outline, county.area_km2
    assert outline is not None
    perimeter, centroid, polar = (
        part.copy() for part in (outline.perimeter_km, outline.centroid_km, outline.polar_km4)
    )
    pair = [stays, gone]
    perimeter[stays] = max(0.0, perimeter[pair].sum() - 2 * county.touching_km[stays, gone])
    centre: Floats = np.average(centroid[pair], axis=0, weights=area[pair])
    polar[stays] = float((polar[pair] + area[pair] * ((centroid[pair] - centre) ** 2).sum(axis=1)).sum())
    centroid[stays] = centre
    return Outline(perimeter[rows], centroid[rows], polar[rows])
