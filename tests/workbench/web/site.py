"""A real ``zoning serve`` with a store of its own, and a browser page that watches itself.

A page fails its test when it sends a request anywhere but to the server, or writes to the console anything but that a
request was refused.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize

REFUSED = "Failed to load resource"
NARROW: ViewportSize = {"width": 1366, "height": 768}


@dataclass(frozen=True)
class Site:
    """Where a server answers, and the link by which a browser comes in."""

    address: str
    link: str
    process: subprocess.Popen[str]


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[Site]:
    """A server on a free port until the end of the block, with its store in ``folder``."""
    command = [sys.executable, "-m", "workbench", "serve", *arguments, "--no-browser", "--json", "--port", "0"]
    command += ["--store", str(folder / "store.db")]
    with (
        (folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8") as process,
    ):
        try:
            told = _told(process, folder / "log")
            yield Site(told["address"].rstrip("/"), told["enter"], process)
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def _told(process: subprocess.Popen[str], log: Path) -> dict[str, Any]:
    """The JSON that the server writes when it is there."""
    assert process.stdout is not None
    text = ""
    for line in process.stdout:
        text += line
        try:
            told: dict[str, Any] = json.loads(text)
        except json.JSONDecodeError:
            continue
        return told
    raise AssertionError(f"the server ended: {log.read_text(encoding='utf-8')}")


def fonts(folder: Path) -> dict[str, str | float | bool]:
    """An environment in which the browser has Chinese letters: those of the reports' font package."""
    from workbench.draw.fonts import packaged

    lines = "".join(f"<dir>{at.parent}</dir>" for at in packaged()[:1])
    config = folder / "fonts.conf"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    config.write_text(
        f"{head}<fontconfig>{lines}<dir>/usr/share/fonts</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(config)}


@dataclass
class Seat:
    """Somebody at a browser: a context with a session of its own, one page, and what the page did wrong."""

    site: Site
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def taken(cls, browser: Browser, site: Site, language: str = "zh", size: ViewportSize = NARROW) -> "Seat":
        """A browser that has come in: it has changed the token of the link for a session."""
        context = browser.new_context(viewport=size, locale="zh-CN")
        context.add_cookies([{"name": "zoning_lang", "value": language, "url": site.address}])
        page = context.new_page()
        page.set_default_timeout(180_000)
        one = cls(site, context, page)
        one.watch(page)
        reply = context.request.post(f"{site.address}/api/session", data={"token": site.link.partition("#")[2]})
        assert reply.status == 204
        return one

    def watch(self, page: Page) -> None:
        """Note what the page does wrong."""
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda said: self.wrong.append(said.text) if not said.text.startswith(REFUSED) else None)
        origin = urlsplit(self.site.address).netloc
        page.on("request", lambda sent: self.wrong.append(sent.url) if foreign(sent.url, origin) else None)

    def get(self, path: str) -> Any:
        """The body of a route, asked with the session of this browser."""
        reply = self.context.request.get(self.site.address + path)
        assert reply.ok, reply.text()
        return reply.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        reply = self.context.request.post(self.site.address + path, data=body)
        assert reply.ok, reply.text()
        return reply.json()

    def copy(self, of: str = "1@2") -> int:
        """A new plan, as a copy of a revision of another."""
        county = self.get("/api/counties")["counties"][0]["digest"]
        asked = {"key": str(uuid4()), "county": county, "name": "副本", "start": "plan", "plan": of}
        return int(self.post("/api/plans", asked)["plan"]["id"])

    def edit(self, plan: int) -> "Desk":
        """The page of a plan, opened to edit."""
        self.page.goto(f"{self.site.address}/plans/{plan}")
        self.page.wait_for_selector("body[data-ready][data-rev]:not([data-rev=''])")
        return Desk(self, plan)


def foreign(url: str, origin: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != origin


@dataclass
class Desk:
    """The editing page of one plan, with hands."""

    seat: Seat
    plan: int

    @property
    def page(self) -> Page:
        return self.seat.page

    @cached_property
    def shapes(self) -> dict[str, Any]:
        digest = self.version()["plan"]["county"]["digest"]
        shapes: dict[str, Any] = self.seat.get(f"/api/counties/{digest}/shapes")
        return shapes

    def version(self) -> dict[str, Any]:
        """The newest version as the server has it."""
        version: dict[str, Any] = self.seat.get(f"/api/plans/{self.plan}")
        return version

    def station(self, name: str) -> Locator:
        return self.page.locator(f".station[data-station='{self.row(name)}']")

    def row(self, name: str) -> int:
        return int(self.shapes["names"].index(name))

    def slot(self, name: str) -> int:
        """The zone in which the page shows a station."""
        return int(self.station(name).get_attribute("data-slot") or -1)

    def labels(self) -> list[int]:
        """The zones that the page shows, in county order."""
        return [int(one.get_attribute("data-slot") or -1) for one in self.page.locator(".station").all()]

    def place(self, name: str) -> tuple[float, float]:
        """Where a station is seen, beside its mark, in pixels of the window."""
        x, y = self.shapes["at"][self.row(name)]
        box = self.page.locator(".surface").bounding_box()
        assert box is not None
        left, top, width, height = map(float, (self.page.get_attribute(".surface", "viewBox") or "").split())
        return box["x"] + (x - left) / width * box["width"], box["y"] + (y - top) / height * box["height"]

    def click(self, name: str, **how: Any) -> None:
        self.page.mouse.click(*self.place(name), **how)

    def drag(self, *names: str) -> None:
        """The left button held from the first station over the others to the last."""
        first, *others = [self.place(name) for name in names]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for x, y in others:
            self.page.mouse.move(x, y, steps=6)
        self.page.mouse.up()

    def at(self, rev: int) -> None:
        """Wait until the page shows a version and no step is under way."""
        self.page.wait_for_selector(
            f"body[data-rev='{rev}']:not([data-busy])", timeout=120_000
        )  # the first solve on a machine compiles

    def points(self) -> int:
        """The points that the page shows."""
        return int((self.page.text_content("#points") or "").replace(",", ""))

    def neighbours(self, slot: int) -> list[str]:
        """Stations of other zones next to a zone, that may leave theirs: no office, no lock."""
        version, shapes = self.version(), self.shapes
        offices = {zone["office"] for zone in version["score"]["zones"] if zone}
        labels = version["labels"]
        found = [
            row
            for row, near in enumerate(shapes["neighbours"])
            if labels[row] != slot and any(labels[other] == slot for other in near) and not shapes["alone"][row]
        ]
        return [shapes["names"][row] for row in found if shapes["codes"][row] not in offices]
