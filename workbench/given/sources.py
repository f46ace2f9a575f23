"""Where a county comes from: its folder or sample, and the layers and their settings given beside it as options.

Every command that takes a county takes these options. They are laid over the settings of the county's own file, so a
planner may as well write them there; only a path given here is relative to where the command is run.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from cyclopts import Parameter

if TYPE_CHECKING:
    from geodata.county.build import Built
    from geodata.tables.table import Tables

KEYS = {
    "areas": "areas.file",
    "layer": "areas.layer",
    "code_column": "areas.code",
    "crs": "areas.crs",
    "repair": "areas.repair",
    "outline": "areas.outline",
    "roads": "roads.file",
}
"""The setting behind each option."""


@dataclass(frozen=True)
class Source:
    """A county as a command line names it."""

    county: str
    settings: dict[str, Any]

    def tables(self) -> "Tables":
        """The county's tables, not yet checked; raises :class:`~zoning.model.errors.InputError`."""
        import geodata

        return geodata.read_source(self.county, self.settings)

    def read(self) -> "Built":
        """The county, its notices and its polygons; raises :class:`~zoning.model.errors.InputError`."""
        import geodata

        return geodata.read(self.county, self.settings)


@dataclass(frozen=True)
class Layers:
    """Options of every command that takes a county."""

    PANEL: ClassVar[str] = "layers"
    areas: Annotated[Path | None, Parameter(metavar="FILE")] = None
    layer: Annotated[str | None, Parameter(metavar="NAME")] = None
    code_column: Annotated[str | None, Parameter(metavar="COLUMN")] = None
    crs: Annotated[str | None, Parameter(metavar="CRS")] = None
    repair: Annotated[bool, Parameter(negative="")] = False
    outline: Annotated[Path | None, Parameter(metavar="FILE")] = None
    roads: Annotated[Path | None, Parameter(metavar="FILE")] = None

    def of(self, county: str) -> Source:
        """The county with these settings laid over its own."""
        given = {key: value for name, key in KEYS.items() if (value := getattr(self, name)) not in (None, False)}
        return Source(county, {k: str(v.absolute()) if isinstance(v, Path) else v for k, v in given.items()})
