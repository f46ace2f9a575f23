"""The chapter on the trade-off: what ``zoning frontier --out`` left beside the plan, as words, a chart and a table.

The plans are not sought anew, but judged anew: a ``frontier.json`` of other data, zones or rules is refused. What it
may get wrong: that there are no efficient plans besides those in the file is believed.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from solvers.objectives.tradeoff import Frontier
from workbench.draw.frontier_chart import draw
from workbench.draw.labels import Box
from workbench.draw.paper import Paper
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Picture
from workbench.report.pictures import LINE, WIDTH, notice, small_print
from workbench.tables.studies.frontier import FILE, frontier
from workbench.tables.table import Table
from zoning.judge.figures import by_key
from zoning.judge.score import score
from zoning.model.errors import InputError, mistake
from zoning.result.documents import load
from zoning.texts.numbers import percent

HEIGHT = 52.0
"""Of the room for the plans in the chart, in mm."""
OTHER = ("zoning.documents.differs", "zoning.plan.missing", "zoning.plan.unknown")
"""What is wrong with a file that is of other data."""
LISTED = 24
"""Plans in the table at most; the chart has all."""


def trade_off(material: Material) -> list[Block]:
    """Every efficient plan between two measures, the knee, and where the report's plan stands; nothing unless asked."""
    files = sorted(material.folder.glob(f"*-*/{FILE}"))
    return [block for path in files for block in _pair(path, material)]


def _pair(path: Path, material: Material) -> list[Block]:
    found = _read(path, material)
    names = [figure.name(material.language) for figure in by_key(*found.between)]
    pair = {"first": names[0], "second": names[1]}
    first, second = (material.judged.measures[figure.key] for figure in by_key(*found.between))
    same = [k + 1 for k, judged in enumerate(found.scores) if judged.plan == material.judged.plan]
    whole = "all" if found.complete and found.step == 1 else "some"
    says = material.say(f"frontier_{whole}", count=len(found.scores), **pair)
    own = {"first": percent(first), "second": percent(second)}
    says += material.say("frontier_is" if same else "frontier_not", number=same[0] if same else 0, **own)
    star = ""
    if found.knee >= 0:
        one, other = (percent(share) for share in found.shares(found.knee))
        says += material.say("frontier_knee", number=found.knee + 1, first=one, second=other)
        star = material.say("frontier_star")
    elif len(found.scores) > 2:
        says += material.say("frontier_no_knee")
    return [
        Heading(material.say("frontier_heading", **pair)),
        Paragraph(says),
        Picture(material.say("frontier_chart", star=star, **pair), _chart(material, found, (first, second))),
        _table(material, found),
        Paragraph(material.say("as_stated", file=f"{found.name}/{FILE}"), "note"),
    ]


def _chart(material: Material, found: Frontier, own: tuple[float, float]) -> Paper:
    """The plans on a drawing of the report, whose words say the rest."""
    lines = notice(material)
    below = 14 + LINE * len(lines)
    paper = Paper(WIDTH, below + HEIGHT + 2)
    draw(paper, Box(22, below, WIDTH - 8, below + HEIGHT), found, material.language, own)
    small_print(paper, lines)
    return paper


def _table(material: Material, found: Frontier) -> Table:
    """A row a plan, evenly chosen where there are too many; the ends and the knee are always there."""
    count = len(found.scores)
    chosen = {round(float(k)) for k in np.linspace(0, count - 1, min(LISTED, count))} | {found.knee} - {-1}
    note = material.say("frontier_listed", count=count) if len(chosen) < count else ""
    return replace(frontier(found, material.language, sorted(chosen), material.judged), note=note)


def _read(path: Path, material: Material) -> Frontier:
    """The file, its plans judged under the policy of the report; refused when it is of other data or rules."""
    problem = material.problem
    try:
        found: Frontier = load(path, problem=problem)
    except InputError as error:
        first = error.mistakes[0].says
        key = "other_frontier" if first.key in OTHER else "no_frontier"
        raise InputError([mistake(f"workbench.report.{key}", table=path.name, reason=first)]) from error
    own, theirs = problem.policy, found.problem.policy
    if not found.scores or (own.zones, own.rules, own.pins) != (theirs.zones, theirs.rules, theirs.pins):
        raise InputError([mistake("workbench.report.other_frontier", table=path.name)])
    return replace(found, problem=problem, scores=tuple(score(problem, judged.plan) for judged in found.scores))
