"""What is read is what was meant: headings, encodings, cells, borders, travel, areas, and what is said of them."""

from pathlib import Path

import pytest
import shapely

import geodata
from geodata.coordinates.crs import WGS84, move, parse
from tests.geodata.county.chinese import CHINESE, told, translate
from tests.geodata.drawn import CODES, adding, both, change, changed, counted, draw, geojson, get, neighbours, put
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.texts import Message


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return draw(tmp_path / "county")


@pytest.fixture
def county(tmp_path: Path) -> County:
    return geodata.read_county(draw(tmp_path / "as_drawn"))


def test_a_county_is_read_as_it_was_drawn(county: County) -> None:
    assert (county.code, county.name, county.codes) == ("100100", "九宫县", tuple(CODES))
    assert county.counts.tolist() == [[counted(i, 0), counted(i, 1)] for i in range(9)]
    assert county.officers.tolist() == list(range(10, 19))
    assert [s.name for s in county.stations if s.is_seat and s.has_case_area and s.kind == "county_seat"] == ["E"]
    assert [(b.a, b.b) for b in county.borders] == sorted(neighbours())
    assert (county.borders_from, county.travel, county.years) == ("table", "straight", 1.0)


def test_headings_and_words_may_be_chinese(drawn: Path, county: County) -> None:
    translate(drawn)
    assert geodata.read_county(drawn) == county


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_gb18030_and_a_byte_order_mark_read_as_plain_utf8(encoding: str, drawn: Path, county: County) -> None:
    translate(drawn)
    for name in (*CHINESE, "county.toml"):
        put(drawn, name, get(drawn, name).encode(encoding))
    assert (drawn / "stations.csv").read_bytes() != get_utf8(drawn)
    assert geodata.read_county(drawn) == county


def get_utf8(at: Path) -> bytes:
    return geodata.read_source(at).tables["stations"].header[0].encode()


def test_files_may_have_chinese_names(drawn: Path, county: County) -> None:
    for name, chinese in (("stations", "派出所"), ("incidents", "警情"), ("borders", "相邻")):
        (drawn / f"{name}.csv").rename(drawn / f"{chinese}.csv")
    (drawn / "county.toml").rename(drawn / "参数.toml")
    (drawn / "areas.geojson").rename(drawn / "辖区.geojson")
    assert geodata.read_county(drawn) == county


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_delimit_too(delimiter: str, drawn: Path, county: County) -> None:
    for name in CHINESE:
        put(drawn, name, get(drawn, name).replace(",", delimiter))
    assert geodata.read_county(drawn) == county


def test_windows_line_ends_blank_rows_and_spaces_are_no_harm(drawn: Path, county: County) -> None:
    for name in CHINESE:
        put(drawn, name, get(drawn, name).replace(",", " , ").replace("\n", "\r\n,,\r\n"))
    assert geodata.read_county(drawn) == county


def test_the_order_of_rows_and_columns_does_not_matter(drawn: Path, county: County) -> None:
    for name in CHINESE:
        header, *rows = get(drawn, name).splitlines()
        turned = [",".join(reversed(line.split(","))) for line in (header, *reversed(rows))]
        put(drawn, name, "\n".join(turned) + "\n")
    head, *features, tail = geojson().strip().split("\n")
    put(drawn, "areas.geojson", "\n".join([head, ",\n".join(f.rstrip(",") for f in reversed(features)), tail]))
    assert geodata.read_county(drawn) == county


@pytest.mark.parametrize("without", [("borders.csv",), ("borders.csv", "areas.geojson")])
def test_the_order_of_rows_does_not_reach_derived_borders(without: tuple[str, ...], drawn: Path) -> None:
    for name in without:
        (drawn / name).unlink()
    first = geodata.read_county(drawn)
    header, *rows = get(drawn, "stations.csv").splitlines()
    put(drawn, "stations.csv", "\n".join([header, *reversed(rows)]) + "\n")
    assert geodata.read_county(drawn) == first


def test_blank_is_unknown_and_zero_is_zero(drawn: Path) -> None:
    change(drawn, "stations.csv", ",10001,11,5,8,2,", ",,11,0,,0,")
    station = geodata.read_county(drawn).stations[1]
    assert (station.population, station.auxiliaries, station.villages, station.communities) == (None, 0, None, 0)


def test_counts_are_summed_over_periods_and_years_make_them_annual(drawn: Path) -> None:
    rows = [
        f"{code},{word},{n},{year}"
        for code in CODES
        for word in ("dispute", "交通")
        for n, year in ((3, 2022), (5.5, 2023))
    ]
    put(drawn, "incidents.csv", "\n".join(["station,class,count,period", *rows]))
    change(drawn, "county.toml", "years = 1", "years = 2")
    county = geodata.read_county(drawn)
    assert county.counts.tolist() == [[8.5, 8.5]] * 9
    assert county.incidents.tolist() == [[4.25, 4.25]] * 9


def test_the_classes_of_a_county_that_names_none_are_the_default_ones(drawn: Path) -> None:
    put(drawn, "county.toml", 'code = "100100"\nname = "九宫县"\n')
    county = geodata.read_county(drawn)
    assert [c.key for c in county.classes][:3] == ["criminal", "public_order", "dispute"]
    assert county.counts[3].tolist() == [0, 0, 30, 0, 31, 0, 0, 0]
    assert told(drawn) == ["counted_as_zero", "years", "classes", "travel_mode"]


def test_borders_come_from_the_polygons_without_a_table(drawn: Path) -> None:
    (drawn / "borders.csv").unlink()
    county = geodata.read_county(drawn)
    assert {(b.a, b.b) for b in county.borders} == set(neighbours())
    km = {(b.a, b.b): b.km for b in county.borders}
    assert km["101", "104"] == pytest.approx(9.65, abs=0.02), "a tenth of a degree along 30.1 N"
    assert km["101", "102"] == pytest.approx(11.09, abs=0.02)
    assert county.borders_from == "areas"
    assert told(drawn) == ["borders_areas"]


def test_borders_come_from_voronoi_cells_without_polygons(drawn: Path) -> None:
    (drawn / "borders.csv").unlink()
    (drawn / "areas.geojson").unlink()
    county = geodata.read_county(drawn)
    assert set(neighbours()) <= {(b.a, b.b) for b in county.borders}
    assert county.borders_from == "voronoi"
    assert told(drawn) == ["borders_voronoi"]


def test_links_and_bars_lie_over_derived_borders(drawn: Path) -> None:
    put(drawn, "borders.csv", "a,b,km,kind\n109,101,,link\n102,101,,barred\n104,105,2.5,link\n")
    county = geodata.read_county(drawn)
    kinds = {(b.a, b.b): (b.km, b.kind) for b in county.borders if b.kind != "shared"}
    assert kinds == {("101", "109"): (0.0, "link"), ("101", "102"): (0.0, "barred"), ("104", "105"): (2.5, "link")}
    assert len(county.borders) == 13
    assert county.borders_from == "areas"


def test_a_table_with_shared_rows_is_the_full_list(drawn: Path) -> None:
    change(drawn, "borders.csv", "101,102,10,shared\n", "")
    county = geodata.read_county(drawn)
    assert ("101", "102") not in {(b.a, b.b) for b in county.borders}
    assert len(county.borders) == 11


def test_a_bar_wins_over_the_shared_row_of_its_pair(drawn: Path) -> None:
    adding("borders.csv", "102,101,,禁止")(drawn)
    county = geodata.read_county(drawn)
    assert [b.kind for b in county.borders if (b.a, b.b) == ("101", "102")] == ["barred"]
    assert county.border_km[0, 1] == 0.0


def test_the_settings_of_borders_are_obeyed(drawn: Path) -> None:
    (drawn / "borders.csv").unlink()
    adding("county.toml", "[borders]\nmin_m = 10000")(drawn)
    assert len(geodata.read_county(drawn).borders) == 6, "only the sides of 11 km along the meridians"


def test_a_matrix_may_differ_by_direction(drawn: Path) -> None:
    rows = [f"{a},{b},{(100 if a < b else 1) + i}" for i, a in enumerate(CODES) for b in CODES if a != b]
    put(drawn, "travel.csv", "\n".join(["from,to,minutes", *rows]))
    change(drawn, "county.toml", '"straight"', '"matrix"')
    county = geodata.read_county(drawn)
    assert county.travel == "matrix"
    assert (county.minutes[0, 8], county.minutes[8, 0], county.minutes[4, 4]) == (100.0, 9.0, 0.0)


def test_projected_polygons_give_the_same_county(drawn: Path, county: County) -> None:
    grid = parse(4545)
    assert not isinstance(grid, Message)
    tables = geodata.read_source(drawn)
    assert tables.areas is not None
    content = geojson()
    for feature in tables.areas.features:
        assert feature.geometry is not None
        ring = str([[list(at) for at in feature.geometry.exterior.coords]])
        (flat,) = move([feature.geometry], WGS84, grid)
        content = content.replace(ring, str([[list(at) for at in flat.exterior.coords]]))
    assert content != geojson()
    put(drawn, "areas.geojson", content)
    change(drawn, "county.toml", "years = 1", 'years = 1\ncrs = "EPSG:4545"')
    built = geodata.read(drawn)
    assert built.county.outline is not None
    assert county.outline is not None
    assert built.county.outline.perimeter_km == pytest.approx(county.outline.perimeter_km, rel=1e-4)
    assert built.county.stations == county.stations, "lon and lat are degrees all the same"
    assert (
        shapely.hausdorff_distance(built.areas["101"], geodata.read(draw(drawn.parent / "again")).areas["101"]) < 1e-7
    )


def test_a_blank_area_is_that_of_the_polygon(drawn: Path) -> None:
    change(drawn, "stations.csv", ",100,10001,", ",,10001,")
    assert geodata.read_county(drawn).stations[1].area_km2 == pytest.approx(106.97, abs=0.1)
    assert told(drawn) == ["areas_derived"]


def test_codes_of_polygons_may_be_numbers_under_a_chinese_name(drawn: Path, county: County) -> None:
    text = geojson()
    for code in CODES:
        text = text.replace(f'"code": "{code}"', f'"代码": {code}')
    put(drawn, "areas.geojson", text)
    assert geodata.read_county(drawn) == county


def test_the_outline_of_a_county_is_in_the_order_of_its_stations(drawn: Path, county: County) -> None:
    assert county.outline is not None
    x_km, y_km = county.outline.centroid_km.T
    assert x_km[2] > x_km[0]
    assert y_km[6] > y_km[0]
    (drawn / "areas.geojson").unlink()
    assert geodata.read_county(drawn).outline is None


def test_polygons_are_handed_on_in_degrees(drawn: Path) -> None:
    built = geodata.read(drawn)
    assert list(built.areas) == CODES
    assert built.areas["109"].bounds == pytest.approx((107.2, 30.2, 107.3, 30.3))
    (drawn / "areas.geojson").unlink()
    assert dict(geodata.read(drawn).areas) == {}


NOTICES = {
    "years": changed("county.toml", "years = 1\n", ""),
    "travel_mode": changed("county.toml", 'mode = "straight"\n', ""),
    "unknown_columns": lambda at: put(
        at, "stations.csv", "\n".join(f"{line},x" for line in get(at, "stations.csv").splitlines())
    ),
    "unread": lambda at: put(at, "incident.csv", "x"),
    "areas_differ": changed("stations.csv", ",100,10001,", ",200,10001,"),
    "seat_outside": changed("stations.csv", "107.15,30.05", "107.15,30.11"),
    "no_county_seat": changed("stations.csv", "county_seat", "town"),
    "no_seat": changed("stations.csv", "是,是", "是,否"),
    "several_seats": changed("stations.csv", "10001,11,5,8,2,否,否", "10001,11,5,8,2,否,是"),
    "case_area_unknown": changed("stations.csv", "10001,11,5,8,2,否,", "10001,11,5,8,2,,"),
    "no_case_area": changed("stations.csv", "是,是", "否,是"),
    "unknown_values": changed("stations.csv", ",10001,", ",,"),
    "partly_zoned": changed("stations.csv", "10001,11,5,8,2,否,否,", "10001,11,5,8,2,否,否,东片"),
    "counted_as_zero": changed("incidents.csv", "102,traffic,11\n", ""),
    "matrix_unused": lambda at: put(
        at, "travel.csv", "\n".join(["from,to,minutes", *(f"{a},{b},1" for a in CODES for b in CODES if a != b)])
    ),
}


@pytest.mark.parametrize("key", NOTICES)
def test_a_planner_is_told(key: str, drawn: Path) -> None:
    NOTICES[key](drawn)
    assert told(drawn) == [key]
    (notice,) = geodata.read(drawn).notices
    assert notice.text("zh")
    assert notice.text("en")


def test_a_period_that_a_station_lacks_is_told(drawn: Path) -> None:
    rows = [f"{code},{word},5,{m}" for code in CODES for word in ("dispute", "traffic") for m in (1, 2)]
    put(
        drawn,
        "incidents.csv",
        "\n".join(["station,class,count,period", *(r for r in rows if not (r[:3] == "102" and r[-1] == "2"))]),
    )
    (notice,) = geodata.read(drawn).notices
    assert (notice.key, notice.values["pairs"]) == ("geodata.notice.periods_missing", ["B 2"])


def test_seats_at_one_place_are_told_when_borders_are_given(drawn: Path) -> None:
    both(changed("stations.csv", "107.15,30.05", "107.05,30.05"), lambda at: (at / "areas.geojson").unlink())(drawn)
    assert told(drawn) == ["same_place"]


def test_a_county_of_one_station_is_a_county(tmp_path: Path) -> None:
    put(tmp_path, "county.toml", 'code = "1"\nname = "一所县"\n')
    put(tmp_path, "stations.csv", "code,name,kind,lon,lat,area_km2,officers\n1,甲,城关,107,30,5,3\n")
    put(tmp_path, "incidents.csv", "station,class,count\n1,刑事,4\n")
    county = geodata.read_county(tmp_path)
    assert (len(county), county.borders, county.minutes.tolist()) == (1, (), [[0.0]])


@pytest.mark.parametrize("places", [((107.0, 30.0), (107.1, 30.0)), ((107.0, 30.0), (107.1, 30.0), (107.2, 30.0))])
def test_seats_in_a_line_have_voronoi_borders(places: tuple[tuple[float, float], ...], tmp_path: Path) -> None:
    put(tmp_path, "county.toml", 'code = "1"\nname = "一字县"\n')
    rows = [f"{i},站{i},镇,{lon},{lat},5,3" for i, (lon, lat) in enumerate(places)]
    put(tmp_path, "stations.csv", "\n".join(["code,name,kind,lon,lat,area_km2,officers", *rows]))
    put(tmp_path, "incidents.csv", "\n".join(["station,class,count", *(f"{i},刑事,4" for i in range(len(places)))]))
    borders = geodata.read_county(tmp_path).borders
    assert [(b.a, b.b) for b in borders] == [(str(i), str(i + 1)) for i in range(len(places) - 1)]
    assert all(b.km > 1 for b in borders)


def test_an_incident_count_beyond_all_reason_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    geodata.copy_sample("xunhua", folder)
    table = folder / "incidents.csv"
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    station, kind, _, *rest = rows[4].split(",")
    rows[4] = ",".join((station, kind, "1e300", *rest))
    table.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as error:
        geodata.read_county(folder)
    (found,) = error.value.mistakes
    assert (found.table, found.row, found.column) == ("incidents.csv", 5, "count")
    assert "1,000,000,000" in found.text("zh")
