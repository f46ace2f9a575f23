"""How rules that clash could be loosened, as values to be pasted behind ``--set``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.line.screen import Screen
from workbench.tables.plan.limits import phrase, typed
from workbench.tables.table import Columns, Table, Value
from workbench.tables.terminal import indented, show_table
from zoning.judge.figures import by_key
from zoning.judge.score import score
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.policy import parse_value, policy_value
from zoning.model.problem import Problem
from zoning.texts import Language, say

if TYPE_CHECKING:
    from solvers.explain.relaxations import Relaxation


def option(loosening: "Relaxation") -> str:
    """``KEY=VALUE`` behind ``--set``: a value under which there is a plan."""
    limit = loosening.refused if isinstance(loosening.refused, float | int) else None
    whole = isinstance(limit, int) and isinstance(loosening.value, float)
    return typed(loosening.key, int(loosening.value) if whole else loosening.value, limit)


@dataclass(frozen=True, eq=False)
class Offer(ByValue):
    """A limit loosened, for a program; without ``set_`` it is not known whether there is a plan."""

    key: str
    set_: str | None
    finished: bool
    points: int | None
    zones: Plan | None


def offers(problem: Problem, loosened: "Sequence[Relaxation]") -> tuple[Offer, ...]:
    """Every limit that was loosened, with what to type and the plan that there is then."""
    return tuple(
        Offer(found.key, None, found.finished, None, None)
        if found.plan is None
        else Offer(found.key, option(found), found.finished, score(problem, found.plan).points, found.plan)
        for found in loosened
    )


def show_loosenings(screen: Screen, problem: Problem, loosened: "Sequence[Relaxation]") -> None:
    """A row for every limit whose loosening alone is enough, then what is not known."""
    known = [found for found in loosened if found.plan is not None]
    pending = [found.key for found in loosened if found.plan is None]
    if known:
        show_table(screen, loosenings(problem, known, screen.language))
    else:
        screen.heading(f"workbench.loosening.{'none_yet' if pending else 'none'}")
    if pending:
        screen.show(indented(screen.say("workbench.loosening.pending", limits=pending), screen.width, "yellow"))


def loosenings(problem: Problem, known: "Sequence[Relaxation]", language: Language) -> Table:
    """A row for every limit: its value now, the nearest that lets a plan exist, how to type it, and that plan."""
    columns: Columns = ("now", "nearest", "option", *by_key("zones", "points"))
    return Table.of("loosenings", language, columns, [_row(problem, found, language) for found in known])


def _row(problem: Problem, found: "Relaxation", language: Language) -> list[Value]:
    assert found.plan is not None  # rows are made of those that are known
    key, _, value = option(found).partition("=")
    policy = problem.policy.override({key: parse_value(value)})
    now = phrase(key, policy_value(problem.policy, key), language, keyed=False)
    loose = policy_value(policy, key)
    off = say("workbench.loosening.off", language)
    nearest = off if loose in (None, ()) else phrase(key, loose, language, keyed=False)
    if not found.finished:
        nearest = say("workbench.loosening.rough", language, value=nearest)
    judged = score(problem, found.plan)
    return [now, nearest, f"--set {option(found)}", len(judged.zones), judged.points]
