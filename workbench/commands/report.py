"""``zoning report``: a folder with a plan becomes a report, one file a format, all of them saying the same."""

from dataclasses import dataclass
from pathlib import Path

from workbench.draw.fonts import remarks
from workbench.given.sources import Layers
from workbench.line.saving import prepared, save
from workbench.line.screen import BROKEN_RULE, DONE, Misused, Screen
from workbench.report.material import read_material
from workbench.report.renderers import FORMATS
from workbench.report.sections import build
from zoning.model.equality import ByValue
from zoning.model.errors import mistake
from zoning.result.documents import to_document


@dataclass(frozen=True, eq=False)
class Reported(ByValue):
    """The files of a report in their folder, and what has to be said about them."""

    folder: Path
    files: tuple[str, ...]
    notices: tuple[str, ...]


def write_report(
    screen: Screen, folder: Path, county: str | None, layers: Layers, formats: str, out: Path | None
) -> int:
    """Write the plan or study of a folder as a report in each of the formats.

    The exit code is 6 when the plan breaks a hard rule, which the report then says first of all. A chapter that cannot
    be made is told, in the report in its place, too.

    Raises
    ------
    InputError
        When there is no plan or no county, or the plan is not what its file claims.
    Misused
        When a format is unknown.
    """
    wanted = _formats(formats)
    target = prepared(out or folder)
    material = read_material(folder, county, layers, screen.language)
    report = build(material)
    files = save(target, {f"report.{suffix}": FORMATS[suffix](report, material) for suffix in wanted})
    code = BROKEN_RULE if material.judged.violations else DONE
    told = [*report.lost, *(remark.text(screen.language) for remark in remarks(report.texts()))]
    names = tuple(path.name for path in files)
    screen.emit(to_document(Reported(target, names, tuple(told))), code)
    screen.written(target, names)
    if not screen.json:
        screen.note(*told)
        if code:
            screen.note(screen.say("workbench.violations.title", count=len(material.judged.violations)))
    return code


def _formats(words: str) -> list[str]:
    """The formats that are asked for, each once."""
    asked = list(dict.fromkeys(word.strip().lower() for word in words.split(",") if word.strip()))
    known = list(FORMATS)
    wrong = [
        mistake("workbench.report.format", table="--format", value=w, formats=known) for w in asked if w not in known
    ]
    if not asked:
        wrong.append(mistake("workbench.report.no_format", table="--format", formats=known))
    if wrong:
        raise Misused(wrong)
    return asked
