"""Plans as the page shows them: a revision with its score, the plan round it, its history, the list of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.web.editing.content import Content, content_of, stations_moved
from workbench.web.editing.judging import Judged, difference, score_document, shown_names
from workbench.web.editing.slots import in_slots
from workbench.web.editing.slots import moves as moved
from workbench.web.service.counties import Held
from zoning.judge.kept import names_of_today
from zoning.model.policy import keys, policy_value
from zoning.model.problem import Problem
from zoning.result.codec import encode

if TYPE_CHECKING:
    from scenarios.store import CountyRow, PlanRow, Revision
    from workbench.web.state import State

PAGE = 100
"""Revisions told at a time."""


@dataclass(frozen=True, eq=False)
class View:
    """A revision of a plan with its county and how it is judged."""

    plan: "PlanRow"
    revision: "Revision"
    held: Held
    judged: Judged

    @property
    def content(self) -> Content:
        return self.judged.content


def view(state: "State", plan: int, number: int | None = None) -> View:
    """A revision of a plan, its head unless a number is given; raises the store's ``Missing``."""
    row, revision = state.store.plan(plan), state.store.revision(plan, number)
    held = state.counties.get(row.county)
    return View(row, revision, held, state.known.judged(held, content_of(revision.content)))


def revision_body(state: "State", one: View) -> dict[str, Any]:
    """A revision as edits and plans answer it."""
    revision, content = one.revision, one.content
    return {
        "rev": revision.number,
        "by": revision.by,
        "at": revision.at,
        "what": revision.what,
        "why": revision.why,
        "labels": [content.slot[code] for code in one.held.county.codes],
        "locks": encode(content.locks),
        "undo_to": revision.undo_to,
        "redo_to": revision.redo_to,
        "score": _score(state, one),
    }


def plan_body(state: "State", one: View) -> dict[str, Any]:
    """A plan with one of its revisions, all that its page shows."""
    content, policy = one.content, one.judged.problem.policy
    effective = {key: policy_value(policy, key) for key in keys() if not key.startswith("pins.")}
    return {
        **revision_body(state, one),
        "plan": plan_head(state, one.plan),
        "zones": [list(zone) for zone in content.zones],
        "names": content.names,
        "zone_names": shown_names(one.judged),
        "policy": {"effective": encode(effective), "changed": content.policy, "preset": one.held.policy.name},
        "moves": moves(one),
        "jobs": state.jobs.open_of(one.plan.id),
    }


def plan_head(state: "State", plan: "PlanRow") -> dict[str, Any]:
    """A plan as a whole."""
    return {
        "id": plan.id,
        "name": plan.name,
        "state": plan.state,
        "head": plan.head,
        "county": {"digest": plan.county, "name": state.store.county(plan.county).name},
        "forked": plan.forked,
    }


def _score(state: "State", one: View) -> dict[str, Any]:
    """The score with what is proved of it and what it differs by."""
    box = state.known.gap_box(one.held, one.judged)
    differences = {"before": _before(state, one), "current": _current(state, one)}
    return {
        **score_document(one.judged),
        "gap_box": box,
        "bound": box["bound"],
        "locked_bound": box["locked_bound"],
        "gap": box["total"],
        "delta": {key: None if less is None else less["points"] for key, less in differences.items()},
        "delta_measures": {key: None if less is None else less["measures"] for key, less in differences.items()},
    }


def _before(state: "State", one: View) -> dict[str, Any] | None:
    """What a revision differs by from the one before it, both judged as this one is."""
    if one.revision.number == 1:
        return None
    content = content_of(state.store.revision(one.plan.id, one.revision.number - 1).content)
    before = state.known.judged_by(one.judged.problem, one.held, content, one.judged)
    return difference(one.judged.score, before.score)


def _current(state: "State", one: View) -> dict[str, Any] | None:
    """What a revision differs by from the zones of today."""
    problem = one.judged.problem.undecided
    today = today_of(problem)
    if today is None:
        return None
    return difference(one.judged.score, state.known.judged_by(problem, one.held, today, one.judged).score)


def today_of(problem: Problem) -> Content | None:
    """The zones of today as a content."""
    return None if problem.current is None else Content.started(problem, problem.current)


def moves(one: View) -> list[dict[str, Any]]:
    """Stations in another zone than today; ``from`` is that zone as the data call it, for it may have no slot."""
    problem, stations = one.judged.problem, one.held.county.stations
    if problem.current is None:
        return []
    called = {station.code: station.current_zone or station.name for station in stations}
    before = in_slots(one.content, problem.current, problem.county.staff, names=names_of_today(problem))
    return [{"station": code, "from": called[code], "to": now} for code, _, now in moved(before, one.content)]


def listed(state: "State", *, archived: bool) -> list[dict[str, Any]]:
    """Every plan with its head, the last changed first."""
    names = {row.digest: row for row in state.store.counties()}
    rows = [_entry(state, plan, head, names[plan.county]) for plan, head in state.store.heads(archived)]
    return sorted(rows, key=lambda row: str(row["at"]), reverse=True)


def _entry(state: "State", plan: "PlanRow", head: "Revision", row: "CountyRow") -> dict[str, Any]:
    """A line of the list; its gap is that of the points kept, as far as a bound is proved."""
    proved = state.known.bound(head.problem, row.stations) if head.problem and not head.broken else None
    bound = None if proved is None else proved.bound
    return {
        "id": plan.id,
        "county": {"digest": plan.county, "name": row.name},
        "name": plan.name,
        "state": plan.state,
        "rev": head.number,
        "points": head.points,
        "gap": (head.points - bound) / head.points if head.points and bound is not None else None,
        "broken": head.broken,
        "by": head.by,
        "at": head.at,
        "op": head.op,
    }


def history(state: "State", plan: int, before: int | None) -> dict[str, Any]:
    """A page of revisions, and whether there are more."""
    state.store.plan(plan)
    found = state.store.history(plan, before, PAGE + 1)
    shown = found[:PAGE]
    alive = _alive(state, plan, shown)
    return {"revisions": [_line(revision, alive) for revision in shown], "more": len(found) > PAGE}


def _line(revision: "Revision", alive: set[int]) -> dict[str, Any]:
    undone = revision.op not in ("undo", "redo") and revision.number not in alive
    fields = ("op", "what", "why", "by", "at", "points", "broken")
    return {"rev": revision.number, **{key: getattr(revision, key) for key in fields}, "undone": undone}


def moved_since(state: "State", one: View) -> tuple[str, ...]:
    """Stations in another zone than in the last optimum that the revision builds on, or than where the plan began."""
    at, revision = one.revision.number, one.revision
    while at > 1 and not (revision.op == "take" and state.store.run(revision.what["job"]).kind == "around"):
        to = revision.what["to"] if revision.op in ("undo", "redo", "restore") else revision.undo_to
        at = int(to or 1)
        revision = state.store.revision(one.plan.id, at)
    return stations_moved(content_of(revision.content), one.content)


def _alive(state: "State", plan: int, shown: Iterable["Revision"]) -> set[int]:
    """Numbers of the revisions that the head builds on, as far back as those shown."""
    by_number = {revision.number: revision for revision in shown}
    lowest = min(by_number, default=1)
    at: int | None = state.store.plan(plan).head
    alive: set[int] = set()
    while at is not None and at >= lowest:
        revision = by_number.get(at) or state.store.revision(plan, at)
        alive.add(at)
        at = int(revision.what["to"]) if revision.op in ("undo", "redo") else revision.undo_to
    return alive
