"""What a run wrote earlier is never believed: a forged answer is worked out again, a forged result is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.runs.files import FINISHED, RESULTS, TABLE
from scenarios.runs.results import read
from scenarios.runs.run import Outcome, run
from scenarios.spec.scenario import BASE
from scenarios.whatif.study import Study
from solvers.objectives.modes import solve_in_stages
from solvers.solve import solve
from zoning.model.errors import InputError
from zoning.result.documents import to_document

Content = dict[str, Any]
Forge = Callable[[Content], None]
FOUR = "four"


def put(*path: str | int, value: Any) -> Forge:
    def forge(content: Content) -> None:
        node: Any = content
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = value

    return forge


def add(*path: str | int, by: float) -> Forge:
    def forge(content: Content) -> None:
        node: Any = content
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] += by

    return forge


def exchanged(content: Content) -> None:
    """Two stations in each other's zones, all else as it was."""
    one, other = content["zones"][-1]["stations"], content["zones"][-2]["stations"]
    one[0], other[0] = other[0], one[0]


def no_plan(content: Content) -> None:
    """As if no plan kept the rules."""
    content["proof"] |= {"status": "infeasible", "bound": None, "gap": None}
    content["proof"] |= {"reason": "无", "reasons": [{"says": "无", "says_en": "none"}]}
    content |= {"zones": [], "measures": {}, "points": None, "violations": []}
    del content["figures"]


def nothing_found(content: Content) -> None:
    """As if the search had been stopped before it found a plan, which states nothing false."""
    no_plan(content)
    for key in ("reason", "reasons", "duals", "zone_dual", "dual_bound", "change_dual", "label_duals", "limit_duals"):
        content["proof"].pop(key, None)
    content["proof"] |= {"status": "unknown", "certificates": []}


def not_proved(content: Content) -> None:
    """The plan without its proof, which states nothing false."""
    nothing_found(proof := {**content})
    content["proof"] = proof["proof"] | {"status": "feasible"}


def alternatives(content: Content) -> None:
    content |= {"alternatives": [[zone["stations"] for zone in content["zones"]]], "alternatives_gap": 0.1}


FORGERIES: dict[str, Forge] = {
    "points": add("points", by=-1),
    "zones": exchanged,
    "points of a zone": add("zones", 0, "points", by=1),
    "measure": add("measures", "travel", by=-0.01),
    "figure": add("figures", "gini", by=-0.01),
    "office": put("zones", 0, "office", value="nobody"),
    "infeasible": no_plan,
    "unknown": nothing_found,
    "feasible": not_proved,
    "bound": add("proof", "bound", by=1),
    "no bound": put("proof", "bound", value=None),
    "gap": put("proof", "gap", value=0.5),
    "dual": add("proof", "certificates", 0, "zone_dual", by=1000),
    "certificates": put("proof", "certificates", value=[]),
    "policy": put("policy", "zones", "max", value=5),
    "weights": put("policy", "weights", "travel", value=0.9),
    "pins": put("policy", "pins", "together", value=[["630225202", "630225205"]]),
    "digest": put("county", "digest", value="sha256:" + "0" * 64),
    "notice": put("county", "notice", value=""),
    "alternatives": alternatives,
    "all alternatives": put("alternatives_gap", value=0.5),
    "schema": put("schema", value="zoning.plan/2"),
    "kind": put("points", value="1"),
    "key": put("proof", "bound2", value=1),
}


@pytest.fixture
def folder(finished: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """A copy of the results of the study."""
    return Path(shutil.copytree(finished[0], tmp_path / "out"))


def answer_of(folder: Path, finished: tuple[Path, Outcome], name: str = FOUR) -> Path:
    (key,) = (record.key for record in finished[1].records if record.name == name)
    return folder / FINISHED / f"{key}.json"


def worked_out_again(study: Study, folder: Path, finished: tuple[Path, Outcome], answer: Path) -> None:
    """One answer is solved, the results are what they were, and the file is a true one again."""
    outcome = run(study, folder)
    assert (outcome.solved, outcome.kept) == (1, 4)
    assert (folder / TABLE).read_bytes() == (finished[0] / TABLE).read_bytes()
    assert run(study, folder).kept == 5
    assert json.loads(answer.read_text(encoding="utf-8"))["plan"]["proof"]["status"] == "optimal"


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_answer_is_worked_out_again(
    study: Study, folder: Path, finished: tuple[Path, Outcome], name: str
) -> None:
    answer = answer_of(folder, finished)
    content = json.loads(answer.read_text(encoding="utf-8"))
    FORGERIES[name](content["plan"])
    answer.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    worked_out_again(study, folder, finished, answer)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda _: "",
        lambda _: "�" * 100,
        lambda _: "[" * 100_000,
        lambda text: text.replace("zoning.answer/1", "zoning.score/1"),
        lambda text: text.replace('"plan": {', '"plan": {"points": 1,', 1),
        lambda text: json.dumps({**json.loads(text), "seconds": "soon"}),
        lambda text: json.dumps({**json.loads(text), "plan": None}),
    ],
)
def test_a_broken_answer_is_worked_out_again(
    study: Study, folder: Path, finished: tuple[Path, Outcome], spoil: Callable[[str], str]
) -> None:
    answer = answer_of(folder, finished)
    answer.write_text(spoil(answer.read_text(encoding="utf-8")), encoding="utf-8")
    worked_out_again(study, folder, finished, answer)


def test_the_answer_of_another_scenario_is_none(study: Study, folder: Path, finished: tuple[Path, Outcome]) -> None:
    answer = answer_of(folder, finished)
    shutil.copy(answer_of(folder, finished, BASE), answer)
    worked_out_again(study, folder, finished, answer)


def test_a_true_plan_that_was_sought_in_steps_is_no_answer(
    study: Study, folder: Path, finished: tuple[Path, Outcome]
) -> None:
    answer = answer_of(folder, finished)
    content = json.loads(answer.read_text(encoding="utf-8"))
    content["plan"] = to_document(solve_in_stages(study.applied[FOUR].problem, {"travel": 0.0}))
    answer.write_text(json.dumps(content), encoding="utf-8")
    worked_out_again(study, folder, finished, answer)


def lines(folder: Path) -> list[Content]:
    return [json.loads(line) for line in (folder / RESULTS).read_text(encoding="utf-8").splitlines()]


def refused(folder: Path, results: list[Content]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in results)
    (folder / RESULTS).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(folder)
    assert all(RESULTS in str(one) for one in error.value.mistakes)


@pytest.mark.parametrize("name", sorted(FORGERIES.keys() - {"unknown", "feasible"}))
def test_a_forged_result_is_refused(folder: Path, name: str) -> None:
    results = lines(folder)
    FORGERIES[name](results[1]["plan"])
    refused(folder, results)


@pytest.mark.parametrize(
    "forge",
    [
        put("plan", value=None),
        put("status", value="feasible"),
        put("name", value="festival"),
        put("name", value="nobody"),
        put("why", value="x"),
        put("applied", value=[]),
        put("merged", value=[["630225202", "630225205"]]),
    ],
)
def test_a_line_of_the_results_that_is_not_so_is_refused(folder: Path, forge: Forge) -> None:
    results = lines(folder)
    forge(results[1])
    if results[1]["plan"] is None:
        results[1] |= {"status": "refused", "reasons": [{"says": "不行", "says_en": "no"}]}
    refused(folder, results)


def test_what_moved_against_the_base_is_worked_out_again(folder: Path, finished: tuple[Path, Outcome]) -> None:
    results = lines(folder)
    for line in results:
        line["moved_against_base"] = ["630225202"]
    (folder / RESULTS).write_text("".join(json.dumps(line) + "\n" for line in results), encoding="utf-8")
    assert [record.moved for record in read(folder).records] == [record.moved for record in finished[1].records]


def test_a_scenario_has_one_result(folder: Path) -> None:
    refused(folder, [*lines(folder), lines(folder)[1]])


def test_a_plan_of_steps_is_no_result(study: Study, folder: Path) -> None:
    results = lines(folder)
    results[1]["plan"] = to_document(solve_in_stages(study.applied[FOUR].problem, {"travel": 0.0}))
    refused(folder, results)


def test_an_answer_without_a_proof_is_kept_where_time_was_short(study: Study, tmp_path: Path) -> None:
    """With a time limit a search may end without a proof; what it then states is checked all the same."""
    run(study, tmp_path, time_limit=600.0)
    for path in (tmp_path / FINISHED).iterdir():
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["plan"]["zones"]:
            not_proved(content["plan"])
            path.write_text(json.dumps(content), encoding="utf-8")
    again = run(study, tmp_path, time_limit=600.0)
    assert (again.solved, again.kept) == (0, 5)
    assert [record.status for record in again.records].count("feasible") == 5
    assert solve(study.base).proof.status == "optimal"
