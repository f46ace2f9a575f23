"""The pages behind a proxy that puts a path in front of them: every link and request keeps it."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.workbench.web.site import Desk, Seat, Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("pages")
OWN = ("connection", "transfer-encoding", "content-length", "accept-encoding")


class Relay(BaseHTTPRequestHandler):
    """Sends what comes under ``/p`` to the server, without the ``/p``; anything else is not found."""

    behind = ""

    def do_GET(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        if not self.path.startswith("/p/"):
            self.send_error(404)
            return
        heads = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
        body = self.rfile.read(size) if size else None
        asked = urllib.request.Request(self.behind + self.path[2:], body, heads, method=self.command)
        try:
            reply = urllib.request.urlopen(asked, timeout=120)
        except urllib.error.HTTPError as refused:
            reply = refused
        with reply:
            content = reply.read()
            self.send_response(reply.status or 500)
            for name, value in reply.headers.items():
                if name.lower() not in OWN:
                    self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except BrokenPipeError:
            self.close_connection = True  # the page has moved on

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def proxy() -> Iterator[tuple[type[Relay], int]]:
    """A proxy on a free port; the address behind it is set once it is known."""
    kind = type("Here", (Relay,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield kind, server.server_port
        server.shutdown()


def test_a_plan_is_edited_behind_a_proxy(chromium: "Browser", tmp_path: Path) -> None:
    with (
        proxy() as (relay, port),
        served(tmp_path, "sample:xunhua", "--root-path", "/p", "--allow-host", f"127.0.0.1:{port}") as site,
    ):
        relay.behind = site.address.removesuffix("/p")
        front = Site(f"http://127.0.0.1:{port}/p", site.link, site.process)
        seat = Seat.taken(chromium, front)
        desk = seat.edit(1)
        desk.at(2)
        desk.station(desk.shapes["names"][1]).focus()
        desk.page.keyboard.press("l")
        desk.at(3)
        desk.page.goto(f"{front.address}/")
        desk.page.click("#plans a[href$='/plans/1']")
        desk.at(3)
        desk.page.click("#bar a[href$='/history']")
        desk.page.wait_for_selector("#history tbody tr:nth-child(3)")
        assert Desk(seat, 1).version()["rev"] == 3
        seat.context.close()
        assert seat.wrong == []
