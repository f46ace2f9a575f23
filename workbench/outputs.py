"""The files of ``solve --out``: ``plan.json``, ``plan.gpkg``, ``plan.xlsx``, ``map.png`` and ``map.svg``, as bytes."""

from geodata.build import Built
from workbench.plan_view import applied, verdict
from workbench.screen import plain
from zoning.files import document, dumps
from zoning.solution import Solution
from zoning.texts import Language


def contents(solution: Solution, built: Built, language: Language) -> dict[str, bytes]:
    """Every file by its name; without a plan there is nothing but ``plan.json``, which says why."""
    found = {"plan.json": dumps(plain(document(solution))).encode()}
    if solution.score is None:
        return found
    from workbench.ground import ground
    from workbench.layers import package
    from workbench.maps import Sheet, draw
    from workbench.workbook import workbook

    county, judged = solution.problem.county, solution.score
    shapes = ground(county, built.areas)
    notices = tuple([county.notice] if county.notice else [])
    paper = draw(Sheet(solution.problem, judged, shapes, verdict(solution, language, timed=False), notices, language))
    lines = applied(solution.problem, built.notices, language)
    return {
        **found,
        "plan.gpkg": package(solution.problem, judged, shapes, language),
        "plan.xlsx": workbook(solution, judged, lines, language),
        "map.png": paper.png(),
        "map.svg": paper.svg(),
    }
