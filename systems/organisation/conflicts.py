"""Rules of an organisation that conflict, told by their true cause: H2 with N1, H2 and H4 with H10."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from systems.organisation.records import ZoneWork
from zoning.model.problem import Problem
from zoning.texts import Message
from zoning.texts.numbers import percent


def conflicts(problem: Problem, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Posts that serve two zones, and every zone beyond the tolerance with the rule that makes it so."""
    alone = [zone.name for zone in zones if zone.alone and len(zone.stations) == 1]
    several = [post for post in problem.county.bureau.posts if post.stations > 1]
    if alone and several:
        yield _say("posts", zones=alone, posts=len(several), stations=max(post.stations for post in several))
    yield from _uneven(problem, zones)


def _uneven(problem: Problem, zones: Sequence[ZoneWork]) -> Iterator[Message]:
    """Zones whose workload per officer is further from the mean than ``measures.tolerance`` of the policy (H10).

    A zone that stands alone is held against the county and has no choice (H2); the others against their common mean. A
    zone of several stations that all lie on its side of the mean is one of stations alike (H4).
    """
    county, limit = problem.county, problem.policy.measures.tolerance
    free = [zone for zone in zones if not zone.alone]
    hours, officers = sum(zone.workload for zone in free), sum(zone.officers for zone in free)
    means = {True: county.mean_load, False: hours / officers if officers else float("nan")}
    causes: dict[str, list[str]] = {"uneven_alone": [], "uneven_alike": [], "uneven": []}
    if bare := [zone.name for zone in zones if not zone.officers and zone.workload > 0]:
        yield _say("no_officers", zones=bare)
    for zone in zones:
        mean = means[zone.alone]
        if not (mean > 0 and zone.officers):
            continue
        off = zone.workload / zone.officers / mean - 1
        if abs(off) <= limit + 1e-9:
            continue
        rows = [county.index[code] for code in zone.stations]
        loads = county.workload[rows] - mean * county.officers[rows]
        alike = len(rows) > 1 and bool((np.sign(loads) == np.sign(off)).all())
        key = "uneven_alone" if zone.alone else "uneven_alike" if alike else "uneven"
        causes[key].append(f"{zone.name} {percent(off, 0, signed=True)}")
    for key, named in causes.items():
        if named:
            yield _say(key, zones=named, limit=round(100 * limit))


def _say(key: str, **values: Any) -> Message:
    return Message(f"systems.organisation.{key}", values)
