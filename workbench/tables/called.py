"""What policies and scenarios are called for a reader: those that come with the project have a name in each language.

What it may get wrong: where only the key of a scenario is known, one of a planner's own file that has the key of one of
the library is called as that.
"""

from functools import cache

from scenarios.spec.reading import library
from scenarios.spec.scenario import BASE
from zoning.model.policy import PRESETS, Policy, read_policy
from zoning.texts import Language, say
from zoning.texts import table as texts_of


def policy_called(name: str, language: Language) -> str:
    """The name of a policy; that of a preset in the language."""
    return say(f"workbench.preset.{name}", language) if name in PRESETS else name


def policy_source(policy: Policy, language: Language) -> str:
    """What a policy refers to; that of a preset in the language, empty where it refers to nothing."""
    own = policy.name in PRESETS and policy.source == read_policy(policy.name).source
    return say(f"workbench.preset.{policy.name}_source", language) if own else policy.source


def scenario_called(name: str, language: Language, why: str | None = None) -> str:
    """The name of a scenario by its key; ``why`` it is there tells those of the library from others of the same key."""
    if name == BASE:
        return say("workbench.scenarios.base", language)
    key = name.replace("+", "-")
    own = (why is None or why in library_reasons()) and f"scenario.{key}" in texts_of("workbench", language)
    return say(f"workbench.scenario.{key}", language) if own else name


@cache
def library_reasons() -> frozenset[str]:
    """The reasons of the scenarios that come with the project."""
    return frozenset(one.why for file in library().values() for one in file.scenarios)
