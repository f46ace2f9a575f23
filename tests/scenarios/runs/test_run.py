"""A run over many scenarios: kept, gone on with after a kill, the same over processes, and read again as it was."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geodata
from geodata.county.build import Built
from geodata.county.export import write_county
from scenarios.runs.longtable import as_csv, as_parquet, rows_of
from scenarios.runs.results import TABLE, Results, read, write_study
from scenarios.runs.run import FINISHED, Outcome, key_of, run
from scenarios.runs.worker import Bench
from scenarios.whatif.spec import BASE, library, parsed, read_file
from scenarios.whatif.study import Study, opened
from solvers import solve
from workbench.commands.compare import of_results
from zoning.model.errors import InputError, Mistake
from zoning.result.documents import to_document

MANY = """
[base]
county = "sample:xunhua"
why = "今天"
[scenarios.four]
why = "四个防区"
set = { "zones.max" = 4 }
[scenarios.festival]
why = "节假日"
extends = "four"
incidents = { traffic = "x1.3" }
[scenarios.again]
why = "与 four 相同"
set = { "zones.max" = 4 }
[scenarios.far]
why = "十分钟以内"
set = { "rules.max_minutes" = 1 }
[scenarios.merged]
why = "撤并"
close = ["least workload"]
"""


@pytest.fixture(scope="module")
def study() -> Study:
    return opened([parsed(MANY, "w.toml")])


@pytest.fixture(scope="module")
def finished(study: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The study run once."""
    folder = tmp_path_factory.mktemp("out")
    return folder, run(study, folder)


def test_every_scenario_has_its_record_and_the_base_comes_first(finished: tuple[Path, Outcome]) -> None:
    _, outcome = finished
    assert [r.name for r in outcome.records] == [BASE, "four", "festival", "again", "far", "merged"]
    assert [r.status for r in outcome.records] == ["optimal"] * 4 + ["infeasible", "optimal"]
    assert (outcome.solved, outcome.interrupted) == (5, False), "again has the inputs of four"
    far, festival = outcome.records[4], outcome.records[2]
    assert far.reasons
    assert (festival.extends, len(festival.applied)) == (("four",), 2)


def test_the_base_is_what_solve_finds(finished: tuple[Path, Outcome], study: Study) -> None:
    """Bit for bit, but for the seconds and what a warm search did not have to look at."""
    alone = to_document(solve(study.base))
    ours: dict[str, Any] = dict(finished[1].records[0].document or {})
    for content in (alone, ours):
        content["solver"] = {k: v for k, v in content["solver"].items() if k != "seconds"}
    assert json.dumps(ours) == json.dumps(alone)


def test_the_folder_stands_alone_and_is_read_as_it_was(
    finished: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, outcome = finished
    monkeypatch.chdir(tmp_path)
    again = read(folder)
    assert isinstance(again, Results)
    for was, now in zip(outcome.records, again.records, strict=True):
        assert (was.name, was.why, was.status, was.applied, was.reasons) == (
            now.name,
            now.why,
            now.status,
            now.applied,
            now.reasons,
        )
        assert (was.key, was.moved, was.merged, was.extends) == (now.key, now.moved, now.merged, now.extends)
        assert list(rows_of(was)) == list(rows_of(now))
    assert again["merged"].merged == (("630225202", "630225205"),)
    assert json.loads((folder / "plans" / "four.json").read_text(encoding="utf-8")) == again["four"].document


def test_a_second_run_solves_nothing_and_ends_the_same(
    finished: tuple[Path, Outcome], study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = finished
    before = (folder / TABLE).read_bytes()
    monkeypatch.setattr(Bench, "work", lambda *_: pytest.fail("solved again"))
    outcome = run(study, folder)
    assert (outcome.solved, outcome.kept) == (0, 5)
    assert (folder / TABLE).read_bytes() == before


def test_an_answer_that_is_spoilt_is_worked_out_again(study: Study, finished: tuple[Path, Outcome]) -> None:
    folder, outcome = finished
    for spoilt in ('{"schema": "zoning.ans', '{"schema": "zoning.answer/1", "seconds": 1, "plan": {}}', "[]"):
        (folder / FINISHED / f"{outcome.records[1].key}.json").write_text(spoilt, encoding="utf-8")
        assert run(study, folder).solved == 1
    (folder / "plans" / "mine.json").write_text("{}", encoding="utf-8")
    fewer = replace(study, scenarios=study.scenarios[:1])
    run(fewer, folder)
    assert {path.stem for path in (folder / "plans").iterdir()} == {BASE, "four", "mine"}
    run(study, folder)


def test_the_key_changes_with_everything_that_an_answer_depends_on(study: Study) -> None:
    base, other = study.base, study.applied["four"].problem
    keys = {key_of(base, 0, None), key_of(base, 1, None), key_of(base, 0, 5.0), key_of(other, 0, None)}
    keys.add(key_of(study.applied["merged"].problem, 0, None))
    assert len(keys) == 5
    assert key_of(base, 0, None) == key_of(opened([parsed(MANY, "other.toml")]).base, 0, None)


def test_a_stopped_run_keeps_what_it_has(study: Study, tmp_path: Path) -> None:
    asked = iter([False] * 3 + [True] * 10_000)
    done: list[str] = []
    outcome = run(study, tmp_path, progress=lambda p: done.append(p.name), stop=lambda: len(done) >= 2 and next(asked))
    assert outcome.interrupted
    assert done == [BASE, "four"]
    assert {r.name for r in read(tmp_path).records} >= {BASE, "four", "again"}


def test_processes_give_the_table_of_one_even_when_killed(
    study: Study, finished: tuple[Path, Outcome], tmp_path: Path
) -> None:
    """A run over two processes is killed when an answer is there; the next run solves only the others."""
    program = """
import sys
if __name__ == "__main__":
    from pathlib import Path
    from scenarios.runs.run import run
    from scenarios.whatif.spec import read_file
    from scenarios.whatif.study import opened
    run(opened([read_file(sys.argv[1])]), Path(sys.argv[2]), jobs=2)
"""
    (tmp_path / "w.toml").write_text(MANY, encoding="utf-8")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    words = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "w.toml"), str(tmp_path / "out")]
    process = subprocess.Popen(words, start_new_session=True)
    answers = tmp_path / "out" / FINISHED
    deadline = time.monotonic() + 120
    while not (answers.is_dir() and any(answers.glob("[0-9a-f]*.json"))) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = {path.name: path.stat().st_mtime_ns for path in answers.glob("[0-9a-f]*.json")}
    assert kept
    outcome = run(study, tmp_path / "out")
    assert (outcome.solved, outcome.kept) == (5 - len(kept), len(kept))
    assert {name: (answers / name).stat().st_mtime_ns for name in kept} == kept
    assert (tmp_path / "out" / TABLE).read_bytes() == (finished[0] / TABLE).read_bytes()
    while _children(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _children(process.pid), "no process outlives the run"


def _children(session: int) -> list[int]:
    """Processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            if state != "Z" and os.getsid(int(path.name)) == session:
                found.append(int(path.name))
    return found


def test_the_table_is_tidy_and_opens_in_excel(finished: tuple[Path, Outcome]) -> None:
    data = (finished[0] / TABLE).read_bytes()
    assert data.startswith(b"\xef\xbb\xbfscenario,zone,figure,value,unit\r\n")
    rows = [line.split(",") for line in data.decode("utf-8-sig").splitlines()[1:]]
    assert {len(row) for row in rows} == {5}
    assert [row[3] for row in rows if row[:3] == ["far", "", "planned"]] == ["0.0"]
    seen = [tuple(row[:3]) for row in rows]
    assert len(seen) == len(set(seen)), "one number for a scenario, zone and figure"
    officers = sum(float(row[3]) for row in rows if row[0] == BASE and row[1] and row[2] == "officers")
    assert officers == 85
    assert all(row[4] for row in rows if row[2] in ("officers", "mismatch", "workload", "mean_minutes"))


def test_parquet_holds_the_same_rows(finished: tuple[Path, Outcome]) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    rows = [row for record in finished[1].records for row in rows_of(record)]
    held = pq.read_table(finished[0] / "table.parquet").to_pydict()
    assert [tuple(column[i] for column in held.values()) for i in range(len(rows))] == rows
    assert as_parquet(rows)


def test_the_library_runs_on_the_smallest_sample(tmp_path: Path) -> None:
    study = opened(list(library().values()), county="sample:xunhua")
    outcome = run(study, tmp_path)
    assert {r.name: r.status for r in outcome.records if r.status != "optimal"} == {"road-closed": "infeasible"}
    again = as_csv([row for record in read(tmp_path).records for row in rows_of(record)])
    assert again == (tmp_path / TABLE).read_bytes()


def test_a_scenario_that_does_not_apply_is_a_result_where_the_county_is_given_beside_the_file(tmp_path: Path) -> None:
    text = """
    scenarios.a = { why = "x", incidents = { arson = "x2" } }
    scenarios.b = { why = "x", extends = "a", set = { "zones.max" = 4 } }
    scenarios.c = { why = "x", set = { "zones.max" = 4 } }
    """
    outcome = run(opened([parsed(text, "w.toml")], county="sample:xunhua"), tmp_path)
    assert [r.status for r in outcome.records] == ["optimal", "refused", "refused", "optimal"]
    assert "arson" in outcome.records[1].reasons[0].en
    assert read(tmp_path)["a"].reasons == outcome.records[1].reasons
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
        'w.toml scenarios.b.close: "Q" is no station',
        'w.toml scenarios.c.merge: "[Q, P]" is no station',
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


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (lambda at: (at / "county.gpkg").unlink(), "county.gpkg is missing"),
        (lambda at: (at / "results.jsonl").write_text("{}\n", encoding="utf-8"), "line 1 is no result"),
        (
            lambda at: (at / "policy.toml").write_text("[zones]\nmax = 3\n", encoding="utf-8"),
            "does not fit",
        ),
    ],
)
def test_a_folder_that_is_no_result_is_told(
    spoil: Callable[[Path], Any], part: str, finished: tuple[Path, Outcome], tmp_path: Path
) -> None:
    shutil.copytree(finished[0], tmp_path / "out")
    spoil(tmp_path / "out")
    with pytest.raises(InputError, match=part):
        read(tmp_path / "out")


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


def test_plans_of_all_scenarios_are_compared_under_all_of_them(finished: tuple[Path, Outcome]) -> None:
    """``far`` has no plan but a case; ``again`` has that of ``four``; stations merged away follow where they went."""
    folder, outcome = finished
    compared = of_results(folder)
    assert [case.name for case in compared.cases] == [BASE, "four", "festival", "again", "far", "merged"]
    names = {name for c in compared.candidates for name in (c.name, *c.also)}
    assert names == {BASE, "four", "festival", "again", "merged"}
    for record in outcome.records:
        if record.score is not None:
            p = next(k for k, c in enumerate(compared.candidates) if record.name in (c.name, *c.also))
            s = [case.name for case in compared.cases].index(record.name)
            assert compared.points[p, s] == record.score.points
            assert compared.regret[p, s] == 0, "nothing is better than a proved plan in its own scenario"
    merged = outcome.records[-1].merged
    (row,) = (row for c, row in zip(compared.candidates, compared.cells, strict=True) if c.name == "merged")
    assert merged
    assert row[0].fitted.placed == merged
