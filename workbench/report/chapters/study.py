"""The chapter on scenarios: what was asked, the plans beside each other, how each holds up in the others' case."""

from scenarios.compare.compare import GOOD, Comparison
from scenarios.spec.scenario import BASE
from workbench.report.gallery import small_maps, trade_off
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph, Picture
from workbench.tables.studies.comparison import Names, cross, robustness, station_names
from workbench.tables.studies.scenarios import scenarios as scenarios_table
from workbench.tables.studies.scenarios import services
from workbench.tables.table import Table
from zoning.judge.figures import by_key
from zoning.texts import say
from zoning.texts.numbers import percent

PLANS, MAPS = 8, 6
"""Columns of plans that a table holds, and maps of a picture; more go into another one."""
SHOWN = ("range", "mismatch", "mean_minutes")
"""Figures of the best plan of a scenario that are told."""


def scenarios(material: Material) -> list[Block]:
    """Nothing where the folder holds a single plan."""
    results, comparison = material.results, material.comparison
    if results is None or comparison is None:
        return []
    planned = [record for record in results.records if record.score is not None]
    names, language = Names(comparison, material.labels.__getitem__, material.plan), material.language
    return [
        Paragraph(material.say("scenarios", count=len(results.records) - 1)),
        *(Paragraph(says, "point") for says in material.compared()),
        scenarios_table(results.records, material.labels, by_key(*SHOWN), language),
        *([asked] if (asked := services(results.records, material.labels, language)) else []),
        *(
            Picture(material.say("scenario_maps"), small_maps(material, planned[first : first + MAPS]))
            for first in range(0, len(planned), MAPS)
        ),
        *_cross(material, comparison, names),
        robustness(comparison, names, language),
        Paragraph(material.say("plan_numbers"), "note"),
        Picture(material.say("trade_off"), trade_off(material, planned)),
    ]


def _cross(material: Material, comparison: Comparison, names: Names) -> list[Table]:
    """How much each plan costs more than the best known one, case by case, as a share of that one."""
    count = len(comparison.candidates)
    size = -(-count // -(-count // PLANS))
    parts = (range(first, min(first + size, count)) for first in range(0, count, size))
    return [cross(comparison, names, material.language, part) for part in parts]


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
    """Groups of stations in one zone in every good plan, pairs in some: what is certain, what is open."""
    comparison = material.comparison
    if comparison is None or comparison.together is None or comparison.together.plans < 2:
        return []
    names, found = station_names(comparison), comparison.together
    join = say("workbench.list.separator", material.language).join
    always = [join(names[code] for code in group) for group in found.always]
    sometimes = [f"{names[a]}–{names[b]} {k}/{found.plans}" for a, b, k in found.sometimes]
    blocks: list[Block] = [Paragraph(material.say("together", plans=found.plans, **found.tally))]
    blocks += [Paragraph(material.say("always", stations=group), "point") for group in always]
    if sometimes:
        blocks.append(Paragraph(material.say("sometimes", pairs=sometimes), "point"))
    return blocks
