"""Coming in, going out, who is there, and in which language."""

from fastapi import APIRouter, Request, Response

from workbench.web.guard import cookies_in
from workbench.web.routes.given import LANGUAGE_COOKIE, Here, Spoken, Who, refusals
from workbench.web.schema.answers import Me
from workbench.web.schema.requests import Entry, Preferences
from workbench.web.session import HOURS

router = APIRouter(prefix="/api", tags=["session"])
YEAR = 365 * 24 * 3600


@router.post("/session", status_code=204, responses=refusals(429))
def enter(asked: Entry, state: Here) -> Response:
    """Come in with the token; the answer sets the cookie of a session."""
    name = state.sessions.enter(asked.token)
    state.record("sign-in", "", {}, state.person)
    answer = Response(status_code=204)
    answer.set_cookie(
        state.door.cookie, name, max_age=HOURS * 3600, path=state.door.root or "/", httponly=True, samesite="strict"
    )
    return answer


@router.delete("/session", status_code=204, responses=refusals())
def leave(request: Request, state: Here) -> Response:
    """End the session."""
    state.sessions.end(cookies_in(request.headers.get("cookie", "")).get(state.door.cookie, ""))
    answer = Response(status_code=204)
    answer.delete_cookie(state.door.cookie, path=state.door.root or "/", httponly=True, samesite="strict")
    return answer


@router.get("/me", response_model=Me, responses=refusals())
def me(state: Here, who: Who, lang: Spoken) -> dict[str, object]:
    """Who is there, and what server this is."""
    return {
        "name": who.name,
        "role": who.role,
        "lang": lang,
        "version": state.version,
        "store": state.store.url_shown,
        "read_only": state.door.read_only,
        "first": state.first,
    }


@router.post("/me", status_code=204, responses=refusals())
def prefer(asked: Preferences, state: Here) -> Response:
    """Choose the language of the pages in this browser."""
    answer = Response(status_code=204)
    answer.set_cookie(LANGUAGE_COOKIE, asked.lang, max_age=YEAR, path=state.door.root or "/", samesite="strict")
    return answer
