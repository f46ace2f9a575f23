"""Layers read for a test: one of them, all, or their mistakes."""

from pathlib import Path
from typing import Any

from geodata.formats.layers import read_layer
from geodata.tables.findings import Findings
from geodata.tables.table import Layer


def read(path: Path, **options: Any) -> tuple[Layer | None, Findings]:
    found = Findings()
    return read_layer(path, found, **options), found


def layer_of(path: Path, **options: Any) -> Layer:
    layer, found = read(path, **options)
    assert [str(mistake) for mistake in found.mistakes] == []
    assert layer is not None
    return layer


def refused(path: Path, **options: Any) -> list[str]:
    """Keys of the mistakes, each with a sentence in both languages."""
    layer, found = read(path, **options)
    assert layer is None
    assert all(mistake.text("zh") and mistake.text("en") for mistake in found.mistakes)
    return [mistake.says.key.removeprefix("geodata.") for mistake in found.mistakes]


def held(layer: Layer, name: str) -> list[Any]:
    return [feature.properties[name] for feature in layer.features]


def told(path: Path, **options: Any) -> dict[str, Any]:
    """The notices of a reading that succeeds: values by key."""
    layer, found = read(path, **options)
    assert layer is not None
    assert found.mistakes == []
    assert all(notice.text("zh") and notice.text("en") for notice in found.notices)
    return {notice.key.removeprefix("geodata.notice."): notice.values for notice in found.notices}


def cut(path: Path, suffix: str, keep: int) -> Path:
    part = path.with_suffix(suffix)
    part.write_bytes(part.read_bytes()[:keep])
    return path
