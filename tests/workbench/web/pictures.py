"""The pictures of ``docs/serve.md``: ``python -m tests.workbench.web.pictures`` takes them anew, in both languages."""

import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.workbench.web.site import Desk, Seat, Site, fonts, served

IMAGES = Path(__file__).parents[3] / "docs" / "images"
ENDINGS = {"zh": ".zh.png", "en": ".png"}
SIZE = {"width": 1366, "height": 860}


def taken(browser: Browser, site: Site, folder: Path, language: str) -> list[Path]:
    """The plans, a plan whose best neighbour is looked for after a step, its history and its page to read."""
    seat = Seat.taken(browser, site, language, SIZE)
    plan = seat.copy()
    desk = seat.edit(plan)
    desk.page.wait_for_selector("#gap[data-state='proved']", timeout=60_000)
    last = changed(desk)
    files = [shot(seat, folder / f"serve-edit{ENDINGS[language]}")]
    for path, what in (("/", "plans"), (f"/plans/{plan}/history", "history"), (f"/plans/{plan}@{last}", "read")):
        seat.page.goto(site.address + path)
        seat.page.wait_for_selector("body[data-ready]")
        files.append(shot(seat, folder / f"serve-{what}{ENDINGS[language]}"))
    seat.context.close()
    return files


def changed(desk: Desk) -> int:
    """Move a station so that every rule is kept, and wait for the proof; gives the revision that shows it."""
    at = 1
    for name in desk.neighbours(3):
        desk.station(name).focus()
        desk.page.keyboard.press("4")
        desk.at(at := at + 1)
        if not desk.version()["score"]["broken"]:
            break
        desk.page.keyboard.press("Control+z")
        desk.at(at := at + 1)
    desk.page.wait_for_selector("#gap[data-state='proved']", timeout=60_000)
    return at


def shot(seat: Seat, path: Path) -> Path:
    """A picture of what the window shows."""
    seat.page.evaluate("() => document.fonts.ready")
    seat.page.screenshot(path=path, animations="disabled")
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def main(program: str) -> None:
    """Take all pictures of the documents."""
    os.environ["LOGNAME"] = "李明"  # the officer of the pictures (made up)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        environment = fonts(Path(place))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=environment)
        with served(Path(place), "sample:fengdu") as site:
            first = Seat.taken(browser, site)
            first.edit(1).at(2)
            for language in ENDINGS:
                print(*taken(browser, site, IMAGES, language), sep="\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")
