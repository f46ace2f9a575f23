"""``zoning verify``: whether what a plan file claims is so, trusting no solver, and under which policy."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.given.claims import PLAN, is_of
from workbench.given.sources import Source
from workbench.line.progress import interruptible, shown
from workbench.line.screen import BAD_INPUT, BROKEN_RULE, DONE, NO_PROOF, Screen
from workbench.tables.called import policy_called
from workbench.tables.plan.limits import departed
from zoning.judge.score import Score, score
from zoning.model.county import County
from zoning.result.digest import digest
from zoning.result.documents import to_document
from zoning.result.plan_file import PlanFile, read_plan
from zoning.texts.numbers import UNKNOWN, number

if TYPE_CHECKING:
    from solvers.proof.verify import Verification


def verify_plan(screen: Screen, source: Source, path: Path) -> int:
    """Recompute everything a file claims.

    Exit code 6 when a hard rule is broken, 3 when a claim is false, 5 when a claim could not be proved again.
    """
    county = source.read().county
    claim = read_plan(path / PLAN if (path / PLAN).is_file() else path)
    from solvers.proof.verify import verify  # OR-Tools comes with it, so a file that is no plan is refused first
    from solvers.stop import Stop

    problem = claim.problem(county)
    with interruptible() as asked, shown(screen) as progress:
        found = verify(problem, claim, stop=Stop(asked=asked), on_progress=progress)
        if asked() and not (found.proved or found.mistakes):
            raise KeyboardInterrupt
    bad = BAD_INPUT if found.mistakes else NO_PROOF if found.unproved else DONE
    code = BROKEN_RULE if found.violations else bad
    if found.mistakes:
        sentence = screen.say("workbench.verify.wrong", count=len(found.mistakes), seconds=number(found.seconds, 2))
        own = {} if is_of(claim, county) else {"digests": [claim.document.county.digest, digest(county)]}
        return screen.refuse(sentence, code, found.mistakes, to_document(found, screen.language) | own)
    judged = score(problem, claim.plan) if claim.document.zones else None
    if judged and found.violations:
        sentence = screen.say("workbench.violations.title", count=len(found.violations))
        screen.emit(to_document(found), code, error=sentence)
        if not screen.json:
            from workbench.tables.plan.solution import show_violations

            show_violations(screen, judged)
        return code
    screen.emit(to_document(found), code)
    if not screen.json:
        _tell(screen, claim, found, judged, county)
    return code


def _tell(screen: Screen, claim: PlanFile, found: "Verification", judged: Score | None, county: County) -> None:
    """Say what was verified, under which policy and in which steps, and what could not be proved."""
    screen.sentence(_verdict(screen, claim, found, judged), "bold yellow" if found.unproved else "bold green")
    screen.show(*(f"* {reason.text(screen.language)}" for reason in found.unproved))
    if claim.document.mode:
        from workbench.tables.plan.stages import allowances

        screen.show(*allowances(claim.document.mode, screen.language))
    name, count = claim.policy.name, len(found.departures)
    key = "departs" if name != found.preset else "changed" if count else "preset"
    called = {"name": policy_called(name, screen.language), "preset": policy_called(found.preset, screen.language)}
    screen.show(screen.say(f"workbench.verify.{key}", count=count, **called))
    screen.show(*(f"* {line}" for line in departed(found.departures, county.short_names, screen.language)))


def _verdict(screen: Screen, claim: PlanFile, found: "Verification", judged: Score | None) -> str:
    """What is so, in a sentence."""
    proof, mode = claim.document.proof, claim.document.mode
    values = {"points": number(judged.points) if judged else UNKNOWN, "seconds": number(found.seconds, 2)}
    key = "unproved" if found.unproved else "proved" if found.proved else "true"
    if mode and not found.unproved:
        from workbench.tables.plan.stages import steps

        key += "_mode"
        spoken = steps(mode.name, [wanted.objective for wanted in mode.wanted], screen.language)
        values |= {"mode": spoken, "count": str(len(mode.stages))}
    elif found.proved and proof.status == "infeasible":
        key = "infeasible"
    elif found.proved and proof.status != "optimal":
        key, values = "bounded" if judged else "bounded_none", values | {"bound": number(proof.bound)}
    return screen.say(f"workbench.verify.{key}", **values)
