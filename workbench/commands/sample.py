"""``zoning sample``: the sample counties listed, or one of them written out."""

from pathlib import Path

import geodata
from workbench.line.screen import DONE, Screen
from workbench.tables.table import Table
from workbench.tables.terminal import show_rows


def list_samples(screen: Screen) -> int:
    """The sample counties by name."""
    names = geodata.sample_names()
    screen.emit({"samples": [{"key": key, "name": name} for key, name in names.items()]})
    rows = [[f"sample:{key}", name] for key, name in names.items()]
    table = Table.of("samples", screen.language, ("called", "county"), rows)
    screen.sentence(table.title, "bold")
    show_rows(screen, table)
    return DONE


def write_sample(screen: Screen, name: str, folder: Path | None) -> int:
    """Write a sample county as a folder of plain tables."""
    target = folder or Path(name)
    geodata.copy_sample(name, target)
    screen.emit({"sample": name, "folder": str(target), "files": sorted(path.name for path in target.iterdir())})
    screen.show(screen.say("workbench.files.title", folder=str(target)))
    return DONE
