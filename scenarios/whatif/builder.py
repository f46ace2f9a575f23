"""The problem of a what-if in the making, and what its overrides did or got wrong on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios.spec.amounts import exact
from scenarios.spec.scenario import Override, Scenario, wrong
from scenarios.whatif.targets import KINDS, station
from zoning.model.county import County
from zoning.model.errors import Mistake
from zoning.model.problem import Problem
from zoning.model.stations import Kind
from zoning.texts import Message


@dataclass(frozen=True)
class Effect:
    """An override as applied: the scenario it stands in, its dotted key, and what it did in words."""

    scenario: str
    key: str
    says: Message


@dataclass
class Builder:
    """The problem of a scenario, built override by override on ``base``.

    ``county`` is the county so far; ``gone`` maps a merged station to its heir, in order; ``pins`` are those to add.
    ``reached`` holds the things that each override changes, ``found`` every mistake.
    """

    base: Problem
    scenario: Scenario
    county: County
    effects: list[Effect] = field(default_factory=list)
    found: list[Mistake] = field(default_factory=list)
    reached: list[tuple[Override, list[tuple[object, ...]]]] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)
    pins: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def alone(self) -> tuple[Kind, ...]:
        """Kinds whose stations are zones by themselves in the what-if (H2)."""
        set_ = [o.value for o in self.scenario.overrides if o.kind == "set" and o.target == ("zones.alone",)]
        return tuple(set_[-1]) if set_ else self.base.policy.zones.alone

    def wrong(self, override: Override, says: Message) -> None:
        """Note what is wrong with an override."""
        self.found.append(wrong(override, self.scenario.file, says.key, **says.values))

    def says(self, override: Override, key: str, /, **values: object) -> None:
        """Tell in words what an override did."""
        self.effects.append(Effect(override.scenario, override.place, Message(key, values)))

    def reaches(self, override: Override, things: Sequence[tuple[object, ...]]) -> None:
        """Note what an override changes, so that conflicts are found."""
        self.reached.append((override, list(things)))

    def heir(self, code: str) -> str:
        """The station that took over a merged station, else the station itself."""
        while code in self.gone:
            code = self.gone[code]
        return code

    def station(self, override: Override, word: str) -> str | None:
        """The code of a station of the base, or ``None`` with the mistake noted."""
        code = station(self.base.county, word)
        if isinstance(code, Message):
            self.wrong(override, code)
            return None
        return code

    def name(self, code: str) -> str:
        """Name and code, for a sentence."""
        return f"{self.base.county.names[code]} {code}"

    def where(self, codes: Sequence[str], word: str) -> Message:
        """The stations that a word of the scenario means, for a sentence."""
        if word == "*" or word in KINDS:
            return Message(f"scenarios.where.{'county' if word == '*' else word}", {"count": len(codes)})
        return Message("scenarios.where.station", {"name": self.name(codes[0])})


def beyond(
    before: float | None, after: float, least: float, most: float, *, above: bool = False, **at: object
) -> Message | None:
    """What is wrong with an amount outside its range; ``above`` where it must be more than ``least``."""
    if least <= after <= most and not (above and after == least):
        return None
    limits = {"least": f"{'>' if above else '≥'} {exact(least)}", "most": f"≤ {exact(most)}"}
    values = {"before": exact(before), "after": exact(after), **limits, **at}
    return Message("scenarios.apply.field_range" if at else "scenarios.apply.out_of_range", values)
