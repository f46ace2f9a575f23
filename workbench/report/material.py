"""What a report is made of: a folder that ``zoning solve --out`` wrote, read, judged and verified again.

Nothing is taken from the file on trust: the figures are the judge's, and a plan whose claims are not so is refused like
in ``zoning verify``. What it may get wrong: without zones of today there is no "before"; what a plan is then compared
with is an assumption, and every table that does so names it.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from geodata.build import Built
from workbench.figures import plan_values
from workbench.ground import Ground, ground
from workbench.sources import Layers
from zoning.errors import InputError, mistake
from zoning.files import PlanFile, certificates, read_plan
from zoning.names import zone_names
from zoning.plan import Plan
from zoning.problem import Problem
from zoning.score import Score, score
from zoning.solution import Proof, Run, Solution, Staged
from zoning.texts import Language, say

PLAN, COUNTY = "plan.json", "county.gpkg"


@dataclass(frozen=True)
class Material:
    """A judged plan of a county; ``proved`` when its proof was checked again, ``files`` are those to verify it with."""

    language: Language
    built: Built
    solution: Solution
    judged: Score
    proved: bool
    files: tuple[str, str]

    def say(self, key: str, **values: object) -> str:
        return say(f"workbench.report.{key}", self.language, **values)

    def kind(self, key: str) -> str:
        return say(f"workbench.kind.{key}", self.language)

    def meaning(self, key: str) -> str:
        return say(f"workbench.meaning.{key}", self.language)

    def zone_today(self, codes: tuple[str, ...]) -> str:
        """The name of a zone of today, as its stations give it."""
        stations = self.problem.county.stations
        labels = (stations[self.problem.county.index[code]].current_zone for code in codes)
        return next((label for label in labels if label), self.say("no_zone"))

    @property
    def problem(self) -> Problem:
        return self.solution.problem

    @property
    def policy(self) -> str:
        """Where the policy comes from, or else its name."""
        return self.problem.policy.source or self.problem.policy.name

    @cached_property
    def names(self) -> tuple[str, ...]:
        """One name a zone."""
        return zone_names(self.problem, self.judged)

    @cached_property
    def ground(self) -> Ground:
        return ground(self.built.county, self.built.areas)

    @cached_property
    def values(self) -> dict[str, float]:
        """The figures of the plan."""
        return plan_values(self.judged)

    @cached_property
    def baselines(self) -> dict[str, dict[str, float]]:
        """Figures of what the plan may be compared with: ``current``, else every station ``alone`` and ``one`` office.

        Where there is no plan of today nobody knows what it was like; the two extremes say what zones bring.
        """
        codes = self.problem.county.codes
        plans = {"alone": Plan.of([code] for code in codes), "one": Plan.of([codes])}
        if self.problem.current is not None:
            plans = {"current": self.problem.current}
        return {key: plan_values(score(self.problem, plan)) for key, plan in plans.items()}


def read_material(folder: Path, county: str | None, layers: Layers, language: Language) -> Material:
    """The plan of a folder with its county, which lies beside it unless another is given.

    Raises
    ------
    InputError
        When there is no plan or no county, or the plan is not what it claims to be.
    """
    path = folder / PLAN
    if not path.is_file():
        raise InputError([mistake("workbench.report.no_plan", table=str(folder))])
    claim = read_plan(path)
    if county is None and not (folder / COUNTY).is_file():
        raise InputError([mistake("workbench.report.no_county", table=str(folder), county=claim.document.county.name)])
    built = layers.of(county or str(folder / COUNTY)).read()
    from solvers import verify

    problem = claim.problem(built.county)
    judged = score(problem, claim.plan)
    found = verify(problem, claim)
    if found.mistakes:
        raise InputError(found.mistakes)
    return Material(language, built, _solution(claim, problem, judged), judged, found.proved, (county or COUNTY, PLAN))


def _solution(claim: PlanFile, problem: Problem, judged: Score) -> Solution:
    """The solution that the file was written from."""
    stated = claim.document
    proof = Proof(
        stated.proof.status,
        stated.proof.bound,
        stated.proof.gap,
        certificates(stated.proof.certificates, problem.county),
    )
    run = Run(stated.solver.name, stated.solver.seconds, stated.solver.seed, stopped=stated.solver.stopped or "")
    others = tuple(Plan.of(zones) for zones in stated.alternatives)
    staged = None
    if stated.mode:
        staged = Staged(stated.mode.name, tuple((step.objective, step.slack) for step in stated.mode.wanted))
    return Solution(problem, proof, run, claim.plan, judged, others, stated.alternatives_complete, staged)
