"""The single overrides of a scenario, and conflicts: two overrides of one thing along a chain of ancestors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scenarios.spec.scenario import Override, worded, wrong
from scenarios.spec.schema import ScenarioSpec, leaves
from zoning.model.errors import Mistake


def overrides_of(name: str, spec: ScenarioSpec) -> Iterator[Override]:
    """Every override of a scenario, in the order of the schema."""

    def one(kind: str, place: str, value: object, *target: str) -> Override:
        return Override(name, place, kind, target, value)

    for key in ("incidents_table", "years"):
        if getattr(spec, key) is not None:
            yield one(key, key, getattr(spec, key))
    for key, value in spec.travel:
        if value is not None:
            yield one(f"travel_{key}", f"travel.{key}", value)
    for where, change in spec.incidents.items():
        yield one("incidents", f"incidents.{where}", change, where)
    for station, fields in spec.stations.items():
        for key, value in fields:
            if value is not None:
                yield one("stations", f"stations.{station}.{key}", value, station, key)
    for kind, pairs in (("link", spec.link), ("bar", spec.bar)):
        for pair in pairs:
            yield one(kind, kind, pair, *((pair,) if isinstance(pair, str) else sorted(pair[:2])))
    for station, into in spec.merge:
        yield one("merge", "merge", (station, into), station)
    for station in spec.close:
        yield one("close", "close", station, station)
    for key, value in spec.set.items():
        yield one("set", f"set.{key}", value, key)
    for key, values in spec.pins:
        for value in values:
            yield one("pins", f"pins.{key}", value, key, *((value,) if isinstance(value, str) else value))


def spellings(name: str, table: Mapping[str, Any]) -> Iterator[Override]:
    """The keys of a table as written, where ``set``, ``incidents`` and ``stations`` allow two spellings of one key."""
    for kind in ("set", "incidents", "stations"):
        part = table.get(kind, {})
        for path, value in leaves(part) if kind != "stations" else (((key,), inner) for key, inner in part.items()):
            keys_ = (f'"{key}"' if "." in key or key != key.strip() else key for key in path)
            yield Override(name, ".".join([kind, *keys_]), kind, (".".join(path).strip(),), value)


def conflicts(
    reached: Sequence[tuple[Override, Sequence[tuple[object, ...]]]], file: str, only: str | None = None
) -> list[Mistake]:
    """A mistake for every two overrides that change the same thing.

    Parameters
    ----------
    reached : every override with the things it changes
    only : the scenario whose own overrides are told; those of its ancestors are told with the ancestors
    """
    taken: dict[tuple[object, ...], Override] = {}
    found: dict[tuple[str, str], Mistake] = {}
    for override, things in reached:
        for thing in things:
            other = taken.setdefault(thing, override)
            if other is not override and only in (None, override.scenario):
                before = worded(other.value)
                found[other.key, override.key] = wrong(
                    override, file, "scenarios.spec.conflict", other=other.key, before=before
                )
    return list(found.values())
