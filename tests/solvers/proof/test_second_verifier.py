"""Two verifiers that share no code say the same of every file."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import geodata
from geodata.county.build import Built
from solvers.objectives.frontier import frontier
from solvers.objectives.modes import solve_in_stages
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of
from tests.solvers.proof import forms, oddities, second
from tests.solvers.proof.changes import Content
from tests.solvers.proof.files import KINDS, File, checked, file, written
from tests.solvers.proof.test_tampering import FORGERIES, Alter
from tests.solvers.proof.test_tampering import TRUE as STAYS_TRUE
from zoning.judge.measures import MEASURES
from zoning.judge.rules import PLAN_RULES, RULES
from zoning.judge.score import score
from zoning.model.errors import InputError
from zoning.model.policy import keys, read_policy
from zoning.model.problem import Problem
from zoning.result.documents import parsed, rendered
from zoning.result.solution import Proof, Run, Solution

SAMPLES = ("xunhua", "jishui", "qingshui", "xihe", "dianjiang")
"""Those of at most 25 stations."""
SEEDS = range(0, 60, 3)
UNCHECKED = {"zones.0.figures.beauty"}
"""What only the first looks at: names of zones, and figures beside the measures."""


@pytest.fixture(scope="module")
def module() -> ModuleType:
    return second.load()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A folder for the files of a kind."""
    made: dict[str, Path] = {}

    def one(kind: str) -> Path:
        return made.setdefault(kind, tmp_path_factory.mktemp("kind"))

    return one


def agreed(module: ModuleType, folder: Path, made: File) -> None:
    """Both find the file true, and prove again what it claims."""
    found = checked(made.problem, made.content)
    code, words = second.verdict(module, folder, made.problem, made.content)
    assert not found.mistakes
    assert code == second.TRUE, words


def test_it_stands_alone() -> None:
    """One file of the standard library, short enough to be read."""
    assert [path.name for path in second.SOURCE.parent.glob("*.py")] == [second.SOURCE.name]
    text = second.SOURCE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 674
    assert max(map(len, text.splitlines())) <= 120
    names = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert names <= sys.stdlib_module_names


def test_it_knows_every_measure_rule_and_value_of_a_policy(module: ModuleType) -> None:
    known = {f"{name}.{key}" for name, part in module.FORM["policy"].items() if isinstance(part, dict) for key in part}
    assert known == {key for key in keys() if "." in key}
    assert list(module.MEASURES) == [measure.key for measure in MEASURES]
    assert {*module.RULES, "zone_count", "max_changed"} == {rule.key for rule in (*RULES, *PLAN_RULES)}


@pytest.mark.parametrize("name", SAMPLES)
def test_both_prove_the_samples(module: ModuleType, built: Callable[[str], Built], tmp_path: Path, name: str) -> None:
    agreed(module, tmp_path, written(solve(Problem(built(name).county, read_policy("haidong")), gap=0.01, most=3)))


@pytest.mark.parametrize("seed", SEEDS)
def test_both_prove_drawn_plans_of_every_kind(module: ModuleType, tmp_path: Path, seed: int) -> None:
    problem = problem_of(draw(seed))
    first, other = (
        str(key) for key in np.random.default_rng(seed).choice(list(problem.policy.weights.shares()), 2, False)
    )
    agreed(module, tmp_path, written(solve(problem, gap=(None, 0.0, 0.05)[seed % 3], most=5)))
    agreed(module, tmp_path, written(solve_in_stages(problem, {first: 0.1, other: 0.0})))
    agreed(module, tmp_path, written(solve_in_stages(problem, None)))
    for point in islice(frontier(problem, (first, other)), 2):
        judged, run = score(problem, point.plan), Run("frontier", 1.0, 0)
        agreed(
            module,
            tmp_path,
            written(Solution(problem, Proof("optimal"), run, point.plan, judged, staged=point.staged)),
        )


@pytest.mark.parametrize("seed", range(24))
def test_both_prove_bands_and_chosen_offices(module: ModuleType, tmp_path: Path, seed: int) -> None:
    """A band of the workload per officer, and offices that are not the median of their zones."""
    drawn = problem_of(draw(seed, 6, 9))
    free = [code for code, own in zip(drawn.county.codes, drawn.alone, strict=True) if not own]
    values = {
        "rules.officer_band": (0.4, 0.9, 3.0)[seed % 3],
        "pins.offices": free[: seed % 4 % 3],
        "measures.tolerance": 0.1,
    }
    policy = drawn.policy.override({**values, "weights.overload": 0.5, "weights.border_cut": 0.2})
    agreed(module, tmp_path, written(solve(Problem(drawn.county, policy), gap=0.1, most=5)))


@pytest.mark.parametrize("seed", range(24))
def test_both_prove_plans_for_response(module: ModuleType, tmp_path: Path, seed: int) -> None:
    """A measure of which growth knows nothing: its shares, points and proof are the same to both."""
    drawn = problem_of(draw(seed, 4, 8))
    policy = drawn.policy.override({"weights.response": (0.3, 1.0, 5.0)[seed % 3]})
    agreed(module, tmp_path, written(solve(Problem(drawn.county, policy), gap=0.05, most=5)))


@pytest.mark.parametrize("kind", KINDS)
def test_it_believes_a_true_file(module: ModuleType, folders: Callable[[str], Path], kind: str) -> None:
    code, words = second.verdict(module, folders(kind), file(kind).problem, file(kind).content)
    assert code == (second.OPEN if kind == "large" else second.TRUE), words


@pytest.mark.parametrize(("kind", "field", "change"), FORGERIES)
def test_it_finds_a_forgery(
    module: ModuleType, folders: Callable[[str], Path], kind: str, field: str, change: Alter
) -> None:
    if field not in UNCHECKED:
        content = file(kind).content
        change(content)
        code, words = second.verdict(module, folders(kind), file(kind).problem, content)
        assert code in (second.FALSE, second.UNREADABLE), words


@pytest.mark.parametrize(("kind", "change"), STAYS_TRUE)
def test_it_believes_what_stays_true(
    module: ModuleType, folders: Callable[[str], Path], kind: str, change: Alter
) -> None:
    content = file(kind).content
    change(content)
    code, words = second.verdict(module, folders(kind), file(kind).problem, content)
    assert code in (second.TRUE, second.OPEN), words


@pytest.mark.parametrize("kind", KINDS)
def test_it_refuses_values_of_another_kind(module: ModuleType, folders: Callable[[str], Path], kind: str) -> None:
    """All but those that state nothing; and says so in words."""
    believed = []
    for name, content in forms.kinds(file(kind).content, whole=kind == "weighted"):
        code, words = second.verdict(module, folders(kind), file(kind).problem, content)
        assert code in (second.FALSE, second.UNREADABLE) or forms.NO_CLAIM.match(name), (name, words)
        believed += [name] if code in (second.TRUE, second.OPEN) else []
    assert len(believed) < 100


@pytest.mark.parametrize("kind", KINDS)
def test_it_refuses_keys_that_nobody_knows(module: ModuleType, folders: Callable[[str], Path], kind: str) -> None:
    for name, content in forms.unknown(file(kind).content):
        code, words = second.verdict(module, folders(kind), file(kind).problem, content)
        assert code in (second.FALSE, second.UNREADABLE) or forms.NO_CLAIM.match(name), (name, words)


@pytest.mark.parametrize("kind", KINDS)
def test_both_say_the_same_of_odd_files(module: ModuleType, folders: Callable[[str], Path], kind: str) -> None:
    """What one refuses, the other refuses; what one believes, the other believes, proved or not."""
    problem, differing, refused = file(kind).problem, [], []
    for name, text in oddities.altered(kind):
        try:
            found = checked(problem, parsed(text.encode(), "plan.json"))
            first = bool(found.mistakes or found.violations)
        except InputError:
            first = True
        code, words = second.verdict(module, folders(kind), problem, text)
        differing += [(name, words)] if first != (code in (second.FALSE, second.UNREADABLE)) else []
        refused += [first]
    assert not differing
    assert {True, False} <= set(refused)


def test_there_are_some_two_hundred_odd_files() -> None:
    assert oddities.count() > 250


def test_bounds_on_the_sum_of_all_zones_prove_nothing_of_the_largest(
    module: ModuleType, folders: Callable[[str], Path]
) -> None:
    """True certificates beside a step whose largest zone is not at its least: both verifiers refuse the step."""
    problem, content = file("minimax").problem, file("minimax").content
    found = solve(problem, gap=3.0, most=10_000)
    assert found.plan is not None
    judged = [score(problem, plan) for plan in (found.plan, *found.alternatives)]
    largest = [max(zone.points for zone in one.zones) for one in judged]
    target = sorted(set(largest))[1]
    worse = judged[largest.index(target)].plan
    content["mode"]["stages"][0] |= {"points": target, "allowed": target, "zones": list(map(list, worse.zones))}
    for stage, cap in zip(content["mode"]["stages"], (target - 1, target), strict=True):
        for claim in stage["certificates"]:
            kept = (one for one, most in zip(judged, largest, strict=True) if most <= cap)
            bound = min((one.points for one in kept if len(one.zones) == claim["zones"]), default=None)
            claim |= {"duals": {}, "zone_dual": 0, "dual_bound": 0, "bound": bound}
    assert [one.column for one in checked(problem, content).mistakes] == ["mode.stages.0.points"]
    code, words = second.verdict(module, folders("minimax"), problem, content)
    assert code == second.FALSE
    assert "mode.stages.0.points" in words


@pytest.mark.parametrize("name", forms.TEXTS)
def test_it_refuses_texts_that_programs_read_differently(
    module: ModuleType, folders: Callable[[str], Path], name: str
) -> None:
    text = forms.texts(file("weighted").content)[name]
    code, words = second.verdict(module, folders("weighted"), file("weighted").problem, text)
    assert code == second.UNREADABLE, words
    assert "无法读取" in words


def test_every_sentence_names_its_field_in_both_languages(module: ModuleType, folders: Callable[[str], Path]) -> None:
    content: Content = file("weighted").content
    content["proof"]["bound"] += 7
    code, words = second.verdict(module, folders("weighted"), file("weighted").problem, content)
    assert code == second.FALSE
    assert "proof.bound: the file says" in words
    assert "文件写" in words


def test_it_says_how_long_a_proof_would_take(
    module: ModuleType, folders: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", -1.0)
    monkeypatch.setattr(module, "LOOKS", 1)
    code, words = second.verdict(module, folders("weighted"), file("weighted").problem, file("weighted").content)
    assert code == second.OPEN
    assert "--force" in words


def test_it_runs_by_itself(tmp_path: Path, built: Callable[[str], Built]) -> None:
    """Copied alone to another folder, in a Python that finds no package of ours."""
    problem = Problem(built("xunhua").county, read_policy("haidong"))
    geodata.write_county(problem.county, tmp_path / "county")
    (tmp_path / "plan.json").write_text(written(solve(problem)).text, encoding="utf-8")
    shutil.copy(second.SOURCE, tmp_path / "copied.py")
    call: list[Any] = [sys.executable, "-I", "-S", "copied.py", "county", "plan.json"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == second.TRUE, done.stdout + done.stderr
    assert '"weights"' in done.stdout
    assert subprocess.run(call[:4], cwd=tmp_path, capture_output=True, check=False).returncode == second.UNREADABLE


def test_it_reads_the_folder_of_a_sample_and_runs_isolated(tmp_path: Path) -> None:
    """Words for yes and no, whole numbers in county.toml, and columns of notes are read as the program reads them."""
    geodata.copy_sample("xunhua", tmp_path / "county")
    problem = Problem(geodata.read_county(tmp_path / "county"), read_policy("haidong"))
    (tmp_path / "plan.json").write_bytes(rendered(solve(problem)))
    words = [
        sys.executable,
        "-I",
        str(second.SOURCE),
        str(tmp_path / "county"),
        str(tmp_path / "plan.json"),
    ]
    said = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert said.returncode == 0, said.stdout + said.stderr
