"""``zoning template``: the workbook a planner fills in, empty or filled with a county."""

import os
from dataclasses import dataclass
from pathlib import Path

import geodata
from geodata.workbook.template import render_template
from workbench.line.screen import DONE, Screen
from zoning.files.whole import write_all
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, mistake
from zoning.result.documents import to_document


@dataclass(frozen=True, eq=False)
class Template(ByValue):
    """A workbook that was written, empty or ``filled`` with a county."""

    template: Path
    filled: str | None


def write_template(screen: Screen, file: Path, filled: str | None) -> int:
    """Write the workbook; nothing that is there is overwritten."""
    if file.suffix.lower() != ".xlsx":
        raise InputError([mistake("workbench.template.suffix", value=file)])
    tables = None if filled is None else geodata.read_source(filled)
    if tables is not None:
        geodata.build(tables)
    if os.path.lexists(file):
        raise InputError([mistake("workbench.template.exists", value=file)])
    write_all(file.parent, {file.name: render_template(tables, screen.language)})
    screen.emit(to_document(Template(file, filled)))
    screen.show(screen.say("workbench.template.written", file=str(file)))
    return DONE
