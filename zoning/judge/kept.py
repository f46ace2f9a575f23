"""Which zone of today each zone of a plan is: that of the same name, the others by the stations they share.

People who draw zones and name them by those of today mean these: what they call 南片 is 南片, however few of its
stations stay. Plans of a search have no names given and go by stations alone, and so does the rule ``max_changed``, for
a name is free to choose. What it may get wrong: an old name that was given to another zone on purpose.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from zoning.model.plan import Plan, matching, moved
from zoning.model.problem import Problem

SUFFIX = "防区"


def names_of_today(problem: Problem) -> dict[str, tuple[str, ...]]:
    """The stations of each zone of today by its name in the data; a station without one stands in none."""
    stations: dict[str, tuple[str, ...]] = {}
    for station in problem.county.stations:
        if station.current_zone:
            stations[station.current_zone] = (*stations.get(station.current_zone, ()), station.code)
    return stations


def given_names(names: Mapping[str, tuple[str, ...]], plan: Plan, staff: Mapping[str, int]) -> dict[int, str]:
    """Zone -> the name that people gave it: each goes to the zone with most of the stations it was given to."""
    label = {tuple(sorted(codes)): name for name, codes in names.items()}
    before = Plan.of(label)
    return {z: label[before.zones[b]] for z, b in matching(before, plan, staff).items()}


def same_names(before: Mapping[int, str], after: Mapping[int, str]) -> dict[int, int]:
    """Zone of ``after`` -> zone of ``before`` of the same name, with or without 防区; one of two zones is nobody's."""
    first, second = ({z: _plain(name) for z, name in names.items()} for names in (before, after))
    uses = [Counter(names.values()) for names in (first, second)]
    at = {name: z for z, name in first.items()}
    return {z: at[name] for z, name in second.items() if all(count[name] == 1 for count in uses)}


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).removesuffix(SUFFIX)


def kept_of_today(problem: Problem, plan: Plan) -> dict[int, int]:
    """Zone of the plan -> zone of today that it is; empty where today's are not known."""
    today, staff = problem.current, problem.county.staff
    return {} if today is None else matching(today, plan, staff, _named_alike(problem, today, plan))


def moved_since_today(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Codes of the stations that are in another zone than today; none where today's zones are not known."""
    today, staff = problem.current, problem.county.staff
    return () if today is None else moved(today, plan, staff, _named_alike(problem, today, plan))


def _named_alike(problem: Problem, today: Plan, plan: Plan) -> dict[int, int]:
    if not problem.names:
        return {}
    staff = problem.county.staff
    before = given_names(names_of_today(problem), today, staff)
    return same_names(before, given_names(dict(problem.names), plan, staff))
