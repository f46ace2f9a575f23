"""What a county's bureau has besides its stations: leaders, branches, villages, posts, patrols, names on the map.

All of it is optional and none of it reaches the points of a plan; the systems beside the zones are built on it. Every
table stands in an order of its own, never in that of a file, so that no order of rows can reach a result. Blank means
unknown and is ``None``; zero is zero. Leaders are posts ("副局长A"), never persons.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from zoning.model.errors import Mistake, mistake
from zoning.model.stations import Count, Latitude, Longitude, SquareKm, Text

VillageKind = Literal["village", "community"]
UnitKind = Literal["patrol", "response_car"]
VideoLevel = Literal["bureau", "zone", "station", "post"]

Word = Annotated[Text, Field(pattern=r"^[^、,，;；/|]*$")]
"""A word among several, without what parts them in a table."""


def _in_order(*keys: str) -> AfterValidator:
    """Rows in the order of some of their fields."""
    return AfterValidator(lambda rows: tuple(sorted(rows, key=lambda row: tuple(getattr(row, key) for key in keys))))


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Leader(_Row):
    """A post of the leadership (H13, H14); ``specialities`` are keys or names of incident classes, or other words."""

    post: Text
    is_head: bool = False
    specialities: tuple[Word, ...] = ()


class Branch(_Row):
    """A branch of the bureau (法制, 刑侦 …) that is bound to a zone (H15)."""

    name: Text
    officers: Count | None = None
    specialities: tuple[Word, ...] = ()


class Place(_Row):
    """A mountain, river or landmark that a zone may be called after (H7).

    ``weight`` is the demand of a key place or a crossroads, in officer-hours a year beside its incidents (N10).
    """

    name: Text
    kind: Text | None = None
    lon: Longitude
    lat: Latitude
    weight: float | None = Field(default=None, ge=0, le=10**9, allow_inf_nan=False)


class Village(_Row):
    """A village or an urban community of a station; the beats of its officers are made of them.

    ``incidents`` are those of a year. ``officers``, ``roles``, ``others`` and ``auxiliaries`` are who is there for it:
    officers of the station, people with a village role, further helpers (1+2+N, H26), auxiliaries (C3). Of a month
    (G7): households ``visited``, and ``familiar`` to the police; records ``collected``; disputes ``settled``;
    households ``asked``, and those of them ``satisfied``.
    """

    code: Text
    name: Text
    station: Text
    kind: VillageKind = "village"
    lon: Longitude
    lat: Latitude
    population: Count | None = None
    households: Count | None = None
    area_km2: SquareKm | None = None
    incidents: float | None = Field(default=None, ge=0, le=10**9, allow_inf_nan=False)
    officers: Count | None = None
    roles: Count | None = None
    others: Count | None = None
    auxiliaries: Count | None = None
    is_room: bool = False
    visited: Count | None = None
    familiar: Count | None = None
    collected: Count | None = None
    settled: Count | None = None
    asked: Count | None = None
    satisfied: Count | None = None


class Post(_Row):
    """A police post on the street, bound to ``stations`` stations (N1)."""

    code: Text
    name: Text
    lon: Longitude
    lat: Latitude
    officers: Count | None = None
    auxiliaries: Count | None = None
    stations: int = Field(default=2, ge=1, le=1000)


class Unit(_Row):
    """A patrol or a response car on its shift, from ``start_hour`` to ``end_hour`` of the day, past midnight if less.

    Equal hours are all day; ``base`` is the code of a station or of a post (N3, N8).
    """

    code: Text
    name: Text
    kind: UnitKind = "patrol"
    base: Text
    crew: int = Field(default=2, ge=1, le=1000)
    start_hour: float = Field(default=0, ge=0, le=24, allow_inf_nan=False)
    end_hour: float = Field(default=24, ge=0, le=24, allow_inf_nan=False)


class Experience(_Row):
    """Officers who have served at a station and can be sent to posts (N9)."""

    station: Text
    officers: int = Field(ge=0, le=100_000)


class Video(_Row):
    """A room of the video patrol: cameras, seats in front of them, hours a day that these are taken (B5)."""

    code: Text
    name: Text
    level: VideoLevel
    cameras: Count | None = None
    seats: Count | None = None
    hours: float | None = Field(default=None, ge=0, le=24, allow_inf_nan=False)


class Check(_Row):
    """A point of a check-list: whether ``item`` is ``done`` at a place, ``None`` where that is unknown (B6)."""

    checklist: Text
    item: Text
    at: Text
    done: bool | None = None


class Forces(_Row):
    """Persons at a station beside its officers and auxiliaries (H27): village police, guards, militia."""

    station: Text
    village_police: Count | None = None
    guards: Count | None = None
    militia: Count | None = None


class Period(_Row):
    """Incidents of a station in a period of the table of incidents, by class in the order of the county (H17)."""

    name: Text
    station: Text
    counts: tuple[float, ...]


class Bureau(_Row):
    """All of it; ``officers`` are those of the whole bureau, of which the stations have a share (C1)."""

    officers: Count | None = None
    leaders: Annotated[tuple[Leader, ...], _in_order("post")] = ()
    branches: Annotated[tuple[Branch, ...], _in_order("name")] = ()
    places: Annotated[tuple[Place, ...], _in_order("name", "lon", "lat")] = ()
    villages: Annotated[tuple[Village, ...], _in_order("code")] = ()
    posts: Annotated[tuple[Post, ...], _in_order("code")] = ()
    units: Annotated[tuple[Unit, ...], _in_order("code")] = ()
    experience: Annotated[tuple[Experience, ...], _in_order("station")] = ()
    video: Annotated[tuple[Video, ...], _in_order("code")] = ()
    checks: Annotated[tuple[Check, ...], _in_order("checklist", "item", "at")] = ()
    forces: Annotated[tuple[Forces, ...], _in_order("station")] = ()
    periods: Annotated[tuple[Period, ...], _in_order("name", "station")] = ()


KEYS: Mapping[str, str] = {
    "leaders": "post",
    "branches": "name",
    "villages": "code",
    "posts": "code",
    "units": "code",
    "experience": "station",
    "video": "code",
    "forces": "station",
}
"""The field by which the rows of a table are told apart."""
STATIONS: Mapping[str, str] = {"villages": "station", "units": "base", "experience": "station", "forces": "station"}
"""The field that names a station; the base of a unit may be a post."""


def bureau_mistakes(bureau: Bureau, known: Callable[[str], bool]) -> Iterator[Mistake]:
    """Everything that keeps the tables from being those of a county; ``known`` says whether a code is a station's."""
    for table, key in KEYS.items():
        times = Counter(getattr(row, key) for row in _rows(bureau, table))
        twice = [name for name, count in times.items() if count > 1]
        yield from (mistake("zoning.bureau.twice", table=table, column=key, value=name) for name in twice)
    posts = {post.code for post in bureau.posts}
    for table, field in STATIONS.items():
        for row in _rows(bureau, table):
            code = getattr(row, field)
            if not (known(code) or (table == "units" and code in posts)):
                yield mistake(
                    "zoning.bureau.unknown_station",
                    table=table,
                    column=field,
                    value=code,
                    code=getattr(row, KEYS[table]),
                )
    strangers = dict.fromkeys(row.station for row in bureau.periods if not known(row.station))
    for code in strangers:
        yield mistake("zoning.bureau.unknown_station", table="periods", column="station", value=code, code=code)
    heads = [leader.post for leader in bureau.leaders if leader.is_head]
    if len(heads) > 1:
        yield mistake("zoning.bureau.heads", table="leaders", column="is_head", posts=heads)


def _rows(bureau: Bureau, table: str) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = getattr(bureau, table)
    return rows
