"""The site of the documents: whole, in both languages, and read from disk without asking anybody for anything."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from bundle.site.build import LANGUAGES, build
from bundle.site.pages import sources
from bundle.site.reference import PAGES
from geodata.tables.kinds import KINDS
from workbench.cli import COMMANDS
from workbench.line.shell import GROUPS, name_of
from zoning.judge.figures import FIGURES
from zoning.judge.measures import MEASURES

pytestmark = pytest.mark.xdist_group("site")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
BOTH = pytest.mark.parametrize(("folder", "word"), [("", "防区"), ("en", "zone")], ids=["zh", "en"])


class Page(HTMLParser):
    """What a page asks for, where its links lead, which places it has, and its text outside code."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.asks: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.text: list[str] = []
        self._code = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        self.asks += [given[name] for name in ("src", "srcset", "poster", "data") if name in given]
        if "href" in given:
            (self.links if tag in ("a", "area") else self.asks).append(given["href"])
        self._code += tag in ("code", "pre", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in ("code", "pre", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.text.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; MkDocs refuses a link that leads nowhere and a page that is not in the menu."""
    out = tmp_path_factory.mktemp("documents") / "site"
    build(out)
    return out


@cache
def page(path: Path) -> Page:
    return Page(path)


def pages(site: Path) -> Iterator[tuple[Path, Page]]:
    for path in sorted(site.rglob("*.html")):
        yield path, page(path)


def outside(address: str) -> bool:
    return bool(re.match(r"[a-z]+:|//", address)) and not address.startswith("data:")


def test_every_document_is_a_page_in_both_languages(site: Path) -> None:
    for language, folder in zip(LANGUAGES, (site, site / "en"), strict=True):
        for name in sources(language):
            assert (folder / name.replace("README.md", "index.md").replace(".md", ".html")).is_file(), name
    assert sources("zh").keys() == sources("en").keys()


def test_no_page_asks_for_anything_that_the_site_has_not(site: Path) -> None:
    for path, found in pages(site):
        assert [asked for asked in found.asks if outside(asked)] == [], path
        missing = [asked for asked in found.asks if not (path.parent / unquote(asked.split("?")[0])).is_file()]
        assert missing == [], path
    for sheet in site.rglob("*.css"):
        asked = re.findall(r"""(?:url\(|@import\s+)["']?([^"')]+)""", sheet.read_text(encoding="utf-8"))
        assert [address for address in asked if outside(address)] == [], sheet


def test_every_link_leads_to_a_place_that_is_there(site: Path) -> None:
    for path, found in pages(site):
        for link in found.links:
            address, _, place = unquote(link).partition("#")
            if outside(link):
                assert re.match(r"https?://|mailto:", link), f"{path}: {link}"
                continue
            target = (path.parent / address).resolve() if address else path
            assert target.is_file(), f"{path}: {link}"
            assert not place or target.suffix != ".html" or place in page(target).places, f"{path}: {link}"


def test_every_page_leads_to_the_same_page_in_the_other_language(site: Path) -> None:
    for path, found in pages(site):
        inside = path.relative_to(site)
        other = site.joinpath(*inside.parts[1:]) if inside.parts[0] == "en" else site / "en" / inside
        assert other in {(path.parent / link).resolve() for link in found.links if not outside(link)}, inside


def test_no_mark_of_markdown_is_left_in_the_text(site: Path) -> None:
    """A list, table or link that MkDocs reads otherwise than its writer meant it."""
    mark = re.compile(r"^\s*([-*] |\|)|\|\s*:?-{3}|\]\(|```|\*\*|(?<!\w)`", re.MULTILINE)
    for path, found in pages(site):
        assert [text for text in found.text if mark.search(text)] == [], path


def test_pages_from_the_code_have_every_command_column_and_figure() -> None:
    for language in LANGUAGES:
        said = {name: written(language) for name, written in PAGES.items()}
        assert re.findall(r"^### `(\w+)`$", said["reference-commands.md"], re.MULTILINE) == [
            name for names in GROUPS.values() for name in names if name in {name_of(command) for command in COMMANDS}
        ]
        assert "| `--pin STATION=TARGET` |" in said["reference-commands.md"]
        columns = [f"`{column.key}`" for kind in KINDS.values() for column in kind.columns]
        assert re.findall(r"^\| [^|]+ \| (`\w+`) \|", said["reference-tables.md"], re.MULTILINE) == columns
        keys = [*(measure.key for measure in MEASURES), *FIGURES]
        assert re.findall(r"^\| `(\w+)` \|", said["reference-figures.md"], re.MULTILINE) == keys


def test_commands_are_copied_without_a_prompt(site: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert [path for path, text in texts.items() if 'class="gp"' in text] == []
    assert "$ zoning" not in re.sub("<[^>]+>", "", texts[site / "compare.html"])
    assert "zoning template 清水.xlsx --filled sample:qingshui" in re.sub("<[^>]+>", "", texts[site / "tutorial.html"])


@BOTH
def test_the_index_finds_words_of_either_language(site: Path, folder: str, word: str) -> None:
    text = (site / folder / "search" / "search_index.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("var __index = "))
    split = re.compile(index["config"]["separator"] + r"|\W+")
    held = {entry["location"].split("#")[0] for entry in index["docs"] if word in split.split(entry["text"].lower())}
    assert {"index.html", "measures.html", "systems.html"} <= held


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: the pages are not opened")
def test_a_browser_without_a_server_searches_in_both_languages(site: Path) -> None:
    from playwright.sync_api import Browser, sync_playwright

    said: list[str] = []
    asked: list[str] = []

    def search(browser: Browser, start: Path, word: str) -> str:
        tab = browser.new_page(viewport={"width": 1300, "height": 800})
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(start.as_uri())
        tab.click(".md-search__input")
        tab.keyboard.insert_text(word)
        tab.keyboard.press("End")
        tab.wait_for_selector(".md-search-result__item mark", timeout=60_000)
        return tab.inner_text(".md-search-result__list").lower()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        assert "防区" in search(browser, site / "index.html", "防区")
        assert "zone" in search(browser, site / "en" / "index.html", "zone")
        browser.close()
    assert said == []
    assert {address.split(":")[0] for address in asked} == {"file"}
