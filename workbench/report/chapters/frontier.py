"""The chapter on the trade-off: what ``zoning frontier --out`` left beside the plan, as words, a chart and a table.

The plans are not sought anew, but judged anew: a ``frontier.json`` of other data, zones or rules is refused. What it
may get wrong: that there are no efficient plans besides those in the file is believed.
"""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solvers.objectives.nondominated import Point
from workbench.draw.frontier_chart import draw
from workbench.draw.labels import Box
from workbench.draw.paper import Paper
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Picture
from workbench.report.pictures import LINE, WIDTH, notice, small_print
from workbench.tables.studies.frontier import FILE, Frontier, frontier
from workbench.tables.table import Table
from zoning.judge.figures import MEASURE_FIGURES
from zoning.judge.measures import POINTS
from zoning.judge.score import score
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.texts.numbers import percent

HEIGHT = 52.0
"""Of the room for the plans in the chart, in mm."""
LISTED = 24
"""Plans in the table at most; the chart has all."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Planned(_Part):
    """An efficient plan: its zones, and its measures as they were judged."""

    zones: list[list[str]]
    measures: dict[str, float]


class Stated(_Part):
    """``frontier.json`` as read."""

    policy: Policy
    between: tuple[str, str]
    step: int = Field(ge=1)
    complete: bool
    plans: list[Planned] = Field(min_length=1)


def trade_off(material: Material) -> list[Block]:
    """Every efficient plan between two measures, the knee, and where the report's plan stands; nothing unless asked."""
    files = sorted(material.folder.glob(f"*-*/{FILE}"))
    return [block for path in files for block in _pair(path, material)]


def _pair(path: Path, material: Material) -> list[Block]:
    found = _read(path, material)
    names = [figure.name(material.language) for figure in found.between]
    pair = {"first": names[0], "second": names[1]}
    first, second = (material.judged.measures[figure.key] for figure in found.between)
    same = [k + 1 for k, judged in enumerate(found.scores) if judged.plan == material.judged.plan]
    whole = "all" if found.complete and found.step == 1 else "some"
    says = material.say(f"frontier_{whole}", count=len(found.points), **pair)
    own = {"first": percent(first), "second": percent(second)}
    says += material.say("frontier_is" if same else "frontier_not", number=same[0] if same else 0, **own)
    star = ""
    if found.knee >= 0:
        one, other = (percent(share) for share in found.shares(found.knee))
        says += material.say("frontier_knee", number=found.knee + 1, first=one, second=other)
        star = material.say("frontier_star")
    elif len(found.points) > 2:
        says += material.say("frontier_no_knee")
    return [
        Heading(material.say("frontier_heading", **pair)),
        Paragraph(says),
        Picture(material.say("frontier_chart", star=star, **pair), _chart(material, found, (first, second))),
        _table(material, found),
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
    """The file, every plan judged again; refused when it is none or not of these data and rules."""
    problem = material.problem
    try:
        content: Any = json.loads(path.read_bytes().decode("utf-8-sig"))
        stated = Stated.model_validate(content)
        known = {figure.key: figure for figure in MEASURE_FIGURES}
        between = [known[key] for key in stated.between]
        plans = [Plan.of(planned.zones) for planned in stated.plans]
    except (OSError, ValueError, LookupError, RecursionError, ValidationError, InputError) as error:
        reason = type(error).__name__
        raise InputError([mistake("workbench.report.no_frontier", table=path.name, reason=reason)]) from error
    own, theirs = problem.policy, stated.policy
    codes = sorted(problem.county.codes)
    same = (own.zones, own.rules, own.pins) == (theirs.zones, theirs.rules, theirs.pins)
    if not same or any(sorted(code for zone in plan.zones for code in zone) != codes for plan in plans):
        raise InputError([mistake("workbench.report.other_frontier", table=path.name)])
    scores = tuple(score(problem, plan) for plan in plans)
    for judged, planned in zip(scores, stated.plans, strict=True):
        if not all(
            math.isclose(judged.measures[f.key], planned.measures.get(f.key, math.nan), abs_tol=1e-9) for f in between
        ):
            raise InputError([mistake("workbench.report.other_frontier", table=path.name)])
    first, second = between
    sums = [(round(POINTS * s.measures[first.key]), round(POINTS * s.measures[second.key])) for s in scores]
    points = tuple(Point(judged.plan, one, other) for judged, (one, other) in zip(scores, sums, strict=True))
    return Frontier(problem, (first, second), points, scores, stated.complete, stated.step)
