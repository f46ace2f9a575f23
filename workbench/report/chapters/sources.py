"""Where the data are from and what was assumed; and the appendix: what measures mean, and what a machine needs.

File names, keys, commands and digests stand in the appendix and nowhere else.
"""

from collections.abc import Iterable

from workbench.report.chapters.summary import standing
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph
from workbench.tables.called import policy_called
from workbench.tables.plan.limits import departed
from workbench.tables.plan.measures import indices
from workbench.tables.plan.measures import measures as all_measures
from workbench.tables.plan.words import circumstances, verdict
from workbench.tables.table import Column, Columns, Table, Value
from zoning.judge.figures import FIGURES
from zoning.judge.measures import MEASURES
from zoning.judge.rules import ALL_RULES
from zoning.judge.settings import in_words
from zoning.model.county import SUPPORT_MINUTES
from zoning.model.policy import departures, policy_value
from zoning.result.digest import digest
from zoning.texts import say
from zoning.texts.numbers import number

OF_CHAPTERS = {
    "organisation": "H7–H31",
    "staffing": "C1–C13",
    "rooms": "G1–G9, H28",
    "posts": "N1–N10",
    "deployment": "B1, B7, H31",
    "response": "N2, N8",
}
"""Rule ids of docs/systems.md by chapter."""


def measures(material: Material) -> list[Block]:
    """What each measure says, how much it counts, and what it comes to."""
    return [
        all_measures(material.problem, material.judged, material.language),
        indices(material.problem, material.judged, material.language),
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
    """What the plan was made from, which rules it keeps and what was assumed."""
    county, language = material.problem.county, material.language
    return [
        Paragraph(material.say("data", county=county.name, code=county.code, years=f"{county.years:g}")),
        Paragraph(material.say("policy", policy=material.policy)),
        *(Paragraph(line, "point") for line in _rules(material)),
        Paragraph(material.say("circumstances")),
        *(Paragraph(line, "point") for line in circumstances(material.problem, (), language)),
        _classes(material),
    ]


def record(material: Material) -> list[Block]:
    """How to check it: the proof, the digest of the data, the command, files, values of the policy, notices."""
    language = material.language
    concluded = standing(material) or verdict(material.solution, language, timed=False)
    command = f"zoning verify {' '.join(material.files)}"
    checked = "verify_drawn" if material.drawn else "verify_proved" if material.proved else "verify_true"
    return [
        Paragraph(concluded, "point", material.say("proof")),
        Paragraph(digest(material.problem.county), "point", material.say("digest")),
        Paragraph(command, "point", material.say("verify")),
        Paragraph(material.say(checked, points=number(material.judged.points)), "note"),
        *_departures(material),
        _ids(material),
        *(Paragraph(notice.text(language), "point") for notice in material.built.notices),
    ]


def _departures(material: Material) -> list[Block]:
    """Every value of the policy that is not that of the preset it is named after."""
    preset, changed = departures(material.problem.policy)
    if not changed:
        return []
    called, names = policy_called(preset, material.language), material.problem.county.short_names
    says = Paragraph(material.say("departs", preset=called, count=len(changed)))
    return [says, *(Paragraph(line, "point") for line in departed(changed, names, material.language))]


def _ids(material: Material) -> Table:
    """What the documents of the rules call each rule in force, measure and chapter by; keys are those of files."""
    policy, language = material.problem.policy, material.language
    rows: list[list[Value]] = [
        [in_words(key, value, material.problem.county.short_names).text(language), key, _joined(rule.rules)]
        for rule in ALL_RULES
        for key in rule.settings
        if (value := policy_value(policy, key)) not in (None, ())
    ]
    rows += [[FIGURES[one.key].name(language), f"weights.{one.key}", _joined(one.rules)] for one in MEASURES]
    rows += [[say(f"workbench.chapter.{key}", language), "", ids] for key, ids in OF_CHAPTERS.items()]
    return Table.of("rule_ids", language, ("requirement", "key", "rule_ids"), rows)


def _joined(ids: Iterable[str]) -> str:
    return ", ".join(ids)


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
        kinds = [say(f"zoning.kind.{kind}", material.language) for kind in policy.zones.alone]
        lines.insert(1, material.say(f"rule_alone_{policy.zones.alone_as}", kinds=kinds))
    rules = {f"rules.{key}": value for key, value in policy.rules if value is not None}
    return [*lines, *(in_words(key, value).text(material.language) for key, value in rules.items())]
