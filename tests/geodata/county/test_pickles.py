"""Tables and what is built of them are equal when read twice, and go through a pickle whole."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

import geodata
from geodata.county.export import write_county
from geodata.tables.table import Feature
from tests.geodata.drawn import change, draw
from zoning.model.county import County


@pytest.mark.parametrize("name", geodata.sample_names())
def test_every_sample_goes_through_a_pickle(name: str) -> None:
    tables = geodata.read_source(f"sample:{name}")
    built = geodata.build(tables)
    assert pickle.loads(pickle.dumps(tables)) == tables
    again = pickle.loads(pickle.dumps(built))
    assert again == built == geodata.read(f"sample:{name}")
    assert hash(again) == hash(built)


@pytest.mark.parametrize("form", ["", ".xlsx", ".gpkg"])
def test_a_county_with_polygons_goes_through_a_pickle_from_every_form(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"written{form}"
    write_county(geodata.read_source(draw(tmp_path / "drawn", areas=True)), target)
    built = geodata.read(target)
    again = pickle.loads(pickle.dumps(built))
    assert again == built == geodata.read(target)
    assert again.areas
    with pytest.raises(TypeError):
        again.areas["101"] = None
    with pytest.raises(ValueError, match="read-only"):
        again.county.minutes[0] = 1
    assert pickle.loads(pickle.dumps(again)) == built


def test_what_does_not_count_in_a_comparison_is_still_pickled(tmp_path: Path) -> None:
    tables = geodata.read_source(draw(tmp_path / "drawn"))
    moved = replace(tables, settings_file="other.toml")
    assert moved == tables
    assert pickle.loads(pickle.dumps(moved)).settings_file == "other.toml"


def test_tables_that_differ_in_one_cell_or_polygon_differ(tmp_path: Path) -> None:
    at = draw(tmp_path / "drawn", areas=True)
    tables = geodata.read_source(at)
    assert tables.areas is not None
    fewer = replace(tables.areas, features=(*tables.areas.features[:-1], Feature({}, None)))
    assert replace(tables, areas=fewer) != tables
    change(at, "county.toml", "years = 1\n", "years = 2\n")
    assert geodata.read_source(at) != tables


def test_an_unknown_number_of_a_feature_is_equal_to_itself(tmp_path: Path) -> None:
    tables = geodata.read_source(draw(tmp_path / "drawn", areas=True))
    assert tables.areas is not None
    first, *rest = tables.areas.features
    unknown = replace(tables.areas, features=(replace(first, properties={"km": float("nan")}), *rest))
    given = replace(tables, areas=unknown)
    assert pickle.loads(pickle.dumps(given)) == given


def test_a_county_read_twice_is_one_county(tmp_path: Path) -> None:
    at = draw(tmp_path / "drawn")
    counties: set[County] = {geodata.read_county(at), geodata.read_county(at)}
    assert len(counties) == 1
