"""Overrides of travel: another table of minutes, the speed, the detour."""

from dataclasses import replace

from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from scenarios.spec.amounts import exact
from scenarios.spec.scenario import Override
from scenarios.whatif.builder import Builder, beyond
from zoning.texts import Message

LIMITS = {"speed_kmh": 1000, "detour": 100}
"""Greatest speed and detour."""


def table(builder: Builder, override: Override) -> None:
    """The minutes of another table, read by :mod:`scenarios.whatif.study`."""
    minutes = builder.scenario.minutes
    assert minutes is not None or builder.found, "scenarios.study reads the table"
    minutes = builder.county.minutes if minutes is None else minutes
    builder.county = replace(builder.county, minutes=minutes, travel="matrix")
    builder.says(override, "scenarios.applied.travel_table", file=override.value)


def number(builder: Builder, override: Override) -> None:
    """Speed or detour: travel inside stations follows, and minutes unless they come from a matrix."""
    key = override.kind.removeprefix("travel_")
    before = getattr(builder.base.county, key)
    after = override.value.of(before)
    if out := beyond(before, after, 0.01, LIMITS[key], above=True):
        builder.wrong(override, out)
        return
    county = replace(builder.county, **{key: after})
    if county.travel == "straight":
        minutes = straight_minutes(*lonlat(county.stations), county.speed_kmh, county.detour)
        county = replace(county, minutes=minutes)
    elif county.travel == "roads" and key == "speed_kmh":
        if builder.scenario.minutes is None:
            builder.wrong(override, Message("scenarios.apply.no_roads"))
            return
        county = replace(county, minutes=builder.scenario.minutes)
    follows = county.travel == "straight" or (county.travel == "roads" and key == "speed_kmh")
    builder.county = county
    builder.says(
        override,
        f"scenarios.applied.{key}",
        before=exact(before),
        after=exact(after),
        minutes=Message("scenarios.applied.minutes_follow" if follows else "scenarios.applied.minutes_stay"),
    )
