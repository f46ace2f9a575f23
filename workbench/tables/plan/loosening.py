"""How rules that clash could be loosened, as values to be pasted behind ``--set``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.line.limits import phrase, typed
from workbench.line.screen import Screen
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.score import score
from zoning.model.policy import parse_value, policy_value
from zoning.model.problem import Problem
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from solvers.explain.relaxations import Loosening


def option(loosening: "Loosening") -> str:
    """``KEY=VALUE`` behind ``--set``: a value under which there is a plan."""
    limit = loosening.refused if isinstance(loosening.refused, float | int) else None
    whole = isinstance(limit, int) and isinstance(loosening.value, float)
    return typed(loosening.key, int(loosening.value) if whole else loosening.value, limit)


def show_loosenings(screen: Screen, problem: Problem, loosened: "Sequence[Loosening]") -> None:
    """A row for every limit whose loosening alone is enough, then what is not known."""
    known = [found for found in loosened if found.plan is not None]
    pending = [found.key for found in loosened if found.plan is None]
    screen.show("")
    if not known:
        screen.sentence(screen.say(f"workbench.loosening.{'none_yet' if pending else 'none'}"), "bold")
    else:
        screen.sentence(screen.say("workbench.loosening.title"), "bold")
        columns = [Column(screen.say(f"workbench.loosening.{k}"), right=False) for k in ("now", "nearest", "option")]
        columns += [Column(screen.say(f"workbench.loosening.{key}")) for key in ("zones", "points")]
        screen.show(fitted(columns, [_row(screen, problem, found) for found in known], screen.width))
    if pending:
        screen.show(indented(screen.say("workbench.loosening.pending", limits=pending), screen.width, "yellow"))


def _row(screen: Screen, problem: Problem, found: "Loosening") -> list[Cell]:
    assert found.plan is not None  # rows are made of those that are known
    key, _, value = option(found).partition("=")
    policy = problem.policy.override({key: parse_value(value)})
    now = phrase(key, policy_value(problem.policy, key), screen.language, keyed=False)
    loose = policy_value(policy, key)
    off = screen.say("workbench.loosening.off")
    nearest = off if loose in (None, ()) else phrase(key, loose, screen.language, keyed=False)
    if not found.finished:
        nearest = screen.say("workbench.loosening.rough", value=nearest)
    judged = score(problem, found.plan)
    return [now, nearest, f"--set {option(found)}", str(len(judged.zones)), number(judged.points)]
