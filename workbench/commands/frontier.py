"""``zoning frontier``: every plan that no other beats in both of two measures, as a table, a plot, and files."""

import csv
import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.line.decisions import measures_of, problem_of
from workbench.line.options import Pace, Wishes
from workbench.line.progress import watched
from workbench.line.saving import prepared, save
from workbench.line.screen import DONE, INFEASIBLE, INTERRUPTED, NO_PROOF, Misused, Screen, plain
from workbench.line.sources import Source
from workbench.tables.studies.frontier import FILE, Frontier, show
from zoning.judge.figures import MEASURE_FIGURES, by_key
from zoning.judge.score import score
from zoning.judge.values import plan_values
from zoning.model.errors import mistake
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.solution import Proof, Run, Solution
from zoning.texts import Message

if TYPE_CHECKING:
    from solvers.objectives.nondominated import Point

HARD = "mismatch"
"""The measure whose end comes last: bounds on it are the weakest."""
PAIRS = ("mismatch,travel", "mismatch,mix_loss")
"""Between which measures, unless somebody says otherwise."""
SCHEMA = "zoning.frontier/1"


def trade(
    screen: Screen,
    source: Source,
    wishes: Wishes,
    between: Sequence[str] | None,
    step: int,
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
    pairs = _pairs(between)
    problem = problem_of(source.read().county, wishes)
    folder = None if out is None else prepared(out)
    found, seconds = list[Frontier](), list[float]()
    with watched(screen, pace) as (stop, progress):
        from solvers.engine import Engine

        calls = {"stop": stop, "on_progress": progress, "engine": Engine()}
        for keys in pairs:
            began = time.perf_counter()
            found.append(_found(problem, keys, step, calls))
            seconds.append(time.perf_counter() - began)
            if folder is not None and found[-1].points:
                _keep(prepared(folder / found[-1].name), _files(found[-1], seconds[-1], screen))
            if found[-1].complete and not found[-1].points:  # no plan keeps the rules, whatever is sought
                break
        interrupted = stop.requested()
    if not any(one.points for one in found):
        return _nothing(screen, found[-1], interrupted)
    code = INTERRUPTED if interrupted else DONE
    screen.emit({"frontiers": [contents(one) for one in found]}, code)
    for k, (one, took) in enumerate(zip(found, seconds, strict=True)):
        if k:
            screen.show("")
        show(screen, one, took)
    turned = any(one.knee >= 0 for one in found)
    screen.show("", screen.say("workbench.frontier.note") + turned * screen.say("workbench.frontier.note_knee"))
    if folder is not None:
        screen.heading("workbench.files.title", folder=str(folder))
        for one in found:
            if one.points:
                names = _names(one)
                plans = " … ".join(dict.fromkeys((names[0], names[-1])))
                screen.show(f"  {one.name}/  {screen.say('workbench.frontier.files', plans=plans)}")
    return code


def _nothing(screen: Screen, found: Frontier, interrupted: bool) -> int:
    """Say why no pair of measures has a plan."""
    nothing = "infeasible" if found.complete else "interrupted" if interrupted else "nothing"
    code = INTERRUPTED if interrupted else INFEASIBLE if found.complete else NO_PROOF
    says = found.limit.text(screen.language) if found.limit else screen.say(f"workbench.frontier.{nothing}")
    return screen.refuse(says, code)


def _keep(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files, and remove plans of an earlier run: their numbers mean others now."""
    save(folder, files)
    for path in folder.glob("plan-*.json"):
        if path.name not in files and path.stem.removeprefix("plan-").isdecimal():
            path.unlink()


def _names(found: Frontier) -> list[str]:
    """The names of the plan files."""
    digits = len(str(len(found.points)))
    return [f"plan-{k + 1:0{digits}}.json" for k in range(len(found.points))]


def _pairs(between: Sequence[str] | None) -> list[tuple[str, str]]:
    """The measures of each wish, which must be two; each pair once."""
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for wish in between or PAIRS:
        keys = list(measures_of(wish, "--between"))
        if len(keys) != 2:
            raise Misused([mistake("workbench.frontier.two", table="--between", value=wish)])
        pairs.setdefault(frozenset(keys), (keys[0], keys[1]))
    return list(pairs.values())


def _found(problem: Problem, keys: tuple[str, str], step: int, calls: dict[str, Any]) -> Frontier:
    """The plans found until the frontier ends or the run is stopped, in the order of the first measure."""
    from solvers.exact.growth import TooMany
    from solvers.objectives.frontier import frontier
    from solvers.objectives.nondominated import efficient
    from solvers.stop import Stopped

    sought = keys if keys[1] != HARD else (keys[1], keys[0])
    points: list[Point] = []
    complete, limit = True, None
    try:
        points.extend(frontier(problem, sought, step=step, **calls))
    except Stopped:
        complete = False
    except TooMany:
        complete, limit = False, Message("workbench.frontier.too_many")
    points.sort(key=lambda point: point.first if sought == keys else point.second)
    first, second = by_key(*keys)
    judged = [score(problem, point.plan) for point in points]
    kept = efficient([(s.measures[first.key], s.measures[second.key]) for s in judged])
    points, judged = [points[k] for k in kept], [judged[k] for k in kept]
    return Frontier(problem, (first, second), tuple(points), tuple(judged), complete, step, limit)


def contents(found: Frontier) -> dict[str, object]:
    """The frontier as one JSON object, that of ``frontier.json``."""
    county = found.problem.county
    return {
        "schema": SCHEMA,
        "county": {"code": county.code, "name": county.name},
        "policy": found.problem.policy.model_dump(mode="json"),
        "between": [figure.key for figure in found.between],
        "step": found.step,
        "complete": found.complete,
        "knee": found.knee + 1 or None,
        "plans": [
            {
                "number": k + 1,
                "measures": judged.measures,
                "points": judged.points,
                "zones": [list(zone) for zone in judged.plan.zones],
                "moved": list(moved(found.scores[k - 1].plan, judged.plan)) if k else [],
            }
            for k, judged in enumerate(found.scores)
        ],
    }


def _files(found: Frontier, seconds: float, screen: Screen) -> dict[str, bytes]:
    """``frontier.json``, ``frontier.csv``, the chart, and every plan as a plan file with its proof."""
    from workbench.draw.frontier_chart import chart

    names = _names(found)
    paper = chart(found, screen.language)
    files = {FILE: dumps(plain(contents(found))).encode(), "frontier.csv": _csv(found, names)}
    files |= {"frontier.png": paper.png(), "frontier.svg": paper.svg()}
    for name, point, judged in zip(names, found.points, found.scores, strict=True):
        run = Run("frontier", seconds, 0)
        solution = Solution(found.problem, Proof("optimal"), run, point.plan, judged, staged=point.staged)
        files[name] = dumps(plain(to_document(solution))).encode()
    return files


def _csv(found: Frontier, names: Sequence[str]) -> bytes:
    """A row a plan: its measures as shares, points, zones, and whether it is the knee; keys as headers."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    measures = [figure.key for figure in MEASURE_FIGURES]
    writer.writerow(["plan", *measures, "points", "zones", "max_over_mean", "mean_minutes", "knee", "file"])
    for k, (judged, name) in enumerate(zip(found.scores, names, strict=True)):
        values = plan_values(judged)
        figures = [f"{values[key]:.6f}" for key in measures]
        others = [
            judged.points,
            len(judged.zones),
            *(f"{values[key]:.4f}" for key in ("max_over_mean", "mean_minutes")),
        ]
        writer.writerow([k + 1, *figures, *others, int(k == found.knee), name])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()
