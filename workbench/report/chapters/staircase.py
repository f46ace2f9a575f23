"""The chapter on evenness against travel: what ``zoning frontier --staircase --out`` left beside the plan.

The steps are not sought anew, but judged anew: a ``staircase.json`` of other data, zones, rules or weights is refused.
What it may get wrong: that no plan within a band has fewer points, and that none is more even, is believed.
"""

from pathlib import Path

from solvers.objectives.staircase import Staircase
from workbench.draw.labels import Box
from workbench.draw.paper import Paper
from workbench.draw.staircase_chart import draw
from workbench.report.chapters.frontier import HEIGHT, OTHER
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph, Picture
from workbench.report.pictures import LINE, WIDTH, notice, small_print
from workbench.tables.plan.zones import aside
from workbench.tables.studies.staircase import FILE, FOLDER, staircase, tightest
from zoning.judge.values import worst_deviation
from zoning.model.errors import InputError, mistake
from zoning.model.plan import moved
from zoning.model.policy import Policy
from zoning.result.documents import load
from zoning.texts.numbers import number, percent


def evenness(material: Material) -> list[Block]:
    """Every step as words, a chart and a table, and where the report's plan stands; nothing unless asked."""
    path = material.folder / FOLDER / FILE
    if not path.exists():
        return []
    found = _read(path, material)
    says = _steps(material, found) + _own(material, found) + (tightest(found, material.language) or "")
    if not found.complete:
        says += material.say("staircase_open")
    return [
        Paragraph(says),
        Picture(material.say("staircase_chart"), _chart(material, found)),
        staircase(found, material.language),
        Paragraph(material.say("as_stated", file=f"{FOLDER}/{FILE}"), "note"),
    ]


def _steps(material: Material, found: Staircase) -> str:
    """What the first step and the last one are."""
    first, last = found.scores[0], found.scores[-1]
    but = aside(material.problem, material.language)
    values = {"aside": but, "first": percent(found.deviation(0)), "way": number(first.figures["mean_minutes"], 1)}
    if len(found.scores) == 1:
        return material.say("staircase_alone", **values)
    changed = len(moved(first.plan, last.plan, material.problem.county.staff))
    values |= {"last": percent(found.deviation(-1)), "far": number(last.figures["mean_minutes"], 1)}
    return material.say("staircase", count=changed, **values)


def _own(material: Material, found: Staircase) -> str:
    """Which step is the report's plan, or its own figures."""
    judged = material.judged
    same = [k + 1 for k, step in enumerate(found.scores) if step.plan == judged.plan]
    if same:
        return material.say("staircase_is", number=same[0])
    own = percent(worst_deviation(material.problem, judged))
    return material.say("staircase_not", own=own, way=number(judged.figures["mean_minutes"], 1))


def _chart(material: Material, found: Staircase) -> Paper:
    """The steps on a drawing of the report, whose words say the rest."""
    lines, judged = notice(material), material.judged
    below = 14 + LINE * len(lines)
    paper = Paper(WIDTH, below + HEIGHT + 2)
    own = (worst_deviation(material.problem, judged), judged.figures["mean_minutes"])
    draw(paper, Box(22, below, WIDTH - 8, below + HEIGHT), found, material.language, own)
    small_print(paper, lines)
    return paper


def _read(path: Path, material: Material) -> Staircase:
    """The file, its plans judged anew; refused when it is of other data, zones, rules or weights."""
    try:
        found: Staircase = load(path, problem=material.problem)
    except InputError as error:
        first = error.mistakes[0].says
        key = "other_staircase" if first.key in OTHER else "no_staircase"
        raise InputError([mistake(f"workbench.report.{key}", table=path.name, reason=first)]) from error
    own, theirs = (_wanted(one.policy) for one in (material.problem, found.problem))
    if not found.scores or own != theirs:
        raise InputError([mistake("workbench.report.other_staircase", table=path.name)])
    return found


def _wanted(policy: Policy) -> tuple[object, ...]:
    """What steps depend on; a band of the policy's own is none of it."""
    loose = policy.override({"rules.officer_band": None})
    return loose.zones, loose.rules, loose.measures, loose.weights.shares(), loose.pins
