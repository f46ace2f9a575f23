"""Scenarios put on their county: other tables, roads, and the mistakes of files that do not go together."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import geodata
from geodata.county.build import Built
from geodata.county.export import write_county
from scenarios.runs.keys import key_of
from scenarios.runs.results import read
from scenarios.runs.run import run
from scenarios.runs.writing import write_study
from scenarios.spec.reading import library, parsed, read_file
from scenarios.whatif.study import opened
from zoning.model.errors import InputError, Mistake


def test_a_scenario_that_does_not_apply_is_a_result_where_the_county_is_given_beside_the_file(tmp_path: Path) -> None:
    text = """
    scenarios.a = { why = "x", incidents = { arson = "x2" } }
    scenarios.b = { why = "x", extends = "a", set = { "zones.max" = 4 } }
    scenarios.c = { why = "x", set = { "zones.max" = 4 } }
    """
    outcome = run(opened([parsed(text, "w.toml")], county="sample:xunhua"), tmp_path)
    assert [r.status for r in outcome.records] == ["optimal", "refused", "refused", "optimal"]
    assert "arson" in outcome.records[1].reasons[0].en
    (again,), (before,) = read(tmp_path)["a"].reasons, outcome.records[1].reasons
    assert again.en == before.en.replace("w.toml", "scenarios.toml"), "found anew in the copy of the file"
    with pytest.raises(InputError, match="no class of incidents") as error:
        opened([parsed('base = { county = "sample:xunhua" }\n' + text, "w.toml")])
    assert len(error.value.mistakes) == 1, "said of a, and not again of b"


def test_other_tables_lie_beside_the_file_and_are_copied_beside_the_results(
    built: Callable[[str], Built], tmp_path: Path
) -> None:
    county = built("xunhua").county
    counts = "\n".join(f"{code},{k.key},{i + 1}" for i, code in enumerate(county.codes) for k in county.classes)
    (tmp_path / "明年.csv").write_text("station,class,count\n" + counts, encoding="utf-8")
    minutes = "\n".join(f"{a},{b},25" for a in county.codes for b in county.codes if a != b)
    (tmp_path / "winter.csv").write_text("from,to,minutes\n" + minutes, encoding="utf-8")
    text = """
    base = { county = "sample:xunhua" }
    scenarios.next = { why = "预测", incidents_table = "明年.csv", incidents = { "*" = "x2" }, years = 2 }
    scenarios.winter = { why = "冬天", travel = { table = "winter.csv", speed_kmh = 20 } }
    """
    (tmp_path / "w.toml").write_text(text, encoding="utf-8")
    study = opened([read_file(tmp_path / "w.toml")])
    changed = study.applied["next"].problem.county
    assert changed.incidents[:, 0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    winter = study.applied["winter"].problem.county
    assert (winter.travel, winter.minutes.max(), winter.speed_kmh) == ("matrix", 25, 20)
    (tmp_path / "out").mkdir()
    write_study(tmp_path / "out", study)
    (tmp_path / "明年.csv").unlink()
    again = opened([read_file(tmp_path / "out" / "scenarios.toml")])
    assert key_of(again.applied["next"].problem, 0, None) == key_of(study.applied["next"].problem, 0, None)


def test_every_mistake_of_the_tables_beside_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text("station,class,count\n630225100,traffic,x\n1,traffic,2\n", encoding="utf-8")
    (tmp_path / "w.toml").write_text(
        """
        base = { county = "sample:xunhua" }
        scenarios.a = { why = "x", incidents_table = "i.csv" }
        scenarios.b = { why = "x", travel = { table = "no.csv" } }
        scenarios.c = { why = "x", close = ["nobody"] }
        """,
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        opened([read_file(tmp_path / "w.toml")])
    said = [str(mistake) for mistake in error.value.mistakes]
    for part in ("i.csv row 2", "i.csv row 3", "no.csv", "scenarios.c.close"):
        assert any(part in one for one in said), part


def test_a_table_that_is_not_there_and_an_unknown_key_hide_nothing(tmp_path: Path) -> None:
    text = """
    base = { county = "sample:xunhua" }
    scenarios.a = { why = "x", incidents_table = "none.csv", incidents = { arson = "x2", traffic = "-900000" } }
    scenarios.b = { why = "x", travel = { table = "no.csv", speed_kmh = "x0" }, set = { weights = 3 }, close = ["Q"] }
    scenarios.c = { why = "x", extends = "b", merge = [["Q", "P"]] }
    """
    found: list[Mistake] = []
    file = parsed(text, "w.toml", tmp_path, found)
    with pytest.raises(InputError) as error:
        opened([file], mistakes=found)
    said = [str(mistake) for mistake in error.value.mistakes]
    for part in (
        'w.toml scenarios.a.incidents_table: "none.csv" is not there',
        'w.toml scenarios.a.incidents.arson: "×2" is no class',
        'w.toml scenarios.b.travel.table: "no.csv" is not there',
        'w.toml scenarios.b.travel.speed_kmh: "×0" makes 0',
        'w.toml scenarios.b.set.weights: "3" there is no such setting',
        'w.toml scenarios.b.close: "Q" is neither code nor name',
        'w.toml scenarios.c.merge: "[Q, P]" is neither code nor name',
    ):
        assert any(part in one for one in said), (part, said)
    assert len(said) == 7, "how many incidents there are is not known, so nothing is said of their number"


def test_roads_are_driven_at_another_speed(built: Callable[[str], Built], tmp_path: Path) -> None:
    """Stations joined by one straight road each way take half the time at twice the speed, but for the way to it."""
    county = built("xunhua").county
    line = [[s.lon, s.lat] for s in county.stations]
    road = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}}
    roads = tmp_path / "roads.geojson"
    roads.write_text(json.dumps({"type": "FeatureCollection", "features": [road]}), encoding="utf-8")
    settings = {"travel.mode": "roads", "roads.file": str(roads)}
    text = 'base = { county = "sample:xunhua" }\nscenarios.fast = { why = "x", travel = { speed_kmh = "x2" } }'
    study = opened([parsed(text, "w.toml")], settings=settings)
    slow, fast = study.base.county.minutes, study.applied["fast"].problem.county.minutes
    assert fast[0, 1] == pytest.approx(slow[0, 1] / 2, rel=0.01)
    write_county(geodata.tables_of(study.base.county), tmp_path / "plain")
    without = opened([parsed(text, "w.toml")], county=str(tmp_path / "plain")).refused["fast"]
    assert ["layer of roads" in str(mistake) for mistake in without] == [True]


def test_files_that_do_not_go_together_are_told() -> None:
    one = parsed('base = { county = "sample:xunhua" }\nscenarios.a = { why = "x" }', "one.toml")
    two = replace(parsed('base = { county = "sample:fengdu" }\nscenarios.A = { why = "x" }', "two.toml"))
    with pytest.raises(InputError) as error:
        opened([one, two])
    said = [str(mistake) for mistake in error.value.mistakes]
    assert len(said) == 2
    assert "stands in both one.toml and two.toml" in said[0]
    with pytest.raises(InputError, match="--county"):
        opened([library()["traffic+30"]])
    with pytest.raises(InputError, match="rename one"):
        opened([library()["traffic+30"]] * 2, county="sample:xunhua")
