"""Density of a county's incidents as a layer of the page's map: rates of its stations by part, in classes of a legend.

Classes, colours and rounding are those of the maps of ``zoning density``; small counts, and what they could be worked
out from, are left out before anything leaves the server. Hours are known where periods are shifts or the like. What it
may get wrong: a station that is not coloured has few incidents, or its area or residents are not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from geodata.density.kept import Kept
from geodata.density.parts import Part
from systems.density.density import LEAST
from systems.density.rates import Counts, counts_of, rates
from systems.deployment.standing import Standing
from workbench.draw.mapping.densities import RATES
from workbench.draw.theme import SHADES, Theme, classes, shade
from workbench.tables.studies.density import named
from zoning.judge.calendar import TOGETHER, span_of
from zoning.judge.figures import FIGURES
from zoning.judge.slices import by_period
from zoning.model.county import County, Floats
from zoning.model.plan import Plan

MOST = 12
"""Periods that come again, such as shifts and days of the week, at most."""


def layer(county: County) -> dict[str, Any]:
    """The density of a county: what ``GET /api/counties/D/density`` answers."""
    counts, slots = _counts(county)
    held: dict[Part, dict[str, Any]] = {part: {} for part in counts.parts}
    alone = Standing(Plan((tuple(county.codes),)), (county.name,))
    for one in rates(counts, alone, LEAST):
        if one.place.kind == "station":
            held[one.part][one.place.code] = one
    parts = [
        {
            "key": part.key or "all",
            "by": "period" if part in slots else part.by,
            "says": part.key if part in slots else named(part, county.classes, "zh"),
            "says_en": part.key if part in slots else named(part, county.classes, "en"),
            "rates": {
                rate: _shaded(rate, np.array([getattr(own[code], rate) for code in county.codes], dtype=np.float64))
                for rate in RATES
            },
        }
        for part, own in held.items()
    ]
    return {"years": county.years, "least": LEAST, "notice": county.notice, "parts": parts}


def _counts(county: County) -> tuple[Counts, set[Part]]:
    """Counts of all, of classes and seasons, and of periods that come again, such as shifts."""
    counts, held = counts_of(county, Kept()), by_period(county)
    if held is None or len(held) > MOST or TOGETHER in held.names or any(map(span_of, held.names)):
        return counts, set()
    sums = held.counts.sum(axis=1)
    slots: dict[Part, Floats] = {Part("band", name): sums[:, k] for k, name in enumerate(held.names)}
    years = dict.fromkeys(slots, county.years)
    return replace(counts, parts={**counts.parts, **slots}, years={**counts.years, **years}), set(slots)


def _shaded(rate: str, values: Floats) -> Mapping[str, Any]:
    """The class of every station, −1 where nothing is shown, its figure in words, and the legend."""
    figure = FIGURES[RATES[rate]]
    theme = Theme(rate, "", figure, values)
    rows = [(words, fill) for words, fill, hatch in classes(theme, "en") if fill in SHADES and not hatch]
    at = {fill: k for k, (_, fill) in enumerate(rows)}
    return {
        "at": [at.get(shade(figure, theme.steps, value), -1) for value in values.tolist()],
        "words": list(_words(rate, values)),
        "legend": [{"words": words, "fill": fill} for words, fill in rows],
    }


def _words(rate: str, values: Floats) -> Iterator[str | None]:
    for value in values.tolist():
        yield FIGURES[RATES[rate]].text(value) if np.isfinite(value) else None
