"""The chapters behind page one: the zones, who changes, plans close by, what measures mean, where data are from."""

from workbench.report.material import Material
from workbench.report.model import Block, Cell, Column, Heading, Paragraph, Picture, Table, words
from workbench.report.pictures import load_chart
from workbench.tables.palette import slot
from workbench.tables.plan.plan import circumstances, shortened, verdict
from zoning.judge.figures import FIGURES, MEASURE_FIGURES, STATION_FIGURES, ZONE_FIGURES, by_key
from zoning.judge.measures import POINTS
from zoning.judge.score import score
from zoning.judge.settings import in_words
from zoning.judge.values import station_values, zone_values
from zoning.model.county import SUPPORT_MINUTES
from zoning.model.plan import matching, moved
from zoning.result.digest import digest
from zoning.texts.numbers import number

ALL_ZONES = by_key(
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
STATIONS = by_key("officers", "incidents", "incidents_per_officer", "workload", "workload_per_officer")
OFFICE_MINUTES = FIGURES["office_minutes"]


def zones(material: Material) -> list[Block]:
    """All zones beside each other, then one sheet a zone."""
    language, county = material.language, material.problem.county
    columns = (
        Column(material.say("zone")),
        Column(material.say("office")),
        *(Column.of(figure, language) for figure in (ZONE_FIGURES[0], *ALL_ZONES)),
    )
    rows = []
    for z, zone in enumerate(material.judged.zones):
        values = zone_values(material.problem, zone)
        figures = (Cell.of(figure, values[figure.key]) for figure in (ZONE_FIGURES[0], *ALL_ZONES))
        rows.append((*words(f"{z + 1} {material.names[z]}", shortened(county.names[zone.office])), *figures))
    looks = tuple(slot(z) for z in range(len(rows)))
    blocks: list[Block] = [
        Table(material.say("all_zones"), columns, tuple(rows), looks, material.say("minutes_note")),
        Picture(material.say("load_chart"), load_chart(material)),
    ]
    for z in range(len(rows)):
        blocks += _sheet(material, z)
    return blocks


def _sheet(material: Material, z: int) -> list[Block]:
    """One zone: what it is, and its stations with their way from the office."""
    county, zone, language = material.problem.county, material.judged.zones[z], material.language
    values, stations = zone_values(material.problem, zone), station_values(county)
    facts = [
        f"{figure.name(language)} {figure.text(values[figure.key])} {figure.unit_name(language)}".strip()
        for figure in ONE_ZONE
        if values[figure.key] == values[figure.key]
    ]
    says = material.say(
        "sheet",
        office=county.names[zone.office],
        facts=material.say("semicolon").join(facts),
    )
    columns = (
        Column(material.say("station")),
        Column(material.say("kind")),
        *(Column.of(figure, language) for figure in STATIONS),
        Column(material.say("to_office"), OFFICE_MINUTES.unit_name(language), number=True),
    )
    rows = []
    for code in zone.stations:
        row = county.index[code]
        station, own = county.stations[row], stations[row]
        office = material.say("is_office") if code == zone.office else ""
        minutes = float(county.minutes[county.index[zone.office], row])
        rows.append(
            (
                *words(station.name + office, material.kind(station.kind)),
                *(Cell.of(figure, own[figure.key]) for figure in STATIONS),
                Cell.of(OFFICE_MINUTES, minutes),
            )
        )
    name = material.names[z]
    table = Table(material.say("stations_of", zone=name), columns, tuple(rows))
    return [Heading(f"{z + 1} {name}"), Paragraph(says), table]


def changes(material: Material) -> list[Block]:
    """Every station whose zone changes, from where to where; nothing where there are no zones of today."""
    current, plan, county = material.problem.current, material.judged.plan, material.problem.county
    if current is None:
        return []
    codes = moved(current, plan)
    before = {code: zone for zone in current.zones for code in zone}
    after = {code: name for zone, name in zip(plan.zones, material.names, strict=True) for code in zone}
    columns = (
        Column(material.say("station")),
        Column(material.say("kind")),
        Column.of(STATION_FIGURES[0], material.language),
        Column(material.say("from_zone")),
        Column(material.say("to_zone")),
    )
    rows = []
    for code in codes:
        station = county.stations[county.index[code]]
        officers = Cell.of(STATION_FIGURES[0], float(station.officers))
        rows.append(
            (
                *words(station.name, material.kind(station.kind)),
                officers,
                *words(material.zone_today(before[code]), after[code]),
            )
        )
    kept = [
        material.say("kept", now=material.names[a], was=material.zone_today(current.zones[b]))
        for a, b in matching(current, plan).items()
    ]
    blocks: list[Block] = [Paragraph(material.say("changes", count=len(codes), kept=kept))]
    return [*blocks, Table(material.say("changes_table"), columns, tuple(rows))] if rows else blocks


def alternatives(material: Material) -> list[Block]:
    """Other plans close to the best one, and what they would trade."""
    solution, best = material.solution, material.judged
    if not solution.alternatives:
        return []
    weights = material.problem.policy.weights.shares()
    figures = tuple(figure for figure in MEASURE_FIGURES if weights[figure.key] > 0)
    points = by_key("points")[0]
    gap = FIGURES["gap"]
    columns = (
        Column("#", number=True),
        Column.of(points, material.language),
        Column(material.say("gap"), number=True),
        *(Column.of(figure, material.language) for figure in figures),
        Column(material.say("moves")),
    )
    rows = []
    for k, plan in enumerate((best.plan, *solution.alternatives)):
        other = best if k == 0 else score(material.problem, plan)
        names = [shortened(material.problem.county.names[code]) for code in moved(best.plan, plan)]
        rows.append(
            (
                Cell(str(k + 1), k + 1, "0"),
                Cell.of(points, float(other.points)),
                Cell.of(gap, other.points / best.points - 1 if best.points else 0.0),
                *(Cell.of(figure, other.measures[figure.key]) for figure in figures),
                *words(material.say("separator").join(names) or material.say("this_plan")),
            )
        )
    key = "alternatives_all" if solution.alternatives_complete else "alternatives_some"
    says = Paragraph(material.say(key, count=len(solution.alternatives)))
    return [says, Table(material.say("alternatives_table"), columns, tuple(rows))]


def measures(material: Material) -> list[Block]:
    """What each measure says, how much it counts, and what it comes to."""
    weights, share = material.problem.policy.weights.shares(), FIGURES["share"]
    points = by_key("points")[0]
    columns = (
        Column(material.say("measure")),
        Column(material.say("meaning")),
        Column(material.say("weight"), number=True),
        Column(material.say("share"), number=True),
        Column.of(points, material.language),
    )
    rows = tuple(
        (
            *words(figure.name(material.language), material.meaning(figure.key)),
            Cell.of(FIGURES["weight"], weights[figure.key]),
            Cell.of(share, material.judged.measures[figure.key]),
            Cell.of(points, POINTS * weights[figure.key] * material.judged.measures[figure.key]),
        )
        for figure in MEASURE_FIGURES
    )
    return [
        Table(material.say("measures_table"), columns, rows),
        Paragraph(material.say("points_say"), "note"),
        Paragraph(material.say("workload_say", minutes=f"{SUPPORT_MINUTES:g}"), "note"),
        Paragraph(material.say("minutes_say"), "note"),
    ]


def sources(material: Material) -> list[Block]:
    """What the plan was made from, what was assumed, and how to check it."""
    county, language = material.problem.county, material.language
    totals = county.counts.sum(axis=0) / county.years
    whole = all(c.officers == round(c.officers) for c in county.classes)
    sent, minutes, yearly = (
        FIGURES["officers"].finer(0 if whole else 1),
        FIGURES["arrival"].finer(0),
        FIGURES["incidents"],
    )
    columns = (
        Column(material.say("class")),
        Column(material.say("minutes_on_scene"), OFFICE_MINUTES.unit_name(language), number=True),
        Column(material.say("officers_sent"), sent.unit_name(language), number=True),
        Column(material.say("incidents_a_year"), number=True),
    )
    rows = tuple(
        (*words(c.name), Cell.of(minutes, c.minutes), Cell.of(sent, c.officers), Cell.of(yearly, float(total)))
        for c, total in zip(county.classes, totals, strict=True)
    )
    command = f"zoning verify {' '.join(material.files)}"
    checked = "verify_proved" if material.proved else "verify_true"
    return [
        Paragraph(material.say("data", county=county.name, code=county.code, years=f"{county.years:g}")),
        Paragraph(material.say("policy", policy=material.policy)),
        *(Paragraph(line, "point") for line in _rules(material)),
        Paragraph(material.say("circumstances")),
        *(Paragraph(line, "point") for line in circumstances(material.problem, material.built.notices, language)),
        Table(material.say("classes_table"), columns, rows, note=material.say("classes_note")),
        Paragraph(verdict(material.solution, language, timed=False), "point", material.say("proof")),
        Paragraph(digest(county), "point", material.say("digest")),
        Paragraph(command, "point", material.say("verify")),
        Paragraph(material.say(checked, points=number(material.judged.points)), "note"),
    ]


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
        kinds = [material.kind(kind) for kind in policy.zones.alone]
        lines.insert(1, material.say(f"rule_alone_{policy.zones.alone_as}", kinds=kinds))
    rules = {f"rules.{key}": value for key, value in policy.rules if value is not None}
    return [*lines, *(in_words(key, value).text(material.language) for key, value in rules.items())]
