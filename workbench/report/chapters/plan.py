"""The chapters behind page one: the zones, who changes, plans close by, what measures mean, where data are from."""

from dataclasses import replace

from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Picture
from workbench.report.pictures import load_chart
from workbench.tables.plan.alternatives import alternatives as plans_close_by
from workbench.tables.plan.measures import measures as all_measures
from workbench.tables.plan.words import circumstances, verdict
from workbench.tables.plan.zones import changes as stations_moved
from workbench.tables.plan.zones import zone_stations, zone_today
from workbench.tables.plan.zones import zones as all_zones
from workbench.tables.table import Column, Columns, Table
from zoning.judge.figures import FIGURES, by_key
from zoning.judge.settings import in_words
from zoning.judge.values import zone_values
from zoning.model.county import SUPPORT_MINUTES
from zoning.model.plan import matching
from zoning.model.policy import departures
from zoning.result.digest import digest
from zoning.texts import say
from zoning.texts.numbers import number

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
        replace(table, note=material.say("minutes_note")),
        Picture(material.say("load_chart"), load_chart(material)),
    ]
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
    office = material.problem.county.names[zone.office]
    says = material.say("sheet", office=office, facts=say("workbench.list.clause", language).join(facts))
    table = zone_stations(material.problem, material.judged, z, language)
    return [Heading(f"{z + 1} {material.names[z]}"), Paragraph(says), table]


def changes(material: Material) -> list[Block]:
    """Every station whose zone changes, from where to where; nothing where there are no zones of today."""
    current, plan, problem = material.problem.current, material.judged.plan, material.problem
    if current is None:
        return []
    kept = [
        material.say("kept", now=material.names[a], was=zone_today(problem, current.zones[b], material.language))
        for a, b in matching(current, plan).items()
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


def measures(material: Material) -> list[Block]:
    """What each measure says, how much it counts, and what it comes to."""
    return [
        all_measures(material.problem, material.judged, material.language),
        Paragraph(material.say("points_say"), "note"),
        Paragraph(material.say("workload_say", minutes=f"{SUPPORT_MINUTES:g}"), "note"),
        Paragraph(material.say("minutes_say"), "note"),
    ]


def _classes(material: Material) -> Table:
    """The classes of incidents, and what one takes of minutes and officers."""
    county, language = material.problem.county, material.language
    totals = county.counts.sum(axis=0) / county.years
    whole = all(c.officers == round(c.officers) for c in county.classes)
    minutes, sent, yearly = FIGURES["on_scene"], FIGURES["crew"].finer(0 if whole else 1), FIGURES["incidents"]
    rows = [(c.name, c.minutes, c.officers, float(total)) for c, total in zip(county.classes, totals, strict=True)]
    columns: Columns = ("class", minutes, Column.of(sent, language, material.say("officers_sent")), yearly)
    return Table.of("classes", language, columns, rows, material.say("classes_note"))


def sources(material: Material) -> list[Block]:
    """What the plan was made from, what was assumed, and how to check it."""
    county, language = material.problem.county, material.language
    command = f"zoning verify {' '.join(material.files)}"
    checked = "verify_proved" if material.proved else "verify_true"
    return [
        Paragraph(material.say("data", county=county.name, code=county.code, years=f"{county.years:g}")),
        Paragraph(material.say("policy", policy=material.policy)),
        *(Paragraph(line, "point") for line in _rules(material)),
        *_departures(material),
        Paragraph(material.say("circumstances")),
        *(Paragraph(line, "point") for line in circumstances(material.problem, material.built.notices, language)),
        _classes(material),
        Paragraph(verdict(material.solution, language, timed=False), "point", material.say("proof")),
        Paragraph(digest(county), "point", material.say("digest")),
        Paragraph(command, "point", material.say("verify")),
        Paragraph(material.say(checked, points=number(material.judged.points)), "note"),
    ]


def _departures(material: Material) -> list[Block]:
    """Every value of the policy that is not that of the preset it is named after."""
    preset, changed = departures(material.problem.policy)
    if not changed:
        return []
    says = Paragraph(material.say("departs", preset=preset, count=len(changed)))
    return [says, *(Paragraph(str(departure), "point") for departure in changed)]


def _rules(material: Material) -> list[str]:
    """The hard rules in force, in words."""
    policy = material.problem.policy
    lines = [
        material.say("rule_zones", least=policy.zones.min, most=policy.zones.max),
        material.say("rule_min_stations", count=policy.zones.min_stations),
    ]
    if policy.zones.max_stations is not None:
        lines.append(in_words("zones.max_stations", policy.zones.max_stations).text(material.language))
    if policy.zones.alone:
        kinds = [say(f"workbench.kind.{kind}", material.language) for kind in policy.zones.alone]
        lines.insert(1, material.say(f"rule_alone_{policy.zones.alone_as}", kinds=kinds))
    rules = {f"rules.{key}": value for key, value in policy.rules if value is not None}
    return [*lines, *(in_words(key, value).text(material.language) for key, value in rules.items())]
