"""Page one, for those who decide: the proposal, its decisions and their price, the map, what gets better and worse.

It is one page in every format: names are cut with how many more there are and where, and the map takes the room that
the words leave it in the Word document; a format that knows that it has more draws it larger.
"""

import math
import re
from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len

from workbench.report.beside import beside_best, better
from workbench.report.chapters.gains import gains_and_losses
from workbench.report.chapters.study import tested
from workbench.report.material import Material
from workbench.report.model import SMALLER, TITLE, Block, Heading, Paragraph, Picture
from workbench.report.pictures import change_map, plan_map
from workbench.tables.decisions import costs, decided, pins
from workbench.tables.plan.stages import steps
from workbench.tables.studies.draft import put_right
from zoning.judge.figures import CHANGE_FIGURES
from zoning.judge.kept import moved_since_today
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

NAMED, DECIDED, RULES = 8, 4, 3
"""Names, decisions and broken rules on page one at the most; the others are counted."""
ROOM = 225.0
"""Height of a page of an official document, in mm: 297 − 37 − 35."""
LINES = {"lead": (62, 7.4), "warning": (72, 6.0), "heading": (72, 6.8), "point": (72, 6.0)}
"""Cells of a line of each kind, and its height in mm, in the format with the largest letters, the Word document."""
BROADER = {"zh": 1.0, "en": 1.15}
"""How much wider than a cell letters are in the fonts of machines without Times, where words go to the next line."""
TITLE_LINE, TITLE_CELLS, SUBTITLE, HEAD, CAPTION = 12.0, 40, 15.0, 9.0, 18.0
"""Heights of a line of the title, which has so many cells, of the subtitle, of the line above and of what stands round
the map, in mm."""
LOWEST, TALLEST = 42.0, 96.0
"""Of the map, in mm."""

RULE_ID = re.compile(r" ?[（(][A-Z]\d+[)）]")
"""What only the documents of the rules are called by."""


def summary(material: Material) -> list[Block]:
    """The proposal, broken rules, the map, what gets better and worse, decisions and their price, who changes zone."""
    head: list[Block] = [Paragraph(proposal(material), "lead"), *_broken(material)]
    rest = [*gains_and_losses(material), *tested(material), *better(material), *_decided(material), *_changes(material)]
    title = material.say("title", county=material.problem.county.name)
    part = TITLE[material.language]
    lines = math.ceil(cell_len(title) * BROADER[material.language] * part / TITLE_CELLS)
    above = part * TITLE_LINE * lines + SUBTITLE + (HEAD if material.issue.head() else 0.0)
    height = min(TALLEST, max(LOWEST, ROOM - above - CAPTION - _height([*head, *rest], material.language)))
    today = material.problem.current is not None
    drawn = partial(change_map if today else plan_map, material)
    picture = Picture(material.say(_map_key(material)), drawn(height), drawn)
    return [*head, picture, *rest]


def _map_key(material: Material) -> str:
    """What the map of page one is called; a plan drawn by hand is no proposal."""
    if material.problem.current is None:
        return "map"
    return "change_map_drawn" if material.drawn else "change_map"


def standing(material: Material) -> str:
    """The conclusion of page one about a plan that is not simply the best one; empty where its proof says it all."""
    broken = len(material.judged.violations)
    if not (broken or material.drawn):
        return beside_best(material)
    says = material.say("standing_broken", count=broken) if broken else _price(material) + _sure(material)
    return material.say("standing_drawn") + says if material.drawn else says


def _height(blocks: Sequence[Block], language: Language) -> float:
    """How high these are in the Word document, in mm."""
    total = 0.0
    for block in blocks:
        if isinstance(block, Paragraph):
            cells, line = LINES[block.kind]
            broad = BROADER[language] * SMALLER[language]
            total += SMALLER[language] * line * math.ceil(cell_len(block.head + block.text) * broad / cells)
        elif isinstance(block, Heading):
            total += SMALLER[language] * LINES["heading"][1]
    return total


def proposal(material: Material) -> str:
    """What is proposed, under which decisions and at what price, and how sure it is."""
    zones, drawn = material.judged.zones, material.drawn
    says = material.say(
        "lead_drawn" if drawn else "lead",
        county=material.problem.county.name,
        stations=len(material.problem),
        zones=len(zones),
    )
    return says + _price(material) + _sure(material)


def _price(material: Material) -> str:
    """What the decisions cost, in a clause; of a plan drawn by hand how far it is from the best."""
    count = sum(1 for _ in pins(material.problem.policy))
    if material.judged.violations or not (count or material.drawn):
        return ""
    key, found = "lead_apart" if material.drawn else "lead_decided", _apart(material)
    if found is None:
        return material.say(f"{key}_unknown", count=count)
    least, most, share = found
    if least != most and most is not None:
        return material.say(f"{key}_between", count=count, least=number(least), most=number(most))
    if not least and not most and most is not None:
        return material.say(f"{key}_free", count=count)
    return material.say(
        f"{key}_{'costs' if least == most else 'at_least'}", count=count, least=number(least), share=percent(share)
    )


def _apart(material: Material) -> tuple[int, int | None, float] | None:
    """Points above the best plan: at least, at most where that is proved, and the share; ``None`` where not known.

    The best plan keeps the same decisions where a plan drawn by hand is held against it, else it need keep none.
    """
    draft = material.draft
    if material.drawn and draft is not None and draft.best.score is not None:
        least, bound, best = draft.judged.points - draft.best.score.points, draft.best.proof.bound, draft.best.score
        return least, None if bound is None else draft.judged.points - bound, least / max(best.points, 1)
    prices = material.prices
    if prices is None or prices.whole.best is None:
        return None
    return prices.whole.least, prices.whole.most, prices.share(prices.whole)


def _sure(material: Material) -> str:
    """The status of the proof, as a clause."""
    proof, decided = material.solution.proof, any(pins(material.problem.policy))
    if material.judged.violations:  # said in a warning of its own
        return ""
    if material.drawn:
        return material.say("sure_judged")
    if says := beside_best(material):
        return says
    if proof.status == "optimal" and material.proved:
        if staged := material.solution.staged:
            mode = steps(staged.mode, [key for key, _ in staged.wanted], material.language)
            return material.say("sure_staged", mode=mode)
        return material.say("sure_decided" if decided else "sure_optimal")
    if proof.gap is not None:
        return material.say("sure_bound", gap=percent(proof.gap, 2))
    return material.say("sure_open")


def _broken(material: Material) -> list[Block]:
    """Rules that the plan breaks, a line each, and the moves that put it right where they are known."""
    broken = [RULE_ID.sub("", violation.says.text(material.language)) for violation in material.judged.violations]
    if not broken:
        return []
    lines = broken[:RULES]
    if len(broken) > RULES:
        lines.append(material.say("broken_more", count=len(broken) - RULES))
    if material.draft is not None:
        lines.append(put_right(material.draft, material.language))
    head = Paragraph(material.say("broken", count=len(broken)), "warning")
    return [head, *(Paragraph(line, "point") for line in lines)]


def _decided(material: Material) -> list[Block]:
    """The decisions in words with their reason, each with its price."""
    made, prices, language = list(pins(material.problem.policy)), material.prices, material.language
    if not made:
        return []
    several = "_several" if len(made) > 1 and prices is not None else ""
    blocks: list[Block] = [Heading(material.say(f"decided{several}"))]
    for k, (kind, words) in enumerate(made[:DECIDED]):
        says = decided(material.problem, kind, words, language)
        if prices is not None:
            says = say("workbench.decided.joint", language).join((says, costs(prices, prices.single[k], language)))
        blocks.append(Paragraph(says, "point"))
    if len(made) > DECIDED:
        blocks.append(Paragraph(material.say("decided_more", count=len(made) - DECIDED), "point"))
    return blocks


def _changes(material: Material) -> list[Block]:
    """Who changes zone, or that there is nothing to change from."""
    problem = material.problem
    if problem.current is None:
        says = material.say("who_nobody_yet", count=len(problem))
    elif codes := moved_since_today(problem, material.judged.plan):
        officers = CHANGE_FIGURES[1].text(material.values["moved_officers"])
        names = [problem.county.short_names[code] for code in codes]
        more = material.say("who_more", count=len(names)) if len(names) > NAMED else ""
        says = material.say("who_moves", count=len(names), officers=officers, stations=names[:NAMED], more=more)
    else:
        says = material.say("who_none")
    return [Heading(material.say("who")), Paragraph(says, "point")]
