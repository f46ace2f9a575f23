"""Overrides of incidents: another table, the length of its period, amounts by station and class."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scenarios.spec.amounts import MOST, Amount, exact, shown
from scenarios.spec.scenario import Override
from scenarios.whatif.builder import Builder, beyond
from scenarios.whatif.targets import classes, stations
from zoning.model.county import County, Floats
from zoning.texts import Message
from zoning.texts.numbers import number


def incidents_table(builder: Builder, override: Override) -> None:
    """The counts of another table, read by :mod:`scenarios.whatif.study`."""
    counts = builder.scenario.counts
    if counts is None:
        assert builder.found, "scenarios.study reads the table"
        return
    before, builder.county = builder.county, replace(builder.county, counts=counts)
    totals = {"before": shown(float(before.counts.sum())), "after": shown(float(counts.sum()))}
    builder.says(override, "scenarios.applied.incidents_table", file=override.value, **totals)


def years(builder: Builder, override: Override) -> None:
    """The length of the period of the counts, in years."""
    builder.says(override, "scenarios.applied.years", before=exact(builder.county.years), after=exact(override.value))
    builder.county = replace(builder.county, years=override.value)


def incidents(builder: Builder, override: Override) -> None:
    """Scale the incidents of some stations and classes to the amount of them all."""
    (word,) = override.target
    meant = _meant(builder, override, word)
    if meant is None:
        return
    place, codes, columns = meant
    rows = [builder.base.county.index[code] for code in codes]
    builder.reaches(override, [("incidents", i, j) for i in rows for j in columns])
    if builder.scenario.counts is None and builder.scenario.find("incidents_table"):
        return  # how many there are stands in a table that cannot be read
    cells = np.ix_(rows, columns)
    before = float(builder.county.counts[cells].sum())
    counts = _scaled(builder.county.counts, cells, override.value)
    if isinstance(counts, Message):
        builder.wrong(override, counts)
        return
    builder.county = replace(builder.county, counts=counts)
    builder.says(
        override,
        "scenarios.applied.incidents",
        where=builder.where(codes, place),
        what=_class(builder.base.county, columns),
        change=str(override.value),
        before=number(before),
        after=number(float(counts[cells].sum())),
    )


def _meant(builder: Builder, override: Override, word: str) -> tuple[str, tuple[str, ...], tuple[int, ...]] | None:
    """The place of a word such as ``town.traffic``, its stations and its classes; ``None`` with the mistakes noted."""
    county = builder.base.county
    place, dot, kind = word.rpartition(".")
    place = place if dot else "*"
    codes, columns = stations(county, place), classes(county, kind)
    if isinstance(columns, Message) and not isinstance(whole := classes(county, word), Message):
        codes, columns = county.codes, whole  # a class with a dot in its key
    for target in (codes, columns):
        if isinstance(target, Message):
            builder.wrong(override, target)
    if isinstance(codes, Message) or isinstance(columns, Message):
        return None
    return place, codes, columns


def _scaled(counts: Floats, cells: tuple[np.ndarray, ...], amount: Amount) -> Floats | Message:
    """The counts (n, c) with some cells scaled so that they add up to the amount, or why that cannot be."""
    counts = counts.copy()
    before = float(counts[cells].sum())
    after = amount.of(before)
    if out := beyond(before, after, 0, MOST):
        return out
    if amount.plus == 0:
        counts[cells] *= amount.factor
    elif counts[cells].size == 1:
        counts[cells] = after
    elif before > 0:
        counts[cells] *= after / before
    else:
        return Message("scenarios.apply.none_to_scale")
    return counts


def _class(county: County, columns: Sequence[int]) -> Message:
    if len(columns) == len(county.classes) > 1:
        return Message("scenarios.where.all_classes")
    entry = county.classes[columns[0]]
    return Message("scenarios.where.class", {"name": entry.name})
