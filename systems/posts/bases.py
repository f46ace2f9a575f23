"""Crews of patrols and cars held against the people at their bases (N3): stations and posts.

A person works one shift a day, so a base needs the crews of all its units. What it may get wrong: leave and other
duties are left out; people of whom the number is unknown are none.
"""

from dataclasses import dataclass

from zoning.model.bureau import Post
from zoning.model.county import County
from zoning.model.stations import Station


@dataclass(frozen=True)
class Base:
    """A base by its code and name: persons its units ``need`` a day, its officers and auxiliaries, ``None`` unknown."""

    code: str
    name: str
    units: int
    need: int
    officers: int | None
    auxiliaries: int | None

    @property
    def beyond_officers(self) -> int | None:
        """Persons needed beyond the officers, ``None`` where these are unknown."""
        return None if self.officers is None else max(0, self.need - self.officers)

    @property
    def short(self) -> int | None:
        """Persons needed beyond officers and auxiliaries, ``None`` where that is unknown and matters."""
        beyond = self.beyond_officers
        if not beyond:
            return beyond
        return None if self.auxiliaries is None else max(0, beyond - self.auxiliaries)


def bases(county: County) -> tuple[Base, ...]:
    """Every base of a unit, stations first, each in the order of codes."""
    held = {unit.base for unit in county.bureau.units}
    places: list[Station | Post] = [*county.stations, *county.bureau.posts]
    return tuple(
        Base(at.code, at.name, len(crews), sum(crews), at.officers, at.auxiliaries)
        for at in places
        if at.code in held and (crews := [unit.crew for unit in county.bureau.units if unit.base == at.code])
    )


def base_names(county: County) -> dict[str, str]:
    """The names of all places where a unit may be based."""
    return {post.code: post.name for post in county.bureau.posts} | county.short_names
