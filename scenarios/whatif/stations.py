"""Overrides of stations: their fields, and stations merged or closed.

What it may get wrong: a closed station goes whole to the neighbour of the longest border, whatever a planner would do.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from scenarios.spec.amounts import MOST, exact, shown
from scenarios.spec.scenario import Override, worded
from scenarios.whatif.builder import Builder, beyond
from scenarios.whatif.merging import heir, merged
from scenarios.whatif.targets import stations
from zoning.texts import Message

MOST_KM2 = 2_000_000
"""Area of a station, at the most."""


def fields(builder: Builder, override: Override) -> None:
    """One field of one station or several."""
    word, key = override.target
    codes = stations(builder.base.county, word)
    if isinstance(codes, Message):
        builder.wrong(override, codes)
        return
    builder.reaches(override, [("stations", code, key) for code in codes])
    held = list(builder.county.stations)
    before = after = None
    for code in codes:
        row = builder.county.index[code]
        before = getattr(held[row], key)
        changed = _field(builder, override, code, before, several=len(codes) > 1)
        if isinstance(changed, Message):
            builder.wrong(override, changed)
            return
        (after,) = changed
        held[row] = held[row].model_copy(update={key: after})
    builder.county = replace(builder.county, stations=tuple(held))
    if codes:
        told = "one" if len(codes) == 1 else "several"
        values = {"before": _told(before), "after": _told(after), "change": _change(override.value)}
        field_ = Message(f"scenarios.field.{key}")
        builder.says(override, f"scenarios.applied.{told}", where=builder.where(codes, word), field=field_, **values)


def _field(builder: Builder, override: Override, code: str, before: Any, *, several: bool) -> tuple[Any] | Message:
    """The new value of a field of a station; counts are rounded to whole ones, half upward."""
    key, value = override.target[1], override.value
    if key == "current_zone":
        return (value.strip() or None,)
    if key in ("kind", "has_case_area"):
        return (value,)
    name = builder.name(code)
    if before is None and value.relative:
        return (None,) if several else Message("scenarios.apply.unknown_before", {"station": name})
    after = value.of(float(before or 0))
    after = after if key == "area_km2" else float(np.floor(after + 0.5))
    area = key == "area_km2"
    out = beyond(before, after, 0, MOST_KM2 if area else MOST, above=area, station=name)
    return out or (after if area else int(after),)


def _change(value: Any) -> str | Message:
    return _told(value) if isinstance(value, bool) else str(value)


def _told(value: Any) -> str | Message:
    if isinstance(value, bool):
        return Message(f"scenarios.value.{str(value).lower()}")
    return exact(value) if isinstance(value, (int, float)) or value is None else worded(value)


def merge(builder: Builder, override: Override) -> None:
    """Merge a station into another, or into the heir of that one."""
    ends = [builder.station(override, word) for word in override.value]
    if ends[0] is None or ends[1] is None:
        return
    builder.reaches(override, [("gone", ends[0])])
    code, into = ends[0], builder.heir(ends[1])
    if code in builder.gone:
        return  # twice: a conflict
    if code == into:
        builder.wrong(override, Message("scenarios.apply.itself"))
        return
    _take_over(builder, override, code, into)


def close(builder: Builder, override: Override) -> None:
    """Merge a station into the neighbour of the longest border."""
    code = builder.station(override, override.value)
    if code is None:
        return
    builder.reaches(override, [("gone", code)])
    if code in builder.gone:
        return
    found = heir(builder.county, code)
    if found is None:
        builder.wrong(override, Message("scenarios.apply.no_heir", {"station": builder.name(code)}))
        return
    _take_over(builder, override, code, found[0], shown(found[1]))


def _take_over(builder: Builder, override: Override, code: str, into: str, km: str | None = None) -> None:
    gone = builder.county.stations[builder.county.index[code]]
    before = builder.county.stations[builder.county.index[into]].kind
    builder.county = merged(builder.county, code, into, builder.alone)
    builder.gone[code] = into
    row = builder.county.index[into]
    values = {
        "station": builder.name(code),
        "into": builder.name(into),
        "officers": gone.officers,
        "area": shown(gone.area_km2),
        "now": builder.county.stations[row].officers,
    }
    if km is None:
        builder.says(override, "scenarios.applied.merge", **values)
    else:
        builder.says(override, "scenarios.applied.close", **values, km=km)
    after = builder.county.stations[row].kind
    if after != before:
        kind = Message(f"scenarios.kind.{after}")
        builder.says(override, "scenarios.applied.kind", into=builder.name(into), station=builder.name(code), kind=kind)
