"""The chapter on how soon help is there under the plan, by the model of :mod:`systems.response.response`.

What the model assumes stands below its table; the units are those of the county's table, else one a station.
"""

from systems.response.response import response
from systems.shifts import crews
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph
from workbench.tables.systems.response import assumptions, county, said


def help_in_time(material: Material) -> list[Block]:
    """Minutes until help is there with units of the own station, the zone and the whole county."""
    found = response(material.problem, material.judged.plan, units=crews(material.problem.county))
    notes = (Paragraph(line, "note") for line in assumptions(found, (), material.language))
    return [Paragraph(said(found, material.language)), county(found, material.language), *notes]
