"""Every command that writes, killed at each of its writes: afterwards each file is the old one or the new one, whole.

    python -m tests.killing [COMMAND ...]

A command runs in a child that is killed (SIGKILL) before its n-th change of the target, for every n, by count and not
by time. The target holds an older result before each. Then ``plan.json`` is new only where all else is new, too; and
the run that comes to its end leaves nothing of those that did not. What it may get wrong: the order in which a disk
without power keeps what was written is not seen here. Stores are killed by :mod:`tests.scenarios.store.kills`,
batches on clusters by :mod:`tests.scenarios.batch.kills`.
"""

import contextlib
import io
import os
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.killed import killed_everywhere
from workbench.line.screen import BAD_INPUT, DONE, FAULT
from zoning.files.leftovers import OURS, alive

COUNTY = "sample:xunhua"
PLAN = "plan.json"
STALE, LEDGER = "stale.txt", "all.json"
"""The list of files of an earlier plan, and what ``all`` has done so far, by the plan that it was done for."""
FINISHED = ".finished"
"""The answers so far of ``scenarios``, from which it goes on: its own, and no leftover."""


@dataclass(frozen=True)
class Writing:
    """The words of a command, and those that write an older result; the target is ``{out}``.

    ``exact`` where equal words give equal bytes: no times in them; ``over`` where they need the older result.
    """

    words: tuple[str, ...]
    older: tuple[str, ...] | None = None
    exact: bool = True
    over: bool = False


def _of(words: str, older: str | None = None, *, exact: bool = True, over: bool = False) -> Writing:
    return Writing(tuple(words.split()), None if older is None else tuple(older.split()), exact, over)


LIGHT = {
    "template": _of("template {out}/t.xlsx"),
    "sample": _of("sample xunhua {out}/county"),
    "export": _of("export sample:xunhua {out}/county.gpkg --overwrite", "export sample:qingshui {out}/county.gpkg"),
    "export-xlsx": _of("export sample:xunhua {out}/c.xlsx --overwrite", "export sample:qingshui {out}/c.xlsx"),
    "export-folder": _of("export sample:xunhua {out}/c --overwrite", "export sample:qingshui {out}/c"),
    "check": _of("check {broken} --marked {out}/marked.xlsx"),
    "count": _of(
        "count {calls} --county {county} --out {out}/警情.csv", "count {fewer} --county {county} --out {out}/警情.csv"
    ),
    "count-new": _of("count {calls} --county {county} --into {out}/县.xlsx"),
    "count-into": _of(
        "count {calls} --county {out}/县.xlsx --into {out}/县.xlsx", "export {county} {out}/县.xlsx", over=True
    ),
}
"""Commands that search for nothing."""
HEAVY = {
    "solve": _of(
        f"solve {COUNTY} --out {{out}}", f"solve {COUNTY} --set zones.max=4 --set zones.min_stations=1 --out {{out}}",
        exact=False,
    ),
    "organise": _of(f"organise {COUNTY} {{plan}} --out {{out}}", f"organise {COUNTY} {{other}} --out {{out}}"),
    "report": _of("report {folder} --out {out} --format html,xlsx"),
    "frontier": _of(f"frontier {COUNTY} --between mismatch,travel --step 20000 --out {{out}}", exact=False),
    "frontier-plans": _of(
        f"frontier {COUNTY} --between mismatch,travel --step 60000 --plans --out {{out}}", exact=False
    ),
    "all": _of(
        f"all {COUNTY} --replicates 1 --jobs 1 --format html --out {{out}}",
        f"all {COUNTY} --set zones.max=4 --set zones.min_stations=1 --replicates 1 --jobs 1 --format html --out "
        "{out}",
        exact=False,
    ),
    "scenarios": _of(f"scenarios two-officers-fewer --county {COUNTY} --jobs 1 --out {{out}}", exact=False),
    "stress": _of(f"stress {COUNTY} {{plan}} --replicates 20 --jobs 1 --out {{out}}", exact=False),
    "staffing": _of(f"staffing {COUNTY} {{plan}} --out {{out}}", f"staffing {COUNTY} {{other}} --out {{out}}"),
    "response": _of(f"response {COUNTY} {{plan}} --out {{out}}", f"response {COUNTY} {{other}} --out {{out}}"),
    "deploy": _of(f"deploy {COUNTY} {{plan}} --out {{out}}", f"deploy {COUNTY} {{other}} --out {{out}}"),
    "posts": _of(f"posts {COUNTY} --out {{out}}"),
    "beats": _of(f"beats {COUNTY} --out {{out}}"),
    "density": _of(f"density {COUNTY} --out {{out}}"),
    "forecast": _of(f"forecast {COUNTY} --out {{out}}"),
    "evaluate": _of(f"evaluate {COUNTY} {{incidents}} {{later}} --out {{out}}"),
    "rosters": _of(
        f"rosters {COUNTY} --station 清水乡 --month 2026-02 --out {{out}}",
        f"rosters {COUNTY} --station 清水乡 --month 2026-03 --out {{out}}",
    ),
    "batch": _of(
        "batch {counties} --jobs 1 --out {out}", "batch {counties} --set 防区数=4 --jobs 1 --out {out}", exact=False
    ),
}  # fmt: skip
COMMANDS = LIGHT | HEAVY


def run(words: Sequence[str]) -> int:
    """A command line in this process, its output nobody's."""
    from workbench.cli import main

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(list(words))


def apart(words: Sequence[str]) -> None:
    """A command line in a process of its own, so that this one starts no threads, which no fork would have."""
    child = os.fork()
    if child == 0:
        code = FAULT
        try:
            code = run(words)
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (DONE, *((BAD_INPUT,) if "--marked" in words else ())):  # a copy comes with marked mistakes
        raise AssertionError(f"exit code {code}: {' '.join(words)}")


def given(within: Path, heavy: bool) -> dict[str, str]:
    """What commands read: two plans, a table of incidents, a workbook with a mistake."""
    import geodata

    source = geodata.copy_sample("xunhua", within / "given")
    values = {"incidents": str(source / "incidents.csv"), "broken": str(within / "broken.xlsx")}
    values |= {"county": str(source), "calls": str(within / "calls.csv"), "fewer": str(within / "fewer.csv")}
    rows = [f"2023-0{month}-02 03:04:05,{name},纠纷" for month in range(1, 8) for name in ("街子镇", "道帏乡")]
    for name, held in (("calls", rows), ("fewer", rows[:5])):
        text = "\n".join(["报警时间,管辖派出所,警情类别", *held])
        (within / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    geodata.write_county(geodata.read_source(COUNTY), within / "broken.xlsx")
    _spoil(within / "broken.xlsx")
    values["later"] = str(within / "later.csv")
    counts = (source / "incidents.csv").read_text("utf-8")
    (within / "later.csv").write_text(counts.replace(",2024-", ",2025-"), encoding="utf-8")
    values["counties"] = str(within / "batch.toml")
    text = "".join(f'[[county]]\nsource = "sample:{name}"\n' for name in ("xunhua", "qingshui"))
    (within / "batch.toml").write_text(text, encoding="utf-8")
    for name, more in (
        (("plan", ()), ("other", ("--set", "zones.max=4", "--set", "zones.min_stations=1"))) if heavy else ()
    ):
        apart(("solve", COUNTY, *more, "--out", str(within / name)))
        values[name] = str(within / name / PLAN)
    return values | {"folder": str(within / "plan")}


def _spoil(book: Path) -> None:
    """A station without officers that can be read."""
    from openpyxl import load_workbook

    held = load_workbook(book)
    for row in held["派出所"].iter_rows(min_row=2):
        row[7].value = "很多"
    held.save(book)


def kills(name: str, within: Path, values: Mapping[str, str]) -> Iterator[list[str]]:
    """What was wrong after each kill of a command; the last one is the run that came to its end."""
    writing, out = COMMANDS[name], within / name / "out"
    words = [word.format(out=out, **values) for word in writing.words]
    results = []
    for kept, line in (("old", writing.older), ("new", writing.words)):
        shutil.copytree(within / name / "old", out) if results and writing.over else out.mkdir(parents=True)
        if line is not None:
            apart([word.format(out=out, **values) for word in line])
        results.append(held(out))
        out.rename(within / name / kept)
    old, new = results
    if not new:
        raise AssertionError(f"{name} writes nothing: {words}")

    def prepare() -> None:
        """The old result, and beside it what a killed program left."""
        out.mkdir(exist_ok=True)
        for path in sorted(out.iterdir()):
            if not path.name.startswith("."):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(within / name / "old", out, dirs_exist_ok=True)

    for _ in killed_everywhere(prepare, lambda: run(words), within=out):
        yield wrong(held(out), old, new, exact=writing.exact)
    left = [str(path.relative_to(out)) for path in out.rglob(".*") if path.name != FINISHED and not _anothers(path)]
    yield [f"left behind: {left}"] if left else [f"lost: {n}" for n in new if n not in held(out)]


def _anothers(path: Path) -> bool:
    """Whether the number of the process in the name is now that of another one, which keeps what it left."""
    found = OURS.fullmatch(path.name)
    return found is not None and found["process"] is not None and alive(int(found["process"]))


def held(out: Path) -> dict[str, bytes]:
    """Every file of a result; what is being written has a hidden name, or lies in a folder of one."""
    paths = [path for path in sorted(out.rglob("*")) if path.is_file()]
    names = {path: path.relative_to(out) for path in paths}
    return {str(name): path.read_bytes() for path, name in names.items() if not any(p[0] == "." for p in name.parts)}


def wrong(now: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes], *, exact: bool) -> list[str]:
    """What is neither old nor new, or half; and an old file beside a new plan that is not listed as such."""
    found = [f"lost: {name}" for name in old if name not in now and name in new]
    for name, data in now.items():
        known = data in (old.get(name), new.get(name)) or ((not exact or name == STALE) and whole(name, data))
        found += [] if known else [f"half: {name}"]
    if PLAN in now and PLAN in new and now[PLAN] != old.get(PLAN):
        listed = {line.removeprefix("- ") for line in now.get(STALE, b"").decode().splitlines()} | {LEDGER}
        kept = [n for n in new if n in old and old[n] != new[n] and now.get(n) == old[n] and n not in listed]
        found += [f"old beside a new plan: {n}" for n in kept]
        found += [f"missing beside a new plan: {n}" for n in new if n not in now]
    return found


def whole(name: str, data: bytes) -> bool:
    """Whether a file is one of its kind to its end."""
    suffix = Path(name).suffix
    if suffix in (".xlsx", ".docx", ".pptx"):
        return zipfile.is_zipfile(io.BytesIO(data)) and zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    if suffix == ".gpkg":
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    ends = {".json": b"}", ".png": b"IEND\xaeB`\x82", ".svg": b"</svg>", ".html": b"</html>", ".pdf": b"%%EOF"}
    return data.rstrip().endswith(ends.get(suffix, b""))


def main(names: Sequence[str]) -> int:
    if not set(names) <= set(COMMANDS):
        print(__doc__, file=sys.stderr)
        return 2
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        chosen = list(names) or list(COMMANDS)
        values = given(Path(folder), bool(set(chosen) & set(HEAVY)))
        for name in chosen:
            count = 0
            for count, found in enumerate(kills(name, Path(folder), values)):
                faults += len(found)
                for one in found:
                    print(f"  {name}, kill {count + 1}: {one}", flush=True)
            print(f"{name:<14} killed at each of {count - 1} changes", flush=True)
    print(f"findings {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
