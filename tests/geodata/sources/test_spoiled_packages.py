"""Spoilt GeoPackages: answered with a mistake, whatever they say of themselves."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import geodata
from geodata.formats import guard
from geodata.sources.geopackage import read_geopackage
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Row, Table, Tables
from tests.geodata.drawn import draw
from tests.geodata.sources.packages import edited, packed
from zoning.model.errors import InputError, Mistake


def keys(path: Path) -> list[tuple[str, str | None]]:
    """What is wrong with a package, from its bytes to its county."""
    with pytest.raises(InputError) as caught:
        geodata.build(read_geopackage(path))
    assert all(mistake.text(language) for mistake in caught.value.mistakes for language in ("zh", "en"))
    return [(mistake.says.key.removeprefix("geodata."), mistake.table) for mistake in caught.value.mistakes]


def dropped(*names: str) -> Callable[[Path], Path]:
    return lambda path: edited(path, *(f"DROP TABLE {name}" for name in names))


ENDLESS = "CREATE VIEW stations AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
SPOILED: dict[str, tuple[Callable[[Path], Path], list[tuple[str, str | None]]]] = {
    "no package at all": (dropped("gpkg_contents"), [("package.foreign", "county.gpkg")]),
    "no settings": (dropped("settings"), [("settings.missing", "settings")]),
    "no stations": (dropped("stations"), [("table.missing", "stations")]),
    "two tables of stations": (
        lambda path: edited(path, "CREATE TABLE 派出所 (code TEXT)"),
        [("file.twice", "派出所")],
    ),
    "areas without geometries": (
        lambda path: edited(path, "DELETE FROM gpkg_geometry_columns"),
        [("package.no_geometry", "areas")],
    ),
    "no areas in the layer": (lambda path: edited(path, "DELETE FROM areas"), [("areas.empty", "areas")]),
    "a query without end": (
        lambda path: edited(path, "DROP TABLE stations", ENDLESS),
        [("package.endless", "stations")],
    ),
    "a view of nothing": (
        lambda path: edited(path, "DROP TABLE stations", "CREATE VIEW stations AS SELECT * FROM nowhere"),
        [("package.broken", "stations")],
    ),
    "a missing column": (
        lambda path: edited(path, "ALTER TABLE stations RENAME COLUMN officers TO 警员"),
        [("table.missing_column", "stations")],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_package_is_answered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_SQL_STEPS", 20_000_000)
    monkeypatch.setattr("geodata.formats.gpkg.MAX_SQL_STEPS", 20_000_000)
    spoil, expected = SPOILED[name]
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    assert keys(spoil(path)) == expected


METADATA = [
    ("gpkg_geometry_columns", ("column_name", "geometry_type_name", "srs_id")),
    ("gpkg_contents", ("data_type", "identifier", "description", "srs_id")),
    ("gpkg_data_columns", ("column_name", "name", "title", "description", "mime_type")),
    ("gpkg_spatial_ref_sys", ("srs_name", "organization", "organization_coordsys_id", "definition")),
]


@pytest.mark.parametrize("value", ["NULL", "CAST({0} AS BLOB)", "x'ff00'", "7", "0.5", "''", "'{{{{name}}}}'"])
@pytest.mark.parametrize(("table", "column"), [(table, column) for table, columns in METADATA for column in columns])
def test_what_the_package_says_of_itself_may_be_of_any_type(
    table: str, column: str, value: str, full: Tables, tmp_path: Path
) -> None:
    path = packed(full, tmp_path / "county.gpkg")
    edited(path, f"UPDATE OR IGNORE {table} SET {column} = {value.format(column)}")
    mistakes: tuple[Mistake, ...] = ()
    try:
        geodata.build(read_geopackage(path))
    except InputError as error:
        mistakes = error.mistakes
    assert all(mistake.text("zh") for mistake in mistakes)


def test_a_package_that_cannot_write_or_load_anything(tmp_path: Path) -> None:
    """Reading leaves the file as it is, and a trigger or a function in a view does nothing."""
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    edited(path, "CREATE VIEW posts AS SELECT load_extension('/tmp/x.so') AS code")
    before = path.read_bytes()
    assert ("package.broken", "posts") in keys(path)
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["county.gpkg", "drawn"]


def test_text_in_another_encoding_is_read(tmp_path: Path) -> None:
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    hexed = "城关所".encode("gbk").hex()
    edited(path, f"UPDATE stations SET name = CAST(x'{hexed}' AS TEXT) WHERE code = '105'")
    assert geodata.build(read_geopackage(path)).county.names["105"] == "城关所"


def test_whatever_stands_in_a_package_only_mistakes_come_of_it(tmp_path: Path) -> None:
    """Bytes changed, cut out or put in at random places, the headers of pages among them."""
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    data, chance = path.read_bytes(), random.Random(3)
    for _ in range(400):
        spoiled = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            at = chance.choice([chance.randrange(len(data)), chance.randrange(25) * 4096 + chance.randrange(120)])
            if at < len(spoiled):
                spoiled[at : at + chance.choice([1, 1, 1, 8, 0])] = chance.randbytes(chance.choice([1, 1, 1, 8]))
        path.write_bytes(spoiled)
        try:
            told = [notice.text for notice in geodata.build(read_geopackage(path)).notices]
        except InputError as error:
            told = [mistake.text for mistake in error.mistakes]
            assert told
        assert all(say("zh") and say("en") for say in told)


def test_a_table_too_wide_for_the_format_is_named(tmp_path: Path) -> None:
    header = tuple(f"c{i}" for i in range(2100))
    wide = Table("villages", header, (None,) * 2100, (Row(("1",) * 2100),))
    with pytest.raises(InputError) as caught:
        render_geopackage(Tables({}, {"villages": wide}))
    assert [(m.says.key, m.table) for m in caught.value.mistakes] == [("geodata.package.cannot_hold", "villages")]
    with pytest.raises(InputError):
        read_geopackage(tmp_path / "nothing.gpkg")
