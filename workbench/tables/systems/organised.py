"""A plan put to work, on the terminal and as a workbook."""

from systems.organisation.records import Organisation
from workbench.line.screen import Screen
from workbench.tables.sheets import show_sheet, write_sheet
from workbench.tables.systems import organisation as sheets
from workbench.tables.systems.reasons import reasons
from workbench.tables.tables import indented
from workbench.tables.workbook import Book, Column
from zoning.texts import Language, say


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


def workbook(found: Organisation, language: Language) -> bytes:
    """All tables, and a last sheet with what has to be known and the values that were used."""
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
    return book.done()
