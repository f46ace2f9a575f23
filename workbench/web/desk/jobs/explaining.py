"""Jobs that explain: the price of a station in each neighbouring zone."""

from typing import Any

from solvers.explain.explanation import StationExplanation, explain_station
from solvers.explain.moves import Move
from solvers.sets.masks import MOST_STATIONS
from workbench.web.desk.jobs.solving import within
from workbench.web.desk.kinds import Result
from workbench.web.desk.work import Work
from workbench.web.editing.content import unknown_stations
from workbench.web.editing.judging import shown_names
from workbench.web.editing.problems import problem_of
from zoning.judge.rules import place, worsened
from zoning.model.errors import InputError, mistake
from zoning.result.codec import spoken


def explain(work: Work) -> Result:
    """What the station of the request costs in every zone that it borders on: as it stands, and with the rest best.

    Raises
    ------
    InputError
        When there is no such station, or the county has more than 64 stations, whose prices are not proved.
    """
    station = work.request.get("station")
    found = unknown_stations(work.county, (str(station),), "station")
    if len(work.county) > MOST_STATIONS:
        found.append(mistake("solvers.limit.stations", count=len(work.county), most=MOST_STATIONS))
    if found:
        raise InputError(found)
    problem = problem_of(work.county, work.policy, work.content, locks=True)
    plan, stop = work.content.plan, within(work)
    told = explain_station(problem, plan, str(station), stop=stop, on_progress=work.progress, engine=work.engine)
    return {"station": station, "choices": [_choice(work, told, move) for move in told.moves]}, {}


def _choice(work: Work, told: StationExplanation, move: Move) -> dict[str, Any]:
    """A zone that the station may go to: points as it stands and at best, rules newly broken or broken further, healed.

    As it stands there is a price where the move breaks nothing that was not as broken before.
    """
    slot = work.judged.slots[move.zone]
    before, alone = told.judged.violations, {told.station}
    broken = worsened(told.problem, before, move.violations, alone)
    left = {place(one, alone) for one in move.violations}
    return {
        "to": slot,
        "name": shown_names(work.judged)[slot],
        "as_is": None if broken else move.difference.points,
        "best": None if move.price is None else move.price.points,
        "broken": [spoken(one.says) for one in broken],
        "heals": [spoken(one.says) for one in before if place(one, alone) not in left],
        "reasons": [spoken(reason) for reason in move.reasons],
        "finished": move.finished,
    }
