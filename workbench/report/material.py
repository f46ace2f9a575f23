"""What a report is made of: a folder of ``zoning solve`` or ``zoning scenarios``, read, judged and verified again.

Nothing is taken from the file on trust: the figures are the judge's, and a plan whose claims are not so is refused like
in ``zoning verify``. What it may get wrong: without zones of today there is no "before"; what a plan is then compared
with is an assumption, and every table that does so names it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.county.build import Built
from geodata.grouping import is_grouping
from scenarios.compare.compare import Comparison, sentences
from scenarios.runs.comparison import of_records
from scenarios.runs.files import PLANS, RESULTS
from scenarios.runs.results import Results, read
from scenarios.spec.scenario import BASE
from solvers.sets.masks import MOST_STATIONS
from systems.organisation.records import Choice, read_kept
from systems.teams.parameters import Parameters
from workbench.draw.ground import Ground, ground
from workbench.given.claims import claim_of
from workbench.given.parameters import restored
from workbench.given.sources import Layers
from workbench.report.issue import Issue
from workbench.tables.called import policy_called, policy_source
from workbench.tables.decisions import pins
from workbench.tables.plan.zones import mean_called
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.judge.values import plan_values, today
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.plan_document import solution_of
from zoning.result.plan_file import PlanFile, read_plan
from zoning.result.solution import Solution
from zoning.texts import Language, Message, say

if TYPE_CHECKING:
    from solvers.explain.decisions import Prices
    from solvers.explain.draft import Draft

BY_HAND = ("workbench", "edit")
"""What plan files of the workbench and of a store say of how their plan was found, where no search did."""
PLAN, COUNTY, WORK = "plan.json", "county.gpkg", "organisation.json"


@dataclass(frozen=True)
class Material:
    """A judged plan of a county; ``proved`` when its proof was checked again, ``files`` are those to verify it with.

    Of a study the plan is that of its base, and ``results`` are those of all its scenarios.

    ``choices`` and ``parameters`` are those of ``zoning organise``, where its file lies beside the plan in
    ``folder``. A plan that was ``drawn`` by hand was sought by nobody. ``issue`` is who issues the report and when.
    ``draft`` is the plan beside the best one, and put right, where a command has worked that out. Of a mode so many
    first ``steps`` are proved.
    """

    language: Language
    built: Built
    solution: Solution
    judged: Score
    proved: bool
    files: tuple[str, str]
    results: Results | None = None
    choices: tuple[Choice, ...] = ()
    parameters: Parameters = field(default=Parameters())
    folder: Path = field(default=Path())
    drawn: bool = False
    issue: Issue = field(default=Issue())
    draft: "Draft | None" = None
    steps: int = 0

    def say(self, key: str, **values: object) -> str:
        return say(f"workbench.report.{key}", self.language, **values)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the scenarios of the study are called, in order: number and question; number 0 is the base."""
        records = self.results.records if self.results else ()
        asked = [
            say("workbench.scenarios.base", self.language) if r.name == BASE else spoken(r.why, self.language)
            for r in records
        ]
        names = [record.name for record in records]
        return {
            name: self.say("scenario_label", number=k, why=why.rstrip("。.?？"))
            for k, (name, why) in enumerate(zip(names, asked, strict=True))
        }

    def number(self, name: str) -> int:
        """The number of a scenario in the report."""
        return list(self.labels).index(name)

    def plan(self, name: str) -> str:
        """The best plan of a scenario, by its number."""
        return self.say("plan_number", number=self.number(name))

    @cached_property
    def comparison(self) -> Comparison | None:
        """Every plan of the study under every scenario, those without a plan, too; ``None`` without a study."""
        return None if self.results is None else of_records(self.results.records)

    def compared(self) -> Iterator[str]:
        """The comparison in words, with scenarios by number and question."""
        if self.comparison is not None:
            for says in sentences(self.comparison):
                values = {key: self._called(key, value) for key, value in says.values.items()}
                yield Message(says.key, values).text(self.language)

    def _called(self, key: str, value: Any) -> Any:
        """Plans by number, single scenarios in full, several by number."""
        if key == "plan":
            return self.plan(value)
        if key == "cases":
            return [self.number(name) for name in value]
        return self.labels[value] if key in ("case", "first") else value

    @property
    def problem(self) -> Problem:
        return self.solution.problem

    @property
    def policy(self) -> str:
        """Where the policy comes from, or else its name."""
        policy = self.problem.policy
        return policy_source(policy, self.language) or policy_called(policy.name, self.language)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """One name a zone."""
        return zone_names(self.problem, self.judged, self.language)

    @cached_property
    def mean_called(self) -> str:
        """What the mean workload per officer is the mean of."""
        return mean_called(self.problem, self.judged, self.language)

    @cached_property
    def ground(self) -> Ground:
        return ground(self.built.county, self.built.areas)

    @cached_property
    def values(self) -> dict[str, float]:
        """The figures of the plan."""
        return plan_values(self.judged)

    @cached_property
    def prices(self) -> "Prices | None":
        """What the decisions of the plan cost, or how far one drawn by hand is from the best; else ``None``.

        The search ends after so many steps, not seconds, so that equal reports are equal; counties that are too large
        for it are not priced.
        """
        sought = self.drawn or any(pins(self.problem.policy))
        if not sought or self.solution.staged or len(self.problem) > MOST_STATIONS:
            return None
        from solvers.explain.decisions import priced

        return priced(self.problem, self.judged.plan)

    @property
    def wants_draft(self) -> bool:
        """Whether it is to be held against the best plan, and put right: drawn by hand, or breaking a rule."""
        return bool(self.drawn or self.judged.violations) and len(self.problem) <= MOST_STATIONS

    @cached_property
    def best(self) -> Solution | None:
        """The best plan under the same rules and decisions, where that of the report may be another; else ``None``.

        It may be another where something else than the points was sought, or where it lies among the ``plans`` of a
        search. Like :attr:`prices` this ends after so many steps, and is not sought for large counties.
        """
        if self.drawn:  # said with its price
            return None
        lesser = self.folder.resolve().parent.name == PLANS and not (
            self.proved and self.solution.proof.status == "optimal"
        )
        if not (lesser or self.solution.staged) or self.judged.violations or len(self.problem) > MOST_STATIONS:
            return None
        from solvers.explain.decisions import STATES
        from solvers.solve import solve
        from solvers.stop import Stop

        return solve(self.problem, start=self.judged.plan, stop=Stop(states=STATES))

    @cached_property
    def baselines(self) -> dict[str, dict[str, float]]:
        """Figures of what the plan may be compared with: ``current``, else every station ``alone`` and ``one`` office.

        Where there is no plan of today nobody knows what it was like; the two extremes say what zones bring. They are
        of the county: a decision, such as where an office is, moves none of them.
        """
        before = plan_values(today(self.problem))
        if self.problem.current is not None:
            return {"current": before}
        whole = Plan.of([self.problem.county.codes])
        return {"alone": before, "one": plan_values(score(self.problem.undecided, whole))}


def read_material(folder: Path, county: str | None, layers: Layers, language: Language) -> Material:
    """The plan or the study of a folder with its county, which lies beside it unless another is given.

    Raises
    ------
    InputError
        When there is no plan or no county, or the plan is not what it claims to be.
    """
    folder = _given(folder)
    study = (folder / RESULTS).is_file()
    made = _of_study(folder, county, language) if study else _of_plan(folder, county, layers, language)
    made = replace(made, folder=folder if folder.is_dir() else folder.parent)
    parameters, choices = kept_work(made.folder)
    return replace(made, choices=choices, parameters=parameters)


def _given(path: Path) -> Path:
    """The folder behind what a person names: itself, that of its ``plan.json``, or a table drawn by hand.

    Raises
    ------
    InputError
        When nothing is there, or a pipe or a device.
    """
    if not path.exists():
        raise InputError([mistake("workbench.report.missing", table=str(path))])
    if not path.is_dir() and not path.is_file():
        raise InputError([mistake("zoning.files.not_a_file", table=str(path))])
    return path.parent if path.is_file() and path.name == PLAN else path


def kept_work(folder: Path) -> tuple[Parameters, tuple[Choice, ...]]:
    """Parameters and choices of ``zoning organise`` in a folder; none chosen where its file is not there.

    Raises
    ------
    InputError
        When the file is none.
    """
    if not (folder / WORK).is_file():
        return Parameters(), ()
    work = read_kept(folder / WORK)
    return restored(Parameters, work.parameters, WORK), work.choices


def material_of(folder: Path, built: Built, language: Language) -> Material:
    """The plan of a folder on a county that was read already; raises as :func:`read_material`."""
    claim, (parameters, choices) = read_plan(folder / PLAN), kept_work(folder)
    made = _verified(claim, claim.problem(built.county), built, language, (COUNTY, PLAN))
    return replace(made, folder=folder, choices=choices, parameters=parameters)


def _of_plan(folder: Path, county: str | None, layers: Layers, language: Language) -> Material:
    """The plan of ``plan.json``."""
    if is_grouping(folder) and not folder.is_dir():
        return _of_draft(folder, county, layers, language)
    path = folder / PLAN
    if not path.is_file():
        raise InputError([mistake("workbench.report.no_plan", table=str(folder))])
    claim = read_plan(path)
    if county is None and not (folder / COUNTY).is_file():
        raise InputError([mistake("workbench.report.no_county", table=str(folder), county=claim.document.county.name)])
    built = layers.of(county or str(folder / COUNTY)).read()
    return _verified(claim, claim.problem(built.county), built, language, (county or COUNTY, PLAN))


def _of_draft(path: Path, county: str | None, layers: Layers, language: Language) -> Material:
    """The plan drawn by hand in a table; without another county the table is that of a county, too."""
    built = layers.of(county or str(path)).read()
    claim = claim_of(path, built.county)
    made = _verified(claim, claim.problem(built.county), built, language, (county or path.name, path.name))
    return replace(made, drawn=True)


def _of_study(folder: Path, county: str | None, language: Language) -> Material:
    """The plan of a study's base, and its results."""
    if county is not None:
        raise InputError([mistake("workbench.report.own_county", table="--county", value=county)])
    results = read(folder)
    base = results[BASE]
    if base.plan is None or base.problem is None or base.score is None:
        raise InputError([mistake("workbench.report.no_base", table=str(folder))])
    files = (COUNTY, f"{PLANS}/{BASE}.json")
    return replace(_verified(base.plan, base.problem, results.study.built, language, files), results=results)


def _verified(claim: PlanFile, problem: Problem, built: Built, language: Language, files: tuple[str, str]) -> Material:
    """The material of a plan of which nothing is false; of its proof only what was proved again is left."""
    from solvers.proof.verify import verify

    judged = score(problem, claim.plan)
    found = verify(problem, claim)
    if found.mistakes:
        raise InputError(found.mistakes)
    solution = solution_of(claim, problem)
    if not found.proved:
        less = replace(solution.proof, status="feasible", bound=None, gap=None)
        solution = replace(solution, proof=less, alternatives_complete=solution.alternatives_gap is None)
    steps = 0 if found.unproved else found.stages_checked
    drawn = by_hand(solution, proved=found.proved)
    return Material(language, built, solution, judged, found.proved, files, drawn=drawn, steps=steps)


def by_hand(solution: Solution, *, proved: bool) -> bool:
    """Whether a plan was made by a person in the workbench, and is not proved to be best all the same."""
    return solution.run.name in BY_HAND and not (proved and solution.proof.status == "optimal")


BOTH = re.compile(r"(?P<zh>.*[\u4e00-\u9fff].*?)\s*·\s*(?P<en>[^\u4e00-\u9fff]+)")
"""A sentence of the library of scenarios, in Chinese and then in English."""


def spoken(why: str, language: Language) -> str:
    """The part of a sentence that is in the language, where it is in both."""
    both = BOTH.fullmatch(why)
    return both[language] if both else why
