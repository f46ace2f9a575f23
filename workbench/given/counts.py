"""Counts that a density is of: the county's own incidents, or the tables that ``zoning count --out`` wrote.

Named is the table of incidents; those by hour, by village and on the grid lie beside it under the names that the count
gave them, in either language.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from workbench.given.sources import Source
from workbench.line.options import Few, Share, Years
from zoning.model.errors import InputError, mistake
from zoning.texts import LANGUAGES, say

if TYPE_CHECKING:
    from geodata.county.build import Built
    from geodata.density.kept import Kept
    from geodata.density.parts import Part
    from zoning.model.county import County

BESIDE = ("hours", "villages", "grid")


@dataclass(frozen=True)
class Counts:
    """Whose counts, over how many years, which part of them, the smallest shown, the share of false finds."""

    counts: Annotated[Path | None, Parameter(metavar="FILE.csv")] = None
    count_years: Annotated[Years, Parameter(name="--years")] = None
    of: Annotated[str | None, Parameter(metavar="CLASS|HOURS|SEASON")] = None
    shown_least: Annotated[Few, Parameter(name="--at-least")] = 3
    false_share: Share = 0.05

    def read(self, source: Source) -> "tuple[Built, Kept]":
        """The county with these counts as its incidents, and what else was counted.

        Raises
        ------
        InputError
            With the mistakes of the county or of the tables.
        """
        from geodata.county.build import build
        from geodata.density.kept import Kept, read_kept, with_incidents

        tables = source.tables()
        if self.counts is not None:
            tables = with_incidents(tables, self.counts, self.count_years)
        elif self.count_years is not None:
            tables = replace(tables, settings={**(tables.settings or {}), "years": self.count_years})
        built = build(tables)
        return built, Kept() if self.counts is None else read_kept(built.county, beside(self.counts))

    def dated(self, county: "County") -> bool:
        """Whether the years are those of the counts: given, or of periods that are months, quarters or years."""
        from geodata.density.kept import TOGETHER
        from geodata.density.parts import years_of

        names = dict.fromkeys(period.name for period in county.bureau.periods if period.name != TOGETHER)
        return self.counts is None or self.count_years is not None or years_of(list(names)) is not None

    def part(self, county: "County") -> "Part":
        """The part that is asked for, by its key or its name; everything where none is.

        Raises
        ------
        InputError
            When there is no such part.
        """
        from geodata.density.parts import BANDS, SEASONS, Part

        if self.of is None:
            return Part()
        known = {word: Part("class", one.key) for one in county.classes for word in (one.key, one.name)}
        for made in (*(Part("band", key) for key in BANDS), *(Part("season", key) for key in SEASONS)):
            known |= {made.key: made} | {say(f"workbench.part.{made.key}", one): made for one in LANGUAGES}
        if self.of not in known:
            classes = [one.name for one in county.classes]
            raise InputError([mistake("workbench.density.no_part", table="--of", value=self.of, classes=classes)])
        return known[self.of]


def beside(path: Path) -> dict[str, Path]:
    """The tables beside one of incidents, by what they are of."""
    named = (
        (key, path.with_name(f"{path.stem}_{say(f'workbench.count.{key}', language)}{path.suffix}"))
        for key in BESIDE
        for language in LANGUAGES
    )
    return {key: file for key, file in named if file.is_file()}
