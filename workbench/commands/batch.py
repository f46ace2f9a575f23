"""``zoning batch``: many counties read, checked, solved with their what-ifs, kept, and rolled up in one folder."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios.batch.keeping import Folder
from scenarios.batch.records import Batch
from scenarios.batch.rollup import rolled
from scenarios.batch.run import Orders, Progress, run
from scenarios.batch.spec import Asked, gathered, named
from scenarios.batch.storing import Shelf
from scenarios.spread.cluster import Unsafe, refuse_unsafe
from scenarios.spread.records import Dask, Engine, SchedulerLost
from scenarios.spread.spread import engine_of
from solvers.stop import Stop
from workbench.given.spoken import keys_of, under_names, unknown_names
from workbench.given.stored import store_of
from workbench.line.options import Issued, Keeping, Many, Mass
from workbench.line.progress import interruptible, status
from workbench.line.saving import prepared, save
from workbench.line.screen import BAD_INPUT, DONE, FAULT, INFEASIBLE, INTERRUPTED, NO_PROOF, Misused, Screen
from workbench.line.system import today
from workbench.report.issue import Issue
from workbench.tables.studies import batch as tables
from workbench.tables.terminal import show_table
from zoning.model.errors import InputError, mistake
from zoning.model.policy import parse_value
from zoning.result.documents import to_document
from zoning.texts.numbers import number

EACH = 0.6e9
"""Bytes of free memory that a process should have."""
SHOWN = 40
"""Counties that a screen shows one by one."""
SYSTEMS = ("organise", "staffing", "response", "posts", "rooms")


def batch_counties(
    screen: Screen, source: str, many: Many, mass: Mass, out: Path, issued: Issued, keeping: Keeping
) -> int:
    """Solve every county of a source and leave tables, report, layer and plans in a folder.

    Raises
    ------
    InputError
        With every mistake that is known before work begins, or when the folder or the store cannot be written.
    Misused
        When an option does not have its form, or a cluster elsewhere would be asked in the open.
    """
    systems, engine = _systems(many), _engine(mass)
    issue = Issue(issued.unit, issued.date or today(), issued.secrecy, issued.number)
    asked = Asked(many.preset, _values(many), tuple(many.what_ifs or ()), many.split, _words(many.only))
    folder = Folder(out)
    try:
        counties = gathered(source, asked, folder)
    except InputError as error:
        raise InputError(under_names(error.mistakes, _settings(many), "--set")) from error
    jobs = mass.jobs or default_jobs()
    prepared(out)
    orders = Orders(systems, mass.seed, mass.time_limit, mass.retry_failed, mass.shared, today())
    starting = screen.say("workbench.batch.starting", count=len(counties))
    with (
        interruptible() as stop,
        store_of(keeping) as store,
        status(screen, starting, lambda at: progress(screen, at)) as shown,
    ):
        request = {"source": source, "counties": len(counties)}
        shelf = None if store is None else Shelf.begun(store, request)
        batch = None
        try:
            chosen = engine or engine_of(jobs, len(counties))
            asked_to = Stop(asked=stop)
            batch = run(counties, chosen, orders, folder=folder, shelf=shelf, stop=asked_to, on_progress=shown)
        except SchedulerLost as error:
            return screen.refuse(error.says.text(screen.language), FAULT)
        finally:
            if shelf is not None:
                shelf.ended(batch)
    batch = replace(batch, name=named(source))
    written = _written(screen, batch, issue, out)
    code = exit_code(batch, require_proof=many.require_proof)
    screen.emit(to_document(batch), code, files=written)
    show(screen, batch, out, written)
    return code


def default_jobs() -> int:
    """Processes for the cores and the free memory of this machine."""
    cores = os.cpu_count() or 1
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # a system that does not say
        return cores
    return max(1, min(cores, int(free // EACH)))


def exit_code(batch: Batch, *, require_proof: bool) -> int:
    """What a shell is told, the first that holds."""
    statuses = {item.status for county in batch.counties for item in county.items}
    codes = (
        (INTERRUPTED, batch.interrupted),
        (FAULT, batch.count("fault") > 0),
        (BAD_INPUT, batch.count("bad", "died") > 0),
        (INFEASIBLE, "infeasible" in statuses),
        (NO_PROOF, require_proof and bool(statuses - {"optimal"})),
    )
    return next((code for code, holds in codes if holds), DONE)


def progress(screen: Screen, at: Progress) -> str:
    """Done of all, by state, how many a minute, the time left, and what takes long."""
    states = [f"{tables.status(word, screen.language)} {count}" for word, count in at.states.items()]
    parts = [screen.say("workbench.batch.progress", done=at.done, count=at.count, states=states)]
    parts.append(screen.say("workbench.batch.pace", count=number(at.per_minute)))
    if at.left is not None:
        parts.append(screen.say("workbench.batch.left", minutes=number(at.left / 60, 1)))
    if at.slow:
        parts.append(screen.say("workbench.batch.slow", names=list(at.slow)))
    return " · ".join(parts)


def show(screen: Screen, batch: Batch, out: Path, written: list[str]) -> None:
    """The sums, the counties, what needs a look, and the files."""
    if screen.json:
        return
    rollup, language = rolled(batch), screen.language
    proved, known = batch.count("optimal"), batch.known
    title = screen.say("workbench.batch.title", count=len(batch.counties), proved=proved, known=known)
    screen.sentence(title, "bold")
    found = [tables.statuses(rollup, batch, language)]
    found += [tables.counties(batch, language)] if len(batch.counties) <= SHOWN else []
    found += [
        table for table in (tables.changes(rollup, language), tables.shortfalls(rollup, batch, language)) if table
    ]
    for table in (*found, tables.looks(rollup, language)):
        if table is not None:
            show_table(screen, table)
    screen.written(out, written)
    if batch.interrupted:
        screen.note(screen.say("workbench.batch.interrupted", done=len(batch.counties), count=batch.asked))


def _written(screen: Screen, batch: Batch, issue: Issue, out: Path) -> list[str]:
    """Write the files of the batch."""
    from workbench.report.batch.files import files

    return [path.name for path in save(out, files(batch, screen.language, issue))]


def _systems(many: Many) -> tuple[str, ...]:
    """The systems that are asked for, between commas or one by one."""
    words = _words(many.systems)
    wrong = [word for word in words if word not in SYSTEMS]
    if wrong:
        raise Misused(
            [mistake("workbench.batch.no_system", table="--systems", value=word, known=list(SYSTEMS)) for word in wrong]
        )
    return words


def _words(given: Any) -> tuple[str, ...]:
    """Words between commas, each once."""
    parts = (word.strip() for words in given or () for word in words.replace("，", ",").replace("、", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _values(many: Many) -> dict[str, Any]:
    """Values of the policy that are changed for all counties; raises :class:`InputError` with names that are none."""
    words = _settings(many)
    if unknown := list(unknown_names(words, "--set")):
        raise InputError(unknown)
    return {key: parse_value(value) for word, value in words for key in keys_of(word)}


def _settings(many: Many) -> list[tuple[str, str]]:
    """Names and values of ``--set``."""
    parted = [tuple(part.strip() for part in words.partition("=")) for words in many.set_ or ()]
    wrong = [words for words, (name, sign, _) in zip(many.set_ or (), parted, strict=True) if not sign or not name]
    if wrong:
        raise Misused([mistake("workbench.decision.no_value", table="--set", value=words) for words in wrong])
    return [(name, value) for name, _, value in parted]


def _engine(mass: Mass) -> Engine | None:
    """The cluster that is asked for; ``None`` for processes of this machine."""
    if mass.engine in (None, "processes"):
        return None
    kind, _, address = str(mass.engine).partition("=")
    if kind != "dask":
        raise Misused([mistake("workbench.batch.no_engine", table="--engine", value=mass.engine)])
    engine = Dask(None if address else mass.jobs or default_jobs(), address or None, mass.dask_tls)
    try:
        refuse_unsafe(engine)
    except Unsafe as error:
        raise Misused(error.mistakes) from error
    return engine
