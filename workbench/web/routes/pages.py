"""The pages: what a browser opens. Their words, looks and scripts lie in ``templates`` and ``static``.

Static files are read once, when the server starts, and served from memory by name: no request reaches the disk.
"""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workbench.web.refusals import Refusal
from workbench.web.routes.given import Here, language_of
from workbench.web.routes.plans import Ref, numbers
from zoning.judge.measures import MEASURES
from zoning.judge.rules import PLAN_RULES, RULES
from zoning.texts import Language, say, table

router = APIRouter(include_in_schema=False)
TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}
HTML = "text/html; charset=utf-8"
FOREVER = "public, max-age=31536000, immutable"


@cache
def static() -> tuple[str, Mapping[str, bytes]]:
    """A name for all static files together, new when one changes, and each by its place."""
    files = dict(sorted(_below(resources.files("workbench.web") / "static", "")))
    hashed = sha256()
    for name, content in files.items():
        hashed.update(name.encode() + b"\0" + sha256(content).digest())
    return hashed.hexdigest()[:12], files


def _below(folder: Traversable, at: str) -> list[tuple[str, bytes]]:
    """Every file of a folder of types that pages use."""
    found: list[tuple[str, bytes]] = []
    if not folder.is_dir():
        return found
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _below(entry, f"{at}{entry.name}/")
        elif entry.name.rpartition(".")[2] in TYPES:
            found.append((at + entry.name, entry.read_bytes()))
    return found


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("workbench.web"), autoescape=select_autoescape(default=True), undefined=StrictUndefined
    )


def page(request: Request, name: str, plan: int | None = None, rev: int | None = None) -> Response:
    """A page in the language of the browser."""
    return Response(_rendered(request, name, plan=plan, rev=rev), media_type=HTML)


def refusal(request: Request, refused: Refusal) -> Response:
    """A page that says why there is none."""
    body = _rendered(request, "refused", plan=None, rev=None, says=refused.says.text(language_of(request)))
    return Response(body, refused.status, refused.headers, HTML)


def _rendered(request: Request, name: str, **values: object) -> str:
    state, lang = request.app.state.zoning, language_of(request)

    def t(key: str, **words: object) -> str:
        return say(f"workbench.page.{key}", lang, **words)

    root = state.door.root
    context = {"lang": lang, "root": root, "static": f"{root}/static/{static()[0]}", "version": state.version}
    return _environment().get_template(f"{name}.html").render(**context, **values, t=t)


@router.get("/")
def plans(request: Request) -> Response:
    """The plans and counties."""
    return page(request, "plans")


@router.get("/enter")
def enter(request: Request) -> Response:
    """Where the link of the command leads: it reads the token behind ``#`` and comes in."""
    return page(request, "enter")


@router.get("/jobs")
def jobs(request: Request) -> Response:
    """The jobs."""
    return page(request, "jobs")


@router.get("/compare")
def compare(request: Request) -> Response:
    """Plans side by side."""
    return page(request, "compare")


@router.get("/plans/{ref}")
def plan(ref: Ref, request: Request, state: Here) -> Response:
    """A plan to edit, or with ``@`` one of its revisions to read and print."""
    number, rev = numbers(ref)
    state.store.revision(number, rev)
    return page(request, "edit" if rev is None else "shown", number, rev)


@router.get("/plans/{plan}/history")
def history(plan: Annotated[int, Path(ge=0, le=2**31)], request: Request, state: Here) -> Response:
    """Every revision of a plan."""
    state.store.plan(plan)
    return page(request, "history", plan)


@router.get("/static/{version}/{name:path}")
def file(version: str, name: str) -> Response:
    """A static file, kept by the browser for ever under the name of this version."""
    current, files = static()
    if version != current or name not in files:
        raise Refusal("missing")
    return Response(files[name], media_type=TYPES[name.rpartition(".")[2]], headers={"cache-control": FOREVER})


texts_router = APIRouter(prefix="/api", tags=["texts"])


@texts_router.get("/texts", response_model=dict[str, str])
def texts(request: Request, lang: Annotated[Language | None, Query()] = None) -> Any:
    """The words of the pages, and the names of measures and rules."""
    content, tag = _texts(lang or language_of(request))
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


@cache
def _texts(lang: Language) -> tuple[bytes, str]:
    """The words as JSON, and their tag."""
    words = {key: text for key, text in table("workbench", lang).items() if key.startswith("page.")}
    words |= {f"measure.{measure.key}": say(f"zoning.figure.{measure.key}", lang) for measure in MEASURES}
    for key in (*(rule.key for rule in RULES), *(rule.key for rule in PLAN_RULES)):
        words[f"rule.{key}"] = say(f"workbench.rule.{key}", lang)
    content = json.dumps(words, ensure_ascii=False).encode()
    return content, f'"{sha256(content).hexdigest()[:32]}"'
