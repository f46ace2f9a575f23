"""``zoning score`` and ``zoning verify``: what a plan file is worth, and whether what it claims is so."""

from pathlib import Path

from rich.text import Text

from workbench.line.screen import BAD_INPUT, BROKEN_RULE, DONE, Screen
from workbench.line.sources import Source
from workbench.line.speech import number
from workbench.tables.plan_view import show_applied, show_comparison, show_violations, show_zones
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.result.codec import known, spoken
from zoning.result.digest import digest
from zoning.result.plan_file import PlanFile, read_plan


def score_plan(screen: Screen, source: Source, path: Path) -> int:
    """Judge the plan of a file under its own policy; exit code 6 when it breaks a hard rule."""
    built = source.read()
    claim = read_plan(path)
    problem = claim.problem(built.county)
    judged = score(problem, claim.plan)
    code = BROKEN_RULE if judged.violations else DONE
    screen.emit({**_judged(problem, judged), "same_county": _same(claim, built.county)}, code)
    warn_of_other_county(screen, claim, built.county)
    screen.sentence(screen.say("workbench.score.title", points=number(judged.points), zones=len(judged.zones)), "bold")
    show_violations(screen, judged)
    show_zones(screen, problem, judged)
    show_comparison(screen, problem, judged)
    show_applied(screen, problem, built.notices)
    return code


def verify_plan(screen: Screen, source: Source, path: Path) -> int:
    """Recompute everything a file claims; exit code 6 when a hard rule is broken, 3 when a claim is false."""
    county = source.read().county
    claim = read_plan(path)
    from solvers import verify  # OR-Tools comes with it, so a file that is no plan is refused first

    problem = claim.problem(county)
    judged = score(problem, claim.plan) if claim.document.zones else None
    found = verify(problem, claim)
    broken = judged.violations if judged else ()
    code = BROKEN_RULE if broken else BAD_INPUT if found.mistakes else DONE
    if found.mistakes:
        sentence = screen.say("workbench.verify.wrong", count=len(found.mistakes), seconds=number(found.seconds, 2))
        return screen.refuse(sentence, code, found.mistakes, proved=False, seconds=found.seconds)
    if judged and broken:
        screen.emit(
            {
                "error": screen.say("workbench.violations.title", count=len(broken)),
                "mistakes": [],
                "violations": _violations(judged),
                "proved": found.proved,
                "seconds": found.seconds,
            },
            code,
        )
        show_violations(screen, judged)
        return code
    mode = claim.document.mode
    told = {"mode": mode.name, "stages_checked": len(mode.stages)} if mode else {}
    screen.emit({"mistakes": [], "proved": found.proved, "seconds": found.seconds, **told}, code)
    proof = claim.document.proof
    values = {"points": number(judged.points) if judged else "–", "seconds": number(found.seconds, 2)}
    key = "proved" if found.proved else "true"
    if mode:
        from workbench.tables.stage_view import steps

        key += "_mode"
        spoken = steps(mode.name, [wanted.objective for wanted in mode.wanted], screen.language)
        values |= {"mode": spoken, "count": str(len(mode.stages))}
    elif found.proved and proof.status == "feasible":
        key, values = "bounded", values | {"bound": number(proof.bound)}
    screen.sentence(screen.say(f"workbench.verify.{key}", **values), "bold green")
    return code


def _same(claim: PlanFile, county: County) -> bool:
    return claim.document.county.digest == digest(county)


def warn_of_other_county(screen: Screen, claim: PlanFile, county: County) -> None:
    """Say so when a plan was made for other data than the county's."""
    if not _same(claim, county) and not screen.json:
        screen.note(
            Text(screen.say("workbench.score.other_county", plan=claim.name, county=county.name), style="yellow")
        )


def _violations(judged: Score) -> list[dict[str, object]]:
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
        "violations": _violations(judged),
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
