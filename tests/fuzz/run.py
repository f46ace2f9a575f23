"""Spoilt plans, groupings, policies, scenarios, settings and layers by the thousand, put through the commands.

    python -m tests.fuzz.run FIRST COUNT [plan|grouping|policy|scenarios|settings|roads|outline]

Each seed is one case and always the same one. What counts as a finding is said in :mod:`tests.geodata.fuzz`, which does
the same for counties: an exit code that is not the command's, a traceback, a hang, a file where none should be.
The sample county, which no case spoils, is read once.
"""

import contextlib
import json
import shutil
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from unittest import mock

import geodata
from geodata.county.build import Built
from geodata.tables.table import Tables
from tests.fuzz.files import COUNTY, KINDS, bare, grow, solved
from tests.geodata.fuzz import Case, Hang, answer, contents, limited, say, timed
from workbench.given.sources import Source


def kind_of(seed: int) -> str:
    """The kind of file a seed takes where none is asked for."""
    return list(KINDS)[seed % len(KINDS)]


def run_case(seed: int, within: Path, name: str | None = None) -> Case:
    """Write the spoilt file of a seed in a folder of its own, and have a command read it."""
    case = Case(seed, name or kind_of(seed))
    kind = KINDS[case.form]
    outer = within / f"{case.form}-{seed}"
    source, elsewhere = outer / "source", outer / "elsewhere"
    for folder in (source, elsewhere):
        folder.mkdir(parents=True)
    file = grow(seed, case.form, source)
    sound = outer / "sound.json"
    sound.write_text(json.dumps(solved()), encoding="utf-8")
    before = contents(outer)
    places = {"file": file, "folder": file.parent, "sound": sound, "out": outer / "out", "bare": bare()}
    words = [word.format(**places) for word in kind.commands[seed // len(KINDS) % len(kind.commands)]]
    words += ["--json"] if seed % 3 == 0 else ["--lang", "en"] if seed % 3 == 1 else []
    began = time.process_time()
    try:
        with limited(), contextlib.chdir(elsewhere), mock.patch("tempfile.tempdir", str(elsewhere)), _read_once():
            case.code = say(case, *words, codes=kind.codes).code
    except Hang:
        case.findings.append(f"no end: {words}\n{traceback.format_exc(limit=-6)}")
    except (Exception, SystemExit):  # noqa: BLE001 - whatever escapes is what we look for
        case.findings.append(f"{words}\n{traceback.format_exc()}")
    timed(case, time.process_time() - began)
    after = {name: data for name, data in contents(outer).items() if not name.startswith("out/")}
    if changed := [name for name in {**before, **after} if before.get(name) != after.get(name)]:
        case.findings.append(f"written, changed or lost: {changed}")
    return case


@cache
def _sample() -> tuple[Tables, Built]:
    return geodata.read_source(COUNTY), geodata.read(COUNTY)


@contextlib.contextmanager
def _read_once() -> Iterator[None]:
    """The sample as it was read first, wherever nothing is laid over it."""
    tables, built, read = Source.tables, Source.read, _sample()

    def plain(source: Source) -> bool:
        return source.county == COUNTY and not source.settings

    with (
        mock.patch.object(Source, "tables", lambda source: read[0] if plain(source) else tables(source)),
        mock.patch.object(Source, "read", lambda source: read[1] if plain(source) else built(source)),
    ):
        yield


def run(first: int, count: int, name: str | None, within: Path) -> Iterator[Case]:
    """The cases of ``count`` seeds from ``first`` on; the folder of a case without findings is gone after it."""
    for seed in range(first, first + count):
        folder = within / str(seed)
        case = run_case(seed, folder, name)
        if not case.findings:
            shutil.rmtree(folder)
        yield case


def summary(cases: Sequence[Case], seconds: float) -> list[str]:
    """What became of the cases, in a line a kind."""
    slowest = max(cases, key=lambda case: case.seconds)
    lines = [
        f"cases      {len(cases)} in {seconds:.0f} s, slowest {slowest.seconds:.1f} s ({slowest.form} {slowest.seed})"
    ]
    for name in KINDS:
        codes = Counter(case.code for case in cases if case.form == name)
        lines += [f"  {name:<10}{sum(codes.values())}: exit codes {dict(sorted(codes.items()))}"] if codes else []
    return [*lines, f"findings   {sum(len(case.findings) for case in cases)}"]


def main(words: Sequence[str]) -> int:
    return answer(words, "tests.fuzz.run", str(__doc__), KINDS, run, summary)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
