"""A plan put to work, on the terminal and as a workbook."""

from systems.organisation.records import Organisation
from workbench.line.screen import Screen
from workbench.tables.book import Book
from workbench.tables.systems import monthly
from workbench.tables.systems import organisation as view
from workbench.tables.systems.reasons import reasons
from workbench.tables.terminal import indented, show_lines, show_table
from zoning.judge.names import zone_called
from zoning.texts import Language, say


def show(screen: Screen, found: Organisation) -> None:
    """Responsibilities, places, readiness, what has to be known."""
    county = found.county
    screen.sentence(screen.say("workbench.organise.title", county=county.name, zones=len(found.zones)), "bold")
    for table in (view.responsibility, view.places, view.teams, view.readiness):
        show_table(screen, table(found, screen.language))
    screen.show(indented(screen.say("workbench.organise.legend"), screen.width))
    optional = (view.secondments, monthly.last_scorecard, monthly.tasks, monthly.short_checklists)
    for held in (part(found, screen.language) for part in optional):
        if held.rows:
            show_table(screen, held)
    screen.heading("workbench.sheet.reasons")
    why = reasons(found, screen.language)
    show_lines(screen, (f"* {why.text(r, 0)}  {why.text(r, 1)}" for r in range(len(why.rows))))
    for broken in found.broken:
        screen.show("", indented(f"* {broken.text(screen.language)}", screen.width, "red"))
    screen.heading("workbench.organise.notes")
    show_lines(screen, (f"* {line}" for line in lines(found, screen.language)))


def lines(found: Organisation, language: Language, *, notice: bool = True) -> list[str]:
    """What has to be known, as plain sentences: H29 first, then what is lacking, then the planner's choices."""
    county = found.county
    said = [say("workbench.organise.unchanged", language, stations=len(county), officers=int(county.officers.sum()))]
    said += [_called(note.text(language), found, language) for note in found.notes]
    for choice in found.choices:
        what = say(f"systems.subject.{choice.what}", language)
        stations = [county.short_names.get(code, code) for code in choice.stations]
        value = county.short_names.get(choice.value, choice.value)
        why = say("workbench.applied.reason", language, reason=choice.reason) if choice.reason else ""
        said.append(say("workbench.organise.choice", language, what=what, value=value, stations=stations, why=why))
    if notice and county.notice:
        said.append(say("workbench.applied.notice", language, notice=county.notice))
    return said


def _called(text: str, found: Organisation, language: Language) -> str:
    """A sentence with its zones called in the language; names that are part of others come last."""
    for name in sorted((zone.name for zone in found.zones), key=len, reverse=True):
        text = text.replace(name, zone_called(name, language))
    return text


def workbook(found: Organisation, language: Language) -> bytes:
    """All tables, and a last sheet with what has to be known and the values that were used."""
    parts = (
        view.responsibility,
        view.places,
        view.teams,
        view.grounds,
        view.readiness,
        reasons,
        view.rankings,
        view.party,
        view.forces,
        view.emergency,
        view.secondments,
        view.villages,
        monthly.by_month,
        monthly.scorecard,
        monthly.tasks,
        monthly.checklists,
    )
    book = Book(language)
    for table in (part(found, language) for part in parts):
        if table.rows:
            book.add(table)
    rows = [(str(number), line) for number, line in enumerate(lines(found, language), start=1)]
    book.notes([*rows, *((key, str(value)) for key, value in found.parameters.items())])
    return book.done()
