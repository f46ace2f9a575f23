"""``zoning organise``: a plan file put to work, with the planner's own choices; as tables, a workbook, a file to keep.

Choices name a zone by its number, by its name or by one of its stations; they are kept in ``organisation.json`` and are
found again, by the stations, when the plan has been solved anew.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from systems.organisation.organise import organise
from systems.organisation.overrides import overrides
from systems.organisation.parameters import Parameters
from systems.organisation.records import Choice, Organisation, Subject, read_kept
from workbench.commands.score import warn_of_other_county
from workbench.line.decisions import station_of
from workbench.line.options import Choices
from workbench.line.parameters import changed
from workbench.line.saving import prepared, save
from workbench.line.screen import BROKEN_RULE, DONE, Misused, Screen, plain
from workbench.line.sources import Source
from workbench.tables import organisation_sheets as sheets
from workbench.tables.organisation_reasons import reasons
from workbench.tables.sheets import show_sheet, write_sheet
from workbench.tables.tables import indented
from workbench.tables.workbook import Book, Column
from zoning.judge.score import score
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.result.codec import dumps
from zoning.result.plan_file import read_plan
from zoning.texts import Language, say

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


def organise_plan(screen: Screen, source: Source, path: Path, given: Choices, out: Path | None) -> int:
    """The whole command; exit code 6 when a rule that is hard is not kept."""
    parameters = changed(Parameters(), given.parameter or (), "--parameter")
    claim = read_plan(path)
    kept = read_kept(given.keep).choices if given.keep else ()
    county = source.read().county
    problem, plan = claim.problem(county), claim.plan
    score(problem, plan)  # a plan of another county is refused before its zones are looked for
    zones = organise(problem, plan, parameters, kept).zones
    own = _choices(county, plan, [zone.name for zone in zones], given)
    found = organise(problem, plan, parameters, (*kept, *own)) if own else organise(problem, plan, parameters, kept)
    if out is not None:
        save(prepared(out), contents(found, screen.language))
    code = BROKEN_RULE if found.broken else DONE
    screen.emit(found.document(), code)
    warn_of_other_county(screen, claim, county)
    show(screen, found)
    if out is not None:
        screen.show("", indented(screen.say("workbench.organise.written", folder=str(out)), screen.width))
    return code


def show(screen: Screen, found: Organisation) -> None:
    """Responsibilities, places, readiness, what has to be known."""
    county = found.county
    screen.sentence(screen.say("workbench.organise.title", county=county.name, zones=len(found.zones)), "bold")
    for sheet in (sheets.responsibility(found, screen.language), sheets.places(found), sheets.readiness(found)):
        show_sheet(screen, sheet)
    screen.show(indented(screen.say("workbench.organise.legend"), screen.width))
    seconded = sheets.secondments(found)
    if seconded.rows:
        show_sheet(screen, seconded)
    why = reasons(found, screen.language)
    screen.heading(f"workbench.sheet.{why.key}")
    screen.show(*(indented(f"* {zone}  {words}", screen.width) for zone, words in why.rows))
    for broken in found.broken:
        screen.show("", indented(f"* {broken.text(screen.language)}", screen.width, "red"))
    screen.heading("workbench.organise.notes")
    screen.show(*(indented(f"* {line}", screen.width) for line in lines(found, screen.language)))


def lines(found: Organisation, language: Language, *, notice: bool = True) -> list[str]:
    """What has to be known, as plain sentences: H29 first, then what is lacking, then the planner's choices."""
    county = found.county
    said = [say("workbench.organise.unchanged", language, stations=len(county), officers=int(county.officers.sum()))]
    said += [note.text(language) for note in found.notes]
    for choice in found.choices:
        what = say(f"systems.subject.{choice.what}", language)
        stations = [county.names.get(code, code) for code in choice.stations]
        value = county.names.get(choice.value, choice.value)
        why = say("workbench.applied.reason", language, reason=choice.reason) if choice.reason else ""
        said.append(say("workbench.organise.choice", language, what=what, value=value, stations=stations, why=why))
    if notice and county.notice:
        said.append(say("workbench.applied.notice", language, notice=county.notice))
    return said


def contents(found: Organisation, language: Language) -> dict[str, bytes]:
    """The files of ``--out``: ``organisation.json`` and ``organisation.xlsx``."""
    book = Book(language)
    all_sheets = (
        sheets.responsibility(found, language),
        sheets.places(found),
        sheets.readiness(found),
        reasons(found, language),
        sheets.rankings(found, language),
        sheets.party(found, language),
        sheets.emergency(found),
        sheets.secondments(found),
        sheets.villages(found, language),
    )
    for sheet in all_sheets:
        if sheet.rows:
            write_sheet(book, sheet)
    items = [say(f"workbench.book.{key}", language) for key in ("item", "content")]
    rows = [[str(number), line] for number, line in enumerate(lines(found, language), start=1)]
    rows += [[key, str(value)] for key, value in found.parameters.items()]
    book.sheet(say("workbench.sheet.notes", language), [Column(item) for item in items], rows).set_column(1, 1, 110)
    return {"organisation.json": dumps(plain(found.document())).encode(), "organisation.xlsx": book.done()}


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
