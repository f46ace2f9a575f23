"""``zoning serve``: the workbench in the browser of this computer."""

import sys
from collections.abc import Sequence

from workbench.line.options import Serving
from workbench.line.screen import DONE, Misused, Screen
from zoning.model.errors import mistake

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Where nobody but the users of this computer comes in."""


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
    from scenarios.store import default_place, open_store
    from workbench.web.guard import Door
    from workbench.web.launch import bound, opened, run, way_in
    from workbench.web.opening import opening
    from workbench.web.state import State

    with bound(asked.host, asked.port) as there:
        port = int(there.getsockname()[1])
        server = "" if asked.read_only else f"zoning serve :{port}"
        with open_store(asked.store or default_place(), read_only=asked.read_only, server=server) as store:
            further = tuple(name.lower() for name in asked.allow_host or ())
            door = Door(port, further=further, root=root, read_only=asked.read_only)
            state = State(store, door, asked.slots, screen.language)
            try:
                state.start()
                state.first = opening(state, counties)
                host = f"[{asked.host}]" if ":" in asked.host else asked.host
                address = f"http://{host}:{port}{root}/"
                link = f"{address}enter#{state.sessions.token}"
                with way_in(link) as page:

                    def ready() -> None:
                        _tell(screen, asked.port, link, store.url_shown)
                        if not asked.no_browser:
                            opened(page)

                    run(state, there, ready)
            finally:
                state.close()
    screen.show(screen.say("workbench.serve.ended"))
    return DONE


def _tell(screen: Screen, asked: int, link: str, store: str) -> None:
    """Say where the server is and how to come in; the link stands on a line of its own, whoever reads it."""
    port = int(link.partition("//")[2].partition("/")[0].rpartition(":")[2])
    if asked not in (0, port):
        screen.note(screen.say("workbench.serve.other_port", asked=asked, port=port))
    screen.emit({"schema": "zoning.serving/1", "address": link.partition("enter#")[0], "enter": link, "store": store})
    if not screen.json:
        screen.show(screen.say("workbench.serve.at"))
        screen.out.print(link, soft_wrap=True)
        screen.show(screen.say("workbench.serve.store", store=store), screen.say("workbench.serve.end"))
    sys.stdout.flush()
