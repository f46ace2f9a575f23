"""What routes are given: the server's state, who is there, the language of the pages; and what they may refuse."""

from typing import Annotated, Any

from fastapi import Depends, Path, Request

from workbench.web.guard import cookies_in
from workbench.web.schema.answers import Refused
from workbench.web.session import Session
from workbench.web.state import State
from zoning.texts import LANGUAGES, Language

LANGUAGE_COOKIE = "zoning_lang"


def _state(request: Request) -> State:
    state: State = request.app.state.zoning
    return state


def _session(request: Request) -> Session:
    """Who is there; the guard lets nobody else as far as a route that asks."""
    session: Session = request.scope["zoning.session"]
    return session


def language_of(request: Request) -> Language:
    """The language that was chosen in this browser, else that of the command."""
    chosen = cookies_in(request.headers.get("cookie", "")).get(LANGUAGE_COOKIE)
    return next((one for one in LANGUAGES if one == chosen), _state(request).language)


Here = Annotated[State, Depends(_state)]
Who = Annotated[Session, Depends(_session)]
Spoken = Annotated[Language, Depends(language_of)]
Digest = Annotated[str, Path(max_length=80)]
PlanId = Annotated[int, Path(ge=0, le=2**31)]
Job = Annotated[str, Path(max_length=80)]


FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": {}}}}
"""The answer of a route that gives a file, for its description."""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route for its description: those of the guard and its own."""
    every = sorted({401, 403, 404, 408, 421, 422, 500, 503, *statuses})
    return {status: {"model": Refused} for status in every}
