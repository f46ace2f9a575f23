"""``zoning solve``: read, solve, write the files, then show. Files come first, so that a closed pipe loses nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.county.build import Built, build
from geodata.tables.table import Tables
from workbench.given.besides import Besides, evenness, least_of, prices_of, usual_plan
from workbench.given.claims import claim_of
from workbench.given.decisions import measures_of, problem_of
from workbench.given.shelf import Shelf
from workbench.given.sources import Source
from workbench.given.stored import store_of
from workbench.line.options import Keeping, Printing, Search, Wishes
from workbench.line.progress import interruptible, shown
from workbench.line.saving import STALE, kept, prepared, save_plan, stale_files
from workbench.line.screen import DONE, INFEASIBLE, INTERRUPTED, NO_PROOF, Misused, Screen
from workbench.line.system import numba_alone, today
from workbench.report.whole_plans import of_alternatives, tell_whole, whole_plans
from workbench.tables.decisions import priced_lines
from workbench.tables.plan.words import verdict
from zoning.model.errors import mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.documents import rendered, to_document
from zoning.result.solution import Solution

if TYPE_CHECKING:
    from solvers.engine import Engine
    from solvers.explain.relaxations import Relaxation
    from solvers.stop import Progress

RELAXING = 60.0
"""Seconds spent on how rules in conflict could be relaxed, where no time limit is given."""
STAGED = ("minimax", "worst_period")
"""Modes in steps without an order of measures."""


def solve_county(
    screen: Screen,
    source: Source,
    wishes: Wishes,
    search: Search,
    out: Path | None,
    keeping: Keeping,
    printing: Printing,
) -> int:
    """Find the best plan, write its files, show it, and give the exit code of :func:`exit_code`.

    Raises
    ------
    InputError
        When the county, the policy or a decision is wrong, or ``out`` or the store cannot be written.
    Misused
        When options of different modes stand beside each other.
    """
    order = _order(search)
    tables = source.tables()
    built = build(tables)
    problem = problem_of(built.county, wishes)
    folder = None if out is None else prepared(out)
    files, others = list[Path](), list[str]()
    with interruptible() as stop, store_of(keeping) as store:
        engine = new_engine()
        shelf = None if store is None else Shelf(screen, store, built, tables, source.county)
        with shown(screen) as progress:
            taken = None if shelf is None else shelf.taken(problem, search)
            solution = taken or solved(problem, search, order, engine, progress, stop)
            if shelf is not None and taken is None:
                shelf.keep(solution, search)
            chosen, among = _chosen(solution, search), len(solution.alternatives)
            if chosen is not None:
                whole = solution.alternatives_complete and len(chosen) == among
                kept = tuple(plan for plan, _ in chosen)
                solution = replace(
                    solution, alternatives=kept, alternatives_complete=whole, alternatives_by="difference"
                )
            solution = made_today(solution)
            relaxed = relaxations_of(solution, search, progress, stop)
        if folder is not None:  # still under the same watch: an impatient Ctrl-C must not cost the plan just found
            files = written(folder, solution, built, tables, screen, printing)
            if search.plans is not None:
                others = whole_plans(screen, folder, of_alternatives(solution, built, tables), stop)
        even = evenness(solution, search, engine, screen, stop)
        prices = prices_of(solution, search, engine, screen, stop)
        usual = usual_plan(solution, search, engine, screen, stop)
        least = least_of(solution, search, engine, screen, stop)
    different = None if chosen is None else ([k for _, k in chosen], among)
    return show(screen, solution, built, files, search, Besides(relaxed, different, even, prices, usual, least, others))


def made_today(solution: Solution) -> Solution:
    """The solution with the day on which it was made, which only a command knows."""
    return replace(solution, run=replace(solution.run, made=today()))


def _order(search: Search) -> dict[str, float] | None:
    """The order of measures where one is asked for.

    Raises
    ------
    Misused
        When options of another mode stand beside it.
    """
    order = None if search.order is None else measures_of(search.order, "--order", slacks=True)
    found = []
    if search.mode == "order" and not order:
        found.append(mistake("workbench.decision.no_order", table="--mode"))
    if search.mode not in (None, "order") and order is not None:
        found.append(mistake("workbench.decision.only_order", table="--order", value=search.order))
    if order or search.mode in ("order", *STAGED):
        alternatives = {"--plans": search.plans, "--gap": search.gap, "--different": search.different or None}
        given = [option for option, value in alternatives.items() if value is not None]
        found += [mistake("workbench.decision.only_weighted", table=option) for option in given]
    if found:
        raise Misused(found)
    return order


def solved(
    problem: Problem,
    search: Search,
    order: dict[str, float] | None,
    engine: "Engine",
    progress: "Callable[[Progress], None] | None",
    stop: Callable[[], bool],
) -> Solution:
    """The solution of the mode that is asked for."""
    from solvers.solve import solve
    from solvers.stop import Stop

    run: dict[str, Any] = {
        "seed": search.seed,
        "stop": Stop(search.time_limit, stop),
        "on_progress": progress,
        "engine": engine,
        "start": None if search.start is None else claim_of(search.start, problem.county).plan,
    }
    if order or search.mode in STAGED:
        from solvers.objectives.modes import solve_in_stages

        return solve_in_stages(problem, order, worst_period=search.mode == "worst_period", **run)
    return solve(problem, gap=search.within, most=search.most, **run)


def written(
    folder: Path, solution: Solution, built: Built, tables: Tables, screen: Screen, printing: Printing
) -> list[Path]:
    """Write all files of the solution; where some cannot be made, its plan is kept.

    Raises
    ------
    InputError
        When a file cannot be made or written, with the place of the plan.
    """
    from workbench.report.files import contents

    with kept(folder, rendered(solution)):
        made = contents(solution, built, tables, screen.language, printing.paper)
        files, _ = save_plan(folder, made.files)
    screen.note(*(remark.text(screen.language) for remark in made.remarks))
    return files


def tell_stale(screen: Screen, folder: Path) -> None:
    """Say last what of an earlier plan is still there, for a reader looks at the end."""
    if stale := sorted(stale_files(folder)):
        screen.note(screen.say("workbench.saving.stale", names=stale, file=STALE), style="yellow")


def _chosen(solution: Solution, search: Search) -> list[tuple[Plan, int]] | None:
    """The plans that differ most, each with the pairs of stations by which it differs, where they are asked for."""
    if not search.different or solution.plan is None:
        return None
    from solvers.explain.different import different

    return different(solution.plan, solution.alternatives, search.shown)


def relaxations_of(
    solution: Solution, search: Search, progress: "Callable[[Progress], None] | None", stop: Callable[[], bool]
) -> "list[Relaxation]":
    """Where there is no plan, the nearest value of each limit that lets one exist, as far as time allows."""
    if solution.proof.status != "infeasible":
        return []
    from solvers.explain.relaxations import relaxations
    from solvers.stop import Stop

    left = RELAXING if search.time_limit is None else max(search.time_limit - solution.run.seconds, 0.0)
    return relaxations(solution.problem, proved=True, stop=Stop(left, stop), on_progress=progress)


def new_engine() -> "Engine":
    """An engine for all that one command solves; imported where it is used, for it takes long."""
    numba_alone()
    from solvers.engine import Engine

    return Engine()


def show(
    screen: Screen, solution: Solution, built: Built, files: list[Path], search: Search, besides: Besides | None = None
) -> int:
    """Everything a person wants to know of the answer, or the one object for a program; gives the exit code."""
    besides = besides or Besides()
    relaxed, different, even, prices = besides.relaxed, besides.different, besides.even, besides.prices
    code = exit_code(solution, search.require_proof)
    sentence = verdict(solution, screen.language)
    if solution.score is None:
        reasons = [reason.text(screen.language) for reason in solution.proof.reasons]
        eased: dict[str, object] = {}
        if code == INFEASIBLE:
            from workbench.tables.plan.relaxations import offers

            eased["loosenings"] = offers(solution.problem, relaxed)
        code = screen.refuse_plan(sentence, code, reasons, to_document(solution), **eased)
        if code == INFEASIBLE and not screen.json:
            from workbench.tables.plan.relaxations import show_relaxations

            show_relaxations(screen, solution.problem, relaxed)
        return code
    screen.emit(to_document(solution), code, **besides.documents(solution))
    if not screen.json:
        from workbench.tables.plan.solution import show_solution
        from workbench.tables.studies.staircase import evenness as in_words

        says = "" if even is None else in_words(even, screen.language)
        book = next((path for path in files if path.suffix == ".xlsx"), None)
        show_solution(screen, solution, built.notices, different, says, book, besides.usual, besides.least)
        if prices is not None:
            from workbench.tables.terminal import show_lines

            screen.heading("workbench.decided.title")
            show_lines(screen, priced_lines(prices, screen.language))
        if files:
            screen.written(files[0].parent, (path.name for path in files))
            tell_whole(screen, Path(), besides.folders)
    if files:
        tell_stale(screen, files[0].parent)
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
