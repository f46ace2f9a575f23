"""What gets better and what gets worse, in plain words with units: page one's two lists, and the table behind them.

Where there are no zones of today nobody knows what it was like before; each line then says with what it is compared:
every station by itself, or one office for the county.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph
from workbench.tables.plan.measures import base
from workbench.tables.plan.zones import stands
from workbench.tables.table import Column, Table, Value, against
from zoning.judge.figures import FIGURES, Figure
from zoning.model.county import SUPPORT_MINUTES
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts.numbers import number

COMPARED = (
    ("per_officer_ratio", "alone"),
    ("mismatch", "alone"),
    ("range", "alone"),
    ("unsupported", "alone"),
    ("mean_minutes", "one"),
    ("p90_minutes", "one"),
)
"""What page one compares, of all of which less is better, and with what where there are no zones of today."""

NAMED = 5
"""Stations that a line names at the most."""


@dataclass(frozen=True)
class Fact:
    """A figure before and after, and what it is compared with."""

    figure: Figure
    against: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """By how much more it is, of the numbers that are shown."""
        return self.figure.rounded(self.after) - self.figure.rounded(self.before)

    @property
    def known(self) -> bool:
        return bool(np.isfinite(self.before) and np.isfinite(self.after))


def facts(material: Material) -> list[Fact]:
    """Every figure that page one compares."""
    today = "current" in material.baselines
    made = []
    for key, other in COMPARED:
        kind = "current" if today else other
        before, after = material.baselines[kind][key], material.values[key]
        if key == "mismatch":
            was, now = _plans(material)
            before, after = _shifted(material, was, before), _shifted(material, now, after)
        made.append(Fact(FIGURES[key], kind, before, after))
    return [*made, *_dearer(material)] if today else made


def _dearer(material: Material) -> list[Fact]:
    """The measures with a weight that no figure above tells of, and that are worse than today's."""
    today, weights = material.baselines["current"], material.problem.policy.weights.model_dump()
    told = {"travel", "change", *(key for key, _ in COMPARED)}  # as ways, as stations that change zone
    wanted = [key for key, weight in weights.items() if weight > 0 and key not in told]
    found = [Fact(FIGURES[key], "current", today[key], material.values[key]) for key in wanted]
    return [fact for fact in found if fact.known and fact.change > 0]


def _plans(material: Material) -> tuple[Plan, Plan]:
    """The zones that evenness is compared with, and those of the plan."""
    problem = material.problem
    return problem.current or Plan.of([code] for code in problem.county.codes), material.judged.plan


def _standing(material: Material) -> frozenset[str]:
    """Stations that stand alone in both: the others are those that evenness is compared over."""
    before, after = (
        frozenset(code for zone in plan.zones if stands(material.problem, zone) for code in zone)
        for plan in _plans(material)
    )
    return before & after


def _merged(material: Material) -> bool:
    """Whether a station that has to stand alone lies with others in one of both."""
    standing = _standing(material)
    alone = zip(material.problem.county.codes, material.problem.alone, strict=True)
    return any(code not in standing for code, one in alone if one)


def _shifted(material: Material, plan: Plan, judged: float) -> float:
    """The share of officers who would have to change zone for even work.

    That is what was ``judged``, unless a station that has to stand alone lies with others in one of both plans: the
    measure leaves its zone out all the same, here it counts in both, for two shares that are compared have one base.
    """
    county, standing = material.problem.county, _standing(material)
    if not _merged(material):
        return judged
    rows = [[county.index[code] for code in zone] for zone in plan.zones if not standing.issuperset(zone)]
    work, staff = (np.array([of[own].sum() for own in rows], dtype=float) for of in (county.workload, county.officers))
    if not (work.sum() > 0 and staff.sum() > 0):
        return 0.0
    return float(np.abs(work / work.sum() - staff / staff.sum()).sum() / 2)


def gains_and_losses(material: Material) -> list[Block]:
    """The two lists; what stays as it is stands in neither, what is not known in none."""
    known = [fact for fact in facts(material) if fact.known]
    better, worse = ([fact for fact in known if fact.change * sign > 0] for sign in (-1, 1))
    blocks: list[Block] = []
    for key, listed in (("better", better), ("worse", worse)):
        says = [Paragraph(_told(fact, material), "point") for fact in listed]
        if key == "worse" and material.problem.current is None:  # nothing was better that anybody knows
            blocks += [Heading(material.say("worse_assumed")), *says, *_unsolved(material)]
            continue
        none = Paragraph(material.say(f"{key}_none"), "point")
        blocks += [Heading(material.say(key)), *(says or [none])]
    return blocks


def _unsolved(material: Material) -> list[Paragraph]:
    """The farthest station, and how many are without support."""
    lonely, county = _alone(material), material.problem.county
    minutes, code = _farthest(material)
    lines = [material.say("cost_farthest", station=county.short_names[code], minutes=number(minutes, 1))]
    if lonely:
        names = [county.short_names[code] for code in lonely[:NAMED]]
        key = "cost_lonely" if len(lonely) <= NAMED else "cost_lonely_more"
        lines.append(material.say(key, stations=names, count=len(lonely), minutes=f"{SUPPORT_MINUTES:g}"))
    return [Paragraph(line, "point") for line in lines]


def _told(fact: Fact, material: Material) -> str:
    """One line: what it is, then, now and by how much."""
    language = material.language
    key = fact.figure.key if fact.figure.key in dict(COMPARED) else "measure"
    return material.say(
        f"fact_{key}",
        name=fact.figure.name(language),
        was=fact.figure.text(fact.before),
        now=fact.figure.text(fact.after),
        change=fact.figure.change(fact.before, fact.after, language),
        base=material.say(f"baseline_{fact.against}"),
        minutes=f"{SUPPORT_MINUTES:g}",
        officers=_officers(material),
    )


def _officers(material: Material) -> str:
    """How many officers would have to change zone for even work, and of whom."""
    county, standing = material.problem.county, _standing(material)
    share = _shifted(material, material.judged.plan, material.values["mismatch"])
    count = sum(officers for code, officers in county.staff.items() if code not in standing)
    whole = count == sum(county.staff.values())
    of = material.say("officers_county" if whole else "officers_outside", count=number(count))
    few = round(share * count)
    return material.say("officers_about", of=of, officers=number(few)) if few else material.say("officers_few", of=of)


def compared(material: Material) -> Table:
    """The same as a table."""
    language = material.language
    rows: list[list[Value]] = []
    for fact in facts(material):
        name, *numbers = against(fact.figure, fact.before, fact.after, language)
        rows.append([name, material.say(f"baseline_{fact.against}"), *numbers])
    numeric = (Column.keyed(key, language, numeric=True) for key in ("before_zoning", "after_zoning", "difference"))
    told = material.say("five_note" if "current" in material.baselines else "five_note_no_current")
    if _merged(material):
        told += material.say("five_note_merged")
    note = base(material.problem.county, language) + told
    return Table.of("five", language, ("figure", "compared_with", *numeric), rows, note)


def shortcomings(material: Material) -> list[Block]:
    """What the plan does not solve: busiest and quietest free zone, farthest station, stations without support."""
    problem, zones, names = material.problem, material.judged.zones, material.names
    county = problem.county
    lines: list[tuple[str, Mapping[str, object]]] = [("same", {})]
    # A zone that really stands alone by rule is as loaded as it is: no plan makes it more even.
    loads = np.array(
        [np.nan if stands(problem, zone.stations) else zone.figures["workload_per_officer"] for zone in zones]
    )
    if np.isfinite(loads).any():
        lines.append(("uneven", {**_uneven(loads, names, problem), "called": material.mean_called}))
    minutes, code = _farthest(material)
    lines.append(("farthest", {"station": county.short_names[code], "minutes": number(minutes, 1)}))
    if lonely := [county.short_names[code] for code in _alone(material)]:
        lines.append(("lonely", {"stations": lonely, "count": len(lonely), "minutes": f"{SUPPORT_MINUTES:g}"}))
    said = [Paragraph(material.say(f"cost_{key}", **words), "point") for key, words in lines]
    return [Heading(material.say("cost")), *said]


def _uneven(loads: np.ndarray, names: tuple[str, ...], problem: Problem) -> dict[str, object]:
    """The busiest and the quietest zone, each against the mean."""
    most, least = int(np.nanargmax(loads)), int(np.nanargmin(loads))
    deviation = FIGURES["deviation"]
    return {
        "most": names[most],
        "load": number(loads[most]),
        "over": deviation.text(loads[most] / problem.mean_load - 1),
        "least": names[least],
        "low": number(loads[least]),
        "under": deviation.text(loads[least] / problem.mean_load - 1),
    }


def _farthest(material: Material) -> tuple[float, str]:
    """The station farthest from its zone office, and its minutes."""
    county = material.problem.county
    return max(
        (float(county.minutes[county.index[zone.office], county.index[code]]), code)
        for zone in material.judged.zones
        for code in zone.stations
    )


def _alone(material: Material) -> list[str]:
    """Stations without another of their zone near."""
    zones = material.judged.zones
    return [code for zone in zones for code in zone.stations if _lonely(material, code, zone.stations)]


def _lonely(material: Material, code: str, zone: tuple[str, ...]) -> bool:
    """Whether no other station of the zone is near."""
    county = material.problem.county
    at = county.index
    return not any(county.near[at[code], at[other]] for other in zone if other != code)
