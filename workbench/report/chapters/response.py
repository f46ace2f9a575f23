"""The chapter on how soon help is there under the plan, by the model of :mod:`systems.response.response`.

What the model assumes stands below its tables; the units are those of the county's table, else one a station.
"""

from systems.response.response import response
from workbench.report.chapters.services import picture
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph
from workbench.tables.systems.response import assumptions, county, hours, said, sureness, warnings


def help_in_time(material: Material) -> list[Block]:
    """Minutes until help is there with units of the own station, the zone and the whole county, and by hour."""
    language = material.language
    found = response(material.problem, material.judged.plan)
    alarms = (Paragraph(line, "warning") for line in warnings(found, language))
    notes = (Paragraph(line, "note") for line in assumptions(found, (), language))
    shown = (county(found, language), *hours(found, language), sureness(found, language))
    return [Paragraph(said(found, language)), *alarms, picture(material, "response", found), *shown, *notes]
