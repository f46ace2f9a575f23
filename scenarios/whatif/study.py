"""A study: scenarios applied to their base, a county and a policy. The one place of this floor that reads a county.

A scenario that cannot be applied is a mistake where its file names the county. Where the county is given beside the
file, as for the library, the scenario is refused with the reason, and the others stand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geodata
from geodata.county.build import Built, build
from geodata.county.other import other_counts, other_minutes, road_minutes_at
from geodata.samples import SCHEME
from geodata.tables.table import Tables
from scenarios.spec.scenario import Override, Scenario, ScenarioFile
from scenarios.whatif.apply import Applied, applied
from zoning.model.county import County, Floats
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.policy import PRESETS, Policy, read_policy
from zoning.model.problem import Problem
from zoning.texts import Message

if TYPE_CHECKING:
    from solvers.stop import Stop


@dataclass(frozen=True, eq=False)
class Study:
    """A base and its scenarios, ``applied`` or ``refused`` with their mistakes, by name.

    ``made`` is the day, YYYY-MM-DD, that is written on the plans that are solved for it.
    """

    base: Problem
    built: Built
    tables: Tables
    scenarios: tuple[Scenario, ...]
    applied: Mapping[str, Applied]
    refused: Mapping[str, tuple[Mistake, ...]] = field(default_factory=dict)
    why: str = ""
    made: str = ""


def opened(
    files: Sequence[ScenarioFile],
    *,
    county: str | None = None,
    policy: str | None = None,
    settings: Mapping[str, Any] = MappingProxyType({}),
    lenient: bool = False,
    mistakes: Sequence[Mistake] = (),
    stop: "Stop | None" = None,
) -> Study:
    """Read the county and apply every scenario to it.

    Parameters
    ----------
    county, policy : in place of those of the files; a path is relative to where the command is run
    settings : laid over those of the county, as for :func:`geodata.read_source`
    lenient : refuse a scenario that cannot be applied, even where its file names the county
    mistakes : of the files, already known; raised with those of the county
    stop : when to give up a search for the tightest band, of every scenario that asks for it

    Raises
    ------
    InputError
        With every mistake: files that do not go together, the county's, the policy's, and the scenarios' own.
    """
    found = _name_conflicts(files)
    counties = [_beside(file, file.base.county) for file in files if file.base is not None]
    policies = [_beside(file, file.base.policy, PRESETS) for file in files if file.base is not None]
    county = county or _one("county", counties, [] if mistakes else files, found)
    chosen = policy or _one("policy", policies, [], found) or "haidong"
    own = not lenient and bool(counties) and county == counties[0]
    tables, built, rules = _read(county, chosen, settings, found)
    if found or tables is None or built is None or rules is None:
        raise InputError([*mistakes, *found])
    why = next((file.base.why for file in files if file.base is not None), "")
    study = studied(files, Problem(built.county, rules), built, tables, stop=stop, why=why)
    wrong = [m for one in study.refused.values() for m in one] if own else []
    if mistakes or wrong:
        raise InputError(_each_once([*mistakes, *wrong]))
    return study


def studied(
    files: Sequence[ScenarioFile],
    base: Problem,
    built: Built,
    tables: Tables,
    *,
    stop: "Stop | None" = None,
    why: str = "",
) -> Study:
    """Every scenario applied to a base that is there already; one that cannot be applied is refused.

    Raises
    ------
    InputError
        When two scenarios have the same name.
    """
    if found := _name_conflicts(files):
        raise InputError(found)
    ready, done, refused = [], {}, {}
    for scenario in (one for file in files for one in file.scenarios):
        unread: list[Mistake] = []
        try:
            filled = _filled(scenario, built, tables, unread)
            done[scenario.name] = applied(base, filled, unread, stop)
            ready.append(filled)
        except InputError as error:
            ready.append(scenario)
            refused[scenario.name] = error.mistakes
    return Study(base, built, tables, tuple(ready), MappingProxyType(done), MappingProxyType(refused), why)


def _each_once(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The mistakes without repetitions, which ``extends`` makes."""
    return list({str(one): one for one in mistakes}.values())


def _name_conflicts(files: Sequence[ScenarioFile]) -> list[Mistake]:
    """Names in two files, or in one file given twice."""
    seen: dict[str, int] = {}
    found = []
    for at, file in enumerate(files):
        for one in file.scenarios:
            first = seen.setdefault(one.name.casefold(), at)
            if first != at:
                values = {"first": files[first].name, "second": file.name}
                found.append(Mistake(Message("scenarios.study.twice", {"name": one.name, **values})))
    return found


def _beside(file: ScenarioFile, value: str, names: Sequence[str] = ()) -> str:
    """A path relative to the folder of its file."""
    return value if value.startswith(SCHEME) or value in names else str(file.folder / value)


def _one(part: str, values: Sequence[str], needy: Sequence[ScenarioFile], found: list[Mistake]) -> str | None:
    """The value common to all files; a mistake where they differ, or where a county is needed and missing."""
    if not values and needy:
        found.append(mistake("scenarios.study.no_base", table=needy[0].name))
    found += [
        mistake("scenarios.study.two_bases", part=part, first=values[0], second=value)
        for value in values[1:]
        if value != values[0]
    ]
    return values[0] if values else None


def _read(
    county: str | None, policy: str, settings: Mapping[str, Any], found: list[Mistake]
) -> tuple[Tables | None, Built | None, Policy | None]:
    """County and policy, or the mistakes of both."""
    tables = built = rules = None
    try:
        rules = read_policy(policy)
    except InputError as error:
        found += error.mistakes
    try:
        if county is not None:
            tables = geodata.read_source(county, settings)
            built = build(tables)
    except InputError as error:
        found += error.mistakes
    return tables, built, rules


def _filled(scenario: Scenario, built: Built, tables: Tables, found: list[Mistake]) -> Scenario:
    """The scenario with the numbers of its other tables, and minutes over roads at its speed."""
    table, travel, speed = (scenario.find(k) for k in ("incidents_table", "travel_table", "travel_speed_kmh"))
    counts = None if table is None else _other(other_counts, scenario, table, built.county, found)
    minutes = None if travel is None else _other(other_minutes, scenario, travel, built.county, found)
    if travel is None and speed is not None and built.county.travel == "roads":
        minutes = road_minutes_at(tables, speed.value.of(built.county.speed_kmh))
    return replace(scenario, counts=counts, minutes=minutes)


def _other(
    reader: Callable[[Path, County], Floats],
    scenario: Scenario,
    override: Override,
    county: County,
    found: list[Mistake],
) -> Floats | None:
    """The numbers of another table; a mistake of the file as a whole is told at the override that names it."""
    try:
        return reader(scenario.folder / override.value, county)
    except InputError as error:
        here = {"table": scenario.file, "column": override.key, "value": override.value}
        found += [replace(m, **here) if m.row is None and m.column is None else m for m in error.mistakes]
        return None
