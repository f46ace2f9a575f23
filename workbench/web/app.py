"""The application: routes, what becomes of their errors, and the guard round it all."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from scenarios.store import Closed, Conflict, Missing, StoreBusy, StoreFull, StoreRefused, StoreTaken
from workbench.web.guard import Guard
from workbench.web.refusals import Refusal, invalid
from workbench.web.routes import counties, files, jobs, pages, plans, sessions
from workbench.web.state import State
from workbench.web.validation import mistakes
from zoning.model.errors import InputError

CODES = {404: "missing", 405: "wrong_method"}
"""What the framework refuses by itself."""
STORE = {
    Missing: "missing",
    Conflict: "conflict",
    Closed: "fixed",
    StoreBusy: "busy",
    StoreTaken: "busy",
    StoreRefused: "busy",
    StoreFull: "full",
}
"""What the store refuses; the sentence is its own where it names no file of this machine."""


def create_app(state: State) -> FastAPI:
    """The application of a server."""
    app = _routed()
    app.state.zoning = state
    app.add_middleware(Guard, door=state.door, sessions=state.sessions)
    return app


def description() -> dict[str, Any]:
    """What the interface takes and answers, as OpenAPI."""
    return _routed().openapi()


def _routed() -> FastAPI:
    """The routes, and what becomes of their errors."""
    app = FastAPI(
        title="zoning", version=version("zoning"), docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False, generate_unique_id_function=_named,
    )  # fmt: skip
    for router in (
        sessions.router, counties.router, plans.router, jobs.router, files.router, pages.texts_router, pages.router
    ):  # fmt: skip
        app.include_router(router)
    for kind, handle in HANDLERS.items():
        app.add_exception_handler(kind, handle)
    return app


def _named(route: APIRoute) -> str:
    """The name of a route: its subject and its function."""
    return f"{route.tags[0] if route.tags else 'page'}_{route.name}"


def _answered(request: Request, refused: Refusal) -> Response:
    """The refusal as the interface tells it, or as a page where a page was asked for."""
    if request.method == "GET" and not request.scope["path"].startswith(f"{request.scope['root_path']}/api/"):
        return pages.refusal(request, refused)
    return JSONResponse(refused.body, refused.status, refused.headers)


def _of_refusal(request: Request, error: Any) -> Response:
    return _answered(request, error)


def _of_http(request: Request, error: Any) -> Response:
    return _answered(request, Refusal(CODES.get(error.status_code, "no_form"), {"method": request.method}))


def _of_store(request: Request, error: Any) -> Response:
    code = next(code for kind, code in STORE.items() if isinstance(error, kind))
    return _answered(request, Refusal(code, {"name": "", "by": "", "head": ""}))


def _of_input(request: Request, error: Any) -> Response:
    return _answered(request, invalid(error.mistakes))


def _of_request(request: Request, error: Any) -> Response:
    """What does not fit the description of a route; an address that is none is not found."""
    if any(detail["loc"][0] == "path" for detail in error.errors()):
        return _answered(request, Refusal("missing"))
    return _of_body(request, error)


def _of_body(request: Request, error: Any) -> Response:
    return _answered(request, invalid(mistakes(error.errors())))


HANDLERS: dict[type[Exception], Callable[[Request, Any], Response]] = {
    Refusal: _of_refusal,
    HTTPException: _of_http,
    RequestValidationError: _of_request,
    ValidationError: _of_body,
    InputError: _of_input,
    **dict.fromkeys(STORE, _of_store),
}
"""What becomes of every error that is no fault."""
