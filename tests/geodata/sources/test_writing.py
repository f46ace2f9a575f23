"""Writing loses nothing: neither what was read nor what was made in memory."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.county import describe
from geodata.naming.labels import one_label
from geodata.sources.folder import read_tables
from geodata.tables.cells import code
from geodata.tables.cleaning import seen, unwrapped
from geodata.tables.columns import plain
from geodata.tables.findings import Findings
from geodata.tables.settings import parse_toml, render_toml
from geodata.tables.totals import TOTALS
from tests.geodata.county.chinese import translate
from tests.geodata.drawn import CODES, adding, draw, get, put
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.outline import Outline
from zoning.model.stations import Border, IncidentClass, Station
from zoning.result.digest import digest

WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    lambda text: text == code(text) == unwrapped(seen(text)) == one_label([text])[text] and plain(text) not in TOTALS
)
"""Neither what a spreadsheet makes of an error, nor what stands before a total, nor another spelling of a label."""
NEARBY = st.floats(-2, 2)
"""Degrees from the middle of a county, whose stations do not lie on several continents."""
AMOUNT = st.one_of(st.integers(0, 10**6).map(float), st.floats(0, 1e6, allow_nan=False))


@st.composite
def counties(draw_: st.DrawFn) -> County:
    """Two to five stations in a row, with values from all over their ranges."""
    n = draw_(st.integers(2, 5))
    codes = draw_(st.lists(WORD, min_size=n, max_size=n, unique=True))
    keys = draw_(st.lists(WORD, min_size=1, max_size=3, unique=True))
    unknown = st.none() | st.integers(0, 10**9)
    # further north, a longitude and latitude of China would be exchanged
    middle = draw_(st.tuples(st.floats(-178, 178), st.floats(-88, 68)))
    stations = [
        Station(
            code=code,
            name=draw_(WORD),
            kind=draw_(st.sampled_from(["county_seat", "urban", "town", "township"])),
            lon=middle[0] + draw_(NEARBY),
            lat=middle[1] + draw_(NEARBY),
            area_km2=draw_(st.floats(0.001, 2e6)),
            population=draw_(unknown),
            officers=draw_(st.integers(0, 10**9)),
            auxiliaries=draw_(unknown),
            villages=draw_(unknown),
            communities=draw_(unknown),
            has_case_area=draw_(st.booleans()),
            is_seat=draw_(st.booleans()),
            current_zone=draw_(st.none() | WORD),
        )
        for code in codes
    ]
    kinds = st.sampled_from(["shared", "link"])
    borders = [Border(a, b, draw_(AMOUNT), draw_(kinds)) for a, b in pairwise(codes)]  # type: ignore[arg-type]
    minutes = np.array(draw_(st.lists(AMOUNT, min_size=n * n, max_size=n * n))).reshape(n, n)
    np.fill_diagonal(minutes, 0)
    counts = np.array(draw_(st.lists(AMOUNT, min_size=n * len(keys), max_size=n * len(keys)))).reshape(n, -1)
    shape = Outline(np.ones(n) / 3, np.arange(2.0 * n).reshape(n, 2) / 7, np.ones(n) / 9)
    return County(
        code=draw_(WORD),
        name=draw_(WORD),
        stations=tuple(stations),
        counts=counts,
        minutes=minutes,
        borders=tuple(borders),
        classes=tuple(
            IncidentClass(key=key, name=key, minutes=draw_(AMOUNT) / 11, officers=2, team="case") for key in keys
        ),
        years=draw_(st.floats(0.01, 100)),
        travel="matrix",
        speed_kmh=draw_(st.floats(1, 200)),
        detour=draw_(st.floats(0.5, 3)),
        notice=draw_(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)),
        borders_from=draw_(st.sampled_from(["table", "areas"]))
        if any(b.kind == "shared" for b in borders)
        else "table",
        outline=draw_(st.sampled_from([None, shape])),
    )


@given(counties())
def test_a_county_made_in_memory_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, county: County) -> None:
    at = tmp_path_factory.mktemp("county") / "written"
    geodata.write_county(county, at)
    again = geodata.read_county(at)
    assert again == county
    assert digest(again) == digest(county)


def test_a_straight_county_is_written_without_a_matrix(tmp_path: Path) -> None:
    county = geodata.read_county(draw(tmp_path / "drawn"))
    geodata.write_county(county, tmp_path / "written")
    again = geodata.read_county(tmp_path / "written")
    assert again == county
    assert again.outline is not None
    assert not (tmp_path / "written" / "travel.csv").exists()


@pytest.mark.parametrize("without", [("borders.csv",), ("borders.csv", "areas.geojson")])
def test_where_borders_came_from_is_not_forgotten(without: tuple[str, ...], tmp_path: Path) -> None:
    for name in without:
        (draw(tmp_path / "drawn", areas=True) / name).unlink() if name == without[0] else (
            tmp_path / "drawn" / name
        ).unlink()
    built = geodata.read(tmp_path / "drawn")
    assert built.county.borders_from != "table"
    geodata.write_county(built.county, tmp_path / "written")
    again = geodata.read(tmp_path / "written")
    assert again.county == built.county
    assert [m.key for m in again.notices] == [m.key for m in built.notices]


def test_a_county_may_be_written_with_its_polygons(tmp_path: Path) -> None:
    built = geodata.read(draw(tmp_path / "drawn"))
    geodata.write_county(geodata.tables_of(built.county, built.areas), tmp_path / "written")
    again = geodata.read(tmp_path / "written")
    assert again.county == built.county
    assert dict(again.areas) == dict(built.areas)


def test_minutes_that_are_not_straight_are_kept_as_a_matrix(tmp_path: Path) -> None:
    county = geodata.read_county(draw(tmp_path / "drawn"))
    slower = replace(county, minutes=county.minutes * 2)
    geodata.write_county(slower, tmp_path / "written")
    again = geodata.read_county(tmp_path / "written")
    assert np.array_equal(again.minutes, slower.minutes)
    assert again.travel == "matrix"


def test_minutes_over_roads_are_written_as_they_were_computed(tmp_path: Path) -> None:
    county = replace(geodata.read_county(draw(tmp_path / "drawn")), travel="roads")
    geodata.write_county(county, tmp_path / "written")
    again = geodata.read(tmp_path / "written")
    assert again.county == county
    assert digest(again.county) == digest(county)
    assert "geodata.notice.roads_before" in {notice.key for notice in again.notices}


def test_the_minutes_of_many_stations_are_written_as_a_square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine stations, as if a sheet could not hold their pairs."""
    county = geodata.read_county(draw(tmp_path / "drawn"))
    slower = replace(county, minutes=county.minutes * 2, travel="matrix")
    monkeypatch.setattr(describe, "LONG", 8)
    geodata.write_county(slower, tmp_path / "written")
    assert get(tmp_path / "written", "travel.csv").splitlines()[0] == ",".join(["from", *CODES])
    assert geodata.read_county(tmp_path / "written") == slower


def test_reading_writing_and_reading_lose_nothing(tmp_path: Path) -> None:
    """Chinese headings, unknown columns and keys, tables only carried along, and a layer with a system of its own."""
    at = draw(tmp_path / "drawn")
    translate(at)
    rows = get(at, "stations.csv").splitlines()
    put(
        at,
        "stations.csv",
        "\n".join([f"{rows[0]},楼层", *(f'{row},"他说 ""好"",{i}"' for i, row in enumerate(rows[1:]))]),
    )
    put(at, "leaders.csv", "职务,一把手,特长\n局领导A,是,刑事\n")
    put(at, "villages.csv", "anything,at all\n1,2\n")
    put(
        at,
        "areas.geojson",
        get(at, "areas.geojson").replace('"features"', '"crs": {"properties": {"name": "EPSG:4490"}}, "features"'),
    )
    adding("county.toml", "[borders]\nmin_m = 5.5")(at)
    first = geodata.read_source(at)
    geodata.write_county(first, tmp_path / "written")
    second = geodata.read_source(tmp_path / "written")
    assert second == first
    assert set(second.tables) == {"stations", "incidents", "borders", "leaders", "villages"}
    assert second.tables["stations"].unknown() == ["楼层"]
    assert second.areas is not None
    assert second.areas.crs == "EPSG:4490"
    assert geodata.build(second).county == geodata.build(first).county


@pytest.mark.parametrize("name", geodata.sample_names())
def test_samples_survive_writing_to_the_byte(name: str, tmp_path: Path) -> None:
    tables = geodata.read_source(f"sample:{name}")
    geodata.write_county(tables, tmp_path / "written")
    assert read_tables(tmp_path / "written") == tables
    original = geodata.samples.folder(name)
    for file in (tmp_path / "written").iterdir():
        assert file.read_bytes() == (original / file.name).read_bytes(), file.name


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    county = geodata.read_county(draw(tmp_path / "drawn"))
    before = {file: file.read_bytes() for file in (tmp_path / "drawn").iterdir()}
    with pytest.raises(InputError, match="there already"):
        geodata.write_county(county, tmp_path / "drawn")
    with pytest.raises(InputError, match="no form"):
        geodata.write_county(county, tmp_path / "drawn" / "stations.csv")
    with pytest.raises(InputError, match="cannot write"):
        geodata.write_county(county, tmp_path / "drawn" / "stations.csv" / "below")
    assert {file: file.read_bytes() for file in (tmp_path / "drawn").iterdir()} == before


VALUE = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])),
        st.dates(),
        st.datetimes(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), VALUE, max_size=4))
def test_settings_are_written_as_they_were_read(content: dict[str, object]) -> None:
    found = Findings()
    assert parse_toml(render_toml(content), "county.toml", found) == content
    assert found.mistakes == []
