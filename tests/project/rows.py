"""Rows that the documents lack for rules, measures and values of the policy, written from the code and its texts.

``python -m tests.project.rows`` writes them, in the order of the code; rows that are there stay as they are. What it
writes can be said better by hand: the formula is the first line of the function, the words are those of the texts.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import NoneType
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from zoning.judge.measures import MEASURES
from zoning.judge.rules import PLAN_RULES, RULES, PlanRule, Rule
from zoning.model.policy import RuleLimits, keys, policy_value, read_policy
from zoning.texts import Language, say

ROOT = Path(__file__).parents[2]
NAMES: dict[str, dict[Language, str]] = {
    "bool": {"en": "`true`, or `none`", "zh": "`true`，或 `none`"},
    "int": {"en": "whole number, or `none`", "zh": "整数，或 `none`"},
    "float": {"en": "number, or `none`", "zh": "数，或 `none`"},
    "weight": {"en": "number", "zh": "数"},
}
Row = Callable[[str, Language], str]


def rules() -> dict[str, Rule | PlanRule]:
    """The rules by key, in the order of the documents."""
    first, *later = PLAN_RULES
    ordered: tuple[Rule | PlanRule, ...] = (first, *RULES, *later)
    return {rule.key: rule for rule in ordered}


def rule_row(key: str, language: Language) -> str:
    """Key, rule ids, setting, and what its limit says."""
    rule = rules()[key]
    setting = rule.settings[0]
    text = say(f"zoning.limit.{setting.replace('.', '_')}", language, value=f"`{setting}`")
    return _row(f"`{key}`", _joined(rule.rules, language), f"`{setting}`", text)


def measure_row(key: str, language: Language) -> str:
    """Key, formula, meaning, rule ids."""
    measure = next(measure for measure in MEASURES if measure.key == key)
    formula = (measure.share.__doc__ or "").split("\n")[0].rstrip(".")
    return _row(f"`{key}`", formula, say(f"zoning.meaning.{key}", language), _joined(measure.rules, language))


def policy_row(key: str, language: Language) -> str:
    """Key, type, range, the value in ``haidong`` and an example; only rules and weights are written so."""
    section, _, name = key.partition(".")
    kind, limits = ("weight", "0–10⁹") if section == "weights" else _kind(RuleLimits.model_fields[name])
    value = policy_value(read_policy("haidong"), key)
    stated = '"none"' if value is None else f"{value:g}"
    example = {"bool": "true", "int": "1", "float": "1", "weight": "0.1"}[kind]
    return _row(f"`{key}`", NAMES[kind][language], limits, f"`{stated}`", f"`{key}={example}`")


def _kind(field: FieldInfo) -> tuple[str, str]:
    """The type of a limit, and its range."""
    (value,) = [option for option in get_args(field.annotation) if option is not NoneType]
    bounds = {name: getattr(part, name) for part in field.metadata for name in ("ge", "le") if hasattr(part, name)}
    limits = f"{bounds['ge']:,.0f}–{bounds['le']:,.0f}" if bounds else ""
    return "bool" if get_origin(value) is Literal else value.__name__, limits


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _joined(ids: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(ids)


TABLES: tuple[tuple[str, dict[Language, str], Callable[[], Iterable[str]], Row], ...] = (
    ("rules", {"en": "limit", "zh": "限值"}, rules, rule_row),
    ("measures", {"en": "rule ids", "zh": "规则编号"}, lambda: [measure.key for measure in MEASURES], measure_row),
    ("policy", {"en": "`haidong`", "zh": "`haidong`"}, keys, policy_row),
)
"""Document, a column title of its table, the keys that have a row in it, and how one is made."""


def filled(text: str, header: str, wanted: Iterable[str], row: Callable[[str], str]) -> str:
    """The document with a row for every key in the table that has such a column, in their order."""
    table = next(
        part for part in re.split(r"\n\s*\n", text) if part.startswith("|") and f"| {header} |" in part.split("\n")[0]
    )
    title, line, *rows = table.strip().split("\n")
    known = {found[1]: entry for entry in rows if (found := re.match(r"\| `([^`]+)`", entry))}
    lines = [title, line, *(known[key] if key in known else row(key) for key in wanted)]
    return text.replace(table.strip(), "\n".join(lines))


def documents() -> dict[Path, str]:
    """The documents as they ought to be."""
    found: dict[Path, str] = {}
    for name, headers, wanted, row in TABLES:
        for language, suffix in (("en", ""), ("zh", ".zh")):
            path = ROOT / f"docs/{name}{suffix}.md"
            text = path.read_text(encoding="utf-8")
            spoken: Language = "zh" if language == "zh" else "en"
            found[path] = filled(text, headers[spoken], wanted(), lambda key, row=row, spoken=spoken: row(key, spoken))  # type: ignore[misc]
    return found


if __name__ == "__main__":
    for path, text in documents().items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
