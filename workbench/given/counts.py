"""Counts that a density is of: the county's own incidents, or the tables that ``zoning count --out`` wrote.

Named is the table of incidents; those by hour, by village and on the grid lie beside it under the names that the count
gave them, in either language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from workbench.given.sources import Source
from workbench.line.options import Share, Some, Years
from zoning.judge.calendar import TOGETHER
from zoning.model.errors import InputError, Slips, mistake
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

    counts: Annotated[Path | None, Parameter(name=("--counts", "--incidents"), metavar="FILE.csv")] = None
    count_years: Annotated[Years, Parameter(name="--years")] = None
    of: Annotated[str | None, Parameter(metavar="CLASS|HOURS|SEASON")] = None
    shown_least: Annotated[Some, Parameter(name="--at-least")] = 3
    false_share: Share = 0.05

    def read(self, source: Source) -> "tuple[Built, Kept, County]":
        """The county with these counts as its incidents, what else was counted, and the county as its own tables say.

        Counts from elsewhere say nothing of villages unless a table of these lies beside them.

        Raises
        ------
        InputError
            With the mistakes of the county or of the tables.
        """
        from geodata.county.build import build
        from geodata.density.kept import Kept, read_kept, with_incidents

        own = tables = source.tables()
        slips = Slips()
        if self.counts is not None:
            with slips:
                tables = with_incidents(tables, self.counts, self.count_years)
            if slips.refused and "incidents" in own.tables:
                with slips:
                    build(own)
            slips.refuse()
        elif self.count_years is not None:
            tables = replace(tables, settings={**(tables.settings or {}), "years": self.count_years})
        built = build(tables)
        county = built.county if tables is own or "incidents" not in own.tables else build(own).county
        if self.counts is None:
            return built, Kept(), county
        kept = read_kept(built.county, beside(self.counts))
        return built, kept if kept.villages is not None else replace(kept, villages={}), county

    def dated(self, county: "County") -> bool:
        """Whether the years are those of the counts: given, or of periods that are months, quarters or years."""
        from geodata.density.parts import years_of

        names = dict.fromkeys(period.name for period in county.bureau.periods if period.name != TOGETHER)
        return self.counts is None or self.count_years is not None or years_of(list(names)) is not None

    def part(self, county: "County", kept: "Kept | None") -> "Part":
        """The part that is asked for, by its key or its name in any case; everything where none is.

        Where the counts could not be read, ``kept`` is ``None``, and nobody asks whether they have the part.

        Raises
        ------
        InputError
            When there is no such part, or nothing was counted by hour or by month that it could be read from.
        """
        from geodata.density.parts import BANDS, SEASONS, Part
        from systems.density.rates import counts_of

        if self.of is None:
            return Part()
        known = {word: Part("class", one.key) for one in county.classes for word in (one.key, one.name)}
        for made in (*(Part("band", key) for key in BANDS), *(Part("season", key) for key in SEASONS)):
            known |= {made.key: made} | {say(f"workbench.part.{made.key}", one): made for one in LANGUAGES}
        part = {word.casefold(): made for word, made in known.items()}.get(self.of.strip().casefold())
        if part is None:
            classes = [word for one in county.classes for word in dict.fromkeys((one.name, one.key))]
            raise InputError([mistake("workbench.density.no_part", table="--of", value=self.of, classes=classes)])
        if kept is not None and part not in counts_of(county, kept).parts:
            raise InputError([mistake(f"workbench.density.no_{part.by}", table="--of", value=self.of)])
        return part


def beside(path: Path) -> dict[str, Path]:
    """The tables beside one of incidents, by what they are of."""
    return {key: file for key, file in _named(path) if file.is_file()}


def refuse_other(out: Path, calls: Path, county: Path) -> None:
    """Refuse to write counts over the list of calls, a file of the county, or what no count has written.

    Raises
    ------
    InputError
        When the table of incidents is no .csv file, or it or one beside it would take the place of another file.
    """
    from geodata.density.kept import is_kept

    if out.suffix.lower() != ".csv":
        raise InputError([mistake("workbench.count.suffix", table="--out", value=out)])
    wrong = []
    for key, file in (("incidents", out), *_named(out)):
        if file.exists() and not file.is_file():  # to open a pipe would wait for whoever writes to it
            wrong.append(mistake("zoning.files.not_a_file", table=str(file)))
        elif file.exists() or file.is_symlink():
            ours = county.exists() and file.resolve().is_relative_to(county.resolve())
            if ours or (calls.exists() and file.exists() and file.samefile(calls)) or not is_kept(file, key):
                wrong.append(mistake("workbench.count.other_table", table="--out", value=file))
    if wrong:
        raise InputError(wrong)


def removed(out: Path, written: Sequence[Path]) -> list[Path]:
    """Take away tables beside one of incidents that an earlier count wrote and this one did not: they would be read.

    What :func:`refuse_other` lets pass is of a count.
    """
    stale = [file for _, file in _named(out) if file.is_file() and not any(file.samefile(one) for one in written)]
    for file in stale:
        file.unlink()
    return stale


def _named(path: Path) -> Iterator[tuple[str, Path]]:
    """What the tables beside one of incidents are of, and where each lies, in every language."""
    for key in BESIDE:
        for language in LANGUAGES:
            yield key, path.with_name(f"{path.stem}_{say(f'workbench.count.{key}', language)}{path.suffix}")
