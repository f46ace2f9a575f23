"""A planner's own choices in place of computed ones (H9), matched to the zones of a plan or set aside with a reason.

A choice belongs to the zone that has most of its stations, of equals the first. What it may get wrong: where a zone was
torn apart, the larger part inherits what was chosen for the whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from systems.organisation.records import Choice
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.texts import Message

SITES = ("office", "command_room", "case_team", "community_team")


@dataclass(frozen=True)
class Overrides:
    """Choices matched to the zones of a plan.

    ``values`` by subject and zone; ``branches`` the zone of each branch chosen; ``kept`` the choices in force,
    ``lost`` the others, each with the reason.
    """

    values: Mapping[tuple[str, int], str]
    branches: Mapping[str, int]
    kept: tuple[Choice, ...]
    lost: tuple[tuple[Choice, Message], ...]


def overrides(county: County, plan: Plan, choices: Sequence[Choice]) -> Overrides:
    """Match every choice to its zone; of two choices on one subject the later wins."""
    values: dict[tuple[str, int], str] = {}
    branches: dict[str, int] = {}
    kept: dict[tuple[str, object], Choice] = {}
    lost: list[tuple[Choice, Message]] = []
    for choice in choices:
        zone = _zone(plan, choice)
        wrong = next(_wrong(county, plan, choice, zone), None)
        if choice.what == "name" and choice.value in (v for k, v in values.items() if k[0] == "name" and k[1] != zone):
            wrong = Message("systems.choice.name_taken")
        if wrong is not None or zone is None:
            lost.append((choice, wrong or Message("systems.choice.no_zone")))
            continue
        if choice.what == "leader":  # one zone a leader: the later choice takes the leader away from the earlier
            for key in [k for k, post in values.items() if k[0] == "leader" and post == choice.value]:
                del values[key], kept[key]
        if choice.what == "branch":
            branches[choice.value] = zone
            kept["branch", choice.value] = choice
        else:
            values[choice.what, zone] = choice.value
            kept[choice.what, zone] = choice
    return Overrides(values, branches, tuple(kept.values()), tuple(lost))


def _zone(plan: Plan, choice: Choice) -> int | None:
    """The zone with most of the choice's stations."""
    common = [len(set(zone) & set(choice.stations)) for zone in plan.zones]
    most = max(common)
    return common.index(most) if most else None


def _wrong(county: County, plan: Plan, choice: Choice, zone: int | None) -> Iterator[Message]:
    """What a choice names that the plan or the bureau does not have."""
    bureau, value = county.bureau, choice.value
    if zone is None:
        yield Message("systems.choice.no_zone")
    elif choice.what in SITES and value not in plan.zones[zone]:
        yield Message("systems.choice.not_inside", {"station": county.short_names.get(value, value)})
    elif choice.what == "case_team" and not county.stations[county.index[value]].has_case_area:
        yield Message("systems.choice.no_case_area", {"station": county.short_names[value]})
    elif choice.what == "leader" and value not in (known := [leader.post for leader in bureau.leaders]):
        yield Message("systems.choice.no_leader", {"posts": known})
    elif choice.what == "branch" and value not in (names := [branch.name for branch in bureau.branches]):
        yield Message("systems.choice.no_branch", {"names": names})
