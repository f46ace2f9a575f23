"""The files of ``solve --out`` as bytes: the plan in several forms, maps, and the county, so that they stand alone."""

from dataclasses import dataclass

from geodata.build import Built
from geodata.export import packed
from geodata.table import Tables
from workbench.plan_view import applied, verdict
from workbench.screen import plain
from zoning.errors import InputError
from zoning.files import document, dumps
from zoning.solution import Solution
from zoning.texts import Language, Message


@dataclass(frozen=True)
class Contents:
    """Files by name, and what has to be said about them."""

    files: dict[str, bytes]
    remarks: tuple[Message, ...] = ()


def contents(solution: Solution, built: Built, tables: Tables, language: Language) -> Contents:
    """Every file; without a plan there is nothing but ``plan.json``, which says why."""
    plan = {"plan.json": dumps(plain(document(solution))).encode()}
    if solution.score is None:
        return Contents(plan)
    from workbench.fonts import remarks
    from workbench.ground import ground
    from workbench.layers import package
    from workbench.maps import Sheet, draw
    from workbench.workbook import workbook

    county, judged = solution.problem.county, solution.score
    shapes = ground(county, built.areas)
    notices = (county.notice,) if county.notice else ()
    paper = draw(Sheet(solution.problem, judged, shapes, verdict(solution, language, timed=False), notices, language))
    lines = applied(solution.problem, built.notices, language)
    files = {
        "plan.gpkg": package(solution.problem, judged, shapes, language),
        "plan.xlsx": workbook(solution, judged, lines, language),
        "map.png": paper.png(),
        "map.svg": paper.svg(),
    }
    told = remarks([county.name, *county.names.values(), *notices])
    try:
        files["county.gpkg"] = packed(tables)
    except InputError as error:  # no reason to lose the plan
        told = (*told, Message("workbench.files.no_county", {"reasons": [m.text(language) for m in error.mistakes]}))
    return Contents(plan | files, told)
