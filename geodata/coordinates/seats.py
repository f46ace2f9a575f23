"""Where the stations stand: slips of the keyboard found out, and all places on WGS 84.

What it may get wrong: a slip of a degree or less looks like a place in a large county.
"""

from dataclasses import replace

import numpy as np

from geodata.coordinates.crs import System, geographic, points_on_wgs84
from geodata.coordinates.typed import SLIPPED, away_of, likely, reach_of
from geodata.tables.findings import Findings
from geodata.tables.table import Draft, Table
from zoning.texts import Message

DECIMALS = 9
"""Of a degree that was moved here: a tenth of a millimetre, so that the last bits of a formula reach no digest."""

ENDS = ("lon", "lat")
"""Columns of the place of a station."""
FEWEST = 4
"""Stations at least among which one may be said to lie far from the others."""
MOST_SEATS = 0.75
"""Share of the stations that say how far the county reaches."""
FAR_DEGREES = 5.0
"""No county reaches farther from its middle; a seat beyond is a slip."""
NEAR_DEGREES = 0.2
"""A seat may be meant so far outside the others."""


def without_slips(drafts: list[Draft], table: Table, found: Findings) -> list[Draft]:
    """The drafts without places that a slip of the keyboard put far from all others, a mistake each."""
    rows = [
        row
        for row, draft in enumerate(drafts)
        if not draft.wrong & set(ENDS) and all(isinstance(draft.values.get(key), float) for key in ENDS)
    ]
    if len(rows) < FEWEST:
        return drafts
    xy = np.array([[drafts[row].values[key] for key in ENDS] for row in rows], dtype=np.float64)
    away = away_of(xy)
    far = ~(away <= max(FAR_DEGREES, SLIPPED * reach_of(away, MOST_SEATS)))
    if not far.any():
        return drafts
    low, high = xy[~far].min(axis=0), xy[~far].max(axis=0)
    kept = list(drafts)
    for k in np.flatnonzero(far).tolist():
        draft = drafts[rows[k]]
        end = max(range(2), key=lambda at: float(max(low[at] - xy[k][at], xy[k][at] - high[at])))
        values = {
            "station": draft.values.get("name") or draft.values.get("code") or "",
            "low": f"{low[end]:.6g}",
            "high": f"{high[end]:.6g}",
            "hint": likely(xy[k].tolist(), low - NEAR_DEGREES, high + NEAR_DEGREES),
        }
        says = Message(f"geodata.stations.far_{ENDS[end]}", values)
        text = table.cell(draft.row, ENDS[end])
        found.wrong(says, table.file, draft.row.line, table.label(ENDS[end]), text)
        left = {key: value for key, value in draft.values.items() if key not in ENDS}
        kept[rows[k]] = replace(draft, values=left, wrong=draft.wrong | set(ENDS))
    return kept


def on_wgs84(drafts: list[Draft], system: System | None) -> list[Draft]:
    """The drafts with their degrees on WGS 84, whatever map or datum the county's ``system`` is of."""
    rows = [row for row, draft in enumerate(drafts) if _place(draft) is not None]
    if system is None or not rows:
        return drafts
    lon, lat = np.array([_place(drafts[row]) for row in rows]).T
    moved = points_on_wgs84(lon, lat, geographic(system))
    if moved[0] is lon:
        return drafts
    placed = list(drafts)
    for row, x, y in zip(rows, *np.round(moved, DECIMALS).tolist(), strict=True):
        placed[row] = replace(drafts[row], values={**drafts[row].values, "lon": x, "lat": y})
    return placed


def seats_of(drafts: list[Draft]) -> dict[str, tuple[float, float]]:
    """Where the stations stand whose place is known, by code."""
    return {str(d.values["code"]): at for d in drafts if "code" in d.values and (at := _place(d)) is not None}


def _place(draft: Draft) -> tuple[float, float] | None:
    """Longitude and latitude of a record, when both are degrees."""
    lon, lat = draft.values.get("lon"), draft.values.get("lat")
    if isinstance(lon, float) and isinstance(lat, float) and abs(lon) <= 180 and abs(lat) <= 90:
        return lon, lat
    return None
