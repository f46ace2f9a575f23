"""Steps on a plan: from a request to a new revision, or to the reason why there is none.

A step is made on the head that the page shows, under a key by which its repetition is known, and judged before it is
kept. Undo and redo are steps, too: they give the content of another revision (``docs/serve.md``).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workbench.web.editing.content import Content, content_of, stations_moved
from workbench.web.editing.ops import apply, touches
from workbench.web.editing.refusals import Locked
from workbench.web.refusals import Refusal, invalid
from workbench.web.schema.requests import Edit
from workbench.web.service.counties import Held
from workbench.web.service.plans import View, revision_body, view
from workbench.web.session import Session
from zoning.model.errors import InputError, mistake

if TYPE_CHECKING:
    from scenarios.store import Step
    from workbench.web.state import State

REASONED = ("policy",)
"""Steps that want a reason."""
FIXED = ("approved", "archived")
"""States of a plan in which it takes no step."""


def edit(state: "State", plan: int, asked: Edit, session: Session) -> dict[str, Any]:
    """Make a step and answer the new revision.

    Raises
    ------
    Refusal
        As the code says: the head is another one, a lock is touched, the plan is fixed, the step is wrong.
    """
    made = state.store.by_key(plan, asked.key)
    if made is not None:
        return revision_body(state, view(state, plan, made.number))
    one = view(state, plan)
    if one.plan.state in FIXED:
        raise Refusal("fixed", {"name": one.plan.name}, {"state": one.plan.state})
    if asked.base != one.revision.number:
        raise conflict(state, plan, asked, one)
    if asked.op in REASONED and not asked.why.strip():
        raise Refusal("why")
    step = _again(state, one, asked, session) if asked.op in ("undo", "redo") else _step(state, one, asked)
    return append(state, one, step, asked, session.person)


def append(state: "State", one: View, step: "Step", asked: Edit, by: int) -> dict[str, Any]:
    """Keep a step on the head of a view; another server or request may have been first."""
    from scenarios.store import Closed, Conflict

    try:
        made = state.store.append(one.plan.id, one.revision.number, step, by, asked.key)
    except Conflict as error:
        raise conflict(state, one.plan.id, asked, view(state, one.plan.id)) from error
    except Closed as error:
        raise Refusal("fixed", {"name": one.plan.name}, {"state": state.store.plan(one.plan.id).state}) from error
    judged = state.known.judged(one.held, content_of(made.content), one.judged)
    return revision_body(state, View(one.plan, made, one.held, judged))


def kept_step(state: "State", held: Held, content: Content, op: str, what: dict[str, Any], **rest: Any) -> "Step":
    """A step with what the judge says of the content after it."""
    from scenarios.store import Step

    before = rest.pop("before", None)
    score = state.known.judged(held, content, before).score
    key = state.known.key(held, content, locks=False)
    return Step(content.document(), op, what, points=score.points, broken=len(score.violations), problem=key, **rest)


def _step(state: "State", one: View, asked: Edit) -> "Step":
    """A step that changes the content, or gives that of an offer or of an earlier revision."""
    what = asked.step
    content = applied(state, one, what)
    return kept_step(
        state, one.held, content, asked.op, what, why=asked.why, undo_to=one.revision.number, before=one.judged
    )


def applied(state: "State", one: View, what: dict[str, Any]) -> Content:
    """The content after a step, once what it refers to is put in its place."""
    step = dict(what)
    if step["op"] == "take":
        step["content"] = state.jobs.offer(one.plan.id, _needed(step, "job"))
        del step["job"]
    elif step["op"] == "restore":
        step["content"] = state.store.revision(one.plan.id, int(_needed(step, "to"))).content
        del step["to"]
    try:
        return apply(one.held.county, one.held.policy, one.content, step)
    except Locked as error:
        raise Refusal("locked", {}, {"locks": list(error.locks)}, error.mistakes, error.mistakes[0].says) from error


def _needed(step: dict[str, Any], field: str) -> Any:
    if field not in step:
        raise InputError([mistake("zoning.value.missing", column=field)])
    return step[field]


def _again(state: "State", one: View, asked: Edit, session: Session) -> "Step":
    """The step that takes the last one back, or makes it again."""
    head, given = one.revision, asked.step
    if set(given) != {"op"}:
        raise invalid([mistake("workbench.refused.undo_fields", column=key) for key in given if key != "op"])
    target = head.undo_to if asked.op == "undo" else head.redo_to
    if target is None:
        raise invalid([mistake(f"workbench.refused.no_{asked.op}", column="op", value=asked.op)])
    if asked.op == "undo" and head.by != session.name and not asked.sure:
        raise Refusal("ask", {"by": head.by}, {"by": head.by, "what": head.what})
    then = state.store.revision(one.plan.id, target)
    undo_to, redo_to = (then.undo_to, head.number) if asked.op == "undo" else (head.number, then.redo_to)
    what = {"op": asked.op, "to": target}
    return kept_step(
        state, one.held, content_of(then.content), asked.op, what,
        why=asked.why, undo_to=undo_to, redo_to=redo_to, before=one.judged,
    )  # fmt: skip


def conflict(state: "State", plan: int, asked: Edit, now: View) -> Refusal:
    """The head is not the one that the step was made on: who was first, with what, and whether the step still fits."""
    head = now.revision
    beside: dict[str, Any] = {"head": head.number, "by": head.by, "at": head.at, "what": head.what}
    beside["again"] = _fits(state, plan, asked, now)
    return Refusal("conflict", {"by": head.by, "head": head.number}, beside)


def _fits(state: "State", plan: int, asked: Edit, now: View) -> bool:
    """Whether the steps since touched nothing that this step touches, so that it means the same on the new head."""
    if not 0 < asked.base < now.revision.number or asked.op in ("undo", "redo", "take", "restore"):
        return False
    base = content_of(state.store.revision(plan, asked.base).content)
    try:
        wanted = touches(asked.step, base)
        apply(now.held.county, now.held.policy, now.content, asked.step)
    except InputError:
        return False
    return not wanted & _changed(base, now.content)


def _changed(base: Content, now: Content) -> set[str]:
    """What differs between two contents, in the words of :func:`~workbench.web.editing.ops.touches`."""
    stations = set(stations_moved(base, now))
    zones = {z for content in (base, now) for code in stations if (z := content.slot.get(code)) is not None}
    for kind in ("stations", "offices"):
        stations |= set(getattr(base.locks, kind)) ^ set(getattr(now.locks, kind))
    for kind in ("together", "apart"):
        groups = set(getattr(base.locks, kind)) ^ set(getattr(now.locks, kind))
        stations |= {code for group in groups for code in group}
    zones |= set(base.locks.zones) ^ set(now.locks.zones)
    zones |= {int(slot) for slot in set(base.names) | set(now.names) if base.names.get(slot) != now.names.get(slot)}
    found = {f"station:{code}" for code in stations} | {f"zone:{z}" for z in zones}
    found |= {"policy"} if base.policy != now.policy else set()
    return found | ({"names"} if base.names != now.names else set())


def taken(state: "State", job: str, result: Mapping[str, Any]) -> None:
    """The offer of a job as the second revision of its plan, unless there is a second one already or no offer."""
    run = state.store.run(job)
    if run.plan is None or not isinstance(result.get("content"), dict):
        return
    one = view(state, run.plan)
    content = content_of(result["content"])
    if one.revision.number != 1 or content.zones == one.content.zones:
        return
    what = {"op": "take", "job": job}
    step = kept_step(state, one.held, content, "take", what, undo_to=1)
    state.store.append(run.plan, 1, step, state.person, f"take-{job}")
