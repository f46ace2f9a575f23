"""Tables that a count left are read back as they were counted; a table with anything else is refused without a word."""

from pathlib import Path

import pytest

import geodata
from geodata.county.build import build
from geodata.density.kept import read_kept, with_incidents
from geodata.density.parts import Part
from tests.geodata.calls.made import named
from zoning.model.county import County
from zoning.model.errors import InputError

INCIDENTS = "station,class,period,count\n" + "".join(
    f"10{i},{kind},2023-{month:02d},{i}\n" for i in range(1, 10) for kind in ("dispute", "traffic") for month in (1, 6)
)


@pytest.fixture
def county(tmp_path: Path) -> County:
    (tmp_path / "警情.csv").write_text(INCIDENTS, encoding="utf-8")
    tables = geodata.read_source(named(tmp_path / "county"))
    return build(with_incidents(tables, tmp_path / "警情.csv", None)).county


def test_counts_are_the_countys_incidents_and_cover_the_months_that_are_named(county: County, tmp_path: Path) -> None:
    assert county.years == pytest.approx(2 / 12)
    assert county.counts[:, 0].tolist() == [2.0 * i for i in range(1, 10)]
    tables = geodata.read_source(tmp_path / "county")
    assert build(with_incidents(tables, tmp_path / "警情.csv", 2.0)).county.years == 2


def test_calls_put_together_under_no_village_are_kept_apart(county: County, tmp_path: Path) -> None:
    villages = tmp_path / "v.csv"
    villages.write_text("station,village,class,count\n101,合并,traffic,5\n101,合并,dispute,4\n")
    kept = read_kept(county, {"villages": villages})
    assert (kept.placeless, kept.hourless) == (9, 0)


def test_tables_are_read_back(county: County, tmp_path: Path) -> None:
    hours, grid = tmp_path / "h.csv", tmp_path / "g.csv"
    hours.write_text("station,class,weekday,hour,count\n101,traffic,7,23,5\n101,dispute,合并,合并,9\n")
    parts = (
        "band:night,band:morning,band:afternoon,band:evening,season:spring,season:summer,season:autumn,season:winter"
    )
    head = f"lon,lat,cell_m,bandwidth_m,count,all,class:dispute,class:traffic,{parts}\n"
    grid.write_text(head + "107.05,30.05,250.0,310.2,12,3.5,,,0.7,,,,,,,\n107.06,30.05,250.0,310.2,,0.2,,,,,,,,,,\n")
    kept = read_kept(county, {"hours": hours, "grid": grid})
    assert kept.hours is not None
    assert (kept.hours[0, 1, 6, 23], kept.hours.sum(), kept.hourless) == (5, 5, 9)
    assert kept.grid is not None
    assert (kept.grid.cell_m, kept.grid.bandwidth_m) == (250, 310.2)
    assert kept.grid.parts[Part()][0].count == 12
    assert [cell.per_km2 for cell in kept.grid.parts[Part()]] == [3.5, 0.2]
    (night,) = kept.grid.parts[Part("band", "night")]
    assert (night.per_km2, night.count) == (0.7, None)
    assert not kept.grid.parts[Part("class", "traffic")]


@pytest.mark.parametrize(
    ("text", "column", "row"),
    [
        ("station,class,weekday,hour,count,报警人\n101,traffic,1,0,5,诸葛春雨\n", None, 1),
        ("station,class,weekday,hour,count\n101,traffic,1,0\n", None, 2),
        ("station,class,weekday,hour,count\n999,traffic,1,0,5\n", "station", 2),
        ("station,class,weekday,hour,count\n101,飞碟,1,0,5\n", "class", 2),
        ("station,class,weekday,hour,count\n101,traffic,8,0,5\n", "weekday", 2),
        ("station,class,weekday,hour,count\n101,traffic,0,0,5\n", "weekday", 2),
        ("station,class,weekday,hour,count\n101,traffic,1,24,5\n", "hour", 2),
        ("station,class,weekday,hour,count\n101,traffic,1,0,诸葛春雨\n", "count", 2),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_place_and_without_its_words(
    text: str, column: str | None, row: int, county: County, tmp_path: Path
) -> None:
    path = tmp_path / "h.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        read_kept(county, {"hours": path})
    assert [(one.column, one.row) for one in wrong.value.mistakes] == [(column, row)]
    assert "诸葛春雨" not in str(wrong.value)
