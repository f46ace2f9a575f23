"""The pages of one language, as MkDocs wants them: ``X.md`` for both languages, links that stay inside the site.

``docs/X.zh.md`` and ``docs/X.md`` are one page of the Chinese and of the English site. The home page is the README.
A link to code, which is no part of the site, becomes the name alone.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from bundle.site.reference import PAGES
from bundle.targets import ROOT
from zoning.texts import Language

HOME = {"README": "index", "CHANGELOG": "changelog", "CONTRIBUTING": "contributing"}
"""Pages from the top of the repository, and what they are called on the site."""
FENCE = re.compile(r"^(```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|!?\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
OTHER = re.compile(r"^\[(?:中文|English)\]\([^)]*\)(?: · )?", re.MULTILINE)
COMMENT = re.compile(r"^<!--.*?-->$", re.MULTILINE)
HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
BROKEN = re.compile(rf"(?<={HAN})\n *(?=(?:\*\*|\[)?{HAN})")
"""A line that goes on within Chinese text, where a browser would show a space."""
PICTURE = re.compile(r"^(!\[([^\]]+)\]\([^)]+\))$(?!\n\n\*)", re.MULTILINE)
"""A picture by itself, without a line of explanation below it."""
FIGURE = '<figure markdown="span">\n\\1\n<figcaption>\\2</figcaption>\n</figure>'


def sources(language: Language) -> dict[str, Path]:
    """The documents of a language by their place on the site; one that is in one language only serves both."""
    found: dict[str, Path] = {}
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        if path.name.endswith(".zh.md") != (language == "zh") and _pair(path).exists():
            continue
        found[place(path)] = path
    return dict(sorted(found.items()))


def place(path: Path) -> str:
    """Where a document stands on the site of its language, as ``verifier/README.md``."""
    name = path.name.removesuffix(".md").removesuffix(".zh")
    if path.parent == ROOT:
        return f"{HOME[name]}.md"
    return (path.parent.relative_to(ROOT / "docs") / f"{name}.md").as_posix()


def _pair(path: Path) -> Path:
    """The same document in the other language, whether there is one or not."""
    name = path.name
    return path.with_name(name.replace(".zh.md", ".md") if name.endswith(".zh.md") else name.replace(".md", ".zh.md"))


def lay_out(language: Language, folder: Path) -> None:
    """Write the pages of a language and the files that they show or link to."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, path in sources(language).items():
        text, files = page(path, name, language)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        for file in files:
            copy = folder / file.relative_to(ROOT / "docs")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    for name, written in PAGES.items():
        (folder / name).write_text(written(language), encoding="utf-8")
    shutil.copytree(Path(__file__).parent / "assets", folder / "assets")


def page(path: Path, name: str, language: Language) -> tuple[str, set[Path]]:
    """The text of a document as a page of the site, and the files of ``docs`` that belong to it.

    Parameters
    ----------
    name : its place on the site
    """
    files: set[Path] = set()
    borrowed = language == "zh" and not path.name.endswith(".zh.md")  # its places are those of English pages

    def link(found: re.Match[str]) -> str:
        mark, text, target = found.groups()
        address, hash_, anchor = target.partition("#")
        if not address or "://" in address or address.startswith("mailto:"):
            return found[0]
        file = Path(os.path.normpath(path.parent / address))
        if file.suffix == ".md" and file.is_file():
            there = "" if borrowed else hash_ + anchor
            text = title(file) if text.endswith(".md") else text
            return f"{mark}[{text}]({_from(name, place(file))}{there})"
        if file.is_file() and ROOT / "docs" in file.parents:
            files.add(file)
            return f"{mark}[{text}]({_from(name, file.relative_to(ROOT / 'docs').as_posix())})"
        return text

    text = "".join(
        typed(part) if part.startswith("```") else LINK.sub(link, prose(part))
        for part in FENCE.split(path.read_text(encoding="utf-8"))
    )
    return text, files


def title(path: Path) -> str:
    """The heading of a document, which a link to its file name shows on the site, up to its colon."""
    heading = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return re.split("[:：]", heading)[0]


def typed(block: str) -> str:
    """A fenced block whose commands can be copied as they are typed, without the prompt before them."""
    head, _, lines = block.partition("\n")
    commands = head == "```console" or all(line.startswith("$ ") for line in lines.split("\n")[:-1])
    return "```sh\n" + re.sub(r"^\$ ", "", lines, flags=re.MULTILINE) if commands else block


def prose(text: str) -> str:
    """Without remarks, breaks within Chinese, and the link to the other language, which the head of every page has.

    A picture has its description below it.
    """
    told = BROKEN.sub("", OTHER.sub("", COMMENT.sub("", text)))
    return "\n".join(_loose(PICTURE.sub(FIGURE, told).split("\n")))


def _loose(lines: list[str]) -> Iterator[str]:
    """A list or a table that follows a paragraph at once has a blank line before it: MkDocs wants one."""
    before = ""
    for line in lines:
        starts = re.match(r"([*-]|\d+\.) |\|", line)
        if starts and before and not before.startswith((" ", "|")) and not re.match(r"([*-]|\d+\.) ", before):
            yield ""
        yield line
        before = line


def _from(page_: str, target: str) -> str:
    """The way from a page to another file of the site."""
    return os.path.relpath(target, PurePosixPath(page_).parent).replace(os.sep, "/")
