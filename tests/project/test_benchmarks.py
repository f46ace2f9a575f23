"""The benchmarks run, in small; what they published is what the documents quote."""

import json
import signal
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from benchmarks import (
    batching,
    bounds,
    connectivity,
    exact,
    failures,
    judge,
    plans,
    policies,
    real,
    reuse,
    same,
    storing,
)
from benchmarks.__main__ import BENCHMARKS
from benchmarks.counties import county
from benchmarks.failures import CASES
from benchmarks.kinds import Kind
from benchmarks.measured import shown, spread
from benchmarks.peers import PEERS, Case
from benchmarks.same_cases import cases
from benchmarks.suite import LANGUAGES, ROOT, Benchmark, fill, quoted, run
from solvers.engine import Engine
from zoning.model.problem import Problem

EACH = pytest.mark.parametrize("benchmark_", BENCHMARKS, ids=lambda one: one.name)
EVERY = frozenset({"zones", "fewest", "band"})
SQUARE = Case("square", ((0, 0), (1, 0), (0, 1), (1, 1)), (1, 2, 3, 4), (1, 1, 1, 3), 2, band=0.5)


def stored_little() -> dict[str, Any]:
    """Figures of three steps and three answers."""
    with tempfile.TemporaryDirectory() as made:
        runs = [storing.appended(Path(made), n, zones, 3) for n, zones in ((30, 4), (90, 9))]
        answer = storing.answered(Path(made), 3)
    return {"runs": runs, "answer": answer, "writers": {"count": 8, "stored": 9, "conflict": 2, "other": 0}}


def batched_little() -> dict[str, Any]:
    """Figures of two counties on one process."""
    with tempfile.TemporaryDirectory() as made:
        return {"sets": [batching.measured(Path(made), [7, 8], alone_only=True)]}


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_in_documents_are_the_published_figures(benchmark_: Benchmark, language: str) -> None:
    text = (ROOT / f"{benchmark_.document}{LANGUAGES[language]}").read_text(encoding="utf-8")
    published = benchmark_.results.exists()
    expected = benchmark_.text(json.loads(benchmark_.results.read_text("utf-8")), language) if published else ""
    assert quoted(text, benchmark_.name) == expected


def test_a_table_is_filled_in_between_its_own_marks() -> None:
    text = "a\n<!-- table:x -->\nold\n<!-- /table:x -->\nb\n<!-- table:y -->\n<!-- /table:y -->\n"
    filled = fill(text, "y", "new")
    assert (quoted(filled, "x"), quoted(filled, "y")) == ("old", "new")
    assert fill(filled, "y", "") == fill(text, "y", "")
    with pytest.raises(ValueError, match="table:z"):
        fill(text, "z", "new")


def test_an_unknown_benchmark_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(BENCHMARKS, ["nothing"])
    assert "no such benchmark: nothing; there are samples" in capsys.readouterr().err


def test_what_is_measured_is_printed_with_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    run([Benchmark("one", lambda full: {"full": full}, lambda figures, _: f"full: {figures['full']}")], ["--full"])
    assert "full: True\n\nMeasured by `python -m benchmarks one --full` on " in capsys.readouterr().out


def test_several_runs_are_shown_with_their_spread() -> None:
    assert shown(spread([3.0, 1.0, 2.0]), 1) == "2.0 (1.0–3.0)"
    assert shown(spread([1234.5])) == "1,234.50"
    assert shown(None) == "–"


@pytest.mark.parametrize(
    ("written", "tiny"),
    [
        (exact.written, lambda: {"ours": 9, "limit": 9, "runs": [exact.one({"stations": 7, "most": 2}, 1, 9, 9)]}),
        (
            connectivity.written,
            lambda: {
                "limit": 5,
                "units": 1,
                "runs": [connectivity.compared(q, Kind(8, 3), 1, 5) for q in ("best", "any")],
            },
        ),
        (
            policies.written,
            lambda: {"policy": "haidong", "seconds": 5, "samples": {"xunhua": policies.one("xunhua", 5)}},
        ),
        (bounds.written, lambda: {"seconds": 2, "counties": [bounds.one(65, 5, 2)]}),
        (reuse.written, lambda: {"months": 1, "again": [reuse.again(8, 1)], "afresh": reuse.afresh(1)}),
        (plans.written, lambda: {"runs": [{**plans.one(plans.square(3), 3, 3, None), "size": 3, "published": 10}]}),
        (judge.written, lambda: {"moves": 2, "runs": [judge.judged(12, 3, 2)]}),
        (
            storing.written,
            stored_little,
        ),
        (batching.written, batched_little),
        (real.written, lambda: {"limit": 1, "runs": [real.one("columbus", 0.5, 0.1), real.one("stl", 0.5, 0.1)]}),
    ],
    ids=["exact", "connectivity", "policies", "bounds", "reuse", "plans", "judge", "store", "batch", "real"],
)
def test_figures_become_a_table_in_both_languages(
    written: Callable[[Any, str], str], tiny: Callable[[], dict[str, Any]]
) -> None:
    figures = json.loads(json.dumps(tiny()))
    for language in LANGUAGES:
        rows = [line for line in written(figures, language).splitlines() if line.startswith("|")]
        assert len(rows) >= 3
        assert "nan" not in "".join(rows).lower()


def test_a_drawn_county_without_a_plan_is_timed_like_the_others() -> None:
    assert reuse.timed(Problem(county(12, 136), Kind(12).policy()), Engine())[1] is None


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ([0, 1, 0, 1], ("right", 0)),
        ([0, 1, 1, 0], ("parts", 2)),
        ([0, 0, 0, 0], ("zones", 1)),
        ([0, 1, 0, -1], ("left_out", 1)),
        ([0, 0, 0, 1], ("right", 0)),
        ([1, 0, 1, 1], ("load", 5 / 3)),
    ],
)
def test_what_is_wrong_with_an_answer_is_named(labels: list[int], found: tuple[str, float]) -> None:
    kind, amount = failures.verdict(SQUARE, labels, EVERY)
    assert kind == found[0]
    assert amount == pytest.approx(found[1])


def test_a_peer_is_held_only_to_what_it_can_be_asked() -> None:
    assert failures.verdict(SQUARE, [1, 0, 1, 1], frozenset({"zones"})) == ("right", 0)
    assert failures.verdict(CASES["minimum"], [0] * 20 + [1] * 5, EVERY) == ("small", 5)
    assert failures.verdict(CASES["gap"], [i // 5 for i in range(25)], frozenset({"zones"})) == ("unnoticed", 0)
    assert failures.asked("pymetis", CASES["gap"])["kind"] == "cannot"


def test_crashes_exceptions_and_answers_are_told_apart() -> None:
    def read(code: int, out: str, err: str) -> tuple[str, object]:
        found = failures.read(CASES["more"], PEERS["spopt AZP"], CompletedProcess([], code, out, err))
        return found["kind"], found["amount"]

    assert read(1, "", "Traceback (most recent call last):\n  …\nlib.Odd: what\nmore\n") == ("error", "Odd")
    assert read(-11, "", "") == ("crash", "exit code -11")
    assert read(-signal.SIGXCPU, "", "")[0] == "timeout"
    assert read(0, f"chatter\n{list(range(25))}\n", "") == ("zones", 25)


def test_a_wrong_plan_that_came_with_a_warning_says_so() -> None:
    done = CompletedProcess([], 0, f"{list(range(25))}\n", "x.py:1: UserWarning: two parts\n  code\n")
    answer = failures.read(CASES["more"], PEERS["spopt AZP"], done)
    assert answer["said"] == "UserWarning: two parts"
    answers = dict.fromkeys(CASES, answer)
    figures = {"peers": {"AZP": answers}, "versions": {}, "ours": {name: {"en": "", "zh": ""} for name in CASES}}
    assert "**wrong**: number of zones is 25, with a warning |" in failures.written(figures, "en")


def test_ours_answers_every_case_or_says_why_not() -> None:
    said = {name: failures.ours(case)["en"] for name, case in CASES.items()}
    assert said["island"] == said["halves"] == "5 zones, optimal"
    assert "30" in said["minimum"]
    assert said["gap"].startswith("counts holds a blank")
    assert "30" in said["more"]
    assert "虚构12所" in said["heavy"]


def test_a_tree_answers_like_itself(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, 1, 0, samples=False)
    few = ("/haidong-weighted", "/counted-minimax", "/verify", "/score-text")
    runs = tuple(one for one in case.runs if one[0].endswith(few))
    (found,) = same.run([ROOT, ROOT], tmp_path, [replace(case, runs=runs)]).values()
    assert (found.runs, found.files, found.differences) == (4, 12, [])
    assert found.endings == {"0": 6, "4": 2}


def test_a_planted_difference_is_found_and_times_are_not(tmp_path: Path) -> None:
    for side, seconds, points, ending in (("before", 0.5, 7, ""), ("after", 12.25, 8, "\n")):
        (tmp_path / side).mkdir()
        content = {"solver": {"seconds": seconds}, "error": f"无解，用时 {seconds:.2f} 秒", "points": 7}
        for name, text in (("alike", content), ("other", content | {"points": points}), (side, {})):
            (tmp_path / side / name).write_text(json.dumps(text, ensure_ascii=False, indent=1), encoding="utf-8")
        (tmp_path / side / "cut").write_text(f"the end{ending}", encoding="utf-8")
    files, found = same.compared(tmp_path / "before", tmp_path / "after")
    assert files == 5
    assert [one.file for one in found] == ["after", "before", "cut", "other"]
    parts = {"drawn": same.Outcome(1, 3, files, differences=found)}
    assert same.written(parts).endswith('DIFFERS other\n-  "points": 7·\n+  "points": 8·')
