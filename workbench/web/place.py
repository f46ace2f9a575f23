"""Where the server is on this machine, and the way in for its user's browser.

The token of a start stands in a file that its user alone can read, and behind ``#`` of the address: no log, no list of
processes and no other site gets to see it.
"""

import errno
import os
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

from zoning.model.errors import InputError, mistake

PORTS = 10
"""Ports tried, from the one asked for."""
AFTER = """<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={link}"><title>zoning</title><a href="{link}">zoning</a>
"""


def bound(host: str, port: int) -> socket.socket:
    """A socket on the port, or on the next of :data:`PORTS` that is free.

    Raises
    ------
    InputError
        When none is free, or the system forbids it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = ""
    for at in range(port, min(port + PORTS, 65536)):
        # asyncio sends at once (TCP_NODELAY) only where a socket says that it is TCP; else each answer waits 40 ms
        there = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            there.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            there.bind((host, at))
            there.listen(128)
            return there
        except OSError as error:
            there.close()
            reason = error.strerror or errno.errorcode.get(error.errno or 0, "")
            if error.errno != errno.EADDRINUSE:
                break
    raise InputError([mistake("workbench.serve.no_port", table="--port", value=port, count=PORTS, reason=reason)])


@contextmanager
def way_in(link: str) -> Iterator[Path]:
    """A page that leads on to the link, in a file that nobody else can read, as long as the server runs."""
    handle, name = tempfile.mkstemp(prefix="zoning-", suffix=".html")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(AFTER.format(link=escape(link, quote=True)))
        yield Path(name)
    finally:
        with suppress(OSError):
            os.unlink(name)


def opened(page: Path) -> None:
    """Open the page in the user's browser, in a thread of its own, for some browsers stay."""
    threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()
