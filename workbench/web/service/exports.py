"""A revision as files to take away: ``plan.json``, a workbook, a GeoPackage, the map.

They say what the page says: points and rules are the judge's, and a bound stands in them where the store has its proof.
What it may get wrong: names given to zones by hand are on the map alone, for the other files name zones as every
command does.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from workbench.tables.palette import slot
from workbench.web.editing.answers import solution_of
from workbench.web.editing.judging import shown_names
from workbench.web.refusals import Refusal
from workbench.web.service.jobs import asked_beside
from workbench.web.service.plans import View
from workbench.web.service.shapes import areas_of
from zoning.model.problem import Override
from zoning.result.solution import Solution
from zoning.texts import Language, Message, say

if TYPE_CHECKING:
    from workbench.web.state import State


def solution(state: "State", one: View) -> Solution:
    """The revision as the answer to its problem, with what the store has proved of that."""
    from zoning.result.documents import from_document

    kept = state.store.answer(state.known.judged_key(one.held, one.content))
    answer = None if kept is None else from_document(kept.document, county=one.held.county)
    problem, why = one.judged.problem, one.revision.why
    made = solution_of(problem, one.content.plan, answer)
    return replace(made, problem=replace(problem, overrides=(Override(one.revision.op, why),))) if why else made


def plan_json(state: "State", one: View, _language: Language) -> bytes:
    """The plan file, as every command reads it."""
    from zoning.result.documents import rendered

    return rendered(solution(state, one))


def plan_xlsx(state: "State", one: View, language: Language) -> bytes:
    """The plan as a workbook."""
    from workbench.tables.plan.words import applied
    from workbench.tables.plan.workbook import workbook

    answer = solution(state, one)
    return workbook(answer, one.judged.score, applied(answer.problem, (), language), language)


def plan_gpkg(state: "State", one: View, language: Language) -> bytes:
    """The plan as a GeoPackage, where there is a desk in a process of it, for what writes it takes much memory."""
    held = one.held
    if state.desk is None:
        from workbench.draw.ground import ground
        from workbench.draw.layers import package

        return package(one.judged.problem, one.judged.score, ground(held.county, areas_of(held.county)), language)
    event, files = state.errands.run(
        state,
        "files",
        county=held.digest,
        package=state.store.package(held.digest),
        policy=held.policy.model_dump(mode="json"),
        content=one.content.document(),
        request=asked_beside(state, one, "files", {}, language),
    )
    if "plan.gpkg" not in files:
        raise Refusal("invalid", {"count": 1}, says=Message.of(event.get("says", ""), event.get("says_en", "")))
    return files["plan.gpkg"]


def map_svg(_state: "State", one: View, language: Language) -> bytes:
    """The map as the page draws it: zones in colour, their borders, offices, names of stations and zones."""
    shapes = json.loads(one.held.drawing[0])
    labels = [one.content.slot[code] for code in shapes["codes"]]
    offices = {zone.office for zone in one.judged.score.zones}
    called = one.judged.problem.county.short_names.values()
    (wide, high), names = shapes["size"], shown_names(one.judged)
    foot = 110 * (2 + len(set(labels)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -160 {wide} {high + 160 + foot}"',
        ' font-family="sans-serif">',
        f'<text x="40" y="-50" font-size="90">{escape(one.plan.name)} @{one.revision.number}</text>',
    ]
    for path, z in zip(shapes["paths"], labels, strict=True):
        fill = slot(z).colour
        parts.append(f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="#fff" stroke-width="3"/>')
    for (a, b), line in zip(shapes["pairs"], shapes["lines"], strict=True):
        if labels[a] != labels[b]:
            parts.append(f'<path d="{line}" fill="none" stroke="#222" stroke-width="12"/>')
    parts.append(f'<path d="{shapes["outline"]}" fill="none" stroke="#222" stroke-width="12"/>')
    spots = shapes["named"] or [(*at, 0) for at in shapes["at"]]
    for (x, y), (u, v, _), code, name in zip(shapes["at"], spots, shapes["codes"], called, strict=True):
        if code in offices:
            parts.append(f'<circle cx="{x}" cy="{y}" r="26" fill="#222" stroke="#fff" stroke-width="6"/>')
        if shapes["named"]:
            words = escape(name)
            parts.append(f'<text x="{u}" y="{v + 20}" font-size="60" text-anchor="middle">{words}</text>')
    parts += _legend(one, names, high, language)
    return ("\n".join(parts) + "\n</svg>\n").encode()


def _legend(one: View, names: list[str], high: int, language: Language) -> list[str]:
    """Each zone with its colour, number, name and stations, and what has to be known of the map."""
    parts = []
    for row, (z, zone) in enumerate(sorted(zip(one.judged.slots, one.judged.score.zones, strict=True))):
        y = high + 110 * (row + 1)
        words = escape(f"{z + 1} {names[z]} · {len(zone.stations)}")
        parts.append(f'<rect x="40" y="{y - 60}" width="80" height="70" fill="{slot(z).colour}" stroke="#222"/>')
        parts.append(f'<text x="150" y="{y}" font-size="70">{words}</text>')
    county = one.held.county
    notes = [county.notice] if county.notice else []
    notes += [] if county.areas else [say("workbench.map.cells", language)]
    at = high + 110 * (len(names) + 1)
    if notes:
        parts.append(f'<text x="40" y="{at}" font-size="50">{escape(" ".join(notes))}</text>')
    return parts


FILES: dict[str, Callable[["State", View, Language], bytes]] = {
    "plan.json": plan_json,
    "plan.xlsx": plan_xlsx,
    "plan.gpkg": plan_gpkg,
    "map.svg": map_svg,
}
"""What makes each file."""
