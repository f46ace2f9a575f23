"""The files of ``zoning solve --out`` as bytes: the plan in several forms, maps, and the county, to stand alone."""

from dataclasses import dataclass
from typing import Literal

from geodata.county.build import Built
from geodata.county.export import packed
from geodata.tables.table import Tables
from workbench.tables.plan.words import applied, verdict
from zoning.model.errors import InputError
from zoning.result.documents import rendered
from zoning.result.solution import Solution
from zoning.texts import Language, Message


@dataclass(frozen=True)
class Contents:
    """Files by name, and what has to be said about them."""

    files: dict[str, bytes]
    remarks: tuple[Message, ...] = ()


def contents(
    solution: Solution, built: Built, tables: Tables, language: Language, size: Literal["a4", "a3"] = "a4"
) -> Contents:
    """Every file, the map for this sheet; without a plan there is nothing but ``plan.json``, which says why."""
    plan = {"plan.json": rendered(solution)}
    if solution.score is None:
        return Contents(plan)
    from workbench.draw.before_after import before_after, change
    from workbench.draw.fonts import remarks
    from workbench.draw.ground import ground
    from workbench.draw.layers import package
    from workbench.draw.mapping.sheet import Sheet
    from workbench.draw.maps import draw
    from workbench.report.material import by_hand
    from workbench.tables.plan.workbook import workbook

    county, judged = solution.problem.county, solution.score
    shapes = ground(county, built.areas)
    notices = (county.notice,) if county.notice else ()
    sheet = Sheet(solution.problem, judged, shapes, verdict(solution, language, timed=False), notices, language)
    paper, changed = draw(sheet, size), change(sheet, drawn=by_hand(solution, proved=True))
    lines, picture = applied(solution.problem, built.notices, language), paper.png()
    files = {
        "plan.gpkg": package(solution.problem, judged, shapes, language),
        "plan.xlsx": workbook(solution, judged, lines, language, picture),
        "map.png": picture,
        "map.svg": paper.svg(),
    }
    if changed is not None:
        beside = before_after(changed)
        files |= {"change.png": beside.png(), "change.svg": beside.svg()}
    told = remarks([county.name, *county.names.values(), *notices])
    try:
        files["county.gpkg"] = packed(tables)
    except InputError as error:  # no reason to lose the plan
        told = (*told, Message("workbench.files.no_county", {"reasons": [m.text(language) for m in error.mistakes]}))
    return Contents(plan | files, told)
