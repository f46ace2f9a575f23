"""Files of a revision to take away, and plans side by side."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response

from workbench.web.editing.compare import Compared as Column
from workbench.web.editing.compare import compare
from workbench.web.refusals import invalid
from workbench.web.routes.given import FILE, Here, Spoken, Who, refusals
from workbench.web.routes.jobs import attachment
from workbench.web.routes.plans import Ref, numbers
from workbench.web.schema.answers import ComparedBody
from workbench.web.schema.requests import Compared
from workbench.web.service.exports import FILES
from workbench.web.service.jobs import media_of
from workbench.web.service.plans import today_of, view
from zoning.model.errors import mistake

router = APIRouter(prefix="/api", tags=["files"])
Name = Annotated[Literal["plan.json", "plan.xlsx", "plan.gpkg", "map.svg"], Path()]


@router.get("/plans/{ref}/{name}", response_class=Response, responses={**FILE, **refusals()})
def file(ref: Ref, name: Name, state: Here, who: Who, lang: Spoken) -> Response:
    """A file of a revision; ``plan.json`` is the one that every command reads."""
    one = view(state, *numbers(ref))
    content = FILES[name](state, one, lang)
    stem, _, suffix = name.partition(".")
    state.record("export", f"{one.plan.id}@{one.revision.number}", {"file": name}, who.person)
    return attachment(content, media_of(name), f"{stem}-{one.plan.id}-{one.revision.number}.{suffix}")


@router.post("/compare", response_model=ComparedBody, responses=refusals())
def side_by_side(asked: Compared, state: Here) -> dict[str, Any]:
    """Two to four plans of one county side by side, judged as the first is, each with its own offices."""
    named = [ref for ref in asked.plans if ref != "current"]
    if not named:
        raise invalid([mistake("workbench.refused.compare_none", column="plans")])
    views = {ref: view(state, *numbers(ref)) for ref in named}
    first = views[named[0]]
    if any(one.held.digest != first.held.digest for one in views.values()):
        raise invalid([mistake("workbench.refused.compare_counties", column="plans")])
    today = today_of(first.judged.problem)
    if today is None and len(named) < len(asked.plans):
        raise invalid([mistake("workbench.refused.no_today", column="plans", value="current")])
    columns = []
    for ref in asked.plans:
        own = None if ref == "current" else views[ref].judged
        content = today if own is None else own.content
        assert content is not None  # said above
        columns.append(Column(ref, content, own.problem.office_codes if own else ()))
    return {"county": first.held.digest, **compare(first.judged.problem, columns)}
