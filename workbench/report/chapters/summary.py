"""Page one, for those who decide: the recommendation, the map, five numbers, why, what it costs, who changes zone."""

import numpy as np

from workbench.report.chapters.study import tested
from workbench.report.material import Material
from workbench.report.model import Block, Heading, Paragraph, Picture
from workbench.report.pictures import plan_map
from workbench.tables.plan.measures import base
from workbench.tables.plan.stages import steps
from workbench.tables.table import Column, Table, Value, against
from zoning.judge.figures import CHANGE_FIGURES, FIGURES
from zoning.model.county import SUPPORT_MINUTES
from zoning.model.plan import moved
from zoning.texts import say
from zoning.texts.numbers import number, percent

FIVE = (
    ("range", "alone"),
    ("mismatch", "alone"),
    ("unsupported", "alone"),
    ("mean_minutes", "one"),
    ("p90_minutes", "one"),
)
"""The five numbers, and what each is compared with where there are no zones of today."""


def summary(material: Material) -> list[Block]:
    """Recommendation, broken rules, map, five numbers, why, what it costs, who changes zone."""
    blocks: list[Block] = [Paragraph(_recommendation(material), "lead")]
    broken = [violation.says.text(material.language) for violation in material.judged.violations]
    if broken:
        blocks.append(Paragraph(material.say("broken", count=len(broken), rules=broken), "warning"))
    blocks += [Picture(material.say("map"), plan_map(material)), _five(material)]
    return [*blocks, *_why(material), *_costs(material), *_changes(material)]


def _recommendation(material: Material) -> str:
    """What is proposed and how sure it is, in one sentence."""
    proof, problem = material.solution.proof, material.problem
    zones = [
        material.say("zone_of", name=name, count=len(zone.stations))
        for name, zone in zip(material.names, material.judged.zones, strict=True)
    ]
    sure, sought = "open", ""
    if proof.status == "optimal" and material.proved:
        sure = "optimal"
        if staged := material.solution.staged:
            sure, sought = "staged", steps(staged.mode, [key for key, _ in staged.wanted], material.language)
    elif proof.gap is not None:
        sure = "bound"
    return material.say(
        "recommendation",
        county=problem.county.name,
        stations=len(problem),
        zones=len(zones),
        names=say("workbench.list.separator", material.language).join(zones),
        sure=material.say(f"sure_{sure}", gap=percent(proof.gap, 2), mode=sought),
    )


def _five(material: Material) -> Table:
    """Five numbers before and after; each says what its "before" is."""
    language, today = material.language, "current" in material.baselines
    rows: list[list[Value]] = []
    for key, other in FIVE:
        baseline = "current" if today else other
        was, now = material.baselines[baseline][key], material.values[key]
        name, *numbers = against(FIGURES[key], was, now, language)
        rows.append([name, material.say(f"baseline_{baseline}"), *numbers])
    numeric = (Column.keyed(key, language, numeric=True) for key in ("before_zoning", "after_zoning", "difference"))
    told = material.say("five_note" if today else "five_note_no_current")
    note = base(material.problem.county, language) + told
    return Table.of("five", language, ("figure", "compared_with", *numeric), rows, note)


def _why(material: Material) -> list[Block]:
    """What the zones bring, measured."""
    values, before = material.values, next(iter(material.baselines.values()))
    shares = {key: percent(share, 0) for key, share in material.problem.policy.weights.shares().items() if share > 0}
    named = [f"{FIGURES[key].name(material.language)} {share}" for key, share in shares.items()]
    lines = (
        ("even", {"was": _range(before), "now": _range(values), "mismatch": percent(values["mismatch"])}),
        ("support", {"share": percent(1 - values["unsupported"]), "minutes": f"{SUPPORT_MINUTES:g}"}),
        ("way", {"mean": number(values["mean_minutes"], 1), "p90": number(values["p90_minutes"], 1)}),
        ("alike", {"between": percent(1 - values["mix_loss"]), "inside": percent(values["mix_loss"])}),
        ("chosen", {"weights": named, "policy": material.policy}),
    )
    said = [Paragraph(material.say(f"why_{key}", **words_), "point") for key, words_ in lines]
    return [Heading(say("workbench.field.why", material.language)), *said, *tested(material)]


def _costs(material: Material) -> list[Block]:
    """What the plan does not solve, or makes worse: busiest and quietest free zone, farthest station, no support."""
    problem, zones, names = material.problem, material.judged.zones, material.names
    county = problem.county
    # A zone that stands alone by rule is as loaded as it is: no plan makes it more even.
    loads = np.array([np.nan if zone.alone else zone.figures["workload_per_officer"] for zone in zones])
    mean = problem.mean_load
    lines: list[tuple[str, dict[str, object]]] = [("same", {})]
    if np.isfinite(loads).any():
        most, least = int(np.nanargmax(loads)), int(np.nanargmin(loads))
        lines.append(
            (
                "uneven",
                {
                    "most": names[most],
                    "load": number(loads[most]),
                    "over": percent(loads[most] / mean - 1, signed=True),
                    "least": names[least],
                    "low": number(loads[least]),
                    "under": percent(loads[least] / mean - 1, signed=True),
                },
            )
        )
    ways = [
        (float(county.minutes[county.index[zone.office], county.index[code]]), code)
        for zone in zones
        for code in zone.stations
    ]
    minutes, code = max(ways)
    lines.append(("farthest", {"station": county.names[code], "minutes": number(minutes, 1)}))
    lonely = [county.names[code] for zone in zones for code in zone.stations if _lonely(material, code, zone.stations)]
    if lonely:
        lines.append(("lonely", {"stations": lonely, "count": len(lonely), "minutes": f"{SUPPORT_MINUTES:g}"}))
    said = [Paragraph(material.say(f"cost_{key}", **words_), "point") for key, words_ in lines]
    return [Heading(material.say("cost")), *said]


def _changes(material: Material) -> list[Block]:
    """Who changes zone, or that there is nothing to change from."""
    problem = material.problem
    if problem.current is None:
        says = material.say("who_nobody_yet", count=len(problem))
    elif codes := moved(problem.current, material.judged.plan):
        officers = CHANGE_FIGURES[1].text(material.values["moved_officers"])
        stations = [problem.county.names[code] for code in codes]
        says = material.say("who_moves", count=len(stations), officers=officers, stations=stations)
    else:
        says = material.say("who_none")
    return [Heading(material.say("who")), Paragraph(says, "point")]


def _lonely(material: Material, code: str, zone: tuple[str, ...]) -> bool:
    """Whether no other station of the zone is near."""
    county = material.problem.county
    at = county.index
    return not any(county.near[at[code], at[other]] for other in zone if other != code)


def _range(values: dict[str, float]) -> str:
    return number(values["range"])
