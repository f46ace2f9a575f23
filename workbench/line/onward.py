"""What may come next, said once a command has ended: a line or two, each with a command ready to be pasted.

Paths are those that were typed, so that a line works where it is read. What it may get wrong: a name with a quotation
mark, ``$`` or ``%`` is quoted as the shell of this system wants it; every other name is read alike by sh and cmd.
"""

import json
import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.line.screen import BROKEN_RULE, DONE, Screen

PLAIN = re.compile(r"[\w./:@+-]+(?<!-)[\w./:@+=-]*|-[\w=.-]+")
"""Words that no shell reads as anything else; letters are those of every script."""
ALIKE = re.compile(r"[^\"$`\\%!\n]*")
"""What double quotes keep as it is in sh and cmd alike."""
PLAN, WORK, COUNTY, STRESS, RESULTS = "plan.json", "organisation.json", "county.gpkg", "stress.json", "results.json"
OUT = (
    "out",
    "whole_out",
    "frontier_out",
    "drawn",
    "results",
    "work_out",
    "staff_out",
    "table_out",
    "into",
    "batch_out",
    "foretold",
)
"""The parameters behind ``--out``, by command."""
LAYERS = ("areas", "layer", "code_column", "crs", "repair", "outline", "roads")
"""Options of a county that every command has to be given again."""
Step = tuple[str, list[str]]


@dataclass(frozen=True)
class Call:
    """A command that has ended: the words typed, its arguments by name, its exit code."""

    screen: Screen
    words: Sequence[str]
    given: Mapping[str, Any]
    code: int

    @property
    def county(self) -> str:
        return str(self.given["county"])

    @property
    def layers(self) -> list[str]:
        """The options that say where the county's layers are."""
        options = [(f"--{name.replace('_', '-')}", self.given.get(name)) for name in LAYERS]
        return [
            word for option, value in options if value for word in (option, *([] if value is True else [str(value)]))
        ]

    @property
    def plan(self) -> str | None:
        plan = self.given.get("plan")
        return None if plan is None else str(plan)

    @property
    def beside(self) -> Path | None:
        """The folder of the plan, where it is one of ``zoning solve``."""
        path = Path(self.plan) if self.plan else Path()
        folder = path if path.is_dir() else path.parent
        return folder if self.plan and (folder / PLAN).is_file() and path.suffix in ("", ".json") else None

    @property
    def out(self) -> Path | None:
        return next((self.given[name] for name in OUT if self.given.get(name) is not None), None)

    def again(self, key: str) -> list[str]:
        """The same words once more, with a folder for the results: that of the plan, else a new one."""
        return [*self.words, "--out", str(self.beside or self.fresh(key))]

    def fresh(self, key: str) -> str:
        """A folder that does not exist yet."""
        name = self.screen.say(f"workbench.next.folder_{key}")
        return next(one for k in range(1, 1000) if not Path(one := name if k == 1 else f"{name}{k}").exists())

    def of_plan(self, command: str, *more: str) -> list[str]:
        """Another command on the same county and plan."""
        return [command, self.county, *([self.plan] if self.plan else []), *self.layers, *more]

    def report(self, folder: Path) -> list[str]:
        return ["report", str(folder)]


def tell(words: Sequence[str], screen: Screen, name: str, given: Mapping[str, Any], code: int) -> None:
    """Say what may come next; nothing to a program, and nothing after an ending without a result."""
    if screen.json or code not in (DONE, BROKEN_RULE) or name not in STEPS:
        return
    call = Call(screen, words, given, code)
    language = ["--lang", str(given["lang"])] if given.get("lang") else []
    for key, command in STEPS[name](call):
        more = [] if "--lang" in command else language
        screen.paste(screen.say(f"workbench.next.{key}"), " ".join(map(quoted, ["zoning", *command, *more])))


def quoted(word: str, windows: bool = os.name == "nt") -> str:
    """A word as a shell reads it: the same for sh and cmd wherever that is possible."""
    if PLAIN.fullmatch(word.replace("\\", "/") if windows else word):
        return word
    if windows or (word and ALIKE.fullmatch(word)):
        return f'"{word}"'
    return shlex.quote(word)


def _sample(call: Call) -> Iterator[Step]:
    name = call.given.get("name")
    yield "check", ["check", str(call.given.get("folder") or name) if name else "sample:fengdu"]


def _template(call: Call) -> Iterator[Step]:
    yield "filled", ["check", str(call.given["file"])]


def _export(call: Call) -> Iterator[Step]:
    yield "check", ["check", str(call.given["target"])]


def _count(call: Call) -> Iterator[Step]:
    into, county = call.given.get("into"), str(call.given["from_county"])
    if into is not None:
        yield "check", ["check", str(into)]
    elif Path(county).suffix.lower() == ".xlsx":
        yield "into", [*call.words, "--into", county]


def _check(call: Call) -> Iterator[Step]:
    yield "solve", ["solve", call.county, *call.layers, "--out", call.fresh("plan")]


def _solve(call: Call) -> Iterator[Step]:
    if call.out is None:
        yield "keep", call.again("plan")
        return
    folder, key = str(call.out), "stress" if _often(call.out / PLAN) else "organise"
    yield key, [key, call.county, folder, *call.layers, "--out", folder]
    yield "report", call.report(call.out)


def _often(plan: Path) -> bool:
    """Whether the county of a plan is small enough to be solved often, as ``stress`` does; yes where it is unknown."""
    from solvers.sets.masks import MOST_STATIONS

    zones: list[dict[str, Any]] = []
    with suppress(OSError, ValueError):
        zones = json.loads(plan.read_text(encoding="utf-8")).get("zones") or []
    return sum(len(zone["stations"]) for zone in zones) <= MOST_STATIONS


def _all(call: Call) -> Iterator[Step]:
    yield "serve", ["serve", call.county]


def _score(call: Call) -> Iterator[Step]:
    if call.code == BROKEN_RULE:
        start = ["--start", str(call.plan), "--out", call.fresh("plan")]
        yield "better", ["solve", call.county, *call.layers, *start]
    else:
        yield "explain", call.of_plan("explain")


def _verify(call: Call) -> Iterator[Step]:
    if call.beside is not None:
        yield "report", [*call.report(call.beside), *_own_county(call, call.beside)]


def _own_county(call: Call, folder: Path) -> list[str]:
    """The county, where it does not lie beside the plan."""
    return [] if (folder / COUNTY).is_file() else ["--county", call.county, *call.layers]


def _explain(call: Call) -> Iterator[Step]:
    if call.given.get("station") is None:
        yield "frontier", ["frontier", call.county, *call.layers, "--out", call.fresh("trade")]
    else:
        yield "serve", ["serve", call.county]


def _compare(call: Call) -> Iterator[Step]:
    files = call.given.get("files") or ()
    if files and _often(Path(str(files[0]))):
        yield "stress", ["stress", call.county, str(files[0]), *call.layers]
    else:
        yield "report", ["report", call.county]


def _frontier(call: Call) -> Iterator[Step]:
    if call.out is None:
        yield "keep", call.again("trade")
        return
    folders = sorted(path for path in call.out.iterdir() if path.is_dir())
    for plans in [sorted(map(str, folder.glob("plan-*.json"))) for folder in folders]:
        if len(plans) > 1:
            yield "compare", ["compare", call.county, plans[0], plans[-1], *call.layers]
            return


def _scenarios(call: Call) -> Iterator[Step]:
    if not call.given.get("names"):
        yield "scenarios", ["scenarios", "zones-3-4-5", "--county", "sample:fengdu", "--out", call.fresh("study")]
    elif call.out is None:
        yield "keep", call.again("study")
    else:
        yield "compare", ["compare", str(call.out)]
        yield "report", call.report(call.out)


def _stress(call: Call) -> Iterator[Step]:
    if call.out is None:
        yield "keep", call.again("results")
    yield "organise", call.of_plan("organise", "--out", str(call.beside or call.out or call.fresh("results")))


def _forecast(call: Call) -> Iterator[Step]:
    if call.out is None:
        yield "keep", call.again("results")
    else:
        file = call.out if call.out.suffix == ".toml" else call.out / "forecast.toml"
        yield "scenarios", ["scenarios", str(file), "--out", call.fresh("study")]


def _organise(call: Call) -> Iterator[Step]:
    if call.out is None:
        yield "keep", call.again("results")
    elif (call.out / PLAN).is_file():
        yield "report", [*call.report(call.out), *_own_county(call, call.out)]
    else:
        yield "staffing", call.of_plan("staffing", "--out", str(call.out))


def _service(following: str) -> Callable[[Call], Iterator[Step]]:
    """What follows a service: its tables kept, then another service."""

    def steps(call: Call) -> Iterator[Step]:
        if call.out is None:
            yield "keep", call.again("results")
        elif following:
            yield following, call.of_plan(following, "--out", str(call.out))

    return steps


def _response(call: Call) -> Iterator[Step]:
    yield "deploy", call.of_plan("deploy")


def _report(call: Call) -> Iterator[Step]:
    source = Path(call.given["source"])
    folder = source if source.is_dir() else source.parent
    county = call.given.get("from_county") or (str(folder / COUNTY) if (folder / COUNTY).is_file() else None)
    if county is None or (folder / RESULTS).is_file():
        return
    beside = folder if source.is_dir() else call.out or call.fresh("results")  # no table lies in a folder of its own
    plan, out = str(source), ["--out", str(beside)]
    if call.code == BROKEN_RULE:
        yield "better", ["solve", county, *call.layers, "--start", plan, "--out", call.fresh("plan")]
        return
    for key, file in (("organise", WORK), ("stress", STRESS)):
        if not (folder / file).is_file():
            yield key, [key, county, plan, *call.layers, *out]
            return
    yield "serve", ["serve", county]


def _batch(call: Call) -> Iterator[Step]:
    if not any(word.startswith("--scenarios") for word in call.words):
        yield "scenarios", [*call.words, "--scenarios", "traffic+30"]


STEPS: dict[str, Callable[[Call], Iterator[Step]]] = {
    "sample": _sample,
    "template": _template,
    "count": _count,
    "check": _check,
    "all": _all,
    "export": _export,
    "solve": _solve,
    "score": _score,
    "verify": _verify,
    "explain": _explain,
    "compare": _compare,
    "frontier": _frontier,
    "scenarios": _scenarios,
    "batch": _batch,
    "stress": _stress,
    "forecast": _forecast,
    "organise": _organise,
    "staffing": _service("deploy"),
    "beats": _service("posts"),
    "posts": _service("deploy"),
    "deploy": _service("response"),
    "response": _response,
    "rosters": _service(""),
    "density": _service(""),
    "evaluate": _service(""),
    "report": _report,
}
"""What may follow each command."""
