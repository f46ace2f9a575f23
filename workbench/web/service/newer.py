"""Newer data of a county: the county of the same code that came last into the store, and what is different in it.

Plans stay with the data they were made from. What it may get wrong: a county without a code is known by its name.
"""

from typing import TYPE_CHECKING, Any

from zoning.model.county import County

if TYPE_CHECKING:
    from workbench.web.state import State

MOST = 200
"""Differences told; further ones are counted."""


def newer(state: "State", digest: str) -> dict[str, Any] | None:
    """The newest data of the county of this digest with what differs, ``None`` where these are the newest.

    Raises
    ------
    InputError
        When there is no such county.
    """
    row = state.store.county(digest)
    same = [one for one in state.store.counties() if (one.code or one.name) == (row.code or row.name)]
    last = max(same, key=lambda one: (one.at, one.digest))
    if last.digest == digest:
        return None
    found = differences(state.counties.get(digest).county, state.counties.get(last.digest).county)
    return {
        "digest": last.digest,
        "source": last.source,
        "at": last.at,
        "differences": found[:MOST],
        "count": len(found),
    }


def differences(before: County, after: County) -> list[dict[str, Any]]:
    """Stations that came or went, then by station every value that is another: name, kind, officers, incidents, zone.

    ``what`` is the key of the value, ``station`` for the station itself; ``before`` and ``after`` are numbers or texts,
    ``None`` where there is no such station or the value is unknown.
    """
    was, now = _values(before), _values(after)
    gone = [_told(code, "station", was[code]["name"], None, was[code]["name"]) for code in was if code not in now]
    come = [_told(code, "station", None, now[code]["name"], now[code]["name"]) for code in now if code not in was]
    changed = [
        _told(code, what, old, now[code][what], now[code]["name"])
        for code, values in was.items()
        if code in now
        for what, old in values.items()
        if old != now[code][what]
    ]
    return [*gone, *come, *changed]


def _told(code: str, what: str, before: Any, after: Any, name: str) -> dict[str, Any]:
    return {"station": code, "name": name, "what": what, "before": before, "after": after}


def _values(county: County) -> dict[str, dict[str, Any]]:
    """What is compared of every station, by code."""
    incidents = county.incidents.sum(axis=1).tolist()
    return {
        station.code: {
            "name": station.name,
            "kind": station.kind,
            "officers": station.officers,
            "incidents": round(float(many), 1),
            "current_zone": station.current_zone,
        }
        for station, many in zip(county.stations, incidents, strict=True)
    }
