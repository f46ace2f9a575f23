"""Names of scenarios and chains of ``extends``, with their mistakes."""

from collections.abc import Iterator, Mapping, Sequence

from scenarios.spec.scenario import BASE, NAME
from scenarios.spec.schema import ScenarioSpec
from zoning.model.errors import Mistake, mistake
from zoning.texts import Message
from zoning.texts.alike import alike


def wrong_names(names: Sequence[str], file: str) -> Iterator[Mistake]:
    """Names that are no file names, and names that differ in case only (one file on some systems)."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if not NAME.fullmatch(name) or name.endswith("."):
            yield mistake("scenarios.spec.name", table=file, column="scenarios", value=name)
        elif name.casefold() == BASE:
            yield mistake("scenarios.spec.name_base", table=file, column="scenarios", value=name)
        elif other != name:
            yield mistake("scenarios.spec.name_twice", table=file, column="scenarios", value=name, other=other)


def chain_of(
    name: str, specs: Mapping[str, ScenarioSpec], names: Sequence[str], file: str, found: list[Mistake]
) -> tuple[str, ...]:
    """The ancestors of a scenario, the oldest first; a missing ancestor or a circle is a mistake of the scenario.

    Parameters
    ----------
    specs : the scenarios that are well formed; the chain ends at another one of ``names``
    found : takes the mistakes
    """
    chain: list[str] = []
    at = specs[name].extends
    while at is not None:
        if at not in names:
            if not chain:
                close = alike(at, names)
                says = Message("scenarios.spec.no_parent", {"nearest": close})
                if not close:
                    says = Message("scenarios.spec.no_parent_of", {"known": list(names)})
                column = f"scenarios.{name}.extends"
                found.append(Mistake(says, file, column=column, value=at))
            break
        if at == name:
            circle = " → ".join([name, *chain, name])
            column, value = f"scenarios.{name}.extends", specs[name].extends
            found.append(mistake("scenarios.spec.circle", table=file, column=column, value=value, circle=circle))
        if at == name or at in chain:
            break
        chain.append(at)
        at = specs[at].extends if at in specs else None
    return tuple(reversed(chain))
