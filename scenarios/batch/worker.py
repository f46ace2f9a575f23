"""The work of one process of a batch: a county read once, built once, its problems solved on one warm engine.

Whatever goes wrong with a county is its result; only a stop leaves none. What it may get wrong: memory that a county
takes is given back when the next begins, not before.
"""

import base64
import contextlib
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import shapely

import geodata
from geodata.county.build import Built, build
from geodata.space.ground import Ground, ground
from geodata.tables.table import Tables
from scenarios.batch.keys import beside
from scenarios.batch.records import CountyResult, Done, Held, Item, Part, Seat, Task, Wanted, Way, Zone
from scenarios.runs import keys
from scenarios.runs.services import services
from scenarios.spec.scenario import BASE
from scenarios.spread.records import Place
from scenarios.whatif.study import studied
from solvers.engine import Engine
from solvers.explain.relaxations import relaxations
from solvers.solve import solve
from solvers.stop import Stop
from zoning.judge.names import zone_names
from zoning.judge.score import Score, ZoneScore
from zoning.judge.settings import in_words
from zoning.judge.values import alone_values, plan_values, today, zone_values
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.model.plan import moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.documents import from_document, to_document
from zoning.result.solution import Solution
from zoning.texts import Message

KEPT = ("max_over_mean", "gini", "mean_minutes", "p90_minutes", "range")
"""Figures of a plan that counties may be compared by."""
EVENNESS = ("max_over_mean", "gini", "range")
"""Those that mean something where every station stands by itself."""
EXACT_M = 50.0
"""Metres by which a shape on a map may be off."""
RELAXING = 60.0
"""Seconds for what relaxing takes, of a problem without a time limit."""
WARM = "sample:xunhua"
"""Nine stations, solved before the first county, so that everything is imported and compiled."""


def begin(place: Place) -> Callable[[Task], Done | None]:
    """What solves counties at a place, warm."""
    from zoning.model.policy import Policy

    solve(Problem(geodata.read_county(WARM), Policy()), engine=Engine(place.threads), stop=Stop(None, place.stopped))
    return lambda task: work(task, place)


def work(task: Task, place: Place) -> Done | None:
    """A county with all its scenarios; ``None`` when it was stopped."""
    began = time.perf_counter()
    wanted = task.wanted
    result = wanted.begun(shown(wanted.source), task.key, task.digest)
    try:
        tables = _tables(task)
        code, name = (str((tables.settings or {}).get(key) or "") for key in ("code", "name"))
        result = replace(result, code=code or result.code, name=name, beside=beside(tables.settings, wanted.source))
        done = _solved(task, result, tables, build(tables), place)
    except InputError as error:
        mistakes = tuple(Mistake(m.says, m.table, m.row, m.column, m.value, m.cell) for m in error.mistakes)
        done = Done(replace(result, state="bad", mistakes=mistakes))
    except Exception as error:  # noqa: BLE001 - a fault in one county must not cost the others
        place_ = traceback.extract_tb(error.__traceback__)[-1]
        says = Message("scenarios.batch.fault", {"kind": type(error).__name__, "detail": str(error)[:200]})
        done = Done(replace(result, state="fault", mistakes=(Mistake(says, f"{place_.name}:{place_.lineno}"),)))
    if done is None:
        return None
    return replace(done, result=replace(done.result, seconds=round(time.perf_counter() - began, 3)))


def shown(source: object) -> str:
    """A source in words: its place."""
    if isinstance(source, Held):
        return source.place or source.name
    if isinstance(source, Part):
        return f"{source.whole.path}#{source.code}"
    return "" if isinstance(source, Tables) else str(source)


def _tables(task: Task) -> Tables:
    source = task.wanted.source
    if isinstance(source, Tables):
        return source
    assert not isinstance(source, Part)  # the driver sends its tables
    if isinstance(source, Held):
        return geodata.read_source(source.content, task.wanted.settings, name=source.name)
    return geodata.read_source(source, task.wanted.settings)


def _solved(task: Task, result: CountyResult, tables: Tables, built: Built, place: Place) -> Done | None:
    county = built.county
    base = _problem(county, task.wanted)
    study = studied(task.wanted.scenarios, base, built, tables, stop=Stop(task.limit, place.stopped))
    asked = [(BASE, base, task.systems)]
    asked += [
        (one.name, study.applied[one.name].problem, tuple(dict.fromkeys((*one.ask, *task.systems))))
        for one in study.scenarios
    ]
    engine, known = Engine(place.threads), digest(county)
    items, plans, answers = [], {}, {}
    first: Score | None = None
    for name, problem, systems in asked:
        held = known if problem.county is county else None
        answers[name] = key = keys.key_of(problem, task.seed, task.limit, held)
        found = _earlier(task.known.get(key), problem)
        if found is None:
            found = solve(problem, stop=Stop(task.limit, place.stopped), seed=task.seed, engine=engine)
            found = replace(found, run=replace(found.run, made=task.made))
        if found.run.stopped == "interrupt":
            return None
        first = found.score if name == BASE else first
        item = _item(name, found, first, systems)
        if item.status == "infeasible":
            item = replace(item, relaxed=_relaxed(problem, Stop(task.limit or RELAXING, place.stopped), place.threads))
            if place.stopped():
                return None
        items.append(item)
        plans[name] = to_document(found)
    for name, mistakes in study.refused.items():
        items.append(Item(name, "refused", reasons=tuple(map(_both, mistakes))))
    shapes = ground(county, built.areas)
    return Done(
        replace(
            result,
            code=county.code,
            name=county.name,
            stations=len(county),
            officers=int(county.officers.sum()),
            incidents=float(county.counts.sum() / county.years),
            today=base.current is not None,
            drawn=shapes.given,
            items=tuple(items),
            zones=_zones(base, first, shapes),
            seats=tuple(Seat(s.code, s.name, s.lon, s.lat) for s in county.stations),
            notices=tuple(map(_both, built.notices)),
            notice=county.notice,
            answers=answers,
        ),
        plans,
    )


def _problem(county: County, wanted: Wanted) -> Problem:
    """The county under its policy; decisions that name no station of it are told where they are given, in words."""
    try:
        return Problem(county, wanted.policy)
    except InputError as error:
        raise InputError([_placed(one, wanted.places) for one in error.mistakes]) from error


def _placed(one: Mistake, places: Mapping[str, tuple[str, str]]) -> Mistake:
    if one.table is None or one.table not in places:
        return one
    file, key = places[one.table]
    says = Message("scenarios.batch.decision", {"what": in_words(one.table, [one.value]), "says": one.says})
    return Mistake(says, file, None, None if key == "set" else key)


def _earlier(document: object, problem: Problem) -> Solution | None:
    """The plan of an earlier run, judged anew; nothing where the judge says otherwise than it does."""
    with contextlib.suppress(InputError):
        found: Solution | None = None if document is None else from_document(document, problem=problem)
        return found
    return None


def _item(name: str, found: Solution, first: Score | None, systems: tuple[str, ...]) -> Item:
    """A solved scenario with its figures."""
    proof, judged, problem = found.proof, found.score, found.problem
    reasons = [_both(one) for one in proof.reasons]
    figures = {} if judged is None else _figures(problem, judged, first if name != BASE else None)
    if name == BASE:
        figures |= _today(problem)
    if judged is not None and systems:
        asked = services(problem, judged.plan, systems)
        figures |= {f"{system}.{key}": v for system, held in asked.figures.items() for key, v in held.items()}
        reasons += [_both(m) for held in asked.reasons.values() for m in held]
    return Item(
        name,
        proof.status,
        None if judged is None else len(judged.zones),
        None if judged is None else int(judged.points),
        None if proof.bound is None else int(proof.bound),
        proof.gap,
        figures,
        round(found.run.seconds, 3),
        tuple(reasons),
    )


def _relaxed(problem: Problem, stop: Stop, threads: int | None) -> tuple[Way, ...]:
    """What it takes to have a plan, a limit at a time; on an engine of its own, so that it is the same whatever was
    solved before.
    """
    ways, known = [], True
    for one in relaxations(problem, proved=True, stop=stop, engine=Engine(threads)):
        known = known and one.plan is not None
        if one.plan is not None:
            then = in_words(one.key, one.loose(problem.policy))
            values = {"now": in_words(one.key, policy_value(problem.policy, one.key)), "then": then}
            key = "scenarios.batch.relaxed" if one.finished else "scenarios.batch.relaxed_rough"
            ways.append(Way(_both(Message(key, values)), one.option))
    none = Message("scenarios.batch.none_relaxed" if known else "scenarios.batch.unknown_relaxed")
    return tuple(ways) or (Way(_both(none)),)


def _both(one: Mistake | Message) -> Message:
    """A sentence as it is spoken in both languages, which goes through JSON."""
    return Message.of(one.text("zh"), one.text("en"))


def _figures(problem: Problem, judged: Score, first: Score | None) -> dict[str, float]:
    values = plan_values(judged)
    figures = {key: values[key] for key in KEPT}
    if problem.current is not None:
        figures |= {key: values[key] for key in ("moved_stations", "moved_officers") if key in values}
    if first is not None:
        figures["moved_against_base"] = float(len(moved(first.plan, judged.plan, problem.county.staff)))
    return figures


def _today(problem: Problem) -> dict[str, float]:
    """Figures of today's plan, or of every station by itself, of which only evenness means something."""
    if problem.current is None:
        alone = alone_values(problem.county)
        return {f"today_{key}": alone[key] for key in EVENNESS}
    judged = today(problem)
    values = plan_values(judged)
    return {f"today_{key}": values[key] for key in KEPT} | {"today_broken": float(len(judged.violations))}


def _zones(problem: Problem, judged: Score | None, shapes: Ground) -> tuple[Zone, ...]:
    """The zones of the base plan with their shapes, slivers closed, simplified together so that no gap opens."""
    if judged is None:
        return ()
    at = problem.county.index
    polygons = [shapes.merged([at[code] for code in zone.stations]) for zone in judged.zones]
    try:
        simple = shapely.coverage_simplify(np.array(polygons, dtype=object), EXACT_M).tolist()
    except (shapely.errors.GEOSException, ValueError):  # what is no coverage is kept as it is
        simple = polygons
    rows = zip(zone_names(problem, judged), judged.zones, shapes.degrees(simple), strict=True)
    return tuple(
        Zone(name, zone.office, zone.stations, _known(problem, zone), base64.b64encode(shapely.to_wkb(shape)).decode())
        for name, zone, shape in rows
    )


def _known(problem: Problem, zone: ZoneScore) -> dict[str, float]:
    """The figures of a zone as they are shown: a zone of one station has no ways."""
    values = zone_values(problem, zone)
    return {key: float(values[key]) for key in zone.figures}
