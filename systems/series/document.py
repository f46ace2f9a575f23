"""``forecast.json``: a forecast as one object, both ways."""

from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np

from systems.series.forecasting import Forecast
from systems.series.holdout import Trial, Way
from zoning.model.county import County
from zoning.model.errors import InputError, mistake
from zoning.result.decoding import decode
from zoning.result.digest import identity, refuse_other
from zoning.result.kinds import Shape


class Cell(TypedDict):
    """A period, station and class, what is expected, and the ends of the interval."""

    period: str
    station: str
    key: str
    mean: float
    low: float
    high: float


class Fields(TypedDict):
    """What is read."""

    history: tuple[str, ...]
    periods: tuple[str, ...]
    years: float
    way: Way
    trials: tuple[Trial, ...]
    origins: int
    discount: float
    lent: float
    trends: Mapping[str, float]
    damped: float
    cells: tuple[Cell, ...]


PLAIN = ("history", "periods", "years", "way", "trials", "origins", "discount", "lent", "trends", "damped")


def written(found: Forecast) -> dict[str, Any]:
    """The object of ``forecast.json``."""
    return {
        "county": identity(found.county),
        **{key: getattr(found, key) for key in PLAIN},
        "cells": [
            {
                "period": period,
                "station": code,
                "key": kind.key,
                **{end: float(getattr(found, end)[k, i, c]) for end in ("mean", "low", "high")},
            }
            for k, period in enumerate(found.periods)
            for i, code in enumerate(found.county.codes)
            for c, kind in enumerate(found.county.classes)
        ],
    }


def read(document: Mapping[str, Any], *, county: County) -> Forecast:
    """The forecast that an object states for a county."""
    refuse_other(document, county)
    fields = decode(Fields, document)
    shape = (len(fields["periods"]), len(county), len(county.classes))
    keys = [kind.key for kind in county.classes]
    wanted = [(period, code, key) for period in fields["periods"] for code in county.codes for key in keys]
    if [(cell["period"], cell["station"], cell["key"]) for cell in fields["cells"]] != wanted:
        raise InputError(
            [mistake("zoning.documents.differs", column="cells", value=len(fields["cells"]), actual=len(wanted))]
        )
    ends = (np.array([cell[end] for cell in fields["cells"]]).reshape(shape) for end in ("mean", "low", "high"))
    plain: Mapping[str, Any] = fields
    return Forecast(county, *(plain[key] for key in PLAIN), *ends)


SHAPE = Shape(written, read, ("county",))
