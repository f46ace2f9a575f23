"""One server on a sample for all tests of the pages, one browser, and a seat at it for every test."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.workbench.web.site import Desk, Seat, Site

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    """Headless Chromium; without one the tests of the pages are skipped."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: the pages are not opened")
    from playwright.sync_api import sync_playwright

    from tests.workbench.web.site import fonts

    with sync_playwright() as playwright:
        environment = fonts(tmp_path_factory.mktemp("fonts"))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=environment)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Site]":
    """A server whose plan 1 is the optimum of a sample, as version 2."""
    from tests.workbench.web.site import Seat, served

    with served(tmp_path_factory.mktemp("site"), "sample:fengdu") as one:
        seat = Seat.taken(chromium, one)
        seat.edit(1).at(2)  # the first solve on a machine compiles
        seat.context.close()
        yield one


@pytest.fixture
def seats(chromium: "Browser", site: "Site") -> "Iterator[Callable[..., Seat]]":
    """Seats at the server, as many as a test asks for; none of their pages may have done wrong."""
    from tests.workbench.web.site import Seat

    taken: list[Seat] = []

    def take(language: str = "zh", width: int = 1366, height: int = 768) -> Seat:
        taken.append(Seat.taken(chromium, site, language, {"width": width, "height": height}))
        return taken[-1]

    yield take
    for seat in taken:
        seat.context.close()
    assert [wrong for seat in taken for wrong in seat.wrong] == []


@pytest.fixture
def desk(seats: "Callable[..., Seat]") -> "Desk":
    """A plan of its own, a copy of the optimum, open for editing."""
    seat = seats()
    return seat.edit(seat.copy())
