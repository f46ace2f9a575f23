"""The workbench in the browser: a real server, clients of its interface, and a page that measures itself.

    python -m benchmarks serve [--full]

Every figure is taken from outside, as a user meets it: the server is the command, a client is HTTP on loopback, and
what is shown is what a headless Chromium has drawn. Without a Chromium the figures of pages are left out, and said so.
"""

import contextlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

import geodata
from benchmarks.counties import county
from benchmarks.measured import table
from benchmarks.suite import ROOT, Benchmark, Figures, tell
from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from zoning.model.county import County

SMALL, LARGE = "sample:fengdu", 3000
EDITORS, TABS, SEED = 50, 12, 1
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WATCH = """
() => { let began = 0; const seen = [];
  addEventListener("keydown", () => { began = performance.now(); }, true);
  new MutationObserver(() => { if (!began || document.body.dataset.busy !== undefined) return;
    const from = began; began = 0;
    requestAnimationFrame(() => setTimeout(() => { seen.push(performance.now() - from);
      document.body.dataset.measured = seen.length; window.measured = seen; })); })
    .observe(document.body, { attributes: true, attributeFilter: ["data-rev"] }); }
"""
"""From a key to the frame that shows the step it made and its figures, in milliseconds."""


class Client:
    """Somebody who is in: the plan's routes, and the time each takes."""

    def __init__(self, enter: str) -> None:
        address, _, token = enter.partition("/enter#")
        self.http = httpx.Client(base_url=address, timeout=120)
        self.http.post("/api/session", json={"token": token}).raise_for_status()
        self.random = random.Random(SEED)

    def get(self, path: str) -> Any:
        return self.http.get(path).raise_for_status().json()

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return self.http.post(path, json=body)

    def plan(self) -> dict[str, Any]:
        """The first plan, once its optimum is there."""
        deadline = time.monotonic() + 180
        while True:
            found: dict[str, Any] = self.get("/api/plans/1")
            if found["rev"] > 1 or time.monotonic() > deadline:
                return found
            time.sleep(0.2)

    def shapes(self, plan: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/counties/{plan['plan']['county']['digest']}/shapes")
        return found

    def move(self, shapes: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
        """A step that moves some station into a zone beside its own."""
        labels = head["labels"]
        pairs = [(a, b) for a, b in shapes["pairs"] if labels[a] != labels[b]]
        a, b = self.random.choice(pairs)
        return {
            "key": uuid.uuid4().hex,
            "base": head["rev"],
            "op": "move",
            "stations": [shapes["codes"][a]],
            "zone": labels[b],
        }

    def job(self, kind: str, **more: Any) -> str:
        return str(self.post("/api/plans/1/jobs", {"kind": kind, **more}).raise_for_status().json()["job"])

    def ended(self, job: str) -> str:
        """How a job ended."""
        while (state := self.get(f"/api/jobs/{job}")["state"]) in ("queued", "running"):
            time.sleep(0.01)
        return str(state)


@contextlib.contextmanager
def serving(source: str, folder: Path) -> Iterator[tuple[str, subprocess.Popen[str], float]]:
    """A server of the command: the link, the process, and the seconds until it said so."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "workbench", "serve", source, "--no-browser", "--port", "0", "--json"]
    with subprocess.Popen(
        [*command, "--store", str(folder / "store.db")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        text = ""
        try:
            for line in process.stdout:
                text += line
                with contextlib.suppress(json.JSONDecodeError):
                    enter = json.loads(text)["enter"]
                    yield enter, process, time.perf_counter() - began
                    break
        finally:
            process.terminate()


def percentiles(values: list[float]) -> dict[str, float]:
    """The median and the value that 95 of 100 keep within."""
    ordered = sorted(values)
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]}


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what was answered."""
    began = time.perf_counter()
    found = call()
    return (time.perf_counter() - began) * 1000, found


def edits(client: Client, steps: int) -> dict[str, float]:
    """Milliseconds of edits, one after the other, each on the last."""
    head = client.plan()
    shapes, took = client.shapes(head), []
    for _ in range(steps):
        step = client.move(shapes, head)
        ms, reply = timed(lambda step=step: client.post("/api/plans/1/edits", step))  # type: ignore[misc]
        head = reply.raise_for_status().json()
        took.append(ms)
    return percentiles(took)


def around(client: Client, runs: int) -> dict[str, float]:
    """Milliseconds from asking for the best plan around one changed station to the offer."""
    head, took = client.plan(), []
    shapes = client.shapes(head)
    for _ in range(runs):
        head = client.post("/api/plans/1/edits", client.move(shapes, head)).raise_for_status().json()
        ms, state = timed(lambda: client.ended(client.job("around")))
        took += [ms] if state == "done" else []
        undo = {"key": uuid.uuid4().hex, "base": head["rev"], "op": "undo"}
        head = client.post("/api/plans/1/edits", undo).raise_for_status().json()
    return percentiles(took)


def stopped(client: Client, runs: int) -> dict[str, float]:
    """Milliseconds from asking a running job to stop until it has."""
    took = []
    for _ in range(runs):
        job = client.job("stress", replicates=2_000)
        while client.get(f"/api/jobs/{job}")["state"] == "queued":
            time.sleep(0.01)
        time.sleep(0.5)
        ms, _ = timed(lambda job=job: (client.http.delete(f"/api/jobs/{job}"), client.ended(job)))  # type: ignore[misc]
        took.append(ms)
    return percentiles(took)


def together(enter: str, client: Client, each: int) -> dict[str, int]:
    """Many editors of one plan: steps stored, told of a conflict, anything else, and acknowledged steps lost."""
    before = client.plan()
    shapes, stored, other = client.shapes(before), list[int](), list[int]()

    def edit() -> None:
        own = Client(enter)
        for _ in range(each):
            reply = own.post("/api/plans/1/edits", own.move(shapes, own.get("/api/plans/1")))
            (stored if reply.status_code == 200 else other).append(
                reply.json()["rev"] if reply.status_code == 200 else reply.status_code
            )

    threads = [threading.Thread(target=edit) for _ in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    head = client.get("/api/plans/1/head")["rev"]
    return {
        "stored": len(stored),
        "conflict": other.count(409),
        "other": len(other) - other.count(409),
        "lost": len(stored) - (head - before["rev"]),
    }


def memory(process: subprocess.Popen[str]) -> dict[str, float]:
    """Resident megabytes of the server and of its largest child."""
    tree = {int(p.name): _status(p) for p in Path("/proc").iterdir() if p.name.isdecimal()}
    children = [own["rss"] for own in tree.values() if own and own["parent"] == process.pid]
    return {"server": tree[process.pid]["rss"], "slot": max(children, default=0.0)}


def _status(folder: Path) -> dict[str, float]:
    try:
        lines = (folder / "status").read_text().splitlines()
    except OSError:
        return {}
    fields = dict(line.split(":", 1) for line in lines)
    return {"parent": int(fields["PPid"]), "rss": int(fields.get("VmRSS", "0 kB").split()[0]) / 1024}


def pages(enter: str, keys: int, tabs: int) -> dict[str, Any]:
    """Milliseconds from a key to what it did on the page, and until each of several tabs is ready."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        first, _ = timed(lambda: (page.goto(enter), page.wait_for_selector(".station", timeout=180_000)))
        page.wait_for_selector("body[data-ready]:not([data-busy])", timeout=180_000)
        page.evaluate(WATCH)
        page.locator(".station").first.focus()
        for turn in range(keys):
            page.keyboard.press("Control+z" if turn % 2 == 0 else "Control+y")
            page.wait_for_selector(f"body[data-measured='{turn + 1}']", timeout=60_000)
        shown = [float(ms) for ms in page.evaluate("() => window.measured")]
        opened = []
        for _ in range(tabs):
            tab = context.new_page()
            ms, _ = timed(lambda tab=tab: (tab.goto(page.url), tab.wait_for_selector("body[data-ready]")))  # type: ignore[misc]
            opened.append(ms)
        browser.close()
    return {"first": first, "key": percentiles(shown), **({"tabs": percentiles(opened)} if tabs else {})}


def measure(full: bool) -> dict[str, Any]:
    """All figures, of a sample of 30 stations and of 3,000 made-up ones."""
    steps = 200 if full else 60
    found: dict[str, Any] = {"chromium": CHROMIUM is not None}
    with tempfile.TemporaryDirectory() as place, serving(SMALL, Path(place)) as (enter, process, seconds):
        found["start"] = {"link": seconds}
        if CHROMIUM:
            found["small_page"] = pages(enter, steps, TABS)
            found["start"]["page"] = seconds + found["small_page"]["first"] / 1000
            tell("pages of 30 stations", found["small_page"])
        client = Client(enter)
        found["edit"] = edits(client, steps)
        busy = client.job("stress", replicates=2_000)
        found["edit_busy"] = edits(client, steps)
        client.http.delete(f"/api/jobs/{busy}")
        client.ended(busy)
        tell("edits", found["edit"], found["edit_busy"])
        found["around"] = around(client, 20 if full else 10)
        found["stop"] = stopped(client, 5)
        found["memory"] = memory(process)
        found["together"] = together(enter, client, 4)
        tell(found["around"], found["stop"], found["memory"], found["together"])
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "county.gpkg"
        geodata.write_county(as_the_crow_flies(county(LARGE, SEED)), path)
        with serving(str(path), Path(place)) as (enter, process, _):
            found["large_edit"] = edits(Client(enter), 30)  # first: so there are steps to undo
            if CHROMIUM:
                found["large_page"] = pages(enter, 20, 0)
            found["large_memory"] = memory(process)
    return found


def as_the_crow_flies(given: County) -> County:
    """The county with minutes that follow from its seats, so that it needs no table of millions of them."""
    minutes = straight_minutes(*lonlat(given.stations), given.speed_kmh, given.detour)
    return replace(given, minutes=minutes, travel="straight")


ROWS: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    ("start", ("page",), "s", "from the command to zones on the page", "从命令到页面上看见防区"),
    ("small_page", ("key",), "ms", "key to shown, 30 stations", "按键到显示，30 个所"),
    ("large_page", ("key",), "ms", "key to shown, 3,000 stations", "按键到显示，3,000 个所"),
    ("edit", (), "ms", "an edit, request to answer, 30 stations", "一步编辑，请求到答复，30 个所"),
    ("edit_busy", (), "ms", "the same while a job runs", "同上，后台任务运行时"),
    ("large_edit", (), "ms", "an edit, 3,000 stations", "一步编辑，3,000 个所"),
    ("around", (), "ms", "best plan around an edit, 30 stations", "围绕改动重算，30 个所"),
    ("stop", (), "ms", "a running job stopped", "停止运行中的任务"),
    ("small_page", ("tabs",), "ms", f"each of {TABS} tabs opened", f"{TABS} 个标签页逐个打开"),
)
HEADS = {"en": ("what", "p50", "p95", ""), "zh": ("项目", "p50", "p95", "")}
UNITS = {"en": {"s": "s", "ms": "ms"}, "zh": {"s": "秒", "ms": "毫秒"}}
NOTES = {
    "en": "Memory: server {server:.0f} MB, a solving process {slot:.0f} MB; with 3,000 stations {large:.0f} MB. "
    "{editors} editors of one plan, 4 steps each: {stored} stored, {conflict} conflicts, {other} other, {lost} lost.",
    "zh": "内存：服务 {server:.0f} MB，求解进程 {slot:.0f} MB；3,000 个所时服务 {large:.0f} MB。"
    "{editors} 人同时编辑一个方案，每人 4 步：存入 {stored}，告知冲突 {conflict}，其他 {other}，丢失 {lost}。",
}


def written(figures: Figures, language: str) -> str:
    """A row a figure, then memory and conflicts."""
    rows = []
    for key, inner, unit, english, chinese in ROWS:
        value: Any = figures.get(key)
        for name in inner:
            value = None if value is None else value.get(name)
        if value is None:
            continue
        cells = [f"{value:.1f}", ""] if isinstance(value, float) else [f"{value['p50']:.0f}", f"{value['p95']:.0f}"]
        rows.append([english if language == "en" else chinese, *cells, UNITS[language][unit]])
    values = {**figures["memory"], **figures["together"], "large": figures["large_memory"]["server"]}
    return f"{table(HEADS[language], rows)}\n\n{NOTES[language].format(editors=EDITORS, **values)}"


BENCHMARK = Benchmark("serve", measure, written, "docs/serve")
