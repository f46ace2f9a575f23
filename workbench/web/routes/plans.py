"""Plans: their list, new ones, one with any of its revisions, its head and history, steps on it."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from workbench.web.refusals import Refusal
from workbench.web.routes.given import Here, PlanId, Who, refusals
from workbench.web.schema.answers import HeadBody, History, PlanBody, PlanEntry, PlanList, RevisionBody
from workbench.web.schema.requests import Edit, NewName, NewPlan, NewState
from workbench.web.service.edits import edit
from workbench.web.service.plans import history, listed, plan_body, view
from workbench.web.service.starting import begin

router = APIRouter(prefix="/api/plans", tags=["plans"])
Ref = Annotated[str, Path(pattern=r"^[0-9]{1,9}(@[0-9]{1,9})?$")]


def numbers(ref: str) -> tuple[int, int | None]:
    """``3@12`` as plan 3 and revision 12; no revision is the head."""
    plan, at, number = ref.partition("@")
    return int(plan), int(number) if at else None


@router.get("", response_model=PlanList, responses=refusals())
def plans(state: Here, archived: Annotated[bool, Query()] = False) -> dict[str, Any]:
    """The plans, the last changed first; those in the archive only where they are asked for."""
    return {"plans": listed(state, archived=archived)}


@router.post("", status_code=201, response_model=PlanBody, responses=refusals())
def new(asked: NewPlan, state: Here, who: Who) -> dict[str, Any]:
    """Begin a plan; the same key again gives the same plan."""
    return plan_body(state, begin(state, asked, who))


@router.get("/{ref}", response_model=PlanBody, responses=refusals())
def plan(ref: Ref, state: Here) -> dict[str, Any]:
    """A plan with its head, or with the revision behind ``@``."""
    return plan_body(state, view(state, *numbers(ref)))


@router.post("/{plan}/edits", response_model=RevisionBody, responses=refusals(409, 423, 429, 507))
def edits(plan: PlanId, asked: Edit, state: Here, who: Who) -> dict[str, Any]:
    """Make one step on the plan's head."""
    if who.edits.spent:
        raise Refusal("too_many_edits")
    who.edits.count()
    return edit(state, plan, asked, who)


@router.get("/{plan}/head", response_model=HeadBody, responses=refusals())
def head(plan: PlanId, state: Here) -> dict[str, Any]:
    """Whether a plan has changed, and what is proved of its head."""
    one = view(state, plan)
    return {
        "rev": one.revision.number,
        "by": one.revision.by,
        "state": one.plan.state,
        "jobs": state.jobs.count(plan),
        "gap_box": state.known.gap_box(one.held, one.judged),
    }


@router.get("/{plan}/history", response_model=History, responses=refusals())
def past(plan: PlanId, state: Here, before: Annotated[int | None, Query(ge=0, le=2**31)] = None) -> dict[str, Any]:
    """Revisions, the last first."""
    return history(state, plan, before)


@router.post("/{plan}/name", response_model=PlanEntry, responses=refusals(409))
def name(plan: PlanId, asked: NewName, state: Here, who: Who) -> dict[str, Any]:
    """Give a plan another name."""
    state.store.rename(plan, asked.name, who.person)
    return _row(state, plan)


@router.post("/{plan}/state", response_model=PlanEntry, responses=refusals(409))
def move(plan: PlanId, asked: NewState, state: Here, who: Who) -> dict[str, Any]:
    """Hand a plan in, approve it, take it back, or put it in the archive; a plan is never deleted."""
    if asked.state == "approved" and not asked.why.strip():
        raise Refusal("why")
    state.store.set_state(plan, asked.state, who.person, asked.why)
    return _row(state, plan)


def _row(state: Here, plan: int) -> dict[str, Any]:
    return next(row for row in listed(state, archived=True) if row["id"] == plan)
