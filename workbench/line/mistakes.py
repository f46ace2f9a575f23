"""Many mistakes so that they stay readable: by table, equal ones together, every place still named.

A few are told one below the other, as they were found. What it may get wrong: two mistakes count as equal when their
sentences are, even where their causes differ.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len

from zoning.model.errors import Mistake, cut
from zoning.texts import Language, say
from zoning.texts.numbers import number

FEW = 12
"""So many mistakes are told one by one."""
BRIEF = 36
"""Places that take so many cells of the screen stand in front of what is said of them."""
MANY, FIRST = 1_000, 10
"""Of more mistakes of one kind in a column than ``MANY`` the ``FIRST`` are told, and how many more there are."""
LONGEST_VALUE = 24
"""Characters of a value beside its place."""


def told(mistakes: Sequence[Mistake], language: Language) -> list[str]:
    """The lines that tell every mistake."""
    if len(mistakes) <= FEW:
        return [f"* {mistake.text(language)}" for mistake in mistakes]
    lines: list[str] = []
    tables: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        tables.setdefault(mistake.table or "", []).append(mistake)
    for table, held in tables.items():
        lines.append(say("workbench.mistakes.table", language, table=table, count=number(len(held))))
        kinds = Counter((mistake.column or "", mistake.says.key) for mistake in held)
        taken: Counter[tuple[str, str]] = Counter()
        groups: dict[tuple[str, str, str], list[Mistake]] = {}
        for mistake in held:
            kind = (mistake.column or "", mistake.says.key)
            taken[kind] += 1
            if kinds[kind] <= MANY or taken[kind] <= FIRST:
                groups.setdefault((*kind, mistake.says.text(language)), []).append(mistake)
        for (column, key, sentence), group in groups.items():
            lines += _group(column, sentence, group, language)
            if kinds[column, key] > MANY and group[-1] is _last(groups, column, key):
                lines.append(_more(kinds[column, key] - FIRST, language))
    return lines


def _last(groups: Mapping[tuple[str, str, str], Sequence[Mistake]], column: str, key: str) -> Mistake:
    """The last mistake of a kind that is told."""
    return [group[-1] for (own, kind, _), group in groups.items() if (own, kind) == (column, key)][-1]


def _more(count: int, language: Language) -> str:
    return f"    {say('workbench.mistakes.more', language, count=number(count))}"


def _group(column: str, sentence: str, group: Sequence[Mistake], language: Language) -> list[str]:
    """One mistake on a line; several equal ones behind their places, or, where these are many, in front of them."""
    if len(group) == 1:
        return [f"  * {group[0].text(language)}"]
    places = say("workbench.list.separator", language).join(_places(group, language))
    if cell_len(places) <= BRIEF:
        key = "few_in" if column else "few"
        return ["  * " + say(f"workbench.mistakes.{key}", language, places=places, column=column, sentence=sentence)]
    key = "many_in" if column else "many"
    count = number(len(group))
    return [
        "  * " + say(f"workbench.mistakes.{key}", language, count=count, column=column, sentence=sentence),
        f"    {places}",
    ]


def _places(group: Sequence[Mistake], language: Language) -> Iterator[str]:
    """Every place with its value; rows that follow each other with the same value become a stretch."""
    steps = [(mistake, mistake.value, (mistake.row or 0) - i) for i, mistake in enumerate(group)]
    for (value, _), run in groupby(steps, key=lambda step: step[1:]):
        held = [mistake for mistake, _, _ in run]
        places = [_spot(held[0], language), *([_spot(held[-1], language)] if len(held) > 1 else [])]
        shown = "" if value is None else say("workbench.mistakes.value", language, value=cut(value, LONGEST_VALUE))
        yield "–".join(places) + shown


def _spot(mistake: Mistake, language: Language) -> str:
    """The cell of a sheet, the row of a table, or what else says where."""
    if mistake.cell is not None:
        return mistake.cell
    if mistake.row is not None:
        return say("zoning.mistake.row", language, row=mistake.row)
    return mistake.column or mistake.table or ""
