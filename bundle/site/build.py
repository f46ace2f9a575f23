"""The site in both languages: laid out, built by MkDocs at the same time, and put together."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bundle.site.pages import lay_out
from zoning.texts import Language

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LEFT_OUT = ("404.html", "sitemap.xml", "sitemap.xml.gz", "*.map")
"""What MkDocs writes for web servers, whose links start at the root of one, and for those who debug scripts."""


def build(out: Path) -> None:
    """Build the site in a folder; what was there is replaced.

    Raises
    ------
    RuntimeError
        With what MkDocs says, when a page, a link or the menu is at fault.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        running = {language: _started(language, work) for language in LANGUAGES}
        said = {language: process.communicate()[0] for language, process in running.items()}
        failed = [f"{language}:\n{said[language]}" for language in LANGUAGES if running[language].returncode]
        if failed:
            raise RuntimeError("\n".join(failed))
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(work / "built-zh", out)
        shutil.copytree(work / "built-en", out / "en")
    for name in LEFT_OUT:
        for path in out.rglob(name):
            path.unlink()


def _started(language: Language, work: Path) -> subprocess.Popen[str]:
    """MkDocs at work on one language; its settings name the folders by two variables."""
    lay_out(language, work / language)
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", HERE / f"{language}.yml"]
    places = {
        "SITE_PAGES": str(work / language),
        "SITE_OUT": str(work / f"built-{language}"),
        "NO_MKDOCS_2_WARNING": "1",
    }
    return subprocess.Popen(
        [*map(str, words)],
        env=os.environ | places | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
