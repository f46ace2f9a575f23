"""``zoning frontier``: every plan that no other beats in both of two measures, as a table, a plot, and files."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.county.build import build
from workbench.commands.solve import made_today
from workbench.given.decisions import measures_of, problem_of
from workbench.given.sources import Source
from workbench.line.options import Pace, Tradeoff, Wishes
from workbench.line.progress import interruptible, watched
from workbench.line.saving import prepared, save
from workbench.line.screen import DONE, INFEASIBLE, INTERRUPTED, NO_PROOF, Misused, Screen
from workbench.line.system import today
from workbench.report.whole_plans import of_files, refuse_nowhere, tell_whole, whole_plans
from workbench.tables.studies import staircase as stairs_table
from workbench.tables.studies.frontier import FILE, show
from zoning.judge.figures import MEASURE_FIGURES
from zoning.judge.values import plan_values
from zoning.model.errors import mistake
from zoning.model.plan import moved
from zoning.result.documents import rendered, to_document
from zoning.result.solution import Proof, Run, Solution
from zoning.texts.formulas import csv_text

if TYPE_CHECKING:
    from solvers.objectives.staircase import Staircase
    from solvers.objectives.tradeoff import Frontier

PAIRS = ("mismatch,travel", "mismatch,mix_loss")
"""Between which measures, unless somebody says otherwise."""


def trade(
    screen: Screen,
    source: Source,
    wishes: Wishes,
    tradeoff: Tradeoff,
    pace: Pace,
    out: Path | None,
) -> int:
    """Find the efficient plans of one pair of measures after the other; files are written as each pair ends.

    The exit code is 0 when plans were found (130 after Ctrl-C), 4 when no plan keeps the rules, 5 when time ran out.

    Raises
    ------
    InputError
        When the county or a decision is wrong, or ``out`` cannot be written.
    Misused
        When ``between`` does not name pairs of measures.
    """
    pairs, step = _pairs(tradeoff.between), tradeoff.step or 1
    refuse_nowhere(tradeoff.whole_plans, out)
    tables = source.tables()
    built = build(tables)
    problem = problem_of(built.county, wishes)
    folder = None if out is None else prepared(out)
    from solvers.engine import Engine
    from solvers.objectives.tradeoff import Frontier, Frontiers, trade_off

    found, seconds = list[Frontier](), list[float]()
    with watched(screen, pace) as (stop, progress):
        engine = Engine()
        for keys in pairs:
            began = time.perf_counter()
            found.append(trade_off(problem, keys, step=step, stop=stop, on_progress=progress, engine=engine))
            seconds.append(time.perf_counter() - began)
            if folder is not None and found[-1].scores:
                _keep(kept := prepared(folder / found[-1].name), _files(found[-1], seconds[-1], screen))
                if tradeoff.whole_plans:
                    whole_plans(screen, kept, of_files(kept, problem, built, tables), stop.requested)
            if found[-1].complete and not found[-1].scores:  # no plan keeps the rules, whatever is sought
                break
        interrupted = stop.requested()
    if not any(one.scores for one in found):
        return _nothing(screen, found[-1], interrupted)
    code = INTERRUPTED if interrupted else DONE
    screen.emit(to_document(Frontiers(tuple(found))), code)
    for k, (one, took) in enumerate(zip(found, seconds, strict=True)):
        if k:
            screen.show("")
        show(screen, one, took)
    turned = any(one.knee >= 0 for one in found)
    screen.show("", screen.say("workbench.frontier.note") + turned * screen.say("workbench.frontier.note_knee"))
    if folder is not None:
        _tell_files(screen, folder, found, tradeoff.whole_plans)
    return code


def _tell_files(screen: Screen, folder: Path, found: "Sequence[Frontier]", whole: bool) -> None:
    """Which files lie where, a line a pair of measures."""
    screen.heading("workbench.files.title", folder=str(folder))
    for one in found:
        if one.scores:
            names = _names(len(one.scores))
            plans = " … ".join(dict.fromkeys((names[0], names[-1])))
            screen.show(f"  {one.name}/  {screen.say('workbench.frontier.files', plans=plans)}")
            if whole:
                tell_whole(screen, Path(one.name), [name.removesuffix(".json") for name in names])


def stairs(
    screen: Screen,
    source: Source,
    wishes: Wishes,
    tradeoff: Tradeoff,
    pace: Pace,
    out: Path | None,
) -> int:
    """Find the steps from the best plan to the most even one; exit codes are those of :func:`trade`.

    Raises
    ------
    InputError
        When the county or a decision is wrong, or ``out`` cannot be written.
    Misused
        When ``between`` or ``step`` is given, which mean nothing here.
    """
    if tradeoff.between or tradeoff.step is not None:
        raise Misused([mistake("workbench.frontier.stairs_misused", table="--staircase")])
    refuse_nowhere(tradeoff.whole_plans, out)
    tables = source.tables()
    built = build(tables)
    problem = problem_of(built.county, wishes)
    folder = None if out is None else prepared(out)
    from solvers.objectives.staircase import staircase

    began = time.perf_counter()
    with watched(screen, pace) as (stop, progress):
        found = staircase(problem, stop=stop, on_progress=progress)
        interrupted = stop.requested()
    seconds = time.perf_counter() - began
    if not found.scores:
        why = "infeasible" if found.complete else "interrupted" if interrupted else "stairs_unproved"
        code = INFEASIBLE if found.complete else INTERRUPTED if interrupted else NO_PROOF
        return screen.refuse(screen.say(f"workbench.frontier.{why}"), code)
    files = {} if folder is None else _stairs_files(found, screen)
    if folder is not None:  # before anything is shown, so that a closed pipe loses nothing
        _keep(kept := prepared(folder / stairs_table.FOLDER), files)
        if tradeoff.whole_plans:
            with interruptible() as asked:
                whole_plans(screen, kept, of_files(kept, problem, built, tables), asked)
    code = INTERRUPTED if interrupted else DONE
    screen.emit(to_document(found), code)
    stairs_table.show(screen, found, seconds)
    if folder is not None:
        plans = [name for name in files if name.startswith("plan-")]
        ends = " … ".join(dict.fromkeys((plans[0], plans[-1])))
        screen.heading("workbench.files.title", folder=str(folder))
        none = "  none.json" if "none.json" in files else ""
        screen.show(f"  {stairs_table.FOLDER}/  {screen.say('workbench.frontier.stairs_files', plans=ends, none=none)}")
        if tradeoff.whole_plans:
            tell_whole(screen, Path(stairs_table.FOLDER), [name.removesuffix(".json") for name in plans])
    return code


def _stairs_files(found: "Staircase", screen: Screen) -> dict[str, bytes]:
    """``staircase.json``, ``staircase.csv``, the chart, and every step as a plan file with its proof.

    ``none.json`` is the answer that the band of one point less has no plan.
    """
    from workbench.draw.staircase_chart import chart

    count = len(found.scores)
    names = _names(count)
    paper = chart(found, screen.language)
    files = {stairs_table.FILE: rendered(found), "staircase.csv": _stairs_csv(found, names)}
    files |= {"staircase.png": paper.png(), "staircase.svg": paper.svg()}
    files |= {name: rendered(made_today(proof)) for name, proof in zip(names, found.proofs, strict=False)}
    return files | ({"none.json": rendered(found.proofs[count])} if len(found.proofs) > count else {})


def _stairs_csv(found: "Staircase", names: Sequence[str]) -> bytes:
    """A row a step, keys as headers; shares from 0 to 1."""
    from solvers.objectives.staircase import farthest

    keys = ("step", "band", "worst_deviation", "mean_minutes", "farthest_minutes", "moved_stations", "points", "zones")
    rows: list[list[object]] = [[*keys, "file"]]
    for k, (band, judged, name) in enumerate(zip(found.bands, found.scores, names, strict=True)):
        figures = [f"{found.deviation(k):.6f}", f"{judged.figures['mean_minutes']:.4f}", f"{farthest(judged):.4f}"]
        others = [
            len(moved(found.scores[0].plan, judged.plan, found.problem.county.staff)),
            judged.points,
            len(judged.zones),
            name,
        ]
        rows.append([k + 1, "" if band is None else f"{band:.2f}", *figures, *others])
    return csv_text(rows).encode("utf-8-sig")


def _nothing(screen: Screen, found: "Frontier", interrupted: bool) -> int:
    """Say why no pair of measures has a plan."""
    nothing = "infeasible" if found.complete else "interrupted" if interrupted else "nothing"
    code = INTERRUPTED if interrupted else INFEASIBLE if found.complete else NO_PROOF
    says = found.limit.text(screen.language) if found.limit else screen.say(f"workbench.frontier.{nothing}")
    return screen.refuse(says, code)


def _keep(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files, and remove plans and proofs of an earlier run: they mean others now."""
    save(folder, files)
    plans = [path for path in folder.glob("plan-*.json") if path.stem.removeprefix("plan-").isdecimal()]
    for path in (*plans, folder / "none.json"):
        if path.name not in files:
            path.unlink(missing_ok=True)


def _names(count: int) -> list[str]:
    """The names of so many plan files."""
    digits = len(str(count))
    return [f"plan-{k + 1:0{digits}}.json" for k in range(count)]


def _pairs(between: Sequence[str] | None) -> list[tuple[str, str]]:
    """The measures of each wish, which must be two; each pair once."""
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for wish in between or PAIRS:
        keys = list(measures_of(wish, "--between"))
        if len(keys) != 2:
            raise Misused([mistake("workbench.frontier.two", table="--between", value=wish)])
        pairs.setdefault(frozenset(keys), (keys[0], keys[1]))
    return list(pairs.values())


def _files(found: "Frontier", seconds: float, screen: Screen) -> dict[str, bytes]:
    """``frontier.json``, ``frontier.csv``, the chart, and every plan as a plan file with its proof."""
    from workbench.draw.frontier_chart import chart

    names = _names(len(found.scores))
    paper = chart(found, screen.language)
    files = {FILE: rendered(found), "frontier.csv": _csv(found, names)}
    files |= {"frontier.png": paper.png(), "frontier.svg": paper.svg()}
    for name, judged, staged in zip(names, found.scores, found.proofs, strict=True):
        run = Run("frontier", seconds, 0, made=today())
        files[name] = rendered(Solution(found.problem, Proof("optimal"), run, judged.plan, judged, staged=staged))
    return files


def _csv(found: "Frontier", names: Sequence[str]) -> bytes:
    """A row a plan: its measures as shares, points, zones, and whether it is the knee; keys as headers."""
    measures = [figure.key for figure in MEASURE_FIGURES]
    rows: list[list[object]] = [["plan", *measures, "points", "zones", "max_over_mean", "mean_minutes", "knee", "file"]]
    for k, (judged, name) in enumerate(zip(found.scores, names, strict=True)):
        values = plan_values(judged)
        figures = [f"{values[key]:.6f}" for key in measures]
        others = [
            judged.points,
            len(judged.zones),
            *(f"{values[key]:.4f}" for key in ("max_over_mean", "mean_minutes")),
        ]
        rows.append([k + 1, *figures, *others, int(k == found.knee), name])
    return csv_text(rows).encode("utf-8-sig")
