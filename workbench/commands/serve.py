"""``zoning serve``: the workbench in the browser of this computer."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.line.options import Serving
from workbench.line.screen import DONE, Misused, Screen
from zoning.model.equality import ByValue
from zoning.model.errors import mistake
from zoning.result.documents import to_document

if TYPE_CHECKING:
    from socket import socket

    from workbench.web.desk import Desk
    from workbench.web.state import State

Heard = Callable[[str, Mapping[str, Any]], None]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Where nobody but the users of this computer comes in."""


@dataclass(frozen=True, eq=False)
class Started(ByValue):
    """Where the workbench is, the link that leads in, and the place of its store."""

    address: str
    enter: str
    store: str


def serve_counties(screen: Screen, counties: Sequence[str], asked: Serving) -> int:
    """Serve until Ctrl-C: the counties and their plans, in a browser that is opened.

    Raises
    ------
    InputError
        When a county has mistakes, the store cannot be used, or no port is free.
    Misused
        When others than this computer's users could come in.
    """
    if asked.host not in LOOPBACK:
        raise Misused([mistake("workbench.serve.not_loopback", table="--host", value=asked.host)])
    root = asked.root_path.rstrip("/")
    if root and not root.startswith("/"):
        raise Misused([mistake("workbench.serve.root", table="--root-path", value=asked.root_path)])
    from workbench.web.place import bound

    with bound(asked.host, asked.port) as there, _desk(asked) as (desk, events):
        from scenarios.store import default_place, open_store
        from workbench.web.guard import Door
        from workbench.web.state import State

        port = int(there.getsockname()[1])
        server = "" if asked.read_only else f"zoning serve :{port}"
        with open_store(asked.store or default_place(), read_only=asked.read_only, server=server) as store:
            further = tuple(name.lower() for name in asked.allow_host or ())
            state = State(
                store, Door(port, further=further, root=root, read_only=asked.read_only), desk, screen.language
            )
            events.append(state.heard)
            _serve(screen, counties, asked, state, there)
    screen.show(screen.say("workbench.serve.ended"))
    return DONE


@contextmanager
def _desk(asked: Serving) -> "Iterator[tuple[Desk | None, list[Heard]]]":
    """The solving processes, which become warm while all else is made ready, and the one who hears their events."""
    events: list[Heard] = []
    if asked.read_only:
        yield None, events
        return
    from workbench.web.desk import Desk

    def heard(job: str, event: Mapping[str, Any]) -> None:
        events[0](job, event)  # there before the first job is

    desk = Desk(asked.slots, heard)
    desk.start()
    try:
        yield desk, events
    finally:
        desk.close()


def _serve(screen: Screen, counties: Sequence[str], asked: Serving, state: "State", there: "socket") -> None:
    """Make the first page ready, say how to come in, and answer until the end."""
    from workbench.web.launch import run
    from workbench.web.opening import opening
    from workbench.web.place import opened, way_in

    if state.desk is not None:
        state.start()
    try:
        state.first = opening(state, counties)
        host = f"[{asked.host}]" if ":" in asked.host else asked.host
        link = f"http://{host}:{state.door.port}{state.door.root}/enter#{state.sessions.token}"
        with way_in(link) as page:

            def ready() -> None:
                _tell(screen, asked.port, link, state.store.url_shown)
                if not asked.no_browser:
                    opened(page)

            run(state, there, ready)
    finally:
        state.close()


def _tell(screen: Screen, asked: int, link: str, store: str) -> None:
    """Say where the server is and how to come in; the link stands on a line of its own, whoever reads it."""
    port = int(link.partition("//")[2].partition("/")[0].rpartition(":")[2])
    if asked not in (0, port):
        screen.note(screen.say("workbench.serve.other_port", asked=asked, port=port))
    screen.emit(to_document(Started(link.partition("enter#")[0], link, store)))
    if not screen.json:
        screen.show(screen.say("workbench.serve.at"))
        screen.out.print(link, soft_wrap=True)
        screen.show(screen.say("workbench.serve.store", store=store), screen.say("workbench.serve.end"))
    sys.stdout.flush()
