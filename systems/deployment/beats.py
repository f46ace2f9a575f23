"""The beats of a county and their workload, over which :func:`systems.apportion.apportion` spreads persons (B3).

What it may get wrong: a village's share of its station's workload is that of its incidents, or of its residents.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from systems.rooms.villages import village_shares, villages_of
from zoning.model.county import County, Floats


@dataclass(frozen=True)
class Beats:
    """b beats: code, name, code of the station, degrees, and ``hours`` (b,), the workload in officer-hours a year."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    stations: tuple[str, ...]
    lon: Floats
    lat: Floats
    hours: Floats

    def only(self, rows: Sequence[int]) -> "Beats":
        """These beats alone."""
        words = ([values[row] for row in rows] for values in (self.codes, self.names, self.stations))
        codes, names, stations = (tuple(values) for values in words)
        at = np.array(rows, dtype=np.int64)
        return Beats(codes, names, stations, self.lon[at], self.lat[at], self.hours[at])


def beats_of(county: County) -> Beats:
    """Villages and communities, each with its share of the station's workload; a station without any is one beat."""
    rows: list[tuple[str, str, str, float, float, float]] = []
    for station, hours in zip(county.stations, county.workload.tolist(), strict=True):
        villages = villages_of(county, station.code)
        rows += [
            (v.code, v.name, station.code, v.lon, v.lat, hours * share)
            for v, share in zip(villages, village_shares(villages).tolist(), strict=True)
        ] or [(station.code, station.name, station.code, station.lon, station.lat, hours)]
    codes, names, stations, lon, lat, work = zip(*rows, strict=True)
    return Beats(codes, names, stations, np.array(lon), np.array(lat), np.array(work))
