"""``zoning report``: a folder with a plan becomes a report, one file a format, all of them saying the same."""

import contextlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from solvers.explain.decisions import STATES
from solvers.stop import Stop
from workbench.draw.fonts import remarks
from workbench.given.sources import Layers
from workbench.given.stored import store_of
from workbench.line.options import Issued, Keeping
from workbench.line.saving import prepared, save
from workbench.line.screen import BROKEN_RULE, DONE, Misused, Screen
from workbench.report.issue import Issue
from workbench.report.material import COUNTY, PLAN, read_material
from workbench.report.renderers import FORMATS
from workbench.report.sections import build
from workbench.web.editing.repair import drafted
from zoning.files.whole import write_all
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, mistake
from zoning.result.documents import rendered, to_document

if TYPE_CHECKING:
    from scenarios.store import Store

PLAN_NUMBER = re.compile(r"(\d+)(?:@(\d+))?")
"""A plan of a store, and one of its versions."""


@dataclass(frozen=True, eq=False)
class Reported(ByValue):
    """The files of a report in their folder, and what has to be said about them."""

    folder: Path
    files: tuple[str, ...]
    notices: tuple[str, ...]


def write_report(
    screen: Screen,
    source: Path,
    county: str | None,
    layers: Layers,
    formats: str,
    out: Path | None,
    issued: Issued,
    keeping: Keeping,
) -> int:
    """Write the plan or study of a folder, or a plan of the store, as a report in each of the formats.

    The exit code is 6 when the plan breaks a hard rule, which the report then says first of all. A chapter that cannot
    be made is told, in the report in its place, too.

    Raises
    ------
    InputError
        When there is no plan or no county, the plan is not what its file claims, or a plan of the store has no folder
        to go to.
    Misused
        When a format is unknown.
    """
    wanted = formats_of(formats)
    with store_of(keeping) as store, _folder(source, store, out) as folder:
        target = prepared(out or (folder if folder.is_dir() else folder.absolute().parent))
        material = read_material(folder, county, layers, screen.language)
        day = issued.date or material.solution.run.made or _changed(folder)
        if material.wants_draft:
            material = replace(material, draft=drafted(material.problem, material.judged.plan, Stop(states=STATES)))
        material = replace(material, issue=Issue(issued.unit, day, issued.secrecy, issued.number))
        report = build(material)
        written = {f"report.{suffix}": FORMATS[suffix](report, material) for suffix in wanted}
        files = save(target, written)
        if store is not None:
            _keep(store, source, written)
    code = BROKEN_RULE if material.judged.violations else DONE
    told = [*report.lost, *(remark.text(screen.language) for remark in remarks(report.texts()))]
    names = tuple(path.name for path in files)
    screen.emit(to_document(Reported(target, names, tuple(told))), code)
    screen.written(target, names)
    if not screen.json:
        screen.note(*told)
        if code:
            screen.note(screen.say("workbench.report.broken_note", count=len(material.judged.violations)))
    return code


def _changed(source: Path) -> str:
    """The day on which a plan drawn by hand was last changed; a folder has none of its own."""
    return date.fromtimestamp(source.stat().st_mtime).isoformat() if source.is_file() else ""  # noqa: DTZ012


@contextlib.contextmanager
def _folder(source: Path, store: "Store | None", out: Path | None) -> Iterator[Path]:
    """The folder that a report is made of: the one that is named, or one for a while with a plan of the store."""
    named = PLAN_NUMBER.fullmatch(str(source))
    if store is None or named is None or source.exists():
        yield source
        return
    if out is None:
        raise InputError([mistake("workbench.report.no_out", table="--out", value=source)])
    with tempfile.TemporaryDirectory() as made:
        _write_plan(store, int(named[1]), int(named[2]) if named[2] else None, Path(made))
        yield Path(made)


def _write_plan(store: "Store", plan: int, number: int | None, folder: Path) -> None:
    """A plan of the store as a folder of ``zoning solve``: its county, and its zones judged anew."""
    import geodata
    from scenarios.store.upkeep.exporting import as_solution
    from workbench.commands.store import framing

    package = store.package(store.plan(plan).county)
    county = geodata.read_county(package, name=COUNTY)
    solution = as_solution(county, store.revision(plan, number).content, framing)
    write_all(folder, {COUNTY: package, PLAN: rendered(solution)})


def _keep(store: "Store", source: Path, written: Mapping[str, bytes]) -> None:
    """Keep the files of a report, and that they were made."""
    named = PLAN_NUMBER.fullmatch(str(source))
    plan, number = (
        (int(named[1]), int(named[2]) if named[2] else None) if named and not source.exists() else (None, None)
    )
    files = {name: store.put(content, "application/octet-stream") for name, content in written.items()}
    made = store.begin_run("report", plan, number, {"formats": list(written)}, store.local().id)
    store.move_run(made.id, state="done", says={"files": files})


def formats_of(words: str) -> list[str]:
    """The formats that are asked for, each once."""
    asked = list(dict.fromkeys(word.strip().lower() for word in words.split(",") if word.strip()))
    known = list(FORMATS)
    wrong = [
        mistake("workbench.report.format", table="--format", value=w, formats=known) for w in asked if w not in known
    ]
    if not asked:
        wrong.append(mistake("workbench.report.no_format", table="--format", formats=known))
    if wrong:
        raise Misused(wrong)
    return asked
