"""What all benchmarks have in common: a row each, how they are run, and where their figures are written.

A benchmark gives figures, an object of JSON, and turns them into Markdown in both languages. Published figures stand
in ``results/NAME.json``; the documents quote them between ``<!-- table:NAME -->`` and ``<!-- /table:NAME -->``, so that
nobody edits a figure by hand.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measured import busy, machine

Figures = Mapping[str, Any]
ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
LANGUAGES = {"en": ".md", "zh": ".zh.md"}
"""Languages and how the names of their documents end."""
MEASURED = {
    "en": "Measured by `{command}` on {machine}{beside}.",
    "zh": "由 `{command}` 测得，机器：{machine}{beside}。",
}
BESIDE = {"en": ", with other work running beside", "zh": "，同时另有任务在跑"}
ON_ITS_OWN = "import json, sys; from {module} import {name}; print(json.dumps({name}(*json.loads(sys.argv[1]))))"


@dataclass(frozen=True)
class Benchmark:
    """``measure(full)`` gives the figures, ``written(figures, language)`` the Markdown.

    ``document`` is the path of the documents that quote it, from the root and without the ending of a language.
    """

    name: str
    measure: Callable[[bool], dict[str, Any]]
    written: Callable[[Figures, str], str]
    document: str = "docs/benchmarks"

    @property
    def results(self) -> Path:
        return RESULTS / f"{self.name}.json"

    def run(self, full: bool) -> dict[str, Any]:
        """Figures with the command and the machine they come from."""
        command = f"python -m benchmarks {self.name}" + (" --full" if full else "")
        figures = self.measure(full)
        return {"command": command, "machine": machine(), "beside": busy(), **figures}

    def text(self, figures: Figures, language: str) -> str:
        """The Markdown with its source."""
        source = {**figures, "beside": BESIDE[language] if figures["beside"] else ""}
        return f"{self.written(figures, language)}\n\n{MEASURED[language].format(**source)}"

    def publish(self, figures: Figures) -> None:
        """Write the figures, and the tables into the documents."""
        self.results.parent.mkdir(exist_ok=True)
        self.results.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for language, ending in LANGUAGES.items():
            path = ROOT / f"{self.document}{ending}"
            path.write_text(fill(path.read_text(encoding="utf-8"), self.name, self.text(figures, language)), "utf-8")


def fill(text: str, name: str, filling: str) -> str:
    """The text with ``filling`` between the two marks of that name.

    Raises
    ------
    ValueError
        When a mark is missing.
    """
    before, _, after = _parted(text, name)
    return f"{before}<!-- table:{name} -->\n{filling}\n<!-- /table:{name} -->{after}"


def quoted(text: str, name: str) -> str:
    """What stands between the two marks of that name.

    Raises
    ------
    ValueError
        When a mark is missing.
    """
    return _parted(text, name)[1].strip("\n")


def _parted(text: str, name: str) -> tuple[str, str, str]:
    before, begin, rest = text.partition(f"<!-- table:{name} -->")
    inside, end, after = rest.partition(f"<!-- /table:{name} -->")
    if not (begin and end):
        raise ValueError(f"<!-- table:{name} --> … <!-- /table:{name} --> is not there to be filled")
    return before, inside, after


def apart(function: Callable[..., Any], *arguments: object) -> Any:
    """What a function of a module answers in a fresh process; arguments and answer are JSON.

    Raises
    ------
    subprocess.CalledProcessError
        When it fails.
    """
    code = ON_ITS_OWN.format(module=function.__module__, name=function.__name__)
    command = [sys.executable, "-c", code, json.dumps(arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8")
    return json.loads(done.stdout)


def tell(*cells: object) -> None:
    """A line on stderr as soon as something is measured."""
    print(*cells, sep="\t", file=sys.stderr, flush=True)


def run(benchmarks: Sequence[Benchmark], arguments: Sequence[str] | None = None) -> None:
    """The command line of the benchmarks: measure those that are named, print, and publish when asked to."""
    names = [benchmark.name for benchmark in benchmarks]
    options = argparse.ArgumentParser(
        prog="python -m benchmarks", description="measure; nothing fails for being slow", epilog=f"NAME: {names}"
    )
    options.add_argument("names", nargs="*", metavar="NAME", help="what to measure; all, unless some are named")
    options.add_argument("--full", action="store_true", help="more counties, more runs, longer limits")
    options.add_argument("--json", action="store_true", help="print one object")
    options.add_argument("--publish", action="store_true", help="write the figures into benchmarks/results and docs")
    options.add_argument("--quote", action="store_true", help="measure nothing; write what was published into docs")
    chosen = options.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in names]:
        options.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names)}")
    found = {}
    for benchmark in benchmarks:
        if chosen.names and benchmark.name not in chosen.names:
            continue
        tell(f"-- {benchmark.name}")
        if chosen.quote:
            figures = json.loads(benchmark.results.read_text(encoding="utf-8"))
        else:
            figures = benchmark.run(chosen.full)
        if chosen.publish or chosen.quote:
            benchmark.publish(figures)
        if not chosen.json:
            print(f"## {benchmark.name}\n\n{benchmark.text(figures, 'en')}\n", flush=True)
        found[benchmark.name] = figures
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
