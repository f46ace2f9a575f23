"""Every figure of every zone of every scenario as one long table: ``scenario, zone, figure, value, unit``.

One number a row, for pivot tables and programs. A blank zone is the whole plan; a scenario without a plan has the one
row ``planned`` = 0. An unknown figure has no row. Shares are numbers from 0 to 1.
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scenarios.runs.record import Record
from zoning.judge.figures import unit_of
from zoning.judge.names import zone_names

COLUMNS = ("scenario", "zone", "figure", "value", "unit")
DIGITS = 9
"""Decimals of a value."""
Row = tuple[str, str, str, float, str]


def rows_of(record: Record) -> Iterator[Row]:
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
    yield from known("", whole)
    yield from known("", judged.measures)
    yield from known("", judged.figures)
    for name, zone in zip(zone_names(record.problem, judged), judged.zones, strict=True):
        yield from known(name, {"points": float(zone.points)})
        yield from known(name, zone.measures)
        yield from known(name, zone.figures)


def as_csv(rows: Sequence[Row]) -> bytes:
    """The table as UTF-8 with a byte-order mark, which Excel needs."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


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
