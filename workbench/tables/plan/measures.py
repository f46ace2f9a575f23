"""What a plan comes to: every measure with its weight, and every figure beside that of today."""

from collections.abc import Mapping
from math import nan

from workbench.tables.table import Column, Table, Value, against, compared
from zoning.judge.figures import CHANGE_FIGURES, FIGURES, INDICES, MEASURE_FIGURES, SHOWN_FIGURES, Figure
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.judge.values import WAYS, plan_values, today
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent


def measures(problem: Problem, judged: Score, language: Language, *, by_zone: bool = False) -> Table:
    """Every measure: what it says, its weight, its share, its points; with ``by_zone`` the share of each zone, too."""
    weights = problem.policy.weights.shares()
    names, zones = (zone_names(problem, judged, language), judged.zones) if by_zone else ((), ())
    share, points = FIGURES["share"], FIGURES["points"]
    columns = [
        Column.keyed("measure", language),
        Column.keyed("meaning", language),
        Column.of(FIGURES["weight"], language),
        Column.of(share, language, say("workbench.field.this_plan", language)),
        Column.of(points, language),
        *(Column.of(share, language, name) for name in names),
    ]
    rows: list[list[Value]] = []
    for figure in MEASURE_FIGURES:
        mine, weight = judged.measures[figure.key], weights[figure.key]
        words = [figure.name(language), say(f"zoning.meaning.{figure.key}", language)]
        rows.append([*words, weight, mine, POINTS * weight * mine, *(zone.measures[figure.key] for zone in zones)])
    return Table.of("measures", language, columns, rows)


def before_and_after(problem: Problem, judged: Score, language: Language) -> Table:
    """Every measure and figure today and under the plan; without zones of today every station is one by itself."""
    before, after = plan_values(today(problem)), plan_values(judged)
    before |= dict.fromkeys(WAYS, nan) if problem.current is None else {}  # every station is by itself
    weights = problem.policy.weights.shares()
    rows = [
        against(figure, before.get(figure.key), after[figure.key], language, weighed(figure, weights, language))
        for figure in SHOWN_FIGURES
    ]
    rows += [against(figure, None, after[figure.key], language) for figure in CHANGE_FIGURES if figure.key in after]
    key = "comparison" if problem.current is None else "comparison_zones"
    alone = say("workbench.comparison.note", language) if problem.current is None else ""
    note = base(problem.county, language) + alone
    return compared(key, language, rows, note, ("today", "plan"), county=problem.county.name)


def indices(problem: Problem, judged: Score, language: Language) -> Table:
    """What scholars measure evenness by, today and under the plan, and the shape of zones by, under the plan."""
    before, after = plan_values(today(problem)), plan_values(judged)
    rows = [against(figure, before.get(figure.key), after[figure.key], language) for figure in INDICES]
    shape, names = FIGURES["moment_index"], zone_names(problem, judged, language)
    join = say("workbench.setting.of_zone", language)
    rows += [
        against(shape, None, zone.figures[shape.key], language, join.join(("", f"{z + 1} {name}")))
        for z, (zone, name) in enumerate(zip(judged.zones, names, strict=True))
    ]
    return compared("indices", language, rows, "", ("today", "plan"))


def base(county: County, language: Language) -> str:
    """Base and period of figures before and after, and that they show no cause (B7)."""
    incidents, officers = float(county.incidents.sum()), float(county.officers.sum())
    values = {"incidents": number(incidents), "officers": number(officers), "years": f"{county.years:g}"}
    return say("workbench.comparison.base", language, **values)


def weighed(figure: Figure, weights: Mapping[str, float], language: Language) -> str:
    """The weight of a measure, to be put behind its name; empty where it has none."""
    weight = weights.get(figure.key, 0.0)
    return say("workbench.comparison.weight", language, share=percent(weight, 0)) if weight > 0 else ""
