"""``zoning verify``: whether what a plan file claims is so, trusting no solver."""

from pathlib import Path

from workbench.line.progress import interruptible, shown
from workbench.line.screen import BAD_INPUT, BROKEN_RULE, DONE, Screen
from workbench.line.sources import Source
from zoning.judge.score import score
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.texts.numbers import number


def verify_plan(screen: Screen, source: Source, path: Path) -> int:
    """Recompute everything a file claims; exit code 6 when a hard rule is broken, 3 when a claim is false."""
    county = source.read().county
    claim = read_plan(path)
    from solvers.proof.verify import verify  # OR-Tools comes with it, so a file that is no plan is refused first
    from solvers.stop import Stop

    problem = claim.problem(county)
    with interruptible() as asked, shown(screen) as progress:
        found = verify(problem, claim, stop=Stop(asked=asked), on_progress=progress)
        if asked() and not (found.proved or found.mistakes):
            raise KeyboardInterrupt
    code = BROKEN_RULE if found.violations else BAD_INPUT if found.mistakes else DONE
    if found.mistakes:
        sentence = screen.say("workbench.verify.wrong", count=len(found.mistakes), seconds=number(found.seconds, 2))
        return screen.refuse(sentence, code, found.mistakes, to_document(found, screen.language))
    judged = score(problem, claim.plan) if claim.document.zones else None
    if judged and found.violations:
        sentence = screen.say("workbench.violations.title", count=len(found.violations))
        screen.emit(to_document(found), code, error=sentence)
        if not screen.json:
            from workbench.tables.plan.solution import show_violations

            show_violations(screen, judged)
        return code
    screen.emit(to_document(found), code)
    mode, proof = claim.document.mode, claim.document.proof
    values = {"points": number(judged.points) if judged else "–", "seconds": number(found.seconds, 2)}
    key = "proved" if found.proved else "true"
    if mode:
        from workbench.tables.plan.stages import steps

        key += "_mode"
        spoken = steps(mode.name, [wanted.objective for wanted in mode.wanted], screen.language)
        values |= {"mode": spoken, "count": str(len(mode.stages))}
    elif found.proved and proof.status == "feasible":
        key, values = "bounded", values | {"bound": number(proof.bound)}
    screen.sentence(screen.say(f"workbench.verify.{key}", **values), "bold green")
    return code
