"""The lists behind the drop-downs of a template: stations as code and name, classes by name, as long as their sheets.

Code and name are joined by formulas on a hidden sheet, so that a station typed into its sheet can be chosen at once.
What it may get wrong: stations beyond row ``LISTED`` of their sheet are not offered; their codes can be typed.
"""

from typing import TYPE_CHECKING

from geodata.naming.codes import joined
from geodata.tables.columns import HINT
from geodata.tables.kinds import KINDS
from geodata.tables.table import Table
from geodata.workbook.writing import printable

if TYPE_CHECKING:
    from geodata.workbook.template_sheets import Sheets

STATION_LIST, CLASS_LIST = "station_choices", "class_names"
"""Names of the workbook for the lists that grow with their sheets."""
LISTED = 1_000
"""So many stations are offered."""


def add_choices(sheets: "Sheets", stations: Table | None) -> None:
    """The hidden sheet: in row i the code and the name of station i of the sheet of stations, as it stands there."""
    sheet, own = sheets.book.add_worksheet(sheets.say("geodata.template.choices")), sheets.name(KINDS["stations"])
    code, name = (f"INDEX({_whole(own, letter)},ROW()+{_head(own, 'A')})" for letter in "AB")
    known = (
        [joined(stations.cell(row, "code"), stations.cell(row, "name")) for row in stations.rows] if stations else []
    )
    for i in range(LISTED):
        sheet.write_formula(i, 0, f'=TRIM({code}&" "&{name})', None, known[i] if i < len(known) else "")
    printable(sheet, head_rows=1)
    sheet.hide()


def growing_list(sheet: str, column: str, shown: str | None = None) -> str:
    """The entries of a column below its header, and below its hint while that is there; as a formula.

    With ``shown`` as many entries of column A of that sheet instead, from its first row on.
    """
    count = f"MAX(1,COUNTA({_whole(sheet, column)})-{_head(sheet, column)})"
    if shown is not None:
        return f"=OFFSET('{shown}'!$A$1,0,0,MIN({LISTED},{count}),1)"
    return f"=OFFSET(INDEX({_whole(sheet, column)},1),{_head(sheet, column)},0,{count},1)"


def _whole(sheet: str, column: str) -> str:
    return f"'{sheet}'!${column}:${column}"


def _head(sheet: str, column: str) -> str:
    """How many rows stand above the records."""
    return f'IF(LEFT(INDEX({_whole(sheet, column)},2),1)="{HINT}",2,1)'
