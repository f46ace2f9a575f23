"""``zoning sample``: the sample counties listed, or one of them written out."""

from dataclasses import dataclass
from pathlib import Path

import geodata
from workbench.line.screen import DONE, Screen
from workbench.tables.table import Table
from workbench.tables.terminal import show_rows
from zoning.model.equality import ByValue
from zoning.result.documents import to_document


@dataclass(frozen=True)
class Sample:
    """A sample county by the key that names it on a command line."""

    key: str
    name: str


@dataclass(frozen=True, eq=False)
class Samples(ByValue):
    """The sample counties."""

    samples: tuple[Sample, ...]


@dataclass(frozen=True, eq=False)
class Copied(ByValue):
    """A sample county that was written as a folder of these files."""

    sample: str
    folder: Path
    files: tuple[str, ...]


def list_samples(screen: Screen) -> int:
    """The sample counties by name."""
    names = geodata.sample_names()
    screen.emit(to_document(Samples(tuple(Sample(key, name) for key, name in names.items()))))
    rows = [[f"sample:{key}", name] for key, name in names.items()]
    table = Table.of("samples", screen.language, ("called", "county"), rows)
    screen.sentence(table.title, "bold")
    show_rows(screen, table)
    return DONE


def write_sample(screen: Screen, name: str, folder: Path | None) -> int:
    """Write a sample county as a folder of plain tables."""
    target = folder or Path(name)
    geodata.copy_sample(name, target)
    files = tuple(sorted(path.name for path in target.iterdir()))
    screen.emit(to_document(Copied(name, target, files)))
    screen.show(screen.say("workbench.files.title", folder=str(target)))
    return DONE
