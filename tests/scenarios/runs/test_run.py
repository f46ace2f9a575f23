"""A run over many scenarios: kept, gone on with after a kill, the same over processes, and read again as it was."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenarios.runs.comparison import of_records, of_results
from scenarios.runs.files import FINISHED, TABLE
from scenarios.runs.keys import key_of
from scenarios.runs.longtable import as_csv, as_parquet, rows_of, zone_called
from scenarios.runs.results import Results, read
from scenarios.runs.run import Outcome, run
from scenarios.runs.worker import Answer, Bench, Task
from scenarios.spec.reading import library, parsed
from scenarios.spec.scenario import BASE
from scenarios.spread.records import Outcome as Spread
from scenarios.spread.spread import spread
from scenarios.whatif.study import Study, opened
from solvers.solve import solve
from solvers.stop import Stop
from tests.scenarios.runs.conftest import MANY
from tests.zoning.drawn import changed, county, plan, problem
from zoning.judge.score import score
from zoning.model.errors import InputError
from zoning.result.documents import to_document


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
    assert rows_of(outcome.records) == rows_of(again.records)
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
    stop = Stop(asked=lambda: len(done) >= 2 and next(asked))
    outcome = run(study, tmp_path, stop=stop, on_progress=lambda p: done.append(p.name))
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
    from scenarios.spec.reading import read_file
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


def test_a_zone_of_the_table_is_its_office_and_stations_whatever_it_is_called(finished: tuple[Path, Outcome]) -> None:
    rows = rows_of(finished[1].records)
    for record in finished[1].records:
        if record.score is None or record.problem is None:
            continue
        called = {row[1] for row in rows if row[0] == record.name and row[1]}
        names = record.problem.county.short_names
        others = [(z.office, [names[code] for code in z.stations if code != z.office]) for z in record.score.zones]
        zones = {names[office] + ("：" + "、".join(rest) if rest else "") for office, rest in others}
        assert called == zones
    twins = replace(county(), stations=changed(E={"name": "F镇派出所"}))
    judged = score(problem(twins), plan("A", "BEF", "CD"))
    assert [zone_called(twins, zone) for zone in judged.zones] == ["A镇", "F镇（E）：B镇、F镇（F）", "D镇：C镇"]


def test_regret_in_the_table_is_that_of_the_comparable_scenarios(finished: tuple[Path, Outcome]) -> None:
    """Base and merged share their policy; four and its child have another number of zones."""
    compared = of_records(finished[1].records)
    names = [case.name for case, counts in zip(compared.cases, compared.comparable, strict=True) if counts]
    assert names == [BASE, "merged"]
    rows = {row[0]: row[3] for row in rows_of(finished[1].records) if row[2] == "regret"}
    assert rows.keys() == set(names)
    own = next(p for p, c in enumerate(compared.candidates) if BASE in (c.name, *c.also))
    columns = [compared.cases.index(case) for case in compared.cases if case.name in names]
    shares = [compared.regret[own, s] / compared.best[s] for s in columns if compared.keeps[own, s]]
    assert rows[BASE] == pytest.approx(max(shares), abs=1e-9)


def test_a_folder_is_read_again_however_its_tables_are_mixed(tmp_path: Path) -> None:
    """TOML puts what is no table first: a row taken away before one that is changed, a dotted key before a table."""
    text = """
    [base]
    county = "sample:xunhua"
    [scenarios.mixed]
    why = "混写"
    set = { weights.travel = 0.2, "zones.max" = 4 }
    incidents = { town.traffic = "x1.1", dispute = "x1.2" }
    units = { "U01" = { crew = 4 }, "U02" = "none" }
    branches = { "刑侦大队" = { officers = "+2" }, "法制大队" = "none" }
    stations = { "*" = { has_case_area = false } }
    """
    outcome = run(opened([parsed(text, "mixed.toml")]), tmp_path)
    again = read(tmp_path).records
    assert [record.applied for record in again] == [record.applied for record in outcome.records]
    assert any(said.zh == "全县 9 个所办案区：无" for said in again[1].applied)


def test_parquet_holds_the_same_rows(finished: tuple[Path, Outcome]) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    rows = rows_of(finished[1].records)
    held = pq.read_table(finished[0] / "table.parquet").to_pydict()
    assert [tuple(column[i] for column in held.values()) for i in range(len(rows))] == rows
    assert as_parquet(rows)


def test_the_library_runs_on_the_smallest_sample(tmp_path: Path) -> None:
    study = opened(list(library().values()), county="sample:xunhua")
    outcome = run(study, tmp_path)
    assert {r.name: r.status for r in outcome.records if r.status != "optimal"} == {"road-closed": "infeasible"}
    again = as_csv(rows_of(read(tmp_path).records))
    assert again == (tmp_path / TABLE).read_bytes()


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (lambda at: (at / "county.gpkg").unlink(), "county.gpkg is missing"),
        (
            lambda at: (at / "results.jsonl").write_text("{}\n", encoding="utf-8"),
            "row 1 column schema: does not say",
        ),
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


def test_a_scenario_that_its_processes_die_of_is_refused_and_the_others_stand(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(work: Any, tasks: list[Task], engine: Any, stop: Callable[[], bool]) -> Iterator[Spread[Task, Answer]]:
        for one in spread(work, tasks, engine, stop):
            first = one.task is tasks[0]
            yield Spread(one.task, None, died=True) if first else one

    monkeypatch.setattr("scenarios.runs.run.spread", deadly)
    outcome = run(study)
    assert [r.status for r in outcome.records] == ["refused", *["optimal"] * 3, "infeasible", "optimal"]
    assert "--jobs" in outcome.records[0].reasons[0].en
    assert not outcome.interrupted
