"""The guard round the application: what it lets in, and what every answer carries.

In this order: the host (DNS rebinding), the method, where the request comes from, its type and size, its session, and
at last a limit on its time. It is plain ASGI, so that nothing reaches a route that it has not seen, and no answer
leaves without its headers, not even that of a fault.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.web.refusals import Refusal, fault
from workbench.web.session import Session, Sessions

JSON_BYTES, UPLOAD_BYTES, SECONDS = 1_000_000, 50_000_000, 30.0
"""Bytes of a body as JSON and as an upload, and seconds a request may take."""
METHODS = frozenset({"GET", "POST", "DELETE"})
OPEN = ("/enter", "/api/session", "/static/", "/api/texts")
"""Where nobody needs a session: what lets somebody in, and what such a page is made of."""
READING = frozenset({"/api/session", "/api/me", "/api/compare"})
"""What may be posted where nothing is to be changed."""
STATIC, EVENTS = "/static/", "/events"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True)
class Door:
    """How the server is reached: its port, the names it answers to, the path in front of it, and what it refuses."""

    port: int
    names: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    further: tuple[str, ...] = ()
    root: str = ""
    read_only: bool = False
    seconds: float = SECONDS
    _hosts: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        own = {f"{name}:{self.port}" for name in self.names}
        object.__setattr__(self, "_hosts", frozenset(own | ({*self.names} if self.port == 80 else set())))

    @property
    def cookie(self) -> str:
        """The name of the session cookie; it holds the port, for cookies do not tell ports apart."""
        return f"zoning_{self.port}"

    def answers_to(self, host: str) -> bool:
        """Whether a ``Host`` is one of ours: with our port, or one that was allowed by name."""
        host = host.strip().lower()
        return host in self._hosts or host.rpartition(":")[0] in self.further or host in self.further

    def sent_from(self, origin: str) -> bool:
        """Whether an ``Origin`` is one of our own pages."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and not parts.path and self.answers_to(parts.netloc)


class Guard:
    """The application behind its guard."""

    def __init__(self, app: ASGIApp, door: Door, sessions: Sessions) -> None:
        self.app, self.door, self.sessions = app, door, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = _Call(scope, self.door, send)
        try:
            scope["zoning.session"] = self._let_in(call)
        except Refusal as refused:
            await call.refuse(refused)
            return
        try:
            limit = None if call.path.endswith(EVENTS) else self.door.seconds
            async with asyncio.timeout(limit):
                await self.app(scope, call.receiver(receive), call.send)
            if call.large:
                raise call.too_large()
        except TimeoutError:
            await call.refuse(Refusal("too_slow", {"seconds": int(self.door.seconds)}))
        except Refusal as refused:
            await call.refuse(refused)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client learns its number and nothing else
            await call.refuse(fault(error))

    def _let_in(self, call: "_Call") -> Session | None:
        """The session of a request that may pass; raises :class:`Refusal` for the others."""
        if not self.door.answers_to(call.header("host")):
            raise Refusal("wrong_host")
        if call.method not in METHODS:
            raise Refusal("wrong_method", {"method": call.method[:20]})
        cookie = call.cookies().get(self.door.cookie, "")
        bearer = call.header("authorization").removeprefix("Bearer ") if not cookie else ""
        if call.method != "GET":
            call.check_sender(trusted=self.sessions.is_token(bearer))
            call.check_body()
            if self.door.read_only and call.path not in READING:
                raise Refusal("read_only")
        session = self.sessions.find(cookie) if cookie else self.sessions.of_bearer(bearer)
        if session is None and not call.path.startswith(OPEN):
            raise Refusal("no_session")
        return session


class _Call:
    """One request: what it says of itself, what it may send, and whether its answer has begun."""

    def __init__(self, scope: Scope, door: Door, send: Send) -> None:
        self.method = str(scope["method"])
        self.door, self.begun, self.large = door, False, False
        self._send, self.limit = send, JSON_BYTES
        self._headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            key = name.decode("latin-1").lower()
            self._headers[key] = (
                f"{self._headers[key]}, {value.decode('latin-1')}" if key in self._headers else value.decode("latin-1")
            )
        self.path = rooted(scope, door.root)

    def header(self, name: str) -> str:
        """The value of a header, empty where it was not sent; one that came twice is no value that is allowed."""
        return self._headers.get(name, "")

    def cookies(self) -> Mapping[str, str]:
        return cookies_in(self.header("cookie").replace(", ", "; "))

    def check_sender(self, *, trusted: bool) -> None:
        """Refuse what another site makes a browser send; who sends the token itself is no browser of another's."""
        if trusted:
            return
        origin, site = self.header("origin"), self.header("sec-fetch-site")
        if (origin and not self.door.sent_from(origin)) or site not in ("", "same-origin", "none"):
            raise Refusal("foreign_origin")

    def check_body(self) -> None:
        """Refuse types and sizes that no route takes."""
        stated, kind = self.header("content-length"), self.header("content-type").partition(";")[0].strip().lower()
        empty = self.method == "DELETE" and stated in ("", "0") and not self.header("transfer-encoding")
        if kind == "multipart/form-data" and self.header("x-zoning") == "1":
            self.limit = UPLOAD_BYTES
        elif kind != "application/json" and not empty:
            raise Refusal("wrong_type")
        if stated and (not (stated.isascii() and stated.isdecimal()) or int(stated[:20]) > self.limit):
            raise self.too_large()

    def too_large(self) -> Refusal:
        return Refusal("too_large", {"megabytes": self.limit // 1_000_000})

    def receiver(self, receive: Receive) -> Receive:
        """The body as it comes, as far as it keeps to its size."""
        left = self.limit

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                self.large = True
                raise self.too_large()
            return message

        return counted

    async def send(self, message: Message) -> None:
        """Pass an answer on with the headers that every answer has."""
        if self.large and not self.begun:
            return  # a parser took the refusal for a fault of the body and answers something else
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": _with_headers(message.get("headers", ()), self.path)}
        await self._send(message)

    async def refuse(self, refused: Refusal) -> None:
        """Send the refusal, unless an answer has begun already: that one breaks off."""
        if self.begun:
            return
        self.large = False
        page = refused.code == "no_session" and self.method == "GET" and not self.path.startswith("/api/")
        body = json.dumps(refused.body, ensure_ascii=False).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if page:
            up = "../" * (self.path.count("/") - 1) or "./"
            headers.append((b"location", f"{up}enter".encode()))
        await self.send({"type": "http.response.start", "status": 303 if page else refused.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def rooted(scope: Scope, root: str) -> str:
    """The path within the application, whether or not a proxy took the prefix ``root`` away; the scope says both."""
    path = str(scope["path"])
    if root:
        inside = path.removeprefix(root) if path.startswith(f"{root}/") else path
        scope["root_path"], scope["path"] = root, root + inside
        path = inside
    return path


def cookies_in(header: str) -> dict[str, str]:
    """The cookies of a header; a broken one has none."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _with_headers(given: Iterable[Any], path: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer and those of every answer; a route's own word on keeping it stands."""
    headers = [(bytes(name).lower(), bytes(value)) for name, value in given]
    names = {name for name, _ in headers}
    headers += [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in names]
    if b"cache-control" not in names and not path.startswith(STATIC):
        headers.append((b"cache-control", b"no-store"))
    return headers
