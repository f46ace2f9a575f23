"""Every figure of every zone of every scenario as one long table: ``scenario, zone, figure, value, unit``.

One number a row, for pivot tables and programs. A blank zone is the whole plan; a scenario without a plan has the one
row ``planned`` = 0. An unknown figure has no row. Shares are numbers from 0 to 1. A zone is called by its office and
its other stations, so that equal words are equal zones in every scenario; a name taken from the map might not be.
``regret`` is the largest share by which the plan costs more than the best known one of a scenario, over those with the
rules and weights of the base; plans under other rules and weights have none. A figure of a service that a scenario
asks for has the name of the service before its own.
"""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from scenarios.compare.compare import Comparison
from scenarios.runs.comparison import of_records
from scenarios.runs.record import Record
from zoning.judge.figures import unit_of
from zoning.judge.score import ZoneScore
from zoning.model.county import County
from zoning.texts.formulas import csv_text

COLUMNS = ("scenario", "zone", "figure", "value", "unit")
DIGITS = 9
"""Decimals of a value."""
Row = tuple[str, str, str, float, str]


def rows_of(records: Sequence[Record]) -> list[Row]:
    """The rows of all scenarios, one scenario after the other."""
    regret = _regrets(of_records(records)) if any(record.score for record in records) else {}
    return [row for record in records for row in _rows_of(record, regret.get(record.name, math.nan))]


def _rows_of(record: Record, regret: float) -> Iterator[Row]:
    """The rows of one scenario, the whole plan first."""

    def known(zone: str, figures: Mapping[str, float]) -> Iterator[Row]:
        for key, value in figures.items():
            if math.isfinite(value):
                yield record.name, zone, key, round(float(value), DIGITS), unit_of(key)

    judged = record.score
    proved = {"planned": float(judged is not None), "proved": float(record.status in ("optimal", "infeasible"))}
    yield from known("", proved)
    if judged is None or record.problem is None or record.plan is None:
        return
    gap, changed = record.plan.document.proof.gap, record.moved
    whole = {"points": float(judged.points), "zones": float(len(judged.zones))}
    whole |= {} if gap is None else {"gap": gap}
    whole |= {} if changed is None else {"moved_against_base": float(len(changed))}
    yield from known("", whole | {"regret": regret})
    for service, figures in record.services.figures.items():
        for key, value in figures.items():
            yield from ((*row[:2], f"{service}.{key}", *row[3:]) for row in known("", {key: value}))
    yield from known("", judged.measures)
    yield from known("", judged.figures)
    for zone in judged.zones:
        name = zone_called(record.problem.county, zone)
        yield from known(name, {"points": float(zone.points)})
        yield from known(name, zone.measures)
        yield from known(name, zone.figures)


def zone_called(county: County, zone: ZoneScore) -> str:
    """The office of a zone and its other stations by name, a name that two stations share with the code."""
    stems = list(county.short_names.values())

    def called(code: str) -> str:
        stem = county.short_names[code]
        return stem if stems.count(stem) == 1 else f"{stem}（{code}）"

    others = "、".join(called(code) for code in zone.stations if code != zone.office)
    return called(zone.office) + ("：" + others if others else "")


def _regrets(comparison: Comparison) -> dict[str, float]:
    """The worst regret of the plan of every scenario that is comparable with the base, as a share, by name."""
    known: dict[str, float] = {}
    shares = comparison.regret / np.fmax(comparison.best, 1)
    for candidate, row, keeps in zip(comparison.candidates, shares, comparison.keeps, strict=True):
        counted = row[keeps & comparison.comparable]
        if len(counted):
            known |= dict.fromkeys((candidate.name, *candidate.also), float(counted.max()))
    names = [case.name for case, counts in zip(comparison.cases, comparison.comparable, strict=True) if counts]
    return {name: known[name] for name in names if name in known}


def as_csv(rows: Sequence[Row]) -> bytes:
    """The table as UTF-8 with a byte-order mark, which Excel needs."""
    return csv_text((COLUMNS, *rows), "\r\n").encode("utf-8-sig")


def as_parquet(rows: Sequence[Row]) -> bytes | None:
    """The table as Parquet, or ``None`` without pyarrow (``pip install zoning[parquet]``)."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return None
    columns: dict[str, list[Any]] = {name: [row[c] for row in rows] for c, name in enumerate(COLUMNS)}
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()
