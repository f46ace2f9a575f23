"""Jobs: begin one on a plan, see how it is, listen to it, stop it, fetch what it made."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse

from workbench.web.refusals import Refusal
from workbench.web.routes.given import FILE, Here, Job, PlanId, Spoken, Who, refusals
from workbench.web.schema.answers import JobBegun, JobEntry, JobList
from workbench.web.schema.requests import NewJob
from workbench.web.service.plans import view

router = APIRouter(prefix="/api", tags=["jobs"])
STREAM = {"x-accel-buffering": "no", "cache-control": "no-store"}
Name = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,60}\.[a-z0-9]{2,8}$")]


@router.post("/plans/{plan}/jobs", status_code=202, response_model=JobBegun, responses=refusals(429, 507))
def begin(plan: PlanId, asked: NewJob, state: Here, who: Who, lang: Spoken) -> dict[str, str]:
    """Begin a job on a plan."""
    one = view(state, plan, asked.base)
    return {"job": state.jobs.begin(one, asked.kind, asked.request, who.person, lang)}


@router.get("/jobs", response_model=JobList, responses=refusals())
def jobs(state: Here) -> dict[str, Any]:
    """The last hundred jobs, without their results."""
    return {"jobs": [{**state.jobs.entry(run, whole=False)} for run in state.store.runs()]}


@router.get("/jobs/{job}", response_model=JobEntry, responses=refusals())
def job(job: Job, state: Here) -> dict[str, Any]:
    """A job, with its result once it is done."""
    return state.jobs.entry(state.store.run(job))


@router.get(
    "/jobs/{job}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}, **refusals()},
)
def events(job: Job, state: Here) -> StreamingResponse:
    """The events of a job until it ends: ``progress``, then one of ``done``, ``failed``, ``stopped``, ``lost``."""
    state.store.run(job)
    return StreamingResponse(state.jobs.listen(job), media_type="text/event-stream", headers=STREAM)


@router.delete("/jobs/{job}", status_code=204, responses=refusals())
def stop(job: Job, state: Here) -> Response:
    """Stop a job; one that has ended stays as it is."""
    state.jobs.stop(job)
    return Response(status_code=204)


@router.get("/jobs/{job}/{name}", response_class=Response, responses={**FILE, **refusals()})
def file(job: Job, name: Name, state: Here) -> Response:
    """A file that a job made, for a day."""
    content, media = state.jobs.file(job, name)
    return attachment(content, media, name)


@router.get("/files/{sha256}", response_class=Response, responses={**FILE, **refusals()})
def marked(sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")], state: Here) -> Response:
    """The copy of an uploaded workbook with its mistakes marked, as long as this server runs."""
    if sha256 not in state.marked:
        raise Refusal("missing")
    return attachment(state.store.get(sha256), "application/octet-stream", state.marked[sha256])


def attachment(content: bytes, media: str, name: str) -> Response:
    """A file to be saved, never shown in the page; ``name`` is one of ours."""
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
