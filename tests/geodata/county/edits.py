"""Edits that spoil one thing in the folder of the drawn county, and the place where it is told."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from tests.geodata.drawn import (
    CODES,
    Edit,
    both,
    changed,
    get,
    holding,
    put,
)

Place = tuple[str, str | None, int | None, str | None, str | None]
"""Key of the sentence, table, row, column, value."""


def as_folder(name: str) -> Edit:
    def edit(at: Path) -> None:
        (at / name).unlink(missing_ok=True)
        (at / name).mkdir()

    return edit


def sparse(name: str, size: int) -> Edit:
    return lambda at: os.truncate(at / name, size)


def feature(position: int, edit: Callable[[dict[str, object]], object]) -> Edit:
    """Edit one feature of the polygons in place."""

    def apply(at: Path) -> None:
        content = json.loads(get(at, "areas.geojson"))
        edit(content["features"][position])
        put(at, "areas.geojson", json.dumps(content))

    return apply


def geometry(kind: str, coordinates: object) -> Callable[[dict[str, object]], object]:
    return lambda one: one.update(geometry={"type": kind, "coordinates": coordinates})


def attributes(**values: object) -> Callable[[dict[str, object]], object]:
    return lambda one: one.update(properties=values)


def settings(line: str) -> Edit:
    return changed("county.toml", "years = 1\n", f"years = 1\n{line}\n")


def matrix(skip: int = 0, *more: str) -> Edit:
    """Travel by matrix, the first ``skip`` pairs left out and ``more`` rows added."""
    pairs = [f"{a},{b},10" for a in CODES for b in CODES if a != b][skip:]
    text = "\n".join(["from,to,minutes", *pairs, *more]) + "\n"
    return both(changed("county.toml", '"straight"', '"matrix"'), holding("travel.csv", text))


def only_shared(*keep: tuple[str, str]) -> Edit:
    return holding("borders.csv", "\n".join(["a,b,km", *(f"{a},{b},10" for a, b in keep)]) + "\n")


STATIONS, INCIDENTS, BORDERS, AREAS, TRAVEL, TOML = (
    "stations.csv", "incidents.csv", "borders.csv", "areas.geojson", "travel.csv", "county.toml",
)  # fmt: skip
ROW_B = "102,B,town,107.15,30.05,100,10001,11,5,8,2,否,否,"
NO_AREA = ROW_B.replace(",100,", ",,")


def row_b(old: str, new: str) -> Edit:
    assert old in ROW_B
    return changed(STATIONS, ROW_B, ROW_B.replace(old, new, 1))
