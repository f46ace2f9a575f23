"""``zoning organise``: a plan file put to work, with the planner's own choices; as tables, a workbook, a file to keep.

Choices name a zone by its number, by its name or by one of its stations; they are kept in ``organisation.json`` and are
found again, by the stations, when the plan has been solved anew.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from systems.organisation.organise import organise
from systems.organisation.overrides import overrides
from systems.organisation.records import Choice, Subject, read_kept
from systems.teams.parameters import Parameters
from workbench.given.claims import claim_of, warn_of_other_county
from workbench.given.decisions import station_of
from workbench.given.parameters import changed
from workbench.given.periods import lengths
from workbench.given.sources import Source
from workbench.line.options import Choices, Pace
from workbench.line.progress import watched
from workbench.line.saving import prepared, save
from workbench.line.screen import BROKEN_RULE, DONE, Misused, Screen
from workbench.report.scorecard_chart import scorecard_files
from workbench.tables.systems.organised import show, workbook
from workbench.tables.terminal import indented, show_lines
from zoning.judge.score import score
from zoning.judge.slices import by_period
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.result.codec import dumps
from zoning.result.documents import to_document

SITES: tuple[tuple[Subject, str], ...] = (
    ("office", "--office"),
    ("command_room", "--command-room"),
    ("case_team", "--case-team"),
    ("community_team", "--community-team"),
)
NAMED: tuple[tuple[Subject, str], ...] = (
    ("name", "--set-name"),
    ("leader", "--set-leader"),
    ("branch", "--set-branch"),
)


def organise_plan(screen: Screen, source: Source, path: Path, given: Choices, pace: Pace, out: Path | None) -> int:
    """Put the plan to work under the choices given and kept; exit code 6 when a hard rule is not kept.

    Raises
    ------
    InputError
        When the county, the plan file or a choice is wrong, or ``out`` cannot be written.
    Misused
        When a choice or a parameter does not have its form.
    """
    parameters = changed(Parameters(), given.parameter or (), "--parameter")
    kept = read_kept(given.keep).choices if given.keep else ()
    county = source.read().county
    claim = claim_of(path, county)
    problem, plan = claim.problem(county), claim.plan
    score(problem, plan)  # a plan of another county is refused before its zones are looked for
    with watched(screen, pace) as (stop, progress):
        found = organise(problem, plan, parameters, kept, stop=stop, on_progress=progress)
        own = _choices(county, plan, [zone.name for zone in found.zones], given)
        if own:
            found = organise(problem, plan, parameters, (*kept, *own), stop=stop, on_progress=progress)
    if out is not None:
        files = {"organisation.json": dumps(to_document(found)).encode()}
        files |= {"organisation.xlsx": workbook(found, screen.language)}
        save(prepared(out), files | scorecard_files(found, screen.language))
    code = BROKEN_RULE if found.broken else DONE
    screen.emit(to_document(found), code)
    warn_of_other_county(screen, claim, county)
    show_lines(screen, (f"* {line}" for line in lengths(by_period(county), county.years, screen.language)), "yellow")
    show(screen, found)
    if out is not None:
        screen.show("", indented(screen.say("workbench.organise.written", folder=str(out)), screen.width))
    return code


def _choices(county: County, plan: Plan, names: Sequence[str], given: Choices) -> tuple[Choice, ...]:
    """The choices of a command line.

    Raises
    ------
    Misused
        When the form of one is wrong.
    InputError
        With every choice that cannot hold.
    """
    found: list[Mistake] = []
    choices = [*_sites(county, plan, given, found), *_named(county, plan, names, given, found)]
    if found:
        only_form = all(m.says.key == "workbench.organise.no_value" for m in found)
        raise (Misused if only_form else InputError)(found)
    lost = overrides(county, plan, choices).lost
    if lost:
        options = dict((*SITES, *NAMED))
        raise InputError([Mistake(why, table=options[choice.what], value=choice.value) for choice, why in lost])
    return tuple(choices)


def _sites(county: County, plan: Plan, given: Choices, found: list[Mistake]) -> Iterator[Choice]:
    for what, option in SITES:
        for word in getattr(given, what) or ():
            code = station_of(county, word, option, found)
            zone = next((zone for zone in plan.zones if code in zone), None)
            if zone is not None:
                yield Choice(what=what, value=code, stations=zone, reason=given.reason)


def _named(county: County, plan: Plan, names: Sequence[str], given: Choices, found: list[Mistake]) -> Iterator[Choice]:
    for what, option in NAMED:
        for word in getattr(given, option.removeprefix("--").replace("-", "_")) or ():
            zone, sign, value = (part.strip() for part in word.partition("="))
            if not sign or not zone or not value:
                found.append(mistake("workbench.organise.no_value", table=option, value=word))
            elif (z := _zone_of(county, plan, names, zone)) is None:
                zones = [f"{number} {name}" for number, name in enumerate(names, start=1)]
                found.append(mistake("workbench.organise.no_zone", table=option, value=zone, zones=zones))
            else:
                yield Choice(what=what, value=value, stations=plan.zones[z], reason=given.reason)


def _zone_of(county: County, plan: Plan, names: Sequence[str], word: str) -> int | None:
    """The zone of a number, of a name, or of a station in it."""
    if word.isdecimal() and 1 <= int(word) <= len(names):
        return int(word) - 1
    if word in names:
        return names.index(word)
    code = station_of(county, word, "", [])
    return next((z for z, zone in enumerate(plan.zones) if code in zone), None)
