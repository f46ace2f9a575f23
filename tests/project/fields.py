"""The fields of every kind of document, as the cases of ``tests.project.cases`` have them.

``python -m tests.project.fields`` writes them into ``docs/documents.md``, in both languages. An object whose keys are
data (codes of stations, keys of classes or of figures) has the one field ``*``.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.project.cases import CASES, cases
from tests.project.source import ROOT
from zoning.judge.figures import FIGURES, Figure, unit_of
from zoning.judge.measures import MEASURES
from zoning.result.documents import to_document
from zoning.texts import LANGUAGES, Language, say

NAME = re.compile(r"[a-z][a-z_0-9]*")
ROWS = "checked", "rows"
DATA = frozenset(
    (
        *ROWS, "classes", "columns", "measure_points", "measures", "not_counted", "rates", "shares", "small_left",
        "stations", "statuses", "sums", "targets", "teams", "trends", "weights",
    )
)  # fmt: skip
"""Objects by key: of classes, columns, measures, reasons, stations, teams, tables of the store."""
TYPES = {"bool": "boolean", "int": "whole", "float": "number", "str": "text", "NoneType": "null"}
Objects = dict[str, dict[str, set[str]]]


@cache
def objects(schema: str) -> Objects:
    """The objects of a kind by their place, each with its fields and the types of these."""
    found: Objects = {}
    for case in cases(schema):
        _walk(to_document(case.result), "", found)
    return found


def names() -> list[str]:
    """Every name of a field that is no figure, in order."""
    told = {
        name
        for schema in CASES
        for at, fields in objects(schema).items()
        if "policy" not in at.split(".")
        for name in fields
    }
    return sorted(told - {"*", *FIGURES})


def _walk(value: Any, at: str, found: Objects) -> None:
    if isinstance(value, list):
        for part in value:
            _walk(part, at if at.endswith("[]") else f"{at}[]", found)
    elif isinstance(value, dict):
        fields = found.setdefault(at, {})
        for key, part in value.items():
            name = "*" if _by_data(at, value) else key
            fields.setdefault(name, set()).update(_types(part))
            _walk(part, f"{at}.{name}" if at else name, found)


def _types(value: Any) -> Iterable[str]:
    """The types of a value; of a list those of its parts, each with ``[]``."""
    if isinstance(value, list):
        parts = {one for part in value for one in _types(part)} or {""}
        return {f"{part.removesuffix('[]')}[]" for part in parts}
    return {"object" if isinstance(value, dict) else TYPES[type(value).__name__]}


def _by_data(at: str, value: Mapping[str, Any]) -> bool:
    """Whether the keys of an object are data and no names of fields."""
    last = at.rpartition(".")[2]
    figures = [key for key in value if key in FIGURES]
    return bool(at) and (
        not all(map(NAME.fullmatch, value))
        or (last in DATA and all(not isinstance(part, dict | list) for part in value.values()))
        or last in {"figures", "points", "changes", "spreads", "against"}
        or len(figures) == len(value) > 3
    )


BEGIN, END = "<!-- fields: python -m tests.project.fields -->", "<!-- end of fields -->"
WORDS: dict[Language, dict[str, str]] = {
    "en": {"object": "object", "fields": "fields", "top": "(the document)", "figure": "figure", "unit": "unit",
           "name": "name", "as": "as in"},
    "zh": {"object": "对象", "fields": "字段", "top": "（文档本身）", "figure": "数字", "unit": "单位",
           "name": "名称", "as": "同"},
}  # fmt: skip
KIND_OF_TYPE: dict[Language, dict[str, str]] = {
    "en": {"boolean": "true/false", "whole": "whole number", "number": "number", "text": "text", "object": "object"},
    "zh": {"boolean": "true/false", "whole": "整数", "number": "数", "text": "文本", "object": "对象"},
}
ELSEWHERE = {"plan": "zoning.plan/1", "county": "zoning.plan/1"}
"""Objects that stand in several kinds, by the last part of their place, and the kind that shows them."""
POLICY = "policy.md"
"""The document that lists the values of a policy."""


def shown(schema: str, language: Language) -> str:
    """The fields of a kind as a table: a row an object, its fields with their types."""
    words = WORDS[language]
    lines = [f"| {words['object']} | {words['fields']} |", "|---|---|"]
    for at, fields in objects(schema).items():
        home = _home(schema, at)
        if home == "":
            continue
        told = [f"`{name}` {_type(types, language)}" for name, types in fields.items()]
        place = f"`{at}`" if at else words["top"]
        listed = ("、" if language == "zh" else ", ").join(told)
        lines.append(f"| {place} | {words['as'] + f' `{home}`' if home else listed} |")
    return "\n".join(lines)


def _home(schema: str, at: str) -> str | None:
    """The kind that shows an object, an empty text where an object around it is shown elsewhere; else ``None``."""
    parts = at.split(".")
    if "policy" in parts:
        return POLICY if parts[-1] == "policy" else ""
    for depth, part in enumerate(parts, start=1):
        home = ELSEWHERE.get(part)
        if home not in {None, schema} and set(objects(schema)[".".join(parts[:depth])]) <= _known(str(home), part):
            return home if depth == len(parts) else ""
    return None


def _known(home: str, part: str) -> set[str]:
    """Fields of an object in the kind that shows it."""
    return set(objects(home)["" if part == "plan" else part])


def _type(types: set[str], language: Language) -> str:
    """The types of a field in words; of a list each with ``[]``."""
    told = sorted(types - {"null", "[]"})
    words = KIND_OF_TYPE[language]
    said = [words[one.removesuffix("[]")] + ("[]" if one.endswith("[]") else "") for one in told]
    said = said or ["[]"] * ("[]" in types)
    return "/".join([*said, *(["null"] if "null" in types else [])])


def figures(language: Language) -> str:
    """The figures with name and unit; measures stand in their own document."""
    words, measures = WORDS[language], {measure.key for measure in MEASURES}
    lines = [f"| {words['figure']} | {words['name']} | {words['unit']} |", "|---|---|---|"]
    lines += [
        f"| `{key}` | {figure.name(language)} | {_unit(figure, language)} |"
        for key, figure in FIGURES.items()
        if key not in measures
    ]
    return "\n".join(lines)


def _unit(figure: Figure, language: Language) -> str:
    """The unit as a program reads it in English, in words in Chinese; a share is a number from 0 to 1 in both."""
    if language == "en":
        return unit_of(figure.key)
    unit = say("zoning.unit.share", language) if figure.share else figure.unit_name(language, " ")
    return f"{unit}（文件中除以 {10**figure.tens}）" if figure.tens else unit


def generated(language: Language) -> str:
    """The part of ``docs/documents.md`` that is written from the cases."""
    parts = [f"### `{schema}`\n\n{shown(schema, language)}" for schema in CASES]
    return "\n\n".join([BEGIN, *parts, f"### {WORDS[language]['figure']}", figures(language), END])


def page(language: Language) -> Path:
    return ROOT / f"docs/documents{'.zh' if language == 'zh' else ''}.md"


def written(language: Language) -> str:
    """The document as it ought to be."""
    text = page(language).read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + generated(language) + rest.partition(END)[2]


if __name__ == "__main__":
    for language in LANGUAGES:
        page(language).write_text(written(language), encoding="utf-8")
