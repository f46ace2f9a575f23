"""``zoning score``: what a plan file is worth under its own policy."""

from pathlib import Path

from workbench.line.claims import is_of, warn_of_other_county
from workbench.line.screen import BROKEN_RULE, DONE, Screen
from workbench.line.sources import Source
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.model.problem import Problem
from zoning.result.codec import known, spoken
from zoning.result.plan_file import read_plan


def score_plan(screen: Screen, source: Source, path: Path) -> int:
    """Judge the plan of a file under its own policy; exit code 6 when it breaks a hard rule."""
    built = source.read()
    claim = read_plan(path)
    problem = claim.problem(built.county)
    judged = score(problem, claim.plan)
    code = BROKEN_RULE if judged.violations else DONE
    screen.emit({**_judged(problem, judged), "same_county": is_of(claim, built.county)}, code)
    warn_of_other_county(screen, claim, built.county)
    if not screen.json:
        from workbench.tables.plan.solution import show_judged

        show_judged(screen, problem, judged, built.notices)
    return code


def violations(judged: Score) -> list[dict[str, object]]:
    """Every broken hard rule as a JSON object."""
    return [
        {"rule": v.rule, "stations": list(v.stations), "amount": v.amount, **spoken(v.says)} for v in judged.violations
    ]


def _judged(problem: Problem, judged: Score) -> dict[str, object]:
    """A score as one JSON object."""
    return {
        "county": {"code": problem.county.code, "name": problem.county.name},
        "points": judged.points,
        "measures": judged.measures,
        "figures": known(judged.figures),
        "violations": violations(judged),
        "zones": [
            {
                "name": name,
                "stations": list(zone.stations),
                "office": zone.office,
                "measures": zone.measures,
                "points": zone.points,
                "figures": known(zone.figures),
            }
            for name, zone in zip(zone_names(problem, judged), judged.zones, strict=True)
        ],
    }
