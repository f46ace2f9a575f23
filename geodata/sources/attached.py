"""The layers of a county: ``areas.*`` and ``roads.*`` beside its tables, or the files that its settings name.

What it may get wrong: of several layers in one file, one is guessed by the station codes it holds, and said.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.formats.held import File
from geodata.formats.layers import Shape, read_layer
from geodata.tables.findings import Findings
from geodata.tables.table import Layer, Table, Tables
from zoning.texts import Message

SUFFIXES = (".geojson", ".gpkg", ".shp", ".zip")
"""Of a layer that is found by its name."""
OUTLINE = "outline"
"""Its file is named in the section of the areas, whose place it takes."""


@dataclass(frozen=True)
class Kind:
    """A layer a county may have: its key, its Chinese name, what its geometries are."""

    key: str
    name: str
    shape: Shape


KINDS = (Kind("areas", "辖区", "polygon"), Kind("roads", "道路", "line"), Kind("outline", "县界", "polygon"))


@dataclass(frozen=True)
class Attached:
    """Layers by key, keys of unreadable layers, and names of the files looked at."""

    layers: Mapping[str, Layer]
    failed: frozenset[str]
    files: frozenset[str]


def attach(
    settings: Mapping[str, Any] | None,
    settings_file: str,
    base: Path | None,
    beside: Mapping[str, File],
    codes: Collection[str],
    found: Findings,
) -> Attached:
    """Read the layers of a county.

    Parameters
    ----------
    settings : the raw content of ``county.toml``; what is of the wrong type there is left to its checks
    settings_file : what a mistake in the name of a file is placed in
    base : the folder that ``areas.file`` and ``roads.file`` are relative to; without one they can only be ``beside``
    beside : files by name, among which layers are found by their own name where the settings name none
    codes : the codes of the stations, by which a layer is recognised among several
    """
    layers: dict[str, Layer] = {}
    failed, files = set(), set()
    for kind in KINDS:
        wanted, key = wanted_of(settings, kind.key)
        named, present = wanted.get("file"), _present(kind, beside)
        files |= {path.name for path in present}
        if named is None and not present:
            continue
        before = found.faults
        path = present[0] if named is None else _named(named, base, beside, key, settings_file, found)
        if named is None:
            for other in present[1:]:
                found.wrong(Message("geodata.file.twice", {"other": present[0].name}), other.name)
        elif path is not None and (unused := [other.name for other in present if other.name != path.name]):
            found.note("geodata.notice.layer_unused", files=unused, key=key, file=named)
        layer = None
        if path is not None and found.faults == before:
            layer = read_layer(path, found, layer=wanted.get("layer"), shape=kind.shape, codes=codes, key=kind.key)
        files |= set() if path is None else {path.name}
        if layer is not None:
            layers[kind.key] = layer
        else:
            failed.add(kind.key)
    return Attached(layers, frozenset(failed), frozenset(files))


def note_beside(base: Path | None, layers: Collection[str], failed: Collection[str], found: Findings) -> None:
    """Layers in the folder ``base`` of a workbook that is read without them, and the option that reads each."""
    try:
        files = {} if base is None else {entry.name: Path(entry.path) for entry in os.scandir(base)}
    except OSError:  # a folder that cannot be listed has nothing to tell
        return
    for kind in KINDS:
        present = [] if kind.key in layers or kind.key in failed else _present(kind, files)
        if present:
            key = f"areas.{OUTLINE}" if kind.key == OUTLINE else f"{kind.key}.file"
            names = sorted(path.name for path in present)
            found.note("geodata.notice.layer_beside", files=names, file=names[0], option=f"--{kind.key}", key=key)


def _named(
    named: str, base: Path | None, beside: Mapping[str, File], key: str, settings_file: str, found: Findings
) -> File | None:
    """The file that a setting names, or ``None`` with the mistake in ``found`` where there is none."""
    path = beside.get(named) if base is None else base / named
    # os.path.exists, unlike Path.exists, is false for whatever no system takes as a path
    if path is None or (isinstance(path, Path) and not os.path.exists(path)):
        found.wrong(Message("geodata.layer.no_file", {"path": str(path or named)}), settings_file, None, key, named)
        return None
    return path


def wanted_of(settings: Mapping[str, Any] | None, key: str) -> tuple[dict[str, str], str]:
    """What the settings ask of a layer (file, layer), and the key that names its file."""
    if key == OUTLINE:
        file = _section(settings, "areas").get(OUTLINE)
        return ({} if file is None else {"file": file}), f"areas.{OUTLINE}"
    return _section(settings, key), f"{key}.file"


def _section(settings: Mapping[str, Any] | None, key: str) -> dict[str, str]:
    """The text entries of a section of the settings that say something."""
    section = (settings or {}).get(key)
    entries = section.items() if isinstance(section, Mapping) else ()
    return {name: value.strip() for name, value in entries if isinstance(value, str) and value.strip()}


def _present(kind: Kind, beside: Mapping[str, File]) -> list[File]:
    """The files that carry the name of a layer."""
    names = (kind.key, kind.name)
    return [at for at in beside.values() if at.stem in names and at.suffix.lower() in SUFFIXES]


def codes_in(stations: Table | None) -> list[str]:
    """The codes of a table of stations, as they stand."""
    return [] if stations is None else [code for row in stations.rows if (code := stations.cell(row, "code"))]


def settings_inside(tables: Tables) -> dict[str, Any]:
    """The settings without the files of layers that are written along: these are found by their name then."""
    content = dict(tables.settings or {})
    section = content.get("areas")
    if isinstance(section, Mapping) and tables.outline is not None:
        kept = {name: value for name, value in section.items() if name != OUTLINE}
        content = {key: value for key, value in content.items() if key != "areas"} | ({"areas": kept} if kept else {})
    for kind in KINDS:
        section = content.get(kind.key)
        if isinstance(section, Mapping) and getattr(tables, kind.key) is not None:
            kept = {name: value for name, value in section.items() if name not in ("file", "layer")}
            content = {key: value for key, value in content.items() if key != kind.key} | (
                {kind.key: kept} if kept else {}
            )
    return content
