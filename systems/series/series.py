"""Incidents in slices of time as years: which calendar years are whole, which slices are, whether one lacks.

What it may get wrong: slices whose names are no months, quarters or years are taken to be equally long.
"""

import numpy as np

from zoning.judge.calendar import in_part, spans_of
from zoning.judge.slices import Slices
from zoning.model.equality import frozen


def years_of(slices: Slices) -> Slices:
    """The calendar years that have all their parts; none where the calendar does not tell."""
    spans = spans_of(slices.names) or ()
    parts: dict[int, list[int]] = {}
    for k, span in enumerate(spans):
        if span.days is None:
            parts.setdefault(span.year, []).append(k)
    whole = {year: rows for year, rows in parts.items() if len(rows) == spans[0].parts}
    sums = [slices.counts[:, :, whole[year]].sum(axis=2) for year in sorted(whole)]
    held = np.stack(sums, axis=2) if sums else np.zeros((*slices.counts.shape[:2], 0))
    return Slices(tuple(map(str, sorted(whole))), frozen(held))


def without_parts(slices: Slices) -> Slices:
    """The slices of which all days are covered."""
    return chosen(slices, [k for k, name in enumerate(slices.names) if not in_part((name,))])


def gapless(slices: Slices) -> bool:
    """Whether the slices are parts of years that follow on each other."""
    numbers = [span.number for span in spans_of(slices.names) or ()]
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def chosen(slices: Slices, which: list[int]) -> Slices:
    """Some of the slices, in their order."""
    rows = sorted(which)
    return Slices(tuple(slices.names[k] for k in rows), frozen(slices.counts[:, :, rows]))
