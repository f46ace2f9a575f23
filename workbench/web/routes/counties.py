"""Counties: those of the store, new ones from samples and uploads, and their shapes."""

import asyncio
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response

from workbench.web.routes.given import Digest, Here, Spoken, Who, refusals
from workbench.web.schema.answers import CountyAdded, CountyList, Densities, Newer, Shapes
from workbench.web.schema.requests import Sample
from workbench.web.service.newer import newer
from workbench.web.service.uploads import check_upload, files_of

router = APIRouter(prefix="/api", tags=["counties"])
IMMUTABLE = "private, max-age=31536000, immutable"


@router.get("/counties", response_model=CountyList, responses=refusals())
def counties(state: Here) -> dict[str, Any]:
    """The counties of the store, and the samples that can be taken into it."""
    fields = ("digest", "code", "name", "stations", "source", "notices", "by", "at")
    rows = [{key: getattr(row, key) for key in fields} for row in state.store.counties()]
    return {"counties": rows, "samples": samples()}


@cache
def samples() -> list[dict[str, Any]]:
    """The samples with the number of their stations."""
    from geodata.samples import folder, names

    sizes = {key: len((folder(key) / "stations.csv").read_text(encoding="utf-8").split("\n")) - 2 for key in names()}
    return [{"key": key, "name": name, "stations": sizes[key]} for key, name in names().items()]


@router.post(
    "/counties",
    status_code=201,
    response_model=CountyAdded,
    responses=refusals(413, 415),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": Sample.model_json_schema()},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                        "required": ["file"],
                    }
                },
            },
        }
    },
)
async def add(request: Request, state: Here, who: Who, lang: Spoken) -> dict[str, Any]:
    """Take a county into the store: a sample, or an upload, whose mistakes are all told."""
    if request.headers.get("content-type", "").startswith("application/json"):
        asked = Sample.model_validate_json(await request.body())
        row = await asyncio.to_thread(state.counties.add, f"sample:{asked.sample}", who.person)
        return {"digest": row.digest, "notices": row.notices}
    return await asyncio.to_thread(check_upload, state, await files_of(request), who.person, lang)


@router.get("/counties/{digest}/newer", response_model=Newer, responses=refusals())
def newest(digest: Digest, state: Here) -> dict[str, Any]:
    """Whether the store has newer data of the county, and what differs."""
    return {"newer": newer(state, digest)}


@router.get("/counties/{digest}/shapes", response_model=Shapes, responses=refusals())
def shapes(digest: Digest, request: Request, state: Here) -> Response:
    """The county as a drawing; it never changes."""
    return _kept(request, *state.counties.get(digest).drawing)


@router.get("/counties/{digest}/density", response_model=Densities, responses=refusals())
def density(digest: Digest, request: Request, state: Here) -> Response:
    """Incidents of the stations per km² and per 10,000 residents, by class, season and shift; small counts left out."""
    return _kept(request, *state.counties.get(digest).density)


def _kept(request: Request, content: bytes, tag: str) -> Response:
    """A document that never changes, or that the browser has it."""
    headers = {"etag": tag, "cache-control": IMMUTABLE}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)
