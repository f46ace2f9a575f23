"""The chapter on how soon help is there under the plan, by the model of :mod:`systems.response.response`.

What the model assumes stands below its table; the units are those of the county's table, else one a station.
"""

from systems.response.response import response
from systems.shifts import crews
from workbench.report.material import Material
from workbench.report.model import Block, Cell, Column, Paragraph, Table
from workbench.tables.systems.response import basis
from zoning.judge.figures import by_key
from zoning.texts import say
from zoning.texts.numbers import percent

MINUTES, SHARE = by_key("arrival", "share")


def help_in_time(material: Material) -> list[Block]:
    """Minutes until help is there with units of the own station, the zone and the whole county."""
    county, language = material.problem.county, material.language
    found = response(material.problem, material.judged.plan, units=crews(county))
    own, zone, _ = (mode.county for mode in found.modes)
    says = {"target": f"{found.targets[0]:g}", "own": percent(own.within[0]), "zone": percent(zone.within[0])}
    says |= {"before": percent(own.overflow), "after": percent(zone.overflow)}
    columns = (
        Column(say("workbench.response.mode", language)),
        Column(say("workbench.response.minutes", language), MINUTES.unit_name(language), number=True),
        *(Column(say("workbench.response.within", language, target=f"{t:g}"), number=True) for t in found.targets),
        Column(say("workbench.response.late", language), number=True),
        Column(say("workbench.response.busy", language), number=True),
    )
    rows = []
    for mode in found.modes:
        summary, name = mode.county, Cell(say(f"workbench.response.{mode.key}", language))
        shares = (*summary.within, summary.overflow, summary.busy)
        rows.append((name, Cell.of(MINUTES, summary.minutes), *(Cell.of(SHARE, share) for share in shares)))
    reserve, units = county.names[found.reserve], int(found.units.sum())
    title = say("workbench.response.county_title", language, county=county.name)
    return [
        Paragraph(say("workbench.response.says", language, **says)),
        Table(title, columns, tuple(rows)),
        Paragraph(basis(county, found.units, (), language), "note"),
        *(
            Paragraph(say(f"workbench.response.{key}", language, units=units, reserve=reserve), "note")
            for key in ("crews", "overflow", "assumed")
        ),
    ]
