"""A solution, and a plan that was judged, on the terminal: how good, the zones, what changes, plans close by, basis."""

from collections.abc import Sequence
from pathlib import Path

from workbench.line.screen import Screen
from workbench.tables.plan.alternatives import NAMED, alternatives
from workbench.tables.plan.different import show_different
from workbench.tables.plan.measures import before_and_after
from workbench.tables.plan.stages import periods, stages
from workbench.tables.plan.words import applied, verdict, violations
from workbench.tables.plan.zones import changes, zones
from workbench.tables.terminal import show_lines, show_table
from zoning.judge.score import Score
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Solution
from zoning.texts import Message
from zoning.texts.numbers import number

MOVERS = 10
"""Stations named at the most of those that change zone."""


def show_solution(
    screen: Screen,
    solution: Solution,
    notices: Sequence[Message],
    different: tuple[Sequence[int], int] | None,
    evenness: str = "",
    book: Path | None = None,
    usual: Plan | None = None,
    least: tuple[str, int] | None = None,
) -> None:
    """How good the plan is, the steps of its mode, its zones, what changes, plans close by, what was applied.

    Where the plans that differ most were asked for, ``different`` has the pairs of stations by which each of the
    alternatives differs from the nearest before it, and the number of plans they were chosen from. ``evenness`` says
    how even the zones are, and could be. ``book`` is the workbook that was written, which names all that move;
    ``usual`` is the best plan over all periods, where one for the worst was asked for, and ``least`` the period that
    the plan is worst in with points that no plan goes below in it, where no more is proved.
    """
    assert solution.score is not None
    problem, judged, language = solution.problem, solution.score, screen.language
    screen.sentence(verdict(solution, language), f"bold {'green' if solution.proof.status == 'optimal' else 'yellow'}")
    if evenness:
        screen.sentence(evenness, "bold")
    screen.show(*(f"* {reason.text(language)}" for reason in solution.proof.reasons))
    screen.show(*(f"  {why.text(language)}" for why in solution.run.why))
    if solution.staged:
        show_table(screen, stages(problem, solution.staged, judged.plan, language))
        if solution.staged.mode == "worst_period":
            show_table(screen, periods(problem, judged.plan, usual, language))
            if least is not None:
                screen.show(screen.say("workbench.stages.least", period=least[0], bound=number(least[1])))
    _show_zones(screen, problem, judged)
    _show_movers(screen, problem, judged, "" if book is None else str(book))
    if different is not None:
        show_different(screen, solution, *different)
    elif solution.alternatives:
        show_table(screen, alternatives(solution, language, NAMED))
    _show_applied(screen, problem, notices)


def show_in_short(screen: Screen, solution: Solution, book: Path) -> None:
    """How good the plan is, what changes, who moves; ``book`` is the workbook that names all of them."""
    assert solution.score is not None
    screen.sentence(verdict(solution, screen.language), "bold")
    show_table(screen, before_and_after(solution.problem, solution.score, screen.language))
    _show_movers(screen, solution.problem, solution.score, str(book))


def show_judged(screen: Screen, problem: Problem, judged: Score, notices: Sequence[Message]) -> None:
    """The points of a plan, the rules it breaks, its zones, what changes, what was applied."""
    says = screen.say("workbench.score.title", points=number(judged.points), zones=len(judged.zones))
    screen.sentence(says, "bold")
    show_violations(screen, judged)
    _show_zones(screen, problem, judged)
    _show_movers(screen, problem, judged)
    _show_applied(screen, problem, notices)


def show_violations(screen: Screen, judged: Score) -> None:
    """Every hard rule that the plan breaks, or that it breaks none."""
    if not judged.violations:
        screen.show("")
        screen.sentence(screen.say("workbench.violations.none"), "green")
        return
    screen.heading("workbench.violations.title", count=len(judged.violations))
    show_lines(screen, (f"* {words}" for words in violations(judged, screen.language)), "red")


def _show_zones(screen: Screen, problem: Problem, judged: Score) -> None:
    show_table(screen, zones(problem, judged, screen.language))
    show_table(screen, before_and_after(problem, judged, screen.language))


def _show_movers(screen: Screen, problem: Problem, judged: Score, book: str = "") -> None:
    """Who changes zone against today, from where to where; nothing where the zones of today are not known."""
    if problem.current is None:
        return
    rest = screen.say("workbench.movers.in_book", book=book) if book else screen.say("workbench.movers.with_out")
    table = changes(problem, judged, problem.current, screen.language, MOVERS, rest)
    if table.rows:
        show_table(screen, table)
    else:
        screen.show("")
        screen.sentence(screen.say("workbench.movers.none"), "bold")


def _show_applied(screen: Screen, problem: Problem, notices: Sequence[Message]) -> None:
    screen.heading("workbench.applied.title")
    show_lines(screen, applied(problem, notices, screen.language))
