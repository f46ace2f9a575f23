"""The server as a process: how it takes requests, and its end."""

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from workbench.web.app import create_app
from workbench.web.state import State

LEAVING = 1
"""Seconds that open answers, such as streams, are given at the end."""


class Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def configured(state: State) -> uvicorn.Config:
    """How requests are taken: by HTTP alone, believing nothing that a proxy says of the sender, logging none."""
    return uvicorn.Config(
        create_app(state), log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="off",
        timeout_graceful_shutdown=LEAVING, ws="none",
    )  # fmt: skip


def run(state: State, there: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM; ``ready`` is called when the first one may come."""
    with suppress(KeyboardInterrupt):
        Announcing(configured(state), ready).run(sockets=[there])
