"""Wide tables of incidents, a column a class: read as the long one, their mistakes in its words."""

from pathlib import Path

import pytest

import geodata
from geodata.tables.table import Tables
from tests.geodata.drawn import CODES, NAMES, adding, both, change, changed, counted, draw, get, put, without
from tests.geodata.tables.told import INCIDENTS, mistakes, notices, wide
from zoning.model.errors import InputError


@pytest.mark.parametrize("headings", [("纠纷", "交通"), ("dispute", "traffic"), ("纠纷（起）", "交通 (件)")])
def test_a_wide_table_of_incidents_is_the_long_one(headings: tuple[str, ...], tmp_path: Path) -> None:
    long = geodata.read_county(draw(tmp_path))
    wide(tmp_path, headings=headings)
    county = geodata.read_county(tmp_path)
    assert county.counts.tolist() == long.counts.tolist()
    assert notices(tmp_path)["wide"].values["classes"] == list(headings)


def test_columns_of_a_wide_table_that_are_no_class_are_named(tmp_path: Path) -> None:
    draw(tmp_path)
    wide(tmp_path, headings=("纠纷", "交通"))
    rows = get(tmp_path, INCIDENTS).split("\n")
    put(tmp_path, INCIDENTS, "\n".join([f"{rows[0]},合计", *(f"{row},1" for row in rows[1:] if row)]))
    assert notices(tmp_path)["unknown_columns"].values["columns"] == ["合计"]


def test_mistakes_of_a_wide_table_name_the_class_as_their_column(tmp_path: Path) -> None:
    draw(tmp_path)
    wide(tmp_path)
    change(tmp_path, INCIDENTS, "103,20,21", "103,,廿一")
    adding(INCIDENTS, "101,1,1")(tmp_path)
    told = {(m.says.key.removeprefix("geodata."), m.row, m.column) for m in mistakes(tmp_path)}
    assert told == {
        ("incidents.blank", 4, "纠纷"),
        ("cell.number", 4, "交通"),
        ("incidents.duplicate", 11, "派出所代码"),
    }


def test_a_class_that_stands_in_two_headings_is_a_mistake(tmp_path: Path) -> None:
    draw(tmp_path)
    wide(tmp_path, headings=("纠纷", "dispute"))
    assert ("geodata.table.duplicate_column", 1, "dispute") in {
        (m.says.key, m.row, m.column) for m in mistakes(tmp_path)
    }


def test_a_table_without_any_class_misses_two_columns(tmp_path: Path) -> None:
    draw(tmp_path)
    wide(tmp_path, headings=("打架", "车祸"))
    assert [(m.says.key, m.column) for m in mistakes(tmp_path)] == [
        ("geodata.table.missing_column", "class"),
        ("geodata.table.missing_column", "count"),
    ]


def test_a_wide_table_is_checked_even_without_settings(tmp_path: Path) -> None:
    draw(tmp_path)
    wide(tmp_path)
    both(changed(INCIDENTS, "103,20,21", "103,x,21"), without("county.toml"))(tmp_path)
    assert {m.says.key for m in mistakes(tmp_path)} == {"geodata.settings.missing", "geodata.cell.number"}


def test_tables_keep_their_wide_form(tmp_path: Path) -> None:
    draw(tmp_path / "a")
    wide(tmp_path / "a")
    geodata.write_county(geodata.read_source(tmp_path / "a"), tmp_path / "b")
    tables: Tables = geodata.read_source(tmp_path / "b")
    assert tables.tables["incidents"].header == ("派出所代码", "纠纷", "交通")
    assert NAMES["101"] == "A"


def test_a_class_without_a_column_in_a_wide_table_is_as_unknown_as_a_blank(tmp_path: Path) -> None:
    folder = draw(tmp_path / "county")
    rows = [f"{code},{counted(i, 0)},{counted(i, 1)}" for i, code in enumerate(CODES)]
    put(folder, "incidents.csv", "\n".join(["代码,纠纷,交通类", *rows]) + "\n")
    with pytest.raises(InputError) as refused:
        geodata.read(folder)
    assert [m.says.key for m in refused.value.mistakes] == ["geodata.incidents.no_column"]
    said = refused.value.mistakes[0].text("zh")
    assert "交通（traffic）" in said
    assert "交通类" in said
