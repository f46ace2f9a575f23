"""Spoilt counties by the thousand, put through ``zoning check`` and ``zoning export``.

    python -m tests.geodata.fuzz FIRST COUNT [workbook|folder|geojson|gpkg|shapefile]

Each seed is one case and always the same one. The command line runs in this process. A finding is: an exception that
escapes, an exit code other than 0 or 3, a traceback or a warning on the screen, output of a library past our own, a
refusal without a mistake, a file written or changed where none should be, an exported county that is another county,
or a case that takes too long. What it may get wrong: a crash of the interpreter itself ends the run; the folder of its
case, named after the seed, is then left where the run said.
"""

import contextlib
import faulthandler
import io
import json
import os
import shutil
import signal
import sys
import tempfile
import textwrap
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from geodata.formats import guard
from geodata.tables.findings import Findings
from geodata.workbook.sheets import read_sheets
from tests.geodata.mutants import FORMS, grow
from workbench.cli import main as zoning
from workbench.line.screen import BAD_INPUT, DONE, Screen

SECONDS, PATIENCE = 10.0, 60.0
"""A case may compute for so long, and may take so long on a busy machine."""
EXPORTS = 10
"""Every so many cases the county is exported, too."""
TARGETS = ("county.xlsx", "county.gpkg", "county")
MARKED = ("_校验", "_checked")
"""Behind the name of a workbook, the name of the one kind of file that ``check`` writes."""


class Hang(BaseException):
    """A case took too long; no handler for errors is to take it for one of its own."""


@dataclass
class Case:
    """What became of one seed."""

    seed: int
    form: str
    code: int = -1
    seconds: float = 0.0
    keys: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    exported: str = ""


@dataclass(frozen=True)
class Said:
    """What one command line did."""

    code: int
    out: str
    err: str
    keys: tuple[str, ...]


def form_of(seed: int) -> str:
    """The form a seed takes where none is asked for."""
    return list(FORMS)[seed % len(FORMS)]


def run_case(seed: int, within: Path, form: str | None = None) -> Case:
    """Grow the county of a seed in a folder of its own below ``within``, check it, and at times export it."""
    case = Case(seed, form or form_of(seed))
    outer = within / f"{case.form}-{seed}"
    source, elsewhere = outer / "source", outer / "elsewhere"
    for folder in (source, elsewhere):
        folder.mkdir(parents=True)
    county = grow(seed, case.form, source)
    before = contents(outer)
    began = time.process_time()
    try:
        with limited(), contextlib.chdir(elsewhere), mock.patch("tempfile.tempdir", str(elsewhere)):
            _judge(case, county, before, outer)
    except Hang:
        case.findings.append(
            f"no end after {SECONDS:g} s of computing or {PATIENCE:g} s in all\n{traceback.format_exc(limit=-6)}"
        )
    except (Exception, SystemExit):  # noqa: BLE001 - whatever escapes is what we look for
        case.findings.append(traceback.format_exc())
    timed(case, time.process_time() - began)
    return case


def timed(case: Case, seconds: float) -> None:
    """Note the seconds of computing; too many are a finding, though a library kept the timer from ending it."""
    case.seconds = seconds
    if seconds > 1.5 * SECONDS and not case.findings:
        case.findings.append(f"took {seconds:.1f} s of computing")


def _judge(case: Case, county: Path, before: dict[str, bytes], outer: Path) -> None:
    """Check the county, export it at times, and add whatever should not be to the findings."""
    as_json = case.seed % 3 == 0
    words = ["--json"] if as_json else ["--lang", "en"] if case.seed % 3 == 1 else []
    said = say(case, "check", str(county), *words)
    case.code, case.keys = said.code, Counter(said.keys)
    _compare(case, before, contents(outer))
    turn = case.seed // len(FORMS)  # so that every form has its turn
    if turn % EXPORTS:
        return
    target = outer / "target" / TARGETS[turn // EXPORTS % len(TARGETS)]
    written = say(case, "export", str(county), str(target), "--json")
    case.exported = "written" if written.code == DONE else "refused"
    if said.code == BAD_INPUT != written.code:
        case.findings.append("exported what check refuses")
    if written.code == DONE:
        again = say(case, "check", str(target), "--json")
        digests = [_object(case, one).get("county", {}).get("digest") for one in (written, again)]
        if digests[0] != digests[1]:
            case.findings.append(f"another county after the export to {target.name}: {digests}\n{again.out[:2000]}")
    elif said.code == DONE:
        case.keys.update(written.keys)
    left = list(contents(outer / "elsewhere")) + [p.name for p in (outer / "target").glob(".*")]
    if left:
        case.findings.append(f"left behind: {left}")


def say(case: Case, *words: str, codes: Sequence[int] = (DONE, BAD_INPUT)) -> Said:
    """Run one command line, which may end in one of the codes, and look at what it put out."""
    out, err, keys = io.StringIO(), io.StringIO(), []
    refuse = Screen.refuse

    def heard(screen: Screen, sentence: str, code: int, mistakes: Sequence[Any] = (), *more: Any) -> int:
        keys.extend(mistake.says.key for mistake in mistakes)
        for mistake in mistakes:
            mistake.text("zh"), mistake.text("en")
        return refuse(screen, sentence, code, mistakes, *more)

    with (
        _descriptor() as noise,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        warnings.catch_warnings(),
        mock.patch.object(Screen, "refuse", heard),
    ):
        warnings.simplefilter("error" if case.seed % 2 else "default")
        code = zoning(words)
    said = Said(code, out.getvalue(), err.getvalue(), tuple(keys))
    command = words[0]
    if code not in codes:
        case.findings.append(f"{command}: exit code {code}\n{said.err[-2000:]}")
    if code == BAD_INPUT and not keys:
        case.findings.append(f"{command}: refused without a mistake\n{said.err[-2000:]}")
    for text in (said.out, said.err, noise[0] if noise else ""):
        if "Traceback" in text or "Warning: " in text:
            case.findings.append(f"{command}: on the screen: {text[-3000:]}")
    if noise and noise[0]:
        case.findings.append(f"{command}: a library says: {noise[0][:2000]}")
    if "--json" in words:
        _object(case, said)
    return said


def _object(case: Case, said: Said) -> dict[str, Any]:
    """The one object that ``--json`` prints."""
    try:
        content = json.loads(said.out)
    except ValueError:
        case.findings.append(f"no JSON: {said.out[:500]}")
        return {}
    return content if isinstance(content, dict) else {}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def _compare(case: Case, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Checking changes no file and writes none but the marked copy of a workbook, beside it, which reads the same."""
    books = [Path(name) for name in before if name.endswith((".xlsx", ".xlsm"))]
    copies = {f"source/{book.stem}{word}{book.suffix}": str(book) for book in books for word in MARKED}
    wrong = [name for name in {**before, **after} if before.get(name) != after.get(name) and name not in copies]
    if wrong:
        case.findings.append(f"written, changed or lost: {wrong}")
    for copy, book in copies.items():
        if copy in after and (guard.check(after[copy], ".xlsx") or _sheets(after[copy]) != _sheets(before[book])):
            case.findings.append(f"the marked copy is another workbook: {copy}")


def _sheets(data: bytes) -> object:
    """What the sheets of a workbook hold."""
    return read_sheets(data, "", Findings())


@contextlib.contextmanager
def _descriptor() -> Iterator[list[str]]:
    """What libraries write to the error stream of the process itself, past Python; known at the end."""
    said: list[str] = []
    with (
        os.fdopen(os.memfd_create("stderr"), "w+b") if hasattr(os, "memfd_create") else tempfile.TemporaryFile() as file
    ):
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield said
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace"))


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Raise :class:`Hang` in what takes too long; what cannot even be interrupted ends the run with its stack."""

    def stop(*_: object) -> None:
        raise Hang

    timers = ((signal.SIGPROF, signal.ITIMER_PROF, SECONDS), (signal.SIGALRM, signal.ITIMER_REAL, PATIENCE))
    old = [signal.signal(number, stop) for number, _, _ in timers]
    screen = os.dup(2)
    faulthandler.dump_traceback_later(3 * PATIENCE, exit=True, file=screen)
    for _, timer, seconds in timers:
        signal.setitimer(timer, seconds, seconds)  # again and again: a library may take the first for its own
    try:
        yield
    finally:
        for (number, timer, _), handler in zip(timers, old, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)
        faulthandler.cancel_dump_traceback_later()
        os.close(screen)


def run(first: int, count: int, form: str | None, within: Path) -> Iterator[Case]:
    """The cases of ``count`` seeds from ``first`` on; the folder of a case without findings is gone after it."""
    for seed in range(first, first + count):
        folder = within / str(seed)
        case = run_case(seed, folder, form)
        if not case.findings:
            shutil.rmtree(folder)
        yield case


def summary(cases: Sequence[Case], seconds: float) -> list[str]:
    """What became of the cases, in a few lines."""
    codes = Counter(case.code for case in cases)
    keys = Counter(key for case in cases for key in case.keys)
    slowest = max(cases, key=lambda case: case.seconds)
    exported = Counter(case.exported for case in cases if case.exported)
    lines = [
        f"cases      {len(cases)} in {seconds:.0f} s",
        f"exit codes {dict(sorted(codes.items()))}: {codes[DONE]} accepted, {codes[BAD_INPUT]} refused",
        f"exports    {dict(sorted(exported.items()))}",
        f"slowest    seed {slowest.seed} ({slowest.form}): {slowest.seconds:.2f} s of computing",
    ]
    for name in FORMS:
        of = [case.code for case in cases if case.form == name]
        lines += [f"  {name:<9}{len(of)}: {of.count(DONE)} accepted, {of.count(BAD_INPUT)} refused"] if of else []
    lines += [f"messages   {len(keys)} different, in so many cases:"]
    lines += [f"  {count:>5} {key}" for key, count in sorted(keys.items(), key=lambda item: (-item[1], item[0]))]
    return [*lines, f"findings   {sum(len(case.findings) for case in cases)}"]


def answer(
    words: Sequence[str],
    module: str,
    about: str,
    kinds: Collection[str],
    run: Callable[[int, int, str | None, Path], Iterator[Case]],
    summary: Callable[[Sequence[Case], float], list[str]],
) -> int:
    """Run the cases that a command line asks for, tell each finding as it comes, and the sums; 1 where there is any."""
    if len(words) not in (2, 3) or not all(word.isdecimal() for word in words[:2]) or not set(words[2:]) <= set(kinds):
        print(about, file=sys.stderr)
        return 2
    within, began, cases = Path(tempfile.mkdtemp(prefix="fuzz-")), time.perf_counter(), []
    print(f"cases with findings stay in {within}", flush=True)
    for case in run(int(words[0]), int(words[1]), words[2] if words[2:] else None, within):
        cases.append(case)
        for finding in case.findings:
            again = f"python -m {module} {case.seed} 1 {case.form}"
            print(f"FINDING {again}\n{textwrap.indent(finding, '    ')}", flush=True)
    print("\n".join(summary(cases, time.perf_counter() - began)) if cases else "no cases")
    if not any(case.findings for case in cases):
        shutil.rmtree(within)
        return 0
    return 1


def main(words: Sequence[str]) -> int:
    return answer(words, "tests.geodata.fuzz", str(__doc__), FORMS, run, summary)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
