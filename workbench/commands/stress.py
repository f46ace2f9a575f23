"""``zoning stress``: how often a plan stays the best when chance deals other incidents."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from geodata.county.build import build
from geodata.county.other import other_incidents
from scenarios.chance.records import Stress
from scenarios.chance.stress import stress
from solvers.stop import Stop
from systems.series.series import years_of
from systems.series.variation import Variation, estimated, variation
from workbench.given.claims import claim_of, warn_of_other_county
from workbench.given.periods import lengths
from workbench.given.sources import Source
from workbench.line.options import Draws
from workbench.line.progress import interruptible, status
from workbench.line.saving import prepared, save
from workbench.line.screen import DONE, INTERRUPTED, Screen
from workbench.report.whole_plans import of_draws, refuse_nowhere, tell_whole, whole_plans
from workbench.tables.studies.stress import show
from workbench.tables.terminal import show_lines
from zoning.judge.slices import by_period
from zoning.model.county import County, Floats
from zoning.model.errors import InputError, mistake
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.texts.formulas import csv_text
from zoning.texts.numbers import number

ALIKE = 2.0
"""By what factor incidents of two periods of one length may differ."""
WORTH = 25
"""Draws that a process should have, unless told otherwise: it needs seconds to begin."""


def stress_plan(screen: Screen, source: Source, path: Path, draws: Draws, out: Path | None) -> int:
    """Draw incidents anew and say how often the plan stays the best.

    The exit code is 0, or 130 after Ctrl-C, with the draws that were done by then.

    Raises
    ------
    InputError
        When the county or the plan file is wrong, or ``out`` cannot be written.
    """
    refuse_nowhere(draws.whole_plans, out)
    tables = source.tables()
    built = build(tables)
    claim = claim_of(path, built.county)
    problem = claim.problem(built.county)
    warn_of_other_county(screen, claim, built.county)
    years = _years(built.county, draws.earlier or ())
    folder = None if out is None else prepared(out)
    jobs = draws.jobs or min(os.cpu_count() or 1, -(-draws.replicates // WORTH))
    starting = screen.say("workbench.stress.starting", asked=draws.replicates)
    says = _running(screen, draws.replicates)
    with interruptible() as asked, status(screen, starting, says) as report:
        found = stress(
            problem,
            claim.plan,
            replicates=draws.replicates,
            seed=draws.draw_seed,
            jobs=jobs,
            years=years,
            stop=Stop(asked=asked),
            on_progress=report,
        )
    if not found.replicates:
        return screen.refuse(screen.say("workbench.stress.nothing"), INTERRUPTED)
    code = DONE if found.replicates == found.asked else INTERRUPTED
    files = [] if folder is None else save(folder, contents(found))
    made: list[str] = []
    if folder is not None and draws.whole_plans:
        with interruptible() as asked:
            made = whole_plans(screen, folder, of_draws(found, built, tables), asked)
    screen.emit(to_document(found), code)
    show_lines(screen, (f"* {line}" for line in lengths(by_period(built.county), built.county.years, screen.language)))
    show(screen, found)
    if files:
        screen.written(files[0].parent, (file.name for file in files))
        tell_whole(screen, Path(), made)
    return code


def _years(county: County, files: Sequence[Path]) -> Variation:
    """How years differ: what tables of earlier periods tell beside the county's own, else its whole years.

    Of a table that names months or years every whole one counts that the county does not have itself, where its own
    incidents are those of a year.

    Raises
    ------
    InputError
        When a table is wrong, or lasts longer or shorter than the county's, as its incidents show.
    """
    own = by_period(county)
    if not files:
        return variation(own)
    known = () if own is None else years_of(own).names
    held: list[Floats] = []
    for file in files:
        other = other_incidents(file, county)
        parts = by_period(other)
        years = None if parts is None or county.years != 1 else years_of(parts)
        if years is None or not len(years):
            held.append(other.counts)
        else:
            held += [years.counts[:, :, k] for k, name in enumerate(years.names) if name not in known]
        if held and not 1 / ALIKE < held[-1].sum() / max(float(county.counts.sum()), 1.0) < ALIKE:
            raise InputError([mistake("workbench.stress.other_length", table=file.name, count=int(held[-1].sum()))])
    return estimated(np.stack([*held, county.counts]), county.years) if held else variation(own)


def _running(screen: Screen, asked: int) -> Callable[[int], str]:
    """What is said of the draws done so far."""
    began = time.perf_counter()

    def says(done: int) -> str:
        rate = done / max(time.perf_counter() - began, 1e-9)
        values = {"rate": number(rate, 1), "left": number((asked - done) / rate)}
        return screen.say("workbench.stress.running", done=done, asked=asked, **values)

    return says


def contents(found: Stress) -> dict[str, bytes]:
    """``stress.json``, and ``replicates.csv`` with a line a draw."""
    rows: list[list[object]] = [["replicate", "points", "best", "status", "keeps_rules", "optimum"]]
    rank = {plan: k for k, (plan, _) in enumerate(found.optima, start=1)}
    for r in found.draws.replicates if found.draws else ():
        optimum = "" if r.optimum is None else rank[r.optimum]
        rows.append([r.index, r.points, r.best, r.status, int(r.keeps), optimum])
    return {"stress.json": dumps(to_document(found)).encode(), "replicates.csv": csv_text(rows).encode()}
