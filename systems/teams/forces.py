"""Forces of a zone (民警、辅警、村警、保安、民兵) and how soon n persons of them stand at each station (H27).

The share on call of a force is taken of the zone, so that small stations do not vanish by rounding: station i
contributes share · persons_i, and n persons stand at a station once the contributions that have arrived add up to n.
What it may get wrong: the share on call and the minutes to turn out are the same at every hour.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from systems.teams.parameters import Parameters
from systems.teams.records import FORCES, Arrival, Force
from zoning.model.county import County, Floats

ENOUGH = 1e-9
"""Of a person; contributions that add up to n less this are n persons."""


def persons(county: County) -> dict[str, Floats]:
    """(n,) persons of each force at the stations, NaN where unknown."""
    other = {row.station: row for row in county.bureau.forces}
    found = {"officers": county.officers, "auxiliaries": _known(s.auxiliaries for s in county.stations)}
    for key in FORCES[2:]:
        found[key] = _known(getattr(other.get(code), key, None) for code in county.codes)
    return found


def forces(county: County, rows: Sequence[int], parameters: Parameters) -> tuple[Force, ...]:
    """The forces of a zone: persons of the stations where they are known, and how many of them are on call."""
    held = persons(county)
    return tuple(
        Force(
            key,
            None if np.isnan(held[key][list(rows)]).all() else round(float(np.nansum(held[key][list(rows)]))),
            tuple(county.codes[row] for row in rows if np.isnan(held[key][row])),
            getattr(parameters, f"on_call_{key}"),
            getattr(parameters, f"turnout_{key}"),
        )
        for key in FORCES
    )


def arrivals(county: County, rows: Sequence[int], counts: Sequence[int], found: Sequence[Force]) -> tuple[Arrival, ...]:
    """Minutes until n persons stand at each station of a zone, of all forces and of each, for each n of ``counts``."""
    held = persons(county)
    known = [force for force in found if force.persons is not None]
    return tuple(
        Arrival(
            county.codes[at],
            _until(county, rows, at, counts, known, held),
            {force.kind: _until(county, rows, at, counts, [force], held) for force in known},
        )
        for at in rows
    )


def _until(
    county: County,
    rows: Sequence[int],
    at: int,
    counts: Sequence[int],
    found: Sequence[Force],
    held: Mapping[str, Floats],
) -> dict[int, float | None]:
    """Minutes until n persons of some forces stand at row ``at``, by n; ``None`` where the zone has too few on call."""
    here = list(rows)
    ways = [force.turnout + county.minutes[here, at] for force in found]
    sent = [force.share * np.nan_to_num(held[force.kind][here]) for force in found]
    if not ways:
        return dict.fromkeys(counts)
    minutes, persons_sent = np.concatenate(ways), np.concatenate(sent)
    order = np.lexsort((persons_sent, minutes))
    minutes, there = minutes[order], np.cumsum(persons_sent[order])
    at_once = np.searchsorted(there, np.array(counts) - ENOUGH)
    return {n: float(minutes[k]) if k < len(minutes) else None for n, k in zip(counts, at_once.tolist(), strict=True)}


def _known(values: Iterable[int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
