"""Incidents by period: kept beside the sums, written and read again, and added up when stations merge."""

from dataclasses import replace
from pathlib import Path

import pytest

import geodata
from geodata.county.describe import tables_of
from scenarios.whatif.merging import merged
from tests.geodata.drawn import CODES, draw, put
from zoning.judge.slices import by_period
from zoning.model.bureau import Period
from zoning.model.errors import InputError
from zoning.result.digest import digest

LONG = "派出所,类别,数量,时段\n" + "".join(
    f"{code},{kind},{k + month},2024-0{month}\n"
    for month in (1, 2)
    for k, code in enumerate(CODES)
    for kind in ("交通", "纠纷")
)


def test_counts_by_period_add_up_to_the_counts_and_come_back_as_they_were(tmp_path: Path) -> None:
    draw(tmp_path)
    put(tmp_path, "incidents.csv", LONG)
    county = geodata.read_county(tmp_path)
    assert [(p.name, p.station) for p in county.bureau.periods] == [
        (f"2024-0{month}", code) for month in (1, 2) for code in CODES
    ]
    assert [p.counts for p in county.bureau.periods[:3]] == [(1, 1), (2, 2), (3, 3)]
    assert county.counts[:3].tolist() == [[3, 3], [5, 5], [7, 7]]
    again = geodata.build(tables_of(county)).county
    assert again.bureau.periods == county.bureau.periods
    assert digest(again) == digest(county)
    one = merged(county, "103", "102").bureau.periods
    assert [(p.station, p.counts) for p in one[:3]] == [("101", (1, 1)), ("102", (5, 5)), ("104", (4, 4))]


def test_a_table_without_periods_has_none_and_periods_that_do_not_add_up_are_not_written(tmp_path: Path) -> None:
    draw(tmp_path)
    county = geodata.read_county(tmp_path)
    assert county.bureau.periods == ()
    odd = (Period(name="x", station="101", counts=tuple(1.0 for _ in county.classes)),)
    other = replace(county, bureau=county.bureau.model_copy(update={"periods": odd}))
    assert "period" not in tables_of(other).tables["incidents"].header


def test_a_month_that_is_written_in_several_ways_is_one_period_and_counts_once(tmp_path: Path) -> None:
    draw(tmp_path)
    head, _, rows = LONG.partition("\n")
    written = "\n".join(row.replace("2024-01", "2024年1月") if "纠纷" in row else row for row in rows.split("\n"))
    put(tmp_path, "incidents.csv", f"{head}\n{written}")
    held = by_period(geodata.read_county(tmp_path))
    assert held is not None
    assert held.names == ("2024-01", "2024-02")
    assert held.counts[:3, :, 0].tolist() == [[1, 1], [2, 2], [3, 3]]
    put(tmp_path, "incidents.csv", LONG.replace(",2024-01", ",2024-01-01").replace(",2024-02", ",2024/2/1"))
    dated = by_period(geodata.read_county(tmp_path))
    assert dated is not None
    assert (dated.names, dated.counts.tolist()) == (held.names, held.counts.tolist())
    twice = rows.replace("2024-01", "2024年1月").replace("2024-02", "2024-03")
    put(tmp_path, "incidents.csv", LONG + twice)
    with pytest.raises(InputError, match="the same station, class and period"):
        geodata.read_county(tmp_path)
