"""``zoning score``: what a plan file is worth under its own policy."""

from pathlib import Path

from workbench.given.claims import warn_of_other_county
from workbench.given.sources import Source
from workbench.line.screen import BROKEN_RULE, DONE, Screen
from zoning.result.documents import to_document
from zoning.result.judgement import judge
from zoning.result.plan_file import read_plan


def score_plan(screen: Screen, source: Source, path: Path) -> int:
    """Judge the plan of a file under its own policy; exit code 6 when it breaks a hard rule."""
    built = source.read()
    claim = read_plan(path)
    found = judge(claim, built.county)
    problem, judged = found.problem, found.judged
    code = BROKEN_RULE if judged.violations else DONE
    screen.emit(to_document(found), code)
    warn_of_other_county(screen, claim, built.county)
    if not screen.json:
        from workbench.tables.plan.solution import show_judged

        show_judged(screen, problem, judged, built.notices)
    return code
