"""``zoning staffing``: officers against the norms, on the terminal, as a workbook and as a file."""

from pathlib import Path

from systems.staffing.norms import Norms
from systems.staffing.staffing import staffing
from workbench.draw.services import service_files
from workbench.given.claims import claim_of, warn_of_other_county
from workbench.given.parameters import changed
from workbench.given.sources import Source
from workbench.line.progress import shown
from workbench.line.saving import prepared, save
from workbench.line.screen import DONE, Screen
from workbench.tables.systems.staffing import show, workbook
from workbench.tables.terminal import indented
from zoning.judge.names import zone_names
from zoning.judge.score import score
from zoning.result.codec import dumps
from zoning.result.documents import to_document


def show_staffing(screen: Screen, source: Source, path: Path | None, norms: tuple[str, ...], out: Path | None) -> int:
    """Hold officers against the norms, by zone where a plan file is given, else by station.

    Raises
    ------
    InputError
        When the county or the plan file is wrong, or ``out`` cannot be written.
    Misused
        When a norm is wrong.
    """
    wanted = changed(Norms(), norms, "--norm")
    built = source.read()
    county = built.county
    claim = None if path is None else claim_of(path, county)
    names: list[str] = []
    if claim is not None:
        judged = score(problem := claim.problem(county), claim.plan)
        names = list(zone_names(problem, judged, screen.language))
    folder = None if out is None else prepared(out)
    with shown(screen) as progress:
        found = staffing(county, None if claim is None else claim.plan, wanted, on_progress=progress)
    if folder is not None:
        files = {"staffing.json": dumps(to_document(found)).encode()}
        files |= {"staffing.xlsx": workbook(found, names, screen.language)}
        plan = None if claim is None else claim.plan
        save(folder, files | service_files("staffing", found, built, screen.language, plan))
    screen.emit(to_document(found))
    if claim is not None:
        warn_of_other_county(screen, claim, county)
    show(screen, found, names)
    if folder is not None:
        screen.show("", indented(screen.say("workbench.staffing.written", folder=str(folder)), screen.width))
    return DONE
