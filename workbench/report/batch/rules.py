"""Under which rules the counties of a batch are divided: those of most counties, and how many have others."""

from collections import Counter
from collections.abc import Sequence

from scenarios.batch.records import Batch, CountyResult
from workbench.tables.called import policy_called
from zoning.judge.settings import in_words
from zoning.model.policy import PRESETS, Departure, parse_value
from zoning.texts import Language, say
from zoning.texts.stems import short_names

FEW = 4
"""Changes that a line on page one holds; all of more stand among the figures behind."""
BASED_ON = "haidong"
"""What a policy that is no preset departs from."""
Rules = tuple[str, tuple[Departure, ...]]
"""The name of a policy and what it changes."""


def general(batch: Batch) -> Rules | None:
    """The rules of most counties, of as many those of the first; ``None`` where no county's are known."""
    counts = Counter(rules_of(one) for one in batch.counties if one.policy)
    return max(counts, key=lambda rules: counts[rules]) if counts else None


def rules_of(county: CountyResult) -> Rules:
    """The rules of a county; what a policy refers to is none."""
    return county.policy, tuple(one for one in county.departures if one.key != "source")


def line(batch: Batch, language: Language) -> str:
    """The rules of most counties, and how many have their own; empty where they are not known."""
    rules = general(batch)
    if rules is None:
        return ""
    others = sum(one.policy != "" and rules_of(one) != rules for one in batch.counties)
    shown = (rules[0], rules[1][:FEW])
    said = in_line(shown, batch.counties, language)
    more = len(rules[1]) - FEW
    said += say("workbench.rollup.rules_more", language, count=more) if more > 0 else ""
    return said + (say("workbench.rollup.rules_others", language, count=others) if others else "")


def in_line(rules: Rules, counties: Sequence[CountyResult], language: Language) -> str:
    """The name of a policy with its changes in words; stations by the names that they have in these counties."""
    name, changed = rules
    names = short_names({seat.code: seat.name for county in counties for seat in county.seats})
    changes = [in_words(one.key, parse_value(one.value), names).text(language) for one in changed]
    key = ("rules_changed" if name in PRESETS else "rules_own") if changes else "rules_plain"
    called, based = policy_called(name, language), policy_called(BASED_ON, language)
    return say(f"workbench.rollup.{key}", language, policy=called, based=based, changes=changes)
