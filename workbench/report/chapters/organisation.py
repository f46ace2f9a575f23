"""The chapter on the plan at work: responsibilities, where everybody sits, what a zone can do (H7-H31).

It is there when the county has leaders or branches. What a planner chose in ``zoning organise`` counts where
``organisation.json`` lies beside the plan.
"""

from systems.organisation.organise import organise
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Picture
from workbench.report.scorecard_chart import scorecard_chart
from workbench.tables.systems import monthly
from workbench.tables.systems import organisation as view
from workbench.tables.systems.organised import lines
from workbench.tables.systems.reasons import reasons
from zoning.texts import say


def organisation(material: Material) -> list[Block]:
    """Responsibility table, places, readiness, and what has to be known; nothing without leaders and branches."""
    bureau, language = material.problem.county.bureau, material.language
    if not (bureau.leaders or bureau.branches):
        return []
    found = organise(material.problem, material.judged.plan, material.parameters, material.choices)
    parts = (
        view.responsibility,
        view.places,
        view.teams,
        view.readiness,
        view.forces,
        reasons,
        view.secondments,
        monthly.last_scorecard,
        monthly.tasks,
        monthly.short_checklists,
    )
    tables = [part(found, language) for part in parts]
    chart = scorecard_chart(found, language)
    picture = [] if chart is None else [Picture(say("workbench.sheet.scorecard", language), chart)]
    broken = [Paragraph(rule.text(language), "warning") for rule in found.broken]
    notes = [Paragraph(line, "point") for line in lines(found, language, notice=False)]
    party = [Paragraph(line, "point", head=f"{zone} ") for zone, line in view.party_lines(found, language)]
    heading = Heading(say("workbench.sheet.party", language))
    return [*broken, *(table for table in tables if table.rows), *picture, heading, *party, *notes]
