"""Today's zones beside those proposed: two maps of one scale, a zone that goes on with one look, moved stations marked.

A moved station stands out in both: a red line round its area, its name in red. Halves lie beside each other or one
above the other, whichever gives the larger scale. What it may get wrong: a zone goes on in the one that keeps the most
of its stations, unless people named another one so; that need not be the one that they would call its successor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from scenarios.compare.changes import only
from workbench.draw.ground import Ground
from workbench.draw.labels import Box
from workbench.draw.mapping.sheet import INK, RED, Frame, Sheet
from workbench.draw.maps import draw_ground
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.tables.plan.zones import zone_today
from zoning.judge.kept import kept_of_today, moved_since_today
from zoning.judge.score import Score
from zoning.judge.values import today
from zoning.model.plan import Plan, matching

FRAME = Box(8, 25, 289, 190)
"""Where both maps lie on a sheet of their own, in mm."""
GAP, HEAD = 3.0, 6.0
"""Between the halves, and the height of what each is called, in mm."""
WIDE = 110.0
"""From this width of a half on, in mm, zones and stations have their names; below, moved stations alone have."""
FOOT, LINES = 210, 6
"""Cells of a line at the foot of the page, and the most lines there."""
KEY = 4
"""The most lines that say what the numbers are; of more zones the report's chapter has them."""


@dataclass(frozen=True)
class Change:
    """A plan as a ``sheet`` (its ``frame`` holds both maps) and today's zones, judged by the same rules.

    A plan ``drawn`` by hand is called that, and nobody's proposal.
    """

    sheet: Sheet
    today: Score
    drawn: bool = False

    @property
    def key(self) -> str:
        """What texts call the plan by."""
        return "drawn" if self.drawn else "proposed"

    @property
    def moved(self) -> frozenset[str]:
        """Codes of the stations that change zone."""
        return frozenset(moved_since_today(self.sheet.problem, self.sheet.score.plan))

    @property
    def before(self) -> Sheet:
        """Today's zones as a sheet, under the names that they have."""
        sheet, zones = self.sheet, self.today.plan.zones
        names = tuple(zone_today(sheet.problem, zone, sheet.language) for zone in zones)
        kept = {b: a for a, b in kept_of_today(sheet.problem, sheet.score.plan).items()}
        slots = _numbers([kept.get(b) for b in range(len(zones))], len(sheet.score.zones))
        return replace(sheet, score=self.today, slots=slots, names=names)


def change(sheet: Sheet, *, drawn: bool = False) -> Change | None:
    """The change that a plan is, or ``None`` where today's zones are not known."""
    return None if sheet.problem.current is None else Change(sheet, today(sheet.problem), drawn)


def before_after(found: Change) -> Paper:
    """Both maps on a sheet of A4 across, with a title, who moves, and the notices of the county."""
    paper = Paper()
    sheet = replace(found.sheet, frame=FRAME)
    county = sheet.problem.county
    paper.text(FRAME.left, 199, sheet.say(f"workbench.map.change_title_{found.key}", county=county.name), 15)
    names = [county.short_names[code] for code in sorted(found.moved)]
    for says in folded(who_moves(found, names), FOOT)[:1]:
        paper.text(FRAME.left, 193.5, says, 8.5, colour="#777777")
    draw_before_after(paper, replace(found, sheet=sheet))
    lines = [(line, INK) for line in numbered(found, FOOT)]
    lines += [(line, "#B00000") for notice in sheet.notices for line in folded(notice, FOOT)]
    if not sheet.ground.given:
        lines.append((sheet.say("workbench.map.cells"), "#444444"))
    for i, (line, colour) in enumerate(lines[:LINES]):
        paper.text(FRAME.left, 20.5 - 3.4 * i, line, 7, colour=colour)
    return paper


def who_moves(found: Change, names: list[str]) -> str:
    """How many stations change zone, and which; or that none does."""
    if not names:
        return found.sheet.say("workbench.map.change_none")
    return found.sheet.say("workbench.map.change_who", count=len(names), stations=names)


def numbered(found: Change, cells: int) -> list[str]:
    """What the numbers on both maps mean, in lines of so many cells: a number that both have is one that goes on."""
    before, after = found.before, replace(found.sheet, slots=found.sheet.numbers, names=())
    today = sorted(zip(before.numbers, before.names, strict=True))
    listed = (("today", [f"{at + 1} {name}" for at, name in today]), (found.key, after.called(named=True)))
    says = [found.sheet.say(f"workbench.map.change_key_{key}", zones=zones) for key, zones in listed]
    lines = [line for one in says for line in folded(one, cells)]
    return lines if len(lines) <= KEY else [found.sheet.say("workbench.map.change_key_long")]


def draw_before_after(paper: Paper, found: Change) -> None:
    """Both maps within ``found.sheet.frame`` of a page, each under its own heading; the same scale in both."""
    sheet, box = found.sheet, found.sheet.frame
    before, after = _halves(box, sheet.ground)
    named = after.right - after.left >= WIDE
    for half, drawn, key in ((before, found.before, "today"), (after, sheet, found.key)):
        count = len(drawn.score.zones)
        size = 10 if named else 7.5
        paper.text(half.left, half.top + 1.6, sheet.say(f"workbench.map.{key}", count=count), size)
        placed = replace(drawn, frame=half, marked=found.moved)
        draw_ground(paper, placed, named=named)
        _outlined(paper, placed)


def _outlined(paper: Paper, sheet: Sheet) -> None:
    """A red line round every marked station."""
    frame, index = Frame.within(sheet.frame, sheet.ground), sheet.problem.county.index
    for code in sorted(sheet.marked):
        area = shapely.transform(sheet.ground.areas[index[code]], frame)
        paper.shape(area, edge="white", width=2.6, order=3.5)
        paper.shape(area, edge=RED, width=1.4, order=3.6)


def scale_of_both(box: Box, ground: Ground) -> float:
    """The scale of two maps of the ground in a box, in mm a metre."""
    return Frame.within(_halves(box, ground)[0], ground).scale


def _halves(box: Box, ground: Ground) -> tuple[Box, Box]:
    """Two boxes of one size, beside each other or one above the other: whichever shows the ground larger."""
    middle, level = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    beside = (
        Box(box.left, box.bottom, middle - GAP / 2, box.top - HEAD),
        Box(middle + GAP / 2, box.bottom, box.right, box.top - HEAD),
    )
    stacked = (
        Box(box.left, level + GAP / 2, box.right, box.top - HEAD),
        Box(box.left, box.bottom, box.right, level - GAP / 2 - HEAD),
    )
    return max((beside, stacked), key=lambda halves: Frame.within(halves[0], ground).scale)


def continued(base: Plan, plan: Plan, staff: Mapping[str, int]) -> tuple[int, ...]:
    """The number of every zone of ``plan``: of the zone of ``base`` it goes on from, else the next that is free.

    Stations that only one of the plans has do not count.
    """
    common = {code for zone in base.zones for code in zone} & {code for zone in plan.zones for code in zone}
    first, second = only(base, common), only(plan, common)
    at = {code: z for z, zone in enumerate(base.zones) for code in zone}
    kept = {second.zones[a]: at[first.zones[b][0]] for a, b in matching(first, second, staff).items()}
    return _numbers([kept.get(tuple(code for code in zone if code in common)) for zone in plan.zones], len(base.zones))


def _numbers(known: Sequence[int | None], count: int) -> tuple[int, ...]:
    """The numbers that are known, and for the others the next from ``count`` on."""
    free = iter(range(count, count + len(known)))
    return tuple(next(free) if number is None else number for number in known)
