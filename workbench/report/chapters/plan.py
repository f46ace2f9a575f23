"""The chapters behind page one: the zones, who changes, plans close by."""

from workbench.report.chapters.gains import compared, shortcomings
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Picture
from workbench.report.pictures import load_chart, plan_map
from workbench.tables.decisions import pins
from workbench.tables.plan.alternatives import alternatives as plans_close_by
from workbench.tables.plan.zones import changes as stations_moved
from workbench.tables.plan.zones import zone_stations, zone_today
from workbench.tables.plan.zones import zones as all_zones
from zoning.judge.figures import by_key
from zoning.judge.kept import kept_of_today
from zoning.judge.values import zone_values
from zoning.texts import say

ALL_ZONES = by_key(
    "stations",
    "officers",
    "workload_per_officer",
    "deviation",
    "incidents_per_officer",
    "mean_minutes",
    "p90_minutes",
    "farthest_minutes",
)
ONE_ZONE = by_key(
    "stations",
    "officers",
    "population",
    "area_km2",
    "incidents",
    "workload",
    "incidents_per_1000",
    "compactness",
)


def zones(material: Material) -> list[Block]:
    """All zones beside each other, then one sheet a zone."""
    table = all_zones(material.problem, material.judged, material.language, ALL_ZONES, members=False)
    blocks: list[Block] = [
        table,
        Picture(material.say("load_chart"), load_chart(material)),
    ]
    if material.problem.current is not None or any(pins(material.problem.policy)):
        # page one has the map of the change, or a low one
        blocks.insert(0, Picture(material.say("map"), plan_map(material)))
    blocks += [compared(material), *shortcomings(material)]
    for z in range(len(table.rows)):
        blocks += _sheet(material, z)
    return blocks


def _sheet(material: Material, z: int) -> list[Block]:
    """One zone: what it is, and its stations with their way from the office."""
    zone, language = material.judged.zones[z], material.language
    values = zone_values(material.problem, zone)
    facts = [
        f"{figure.name(language)} {figure.text(values[figure.key])} {figure.unit_name(language)}".strip()
        for figure in ONE_ZONE
        if values[figure.key] == values[figure.key]
    ]
    office = material.problem.county.short_names[zone.office]
    says = material.say("sheet", office=office, facts=say("workbench.list.clause", language).join(facts))
    table = zone_stations(material.problem, material.judged, z, language)
    return [Heading(f"{z + 1} {material.names[z]}"), Paragraph(says), table]


def changes(material: Material) -> list[Block]:
    """Every station whose zone changes, from where to where; nothing where there are no zones of today."""
    current, problem = material.problem.current, material.problem
    if current is None:
        return []
    kept = [
        material.say("kept", now=material.names[a], was=zone_today(problem, current.zones[b], material.language))
        for a, b in kept_of_today(problem, material.judged.plan).items()
    ]
    table = stations_moved(problem, material.judged, current, material.language)
    blocks: list[Block] = [Paragraph(material.say("changes", count=len(table.rows), kept=kept))]
    return [*blocks, table] if table.rows else blocks


def alternatives(material: Material) -> list[Block]:
    """Other plans close to the best one, and what they would trade."""
    solution = material.solution
    if not solution.alternatives:
        return []
    key = "alternatives_all" if solution.alternatives_complete else "alternatives_some"
    says = Paragraph(material.say(key, count=len(solution.alternatives)))
    return [says, plans_close_by(solution, material.language)]
