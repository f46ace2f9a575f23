"""Whether two checkouts answer alike: every file and every word of many runs held together, byte for byte.

    python -m benchmarks.same --before TREE [--after TREE] [--counties 40] [--seed 0] [--no-samples]
        [--out DIR]

The sample counties, a study, a large county and drawn ones are solved under all policies and in all modes by the
``zoning`` of both trees, each in a process of its own; :mod:`benchmarks.same_cases` has the runs. Then every file they
wrote, what they printed, and their exit codes are compared; only times are taken out (:func:`without_times`). The trees
take turns, county by county, so that other work beside weighs on both alike. The exit code is 1 when anything differs
or a run ended in a fault of the program. What it may get wrong: it holds the trees to each other, not to the truth, and
searches that end by a time of their own (relaxations of a rule, after a minute) may differ on a machine that is busy.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from benchmarks.measured import count, machine, table
from benchmarks.same_cases import WARM, Case, cases
from benchmarks.same_side import EXIT
from benchmarks.suite import ROOT, tell

SIDES = ("before", "after")
HEADS = ("part", "counties", "runs", "files", "differences", "before: CPU s", "after: CPU s")
TIMES = (
    (re.compile(rb'("(?:seconds|per_second)": )(?:null|[-+.\deE]+)'), rb"\g<1>0"),
    (re.compile(rb"\d[\d,]*\.\d+ (?=s\b|\xe7\xa7\x92)"), b"0 "),
)
"""Times, and what stands in their place: values of JSON, and seconds in a sentence (``0.13 s``, ``0.13 秒``)."""
LONGEST, MOST = 160, 50
"""Bytes of a differing line that are shown, from a little before where it differs, and differences that are; what is no
letter, such as the end of the line, becomes ``·``."""


@dataclass(frozen=True)
class Difference:
    """The first line of a file that is another on the other side, as each has it; empty where it has none."""

    file: str
    before: str
    after: str


@dataclass
class Outcome:
    """What came of a case, or of several: seconds of the processor a side, files, differences, endings of runs."""

    cases: int = 0
    runs: int = 0
    files: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))
    differences: list[Difference] = field(default_factory=list)
    endings: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Outcome") -> None:
        """Count another one in."""
        self.cases, self.runs, self.files = self.cases + other.cases, self.runs + other.runs, self.files + other.files
        self.seconds = {side: self.seconds[side] + other.seconds[side] for side in SIDES}
        self.differences += other.differences
        self.endings += other.endings

    @property
    def faults(self) -> list[str]:
        """Endings that are no exit code, or that of a fault."""
        return [ending for ending in self.endings if not ending.isdecimal() or ending == "1"]

    def row(self, part: str) -> list[str]:
        """The cells of the table."""
        counts = (self.cases, self.runs, self.files, len(self.differences))
        return [part, *map(count, counts), *(f"{self.seconds[side]:,.1f}" for side in SIDES)]


@dataclass(frozen=True)
class Side:
    """A process that runs the program of a tree; its runs leave their files below ``folder``."""

    folder: Path
    process: "subprocess.Popen[str]"

    def run(self, case: Case) -> float:
        """Run a case; seconds of the processor.

        Raises
        ------
        RuntimeError
            When the process ended instead.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(case.runs), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.folder.name}: the process ended in {case.name}")
        return float(json.loads(answer))


@contextlib.contextmanager
def started(tree: Path, folder: Path) -> Iterator[Side]:
    """The side of a tree. ``-P``: nothing is imported from the folder it runs in, or from that of its script."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-P", str(Path(__file__).with_name("same_side.py")), str(tree)]
    places = {**os.environ, "PYTHONPATH": str(tree)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=places, stdin=pipe, stdout=pipe, text=True, encoding="utf-8") as it:
        try:
            yield Side(folder, it)
        finally:
            it.kill()


def without_times(content: bytes) -> bytes:
    """A file without what no two runs have alike. Only times are taken out; runs have the same paths on both sides."""
    for pattern, filling in TIMES:
        content = pattern.sub(filling, content)
    return content


def difference(name: str, before: bytes | None, after: bytes | None) -> Difference | None:
    """Where a file differs, times apart; ``None`` stands for a file that is not there."""
    if before is None or after is None:
        there = ("no such file" if content is None else "a file" for content in (before, after))
        return Difference(name, *there)
    lines = zip_longest(*(without_times(content).splitlines(True) for content in (before, after)), fillvalue=b"")
    apart = next(((a, b) for a, b in lines if a != b), None)
    if apart is None:
        return None
    alike = next((i for i, (a, b) in enumerate(zip(*apart, strict=False)) if a != b), min(map(len, apart)))
    begin = max(0, alike - LONGEST // 4)
    shown = (line[begin : begin + LONGEST].decode(errors="replace") for line in apart)
    return Difference(name, *("".join(letter if letter.isprintable() else "·" for letter in text) for text in shown))


def compared(before: Path, after: Path) -> tuple[int, list[Difference]]:
    """The number of files in two folders together, and where they differ."""
    names = sorted({str(path.relative_to(home)) for home in (before, after) for path in home.rglob("*")})
    found, files = [], 0
    for name in names:
        here, there = before / name, after / name
        if not (here.is_dir() or there.is_dir()):
            files += 1
            contents = (path.read_bytes() if path.is_file() else None for path in (here, there))
            found.append(difference(name, *contents))
    return files, [one for one in found if one is not None]


def run(trees: Sequence[Path], folder: Path, wanted: Iterable[Case]) -> dict[str, Outcome]:
    """Run every case on both sides in turn, the one or the other first, and compare; what came of each part.

    Parameters
    ----------
    trees : before and after
    folder : where the sides leave their files; the counties stand there, too
    wanted : cases; those of the part :data:`~benchmarks.same_cases.WARM` are neither compared nor counted
    """
    parts: dict[str, Outcome] = {}
    with contextlib.ExitStack() as stack:
        sides = [stack.enter_context(started(tree, folder / name)) for tree, name in zip(trees, SIDES, strict=True)]
        for k, case in enumerate(wanted):
            turns = sides if k % 2 == 0 else sides[::-1]
            seconds = {side.folder.name: side.run(case) for side in turns}
            if case.part == WARM:
                continue
            homes = [side.folder / case.name for side in sides]
            files, found = compared(*homes)
            found = [Difference(f"{case.name}/{one.file}", one.before, one.after) for one in found]
            ends = Counter(path.read_text("utf-8").strip() for home in homes for path in home.glob(f"*/{EXIT}"))
            parts.setdefault(case.part, Outcome()).add(Outcome(1, len(case.runs), files, seconds, found, ends))
            tell(case.name, *(f"{name} {seconds[name]:.1f} s" for name in SIDES), f"{len(found)} differences")
    return parts


def written(parts: dict[str, Outcome]) -> str:
    """The table, how runs ended, and every difference."""
    total = Outcome()
    for one in parts.values():
        total.add(one)
    rows = [one.row(part) for part, one in parts.items()]
    ends = ", ".join(f"{ending} × {times:,}" for ending, times in sorted(total.endings.items()))
    lines = [table(HEADS, [*rows, total.row("all")]), "", f"Exit codes of both: {ends}. {machine()}."]
    lines += [f"FAULT {fault}" for fault in total.faults]
    for found in total.differences[:MOST]:
        lines += ["", f"DIFFERS {found.file}", f"- {found.before}", f"+ {found.after}"]
    if len(total.differences) > MOST:
        lines += ["", f"and {len(total.differences) - MOST:,} more"]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print, and give the exit code."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.same", description="do two checkouts answer alike?")
    options.add_argument("--before", type=Path, required=True, metavar="TREE", help="the checkout to hold to")
    options.add_argument("--after", type=Path, default=ROOT, metavar="TREE", help="the checkout that is held to it")
    options.add_argument("--counties", type=int, default=40, help="drawn counties")
    options.add_argument("--seed", type=int, default=0, help="what they are drawn from")
    options.add_argument("--no-samples", action="store_true", help="drawn counties alone: less, and sooner")
    options.add_argument("--out", type=Path, metavar="DIR", help="an empty folder to keep all files in")
    chosen = options.parse_args(arguments)
    if chosen.out and chosen.out.exists() and any(chosen.out.iterdir()):
        options.error(f"{chosen.out} is not empty")
    with contextlib.nullcontext(chosen.out) if chosen.out else tempfile.TemporaryDirectory() as home:
        folder, trees = Path(home).resolve(), [chosen.before.resolve(), chosen.after.resolve()]
        parts = run(trees, folder, cases(folder, chosen.counties, chosen.seed, not chosen.no_samples))
    print(written(parts))
    return int(any(one.differences or one.faults for one in parts.values()))


if __name__ == "__main__":
    sys.exit(main())
