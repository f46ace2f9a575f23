"""The steps of a mode: what was sought, its least, what later steps allow, and what the plan has; plans by period."""

from dataclasses import replace

from workbench.tables.table import Amount, Column, Columns, Table, Value
from zoning.judge.figures import FIGURES
from zoning.judge.measures import POINTS
from zoning.judge.slices import by_period, periods_of, points_by_period
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.plan_file import ModeClaim
from zoning.result.solution import Staged
from zoning.texts import Language, say
from zoning.texts.numbers import UNKNOWN, number, percent

SUMS = ("largest", "worst", "weighted")
"""Objectives in points; the others are shares."""


def objective(key: str, language: Language) -> str:
    """The name of what a step seeks."""
    return say(f"workbench.stages.{key}", language) if key in SUMS else FIGURES[key].name(language)


def steps(mode: str, objectives: list[str], language: Language) -> str:
    """A mode and its steps in a few words."""
    names = " → ".join(objective(key, language) for key in objectives)
    return say(f"workbench.status.steps_{mode}", language, steps=names)


def allowances(mode: ModeClaim, language: Language) -> list[str]:
    """What a mode keeps to besides its steps: limits from the beginning, and what steps with a slack allow later."""
    limits = [
        say("workbench.verify.within", language, objective=objective(key, language), most=_shown(key, most))
        for key, most in mode.within.items()
    ]
    slacks = [
        say(
            "workbench.verify.slack",
            language,
            objective=objective(stage.objective, language),
            slack=percent(wanted.slack, 1),
            most=_shown(stage.objective, stage.allowed),
        )
        for stage, wanted in zip(mode.stages, mode.wanted, strict=False)
        if wanted.slack
    ]
    return [*limits, *slacks]


def stages(problem: Problem, staged: Staged, plan: Plan, language: Language) -> Table:
    """A row for every step wanted."""
    from solvers.objectives.modes import value

    rows: list[list[Value]] = []
    for k, (key, slack) in enumerate(staged.wanted):
        decided = staged.stages[k] if k < len(staged.stages) else None
        reached = _amount(key, decided.points) if decided else say("workbench.stages.pending", language)
        bound = _amount(key, decided.allowed) if decided else UNKNOWN
        has = _amount(key, value(problem, key, plan))
        rows.append([k + 1, objective(key, language), reached, slack, bound, has])
    least, allowed, now = (Column.keyed(key, language, numeric=True) for key in ("least", "allowed", "this_plan"))
    more = Column.of(FIGURES["share"], language, say("workbench.field.slack", language))
    columns: Columns = (FIGURES["number"], "objective", least, more, allowed, now)
    return Table.of("stages", language, columns, rows, count=len(staged.stages), wanted=len(staged.wanted))


def periods(problem: Problem, plan: Plan, usual: Plan | None, language: Language) -> Table:
    """A row a period: its incidents, and the points of the plan and of the best one over all periods, if it is known.

    What each plan has in its worst period stands out; both are said below, or that the two are the same.
    """
    held, asked = by_period(problem.county), periods_of(problem)
    assert held is not None
    plans = [plan] if usual in (None, plan) else [plan, usual]
    points = [points_by_period(asked, one) for one in plans]
    rows: list[list[Value]] = [
        [name, float(held.counts[:, :, k].sum()), *(float(own[name]) for own in points)]
        for k, name in enumerate(held.names)
    ]
    titles = [say(f"workbench.field.{key}", language) for key in ("this_plan", "plan_over_all")]
    made = [Column.of(FIGURES["points"], language, title) for title in titles[: len(plans)]]
    worst = [max(own, key=lambda name, own=own: own[name]) for own in points]  # type: ignore[misc]
    values = {"period": worst[0], "points": number(points[0][worst[0]])}
    key = "worst_of_one" if usual is None else "worst_of_same"
    if len(plans) > 1:
        key, values = "worst_of_both", values | {"other": worst[1], "other_points": number(points[1][worst[1]])}
    note = say(f"workbench.stages.{key}", language, **values)
    if held.mixed:
        note += say("workbench.stages.mixed", language, names=list(held.mixed))
    columns: Columns = ("period", FIGURES["period_incidents"], *made)
    strong = frozenset((held.names.index(name), 2 + k) for k, name in enumerate(worst))
    return replace(Table.of("periods", language, columns, rows, note), strong=strong)


def _shown(key: str, points: int) -> str:
    amount = _amount(key, points)
    return amount.figure.text(amount.value)


def _amount(key: str, points: int) -> Amount:
    """Points of an objective as a person reads them."""
    return Amount(FIGURES["points"], points) if key in SUMS else Amount(FIGURES[key].finer(2), points / POINTS)
