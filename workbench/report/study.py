"""The chapter on scenarios: what was asked, the plans beside each other, how each holds up in the others' case."""

from collections.abc import Sequence

from scenarios.compare.compare import GOOD, Comparison
from scenarios.runs.record import Record
from scenarios.spec.scenario import BASE
from workbench.report.gallery import small_maps, trade_off
from workbench.report.material import Material
from workbench.report.model import Block, Cell, Column, Paragraph, Picture, Table, words
from workbench.tables.plan.plan import shortened
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.values import plan_values
from zoning.texts.numbers import number, percent

CASES, MAPS = 12, 6
"""Columns of cases that a table holds, and maps of a picture; more go into another one."""
SHARE = FIGURES["regret"]


def scenarios(material: Material) -> list[Block]:
    """Nothing where the folder holds a single plan."""
    results, comparison = material.results, material.comparison
    if results is None or comparison is None:
        return []
    planned = [record for record in results.records if record.score is not None]
    return [
        Paragraph(material.say("scenarios", count=len(results.records) - 1)),
        *(Paragraph(says, "point") for says in material.compared()),
        _asked(material, results.records),
        *(
            Picture(material.say("scenario_maps"), small_maps(material, planned[first : first + MAPS]))
            for first in range(0, len(planned), MAPS)
        ),
        *_cross(material, comparison),
        _summary(material, comparison),
        Picture(material.say("trade_off"), trade_off(material, planned)),
    ]


def _asked(material: Material, records: Sequence[Record]) -> Table:
    """Every scenario with its reason, what became of it, and how far its plan is from the base's."""
    keys = ("range", "mismatch", "mean_minutes")
    figures = by_key("zones", "points", *keys)
    columns = (
        Column(material.say("scenario")),
        *(Column.of(figure, material.language) for figure in figures),
        Column(material.say("moved_stations"), number=True),
    )
    rows = []
    for record in records:
        values = plan_values(record.score) if record.score else {}
        became = [Cell.of(figure, values.get(figure.key, float("nan"))) for figure in figures]
        moved = float("nan") if record.moved is None else float(len(record.moved))
        label = material.labels[record.name]
        if record.score is None:
            label += material.say("scenario_status", status=material.say(f"status_{record.status}"))
        rows.append((*words(label), *became, Cell.of(figures[0], moved)))
    return Table(material.say("scenario_table"), columns, tuple(rows), note=material.say("scenario_note"))


def _cross(material: Material, comparison: Comparison) -> list[Block]:
    """How much each plan costs more than the best known one, case by case, as a share of that one."""
    count = len(comparison.cases)
    size = -(-count // -(-count // CASES))
    blocks: list[Block] = []
    for first in range(0, count, size):
        cases = range(first, min(first + size, count))
        numbers = [material.number(comparison.cases[s].name) for s in cases]
        columns = (
            Column(material.say("scenario_plan")),
            *(Column(material.say("case", number=number), number=True) for number in numbers),
        )
        rows = tuple(
            (*words(_candidate(material, comparison, p)), *(_regret(comparison, p, s) for s in cases))
            for p in range(len(comparison.candidates))
        )
        blocks.append(Table(material.say("cross_table"), columns, rows, note=material.say("cross_note")))
    return blocks


def _candidate(material: Material, comparison: Comparison, p: int) -> str:
    """A plan by the number of the scenario it is the best of, with a star if it is the robust choice."""
    star = " ★" if p == comparison.robust else ""
    return material.plan(comparison.candidates[p].name) + star


def _regret(comparison: Comparison, plan: int, case: int) -> Cell:
    """The share above the best, with a mark where rules are broken."""
    best = float(comparison.best[case])
    share = float(comparison.regret[plan, case]) / max(best, 1.0)
    cell = Cell.of(SHARE, share, signed=True)
    return cell if comparison.keeps[plan, case] else Cell(f"× {cell.text}", cell.value, cell.format)


def _summary(material: Material, comparison: Comparison) -> Table:
    """The worst and the mean of every plan over the cases whose rules it keeps."""
    points = by_key("points")[0]
    columns = (
        Column(material.say("scenario_plan")),
        Column(material.say("worst"), points.unit_name(material.language), number=True),
        Column(material.say("worst_case")),
        Column(material.say("mean"), points.unit_name(material.language), number=True),
        Column(material.say("broken_cases"), number=True),
        Column(material.say("also")),
    )
    rows = []
    for p, candidate in enumerate(comparison.candidates):
        worst, where = comparison.worst(p)
        case = "–" if where is None or worst == 0 else material.labels[comparison.cases[where].name]
        also = material.say("separator").join(str(material.number(name)) for name in candidate.also)
        figures = (Cell.of(points, worst), *words(case), Cell.of(points, comparison.mean(p)))
        broken = Cell(number(len(comparison.broken(p))), len(comparison.broken(p)), "0")
        rows.append((*words(_candidate(material, comparison, p)), *figures, broken, *words(also or "–")))
    return Table(material.say("robust_table"), columns, tuple(rows), note=material.say("robust_note"))


def tested(material: Material) -> list[Block]:
    """For page one: in how many of the scenarios the plan of the base keeps the rules, and is nearly the best."""
    comparison = material.comparison
    if comparison is None:
        return []
    own = next(p for p, candidate in enumerate(comparison.candidates) if candidate.name == BASE)
    others = [s for s, case in enumerate(comparison.cases) if case.name != BASE]
    kept = [s for s in others if comparison.keeps[own, s]]
    shares = {s: float(comparison.regret[own, s] / max(comparison.best[s], 1)) for s in kept}
    good = [s for s in kept if shares[s] <= GOOD]
    values = {"count": len(others), "kept": len(kept), "good": len(good), "share": percent(GOOD, 0)}
    says = material.say("tested" if kept else "tested_none", **values)
    if len(good) < len(kept):
        worst = max(kept, key=lambda s: shares[s])
        where = material.labels[comparison.cases[worst].name]
        says += material.say("tested_worst", worst=percent(shares[worst]), where=where)
    return [Paragraph(says, "point")]


def pairs(material: Material) -> list[Block]:
    """Stations that share a zone in every good plan, and those that do in some: what is certain and what is open."""
    comparison = material.comparison
    if comparison is None or comparison.together is None or comparison.together.plans < 2:
        return []
    names: dict[str, str] = {}
    for case in comparison.cases:
        names = {**case.problem.county.names, **names}
    found = comparison.together
    join = material.say("separator").join
    always = [join(shortened(names[code]) for code in group) for group in found.always]
    sometimes = [f"{shortened(names[a])}–{shortened(names[b])} {k}/{found.plans}" for a, b, k in found.sometimes]
    blocks: list[Block] = [Paragraph(material.say("together", plans=found.plans, **found.tally))]
    blocks += [Paragraph(material.say("always", stations=group), "point") for group in always]
    if sometimes:
        blocks.append(Paragraph(material.say("sometimes", pairs=sometimes), "point"))
    return blocks
