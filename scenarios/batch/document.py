"""``batch.json``: counts, the roll-up, and a row a county and scenario; a county that was not solved has one row.

Rows are in the order of the counties, so the file is the same but for seconds and hosts whoever solved what. Shapes of
zones are in ``batch.gpkg``, and what came of it all is read again without them.
"""

from collections.abc import Mapping
from typing import Any, TypedDict, cast

from scenarios.batch.records import Batch, CountyResult, Item, State, Status, Way
from scenarios.batch.rollup import rolled
from zoning.model.errors import Mistake
from zoning.model.policy import Departure
from zoning.result.codec import encode, known
from zoning.result.decoding import decode
from zoning.result.kinds import Shape
from zoning.texts import Message


class Wrong(TypedDict):
    """A mistake as it is read again."""

    table: str | None
    row: int | None
    column: str | None
    cell: str | None
    value: str | None
    says_zh: str
    says_en: str


class Row(TypedDict):
    """A row as it is read again."""

    called: str
    source: str
    digest: str
    state: State
    code: str
    name: str
    stations: int
    officers: int
    incidents: float
    today: bool
    policy: str
    departures: tuple[Departure, ...]
    host: str
    county_seconds: float
    mistakes: tuple[Wrong, ...]
    scenario: str | None
    status: Status | State
    zones: int | None
    points: int | None
    bound: int | None
    gap: float | None
    figures: dict[str, float]
    seconds: float
    reasons: tuple[Message, ...]
    relaxed: tuple[Way, ...]


class Fields(TypedDict):
    """What is read of a batch; the rest follows from it."""

    name: str
    asked: int
    known: int
    seconds: float
    interrupted: bool
    items: tuple[Row, ...]


def _written(batch: Batch) -> dict[str, Any]:
    return {
        "name": batch.name,
        "counties": len(batch.counties),
        "asked": batch.asked,
        "stations": sum(one.stations for one in batch.counties),
        "solved": batch.count("optimal", "feasible"),
        "proved": batch.count("optimal"),
        "infeasible": batch.count("infeasible"),
        "unknown": batch.count("unknown", "refused"),
        "bad": batch.count("bad"),
        "died": batch.count("died"),
        "fault": batch.count("fault"),
        "scenarios": list(batch.scenarios),
        "seconds": batch.seconds,
        "known": batch.known,
        "interrupted": batch.interrupted,
        "rollup": encode(rolled(batch)),
        "items": [row for county in batch.counties for row in rows_of(county)],
    }


def rows_of(county: CountyResult) -> list[dict[str, Any]]:
    """The rows of a county."""
    held = {
        "called": county.called,
        "source": county.source,
        "digest": county.digest,
        "state": county.state,
        "code": county.code,
        "name": county.name,
        "stations": county.stations,
        "officers": county.officers,
        "incidents": county.incidents,
        "today": county.today,
        "policy": county.policy,
        "departures": [encode(one) for one in county.departures],
        "host": county.host,
        "county_seconds": county.seconds,
        "mistakes": [encode(one) for one in county.mistakes],
    }
    if county.state != "solved":
        nothing = dict.fromkeys(("scenario", "zones", "points", "bound", "gap"))
        return [
            {**held, **nothing, "status": county.state, "figures": {}, "seconds": 0.0, "reasons": [], "relaxed": []}
        ]
    return [
        {
            **held,
            "scenario": item.scenario,
            "status": item.status,
            "zones": item.zones,
            "points": item.points,
            "bound": item.bound,
            "gap": item.gap,
            "figures": known(item.figures),
            "seconds": item.seconds,
            "reasons": [encode(one) for one in item.reasons],
            "relaxed": [encode(one) for one in item.relaxed],
        }
        for item in county.items
    ]


def _read(document: Mapping[str, Any]) -> Batch:
    fields = decode(Fields, document)
    counties: dict[str, CountyResult] = {}
    for row in fields["items"]:
        before = counties.get(row["called"])
        items = () if before is None else before.items
        if row["scenario"] is not None:
            status = cast(Status, row["status"])
            numbers = (row["zones"], row["points"], row["bound"], row["gap"], row["figures"])
            items = (*items, Item(row["scenario"], status, *numbers, row["seconds"], row["reasons"], row["relaxed"]))
        counties[row["called"]] = CountyResult(
            called=row["called"],
            source=row["source"],
            key="",
            digest=row["digest"],
            state=row["state"],
            code=row["code"],
            name=row["name"],
            stations=row["stations"],
            officers=row["officers"],
            incidents=row["incidents"],
            today=row["today"],
            items=items,
            mistakes=tuple(map(_mistake, row["mistakes"])),
            seconds=row["county_seconds"],
            host=row["host"],
            policy=row["policy"],
            departures=row["departures"],
        )
    asked, seconds = fields["asked"], fields["seconds"]
    return Batch(tuple(counties.values()), asked, fields["known"], seconds, fields["interrupted"], fields["name"])


def _mistake(wrong: Wrong) -> Mistake:
    says = Message.of(wrong["says_zh"], wrong["says_en"])
    return Mistake(says, wrong["table"], wrong["row"], wrong["column"], wrong["value"], wrong["cell"])


SHAPE = Shape(_written, _read)
"""Of a batch."""
