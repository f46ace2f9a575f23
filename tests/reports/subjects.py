"""What the check of reports looks at: samples, drawn counties, a study, a pinned plan, one by hand, English ones."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import geodata
from benchmarks.counties import county as drawn_county
from geodata.county.build import Built
from solvers.solve import solve
from solvers.stop import Stop
from tests.workbench.drawn import grown
from workbench.given.sources import Layers
from workbench.report.issue import Issue
from workbench.report.material import Material, read_material
from zoning.judge.score import score
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import rendered
from zoning.result.solution import Proof, Run, Solution
from zoning.texts import Language

SAMPLES = ("xunhua", "qingshui", "xihe", "jishui", "dianjiang", "fengdu", "shizhu", "kaizhou")
ZONES = {9: 3, 40: 6, 120: 14}
ISSUE = Issue("某县公安局", "2026-11-30", "内部", "某公〔2026〕5号")
STUDY = """\
[base]
county = "sample:xunhua"

[scenarios.three]
why = "只设三个防区"
set = { "zones.max" = 3 }
"""


def subjects(folder: Path) -> dict[str, Callable[[], Material]]:
    """What is reported on, by name; every report says who issues it."""
    made: dict[str, Callable[[], Material]] = {name: partial(of_sample, folder, name) for name in SAMPLES}
    made |= {"pinned": partial(pinned, folder), "hand": partial(by_hand, folder), "study": partial(of_study, folder)}
    made |= {f"drawn{n}": partial(of_drawn, n, zones) for n, zones in ZONES.items()}
    made |= {f"{name}-en": partial(of_sample, folder, name, "en") for name in ("qingshui", "kaizhou")}
    return made | {"drawn40-en": partial(of_drawn, 40, ZONES[40], "en")}


def of_sample(folder: Path, name: str, language: Language = "zh") -> Material:
    """The best plan of a sample."""
    problem = Problem(geodata.read_county(f"sample:{name}"), read_policy("haidong"))
    return _of(folder / f"plan-{name}", solve(problem, stop=Stop(60)), f"sample:{name}", language)


def pinned(folder: Path) -> Material:
    """The best plan with stations set apart that would share a zone."""
    problem = Problem(geodata.read_county("sample:kaizhou"), read_policy("haidong"))
    best = solve(problem).plan
    assert best is not None
    far = [(zone[0], zone[-1]) for zone in best.zones if len(zone) > 3][:2]
    policy = problem.policy.override({"pins.apart": far})
    return _of(folder / "plan-pinned", solve(Problem(problem.county, policy)), "sample:kaizhou", "zh")


def of_study(folder: Path) -> Material:
    """A study of two scenarios, with two frontiers and chance beside it."""
    from workbench.cli import main

    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    out = ("--out", str(folder / "plan-study"))
    for words in (
        ("scenarios", str(folder / "study.toml")),
        ("frontier", "sample:xunhua"),
        ("frontier", "sample:xunhua", "--staircase"),
        ("stress", "sample:xunhua", str(folder / "plan-study" / "plans" / "base.json"), "--replicates", "20"),
    ):
        assert main([*words, *out]) == 0, words
    return replace(read_material(folder / "plan-study", None, Layers(), "zh"), issue=ISSUE)


def _of(folder: Path, solution: Solution, county: str, language: Language) -> Material:
    """The material of a solution in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_bytes(rendered(solution))
    return replace(read_material(folder, county, Layers(), language), issue=ISSUE)


def by_hand(folder: Path) -> Material:
    """A plan drawn by hand as a table of two columns."""
    county = geodata.read_county("sample:xunhua")
    plan = grown(Problem(county, read_policy("haidong")), 3)
    lines = [f"{county.names[code]},{z}" for z, zone in enumerate(plan.zones) for code in zone]
    path = folder / "draft.csv"
    path.write_text("\n".join(["派出所,防区", *lines]), encoding="utf-8")
    return replace(read_material(path, "sample:xunhua", Layers(), "zh"), issue=ISSUE)


def of_drawn(stations: int, zones: int, language: Language = "zh") -> Material:
    """A plan of a made-up county, by no solver."""
    county = drawn_county(stations, 1)
    problem = Problem(county, read_policy("haidong").override({"zones.max": zones + 1}))
    plan = grown(problem, zones)
    judged = score(problem, plan)
    solution = Solution(problem, Proof("feasible"), Run("hand", 0.5, 0), plan, judged)
    files = ("county.gpkg", "plan.json")
    return Material(language, Built(county, {}), solution, judged, proved=False, files=files, issue=ISSUE)
