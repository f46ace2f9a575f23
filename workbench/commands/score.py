"""``zoning score``: what a plan is worth under its own policy, and how far it is from the best one."""

from pathlib import Path

from workbench.given.claims import claim_of, is_drawn, warn_of_other_county
from workbench.given.decisions import policy_of
from workbench.given.sources import Source
from workbench.line.options import Drafting, Pace, Wishes
from workbench.line.progress import watched
from workbench.line.screen import BROKEN_RULE, DONE, INTERRUPTED, Misused, Screen
from zoning.model.errors import mistake
from zoning.result.documents import to_document
from zoning.result.judgement import judge


def score_plan(screen: Screen, source: Source, path: Path, drafting: Drafting, pace: Pace) -> int:
    """Judge a plan; where that is wanted, or not refused for a draft, hold it against the best one.

    The exit code is 6 when it breaks a hard rule, 130 after Ctrl-C.

    Raises
    ------
    Misused
        When a policy is given for a plan file, which has its own.
    """
    drawn, policy, best = is_drawn(path), drafting.draft_policy, drafting.best
    if policy is not None and not drawn:
        raise Misused([mistake("workbench.score.own_policy", table="--policy", value=policy)])
    built = source.read()
    claim = claim_of(path, built.county, None if policy is None else policy_of(Wishes(policy)))
    found = judge(claim, built.county)
    problem, judged = found.problem, found.judged
    code = BROKEN_RULE if judged.violations else DONE
    draft = None
    if drawn if best is None else best:
        from workbench.web.editing.repair import drafted

        with watched(screen, pace) as (stop, progress):
            draft = drafted(problem, judged.plan, stop, progress)
            code = INTERRUPTED if stop.requested() else code
    screen.emit(to_document(found), code, **({} if draft is None else {"draft": to_document(draft)}))
    warn_of_other_county(screen, claim, built.county)
    if not screen.json:
        from workbench.tables.plan.solution import show_judged
        from workbench.tables.studies.draft import show_draft

        show_judged(screen, problem, judged, built.notices)
        if draft is not None:
            show_draft(screen, draft)
    return code
