"""Many mistakes so that they stay readable: by table, those of one kind in a column together, every place still named.

A few are told one below the other, as they were found. Of many kinds those of whole tables and columns are told, then
those with most mistakes; a line says how many more there are, and that the document of ``--json`` holds all. What it
may get wrong: two mistakes are of one kind when their sentences are but for the values in them, even where their causes
differ.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rich.cells import cell_len

from zoning.model.errors import Mistake, cut
from zoning.texts import Language, Message, say
from zoning.texts.numbers import number

FEW = 12
"""So many mistakes are told one by one, where no four of them are the same one."""
SAME = 4
"""Mistakes of one kind in a column from which on they are told as one."""
BRIEF = 36
"""Places that take so many cells of the screen stand in front of what is said of them."""
MANY, FIRST = 1_000, 10
"""Of more mistakes of one kind in a column than ``MANY`` the ``FIRST`` are told, and how many more there are."""
KINDS = 10
"""So many kinds of mistakes, or notices, are told; of more a line says how many."""
LONGEST_VALUE = 24
"""Characters of a value beside its place."""
Kind = tuple[str, str, str]
"""Table, column and key of the sentence: mistakes alike in these are one mistake made several times."""


def told(mistakes: Sequence[Mistake], language: Language) -> list[str]:
    """The lines that tell the mistakes, every one of the kinds that are told."""
    kinds: dict[Kind, list[Mistake]] = {}
    for mistake in mistakes:
        kinds.setdefault((mistake.table or "", mistake.column or "", mistake.says.key), []).append(mistake)
    if len(mistakes) <= FEW and all(len(held) < SAME for held in kinds.values()):
        return [f"* {mistake.text(language)}" for mistake in mistakes]
    lines: list[str] = []
    shown = sorted(kinds, key=lambda kind: (kinds[kind][0].row is None, len(kinds[kind])), reverse=True)[:KINDS]
    counts = Counter(mistake.table or "" for kind, held in kinds.items() if kind in shown for mistake in held)
    for table, count in counts.items():
        lines.append(say("workbench.mistakes.table", language, table=table, count=number(count)))
        for kind, held in kinds.items():
            if kind in shown and kind[0] == table:
                lines += _kind(kind[1], held, language)
    if len(kinds) > KINDS:
        rest = number(len(mistakes) - counts.total())
        lines.append(say("workbench.mistakes.kinds", language, count=rest, kinds=len(kinds) - KINDS))
    return lines


def most_important(notices: Sequence[str], language: Language) -> list[str]:
    """The first of notices that stand by importance, and how many more there are."""
    lines = [f"* {notice}" for notice in notices[:KINDS]]
    rest = len(notices) - KINDS
    return lines if rest <= 0 else [*lines, say("workbench.check.more", language, count=rest)]


def _kind(column: str, held: Sequence[Mistake], language: Language) -> list[str]:
    """One mistake made several times: equal sentences together, or, where all differ, the first one and the rest."""
    first = held[:FIRST] if len(held) > MANY else held
    groups: dict[str, list[Mistake]] = {}
    for mistake in first:
        groups.setdefault(mistake.says.text(language), []).append(mistake)
    if len(groups) >= SAME:
        return _alike(column, held, language)
    lines = [line for sentence, group in groups.items() for line in _group(column, sentence, group, language)]
    return lines + ([_more(len(held) - FIRST, language)] if len(held) > MANY else [])


def _more(count: int, language: Language) -> str:
    return f"    {say('workbench.mistakes.more', language, count=number(count))}"


def _alike(column: str, held: Sequence[Mistake], language: Language) -> list[str]:
    """The first of mistakes whose sentences differ in a value, and behind the places of the next what that is there."""
    example = f"{next(_places(held[:1], language))}"
    sentence = held[0].says.text(language)
    key = "alike_in" if column else "alike"
    count = number(len(held))
    values = {"count": count, "column": column, "place": example, "sentence": sentence}
    differing = [
        name for name in held[0].says.values if len({str(m.says.values.get(name)) for m in held[: FIRST + 1]}) > 1
    ]
    apart = say("workbench.list.separator", language)
    rest = [f"{next(_places([one], language))}{_remedy(one, differing, language)}" for one in held[1:FIRST]]
    lines = ["  * " + say(f"workbench.mistakes.{key}", language, **values), f"    {apart.join(rest)}"]
    if len(held) > MANY:
        return [*lines, _more(len(held) - FIRST, language)]
    if len(held) > FIRST:
        where = apart.join(_places([replace(one, value=None) for one in held[FIRST:]], language))
        key, count = "workbench.mistakes.more_at", number(len(held) - FIRST)
        lines.append(f"    {say(key, language, count=count, places=where)}")
    return lines


def _remedy(mistake: Mistake, differing: Sequence[str], language: Language) -> str:
    """What the sentence of a mistake has in place of that of the first one, in brackets."""
    told = (mistake.says.values.get(name) for name in differing)
    words = [one.text(language) if isinstance(one, Message) else str(one) for one in told]
    said = " ".join(word.strip(" ()（）") for word in words if word.strip())
    return say("workbench.mistakes.instead", language, said=said) if said else ""


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
