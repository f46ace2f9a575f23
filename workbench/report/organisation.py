"""The chapter on the plan at work: responsibilities, where everybody sits, what a zone can do (H7-H31).

It is there when the county has leaders or branches. What a planner chose in ``zoning organise`` counts where
``organisation.json`` lies beside the plan.
"""

from solvers.organise import organise
from workbench import organisation_grids as grids
from workbench.grids import FORMATS, Grid
from workbench.organising import lines
from workbench.report.material import Material
from workbench.report.model import Block, Cell, Column, Paragraph, Table


def organisation(material: Material) -> list[Block]:
    """Responsibility table, places, readiness, and what has to be known; nothing without leaders and branches."""
    bureau, language = material.problem.county.bureau, material.language
    if not (bureau.leaders or bureau.branches):
        return []
    found = organise(material.problem, material.judged.plan, material.parameters, material.choices)
    held = (
        grids.responsibility(found, language),
        grids.places(found),
        grids.readiness(found),
        grids.party(found, language),
        grids.secondments(found),
    )
    broken = [Paragraph(rule.text(language), "warning") for rule in found.broken]
    notes = [Paragraph(line, "point") for line in lines(found, language, notice=False)]
    return [*broken, *(_table(material, grid) for grid in held if grid.rows), *notes]


def _table(material: Material, grid: Grid) -> Table:
    language = material.language
    columns = tuple(Column(h.name(language), h.unit_name(language), h.kind != "text") for h in grid.heads)
    rows = tuple(
        tuple(
            Cell(head.shown(value), None if isinstance(value, str) else value, FORMATS[head.kind])
            for head, value in zip(grid.heads, row, strict=True)
        )
        for row in grid.rows
    )
    return Table(grid.title(language), columns, rows)
