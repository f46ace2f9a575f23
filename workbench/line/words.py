"""The words of a command line before they are parsed: in order, none empty, each reason with its decision.

A reason belongs to the one decision that it follows. Options are gathered by kind when they are parsed; therefore the
decisions are put in the order of :class:`~workbench.line.options.Wishes`, each with its reason or an empty one.
"""

from collections.abc import Sequence

from workbench.line.screen import Misused
from zoning.model.errors import mistake

REASON = "--reason"
DECISIONS = ("--set", "--pin", "--together", "--apart", "--office")
"""Options that say a decision, in the order of the fields of ``Wishes``."""
DECIDING = ("solve", "all", "frontier")
"""Commands that take decisions, each with a reason of its own."""


def in_order(words: list[str]) -> list[str]:
    """The words with ``--json`` and ``--lang`` moved behind the command, where Cyclopts looks for them."""
    early: list[str] = []
    while words and (words[0] == "--json" or words[0].startswith("--lang")):
        early.append(words.pop(0))
        if early[-1] == "--lang" and words:
            early.append(words.pop(0))
    return words + early if words and not words[0].startswith("-") else words


def empty(words: Sequence[str]) -> str | None:
    """The option, or else the place, whose value is an empty word: a variable of a script that was never set."""
    for k, word in enumerate(words):
        option, sign, value = word.partition("=")
        if word == "" and words[k - 1 : k] != ["--reason"]:
            return words[k - 1] if k and words[k - 1].startswith("--") else f"#{k}"
        if option.startswith("--") and sign and not value and option != "--reason":
            return option
    return None


def explained(words: list[str]) -> list[str]:
    """The words with every decision followed by its reason, where a reason is given.

    Raises
    ------
    Misused
        When a reason follows no decision, or one that has a reason already.
    """
    if not words or words[0] not in DECIDING or not any(word.partition("=")[0] == REASON for word in words):
        return words
    rest, decisions, wrong = _parted(words)
    if wrong:
        raise Misused([mistake("workbench.decision.lone_reason", table=REASON, value=reason) for reason in wrong])
    said = sorted(decisions, key=lambda one: DECISIONS.index(one[0]))
    told = [word for option, value, reason in said for word in (f"{option}={value}", f"{REASON}={reason}")]
    return [*rest[:1], *told, *rest[1:]]


def _parted(words: Sequence[str]) -> tuple[list[str], list[list[str]], list[str]]:
    """The other words, every decision as option, value and reason, and reasons without a decision.

    A single reason may stand before a single decision.
    """
    rest: list[str] = []
    decisions: list[list[str]] = []
    lone: list[str] = []
    left = list(words)
    while left and left[0] != "--":
        word = left.pop(0)
        option, sign, value = word.partition("=")
        if option not in (REASON, *DECISIONS) or not (sign or left):
            rest.append(word)
            continue
        value = value if sign else left.pop(0)
        if option != REASON:
            decisions.append([option, value, ""])
        elif decisions and not decisions[-1][2]:
            decisions[-1][2] = value
        else:
            lone.append(value)
    if len(lone) == len(decisions) == 1 and not decisions[0][2]:
        decisions[0][2] = lone.pop()
    return rest + left, decisions, lone
