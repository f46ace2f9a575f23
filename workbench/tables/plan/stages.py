"""The steps of a mode on the terminal: what was sought, its least, what later steps allow, and what the plan has."""

from workbench.line.screen import Screen
from workbench.tables.tables import Cell, Column, fitted
from zoning.judge.measures import POINTS
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Staged
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

SUMS = ("largest", "weighted")
"""Objectives in points; the others are shares."""


def objective(key: str, language: Language) -> str:
    """The name of what a step seeks."""
    return say(f"workbench.stages.{key}" if key in SUMS else f"zoning.figure.{key}", language)


def steps(mode: str, objectives: list[str], language: Language) -> str:
    """A mode and its steps in a few words."""
    names = " → ".join(objective(key, language) for key in objectives)
    return say(f"workbench.status.steps_{mode}", language, steps=names)


def shown(key: str, points: int) -> str:
    """Points of an objective as a person reads them."""
    return number(points) if key in SUMS else percent(points / POINTS, 2)


def show_stages(screen: Screen, problem: Problem, staged: Staged, plan: Plan) -> None:
    """A row for every step wanted."""
    from solvers.objectives.modes import value

    columns = [Column(screen.say(f"workbench.stages.{key}"), right=key != "objective") for key in ("step", "objective")]
    columns += [Column(screen.say(f"workbench.stages.{key}")) for key in ("least", "slack", "allowed", "now")]
    rows: list[list[Cell]] = []
    for k, (key, slack) in enumerate(staged.wanted):
        decided = staged.stages[k] if k < len(staged.stages) else None
        least = shown(key, decided.points) if decided else screen.say("workbench.stages.pending")
        allowed = shown(key, decided.allowed) if decided else "–"
        name, now = objective(key, screen.language), shown(key, value(problem, key, plan))
        rows.append([str(k + 1), name, least, percent(slack, 1), allowed, now])
    screen.heading("workbench.stages.title", count=len(staged.stages), wanted=len(staged.wanted))
    screen.show(fitted(columns, rows, screen.width))
