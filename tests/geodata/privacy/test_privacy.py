"""Data on persons is refused in every table and layer, named and counted, and no value of it goes any further."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import geodata
from geodata.marked.book import notes_on, sheet_names
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Row, Table, Tables
from geodata.workbook.writing import render_workbook
from tests.geodata.drawn import CODES, adding, change, draw, get, put
from tests.geodata.everything import everything
from tests.geodata.privacy.persons import HOMES, IDENTITIES, PEOPLE, PHONES
from workbench.cli import main
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

VILLAGERS = list(zip(CODES, PEOPLE, PHONES, strict=True))


def column(name: str, heading: str, values: Sequence[str]) -> Callable[[Path], None]:
    """Add a column to a table of a folder."""

    def edit(at: Path) -> None:
        header, *rows = get(at, name).splitlines()
        filled = [*values, *[""] * len(rows)]
        put(
            at,
            name,
            "\n".join([f"{header},{heading}", *(f"{r},{v}" for r, v in zip(rows, filled, strict=False))]) + "\n",
        )

    return edit


def attribute(heading: str, values: Sequence[str]) -> Callable[[Path], None]:
    """Add an attribute to the polygons of a folder."""

    def edit(at: Path) -> None:
        content = json.loads(get(at, "areas.geojson"))
        for feature, value in zip(content["features"], values, strict=True):
            feature["properties"][heading] = value
        put(at, "areas.geojson", json.dumps(content, ensure_ascii=False))

    return edit


Edit = Callable[[Path], None]
Told = tuple[str, str | None, str | None, int]
"""Kind, table, column and rows of a refusal."""
TABLES: dict[str, tuple[Edit, list[Told], Sequence[str]]] = {
    "unknown column of stations": (
        column("stations.csv", "负责人姓名", PEOPLE),
        [("names", "stations.csv", "负责人姓名", 9)],
        PEOPLE,
    ),
    "note of incidents": (column("incidents.csv", "备注", PHONES), [("phones", "incidents.csv", "备注", 9)], PHONES),
    "borders": (column("borders.csv", "x", IDENTITIES), [("identity", "borders.csv", "x", 9)], IDENTITIES),
    "free table": (
        lambda at: put(at, "villages.csv", "\n".join(["名称,支书,电话", *map(",".join, VILLAGERS)])),
        [("names", "villages.csv", "支书", 9), ("phones", "villages.csv", "电话", 9)],
        [*PEOPLE, *PHONES],
    ),
    "post that is a person": (
        lambda at: put(at, "leaders.csv", "职务,一把手\n局长,是\n张伟,否\n"),
        [("names", "leaders.csv", "职务", 1)],
        ["张伟"],
    ),
    "home in the table of posts": (
        lambda at: put(at, "posts.csv", "名称,位置\n" + "\n".join(f"点{i},{home}" for i, home in enumerate(HOMES))),
        [("addresses", "posts.csv", "位置", 9)],
        HOMES,
    ),
    "attribute of the areas": (
        attribute("户主", PEOPLE),
        [("names", "areas.geojson", "户主", 9)],
        PEOPLE,
    ),
    "attribute known by its values": (
        attribute("X1", IDENTITIES),
        [("identity", "areas.geojson", "X1", 9)],
        IDENTITIES,
    ),
    "codes that are identity numbers": (
        lambda at: change(at, "stations.csv", "\n105,E,", f"\n{IDENTITIES[4]},E,"),
        [("identity", "stations.csv", "code", 1)],
        IDENTITIES[4:5],
    ),
    "a name that is a phone number": (
        lambda at: change(at, "stations.csv", "\n105,E,", f"\n105,值班电话{PHONES[4]},"),
        [("phones", "stations.csv", "name", 1)],
        PHONES[4:5],
    ),
    "an identity number for a number": (
        lambda at: change(at, "stations.csv", ",10004,", f",{IDENTITIES[4]},"),
        [("identity", "stations.csv", "population", 1)],
        IDENTITIES[4:5],
    ),
    "the foot of a form": (
        adding("stations.csv", f"填表人：张伟 电话：{PHONES[0]},,,,,,,,,,,,,"),
        [("phones", "stations.csv", "code", 1)],
        ["张伟", PHONES[0]],
    ),
    "codes of the polygons": (
        attribute("code", IDENTITIES),
        [("identity", "areas.geojson", "code", 9)],
        IDENTITIES,
    ),
    "a notice for every output": (
        lambda at: change(at, "county.toml", "years = 1", f'years = 1\nnotice = "有误请致电{PHONES[0]}"'),
        [("phones", "county.toml", "notice", 1)],
        PHONES[:1],
    ),
    "an unknown setting": (
        lambda at: change(at, "county.toml", "[travel]", '[travel]\n"联系人" = "张伟"'),
        [("names", "county.toml", "travel.联系人", 1)],
        ["张伟"],
    ),
    "a table without header": (
        lambda at: put(at, "units.csv", f"{PHONES[0]},{IDENTITIES[0]}\n{PHONES[1]},{IDENTITIES[1]}\n"),
        [("identity", "units.csv", "#1", 1), ("identity", "units.csv", "#2", 1)],
        [*PHONES[:2], *IDENTITIES[:2]],
    ),
}  # fmt: skip


def mistakes(tables: Tables) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.build(tables)
    return list(caught.value.mistakes)


def told(mistake: Mistake) -> Told:
    return (
        mistake.says.key.removeprefix("geodata.privacy."),
        mistake.table,
        mistake.column,
        int(mistake.says.values["count"]),
    )


@pytest.fixture(params=TABLES)
def spoiled(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[Told], Sequence[str]]:
    """A county with personal data, what has to be said of it, and what must never be."""
    edit, expected, secrets = TABLES[request.param]
    edit(draw(tmp_path / "county"))
    return tmp_path / "county", expected, secrets


def test_every_table_is_looked_at(spoiled: tuple[Path, list[Told], Sequence[str]]) -> None:
    at, expected, secrets = spoiled
    found = mistakes(geodata.read_source(at))
    assert sorted(map(told, found)) == sorted(expected)
    for mistake in found:
        assert mistake.value is None
        for language in ("zh", "en"):
            text = mistake.text(language)
            assert str(mistake.column) in text
            assert not [secret for secret in secrets if secret in text]


def forms(tables: Tables, at: Path) -> list[Path]:
    """The same tables as a workbook and as a GeoPackage, written past the check of :func:`geodata.write_county`."""
    (at / "county.xlsx").write_bytes(render_workbook(tables))
    (at / "county.gpkg").write_bytes(render_geopackage(tables))
    return [at / "county.xlsx", at / "county.gpkg"]


def test_a_workbook_and_a_package_are_looked_at_alike(
    spoiled: tuple[Path, list[Told], Sequence[str]], tmp_path: Path
) -> None:
    at, expected, secrets = spoiled
    for path in forms(geodata.read_source(at), tmp_path):
        tables = geodata.read_source(path)
        found = mistakes(tables)
        assert sorted((kind, rows) for kind, _, _, rows in map(told, found)) == sorted(
            (k, r) for k, _, _, r in expected
        )
        assert not [secret for mistake in found for secret in secrets if secret in repr(mistake)]
        if path.suffix == ".xlsx":
            assert all(mistake.cell for mistake in found if mistake.table != "辖区")
            notes = [notes_on(found, tables, sheet_names(path.read_bytes()), language) for language in ("zh", "en")]
            assert any(notes[0].values())
            assert not [secret for secret in secrets if secret in repr(notes)]


@pytest.mark.parametrize("json_", [True, False])
@pytest.mark.parametrize("command", ["check", "solve", "export"])
def test_no_command_prints_or_writes_a_value(
    command: str,
    json_: bool,
    spoiled: tuple[Path, list[Told], Sequence[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not even when everything else is wrong, too."""
    at, _, secrets = spoiled
    adding("incidents.csv", "999,theft,-1")(at)
    adding("borders.csv", "101,109,,river")(at)
    change(at, "county.toml", "years = 1", 'years = "x"\ncolour = 1')
    before = {file for file in tmp_path.rglob("*") if file.is_file()}
    words = [command, str(at), *([str(tmp_path / "out.gpkg")] if command == "export" else [])]
    assert main([*words, *(["--json"] if json_ else [])]) == 3
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert [secret for secret in secrets if secret in said] == []
    assert "个人信息" in said
    assert {file for file in tmp_path.rglob("*") if file.is_file()} == before


def test_other_mistakes_are_told_beside_a_refused_column(tmp_path: Path) -> None:
    at = draw(tmp_path)
    column("stations.csv", "民警姓名", PEOPLE)(at)
    change(at, "stations.csv", ",14,", ",十四,")
    attribute("电话", PHONES)(at)
    keys = {(mistake.says.key, mistake.column) for mistake in mistakes(geodata.read_source(at))}
    assert keys == {
        ("geodata.privacy.names", "民警姓名"),
        ("geodata.privacy.phones", "电话"),
        ("geodata.slip.numeral", "officers"),
    }


def test_mistakes_of_the_reading_lose_their_value_in_a_personal_column(tmp_path: Path) -> None:
    """A refused column takes its mistakes along; where the table could not be read, the heading has to do."""
    tables, says = geodata.read_source(draw(tmp_path)), Message("geodata.cell.whole")
    wrong = (
        Mistake(says, "villages.csv", 2, "联系电话", PHONES[0]),
        Mistake(says, "posts.csv", 2, "x", PHONES[1]),
        Mistake(says, "units.csv", 2, "x", f"见 {IDENTITIES[1]}"),
        Mistake(says, "units.csv", 2, "y", "十二"),
    )
    rows = tuple(Row((phone,), line) for line, phone in enumerate(PHONES, start=2))
    posts = Table("posts.csv", ("x",), (None,), rows)
    found = mistakes(replace(tables, tables={**tables.tables, "posts": posts}, mistakes=wrong))
    assert [(m.table, m.column, m.value) for m in found] == [
        ("villages.csv", "联系电话", None),
        ("units.csv", "x", None),
        ("units.csv", "y", "十二"),
        ("posts.csv", "x", None),
    ]
    assert told(found[-1]) == ("phones", "posts.csv", "x", 9)


def test_nothing_personal_is_written(spoiled: tuple[Path, list[Told], Sequence[str]], tmp_path: Path) -> None:
    at, expected, _ = spoiled
    for name in ("out", "out.xlsx", "out.gpkg"):
        with pytest.raises(InputError) as caught:
            geodata.write_county(geodata.read_source(at), tmp_path / name)
        assert sorted(map(told, caught.value.mistakes)) == sorted(expected)
        assert not (tmp_path / name).exists()


def test_a_county_with_everything_holds_nothing_personal(tmp_path: Path) -> None:
    assert geodata.read(everything(tmp_path / "county")).county.codes == tuple(CODES)


def test_small_counts_are_told_without_saying_where(tmp_path: Path) -> None:
    at = draw(tmp_path)
    for old, new in (
        ("101,traffic,9", "101,traffic,2"),
        ("102,dispute,10", "102,dispute,0.5"),
        ("102,traffic,11", "102,traffic,0"),
    ):
        change(at, "incidents.csv", old, new)
    (notice,) = geodata.read(at).notices
    assert (notice.key, notice.values) == ("geodata.notice.small_counts", {"count": 2, "most": 2})
    for language in ("zh", "en"):
        text = notice.text(language)
        assert "2" in text
        assert not [name for name in ("101", "102", "traffic", "交通") if name in text]
