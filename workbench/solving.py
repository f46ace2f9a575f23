"""``zoning solve``: read, solve, write the files, then show. Files come first, so that a closed pipe loses nothing."""

from dataclasses import dataclass
from pathlib import Path

from geodata.build import Built
from workbench.decisions import Wishes, problem_of
from workbench.outputs import contents
from workbench.plan_view import (
    show_alternatives,
    show_applied,
    show_comparison,
    show_zones,
    verdict,
)
from workbench.progress import interruptible, shown
from workbench.saving import prepared, save
from workbench.screen import DONE, INFEASIBLE, INTERRUPTED, NO_PROOF, Screen
from workbench.sources import Source
from zoning.files import document
from zoning.solution import Solution

PLANS = 20
"""Plans shown at most when only ``--gap`` is given."""
GAP = 0.05
"""Gap within which plans are looked for when only ``--plans`` is given."""


@dataclass(frozen=True)
class Search:
    """How long and how far to search; ``plans`` counts the best one, ``gap`` is a share of its points."""

    plans: int | None = None
    gap: float | None = None
    seed: int = 0
    time_limit: float | None = None
    require_proof: bool = False

    @property
    def within(self) -> float | None:
        return self.gap if self.gap is not None else GAP if (self.plans or 1) > 1 else None

    @property
    def most(self) -> int:
        return PLANS if self.plans is None else self.plans - 1


def solve_county(screen: Screen, source: Source, wishes: Wishes, search: Search, out: Path | None) -> int:
    """The whole command."""
    from solvers import solve

    built = source.read()
    problem = problem_of(built.county, wishes)
    folder = None if out is None else prepared(out)
    files: list[Path] = []
    with interruptible() as stop:
        with shown(screen) as progress:
            solution = solve(
                problem,
                gap=search.within,
                most=search.most,
                seed=search.seed,
                time_limit=search.time_limit,
                progress=progress,
                stop=stop,
            )
        if folder is not None:  # still under the same watch: an impatient Ctrl-C must not cost the plan just found
            written = contents(solution, built, screen.language)
            files = save(folder, written.files)
            screen.note(*(remark.text(screen.language) for remark in written.remarks))
    return show(screen, solution, built, files, search)


def show(screen: Screen, solution: Solution, built: Built, files: list[Path], search: Search) -> int:
    """Everything a person wants to know of the answer, or the one object for a program; gives the exit code."""
    code = exit_code(solution, search.require_proof)
    sentence = verdict(solution, screen.language)
    if solution.score is None:
        reasons = [reason.text(screen.language) for reason in solution.proof.reasons]
        return screen.refuse_plan(sentence, code, reasons, document(solution))
    screen.emit(document(solution))
    screen.sentence(sentence, "bold green" if solution.proof.status == "optimal" else "bold yellow")
    screen.show(*(f"* {reason.text(screen.language)}" for reason in solution.proof.reasons))
    show_zones(screen, solution.problem, solution.score)
    show_comparison(screen, solution.problem, solution.score)
    show_alternatives(screen, solution)
    show_applied(screen, solution.problem, built.notices)
    if files:
        screen.heading("workbench.files.title", folder=str(files[0].parent))
        screen.show("  " + "  ".join(path.name for path in files))
    if code == NO_PROOF:
        screen.note(screen.say("workbench.error.no_proof"))
    return code


def exit_code(solution: Solution, require_proof: bool) -> int:
    """What the ending means to a shell."""
    if solution.proof.status == "infeasible":
        return INFEASIBLE
    if solution.run.stopped == "interrupt":
        return INTERRUPTED
    proved = solution.proof.status == "optimal"
    return DONE if proved or (solution.plan is not None and not require_proof) else NO_PROOF
