"""The single overrides of a scenario, and conflicts: two overrides of one thing along a chain of ancestors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scenarios.spec.scenario import Override, worded, wrong
from scenarios.spec.schema import ScenarioSpec, leaves
from zoning.model.errors import Mistake

TABLES = ("leaders", "branches", "posts", "units")
"""The tables of the bureau whose rows may be overridden."""


def overrides_of(name: str, spec: ScenarioSpec) -> Iterator[Override]:
    """Every override of a scenario, in the order of the schema.

    Rows of :data:`TABLES` are in the order of their names: TOML wants those that are ``"none"`` before the others.
    """

    def one(kind: str, place: str, value: object, *target: str) -> Override:
        return Override(name, place, kind, target, value)

    whole = {key: getattr(spec, key) for key in ("incidents_table", "years")}
    yield from (one(key, key, value) for key, value in whole.items() if value is not None)
    yield from (one(f"travel_{key}", f"travel.{key}", value) for key, value in spec.travel if value is not None)
    yield from (one("incidents", f"incidents.{at}", change, at) for at, change in spec.incidents.items())
    for kind, rows in (("classes", spec.classes), ("stations", spec.stations)):
        given = ((row, key, value) for row, fields in rows.items() for key, value in fields)
        yield from (one(kind, f"{kind}.{row}.{key}", v, row, key) for row, key, v in given if v is not None)
    for kind in TABLES:
        yield from (one(kind, f"{kind}.{row}", value, row) for row, value in sorted(getattr(spec, kind).items()))
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
