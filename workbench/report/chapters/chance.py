"""The chapter on chance: what ``zoning stress --out`` left beside the plan, as words, a table and a chart.

Draws are not made anew, for they take minutes; a ``stress.json`` that is of another plan or other data is refused. What
it may get wrong: that the draws themselves are as their file states is believed.
"""

import math
from pathlib import Path

from scenarios.chance.records import INTERVAL, Stress
from workbench.draw.labels import Box
from workbench.draw.mapping.sheet import INK
from workbench.draw.paper import Paper
from workbench.report.gallery import axes, scale
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph, Picture
from workbench.report.pictures import LINE, WIDTH, notice, small_print
from workbench.tables.palette import slot
from workbench.tables.studies.stress import varies, zones_drawn
from zoning.judge.figures import by_key
from zoning.model.errors import InputError, mistake
from zoning.result.documents import load
from zoning.texts import say
from zoning.texts.numbers import number, percent

FILE = "stress.json"
LOW, MIDDLE, HIGH = (f"p{p:g}" for p in INTERVAL)


def chance(material: Material) -> list[Block]:
    """How often the plan stays the best, and between what its zones' figures lie; nothing where nobody asked."""
    path = material.folder / FILE
    if not path.is_file():
        return []
    draws, language = _read(path, material), material.language
    share = percent(draws.optimal / draws.judged) if draws.judged else "–"
    says = say("workbench.stress.says", language, count=draws.judged, optimal=draws.optimal, share=share)
    regret = {key: number(value) for key, value in draws.regret.items()}
    table = zones_drawn(material.names, material.judged.zones, draws.zones, language)
    return [
        Paragraph(says),
        *([Paragraph(say("workbench.stress.regret", language, **regret))] if draws.optimal < draws.judged else []),
        table,
        Picture(material.say("stress_chart"), _chart(material, draws)),
        Paragraph(say("workbench.stress.model", language), "note"),
        *(Paragraph(line, "note") for line in varies(draws, language)),
        Paragraph(material.say("as_stated", file=FILE), "note"),
    ]


def _read(path: Path, material: Material) -> Stress:
    """The file; refused when it is none or not of this plan on these data."""
    try:
        found: Stress = load(path, problem=material.problem)
    except InputError as error:
        first = error.mistakes[0].says
        key = "other_stress" if first.key == "zoning.documents.differs" else "no_stress"
        raise InputError([mistake(f"workbench.report.{key}", table=path.name, reason=first)]) from error
    if found.plan != material.judged.plan:
        raise InputError([mistake("workbench.report.other_stress", table=path.name)])
    return found


def _chart(material: Material, draws: Stress) -> Paper:
    """Workload per officer of every zone: a bar from the low to the high percentile, a stroke at what the data say."""
    spreads = [zone["workload_per_officer"] for zone in draws.zones]
    known = [value for spread in spreads for value in spread.values() if math.isfinite(value)] or [0.0]
    lines, step = notice(material), 8.0 if len(spreads) <= 8 else 5.0
    below = 14 + LINE * len(lines)
    paper = Paper(WIDTH, below + step * len(spreads) + 3)
    room, across = Box(38, below, WIDTH - 6, below + step * len(spreads)), scale(known)
    axes(paper, room, across, (len(spreads) - 0.5, -0.5)).set_yticks([])
    drawn = paper.figure.axes[-1]
    for z, (name, spread) in enumerate(zip(material.names, spreads, strict=True)):
        paper.text(room.left - 1.5, room.top - step * (z + 0.5), f"{z + 1} {name}", 7, across="right", up="center")
        low, high, given = spread[LOW], spread[HIGH], spread["given"]
        if not math.isfinite(low + high + given):
            continue
        look = slot(z)
        drawn.barh(z, high - low, 0.55, low, color=look.colour, hatch=look.hatch, edgecolor=INK, linewidth=0.6)
        drawn.plot([given, given], [z - 0.4, z + 0.4], color="#C00000", linewidth=1.6)
    (figure,) = by_key("workload_per_officer")
    paper.text((room.left + room.right) / 2, below - 10, figure.header(material.language), 7.5, across="center")
    small_print(paper, lines)
    return paper
