"""How rules in conflict could be relaxed, as values to be pasted behind ``--set``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.given.spoken import name_of
from workbench.line.screen import Screen
from workbench.tables.plan.limits import phrase
from workbench.tables.table import Columns, Table, Value
from workbench.tables.terminal import indented, show_table
from zoning.judge.figures import by_key
from zoning.judge.score import score
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.texts import Language, say

if TYPE_CHECKING:
    from solvers.explain.relaxations import Relaxation


@dataclass(frozen=True, eq=False)
class Offer(ByValue):
    """A limit relaxed, for a program; without ``set_`` it is not known whether there is a plan."""

    key: str
    set_: str | None
    finished: bool
    points: int | None
    zones: Plan | None


def offers(problem: Problem, relaxed: "Sequence[Relaxation]") -> tuple[Offer, ...]:
    """Every limit that was relaxed, with what to type and the plan that there is then."""
    return tuple(
        Offer(found.key, None, found.finished, None, None)
        if found.plan is None
        else Offer(found.key, found.option, found.finished, score(problem, found.plan).points, found.plan)
        for found in relaxed
    )


def show_relaxations(screen: Screen, problem: Problem, relaxed: "Sequence[Relaxation]") -> None:
    """A row for every limit whose relaxation alone is enough, then what is not known."""
    known = [found for found in relaxed if found.plan is not None]
    pending = [found.key for found in relaxed if found.plan is None]
    if known:
        show_table(screen, relaxations(problem, known, screen.language))
    else:
        screen.heading(f"workbench.relaxation.{'none_yet' if pending else 'none'}")
    if pending:
        screen.show(indented(screen.say("workbench.relaxation.pending", limits=pending), screen.width, "yellow"))


def relaxations(problem: Problem, known: "Sequence[Relaxation]", language: Language) -> Table:
    """A row for every limit: its value now, the nearest that lets a plan exist, how to type it, and that plan."""
    columns: Columns = ("now", "nearest", "option", *by_key("zones", "points"))
    return Table.of("relaxations", language, columns, [_row(problem, found, language) for found in known])


def _row(problem: Problem, found: "Relaxation", language: Language) -> list[Value]:
    assert found.plan is not None  # rows are made of those that are known
    key, _, value = found.option.partition("=")
    now, loose = phrase(key, policy_value(problem.policy, key), language), found.loose(problem.policy)
    off = say("workbench.relaxation.off", language)
    nearest = off if loose in (None, ()) else phrase(key, loose, language)
    if not found.finished:
        nearest = say("workbench.relaxation.rough", language, value=nearest)
    judged = score(problem, found.plan)
    typed_ = f"{name_of(key, language)}={value}"
    return [now, nearest, f"--set {typed_}", len(judged.zones), judged.points]
