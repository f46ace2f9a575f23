"""What the first page shows: the counties of the command line in the store, and a plan of the first of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.web.schema.requests import NewPlan
from workbench.web.service.starting import begin
from zoning.texts import say

if TYPE_CHECKING:
    from scenarios.store import CountyRow
    from workbench.web.session import Session
    from workbench.web.state import State

SAMPLE = "sample:fengdu"
"""What a store without any plan begins with."""


def opening(state: "State", sources: Sequence[str]) -> str:
    """Where the browser goes first, below the root: a plan of the first county named, or the list of plans.

    Raises
    ------
    InputError
        With every mistake of a county.
    """
    named = list(sources) or ([SAMPLE] if not state.store.plans() else [])
    if state.door.read_only or not named:
        return ""
    rows = [state.counties.add(source, state.person) for source in named]
    return f"plans/{_plan(state, rows[0])}"


def _plan(state: "State", row: "CountyRow") -> int:
    """The newest plan of a county that is not in the archive; where there is none, one from the optimum."""
    known = [plan.id for plan in state.store.plans(archived=False) if plan.county == row.digest]
    if known:
        return max(known)
    name = say("workbench.serve.first_plan", state.language, county=row.name)[:60]
    asked = NewPlan(key=f"first-{row.digest[-32:]}", county=row.digest, name=name, start="optimum")
    return begin(state, asked, _session(state)).plan.id


def _session(state: "State") -> "Session":
    session = state.sessions.of_bearer(state.sessions.token)
    assert session is not None  # the token is the server's own
    return session
