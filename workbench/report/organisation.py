"""The chapter on the plan at work: responsibilities, where everybody sits, what a zone can do (H7-H31).

It is there when the county has leaders or branches. What a planner chose in ``zoning organise`` counts where
``organisation.json`` lies beside the plan.
"""

from systems.organisation.organise import organise
from workbench.report.material import Material
from workbench.report.model import Block, Cell, Column, Paragraph, Table
from workbench.tables.sheets import Amount, Sheet, Value, worded
from workbench.tables.systems import organisation as sheets
from workbench.tables.systems.organised import lines
from workbench.tables.systems.reasons import reasons
from workbench.tables.table import number_format
from zoning.judge.figures import Figure
from zoning.texts import say


def organisation(material: Material) -> list[Block]:
    """Responsibility table, places, readiness, and what has to be known; nothing without leaders and branches."""
    bureau, language = material.problem.county.bureau, material.language
    if not (bureau.leaders or bureau.branches):
        return []
    found = organise(material.problem, material.judged.plan, material.parameters, material.choices)
    held = (
        sheets.responsibility(found, language),
        sheets.places(found),
        sheets.readiness(found),
        reasons(found, language),
        sheets.party(found, language),
        sheets.secondments(found),
    )
    broken = [Paragraph(rule.text(language), "warning") for rule in found.broken]
    notes = [Paragraph(line, "point") for line in lines(found, language, notice=False)]
    return [*broken, *(_table(material, sheet) for sheet in held if sheet.rows), *notes]


def _table(material: Material, sheet: Sheet) -> Table:
    language = material.language
    columns = tuple(
        Column(say(f"workbench.field.{column}", language)) if isinstance(column, str) else Column.of(column, language)
        for column in sheet.columns
    )
    rows = tuple(
        tuple(_cell(column, value) for column, value in zip(sheet.columns, row, strict=True)) for row in sheet.rows
    )
    return Table(sheet.title(language), columns, rows)


def _cell(column: str | Figure, value: Value) -> Cell:
    text = worded(column, value)
    return (
        Cell(text)
        if isinstance(column, str) or isinstance(value, str | Amount)
        else Cell(text, value, number_format(column))
    )
