"""The pages' own code: typed, old enough for Chromium 87, in small modules, every word of it in the text tables."""

import os
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.project.source import ROOT
from workbench.tables.palette import COLOURS, HATCHES

WEB = ROOT / "workbench" / "web"
SCRIPTS = sorted((WEB / "static" / "js").rglob("*.js"))
STYLES = sorted((WEB / "static" / "css").glob("*.css"))
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
TYPESCRIPT = "typescript@5.9.3"
CHECK = (
    "--noEmit --allowJs --checkJs --strict --noUnusedLocals --target ES2020 --lib ES2020,DOM,DOM.Iterable "
    "--module ES2020 --moduleResolution node"
)
TOO_NEW = {
    "top-level await": re.compile(r"^await ", re.MULTILINE),
    "Array.at": re.compile(r"\.at\(-?\d"),
    "structuredClone": re.compile(r"structuredClone"),
    "randomUUID": re.compile(r"randomUUID"),
    "hasOwn": re.compile(r"Object\.hasOwn\b"),
    "findLast": re.compile(r"\.findLast"),
    "AbortSignal.timeout": re.compile(r"AbortSignal\.timeout"),
    "private method": re.compile(r"^\s+#\w+\(", re.MULTILINE),
    "class static block": re.compile(r"\bstatic \{"),
    "import map": re.compile(r"importmap"),
}
TOO_NEW_STYLES = {
    ":has": re.compile(r":has\("),
    ":is, :where": re.compile(r":(is|where)\("),
    "aspect-ratio": re.compile(r"aspect-ratio"),
    "nesting": re.compile(r"&"),
    "container": re.compile(r"@container|@layer|color-mix|accent-color|\bdvh\b"),
}
UNSAFE = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|javascript:")
WORD = re.compile(r"\bt\(\s*[\"'`]([a-z_0-9]+)[\"'`](?! ~)")
EITHER = re.compile(r"\bt\([^\"'`]*\?\s*\"([a-z_0-9]+)\"\s*:\s*\"([a-z_0-9]+)\"")
BEGUN = re.compile(r"(?:\bt|known)\(\s*`([a-z_]+)\$\{|`([a-z]+_)\$\{|t\('([a-z_]+_)' ~")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


def test_there_is_code_to_check() -> None:
    assert len(SCRIPTS) > 30
    assert STYLES
    assert TEMPLATES


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_run_in_chromium_87_and_write_no_markup(path: Path) -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text(path), flags=re.DOTALL)
    assert [what for what, pattern in TOO_NEW.items() if pattern.search(code)] == []
    assert UNSAFE.search(code) is None
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", code), "nothing from outside"


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_styles_run_in_chromium_87(path: Path) -> None:
    assert [what for what, pattern in TOO_NEW_STYLES.items() if pattern.search(text(path))] == []
    assert "url(" not in text(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_have_no_style_or_script_inside(path: Path) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text(path))
    assert "|safe" not in text(path).replace(" ", "")


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    assert len(text(path).splitlines()) <= 250
    assert text(path).startswith("/**")


def test_modules_import_in_one_direction() -> None:
    uses = {
        path: {
            (path.parent / name).resolve()
            for name in re.findall(r'^import .* from "(\..*?)";', text(path), re.MULTILINE)
        }
        for path in SCRIPTS
    }
    done: set[Path] = set()
    while left := {path: others - done for path, others in uses.items() if path not in done}:
        free = {path for path, others in left.items() if not others}
        assert free, f"these import each other: {sorted(map(name, left))}"
        done |= free


def test_every_module_is_used() -> None:
    code = "\n".join(text(path) for path in (*SCRIPTS, *TEMPLATES))
    assert [name(path) for path in SCRIPTS if f"/{path.name}" not in code] == []


def test_the_words_of_the_pages_are_those_of_the_text_tables() -> None:
    words = tomllib.loads(text(ROOT / "workbench" / "texts" / "zh.toml"))["page"]
    code = "\n".join(text(path) for path in (*SCRIPTS, *TEMPLATES))
    used = set(WORD.findall(code)) | {word for pair in EITHER.findall(code) for word in pair}
    begun = {part for found in BEGUN.findall(code) for part in found if part}
    assert used - set(words) == set()
    quoted = set(re.findall(r"[\"']([a-z_0-9]+)[\"']", code))
    left = {key for key in words if key not in used | quoted and not key.startswith(tuple(begun))}
    assert left == set(), "no sentence that no page says"


def test_colours_and_hatches_are_those_of_the_printed_maps() -> None:
    code = text(WEB / "static" / "js" / "map" / "palette.js")
    assert tuple(re.findall(r'"(#[0-9A-F]{6})"', code.partition("HATCHES")[0])) == COLOURS
    listed = re.search(r"HATCHES = \[(.*?)\];", code)
    assert listed
    assert tuple(part.replace("\\\\", "\\") for part in re.findall(r'"([^"]*)"', listed[1])) == HATCHES


@cache
def compiler() -> list[str]:
    """The command of the type checker: on this machine, or fetched by npm."""
    found = shutil.which("tsc")
    if found:
        return [found]
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("neither tsc nor npm on this machine: the scripts' types are not checked")
    command = [npx, "--yes", "--package", TYPESCRIPT, "tsc"]
    environment = {**os.environ, "npm_config_fetch_retries": "0", "npm_config_fetch_timeout": "20000"}
    try:
        there = subprocess.run([*command, "--version"], capture_output=True, timeout=60, check=False, env=environment)
    except subprocess.TimeoutExpired:
        pytest.skip("npm does not reach its registry: the scripts' types are not checked")
    if there.returncode:
        pytest.skip("npm cannot fetch typescript: the scripts' types are not checked")
    return command


def test_scripts_are_typed() -> None:
    command = [*compiler(), *CHECK.split(), *map(str, SCRIPTS)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert checked.returncode == 0, checked.stdout
