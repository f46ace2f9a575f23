"""A plan that is not the best one beside it: what it costs more, which stations differ, what to change in a draft."""

import re

from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph
from workbench.tables.plan.stages import objective, steps
from zoning.judge.names import zone_names
from zoning.model.plan import moved
from zoning.texts.numbers import number, percent

NAMED, CHANGES = 6, 3
"""Stations that differ and changes that are told, at the most."""
NUMBERED = re.compile(r"plan-0*(\d+)")
"""The folder of a plan among others of its search."""


def beside_best(material: Material) -> str:
    """What kind of plan it is, its distance from the best one, and the stations that differ; empty where not sought."""
    best = material.best
    if best is None or best.score is None or best.plan is None:
        return ""
    least, proved = material.judged.points - best.score.points, best.proof.status == "optimal"
    key = ("costs" if least else "free") if proved else ("costs_open" if least else "free_open")
    share = percent(least / max(best.score.points, 1), 1)
    says = _kind(material) + material.say(f"beside_{key}", least=number(least), share=share)
    if not least:
        return says
    names = [
        material.problem.county.short_names[code]
        for code in moved(best.plan, material.judged.plan, material.problem.county.staff)
    ]
    more = material.say("beside_more") if len(names) > NAMED else ""
    return says + material.say("beside_differs", count=len(names), stations=names[:NAMED], more=more)


def _kind(material: Material) -> str:
    """A trade-off between two measures, the best by another aim, or one of several plans of a search."""
    staged, language = material.solution.staged, material.language
    if staged is None:
        found = NUMBERED.fullmatch(material.folder.resolve().name)
        return material.say("beside_number", number=found[1]) if found else material.say("beside_other")
    keys = [key for key, _ in staged.wanted]
    if staged.mode == "frontier":
        first, second = (objective(key, language) for key in (keys[-1], keys[0]))
        return material.say("beside_trade", first=first, second=second)
    mode = steps(staged.mode, keys, language)
    key = "beside_staged" if material.proved else "beside_staged_part" if material.steps else "beside_staged_open"
    return material.say(key, mode=mode, count=material.steps)


def better(material: Material) -> list[Block]:
    """The changes of a draft that keeps the rules which save most; all at once where none saves by itself."""
    draft = material.draft
    if draft is None or draft.judged.violations or draft.best.score is None or not draft.differences:
        return []
    own, theirs = material.names, zone_names(draft.best.problem, draft.best.score, material.language)
    short = material.problem.county.short_names
    told = [
        material.say(
            "better_move",
            station=short[one.station],
            zone=theirs[one.best] if one.to is None else own[one.to],
            points=number(one.points, signed=True),
        )
        for one in draft.differences
        if one.points < 0 and not one.broken
    ]
    if not told:
        change = draft.best.score.points - draft.judged.points
        if not change:
            return []
        names = [short[one.station] for one in draft.differences]
        more = material.say("beside_more") if len(names) > NAMED else ""
        told = [material.say("better_all", stations=names[:NAMED], more=more, points=number(change, signed=True))]
    return [Heading(material.say("better_draft")), *(Paragraph(line, "point") for line in told[:CHANGES])]
